# shellcheck shell=sh
# A part of tests/sandbox-snaptrade.t, which has the helpers: the newer shapes, reports, and what changes something.

connection=$(sed -n 's/^{"of":"connection","body":{"id":"\([^"]*\)".*/\1/p' "$top/share/sandbox/snaptrade.jsonl")
client() { # of the client alone: no user pair
	st "$@" user= secret=
}

ok 'orders in the newer shape, legs together' '
	get $margin/orders/v2 && code 200 && is "[(o[\"brokerage_order_id\"], len(o[\"legs\"]), o[\"price_effect\"]) for o in d[\"orders\"]]" \
		"[(\"M-1010\", 1, \"CREDIT\"), (\"M-1008\", 1, \"DEBIT\"), (\"M-1011\", 2, \"UNKNOWN\"), (\"M-1009\", 1, \"CREDIT\"), (\"M-1006\", 1, \"DEBIT\"), (\"M-1007\", 1, \"DEBIT\")]" &&
	is "[(l[\"action\"], l[\"instrument\"][\"symbol\"], l[\"instrument\"][\"asset_type\"], l[\"total_quantity\"]) for l in d[\"orders\"][2][\"legs\"]]" \
		"[(\"BUY_TO_OPEN\", \"GOOG  081220C00380000\", \"OPTION\", \"1\"), (\"SELL_TO_OPEN\", \"GOOG  081220C00420000\", \"OPTION\", \"1\")]" &&
	is "[d[\"orders\"][1][k] for k in (\"order_type\", \"time_in_force\", \"price_currency\", \"execution_price\")]" "[\"MARKET\", \"DAY\", \"USD\", \"375.00\"]" &&
	is "(d[\"orders\"][0][\"order_type\"], d[\"orders\"][1][\"legs\"][0][\"instrument\"][\"exchange_mic_code\"])" "(\"STOP\", \"XNAS\")" &&
	get $margin/orders/v2 "&state=open&days=3" && is "[o[\"brokerage_order_id\"] for o in d[\"orders\"]]" "[\"M-1010\"]" && refused 400 1076 $margin/orders/v2 "&days=0" &&
	get $margin/recentOrders/v2 && is "[o[\"brokerage_order_id\"] for o in d[\"orders\"]]" "[\"M-1008\"]" && get $margin/recentOrders/v2 "&only_executed=false" && is "len(d[\"orders\"])" 2 &&
	refused 400 1076 $margin/recentOrders/v2 "&only_executed=x" && serve --fault snaptrade/orders-v2:status --fault snaptrade/recent-orders-v2:empty && get $margin/orders/v2 &&
	is "[o[\"status\"] for o in d[\"orders\"]].count(\"NEW_THING\")" 1 && get $margin/recentOrders/v2 && [ "$(cat got)" = "{\"orders\":[]}" ] && unserve
'
ok 'reports: the history of balances, returns by timeframe; not of every broker' '
	get $margin/balanceHistory && code 200 && is "(len(d[\"history\"]), d[\"history\"][-1], d[\"currency\"])" "(5, {\"date\": \"2008-10-14\", \"total_value\": \"16603.66\"}, \"USD\")" &&
	get $margin/returnRates && is "[r[\"timeframe\"] for r in d[\"data\"]]" "[\"ALL\", \"1Y\", \"YTD\", \"1M\", \"1W\", \"1D\"]" &&
	get $margin/returnRates "&timeframes=1M,ALL" && is "[(r[\"timeframe\"], r[\"return_percent\"]) for r in d[\"data\"]]" "[(\"ALL\", -12.06), (\"1M\", -5.97)]" &&
	for t in 2Y "" 1M, 1M,x; do refused 400 1076 $margin/returnRates "&timeframes=$t" || exit 1; done &&
	for p in balanceHistory returnRates; do get $retirement/$p && code 501 && is "list(d)" "[\"error\"]" || exit 1; done
'
ok 'the accounts of a connection as a union of kinds' '
	get /connections/$connection/accounts && code 200 && is "[(a[\"kind\"], a[\"display_name\"], a[\"number\"], a[\"net_value\"][\"amount\"], a[\"is_paper\"]) for a in d]" \
		"[(\"investment\", \"Demo Margin\", \"****1234\", 16603.66, False), (\"investment\", \"Demo Retirement\", \"****5678\", 11934.92, False), (\"investment\", \"Demo Paper\", \"****9012\", 9813.55, True)]" &&
	is "d[0][\"connection_id\"]" $connection && refused 404 1011 /connections/no-such/accounts && mkdir -p kinds && { echo "{\"of\":\"connection\",\"body\":{\"id\":\"c\"}}"
	for k in DEPOSIT LOC; do echo "{\"of\":\"account\",\"body\":{\"id\":\"$k\",\"brokerage_authorization\":\"c\",\"number\":\"12\",\"account_category\":\"$k\"}}"; done; } >kinds/snaptrade.jsonl &&
	serve --data kinds && get /connections/c/accounts && is "[(a[\"kind\"], a[\"number\"], \"is_paper\" in a, a[\"net_value\"]) for a in d]" \
		"[(\"deposit\", \"****12\", False, None), (\"line_of_credit\", \"****12\", False, None)]" && unserve
'
ok 'refresh, sync, disable' '
	serve && c=/authorizations/$connection && st POST $c/refresh && code 200 && is "list(d)" "[\"detail\"]" && st POST $c/refresh && code 429 && is "d[\"code\"]" throttled &&
	st POST $c/transactions/sync && code 200 && is "list(d)" "[\"detail\"]" && st POST $c/disable && code 200 && st POST $c/disable && code 402 && is "d[\"code\"]" 3011 &&
	get /authorizations && is "[(a[\"disabled\"], a[\"disabled_date\"]) for a in d]" "[(True, \"2008-10-15T06:00:00Z\")]" && get $c && is "d[\"disabled\"]" True && get $margin/balances && code 200 && is "len(d)" 2 &&
	for p in refresh transactions/sync; do st POST $c/$p && code 402 && is "d[\"code\"]" 3003 || exit 1; done && st POST /authorizations/no-such/disable && code 404 && unserve &&
	mkdir -p live && sed "s/\"data_freshness_mode\":\"delayed\"/\"data_freshness_mode\":\"realtime\"/" "$top/share/sandbox/snaptrade.jsonl" >live/snaptrade.jsonl && serve --data live &&
	st POST $c/refresh && code 403 && is "d[\"code\"]" 1141 && unserve
'
ok 'a connection that is deleted takes its accounts along' '
	serve && st DELETE /connection/no-such && code 404 && st DELETE /connection/$connection && code 200 && is "(sorted(d), d[\"connection_id\"])" "([\"connection_id\", \"detail\"], \"$connection\")" &&
	get /accounts && [ "$(cat got)" = "[]" ] && get /authorizations && [ "$(cat got)" = "[]" ] && refused 404 1011 $margin && refused 404 1011 /authorizations/$connection && st DELETE /connection/$connection && code 404 && unserve
'
ok 'users: registered, with a new secret, deleted' '
	serve && client POST /snapTrade/registerUser "body={\"userId\":\"ann\"}" && code 200 && is "sorted(d)" "[\"userId\", \"userSecret\"]" && secret=$(python3 -S -c "import json; print(json.load(open(\"got\"))[\"userSecret\"])") &&
	[ ${#secret} -eq 36 ] && get /accounts user=ann secret=$secret && [ "$(cat got)" = "[]" ] && refused 404 1011 $margin user=ann secret=$secret && client GET /snapTrade/listUsers && is d "[\"invented-snaptrade-user-id\", \"ann\"]" &&
	for b in "" "[]" "{}" "{\"userId\":\"\"}" "{\"userId\":1}" "{\"userId\":\"ann\"}"; do client POST /snapTrade/registerUser "body=$b" && code 400 && is "d[\"code\"]" 1076 || exit 1; done &&
	client POST /snapTrade/resetUserSecret "body={\"userId\":\"ann\",\"userSecret\":\"wrong\"}" && code 401 && is "d[\"code\"]" 1083 && client POST /snapTrade/resetUserSecret "body={\"userId\":\"ann\"}" && code 400 &&
	client POST /snapTrade/resetUserSecret "body={\"userId\":\"ann\",\"userSecret\":\"$secret\"}" && code 200 && new=$(python3 -S -c "import json; print(json.load(open(\"got\"))[\"userSecret\"])") &&
	[ "$new" != "$secret" ] && refused 401 1083 /accounts user=ann secret=$secret && get /accounts user=ann secret=$new && code 200 && client DELETE /snapTrade/deleteUser "&userId=ann" && code 200 &&
	is "(d[\"status\"], d[\"userId\"], sorted(d))" "(\"deleted\", \"ann\", [\"detail\", \"status\", \"userId\"])" && refused 401 1083 /accounts user=ann secret=$new && client DELETE /snapTrade/deleteUser "&userId=ann" && code 404 &&
	client DELETE /snapTrade/deleteUser && code 400 && client DELETE /snapTrade/deleteUser "&userId=$SNAPTRADE_USER_ID" && code 200 && client GET /snapTrade/listUsers && is d "[]" &&
	client POST /snapTrade/registerUser "body={\"userId\":\"$SNAPTRADE_USER_ID\"}" && code 200 && again=$(python3 -S -c "import json; print(json.load(open(\"got\"))[\"userSecret\"])") &&
	get /accounts secret=$again && [ "$(cat got)" = "[]" ] && unserve && ! grep -e $secret -e $new -e $again log
'
ok 'what a personal key may not; the client; the portal' '
	for p in "GET /snapTrade/listUsers" "POST /snapTrade/registerUser" "POST /snapTrade/resetUserSecret" "DELETE /snapTrade/deleteUser"; do personal $p && code 403 && is "d[\"code\"]" 1066 || exit 1; done &&
	personal GET /snapTrade/partners && code 200 && is "(d[\"slug\"], d[\"can_access_holdings\"])" "(\"invented-snaptrade-personal-id\", True)" && client GET /snapTrade/partners && code 200 &&
	for b in "" "{}" "{\"connectionType\":\"trade-if-available\",\"reconnect\":\"$connection\",\"immediateRedirect\":true}" "{\"connectionType\":null}"; do
		st POST /snapTrade/login "body=$b" && code 200 && is "sorted(d)" "[\"redirectURI\", \"sessionId\"]" && is "d[\"sessionId\"] in d[\"redirectURI\"]" True || exit 1
	done && st POST /snapTrade/login "body={\"connectionType\":\"write\"}" && code 400 && st POST /snapTrade/login "body=[1]" && code 400 && st POST /snapTrade/login "body={\"reconnect\":\"no-such\"}" && code 404 &&
	client POST /snapTrade/login && code 401 && is "d[\"code\"]" 0000 && personal POST /snapTrade/login && code 200
'
