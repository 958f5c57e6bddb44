#!/bin/sh
# pf-sandbox webhook: what it sends is signed by the vendor's recipe, which python follows here, and bad where it says so.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need python3
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW
key=invented-snaptrade-consumer-key

webhook() {
	pf-sandbox webhook "$@"
}
check() {
	python3 -S "$top/tests/sandbox/webhook.py" check "${2:-$key}" <"$1"
}
# receive REFUSALS: a receiver at $to, ended by unreceive
receive() {
	rm -f port came
	python3 "$top/tests/sandbox/webhook.py" serve $key "$1" &
	receiver=$!
	trap 'kill $receiver 2>/dev/null' EXIT # however the test ends, which is a subshell
	while [ ! -s port ] && kill -0 $receiver 2>/dev/null; do sleep 0.02; done
	to="http://127.0.0.1:$(cat port)/hook?a=1"
}
unreceive() {
	kill $receiver && { wait $receiver || :; }
}
# field NAME: of the body of each record of got
field() {
	python3 -S -c 'import json, sys
for line in open("got"):
    v = json.loads(json.loads(line)["body"])
    for name in sys.argv[1].split("."):
        v = v.get(name) if isinstance(v, dict) else None
    print(json.dumps(v))' "$1"
}

ok 'each of many is what it says' '
	webhook --count 1000 >got && [ "$(wc -l <got)" -eq 1000 ] && [ "$(check got)" -eq 1000 ] &&
	webhook --count 1000 --forged 30 >got && n=$(check got) && [ "$n" -gt 650 ] && [ "$n" -lt 750 ] && webhook --count 20 --forged 100 >got && [ "$(check got)" -eq 0 ] &&
	webhook --count 0 >got && [ ! -s got ] && webhook >got && [ "$(wc -l <got)" -eq 1 ]
'
ok 'the same again, others with another seed' '
	webhook --count 50 --forged 20 --repeat 3 --seed 4 >want && webhook --count 50 --forged 20 --repeat 3 --seed 4 >got && same want got && webhook --count 50 --forged 20 --repeat 3 --seed 5 >got && ! cmp -s want got &&
	grep -o "\"webhook_id\":\"[^\"]*\"" got | sort -u >a && grep -o "\"webhook_id\":\"[^\"]*\"" want | sort -u >b && [ "$(sort a b | uniq -d | wc -l)" -eq 0 ]
'
ok 'each comes once to as often as was said, in any order' '
	webhook --count 300 >got && grep -o "\"webhook_id\":\"[^\"]*\"" got >once && webhook --count 300 --repeat 3 >got && check got >/dev/null && grep -o "\"webhook_id\":\"[^\"]*\"" got >often &&
	sort -u often >a && sort once >b && same b a && [ "$(sort often | uniq -c | awk "{ print \$1 }" | sort -u | tr "\n" ,)" = 1,2,3, ] && uniq often >a && ! sort often | uniq | cmp -s - a
'
ok 'every sort, with what the vendor says of it' '
	webhook --count 16 >got && field eventType | sort -u >types && [ "$(wc -l <types)" -eq 16 ] && field webhookSecret | sort -u >a && [ "$(cat a)" = "\"invented-snaptrade-webhook-secret\"" ] &&
	has() { webhook --event "$1" >got && [ "$(field eventType)" = "\"$1\"" ] && for n in accountId brokerageAuthorizationId brokerageId connectionAttemptedResult details; do
		[ "$(field $n)" = null ] || printf "%s " $n; done >a && [ "$(cat a)" = "$2" ] || { echo "$1: $(cat a)"; return 1; }; } &&
	has USER_REGISTERED "" && has CONNECTION_FAILED "" && has CONNECTION_ATTEMPTED "brokerageId connectionAttemptedResult " && has CONNECTION_ADDED "brokerageAuthorizationId brokerageId " &&
	has CONNECTION_BROKEN "brokerageAuthorizationId " && has NEW_ACCOUNT_AVAILABLE "accountId brokerageAuthorizationId " && has ACCOUNT_TRANSACTIONS_UPDATED "accountId brokerageAuthorizationId " &&
	has ACCOUNT_HOLDINGS_UPDATED "accountId brokerageAuthorizationId brokerageId details " && field details.positions.success | grep -e true -e false && has SOMETHING_NEW "accountId brokerageAuthorizationId " &&
	has TRADE_DETECTION "accountId brokerageAuthorizationId brokerageId details " && says "\\\"price_effect\\\":" got && [ "$(field webookId)" = "$(field webhookId)" ] && check got >/dev/null
'
ok 'whose, when and about what' '
	webhook --count 40 >got && field accountId | grep -v null | sort -u >a && [ "$(wc -l <a)" -eq 3 ] && account=$(sed -n "1s/\"//gp" a) && field userId | sort -u >a && [ "$(cat a)" = "\"invented-snaptrade-user-id\"" ] &&
	field eventTimestamp | sort -u >a && [ "$(cat a)" = "\"2008-10-15T06:00:00.000000+00:00\"" ] && webhook --count 30 --account "$account" >got && field accountId | grep -v null | sort -u >a && [ "$(cat a)" = "\"$account\"" ] &&
	webhook --late 301 >got && [ "$(field eventTimestamp)" = "\"2008-10-15T05:54:59.000000+00:00\"" ] && says "\"true\":true,\"late\":true" got && [ "$(check got)" -eq 1 ] &&
	mkdir -p own && { echo "{\"of\":\"client\",\"id\":\"OWN\",\"key\":\"ownkeyownkey\"}"; echo "{\"of\":\"user\",\"client\":\"OWN\",\"id\":\"me\",\"secret\":\"mysecret\"}"
	echo "{\"of\":\"connection\",\"user\":\"me\",\"body\":{\"id\":\"c\"}}"; echo "{\"of\":\"account\",\"body\":{\"id\":\"a\",\"brokerage_authorization\":\"c\"}}"; } >own/snaptrade.jsonl &&
	webhook -d own --client OWN --count 32 >got && [ "$(check got ownkeyownkey)" -eq 32 ] && field clientId | sort -u >a && [ "$(cat a)" = "\"OWN\"" ] && field userId | sort -u >a && [ "$(cat a)" = "\"me\"" ] &&
	rm own/snaptrade.jsonl && webhook -d own --count 16 >got && [ "$(check got)" -eq 16 ] && [ "$(field accountId | sort -u)" = null ]
'
ok 'delivered: good ones once, bad ones are refused and sent four times' '
	receive 0 && webhook --count 40 --to "$to" >got && [ "$(grep -c "\"true\":true,\"late\":false,\"status\":204,\"sent\":1}" got)" -eq 40 ] && [ "$(grep -c ^204 came)" -eq 40 ] && [ "$(wc -l <came)" -eq 40 ] &&
	: >came && webhook --count 40 --forged 25 --retry-after 10ms --to "$to" >got && bad=$(grep -c "\"true\":false" got) && [ "$bad" -gt 3 ] && [ "$(grep -c "\"status\":401,\"sent\":4}" got)" -eq "$bad" ] &&
	[ "$(grep -c ^401 came)" -eq $((4 * bad)) ] && [ "$(grep -c ^204 came)" -eq $((40 - bad)) ] && unreceive
'
ok 'sent again until it is taken, three times at most' '
	receive 3 && webhook --count 5 --retry-after 10ms --to "$to" >got && [ "$(grep -c "\"status\":204,\"sent\":4}" got)" -eq 5 ] && [ "$(sort came | uniq -c | awk "{ print \$1, \$2 }" | sort | uniq -c | tr -s " ")" = " 5 1 204
 5 3 500" ] && unreceive && receive 4 && exits 1 webhook --retry-after 1ms --to "$to" >got && says "\"status\":500,\"sent\":4}" got && unreceive &&
	exits 1 webhook --retry-after 1ms --to "$to" >got && says "\"status\":0,\"sent\":4}" got
'
ok 'what is no such request' '
	for a in "--forged 101" "--repeat 0" "--repeat 101" "--count x" "--client nobody" "--account nothing" "--late soon" operand; do exits 64 webhook $a 2>err || exit 1; done &&
	exits 78 webhook --to nonsense 2>err && exits 78 webhook --to ftp://127.0.0.1/x 2>err &&
	exits 74 webhook --count 10000 >/dev/full
'
done_testing
