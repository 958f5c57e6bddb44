#!/bin/sh
# pf-api behind a real nginx with the shipped files: the routes' shapes, who is let in, what is refused, and the demo's figures.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need nginx
need curl
need jq
PF_NOW=2008-10-15T06:00:00Z API_SECRET_KEY=a-key-of-nobody
export PF_NOW API_SECRET_KEY
database
sandbox
{
	pf-migrate up && pf-load <"$top/share/sandbox/symbols.jsonl" && pf-snaptrade sync --full | pf-load --snapshot &&
		pf-ohlcv --start 2003-06-19 GOOG MSFT | pf-load
} >"$scratch/load.log" 2>&1 || { cat "$scratch/load.log"; exit 1; }

port=$(free_port)
. "$top/tests/api/front.sh"
mine() {
	get "$@" -H "Authorization: Bearer $API_SECRET_KEY"
}
keys() {
	jq -c "$1 | keys_unsorted | join(\" \")" body
}

ok 'health without a key' '
	get /health && is 200 && [ "$(keys .)" = "\"status timestamp database version\"" ] &&
	[ "$(jq -r ".status + .database + .version" body)" = healthyconnected1.0.0 ] &&
	jq -r .timestamp body | grep -qx "2008-10-15T06:00:00.000000+00:00"
'
ok 'no key, another key, another scheme' '
	get /portfolio && is 401 && grep -qi "^WWW-Authenticate: Bearer" head && jq -e ".detail | type == \"string\"" body &&
	get /portfolio -H "Authorization: Bearer a-key-of-nobodx" && is 401 &&
	get /portfolio -H "Authorization: Basic a-key-of-nobody" && is 401 &&
	get "/orders?limit=x" -H "Authorization: Bearer no" && is 401 &&
	get /portfolio -H "authorization: bearer $API_SECRET_KEY" && is 200
'
ok 'the portfolio: keys in order, sums to the cent' '
	mine /portfolio && is 200 && [ "$(keys .)" = "\"summary positions lastUpdated\"" ] &&
	keys .summary | grep -q "^\"totalValue totalCost unrealizedPL unrealizedPLPercent dayChange dayChangePercent cashBalance positionsCount lastSync" &&
	keys ".positions[0]" | grep -q "^\"symbol accountId quantity averageBuyPrice currentPrice equity openPnl openPnlPercent dayChange dayChangePercent rawSymbol" &&
	jq -e ".lastUpdated == .summary.lastSync and (.positions | length) == .summary.positionsCount" body &&
	pf-query portfolio >sums && jq -e --slurpfile s sums "(\$s[] | select(.currency == \"USD\" and (.paper | not))) as \$u | .summary.totalValue == \$u.total and .summary.unrealizedPL == \$u.profit" body >/dev/null || {
		cat sums; jq .summary body; false; }
'
ok 'orders: pages, filters in any words, and what is no number' '
	mine "/orders?limit=2" && is 200 && [ "$(keys .)" = "\"orders total hasMore\"" ] && jq -e "(.orders | length) == 2 and .hasMore" body &&
	[ "$(keys ".orders[0]")" = "\"brokerageOrderId symbol action orderType status totalQuantity executionPrice limitPrice stopPrice timeExecuted timePlaced notifiedAt\"" ] &&
	total=$(jq .total body) && mine "/orders?limit=200&offset=$((total - 1))" && jq -e "(.orders | length) == 1 and (.hasMore | not)" body &&
	mine "/orders?status=filled" && jq -e ".total > 0 and all(.orders[]; .status == \"EXECUTED\" or .status == \"FILLED\")" body &&
	mine "/orders?ticker=goog&status=" && jq -e ".total > 0 and all(.orders[]; .symbol == \"GOOG\")" body &&
	mine "/orders?limit=abc" && is 422 && jq -e ".detail[0] | .type == \"int_parsing\" and .loc == [\"query\", \"limit\"] and .input == \"abc\"" body &&
	mine "/orders?limit=0&offset=-1" && is 422 && [ "$(jq -c "[.detail[] | .ctx]" body)" = "[{\"ge\":1},{\"ge\":0}]" ] &&
	mine "/orders?limit=201" && is 422 && jq -e ".detail[0].ctx.le == 200" body
'
ok 'a stock, one that nobody knows, and what is none' '
	mine /stocks/goog && is 200 && jq -e ".ticker == \"GOOG\" and .sentiment.overall == \"neutral\" and (.latestClosePrice | type) == \"number\"" body &&
	keys . | grep -q "^\"ticker lastUpdated latestClosePrice previousClosePrice dailyChangePct return1wPct" && keys . | grep -q "sentiment beta\"$" &&
	mine /stocks/NOBODY && is 404 && jq -e ".detail | type == \"string\"" body &&
	mine /stocks/G00G && is 400 && jq -e ".detail | type == \"string\"" body && mine /stocks/TOOLONGX && is 400
'
ok 'bars of a period, of two days, and of nothing' '
	mine "/stocks/GOOG/ohlcv?period=1w" && is 200 && [ "$(keys .)" = "\"ticker period data orders symbol bars meta\"" ] &&
	jq -e ".period == \"1W\" and .data == .bars and .meta == {source: \"databento\", count: (.data | length)} and (.data | length) == 5" body &&
	[ "$(keys ".data[0]")" = "\"date open high low close volume\"" ] && grep -qi "^Cache-Control: public, max-age=300, stale-while-revalidate=60" head &&
	mine "/stocks/GOOG/ohlcv?start=2008-10-13&end=2008-10-14" && [ "$(jq -c "[.bars[].date]" body)" = "[\"2008-10-13\",\"2008-10-14\"]" ] &&
	mine "/stocks/NOBODY/ohlcv" && is 200 && jq -e ".data == [] and .period == \"1M\"" body &&
	mine "/stocks/GOOG/ohlcv?period=5Y" && is 400 && jq -r .detail body | grep -q "1W|2W" &&
	mine "/stocks/GOOG/ohlcv?start=2008-02-30" && is 422
'
ok 'ideas, search, watchlist, activities' '
	mine "/stocks/GOOG/ideas?limit=20" && is 200 && [ "$(keys .)" = "\"ticker ideas total\"" ] && mine "/stocks/GOOG/ideas?limit=101" && is 422 &&
	mine "/search?q=goo" && is 200 && [ "$(keys .)" = "\"results query total\"" ] && jq -e ".results[0].symbol == \"GOOG\" and .query == \"goo\" and .total == (.results | length)" body &&
	mine "/search?q=" && is 422 && mine /search && is 422 && jq -e ".detail[0].type == \"missing\"" body && mine "/search?q=%25" && jq -e ".total == 0" body &&
	mine "/watchlist?tickers=msft,%20nobody,GOOG" && [ "$(jq -c "[.items[].symbol]" body)" = "[\"MSFT\",\"GOOG\"]" ] &&
	mine /watchlist && jq -e ".items == []" body && mine "/activities?startDate=2007-01-01" && is 200 && jq -e ".total == (.activities | length) or .total > 50" body &&
	jq -e ".startDate == \"2007-01-01\" and .endDate == \"2008-10-15\"" body
'
ok 'a symbol for the watchlist; bodies that are none' '
	post() { mine /watchlist/validate -H "Content-Type: application/json" --data-binary "$1"; } &&
	post "{\"ticker\":\"goog\"}" && is 200 && jq -e ".valid and .ticker == \"GOOG\" and (.message | type) == \"string\"" body &&
	printf "\n{\r\n\t\"ticker\" : \"goog\"\n}\n" >lines && post @lines && is 200 && jq -e .valid body && printf "{\"ticker\":\"go\nog\"}" >lines && post @lines && is 422 &&
	post "{\"ticker\":\"NOBODY\"}" && is 200 && jq -e ".valid | not" body &&
	post "{}" && is 422 && jq -e ".detail[0].loc == [\"body\", \"ticker\"]" body && post "[]" && is 422 && post "{\"ticker\":3}" && is 422 &&
	post "{\"ticker\":" && is 422 && jq -e ".detail[0].type == \"json_invalid\"" body
'
ok 'paths, methods and slashes' '
	mine /nothing && is 404 && [ "$(cat body)" = "{\"detail\":\"Not Found\"}" ] && mine /orders -X DELETE && is 405 && grep -qi "^Allow: GET" head &&
	mine /orders -I && is 405 && mine /orders/ && is 307 && grep -qi "^Location: .*/orders" head && mine "/stocks/%ff" && is 400
'
ok 'pages of other origins: one layer says who may' '
	get /portfolio -X OPTIONS -H "Origin: https://llmportfolio.app" -H "Access-Control-Request-Method: GET" -H "Access-Control-Request-Headers: authorization" &&
	is 200 && [ "$(cat body)" = OK ] && grep -qi "^Access-Control-Allow-Origin: https://llmportfolio.app" head && grep -qi "^Access-Control-Max-Age: 600" head &&
	get /portfolio -X OPTIONS -H "Origin: https://elsewhere.example" -H "Access-Control-Request-Method: GET" && is 400 &&
	! grep -qi "^Access-Control-Allow-Origin" head &&
	mine /watchlist -H "Origin: http://localhost:3000" && [ "$(grep -ci "^Access-Control-Allow-Origin: http://localhost:3000" head)" = 1 ]
'
ok 'nginx: what is dropped, hidden and denied; its headers on every answer' '
	gone() { get "$@"; [ "$(cat status)" = 000 ]; } &&
	gone / && gone /wp-login.php && gone /xmlrpc.php && gone /config.json && gone /phpMyAdmin/ && gone /actuator/env && gone /health -X PROPFIND &&
	get /.env && is 403 && get /a/.git/config && is 403 && get /Docs && is 404 && get /openapi.json && is 404 &&
	for p in /health /portfolio /nothing /.env /docs; do
		get $p && grep -qi "^X-Frame-Options: SAMEORIGIN" head && grep -qi "^Strict-Transport-Security: max-age=31536000" head &&
		[ "$(grep -ci "^X-Content-Type-Options: nosniff" head)" = 1 ] || { echo "$p"; cat head; return 1; }
	done
'
ok 'what there is beside: movers, curves, trades, what is said, connections, the state of the system' '
	mine /portfolio/movers && is 200 && [ "$(keys .)" = "\"topGainers topLosers source\"" ] && mine "/portfolio/sparklines?period=1W" && is 200 &&
	jq -e ".period == \"1W\" and (.sparklines | map(.symbol) | index(\"GOOG\")) != null" body && mine "/portfolio/return-series?period=all" && is 200 &&
	[ "$(keys .)" = "\"period asOf periodReturnPct points\"" ] && jq -e ".points[-1].returnPct == .periodReturnPct" body &&
	mine "/portfolio/equity-curve?days=30" && is 200 && jq -e ".days == 30" body && mine "/portfolio/equity-curve?days=3" && is 422 &&
	mine /stocks/GOOG/trades && is 200 && jq -e ".total == (.trades | length) and .total > 0" body &&
	mine "/sentiment/summary?ticker=GOOG" && is 200 && jq -e ".totalMentions == 0" body && mine /sentiment/summary && is 422 &&
	mine "/sentiment/messages?ticker=GOOG" && is 200 && jq -e ".messages == [] and .nextCursor == null" body && mine "/sentiment/feed?source=RAW" && is 200 &&
	mine /sentiment/status && is 200 && mine /connections && jq -e "(.connections | length) == 3" body &&
	get /api/health && is 200 && [ "$(cat body)" = "{\"status\":\"ok\",\"path\":\"/api/health\"}" ] &&
	get /api/health/system && is 200 && jq -e ".global_status == \"FAIL\"" body
'
ok 'trades of all symbols and what moved cash of one: none, one and many' '
	mine "/trades/recent?limit=1" && is 200 && [ "$(keys .)" = "\"trades total\"" ] && jq -e "(.trades | length) == 1 and .total == 1" body &&
	[ "$(keys ".trades[0]")" = "\"id symbol date action quantity price amount fee averageCost positionAfter realizedPnl realizedPnlPct accountId source\"" ] &&
	mine "/trades/recent?limit=500" && jq -e "(.trades | map(.date)) as \$d | .total > 5 and \$d == (\$d | sort | reverse) and (.trades | map(.symbol) | unique | length) > 1" body &&
	mine "/trades/recent?limit=501" && is 422 && mine "/trades/recent?limit=x" && is 422 && get /trades/recent && is 401 &&
	mine "/stocks/goog/activities?startDate=2000-01-01" && is 200 && [ "$(keys .)" = "\"ticker activities total startDate endDate\"" ] &&
	jq -e ".ticker == \"GOOG\" and .startDate == \"2000-01-01\" and .endDate == \"2008-10-15\" and .total > 1 and .total == (.activities | length) and all(.activities[]; .symbol == \"GOOG\")" body &&
	mine "/activities?startDate=2000-01-01&symbol=GOOG" && jq -c "[.activities, .total]" body >want && mine "/stocks/GOOG/activities?startDate=2000-01-01" && jq -c "[.activities, .total]" body >got && same want got &&
	mine "/stocks/GOOG/activities?startDate=2000-01-01&limit=1&offset=1" && jq -e "(.activities | length) == 1" body && mine /stocks/NOBODY/activities && is 200 && jq -e ".activities == [] and .total == 0" body &&
	mine "/stocks/GOOG/activities?limit=0" && is 422 && mine /stocks/G00G/activities && is 400
'
ok 'what was said around a message, and messages that are parsed again' '
	for n in 1 2 3 4; do echo "{\"kind\":\"message\",\"message_id\":\"100$n\",\"author\":\"ann\",\"content\":\"say $n\",\"channel\":\"talk\",\"timestamp\":\"2008-10-14T15:00:0${n}Z\"}"; done | pf-load >loaded &&
	mine "/ideas/1002/context?window=1" && is 200 && [ "$(keys .)" = "\"messageId channel window messages\"" ] &&
	jq -e ". == {messageId: \"1002\", channel: \"talk\", window: 1, messages: [range(1; 4) | {messageId: \"100\(.)\", author: \"ann\", content: \"say \(.)\", channel: \"talk\", createdAt: \"2008-10-14T15:00:0\(.)Z\", isTarget: (. == 2)}]}" body &&
	mine /ideas/1001/context && jq -e ".window == 5 and (.messages | length) == 4" body && mine "/ideas/1001/context?window=21" && is 422 && mine "/ideas/1001/context?window=0" && is 422 &&
	mine /ideas/nothing/context && is 404 && jq -e ".detail | type == \"string\"" body && mine "/ideas/%27%20or%201/context" && is 404 && mine /ideas/1001/context -X DELETE && is 405 &&
	mine /sentiment/reparse -X POST && is 200 && jq -e ". == {status: \"success\", reset: 0, skippedReviewed: 0, skippedBusy: 0}" body &&
	pf-query --write "update discord_messages set parse_status = \$\$noise\$\$ where message_id < \$\$1004\$\$" >/dev/null &&
	mine "/sentiment/reparse?limit=1&status=noise" -X POST && jq -e ".reset == 1" body && mine "/sentiment/reparse?status=ERROR" -X POST && jq -e ".reset == 0" body && mine "/sentiment/reparse?days=30" -X POST && jq -e ".reset == 2" body &&
	mine /sentiment/status && jq -e ".pending == 4" body && mine "/sentiment/reparse?status=done" -X POST && is 400 && mine "/sentiment/reparse?days=366" -X POST && is 422 &&
	mine "/sentiment/reparse?ticker=G00G" -X POST && is 400 && mine "/sentiment/reparse?ticker=GOOG" -X POST && jq -e ".reset == 0" body && mine /sentiment/reparse && is 405 && get /sentiment/reparse -X POST && is 401
'
ok 'an order that somebody was told of' '
	id=$(mine "/orders?status=filled&limit=1" | jq -r ".orders[0].brokerageOrderId") && mine "/orders/$id/notify" -X POST && is 200 &&
	jq -e --arg id "$id" ". == {status: \"success\", order_id: \$id, notified: true}" body
'
deliver() {
	get /webhook/snaptrade -H "Content-Type: application/json" -H "Signature: $(jq -r .signature "$1")" --data-binary "$(jq -r .body "$1")"
}
ok 'deliveries: a signed one once, forged, old and broken ones never' '
	pf-sandbox webhook --count 1 --event ACCOUNT_HOLDINGS_UPDATED >one && deliver one && is 200 &&
	jq -e ".status == \"success\" and .event == \"ACCOUNT_HOLDINGS_UPDATED\" and .processed" body &&
	deliver one && is 200 && jq -e ".status == \"duplicate\" and (.processed | not)" body &&
	pf-sandbox webhook --count 1 --forged 100 --seed 2 >forged && deliver forged && is 401 &&
	pf-sandbox webhook --count 1 --late 10m --seed 3 >late && deliver late && is 400 &&
	get /webhook/snaptrade -H "Signature: x" --data-binary "{" && is 400 && get /webhook/snaptrade --data-binary "{}" && { is 401 || is 400; } &&
	pf-query webhooks | jq -s -e "length == 1 and .[0].event_type == \"ACCOUNT_HOLDINGS_UPDATED\""
'
ok 'what is too long, and a request that is none' '
	head -c 1100000 /dev/zero | tr "\0" a >long && mine /watchlist/validate --data-binary @long && is 413 && jq -e ".detail | type == \"string\"" body &&
	mine "/search?q=$(head -c 9000 long)" && { is 400 || is 414; } && mine "/search?q=%00" && is 400 && mine "/search?q=%ff" && is 400
'
ok 'a sync is a job: its result is the answer, its failure the detail, and nobody waits for ever' '
	worker() { until pf-query "select id from api_jobs where state = \$\$queued\$\$" | grep -q id; do sleep 0.1; done
		pf-query --write "update api_jobs set state = \$\$$1\$\$, started_at = asked_at, finished_at = asked_at, result = \$\${\"accounts\":2,\"orders\":10}\$\$, error = \$\$$2\$\$"; } >worker.log 2>&1 &&
	{ worker done "" & } && mine /portfolio/sync -X POST --data "{}" && is 200 &&
	[ "$(keys .)" = "\"status message accounts balances positions orders errorCount\"" ] && jq -e ".status == \"success\" and .accounts == 2 and .orders == 10" body && wait &&
	{ worker failed "the key is wrong" & } && mine /portfolio/sync -X POST && is 500 && jq -e ".detail == \"the key is wrong\"" body && wait
'
ok 'the database goes and comes: 503 with Retry-After, health degraded, then on by itself' '
	pf-db stop && mine /portfolio && is 503 && grep -qi "^Retry-After: [0-9]" head && jq -e ".detail | type == \"string\"" body &&
	get /health && is 200 && jq -e ".status == \"degraded\" and .database == \"disconnected\"" body &&
	pf-db start --fast && mine /portfolio && is 200 && get /health && jq -e ".status == \"healthy\"" body
'
ok 'the smoke checks of pf-health: all well, a wrong key, none, and no such symbol' '
	PF_API_URL=http://127.0.0.1:$port PF_SMOKE_SYMBOL=GOOG && export PF_API_URL PF_SMOKE_SYMBOL && sleep 2 &&
	pf-health check -p smoke -f jsonl >got && [ "$(jq -s "[.[] | select(.status == \"pass\")] | length" got)" = 7 ] && sleep 2 &&
	exits 1 env API_SECRET_KEY=another pf-health check -p smoke -f jsonl >got 2>err && [ "$(jq -s "[.[] | select(.status == \"fail\") | .name] | length" got)" = 5 ] && ! grep another got err && sleep 2 &&
	exits 1 env API_SECRET_KEY= pf-health check -p smoke -f jsonl smoke/orders >got && says "API_SECRET_KEY is not set" got && says "\"fix\":\"set API_SECRET_KEY, or let pf-secrets exec" got &&
	exits 1 env PF_SMOKE_SYMBOL=NOBODY pf-health check -p smoke -f jsonl smoke/stock >got && says "pf-ohlcv --daily NOBODY" got
'
ok 'each request is a line of the log, and no secret is in one' '
	grep -q "GET /portfolio 200 .* request [0-9a-f]" "$scratch/api.log" && ! grep -q "a-key-of-nobod" "$scratch/api.log"
'
done_testing
