#!/bin/sh
# SnapTrade's side of pf-sandbox: signatures that the vendor's own client made and python's, every parameter, refusal, limit and fault.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
need python3
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

# st METHOD PATH [QUERY] [NAME=VALUE...]: a signed request; the body to got, the head to head, the status to code
st() {
	python3 -S "$top/tests/sandbox/snaptrade.py" "$@"
}
get() {
	st GET "$@"
}
# personal ...: the same with the personal key
personal() {
	st "$@" client=invented-snaptrade-personal-id key=invented-snaptrade-personal-key user= secret=
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
# is EXPRESSION TEXT: what python makes of the reply, which is d; a quote is a quote
is() {
	v=$(python3 -S -c "import json; d = json.load(open('got')); print(str($1).replace(chr(39), chr(34)))") && [ "$v" = "$2" ] || { echo "$1 is '$v', not '$2'"; return 1; }
}
# refused STATUS CODE ARGUMENTS: GET is refused with that
refused() {
	status=$1 word=$2
	shift 2
	get "$@" && code "$status" && is "(d['status_code'], d['code'])" "($status, \"$word\")" && is "sorted(d)" '["code", "detail", "status_code"]'
}
# id NAME: the account of that name in the shipped data
id() {
	python3 -S -c 'import json, sys
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["of"] == "account" and r["body"]["name"] == sys.argv[2]:
        print(r["body"]["id"])' "$top/share/sandbox/snaptrade.jsonl" "$1"
}
margin=/accounts/$(id 'Demo Margin') retirement=/accounts/$(id 'Demo Retirement')

# The vectors: V1 to V13 from snaptrade-typescript-sdk 11.0.3 with a fixed clock, the last from 9.0.200.
mkdir vectors
acc=/accounts/917c8734-8470-4a3e-a18f-57c3f2ee6631
u='clientId=PFDEMO&userId=alice-01&userSecret=adf2aa34-8219-40f7-a6b3-60156985cc61'
cat >vectors/snaptrade.jsonl <<'END'
{"of":"settings","skew":1000000000}
{"of":"client","id":"PFDEMO","key":"k3yForTests0123456789abcdefABCDEF"}
{"of":"user","client":"PFDEMO","id":"alice-01","secret":"adf2aa34-8219-40f7-a6b3-60156985cc61"}
{"of":"client","id":"PFPERS","key":"personalKey987654321","personal":"alice-01"}
{"of":"client","id":"PF DEMO","key":"key with space/+=%25&é"}
{"of":"user","client":"PF DEMO","id":"a b+c@d/é","secret":"s*(')~!._-s"}
{"of":"connection","user":"alice-01","body":{"id":"87b24961-b51e-4db8-9226-f198f6518a89","disabled":false,"data_freshness_mode":"delayed"}}
{"of":"account","body":{"id":"917c8734-8470-4a3e-a18f-57c3f2ee6631","brokerage_authorization":"87b24961-b51e-4db8-9226-f198f6518a89"}}
END
# vector SIGNATURE PATH QUERY [A curl OPTION AND ITS VALUE, STATUS (200)]: is taken, and not with another signature
vector() {
	v_url="$PF_SNAPTRADE_URL$2?$3"
	curl -s -o got -w '%{http_code}' -H "Signature: $1" -H 'Content-Type: application/json' "${4:--X}" "${5:-GET}" "$v_url" >code && code "${6:-200}" &&
		curl -s -o got -w '%{http_code}' -H "Signature: A$1" -H 'Content-Type: application/json' "${4:--X}" "${5:-GET}" "$v_url" >code && code 401
}

sandbox --log "$scratch/log"

ok 'the accounts that are shipped add up, and the proof can fail' '
	python3 -S "$top/tests/sandbox/snaptrade_data.py" "$top/share/sandbox" &&
	cp -r "$top/share/sandbox" spoilt && chmod -R u+w spoilt && for s in "s/\"cash\":2095.26/\"cash\":2095.27/" "s/\"units\":\"40\"/\"units\":\"41\"/" "s/\"amount\":16603.66/\"amount\":16603.67/" \
		"s/\"cost_basis\":\"505\"/\"cost_basis\":\"505.1\"/" "s/\"price\":515.00/\"price\":520.00/" "s/\"filled_quantity\":\"7.5\"/\"filled_quantity\":\"7\"/"; do
		sed "$s" "$top/share/sandbox/snaptrade.jsonl" >spoilt/snaptrade.jsonl && ! cmp -s "$top/share/sandbox/snaptrade.jsonl" spoilt/snaptrade.jsonl &&
		exits 1 python3 -S "$top/tests/sandbox/snaptrade_data.py" spoilt >got || exit 1
	done
'
ok 'signatures of the vendor'\''s own clients are taken' '
	serve --data vectors &&
	vector ceSotXgS+fLVJvUQbQmoAObl+mBf2WjqEofts5D7XRo= /accounts "$u&timestamp=1700000000" &&
	vector f7JDQzME9qy/4QUPhzQCTzrechSN+xjOJT00wIXXKKs= $acc/activities "$u&startDate=2026-01-01&endDate=2026-01-31&offset=1000&limit=500&type=BUY%2CSELL%2CDIVIDEND&timestamp=1767225600" &&
	vector x6kzYg6JnswViYe2fsSoaI/3co4lN12jRCMDfwJ5/Qs= /snapTrade/registerUser "clientId=PFDEMO&timestamp=1700000001" -d "{\"userId\":\"alice-01\"}" 400 &&
	vector uFEi4jDItcE4DpexAVVm+riUeNYcdoURC5bns/dXC60= /accounts "clientId=PF+DEMO&userId=a+b%2Bc%40d%2F%C3%A9&userSecret=s*%28%27%29%7E%21._-s&timestamp=1700000002" &&
	vector JvJzowbW9wLlWP5BiyFLzgS9HeKQI1O1w69vr2ab2ow= /authorizations/87b24961-b51e-4db8-9226-f198f6518a89/refresh "$u&timestamp=1700000003" -X POST 200 &&
	vector UCl5pkaZb4aY2W+LYSeWhN260gyk+NpBj2CPNCMaSbU= /snapTrade/login "$u&timestamp=1700000006" -d "{\"broker\":\"SANDBOX\",\"immediateRedirect\":true,\"customRedirect\":\"https://example.org/cb?x=1&y=ü\",\"connectionType\":\"read\",\"showCloseButton\":false}" 200 &&
	vector +K4xWATe1KHM9/oG9pQ96wkvac2P9I9EvnRZEUbWJQw= $acc/orders "clientId=PFPERS&state=all&days=90&timestamp=1700000004" &&
	vector xofE986I9DlsEOMdDANwlRgYBoUQnAdlseZwgbFkl/w= $acc/recentOrders "$u&only_executed=false&timestamp=1700000005" &&
	vector S8bMsVdIadsO7sbhDrYEs61Vay0SM/co1HKxCTeufO8= $acc/holdings "$u&timestamp=1700000008" &&
	vector 6+wJYz/ECkBylpq4iBTivVarSzE7aBUmojN2ZcKgq0w= $acc/positions/all "$u&timestamp=1700000009" &&
	vector Tvuxo/V554ht2adepVUTONl8IQcy1lno50xAAO+Seok= $acc/balances "$u&timestamp=1700000010" &&
	vector 9lTwa8C85Sm8Rfpu3vr3m8xgqF8ovk2zJyAKDjbtdt8= /api/v1/accounts "$u&timestamp=1700000000" && unserve
'
ok 'every part of a request is under its signature' '
	get /accounts && code 200 && refused 401 1076 /accounts key=other && refused 401 1076 /accounts client=other &&
	refused 401 1076 /accounts send_path=/authorizations && refused 401 1076 /accounts "&a=1" "send_query=$(printf "clientId=%s&timestamp=%s&a=2" "$SNAPTRADE_CLIENT_ID" "$(date +%s)")" &&
	refused 401 1076 /accounts send_body="{\"a\":1}" && refused 401 1076 /accounts signature=x &&
	body="{\"brokerage_order_id\":\"M-1001\"}" && st POST $margin/orders/details body="$body" && code 200 &&
	st POST $margin/orders/details body="$body" "send_body={ \"brokerage_order_id\" : \"M-1001\" }" && code 200 &&
	st POST $margin/orders/details body="$body" "send_body={\"brokerage_order_id\":\"M-1002\"}" && code 401 &&
	st POST $margin/orders/details body="$body" "send_body={\"brokerage_order_id\":" && code 401 && get /accounts send_body="{}" && code 200
'
ok 'the shipped secret leads here; a file may say another one' '
	python3 -S - "$top/share/sandbox/aws-secrets.json" <<-"END" && mkdir -p secret && echo "{\"of\":\"user\",\"client\":\"$SNAPTRADE_CLIENT_ID\",\"id\":\"$SNAPTRADE_USER_ID\",\"secret\":\"another\"}" >secret/snaptrade.jsonl &&
	import json, os, sys
	shipped = json.load(open(sys.argv[1]))["pf/portfolio"]
	assert all(shipped[n] == os.environ[n] for n in ("SNAPTRADE_CLIENT_ID", "SNAPTRADE_CONSUMER_KEY", "SNAPTRADE_USER_ID", "SNAPTRADE_USER_SECRET"))
	END
	serve --data secret && refused 401 1083 /accounts && get /accounts secret=another && code 200 && unserve
'
ok 'who asks, and when' '
	refused 401 0000 /accounts client= && refused 401 0000 /accounts time= && refused 401 0000 /accounts signature= &&
	refused 401 0000 /accounts user= && refused 401 0000 /accounts secret= && refused 401 1083 /accounts secret=wrong && refused 401 1083 /accounts user=nobody &&
	refused 401 1076 /accounts ago=302 && is "d[\"detail\"]" "Invalid timestamp" && refused 401 1076 /accounts ago=-302 && get /accounts ago=297 && code 200 &&
	get /accounts ago=-297 && code 200 && refused 401 1076 /accounts time="$(date +%s)000" && is "d[\"detail\"]" "Invalid timestamp" &&
	refused 401 1076 /accounts time=now && is "d[\"detail\"]" "Invalid timestamp" &&
	curl -s -d "clientId=$SNAPTRADE_CLIENT_ID&timestamp=$(date +%s)" -H "Signature: x" "$PF_SNAPTRADE_URL$margin/orders/details" >got && is "d[\"code\"]" 0000
'
ok 'a personal key: the same accounts, no user pair' '
	get /accounts && code 200 && mv got want && personal GET /accounts && code 200 && same want got &&
	get /accounts client=invented-snaptrade-personal-id key=invented-snaptrade-personal-key && code 400 && is "d[\"code\"]" 1076
'
ok 'what is there, byte by byte as the file has it' '
	python3 -S - "$top/share/sandbox/snaptrade.jsonl" $margin <<-"END" &&
	import json, sys
	want = {}
	for line in open(sys.argv[1]):
	    r, at = json.loads(line), line.index("\"body\":") + 7
	    if r["of"] in ("account", "connection") or r.get("account") == sys.argv[2].split("/")[-1]:
	        want.setdefault(r["of"], []).append((r["body"], line[at:].rstrip()[:-1]))
	texts = lambda rows: "[" + ",".join(t for b, t in rows) + "]"
	newest = lambda rows, by: sorted(rows, key=lambda r: r[0][by], reverse=True)
	for name, text in (
	    ("accounts", texts(want["account"])), ("account", want["account"][0][1]), ("authorizations", texts(want["connection"])), ("authorization", want["connection"][0][1]),
	    ("balances", texts(want["balance"])),
	    ("positions", "{\"results\":%s,\"data_freshness\":{\"as_of\":\"2008-10-15T05:30:01.000123Z\"}}" % texts(want["position"])),
	    ("orders", texts(o for o in newest(want["order"], "time_placed") if o[0]["time_placed"] > "2008-09-15T06")),
	    ("activities", "{\"data\":%s,\"pagination\":{\"offset\":0,\"limit\":1000,\"total\":%d}}" % (texts(newest(want["activity"], "trade_date")), len(want["activity"])))):
	    open(name + ".want", "w").write(text)
	END
	connection=$(python3 -S -c "import json; print(json.load(open(\"account.want\"))[\"brokerage_authorization\"])") &&
	while read -r name path; do get $path && code 200 && cmp $name.want got || exit 1; done <<-END
	accounts /accounts
	account $margin
	authorizations /authorizations
	authorization /authorizations/$connection
	accounts /authorizations/$connection/accounts
	balances $margin/balances
	positions $margin/positions/all
	orders $margin/orders
	activities $margin/activities
	END
'
ok 'orders: state and days' '
	ids() { is "[o[\"brokerage_order_id\"] for o in d]" "$1"; } &&
	get $margin/orders && ids "[\"M-1010\", \"M-1008\", \"M-1011\", \"M-1011\", \"M-1009\", \"M-1006\", \"M-1007\"]" && get $margin/orders "&state=all&days=30" && ids "[\"M-1010\", \"M-1008\", \"M-1011\", \"M-1011\", \"M-1009\", \"M-1006\", \"M-1007\"]" &&
	get $margin/orders "&state=open" && ids "[\"M-1010\", \"M-1009\"]" && get $margin/orders "&state=executed&days=90" && ids "[\"M-1008\", \"M-1006\"]" &&
	get $margin/orders "&days=1" && ids "[\"M-1010\", \"M-1008\"]" && get $retirement/orders "&days=89" && ids "[\"R-1003\", \"R-1002\"]" && get $retirement/orders "&days=88" && ids "[\"R-1003\"]" &&
	get $margin/orders "&days=10000" && ids "[\"M-1010\", \"M-1008\", \"M-1011\", \"M-1011\", \"M-1009\", \"M-1006\", \"M-1007\"]" &&
	for q in state=some state= days=0 days=-1 days=x days=1.5 days=; do refused 400 1076 $margin/orders "&$q" || exit 1; done
'
ok 'recent orders: those of a day, the executed ones unless told otherwise' '
	ids() { is "[o[\"brokerage_order_id\"] for o in d[\"orders\"]]" "$1"; } &&
	get $margin/recentOrders && ids "[\"M-1008\"]" && get $margin/recentOrders "&only_executed=true" && ids "[\"M-1008\"]" &&
	get $margin/recentOrders "&only_executed=false" && ids "[\"M-1010\", \"M-1008\"]" && get $retirement/recentOrders && ids "[]" &&
	for v in "" 1 True; do refused 400 1076 $margin/recentOrders "&only_executed=$v" || exit 1; done
'
ok 'one order' '
	st POST $margin/orders/details "body={\"brokerage_order_id\":\"M-1001\"}" && code 200 && is "(d[\"brokerage_order_id\"], d[\"execution_price\"])" "(\"M-1001\", \"25.80\")" &&
	st POST $margin/orders/details "body={\"brokerage_order_id\":\"R-1001\"}" && code 404 && for b in "" "[]" "{\"brokerage_order_id\":1}" "{\"id\":\"M-1001\"}"; do
		st POST $margin/orders/details "body=$b" && code 400 && is "d[\"code\"]" 1076 || exit 1
	done
'
ok 'activities: both days are included, pages, types' '
	days() { is "[a[\"trade_date\"][:10] for a in d[\"data\"]]" "$1" && is "list(d[\"pagination\"].values())" "$2"; } &&
	get $margin/activities "&startDate=2008-03-24&endDate=2008-10-10" && days "[\"2008-10-10\", \"2008-09-30\", \"2008-06-30\", \"2008-03-24\"]" "[0, 1000, 4]" &&
	get $margin/activities "&startDate=2008-03-25&endDate=2008-10-09" && days "[\"2008-09-30\", \"2008-06-30\"]" "[0, 1000, 2]" &&
	get $margin/activities "&startDate=2008-10-10" && days "[\"2008-10-14\", \"2008-10-10\"]" "[0, 1000, 2]" && get $margin/activities "&endDate=2003-06-23" && days "[\"2003-06-23\", \"2003-06-19\"]" "[0, 1000, 2]" &&
	get $margin/activities "&limit=2&offset=1&startDate=2008-03-24" && days "[\"2008-10-10\", \"2008-09-30\"]" "[1, 2, 5]" && get $margin/activities "&offset=99" && days "[]" "[99, 1000, 15]" &&
	get $margin/activities "&limit=1001" && is "d[\"pagination\"][\"limit\"]" 1000 && get $margin/activities "&type=SELL" && days "[\"2003-09-18\"]" "[0, 1000, 1]" &&
	get $margin/activities "&type=FEE,DIVIDEND&limit=1&offset=1" && days "[\"2008-06-30\"]" "[1, 1, 3]" && get $margin/activities "&type=BU" && days "[]" "[0, 1000, 0]" &&
	get $margin/activities "&type=" && is "d[\"pagination\"][\"total\"]" 15 && get $margin/activities "&startDate=2009-01-01" && days "[]" "[0, 1000, 0]" &&
	get $margin/activities "&startDate=2008-10-11&endDate=2008-10-10" && days "[]" "[0, 1000, 0]" &&
	for q in startDate=x endDate=2008-13-01 startDate=20081010 offset=-1 offset=x limit=0 limit=-1 limit=x; do refused 400 1076 $margin/activities "&$q" || exit 1; done
'
ok 'holdings: the older shapes' '
	get $retirement/holdings && code 200 && is "list(d)" "[\"account\", \"balances\", \"positions\", \"option_positions\", \"orders\", \"total_value\"]" &&
	is "[(p[\"symbol\"][\"symbol\"][\"symbol\"], p[\"units\"], p[\"average_purchase_price\"], p[\"currency\"][\"code\"], p[\"cash_equivalent\"]) for p in d[\"positions\"]]" \
		"[(\"GOOG\", 12, 505, \"USD\", None), (\"PFMXX\", 4250.5, 1, \"USD\", True)]" &&
	is "[(p[\"symbol\"][\"option_symbol\"][\"ticker\"], p[\"units\"], p[\"price\"], p[\"average_purchase_price\"]) for p in d[\"option_positions\"]]" "[(\"GOOG  081220C00400000\", 2, 14.2, 2150)]" &&
	is "(d[\"total_value\"], len(d[\"orders\"]), d[\"balances\"][0][\"cash\"])" "({\"value\": 11934.92, \"currency\": \"USD\"}, 1, 4742.4)" &&
	mkdir -p late && { echo "{\"of\":\"client\",\"id\":\"LATE\",\"key\":\"latelatelate\",\"personal\":\"$SNAPTRADE_USER_ID\",\"signed_up\":\"2026-05-12\"}"
	echo "{\"of\":\"client\",\"id\":\"EARLY\",\"key\":\"earlyearly\",\"personal\":\"$SNAPTRADE_USER_ID\",\"signed_up\":\"2026-05-11T23:59:59Z\"}"
	cat "$top/share/sandbox/snaptrade.jsonl"; } >late/snaptrade.jsonl && serve --data late && get $margin/holdings client=LATE key=latelatelate user= secret= && code 410 &&
	is "sorted(d)" "[\"detail\", \"status_code\"]" && get $margin/holdings client=EARLY key=earlyearly user= secret= && code 200 && unserve
'
ok 'what is not there' '
	refused 404 1011 /accounts/no-such && refused 404 1011 /accounts/no-such/balances && refused 404 1011 /authorizations/no-such && refused 404 1011 /no-such &&
	refused 404 1011 $margin/positions && refused 404 1011 /accounts/ && refused 404 1011 $margin/balances/ && st POST /accounts && code 405 && st DELETE $margin && code 405 &&
	serve --data vectors && refused 404 1011 $acc && refused 404 1011 /authorizations/87b24961-b51e-4db8-9226-f198f6518a89 && get /accounts && [ "$(cat got)" = "[]" ] && unserve
'
ok 'the status needs nobody; an older prefix is told' '
	curl -s -D head "$PF_SNAPTRADE_URL/" >got && is "(d[\"online\"], d[\"version\"], len(d))" "(True, 153, 3)" && grep -i "^x-request-id: [0-9a-f]*" head && ! grep -i ^deprecation head &&
	get /api/v1/accounts && code 200 && says "Deprecation: @1781222400" head && says X-Request-ID: head && get /accounts && ! grep -i ^deprecation head &&
	refused 401 1076 /accounts send_path=/api/v1/accounts && says "Deprecation: @1781222400" head
'
. "$top/tests/sandbox/snaptrade-more.sh"
. "$top/tests/sandbox/snaptrade-faults.sh"
done_testing
