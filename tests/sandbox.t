#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need curl
need zstd

sandbox --log "$scratch/log"
api=$PF_DATABENTO_URL/v0
key=$DATABENTO_API_KEY

# get METHOD 'QUERY': the body to got, the head to head, the status alone to code
get() {
	curl -s -u "$key:" -D head -o got -w '%{http_code}' "$api/$1${2:+?$2}" >code
}
post() {
	curl -s -u "$key:" -D head -o got -w '%{http_code}' -d "$2" "$api/$1" >code
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
daily='dataset=EQUS.MINI&schema=ohlcv-1d'

ok 'who does not authenticate is told to' '
	curl -s -D head -o got -w "%{http_code}" "$api/metadata.list_datasets" >code; code 401 &&
	says "WWW-Authenticate: Basic" head && [ "$(cat got)" = "{\"detail\":\"Not authenticated\"}" ]
'
ok 'a wrong key is a case, without a payload' '
	curl -s -u db-wrong: -D head -o got -w "%{http_code}" "$api/metadata.list_datasets" >code; code 401 &&
	says "\"case\":\"auth_authentication_failed\"" got && says "\"payload\":null" got
'
ok 'GET and POST give the same bars' '
	get timeseries.get_range "$daily&start=2004-08-19&end=2004-08-21&symbols=GOOG" && code 200 && mv got a &&
	post timeseries.get_range "$daily&start=2004-08-19&end=2004-08-21&symbols=GOOG" && code 200 && same a got &&
	[ "$(sed -n 2p got | cut -d, -f5-9)" = 100000000000,104060000000,95960000000,100340000000,22351900 ]
'
ok 'a SIGTERM ends it with 0' '
	pf-sandbox serve -q --env e & p=$!
	while [ ! -s e ]; do sleep 0.02; done
	kill $p; wait $p
'
ok 'run passes the status on' 'exits 7 pf-sandbox run -- sh -c "exit 7"'
done_testing
