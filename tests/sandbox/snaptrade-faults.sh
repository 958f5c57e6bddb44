# shellcheck shell=sh
# The second half of tests/sandbox-snaptrade.t, which has the helpers: limits, faults, files, the log.

ok 'a client may ask so often in a minute' '
	mkdir -p few && { echo "{\"of\":\"settings\",\"limit\":4,\"account_limit\":2}"; cat "$top/share/sandbox/snaptrade.jsonl"; } >few/snaptrade.jsonl && serve --data few &&
	get /accounts && says "X-RateLimit-Limit: 4" head && says "X-RateLimit-Remaining: 3" head && grep "^X-RateLimit-Reset: [56][0-9]*$" head && ! grep Account head &&
	get /accounts times=5 && [ "$(tr "\n" , <code)" = 200,200,200,429,429 ] && says "X-RateLimit-Remaining: 0" head && reset=$(sed -n "s/^X-RateLimit-Reset: //p" head) &&
	[ "$reset" -ge 1 ] && [ "$reset" -le 60 ] && is "d" "{\"detail\": \"Request was throttled. Expected available in $reset seconds.\", \"status_code\": 429, \"code\": \"0000\"}" &&
	! grep -i retry-after head && get $margin times=4 && [ "$(tr "\n" , <code)" = 429,429,429,429 ] && personal GET /accounts && code 200 && unserve
'
ok 'a personal key may ask so often for one account' '
	serve --data few && personal GET $margin && says "X-RateLimit-Account-Limit: 2" head && says "X-RateLimit-Account-Remaining: 1" head && grep "^X-RateLimit-Account-Reset: [56][0-9]*$" head &&
	says "X-RateLimit-Remaining: 3" head && personal GET $margin/balances && code 200 && says "X-RateLimit-Account-Remaining: 0" head &&
	personal GET $margin/orders && code 429 && is "d[\"code\"]" 0000 && says "X-RateLimit-Account-Remaining: 0" head && says "X-RateLimit-Remaining: 1" head &&
	personal GET $retirement && code 200 && unserve && serve && personal GET $margin times=11 && [ "$(sort code | uniq -c | tr -s " \n" " ,")" = " 10 200, 1 429," ] && unserve
'
ok 'faults that take the place of an answer' '
	while read -r kind status word; do
		serve --fault snaptrade/balances:$kind && get $margin/balances && code "$status" && [ -z "$word" ] || is "d[\"code\"]" "$word" || exit 1
		get /accounts && code 200 && unserve || exit 1
	done <<-"END"
	1076 401 1076
	1083 401 1083
	402 402 3003
	410 410
	425 425 3012
	501 501
	busy 503 3002
	throttled 429 throttled
	400 400 1076
	403 403 1066
	404 404 1011
	500 500 1000
	502 502
	END
'
ok 'a 429 on demand is the vendor'\''s' '
	serve --fault snaptrade/accounts:429=7:1 && get /accounts && code 429 && is "d" "{\"detail\": \"Request was throttled. Expected available in 7 seconds.\", \"status_code\": 429, \"code\": \"0000\"}" &&
	says "X-RateLimit-Remaining: 0" head && says "X-RateLimit-Reset: 7" head && says X-Request-ID: head && ! grep -i retry-after head && get /accounts && code 200 && unserve &&
	serve --fault snaptrade:501 && get /accounts && code 501 && is "list(d)" "[\"error\"]" && unserve
'
ok 'faults in an answer that is good' '
	serve --fault snaptrade/accounts:empty --fault snaptrade/positions:empty --fault snaptrade/activities:empty --fault snaptrade/orders:empty --fault snaptrade/balances:empty --fault snaptrade/authorizations:empty &&
	for p in /accounts /authorizations $margin/orders $margin/balances; do get $p && code 200 && [ "$(cat got)" = "[]" ] || exit 1; done &&
	get $margin/positions/all && is "(d[\"results\"], len(d))" "([], 2)" && get $margin/activities && is "(d[\"data\"], d[\"pagination\"][\"total\"])" "([], 0)" && unserve &&
	serve --fault snaptrade/authorizations:disabled && get /authorizations && is "[(c[\"disabled\"], c[\"disabled_date\"]) for c in d]" "[(True, \"2008-10-14T00:00:00Z\")]" && get $margin/balances && code 200 && is "len(d)" 2 && unserve &&
	serve --fault snaptrade:half && get $margin/balances && code 200 && get $retirement/balances && code 500 && is "d[\"code\"]" 1000 && get /accounts && code 200 && unserve &&
	serve --fault snaptrade/orders:status && get $margin/orders && is "[o[\"status\"] for o in d].count(\"NEW_THING\")" 1 && is "len(d)" 7 && unserve &&
	serve --fault snaptrade/positions:no-symbol && get $retirement/positions/all && is "[(p[\"instrument\"][\"symbol\"], p[\"instrument\"].get(\"raw_symbol\")) for p in d[\"results\"]][:2]" \
		"[(None, None), (\"GOOG  081220C00400000\", None)]" && is "d[\"results\"][0][\"units\"]" 12 && unserve &&
	serve --fault snaptrade/accounts:twin && get /accounts && is "[a[\"name\"] for a in d]" "[\"Demo Margin\", \"Demo Margin\", \"Demo Retirement\", \"Demo Paper\"]" && unserve &&
	serve --fault snaptrade/positions:shrink=2 && get $retirement/positions/all && is "len(d[\"results\"])" 2 && get $margin/positions/all && is "len(d[\"results\"])" 1 && unserve
'
ok 'faults of all vendors, for the word of an endpoint' '
	serve --fault snaptrade/activities:cut --fault snaptrade/orders:garbage --fault snaptrade/recent-orders:404 --fault snaptrade/status:503 &&
	! get $margin/activities 2>err && says IncompleteRead err && get $margin/orders && code 200 && [ "$(wc -c <got)" -eq 4096 ] && get $margin/recentOrders && code 404 &&
	curl -s -o got -w "%{http_code}" "$PF_SNAPTRADE_URL/" >code && code 503 && get $margin/balances && code 200 && unserve &&
	serve --fault snaptrade:down && ! get /accounts 2>err && says refused err && unserve
'
ok 'a file that cannot be served is told with its place; none has nothing' '
	mkdir -p own && while read -r line; do
		printf "\n%s\n" "$line" >own/snaptrade.jsonl; exits 65 pf-sandbox serve --data own 2>err && says own/snaptrade.jsonl err || exit 1
	done <<-"END" && says own/snaptrade.jsonl:2: err && rm own/snaptrade.jsonl && serve --data own && get /accounts && [ "$(cat got)" = "[]" ] && get /authorizations && [ "$(cat got)" = "[]" ] && unserve
	{"of":"account","body":{"id":"a","brokerage_authorization":"none"}}
	{"of":"balance","account":"none","body":{}}
	[]
	{"of":"settings","limit":-1}
	{"of":"settings","skew":"x"}
	{"of":"settings","limits":1}
	{"of":"client","id":"x"}
	{"of":"client","id":"x","key":"y","signed_up":"soon"}
	{"of":"user","id":"x","client":"y"}
	{"of":"user","id":"x","client":"y","secret":"z"}
	{"of":"connection","body":{"id":1}}
	{"of":"connection","body":[]}
	{"of":"connection"}
	{"of":"order","account":"a","body":{"brokerage_order_id":"x","status":"NONE","time_placed":"yesterday"}}
	{"of":"activity","account":"a","body":{"trade_date":"2008-01-01"}}
	{"of":"activity","account":"a","body":{"type":"BUY","trade_date":1}}
	{"of":"thing","body":{}}
	{"body":{}}
	{"of":"account","body":{"id":"a"}}
	END
'
ok 'rows without a time, of any spelling of a time, and their text untouched' '
	c="{\"of\":\"connection\",\"body\":{\"id\":\"c\"}}" a="{\"of\":\"account\",\"body\":{\"id\":\"a\",\"brokerage_authorization\":\"c\"}}" &&
	{ for t in null "\"2008-10-13\"" "\"2008-10-14T22:00:00-05:00\"" "\"2008-10-14 23:00:00.5+00:00\""; do
		printf "{\"of\":\"activity\",\"account\":\"a\",\"body\":{\"type\":\"BUY\",\"trade_date\":%s,\"units\":1.50E+2, \"amount\" : 12345678901234567890.10}}\r\n" "$t"
		printf "{\"of\":\"order\",\"account\":\"a\",\"body\":{\"brokerage_order_id\":\"x\",\"status\":\"NONE\",\"time_placed\":%s}}\n" "$t"
	done; echo "$a"; printf %s "$c"; } >own/snaptrade.jsonl && serve --data own &&
	get /accounts/a/activities && is "[a[\"trade_date\"] for a in d[\"data\"]]" "[\"2008-10-14T22:00:00-05:00\", \"2008-10-14 23:00:00.5+00:00\", \"2008-10-13\", None]" &&
	says "\"units\":1.50E+2, \"amount\" : 12345678901234567890.10}" got && get /accounts/a/activities "&endDate=2008-10-14" && is "d[\"pagination\"][\"total\"]" 2 &&
	get /accounts/a/activities "&startDate=2008-10-14" && is "d[\"pagination\"][\"total\"]" 2 && get /accounts/a/activities "&startDate=2008-10-15" && is "d[\"pagination\"][\"total\"]" 1 &&
	get /accounts/a/orders && is "[o[\"time_placed\"] for o in d]" "[None, \"2008-10-14T22:00:00-05:00\", \"2008-10-14 23:00:00.5+00:00\", \"2008-10-13\"]" && unserve
'
ok 'the log says what was asked for, and nothing that is secret' '
	serve && get $margin/balances && signature=$(sed -n "s/^/x/p" code) && curl -s "$PF_SNAPTRADE_URL/accounts?clientId=x&userSecret=hidden-one&Signature=hidden-two&timestamp=1" >got && unserve &&
	sed "s/.*\"target\":\"\([^\"]*\)\".*/\1/" log >got && printf "%s\n" snaptrade.balances snaptrade.accounts >want && same want got && says "\"clientId\":\"$SNAPTRADE_CLIENT_ID\"" log &&
	! grep -e hidden- -e "$SNAPTRADE_USER_SECRET" -e "$SNAPTRADE_CONSUMER_KEY" log
'
ok 'garbage on the wire ends nothing' '
	serve && python3 - "${PF_SNAPTRADE_URL##*:}" $margin <<-"END" && get /accounts && code 200 && unserve
	import random, socket, sys
	random.seed(12)
	texts = [b"GET /accounts?clientId=invented-snaptrade-client-id&userId=%41&userSecret=&timestamp=1700000000 HTTP/1.1\r\nHost: x\r\nSignature: " + b"A" * 44 + b"\r\n\r\n",
	    b"POST " + sys.argv[2].encode() + b"/orders/details?clientId=invented-snaptrade-client-id&timestamp=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\n{\"brokerage_order_id\":\"M-1001\"}",
	    b"GET /api/v1/accounts//holdings?a&&=&%zz HTTP/1.1\r\nHost: x\r\n\r\n"]
	for i in range(400):
	    text = bytearray(random.choice(texts))
	    for _ in range(random.randint(0, 12)):
	        text[random.randrange(len(text))] = random.randrange(256)
	    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
	    try:
	        s.sendall(text)
	        s.shutdown(socket.SHUT_WR)
	        s.recv(10)
	    except OSError:
	        pass
	    s.close()
	END
'
