#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
cluster=1 # cleanup destroys it

server_pid() {
	pf-db status | sed -n 's/.*"pid":\([0-9]*\).*/\1/p'
}

ok 'without a cluster there is no address, and the message says how to get one' '
	exits 78 pf-db url 2>err && says DATABASE_URL err && says "pf-db start" err &&
	exits 1 pf-db status >got && says "\"event\":\"absent\"" got
'
ok 'starts, and tells the address' '
	pf-db start --fast >got && says "\"event\":\"started\"" got && pf-db status &&
	[ "$(pf-db psql -- -XAtc "select current_user || current_database()")" = pfpf ]
'
ok 'a second start finds it running' '
	was=$(server_pid) && pf-db start >got && says "\"event\":\"running\"" got && [ "$(server_pid)" = "$was" ]
'
done_testing
