#!/bin/sh
# pf-api behind a real nginx with the shipped files, and many who ask at once: no error by wrk, slow clients hold nobody up, the database goes
# under load and comes back, and sqlmap finds nothing. PF_LOAD_SECONDS is how long each of it lasts (2), PF_SQLMAP how deep sqlmap looks (1 to 5).
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need nginx
need curl
: "${PF_LOAD_SECONDS:=2}" "${PF_SQLMAP:=1}"
PF_NOW=2008-10-15T06:00:00Z API_SECRET_KEY=a-key-of-nobody
export PF_NOW API_SECRET_KEY
database
sandbox
{
	pf-migrate up && pf-load <"$top/share/sandbox/symbols.jsonl" && pf-snaptrade sync --full | pf-load --snapshot &&
		pf-ohlcv --start 2003-06-19 GOOG MSFT | pf-load &&
		echo '{"kind":"message","message_id":"1001","author":"ann","content":"$GOOG above 380","channel":"talk","timestamp":"2008-10-14T15:00:00Z"}' | pf-load
} >"$scratch/load.log" 2>&1 || { cat "$scratch/load.log"; exit 1; }

unhurried=1 port=$(free_port)
. "$top/tests/api/front.sh"
base=http://127.0.0.1:$port
bearer="Authorization: Bearer $API_SECRET_KEY"
# Everything that is answered from the database, each with all its parameters.
paths='/portfolio /orders?limit=5&offset=0&status=filled&ticker=GOOG /activities?limit=5&offset=0&activityType=BUY&symbol=GOOG&startDate=2008-01-01&endDate=2008-12-31
	/stocks/GOOG /stocks/GOOG/ohlcv?period=1Y /stocks/GOOG/ohlcv?start=2008-01-01&end=2008-10-01 /stocks/GOOG/ideas?limit=5&direction=bullish
	/search?q=goo&limit=5 /watchlist?tickers=GOOG,MSFT /portfolio/movers?limit=3 /portfolio/sparklines?period=1M /portfolio/return-series?period=1Y
	/portfolio/equity-curve?days=90 /stocks/GOOG/trades?limit=5 /trades/recent?limit=5 /stocks/GOOG/activities?limit=5&offset=0&activityType=BUY&startDate=2008-01-01&endDate=2008-12-31
	/ideas/1001/context?window=5 /sentiment/summary?ticker=GOOG&window=30d /sentiment/messages?ticker=GOOG&window=30d&limit=5&cursor=0
	/sentiment/feed?limit=5&days=30&channel_type=market&source=parsed /sentiment/status /connections'

ok 'each of the paths answers' '
	for path in $paths; do
		got=$(curl -s -o body -w "%{http_code}" -H "$bearer" "$base$path")
		[ "$got" = 200 ] || { echo "$path: $got"; cat body; exit 1; }
	done
'
ok "32 connections for $PF_LOAD_SECONDS seconds: no error" '
	wants wrk || exit 1
	for path in "/stocks/GOOG/ohlcv?period=1Y" /portfolio /health; do
		wrk -t1 -c32 -d"${PF_LOAD_SECONDS}s" -H "$bearer" "$base$path" >got 2>&1 || { cat got; exit 1; }
		grep -q "requests in" got && ! grep -E "Socket errors|Non-2xx" got || { echo "$path"; cat got; exit 1; }
	done
'

# others COMMAND: while it runs, each answer to somebody else is well, and comes within a third of the time that a slow client is given.
others() {
	"$@" >slow.log 2>&1 &
	slow=$!
	asked=0
	while kill -0 $slow 2>/dev/null; do
		curl -s -m 5 -o body -w '%{http_code}\n' -H "$bearer" "$base/portfolio" >>others.log || echo "curl $?" >>others.log
		asked=$((asked + 1))
		sleep 0.1
	done
	wait $slow || :
	! grep -vx 200 others.log && [ "$(wc -l <others.log)" -gt 3 ]
}
for kind in 'H headers' 'B body' 'X reader'; do
	ok "150 slow clients (${kind#* }) hold nobody up" '
		wants slowhttptest || exit 1
		rm -f others.log
		case $kind in
		H*) set -- -H -i 1 -u "$base/portfolio" ;;
		B*) set -- -B -i 1 -s 4096 -t POST -u "$base/webhook/snaptrade" ;;
		X*) set -- -X -w 1 -y 2 -n 1 -z 1 -k 3 -u "$base/health" ;;
		esac
		others slowhttptest -c 150 -r 150 -x 4 -l "$((PF_LOAD_SECONDS * 2))" -p 3 "$@" || { tail -n 20 slow.log; cat others.log; exit 1; }
	'
done

ok 'the database goes under load and comes: 503 with Retry-After meanwhile, health degraded but 200, then on by itself' '
	wants wrk || exit 1
	wrk -t1 -c16 -d"$((PF_LOAD_SECONDS * 3 + 4))s" -H "$bearer" "$base/portfolio" >wrk.log 2>&1 &
	load=$!
	sleep 0.5
	pf-db stop --fast 2>>db.log || pf-db stop 2>>db.log || { cat db.log; exit 1; }
	until=$(($(date +%s) + PF_LOAD_SECONDS)) n=0
	while [ "$(date +%s)" -lt $until ]; do
		curl -s -m 10 -D head -o body -w "%{http_code}\n" -H "$bearer" "$base/orders" >status
		[ "$(cat status)" = 503 ] && grep -qi "^Retry-After: [1-9]" head || { echo "without a database: $(cat status)"; cat head body; exit 1; }
		curl -s -m 10 -o body -w "%{http_code}\n" "$base/health" >status
		[ "$(cat status)" = 200 ] && grep -q "\"status\":\"degraded\"" body || { echo "health: $(cat status)"; cat body; exit 1; }
		n=$((n + 1))
		sleep 0.2
	done
	pf-db start --fast >/dev/null 2>>db.log || { cat db.log; exit 1; }
	i=0
	until [ "$(curl -s -m 10 -o body -w "%{http_code}" -H "$bearer" "$base/orders")" = 200 ]; do
		i=$((i + 1))
		[ $i -lt 40 ] || { cat body; exit 1; }
		sleep 0.1
	done
	wait $load
	# whoever asked all the while saw answers, none of them broken off
	! grep "Socket errors" wrk.log && grep -q "Non-2xx" wrk.log && [ $n -gt 1 ] && curl -s "$base/health" | grep -q "\"status\":\"healthy\"" || { cat wrk.log; exit 1; }
'

ok "sqlmap finds nothing in any parameter (level $PF_SQLMAP)" '
	wants sqlmap || exit 1
	mkdir -p sqlmap
	for path in $paths; do
		case $path in
		*\?*) echo "$base$path" ;;
		esac
		case $path in
		/stocks/GOOG*) echo "$base/stocks/GOOG*${path#/stocks/GOOG}" ;;
		esac
	done >urls
	# what is written: a path and a body, a body of JSON, a form
	echo "$base/orders/M-1009*/notify {}" >>urls
	echo "$base/sentiment/reparse?ticker=GOOG*&days=30&status=ok&limit=1 {}" >>urls
	echo "$base/ideas/1001*/context?window=5" >>urls
	echo "$base/stocks/GOOG*/chat {\"message\":\"x\"}" >>urls
	echo "$base/watchlist/validate {\"ticker\":\"GOOG*\"}" >>urls
	echo "$base/ui/login key=one*" >>urls
	while read -r url data; do
		set --
		[ -z "$data" ] || set -- --data "$data"
		sqlmap "$@" -u "$url" --batch --disable-coloring --dbms=PostgreSQL --level="$PF_SQLMAP" --risk="$((PF_SQLMAP > 3 ? 3 : 1))" --threads=4 --timeout=20 \
			--technique=BEUS -H "$bearer" --ignore-code=401,404,422,400 --output-dir=sqlmap --flush-session >found 2>&1 </dev/null || :
		if grep -q "is vulnerable\|identified the following injection" found || ! grep -q "do not appear to be injectable" found; then
			tail -n 30 found
			exit 1
		fi
	done <urls
'
done_testing
