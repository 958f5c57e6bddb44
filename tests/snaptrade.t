#!/bin/sh
# pf-snaptrade against a stand-in that checks every signature: what is printed is what the vendor has, what goes wrong costs what it is about.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=10ms
export PF_NOW PF_HTTP_BACKOFF
unset SNAPTRADE_CLIENT_ID SNAPTRADE_CONSUMER_KEY SNAPTRADE_USER_ID SNAPTRADE_USER_SECRET SNAPTRADE_CLIENT_SECRET SNAPTRADE_ACCOUNT_ID ROBINHOOD_ACCOUNT_ID \
	HTTP_SIGNATURE CONTENT_LENGTH

margin=17068df4-2eb6-461f-ad96-5c37bf4fa35e retirement=fe12fff8-4a0f-4642-ab83-74d2b1153107

# with FAULT COMMAND: run it beside a stand-in with that fault ("" for none), whose requests are in "log"; --data DIR where data=DIR is set.
with() {
	fault=$1
	shift
	rm -f log
	pf-sandbox -q run -l "$PWD/log" ${fault:+-f "$fault"} ${data_dir:+-d "$data_dir"} -- "$@"
}

# kinds FILE: how many records there are of each kind
kinds() {
	sed 's/^{"kind":"\([a-z_]*\)".*/\1/' "$1" | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $2, $1 }'
}

# whole FILE: the completes, "of account"
whole() {
	sed -n 's/^{"kind":"complete","of":"\([a-z]*\)",\("scope":"[^"]*"\|"account_id":"\([^"]*\)"\).*/\1 \3/p' "$1" | sed 's/ *$//' | sort
}

needs() {
	"$@" || { echo "failed: $*"; exit 1; }
}

# --- keys

ok 'keys that are missing are named before anything is asked' '
	exits 78 env PF_SNAPTRADE_URL=http://127.0.0.1:9 pf-snaptrade sync >out 2>err && says "SNAPTRADE_CLIENT_ID is not set" err &&
	exits 78 with "" env -u SNAPTRADE_CONSUMER_KEY pf-snaptrade sync >out 2>err && says "SNAPTRADE_CONSUMER_KEY is not set" err && [ ! -s log ] &&
	exits 78 with "" env -u SNAPTRADE_USER_ID pf-snaptrade sync >out 2>err && says "SNAPTRADE_USER_ID is not set" err && [ ! -s log ] &&
	exits 78 with "" env -u SNAPTRADE_USER_SECRET pf-snaptrade check >out 2>err && says "SNAPTRADE_USER_SECRET is not set" err && [ ! -s log ]
'
ok 'a check tells which keys are set, their lengths, and no more' '
	with "" pf-snaptrade check >out && says "\"name\":\"signature\",\"status\":\"pass\",\"observed\":\"3 accounts\"" out &&
	with "" sh -c "pf-snaptrade check --offline; pf-snaptrade check -f table; for v in \"\$SNAPTRADE_CLIENT_ID\" \"\$SNAPTRADE_CONSUMER_KEY\" \"\$SNAPTRADE_USER_ID\" \"\$SNAPTRADE_USER_SECRET\"; do echo \"\$v\"; done >keys" >seen 2>&1 &&
	[ "$(wc -l <keys)" -eq 4 ] && ! grep -Ff keys out seen && says "\"observed\":\"set, $(sed -n 2p keys | tr -d "\n" | wc -c) bytes\"" seen &&
	exits 78 pf-snaptrade check --offline >out 2>err && says "\"name\":\"SNAPTRADE_USER_ID\",\"status\":\"skip\",\"observed\":\"not set\"" out
'
ok 'keys that are not taken: 77, what it may be, and no account is asked for anything' '
	exits 77 with snaptrade:1076 pf-snaptrade check >out 2>err && says "\"name\":\"signature\",\"status\":\"fail\"" out &&
	exits 77 with snaptrade:1076 pf-snaptrade sync >out 2>err && [ ! -s out ] && ! grep positions log &&
	for s in "401 (1076)" SNAPTRADE_CLIENT_ID SNAPTRADE_CONSUMER_KEY SNAPTRADE_USER_ID SNAPTRADE_USER_SECRET; do says "$s" err || exit; done &&
	exits 77 with "" env SNAPTRADE_CONSUMER_KEY=another pf-snaptrade sync >out 2>err && says 1076 err &&
	exits 77 with "" env SNAPTRADE_USER_SECRET=another pf-snaptrade sync >out 2>err && says 1083 err && ! grep another err
'
ok 'a personal key sees the same, and sends no user' '
	with "" pf-snaptrade sync >commercial &&
	with "" env -u SNAPTRADE_USER_ID -u SNAPTRADE_USER_SECRET SNAPTRADE_CLIENT_ID=invented-snaptrade-personal-id SNAPTRADE_CONSUMER_KEY=invented-snaptrade-personal-key pf-snaptrade sync >personal &&
	! grep userId log && sort commercial | grep -v "\"kind\":\"\(account\|complete\|symbol\)\"" >a && sort personal | grep -v "\"kind\":\"\(account\|complete\|symbol\)\"" >b && same a b
'
ok 'no key in a trace' '
	with "" sh -c "pf-snaptrade sync --trace; printf \"%s\n\" \"\$SNAPTRADE_CONSUMER_KEY\" \"\$SNAPTRADE_USER_SECRET\" >keys" >out 2>err && says "GET /accounts?" err && ! grep -Ff keys out err && ! grep -i "^.*signature: [A-Za-z0-9+/]" err
'

# --- what there is

ok 'everything, and of each account and kind that it was whole' '
	with "" pf-snaptrade sync >out 2>err && [ ! -s err ] && grep -v "\"kind\":\"symbol\"" out >rest && [ "$(kinds rest)" = "account 3, activity 9, balance 4, complete 13, order 10, position 5" ] &&
	[ "$(sed -n "s/^{\"kind\":\"symbol\",\"symbol\":\"\([A-Z]*\)\".*/\1/p" out | sort -u | paste -sd" ")" = "GOOG PFMXX" ] &&
	[ "$(whole out | wc -l)" = 13 ] && [ "$(whole out | sort -u | wc -l)" = 13 ] && needs says "{\"kind\":\"complete\",\"of\":\"account\",\"scope\":\"snaptrade:" out
'
ok 'numbers, times and words as records have them' '
	needs says "\"symbol\":\"GOOG\",\"symbol_id\":\"32336c63-d10a-487c-9e8f-10fd72129c82\",\"symbol_description\":\"Google Inc.\",\"raw_symbol\":\"GOOG\",\"quantity\":40,\"price\":362.71,\"average_buy_price\":455.75,\"currency\":\"USD\"" out &&
	needs says "\"equity\":14508.4,\"open_pnl\":-3721.6,\"closed_at\":null,\"price_asof\":\"2008-10-15T05:30:01.000123Z\"" out &&
	grep "\"kind\":\"position\".*GOOG  081220C00400000" out >option && needs says "\"underlying\":\"GOOG\",\"option_expiry\":\"2008-12-20\",\"option_strike\":400,\"option_right\":\"CALL\"" option &&
	needs says "\"multiplier\":100,\"equity\":2840,\"open_pnl\":-1460" option &&
	grep PFMXX out | needs grep -q "\"cash_equivalent\":true" &&
	grep "\"kind\":\"order\".*SELL_OPEN" out >leg && needs says "\"raw_action\":\"SELL_OPEN\"" leg && needs says "\"action\":\"SELL_SHORT\"" leg &&
	needs says "\"last_successful_sync\":\"2008-10-15T05:30:01.000123Z\"" out
'
ok 'each verb prints its kind' '
	for v in accounts:account balances:balance positions:position orders:order activities:activity; do
		with "" pf-snaptrade ${v%:*} >one && grep "\"kind\":\"${v#*:}\"" one | sort >a && grep "\"kind\":\"${v#*:}\"" out | sort >b && same a b || exit
	done
	with "" pf-snaptrade connections >one && says "{\"kind\":\"connection\",\"id\":\"0dea74b2-8346-4d05-9c46-f1921868f16a\",\"broker\":\"Sandbox\",\"name\":\"Connection-1\",\"type\":\"read\",\"freshness\":\"delayed\"" one
'
ok 'one account, by option or by environment; one that nobody lists is 66' '
	with "" pf-snaptrade sync -a $margin >out && [ "$(whole out)" = "$(printf "activity $margin\nbalance $margin\norder $margin\nposition $margin")" ] &&
	grep -v "\"kind\":\"symbol\"" out | sort >want &&
	for v in SNAPTRADE_ACCOUNT_ID ROBINHOOD_ACCOUNT_ID; do
		with "" env $v=$margin pf-snaptrade sync >again && grep -v "\"kind\":\"symbol\"" again | sort >got && same want got || exit
	done &&
	exits 66 with "" pf-snaptrade positions -a $margin,acc-9 >out 2>err && says "account acc-9 is not among the 3 that the vendor lists" err && [ "$(kinds out)" = "complete 1, event 1, position 1, symbol 1" ]
'
ok 'the deprecated address has the same positions' '
	with "" pf-snaptrade positions >a && with "" pf-snaptrade positions --v1 >b && says holdings log && ! grep positions/all log &&
	for f in symbol quantity price average_buy_price equity open_pnl multiplier underlying option_strike cash_equivalent asset_type; do
		for x in a b; do grep "\"kind\":\"position\"" $x | sed -n "s/.*\"account_id\":\"\([^\"]*\)\".*\"$f\":\([^,}]*\).*/\1 \2/p" | sort >$x.$f; done
		same a.$f b.$f || exit
	done
'
ok 'orders of some days, and of the last one' '
	with "" pf-snaptrade orders --days 2 >out && [ "$(kinds out)" = "complete 3, order 5, symbol 1" ] &&
	with "" pf-snaptrade orders --recent >out && says "\"only_executed\":\"false\"" log && says recentOrders log && ! grep complete out
'

# --- activities

many() {
	mkdir -p many && grep -v "\"of\":\"activity\"" "$top/share/sandbox/snaptrade.jsonl" >many/snaptrade.jsonl &&
	awk -v a=$margin "BEGIN { for (i = 0; i < 2345; i++) printf \"{\\\"of\\\":\\\"activity\\\",\\\"account\\\":\\\"%s\\\",\\\"body\\\":{\\\"id\\\":\\\"act-%d\\\",\\\"type\\\":\\\"FEE\\\",\\\"amount\\\":-0.01,\\\"trade_date\\\":\\\"2008-%02d-%02dT00:00:00Z\\\",\\\"currency\\\":{\\\"code\\\":\\\"USD\\\"}}}\n\", a, i, 1 + i % 9, 1 + i % 28 }" >>many/snaptrade.jsonl
	data_dir=$PWD/many
}
ok 'pages of a thousand, each activity once, and then that they were all' '
	many && with "" pf-snaptrade activities --full -a $margin >out && [ "$(kinds out)" = "activity 2345, complete 1" ] && [ "$(sort -u out | wc -l)" = 2346 ] &&
	[ "$(grep -c activities log)" = 3 ] && needs says "\"of\":\"activity\",\"account_id\":\"$margin\",\"count\":2345," out
'
ok 'a window has its days, both included' '
	many && with "" pf-snaptrade activities -s 2008-03-05 --until 2008-03-06 -a $margin >out && ! grep "\"kind\":\"activity\"" out | grep -v "2008-03-0[56]T" &&
	[ "$(grep -c 2008-03-05T out)" -gt 0 ] && [ "$(grep -c 2008-03-06T out)" -gt 0 ] && ! whole out | grep activity &&
	with "" pf-snaptrade activities -s 2008-03-05 --until 2008-03-09 -a $margin >out && needs says "\"first_date\":\"2008-03-06\",\"last_date\":\"2008-03-08\",\"count\":" out &&
	with "" pf-snaptrade activities >out && needs says "\"first_date\":\"2008-07-18\"" out && says "\"startDate\":\"2008-07-17\"" log &&
	with "" pf-snaptrade activities --until 2003-01-01 >out && says "\"startDate\":\"2002-10-03\"" log && with "" pf-snaptrade activities -s 1970-01-01 -a $margin >out && says "\"startDate\":\"1970-01-01\"" log && exits 64 with "" pf-snaptrade activities -s 1970-01-01 --full 2>err
'
ok 'from a cursor on with some days before it, all of an account without one, other records passed on' '
	many && printf "%s\n" "{\"kind\":\"cursor\",\"of\":\"activity\",\"account_id\":\"$margin\",\"since\":\"2008-09-20\"}" "{\"kind\":\"bar\",\"x\":1}" "no record" >cursors &&
	exits 65 with "" pf-snaptrade activities --cursors --overlap 3 <cursors >out 2>err && says "stdin:3: " err && says "{\"kind\":\"bar\",\"x\":1}" out &&
	needs says "\"account_id\":\"$margin\",\"first_date\":\"2008-09-18\"" out && says "\"startDate\":\"2008-09-17\"" log && grep "$retirement/activities" log | needs grep -qv startDate
'

# --- what goes wrong

ok 'positions whose address is retired come from the other; from none when both are' '
	with "" pf-snaptrade positions >want && with snaptrade/positions:410 pf-snaptrade positions >out && [ "$(whole out)" = "$(whole want)" ] && needs says "\"event\":\"moved\"" out &&
	exits 69 with snaptrade/positions:410,snaptrade/holdings:410 pf-snaptrade sync >out 2>err && says "410" err && ! whole out | grep position && [ "$(whole out | grep -c .)" = 10 ]
'
ok 'half of the accounts fail: the others are read, and nothing says that those were whole' '
	exits 75 with snaptrade:half env PF_HTTP_ATTEMPTS=2 pf-snaptrade sync >out 2>err && [ "$(whole out | grep -c $retirement)" = 0 ] && [ "$(whole out | grep -c $margin)" = 4 ] &&
	needs says "\"event\":\"failed\",\"level\":\"error\",\"subject\":\"$retirement\"" out && says "/accounts/$retirement/" err
'
ok 'a body cut in the middle is asked for again; cut every time it fails' '
	with snaptrade/positions:cut:2 pf-snaptrade sync >out 2>err && [ "$(whole out | wc -l)" = 13 ] &&
	exits 75 with snaptrade/positions:cut env PF_HTTP_ATTEMPTS=2 pf-snaptrade sync >out 2>err && [ "$(whole out | grep -c position)" = 0 ] && ! grep "\"kind\":\"position\"" out && [ "$(whole out | wc -l)" = 10 ]
'
ok 'garbage is no answer' '
	exits 65 with snaptrade/orders:garbage pf-snaptrade sync >out 2>err && says "the reply is no JSON" err && [ "$(whole out | grep -c order)" = 0 ] && [ "$(whole out | wc -l)" = 10 ] &&
	exits 65 with snaptrade/accounts:garbage pf-snaptrade sync >out 2>err && [ ! -s out ]
'
ok 'a limit is waited for as long as the answer says; one that stays is 75' '
	with snaptrade/balances:429=1:1 pf-snaptrade balances >out 2>err && [ "$(whole out | wc -l)" = 3 ] && says "snaptrade: waits 1" err &&
	exits 75 with snaptrade/balances:429=0 env PF_HTTP_ATTEMPTS=2 pf-snaptrade balances >out 2>err && says "429" err && ! whole out | grep balance
'
ok 'the account limit of a personal key holds for that account alone' '
	mkdir -p small && { echo "{\"of\":\"settings\",\"account_limit\":3,\"limit\":1000}"; cat "$top/share/sandbox/snaptrade.jsonl"; } >small/snaptrade.jsonl && data_dir=$PWD/small &&
	exits 75 with "" env -u SNAPTRADE_USER_ID -u SNAPTRADE_USER_SECRET SNAPTRADE_CLIENT_ID=invented-snaptrade-personal-id SNAPTRADE_CONSUMER_KEY=invented-snaptrade-personal-key \
		pf-snaptrade sync --timeout 3s >out 2>err && [ "$(whole out | grep -c .)" = 10 ]
'
ok 'a connection that is down: its data comes, nothing of it counts as whole, the status says it' '
	exits 65 with snaptrade:disabled pf-snaptrade sync >out 2>err && says "Sandbox: the connection is disabled since 2008-10-14T00:00:00Z" err && [ "$(whole out)" = account ] &&
	needs says "\"connection_status\":\"disconnected\",\"connection_disabled_at\":\"2008-10-14T00:00:00Z\",\"connection_error_message\":\"Sandbox: the connection is disabled" out &&
	needs says "\"event\":\"disabled\",\"level\":\"error\"" out && grep -q "\"kind\":\"position\"" out &&
	exits 1 with snaptrade:disabled pf-snaptrade check >out && says "\"name\":\"connection\",\"status\":\"fail\",\"observed\":\"disabled\"" out &&
	exits 65 with snaptrade/positions:402 pf-snaptrade sync >out 2>err && says "402 (3003)" err && [ "$(whole out | grep -c position)" = 0 ]
'
ok 'which connections are up is not known: then nothing counts as whole' '
	exits 77 with snaptrade/authorizations:403 pf-snaptrade sync >out 2>err || exits 75 with snaptrade/authorizations:500 env PF_HTTP_ATTEMPTS=1 pf-snaptrade sync >out 2>err
	[ -z "$(whole out)" ] && grep -q "\"kind\":\"position\"" out && ! grep connection_status out && says "which connections are up is not known" err
'
ok 'a new status does not lose the order, and is told' '
	with snaptrade:status pf-snaptrade orders >out 2>err && says "NEW_THING" err && needs says "\"raw_status\":\"NEW_THING\"" out && needs says "\"event\":\"new-word\"" out && [ "$(grep -c "\"kind\":\"order\"" out)" = 10 ] && [ "$(whole out | wc -l)" = 3 ]
'
ok 'two records of an order that are one row are told of' '
	mkdir -p legs && { cat "$top/share/sandbox/snaptrade.jsonl"; grep "\"of\":\"order\".*M-1008" "$top/share/sandbox/snaptrade.jsonl"; } >legs/snaptrade.jsonl && data_dir=$PWD/legs &&
	with "" pf-snaptrade orders >out 2>err && [ "$(grep -c "\"event\":\"repeated\"" out)" = 1 ] && [ "$(grep -c "\"kind\":\"order\"" out)" = 11 ]
'
ok 'a position without a symbol costs that, and that its list was whole' '
	exits 65 with snaptrade:no-symbol pf-snaptrade positions >out 2>err && says "$margin: position 1: the symbol is missing" err && ! whole out | grep $margin && [ "$(grep -c "\"kind\":\"position\"" out)" -ge 2 ]
'
ok 'a symbol that is held twice in an account: one row cannot be both' '
	mkdir -p twice && { cat "$top/share/sandbox/snaptrade.jsonl"; grep "\"of\":\"position\",\"account\":\"$margin\"" "$top/share/sandbox/snaptrade.jsonl" | sed "s/\"units\":\"40\"/\"units\":\"1\"/"; } >twice/snaptrade.jsonl && data_dir=$PWD/twice &&
	exits 65 with "" pf-snaptrade positions >out 2>err && says "GOOG is there more than once" err && ! whole out | grep $margin && [ "$(grep -c "\"kind\":\"position\"" out)" = 4 ] && ! grep "\"kind\":\"position\".*$margin" out &&
	{ cat "$top/share/sandbox/snaptrade.jsonl"; grep "\"of\":\"balance\",\"account\":\"$margin\".*USD" "$top/share/sandbox/snaptrade.jsonl"; } >twice/snaptrade.jsonl && exits 65 with "" pf-snaptrade balances >out 2>err && ! grep "USD.*$margin" out && ! whole out | grep $margin
'
ok 'an account that is listed twice is read once' '
	exits 65 with snaptrade:twin pf-snaptrade sync >out 2>err && says "account $margin is listed twice" err && [ "$(grep -c "\"kind\":\"account\"" out)" = 3 ] && [ "$(grep -c positions log)" = 3 ] && ! whole out | grep account
'
ok 'empty lists are not taken as the truth where something speaks against them' '
	exits 65 with snaptrade/accounts:empty pf-snaptrade sync >out 2>err && ! grep complete out && needs says "the vendor lists no account, and 1 connections" out &&
	exits 65 with snaptrade/positions:empty pf-snaptrade sync >out 2>err && ! whole out | grep position && needs says "no positions came, and the account is worth more than its cash" out && needs says "\"event\":\"empty\"" out &&
	exits 65 with snaptrade/positions:empty pf-snaptrade positions >out 2>err && ! whole out | grep . && ! grep "\"kind\":\"balance\"" out &&
	exits 65 with snaptrade/balances:empty pf-snaptrade sync >out 2>err && ! whole out | grep balance && [ "$(whole out | wc -l)" = 10 ] &&
	with snaptrade/activities:empty pf-snaptrade sync >out 2>err && ! whole out | grep activity && [ "$(whole out | wc -l)" = 10 ]
'
ok 'cash in money of little worth does not explain what an account is worth' '
	mkdir -p yen && sed -e "s/\"cash\":1487.5/\"cash\":200000/" -e "/\"of\":\"balance\"/s/CAD/JPY/" "$top/share/sandbox/snaptrade.jsonl" >yen/snaptrade.jsonl && data_dir=$PWD/yen && grep -q JPY yen/snaptrade.jsonl &&
	exits 65 with snaptrade/positions:empty pf-snaptrade sync -a $margin >out 2>err && ! whole out | grep position
'
ok 'an account whose first reading is not over: what there is comes, and nothing says that it is all' '
	mkdir -p early && sed "s/\"initial_sync_completed\":true/\"initial_sync_completed\":false/g" "$top/share/sandbox/snaptrade.jsonl" >early/snaptrade.jsonl && data_dir=$PWD/early &&
	with "" pf-snaptrade sync >out && [ "$(whole out | grep -c "account\|order")" = 4 ] && [ "$(whole out | wc -l)" = 4 ] && [ "$(grep -c "\"kind\":\"position\"" out)" = 5 ]
'
ok 'a vendor that repeats what it was sent is not repeated' '
	cat >echo.py <<-"END"
		import http.server, sys
		class H(http.server.BaseHTTPRequestHandler):
		    def do_GET(self):
		        body = ("{\"detail\":\"no such %s\",\"code\":\"1011\"}" % self.path).encode()
		        self.send_response(404); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
		    def log_message(self, *a): pass
		s = http.server.HTTPServer(("127.0.0.1", 0), H)
		print(s.server_port, flush=True)
		s.serve_forever()
	END
	command -v python3 >/dev/null || skip "no python3"
	python3 echo.py >port & server=$!
	until [ -s port ]; do sleep 0.05; done
	with "" sh -c "PF_SNAPTRADE_URL=http://127.0.0.1:$(cat port); export PF_SNAPTRADE_URL; pf-snaptrade sync; pf-snaptrade check; printf \"%s\n\" \"\$SNAPTRADE_CONSUMER_KEY\" \"\$SNAPTRADE_USER_SECRET\" >keys" >out 2>err
	kill $server; wait $server 2>/dev/null
	says "no such" out && [ -s keys ] && ! grep -Ff keys out err
'
ok 'what the broker does not have is no failure; what comes later is 75' '
	with snaptrade/activities:501 pf-snaptrade sync >out 2>err && needs says "\"event\":\"unsupported\"" out && [ "$(whole out | wc -l)" = 10 ] &&
	exits 75 with snaptrade/activities:425 pf-snaptrade sync >out 2>err && says "425 (3012)" err
'
ok 'a full disk, a closed pipe, a signal' '
	exits 74 with "" sh -c "pf-snaptrade sync >/dev/full" 2>err && says "standard output" err &&
	with "" sh -c "pf-snaptrade sync | head -n 1 >one" && [ "$(wc -l <one)" = 1 ] &&
	with snaptrade/orders:slow=20 sh -c "pf-snaptrade sync >out 2>err & p=\$!; sleep 1; kill \$p; wait \$p; echo \$? >status" && [ "$(cat status)" = 143 ]
'
ok 'command lines that are none' '
	for a in "sync x" "orders --days 0" "orders --days 91" "activities --full --cursors" "activities -s 2008-01-02 --until 2008-01-01" "sync --events --cursors" "raw GET" "raw FETCH /accounts" "raw GET accounts" "raw GET /accounts?x=1" "raw GET /accounts x"; do
		exits 64 with "" pf-snaptrade $a >out 2>err || { echo "$a"; cat err; exit 1; }
	done
'

# --- raw

ok 'an answer as it is, in one line; a body is signed as it is sent' '
	with "" pf-snaptrade raw GET /accounts/$margin/balances >out && [ "$(wc -l <out)" = 1 ] && says "\"cash\":2095.26" out &&
	echo "{ \"brokerage_order_id\" : \"M-1008\" }" >body && with "" pf-snaptrade raw POST /accounts/$margin/orders/details --body body >out && says "\"brokerage_order_id\":\"M-1008\"" out &&
	with "" pf-snaptrade raw GET /accounts/$margin/activities startDate=2008-10-14 limit=1 >out && says "\"limit\":1" out &&
	with "" pf-snaptrade raw -n POST /authorizations/x/refresh >out && says "{\"kind\":\"plan\",\"action\":\"POST\",\"target\":\"/authorizations/x/refresh\"}" out && [ ! -s log ] &&
	exits 69 with "" pf-snaptrade raw GET /accounts/none 2>err && says "404 (1011)" err && exits 66 with "" pf-snaptrade raw POST /x --body nothing.json 2>err &&
	echo "{\"a\":\"\303\251\"}" >body && exits 65 with "" pf-snaptrade raw POST /x --body body 2>err
'

# --- what deliveries call for

# event ID TYPE ACCOUNT CONNECTION [PAYLOAD [ATTEMPTS]]: a record of the inbox
event() {
	printf '{"kind":"webhook","id":"%s","event_type":"%s","event_at":"2008-10-15T05:59:00Z","received_at":"2008-10-15T06:00:00Z","account_id":%s,"brokerage_authorization":%s,"payload":%s,"attempts":%s}\n' \
		"$1" "$2" "$3" "$4" "${5:-{\}}" "${6:-0}"
}
m="\"$margin\"" r="\"$retirement\"" c='"0dea74b2-8346-4d05-9c46-f1921868f16a"'
ok 'what deliveries call for is read once an account, and each is told of' '
	{ event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c"; event 2 ACCOUNT_HOLDINGS_UPDATED "$m" "$c"; event 3 TRADE_DETECTION "$m" "$c"; event 4 ACCOUNT_TRANSACTIONS_UPDATED "$r" "$c"; event 5 USER_REGISTERED null null; event 6 SOMETHING_NEW "$m" null; echo "{\"kind\":\"bar\"}"; } >inbox &&
	with "" pf-snaptrade sync --events <inbox >out 2>err && [ ! -s err ] && [ "$(grep -c "$margin/positions/all" log)" = 1 ] && [ "$(grep -c "$margin/recentOrders" log)" = 1 ] && ! grep "$margin/activities" log && ! grep "$retirement/positions" log && [ "$(grep -c "$retirement/activities" log)" = 1 ] &&
	[ "$(sed -n "s/^{\"kind\":\"webhook_status\",\"id\":\"\(.\)\",\"status\":\"\([a-z]*\)\",\"attempts\":1,.*/\1 \2/p" out)" = "$(printf "1 done\n2 done\n3 done\n4 done\n5 ignored\n6 ignored")" ] && says "{\"kind\":\"bar\"}" out && [ "$(grep -c "\"kind\":\"account\"" out)" = 3 ]
'
ok 'what could not be read stays, and is given up some day' '
	{ event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c"; event 2 ACCOUNT_HOLDINGS_UPDATED "$r" "$c" "{}" 3; event 3 ACCOUNT_HOLDINGS_UPDATED "$r" "$c" "{}" 19; } >inbox &&
	exits 75 with snaptrade:half env PF_HTTP_ATTEMPTS=1 pf-snaptrade sync --events <inbox >out 2>err &&
	[ "$(sed -n "s/^{\"kind\":\"webhook_status\",\"id\":\"\(.\)\",\"status\":\"\([a-z]*\)\",\"attempts\":\([0-9]*\),.*/\1 \2 \3/p" out)" = "$(printf "1 done 1\n2 pending 4\n3 failed 20")" ] &&
	exits 77 with snaptrade:1076 pf-snaptrade sync --events <inbox >out 2>err && [ ! -s out ]
'
ok 'a connection'\''s event is of all its accounts, a part that failed at the broker is not read, one without an account is done' '
	event 1 CONNECTION_FIXED null "$c" >inbox && with "" pf-snaptrade sync --events <inbox >out && [ "$(grep -c positions/all log)" = 3 ] && ! grep activities log &&
	event 1 CONNECTION_ADDED null "$c" >inbox && with "" pf-snaptrade sync --events <inbox >out && [ "$(grep -c activities log)" = 3 ] && ! grep startDate log &&
	event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c" "{\"details\":{\"positions\":{\"success\":false},\"orders\":{\"success\":true}}}" >inbox && with "" pf-snaptrade sync --events <inbox >out && ! grep positions log && grep -q orders log && says "\"status\":\"done\"" out &&
	event 1 ACCOUNT_REMOVED "\"gone\"" "$c" >inbox && with "" pf-snaptrade sync --events <inbox >out && says "\"status\":\"done\"" out && [ "$(whole out)" = account ]
'
ok 'what is not ours is left to whose it is; what is not there yet is not done' '
	event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c" "{\"userId\":\"somebody-else\"}" >inbox && with "" pf-snaptrade sync --events <inbox >out && [ ! -s out ] && [ ! -s log ] &&
	event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c" >inbox && with "" pf-snaptrade sync --events -a $retirement <inbox >out && [ ! -s out ] &&
	event 1 NEW_ACCOUNT_AVAILABLE "\"soon\"" "$c" >inbox && with "" pf-snaptrade sync --events <inbox >out && says "\"status\":\"pending\"" out && says "the vendor does not list its account" out &&
	event 1 CONNECTION_ADDED null "\"soon\"" >inbox && with "" pf-snaptrade sync --events <inbox >out && says "\"status\":\"pending\"" out &&
	event 1 ACCOUNT_HOLDINGS_UPDATED "$m" "$c" >inbox && exits 65 with snaptrade:disabled pf-snaptrade sync --events <inbox >out 2>err && says "\"status\":\"pending\"" out
'
ok 'nothing to do asks nobody' '
	with "" pf-snaptrade sync --events </dev/null >out && [ ! -s out ] && [ ! -s log ] && event 1 USER_DELETED null null >inbox && with "" pf-snaptrade sync --events <inbox >out && [ ! -s log ] && says ignored out &&
	exits 65 with "" pf-snaptrade sync --events <<-END >out 2>err && says "stdin:1: a webhook without id or event_type" err
		{"kind":"webhook","id":"1"}
	END
'

# --- webhooks: the vectors are those of the vendor's recipe, run by python

SNAPTRADE_CONSUMER_KEY=k3yForTests0123456789abcdefABCDEF
export SNAPTRADE_CONSUMER_KEY
hook='{"webhookId": "6fe03e8c-201a-4c3f-92d0-acb825fc89cf", "userId": "alice-01", "eventType": "ACCOUNT_HOLDINGS_UPDATED", "eventTimestamp": "2026-11-20T15:04:05.123456+00:00", "clientId": "PFDEMO", "accountId": "917c8734-8470-4a3e-a18f-57c3f2ee6631", "brokerageAuthorizationId": "87b24961-b51e-4db8-9226-f198f6518a89", "details": {"total_value": {"success": true, "error": null}, "positions": {"success": false, "error": "Bank “Xé”/down"}}}'
signature='r0i8vtvnxApIJ/uKIaGQvKCLdjx9t9YLyUNtvZg8YBk='
raw_signature='5G3wvI8lL8aO+wRqRC11HZTHK0uaQdGuqy8lCUYGRB0='

# hooked STATUS ARG...: give the delivery to the command
hooked() {
	want=$1
	shift
	printf '%s' "$hook" | PF_NOW=2026-11-20T15:06:00Z exits "$want" "$@" >out 2>err
}
ok 'a delivery that is the vendor'\''s becomes a record' '
	hooked 0 pf-snaptrade webhook --signature "$signature" && hooked 0 env HTTP_SIGNATURE="$signature" CONTENT_LENGTH=$(printf %s "$hook" | wc -c) pf-snaptrade webhook &&
	needs says "{\"kind\":\"webhook\",\"id\":\"6fe03e8c-201a-4c3f-92d0-acb825fc89cf\",\"source\":\"snaptrade\",\"event_type\":\"ACCOUNT_HOLDINGS_UPDATED\",\"event_at\":\"2026-11-20T15:04:05.123456Z\",\"received_at\":\"2026-11-20T15:06:00Z\",\"account_id\":\"917c8734-8470-4a3e-a18f-57c3f2ee6631\",\"brokerage_authorization\":\"87b24961-b51e-4db8-9226-f198f6518a89\",\"payload\":{\"accountId\":" out &&
	hooked 0 env -u SNAPTRADE_CONSUMER_KEY SNAPTRADE_CLIENT_SECRET=$SNAPTRADE_CONSUMER_KEY pf-snaptrade webhook --signature "$signature" && [ ! -s err ] &&
	hooked 0 env SNAPTRADE_CONSUMER_KEY=another SNAPTRADE_CLIENT_SECRET=$SNAPTRADE_CONSUMER_KEY pf-snaptrade webhook -v --signature "$signature" && says "signed with SNAPTRADE_CLIENT_SECRET" err && ! grep -F "$SNAPTRADE_CONSUMER_KEY" err
'
ok 'one that is not, is 77, and no signature is in the message' '
	hooked 77 pf-snaptrade webhook && hooked 77 pf-snaptrade webhook --signature "x$signature" && hooked 77 pf-snaptrade webhook --signature "$raw_signature" && [ ! -s out ] && ! grep -F "${raw_signature%=}" err && ! grep -F "${signature%=}" err &&
	hooked 77 env HTTP_X_SNAPTRADE_SIGNATURE="$signature" pf-snaptrade webhook && hooked 0 pf-snaptrade webhook --raw-body --signature "$raw_signature" &&
	hooked 77 env SNAPTRADE_CONSUMER_KEY=another pf-snaptrade webhook --signature "$signature" && hooked 78 env -u SNAPTRADE_CONSUMER_KEY pf-snaptrade webhook --signature "$signature"
'
ok 'one that is old or ahead is 77, unless the window is wider' '
	printf %s "$hook" >body && PF_NOW=2026-11-20T15:09:05Z pf-snaptrade webhook --signature "$signature" <body >out &&
	PF_NOW=2026-11-20T15:09:06Z exits 77 pf-snaptrade webhook --signature "$signature" <body >out 2>err && says "300" err && PF_NOW=2026-11-20T17:04:05Z pf-snaptrade webhook --window 2h --signature "$signature" <body >out &&
	PF_NOW=2026-11-20T15:02:00Z exits 77 pf-snaptrade webhook --window 2h --signature "$signature" <body >out 2>err
'
ok 'what is no delivery is 65' '
	for hook in "" "[]" "{" "$(printf "{\"a\":\"\001\"}")" "null"; do hooked 65 pf-snaptrade webhook --signature "$signature" || exit; done
	head -c 1100000 /dev/zero | tr "\0" " " | exits 65 pf-snaptrade webhook --signature "$signature" >out 2>err
'
done_testing
