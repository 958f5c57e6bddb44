#!/bin/sh
# The pages of pf-api: each is well-formed and says what it should, who may see it, and that no text of anybody becomes markup.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need nginx
need curl
need python3
need openssl
PF_NOW=2008-10-15T06:00:00Z API_SECRET_KEY=a-key-of-nobody
export PF_NOW API_SECRET_KEY
database
sandbox
{
	pf-migrate up && pf-load <"$top/share/sandbox/symbols.jsonl" && pf-snaptrade sync --full | pf-load --snapshot &&
		pf-ohlcv --start 2003-06-19 GOOG MSFT | pf-load
} >"$scratch/load.log" 2>&1 || { cat "$scratch/load.log"; exit 1; }
pf-query --write >"$scratch/hostile.log" 2>&1 "insert into discord_messages (message_id, author, channel, content, \"timestamp\")
	values ('1', '<b>eve</b>', 'a\"b', '<script>alert(1)</script>', '2008-10-14T12:00:00Z')" || { cat "$scratch/hostile.log"; exit 1; }
pf-query --write >"$scratch/hostile.log" 2>&1 "insert into discord_parsed_ideas (message_id, idea_index, idea_text, primary_symbol, direction, parsed_at, source_created_at, soft_chunk_index, local_idea_index, idea_summary, symbols, model, prompt_version, confidence)
	select '1', n, case n when 1 then '<script>alert(1)</script> & \"all\"' else 'idea ' || n end, case n when 2 then 'X\"Y''<Z' else 'GOOG' end, 'bullish', '2008-10-14T12:00:00Z', '2008-10-14T12:00:00Z', 0, n, '', '{GOOG}', 'rules', '1', 0.5
	from generate_series(1, 60) n" || { cat "$scratch/hostile.log"; exit 1; }
pf-query --write >"$scratch/runs.log" 2>&1 "insert into pipeline_runs (run_id, pipeline, status, started_at, finished_at)
	values ('r1', 'nightly<i>', 'failed', '2008-10-15T05:00:00Z', '2008-10-15T05:01:30Z')" || { cat "$scratch/runs.log"; exit 1; }
pf-query --write >"$scratch/runs.log" 2>&1 "insert into pipeline_steps (run_id, step, attempt, position, status, started_at, finished_at, seconds, message)
	values ('r1', 'bars', 1, 1, 'failed', '2008-10-15T05:00:00Z', '2008-10-15T05:01:00Z', 60.5, '</td><script>x</script>')" || { cat "$scratch/runs.log"; exit 1; }
. "$top/tests/api/front.sh"

page() {
	python3 "$top/tests/api/page.py" "$@" <body || { head -c 3000 body; return 1; }
}
# A signature as ours, by another program: token UNTIL
token() {
	key=$(printf "pf-api pages" | openssl dgst -sha256 -mac HMAC -macopt "key:$API_SECRET_KEY" | sed "s/.* //")
	echo "$1.$(printf %s "$1" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" | sed "s/.* //")"
}
now=$(date -u -d "$PF_NOW" +%s)
see() {
	get "$1" -H "Cookie: other=1; pf_ui=$(token $((now + 3600)))"
}
guarded() {
	grep -qi "^Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" head &&
		grep -qi "^Cache-Control: no-store" head || { cat head; return 1; }
}
to() {
	grep -i "^Location:" head | tr -d "\r" | sed "s|http://localhost||" | grep -qxiF "Location: $1" || { cat head; return 1; }
}

ok 'nobody sees a page without having logged in, and comes back to the one that was asked for' '
	for p in / /stock/GOOG /ideas /runs /health; do
		get /ui$p && is 303 && guarded && to "/ui/login?next=/ui$p" && ! grep -q "<" body || return 1
	done
	get "/ui/ideas?direction=bullish&page=2" && to "/ui/login?next=/ui/ideas%3Fdirection%3Dbullish%26page%3D2"
'
ok 'a login: the form, a wrong key, the right one and its cookie' '
	get "/ui/login?next=/ui/runs" && is 200 && guarded && page "Log in" "Key of the API" && grep -q "value=\"/ui/runs\"" body &&
	get /ui/login --data-urlencode key=wrong --data next=/ui/runs && is 401 && page "That is not the key." && guarded && ! grep -qi "^Set-Cookie" head &&
	get /ui/login --data "next=/ui/runs" && is 401 &&
	get /ui/login --data-urlencode "key=$API_SECRET_KEY" --data next=/ui/runs && is 303 && to /ui/runs && guarded &&
	grep -i "^Set-Cookie: pf_ui=" head | grep "Path=/ui;" | grep "Max-Age=43200" | grep "HttpOnly" | grep "SameSite=Strict" | grep -qv Secure &&
	cookie=$(sed -n "s/^Set-Cookie: \(pf_ui=[^;]*\);.*/\1/p" head) && get /ui/runs -H "Cookie: $cookie" && is 200 &&
	get /ui/logout -X POST && is 303 && to /ui/login && grep -qi "^Set-Cookie: pf_ui=;.*Max-Age=0" head
'
ok 'a cookie that was changed, is old, or was made with another key' '
	get /ui/ -H "Cookie: pf_ui=$(token $((now + 60)))" && is 200 && get /ui/ -H "Cookie: pf_ui=$(token $now)" && is 303 &&
	get /ui/ -H "Cookie: pf_ui=$(token $((now + 100000)))" && is 303 && t=$(token $((now + 60))) && get /ui/ -H "Cookie: pf_ui=$((now + 61)).${t#*.}" && is 303 &&
	get /ui/ -H "Cookie: pf_ui=${t%?}" && is 303 && get /ui/ -H "Cookie: pf_ui=$t$t" && is 303 && get /ui/ -H "Cookie: pf_ui=" && is 303 && get /ui/ -H "Cookie: xpf_ui=$t" && is 303 &&
	API_SECRET_KEY=another && get /ui/ -H "Cookie: pf_ui=$(token $((now + 60)))" && is 303
'
ok 'a login leads to nothing but our own pages, from nothing but our own pages' '
	for n in https://elsewhere.example //elsewhere.example /ui//elsewhere.example "/ui/%5c%5celsewhere" /ui/../portfolio /portfolio "/ui/a%0d%0aX-Y: z" ""; do
		get /ui/login --data-urlencode "key=$API_SECRET_KEY" --data "next=$n" && is 303 && to /ui/ || { echo "$n"; return 1; }
	done
	get /ui/login --data-urlencode "key=$API_SECRET_KEY" -H "Origin: https://elsewhere.example" && is 403 && ! grep -qi "^Set-Cookie" head && guarded && page &&
	get /ui/logout -X POST -H "Origin: null" && is 403 && get /ui/login --data-urlencode "key=$API_SECRET_KEY" -H "Origin: http://localhost" && is 303 &&
	see /ui/ && get /ui/ -H "Origin: http://localhost:3000" && ! grep -qi "^Access-Control" head
'
ok 'with TLS the cookie is for TLS alone; with no key there is no login, and an open service asks for none' '
	cgi() { printf %s "key=$API_SECRET_KEY" | env GATEWAY_INTERFACE=CGI/1.1 HTTP_HOST=a "$@" pf-api 2>/dev/null >answer; } &&
	cgi REQUEST_METHOD=POST CONTENT_LENGTH=19 PATH_INFO=/ui/login HTTPS=on && grep -q "^Status: 303" answer && grep -q "^Set-Cookie: .*; Secure" answer &&
	cgi REQUEST_METHOD=GET PATH_INFO=/ui/login API_SECRET_KEY= && grep -q "^Status: 503" answer &&
	cgi REQUEST_METHOD=GET PATH_INFO=/ui/ API_SECRET_KEY= && grep -q "^Status: 303" answer &&
	cgi REQUEST_METHOD=GET PATH_INFO=/ui/ DISABLE_AUTH=1 && grep -q "^Status: 200" answer
'
ok 'the portfolio' '
	see /ui/ && is 200 && guarded && page Portfolio Holdings GOOG "What went up" "As of 2008-10-15 06:00" && grep -q "<a href=\"/ui/stock/GOOG\">GOOG</a>" body &&
	grep -q "aria-current=\"page\">Portfolio" body && grep -Eq "class=\"(up|down)\">(\+|−)[0-9,]+\.[0-9][0-9]" body &&
	total=$(pf-query "select \"totalValue\" from api.portfolio_summary(\$\$2008-10-15T06:00:00Z\$\$)" | tr -dc "0-9.") && [ -n "$total" ] &&
	grep -q "<dt>Total</dt>" body && tr -d , <body | grep -qF ">$total" && page Account "Demo Margin" "Demo Retirement" "GOOG 2008-12-20 400 CALL" "Google Inc." connected &&
	! grep -q "<svg" body && pf-query --write "insert into position_snapshots (account_id, symbol, snapshot_date, equity, currency) select id, \$\$GOOG\$\$, day, 100, \$\$USD\$\$ from accounts, (values (date \$\$2008-10-13\$\$), (\$\$2008-10-14\$\$)) d (day) where not is_paper" >/dev/null &&
	see /ui/ && page "What the positions were worth at the end of each day" && [ "$(grep -c "<svg" body)" = 2 ] && ! grep -q "without what" body && ! grep -q ">Currency<" body &&
	pf-query --write "insert into positions (symbol, account_id, quantity, price, currency) select \$\$SAP\$\$, id, 1, 50, \$\$EUR\$\$ from accounts where name = \$\$Demo Margin\$\$" >/dev/null &&
	see /ui/ && page "without what is held in EUR" Currency SAP && pf-query --write "delete from positions where symbol = \$\$SAP\$\$" >/dev/null
'
ok 'a stock: two pictures with texts, figures, ideas; hostile texts are texts' '
	see /ui/stock/GOOG && is 200 && guarded && page GOOG Figures "<script>alert(1)</script> & \"all\"" "<b>eve</b>" && ! grep -qi "<script" body &&
	[ "$(grep -c "<svg" body)" -ge 2 ] && [ "$(grep -c "bullish: idea 3" body)" = 2 ] && page "bought" "Google Inc." && see /ui/stock/goog && is 200 && see /ui/stock/NOBODY && is 404 && page "NOBODY is not known." && guarded &&
	see "/ui/stock/%3Cscript%3E%22%27" && is 404 && page "<script>\"'"'"' is not known." && ! grep -qi "<script" body && see "/ui/stock/A/B" && is 404
'
ok 'ideas, by direction, page by page' '
	see /ui/ideas && is 200 && guarded && page Ideas "X\"Y'"'"'<Z" "Page 1" Older && ! grep -qi "<script" body && [ "$(grep -c "<tr>" body)" = 26 ] &&
	see "/ui/ideas?page=3&direction=bullish" && page "Page 3" Newer && [ "$(grep -c "<tr>" body)" = 11 ] && ! grep -q Older body &&
	see "/ui/ideas?direction=bearish" && page "There are none." && see "/ui/ideas?page=-1&direction=%22%3E%3Cb%3E" && is 200 && page "Page 1"
'
ok 'what is not there, and the way to what is' '
	get /ui && is 303 && to /ui/ && see /ui/nowhere && is 404 && guarded && page "Not found" "There is no page /ui/nowhere." && get "/ui/%3Cb%3E%22" && is 404 && page "There is no page /ui/<b>\"." &&
	get /ui/runs/ && is 307 && to /ui/runs && get /ui/runs -X POST && is 405
'
ok 'runs with their steps, and how all is' '
	see /ui/runs && is 200 && guarded && page Runs "nightly<i>" failed bars "</td><script>x</script>" "1 min 30 s" "1 min 0 s" && grep -q "aria-label=\"Steps of nightly&lt;i&gt;, 2008-10-15 05:00 (1)\"" body && ! grep -qi "<script" body &&
	see /ui/health && is 200 && guarded && page Health "All in all: FAIL" "market data" "watchlist_items has no row" PostgreSQL
'
ok 'the style sheet is ours, for all, light and dark' '
	get /ui/style.css && is 200 && guarded && grep -qi "^Content-Type: text/css" head && grep -q "prefers-color-scheme:dark" body && grep -q "^\.pf-chart" body &&
	! grep -q "url(\|@import" body
'
ok 'without the database a page says so' '
	pf-db stop && see /ui/ && is 503 && guarded && page "The database does not answer now." && grep -qi "^Content-Type: text/html" head && grep -qi "^Retry-After: [0-9]" head &&
	see /ui/health && is 503 && page && pf-db start --fast && see /ui/ && is 200
'
ok 'the key is in no log' '
	! grep -q "a-key-of-nobod" "$scratch/api.log" "$scratch/nginx/access.log"
'
done_testing
