#!/bin/sh
# pf-ohlcv against the stand-in of its vendor: the same bars whatever the encoding, and the truth about what goes wrong
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox

PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=20ms
export PF_NOW PF_HTTP_BACKOFF
sandbox --log "$scratch/log"
get=databento/timeseries.get_range

# asked [PATH]: how many requests the stand-in has seen since the log was emptied
asked() {
	grep -c "\"path\":\"/v0/${1:-timeseries.get_range}\"" "$scratch/log"
}
fresh() {
	: >"$scratch/log"
}
# bars FILE: only these, sorted
bars() {
	grep '^{"kind":"bar"' "$1" | sort
}
# faulty SPEC ARGS...: pf-ohlcv beside a stand-in of its own that fails
faulty() {
	spec=$1
	shift
	rm -f faulty.log
	pf-sandbox run -f "$get:$spec" -l faulty.log -- pf-ohlcv "$@"
}
# event NAME FILE: there is one
event() {
	grep -q "\"event\":\"$1\"" "$2" || { echo "no event $1:"; grep -v "^{\"kind\":\"bar\"" "$2" | head -20; return 1; }
}

# the bars as our own records, from the stand-in's file
wanted() {
	awk -F, 'NR > 1 {
		for (i = 3; i <= 6; i++) if ($i ~ /\./) { sub(/0+$/, "", $i); sub(/\.$/, "", $i) }
		printf "{\"kind\":\"bar\",\"symbol\":\"%s\",\"date\":\"%s\",\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%s,\"source\":\"databento\"}\n", $1, $2, $3, $4, $5, $6, $7
	}' "$@"
}
(wanted "$top/share/sandbox/goog.csv"; wanted "$top/share/sandbox/msft.csv") | sort >"$scratch/all"

for encoding in dbn csv json; do
	ok "prints what the file says, through $encoding" '
		pf-ohlcv --full --encoding '$encoding' GOOG MSFT NOPE >got 2>err && bars got >b && same "$scratch/all" b &&
		grep -v "^{\"kind\":\"bar\"" got >"$scratch/rest.'$encoding'" && same "$scratch/rest.dbn" "$scratch/rest.'$encoding'"
	'
done
ok 'says what is covered, what is unknown, and that it was all' '
	cat >want <<-"END"
		{"kind":"coverage","symbol":"GOOG","interval":"1d","dataset":"EQUS.MINI","first_date":"2003-06-19","last_date":"2008-10-14","state":"bars","bars":1047,"source":"databento"}
		{"kind":"coverage","symbol":"MSFT","interval":"1d","dataset":"EQUS.MINI","first_date":"2003-06-19","last_date":"2008-10-14","state":"bars","bars":65,"source":"databento"}
		{"kind":"event","at":"2008-10-15T06:00:00Z","tool":"pf-ohlcv","event":"unknown","level":"warning","subject":"NOPE","text":"the data set does not know the symbol in this range","data":{"dataset":"EQUS.MINI","interval":"1d","from":"2003-06-19","to":"2008-10-14"}}
		{"kind":"coverage","symbol":"NOPE","interval":"1d","dataset":"EQUS.MINI","first_date":"2003-06-19","last_date":"2008-10-14","state":"unknown","bars":0,"source":"databento"}
		{"kind":"complete","of":"bar","dataset":"EQUS.MINI","interval":"1d","from":"2003-06-19","to":"2008-10-14","symbols":3,"count":1112,"at":"2008-10-15T06:00:00Z"}
	END
	same want "$scratch/rest.dbn"
'
ok 'a symbol that is known and has no bars is empty' '
	for e in dbn csv; do
		pf-ohlcv --start 2003-07-01 --end 2003-07-06 --encoding $e MSFT >got &&
		pf-ohlcv --start 2003-07-05 --end 2003-07-06 --encoding $e MSFT >got && event empty got &&
		says "\"state\":\"empty\",\"bars\":0" got || return
	done
'
ok 'nobody knows the only symbol: an answer, not a failure' '
	exits 0 pf-ohlcv --daily NOPE >got 2>err && event unknown got && says "warning: NOPE: " err &&
	says "\"state\":\"unknown\"" got
'

# --- days
ok '--daily: yesterday and five days before' '
	fresh; pf-ohlcv --daily GOOG >got && says "\"start\":\"2008-10-09\",\"end\":\"2008-10-15\"" "$scratch/log" &&
	[ "$(bars got | wc -l)" -eq 4 ] && pf-ohlcv --daily --lookback 0 GOOG >got && [ "$(bars got | wc -l)" -eq 1 ]
'
ok '--new-symbols: the last 90 days' '
	pf-ohlcv --new-symbols --dry-run GOOG >got 2>err && says "\"start\":\"2008-07-17\",\"end\":\"2008-10-14\",\"days\":90" got &&
	pf-ohlcv --new-symbols --days 1 --dry-run GOOG >got 2>err && says "\"days\":1" got
'
ok 'both ends of a range belong to it' '
	pf-ohlcv --start 2008-01-02 --end 2008-01-04 GOOG >got && [ "$(bars got | wc -l)" -eq 3 ] &&
	PF_NOW=2025-02-01 pf-ohlcv --start 2024-01-01 --end 2024-12-31 --dataset XNAS.ITCH --dry-run GOOG >got 2>err || :
	PF_NOW=2025-02-01; export PF_NOW; unset DATABENTO_API_KEY
	pf-ohlcv --start 2024-01-01 --end 2024-12-31 --dataset EQUS.MINI --dry-run GOOG >got 2>err && says "\"days\":366" got
'
ok 'an end that is not over becomes yesterday, aloud' '
	pf-ohlcv --start 2008-10-14 --end 2008-10-15 GOOG >got 2>err && event clamped got && says "set to 2008-10-14" err &&
	[ "$(bars got | wc -l)" -eq 1 ]
'
ok 'a range that begins today has nothing yet' '
	exits 0 pf-ohlcv --start today GOOG >got 2>err && event not-yet got && [ "$(bars got | wc -l)" -eq 0 ]
'
ok 'the clock that pf.yaml stops is the one that options go by' '
	unset PF_NOW; printf "environment:\n  PF_NOW: 2008-10-15\n" >clock.yaml
	pf-ohlcv --config clock.yaml --start yesterday --dry-run GOOG >got 2>err &&
	says "\"start\":\"2008-10-14\",\"end\":\"2008-10-14\",\"days\":1" got
'
ok 'modes exclude each other, and one is needed' '
	exits 64 pf-ohlcv GOOG && exits 64 pf-ohlcv --daily --full GOOG && exits 64 pf-ohlcv --daily --start 2008-01-01 GOOG &&
	exits 64 pf-ohlcv --end 2008-01-01 GOOG && exits 64 pf-ohlcv --start 2008-01-02 --end 2008-01-01 GOOG 2>err &&
	says "end is before start" err && exits 64 pf-ohlcv --start 2008-02-30 GOOG && exits 64 pf-ohlcv --new-symbols --days 0 GOOG &&
	exits 64 pf-ohlcv --daily --schema ohlcv-2d GOOG && exits 64 pf-ohlcv --daily --encoding xml GOOG
'

# --- symbols
ok 'operands and --symbols, each once, in capitals' '
	fresh; pf-ohlcv --daily --symbols goog,msft GOOG " msft " >got 2>err && [ "$(asked)" -eq 1 ] &&
	says "\"symbols\":\"GOOG,MSFT\"" "$scratch/log"
'
ok 'lines, records, both; what is neither is rejected and the others are asked for' '
	printf "goog\r\n\n{\"kind\":\"symbol\",\"symbol\":\"MSFT\"}\nGOOG" >in && fresh &&
	pf-ohlcv --daily <in >got 2>err && says "\"symbols\":\"GOOG,MSFT\"" "$scratch/log" &&
	printf "{\"symbol\":7}\n{\"symbol\"\nA,B\n\001\nGOOG\n" >in && fresh &&
	exits 65 pf-ohlcv --daily <in >got 2>err && says "\"symbols\":\"GOOG\"" "$scratch/log" &&
	says "standard input:1: " err && says "standard input:2: " err && says "standard input:3: " err && says "standard input:4: " err
'
ok 'a record without a symbol is passed on' '
	printf "{\"kind\":\"event\", \"text\":\"x\"}\nGOOG\n" | pf-ohlcv --daily >got && [ "$(head -1 got)" = "{\"kind\":\"event\", \"text\":\"x\"}" ]
'
ok 'no symbols are nothing to do' '
	fresh; exits 0 pf-ohlcv --daily </dev/null >got && [ ! -s got ] && [ "$(asked)" -eq 0 ]
'
ok 'what no equities data set knows is skipped aloud' '
	fresh; pf-ohlcv --daily GOOG btc ETH-USD AAPL240119C00150000 3b241101-e2bb-4255-8caf-4136c566a962 >got &&
	[ "$(grep -c "\"event\":\"skipped\"" got)" -eq 4 ] && says "\"symbols\":\"GOOG\"" "$scratch/log" &&
	fresh; pf-ohlcv --daily --any-symbol BTC >got 2>err; says "\"symbols\":\"BTC\"" "$scratch/log" &&
	exits 0 pf-ohlcv --daily BTC >got && [ "$(wc -l <got)" -eq 1 ]
'
ok 'the word for all symbols is refused' '
	fresh; exits 64 pf-ohlcv --daily all_symbols && exits 65 pf-ohlcv --daily <<-END && [ "$(asked)" -eq 0 ]
		ALL_SYMBOLS
	END
'

# --- money
ok 'a dry run asks for the price alone' '
	fresh; pf-ohlcv --start 2008-01-02 --end 2008-01-04 --dry-run GOOG >got 2>err && [ "$(asked)" -eq 0 ] &&
	[ "$(asked metadata.get_cost)" -eq 1 ] && says "\"kind\":\"plan\"" got && says "\"cost\":0.0001008" got
'
ok 'a dry run without a key has no price' '
	unset DATABENTO_API_KEY; exits 0 pf-ohlcv --daily --dry-run GOOG >got 2>err && says "\"cost\":null" got
'
ok 'a price above --max-cost fetches nothing' '
	fresh; exits 75 pf-ohlcv --full --max-cost 0.000001 GOOG >got 2>err && [ "$(asked)" -eq 0 ] && [ ! -s got ] &&
	says "more than --max-cost" err && exits 75 pf-ohlcv --daily --max-cost 0 GOOG 2>err &&
	pf-ohlcv --full --max-cost 1 GOOG >got && [ "$(bars got | wc -l)" -eq 1047 ]
'
ok 'without the price nothing is fetched' '
	exits 75 pf-sandbox run -f databento/metadata.get_cost:500 -l faulty.log -- pf-ohlcv --full --max-cost 1 GOOG >got 2>err &&
	[ "$(bars got | wc -l)" -eq 0 ] && ! grep -q get_range faulty.log
'

# --- what is there
ok 'a range that is not there whole is clamped once, by the fields of the refusal' '
	fresh; PF_NOW=2008-11-20 pf-ohlcv --start 2008-10-01 --end 2008-11-10 GOOG >got 2>err && [ "$(asked)" -eq 2 ] && event clamped got &&
	says "\"asked_from\":\"2008-10-01\",\"asked_to\":\"2008-11-10\",\"from\":\"2008-10-01\",\"to\":\"2008-10-14\"" got &&
	says "\"last_date\":\"2008-10-14\"" got && says "end 2008-11-10 is after the available end 2008-10-14 (clamped)" err &&
	[ "$(bars got | wc -l)" -eq 10 ] &&
	pf-ohlcv --start 2000-01-01 --end 2003-06-20 MSFT >got 2>err && event clamped got && says "\"first_date\":\"2003-06-19\"" got &&
	[ "$(bars got | wc -l)" -eq 2 ]
'
ok 'a range behind or before what is there is no failure' '
	PF_NOW=2008-11-20 exits 0 pf-ohlcv --start 2008-11-01 GOOG >got 2>err && event not-yet got && [ "$(wc -l <got)" -eq 1 ] &&
	exits 0 pf-ohlcv --start 2000-01-01 --end 2000-01-05 GOOG >got 2>err && event too-early got && [ "$(wc -l <got)" -eq 1 ] &&
	PF_NOW=2001-01-01 exits 0 pf-ohlcv --full GOOG >got 2>err && event not-yet got && [ "$(wc -l <got)" -eq 1 ]
'
ok 'a clamp is known from the price already' '
	fresh; PF_NOW=2008-11-20 pf-ohlcv --start 2008-10-01 --max-cost 1 GOOG >got 2>err && [ "$(asked)" -eq 1 ] &&
	[ "$(grep -c "\"event\":\"clamped\"" got)" -eq 1 ]
'
ok 'the licence ends before the data: clamped by the words, since there is no field' '
	for f in unavailable licence; do
		faulty $f --daily GOOG >got 2>err && event clamped got && says "\"last_date\":\"2008-10-13\"" got || return
	done
'
ok 'of several publishers the largest is taken, aloud' '
	for e in dbn csv json; do
		pf-ohlcv --daily --dataset DBEQ.BASIC --encoding $e GOOG >got 2>err && bars got >b && event merged got &&
		grep -e 2008-10-09 -e 2008-10-1 "$scratch/all" >want && same want b || return
	done
'

mkdir "$scratch/split" "$scratch/many" "$scratch/exact"
printf 'symbol,date,open,high,low,close,volume\nA,2024-06-27,1,2,1,2,5\nA,2024-06-28,1,2,1,2,5\nA,2024-07-01,3,4,3,4,6\nA,2024-07-02,3,4,3,4,6\n' >"$scratch/split/a.csv"
ok 'a range across 2024-07-01 is two requests' '
	PF_NOW=2024-07-03; export PF_NOW; rm -f log
	pf-sandbox run --data "$scratch/split" -l log -- pf-ohlcv --start 2024-06-27 A >got && [ "$(bars got | wc -l)" -eq 4 ] &&
	says "\"dataset\":\"EQUS.MINI\",\"interval\":\"1d\",\"from\":\"2024-06-27\",\"to\":\"2024-06-28\"" got &&
	says "\"dataset\":\"EQUS.SUMMARY\",\"interval\":\"1d\",\"from\":\"2024-07-01\",\"to\":\"2024-07-02\"" got &&
	[ "$(grep -c get_range log)" -eq 3 ]
'
awk 'BEGIN { print "symbol,date,open,high,low,close,volume"; for (i = 0; i < 4500; i++) printf "S%d,2008-10-14,%d.5,%d.5,1,2,3\n", i, i, i }' >"$scratch/many/m.csv"
ok 'more than 2000 symbols are several requests' '
	awk "BEGIN { for (i = 0; i < 4501; i++) print \"S\" i }" >in &&
	for e in dbn csv; do
		rm -f log; pf-sandbox run --data "$scratch/many" -l log -- pf-ohlcv --start 2008-10-14 --encoding $e <in >got 2>err &&
		[ "$(bars got | wc -l)" -eq 4500 ] && [ "$(grep -c get_range log)" -eq 3 ] && [ "$(grep -c "\"complete\"" got)" -eq 3 ] &&
		[ "$(grep -c "\"event\":\"unknown\"" got)" -eq 1 ] && says S4500 err || return
	done
'
ok 'one of them fails for good: the others are done, and it has a name' '
	exits 69 pf-sandbox run --data "$scratch/many" -f "$get:404:@2" -- pf-ohlcv --start 2008-10-14 <in >got 2>err &&
	n=$(bars got | wc -l) && [ "$n" -eq 2500 -o "$n" -eq 4000 ] && event failed got && says " more: 404" err &&
	[ "$(grep -c "\"complete\"" got)" -eq 2 ]
'
cat >"$scratch/exact/x.csv" <<'END'
symbol,date,open,high,low,close,volume
X,2008-10-13,9223372036.854775806,0.000000001,-9223372036.854775807,-0.5,9223372036854775807
X,2008-10-14,,1,1,1,18446744073709551615
END
ok 'figures survive to the last digit; undefined is null' '
	cat >want <<-"END"
		{"kind":"bar","symbol":"X","date":"2008-10-13","open":9223372036.854775806,"high":0.000000001,"low":-9223372036.854775807,"close":-0.5,"volume":9223372036854775807,"source":"databento"}
		{"kind":"bar","symbol":"X","date":"2008-10-14","open":null,"high":1,"low":1,"close":1,"volume":18446744073709551615,"source":"databento"}
	END
	for e in dbn csv json; do
		pf-sandbox run --data "$scratch/exact" -- pf-ohlcv --daily --encoding $e X >got 2>err && bars got >b && same want b || return
	done
'
ok 'a high below its low is told, and kept' '
	printf "symbol,date,open,high,low,close,volume\nX,2008-10-14,1,1,2,1,1\n" >"$scratch/exact/x.csv" &&
	exits 0 pf-sandbox run --data "$scratch/exact" -- pf-ohlcv --daily X >got 2>err && [ "$(bars got | wc -l)" -eq 1 ] && event odd got
'

# --- what goes wrong
for f in 429=1:1 500:2 504:1 408:1 cut:1 badlen:1 reset:1 frames slow=400000 badwarning huge:1; do
	ok "$f: everything came, nothing twice" '
		exits 0 faulty '$f' --full GOOG MSFT >got 2>err && bars got >b && same "$scratch/all" b
	'
done
for f in cut:1 truncate:1 empty:1; do
	ok "$f in text likewise" '
		exits 0 faulty '$f' --full --encoding csv GOOG MSFT >got 2>err && bars got >b && same "$scratch/all" b
	'
done
ok 'too much at once is asked for in pieces, and nothing twice' '
	for e in dbn csv; do
		PF_HTTP_ATTEMPTS=1 exits 0 faulty big=200 --full --encoding $e GOOG MSFT NOBODY >got 2>err && bars got >b && same "$scratch/all" b && says "days at a time" err &&
			event unknown got && [ "$(grep -c get_range faulty.log)" -gt 6 ] || return
	done
	PF_HTTP_ATTEMPTS=1 exits 75 faulty 504 --full GOOG >got 2>err && [ "$(grep -c get_range faulty.log)" -eq 5 ]
'
ok 'a cut in every reply: what came is kept, once, and is true' '
	exits 75 faulty cut --full --encoding csv GOOG MSFT >got 2>err && bars got >b && [ "$(wc -l <b)" -gt 700 ] &&
	[ -z "$(uniq -d b)" ] && [ "$(comm -13 "$scratch/all" b | wc -l)" -eq 0 ] && ! grep -q -e coverage -e complete got &&
	event failed got && [ "$(grep -c get_range faulty.log)" -eq 4 ]
'
ok 'waiting is bounded and told' '
	exits 75 faulty 429=1 --daily GOOG >got 2>err && [ "$(grep -c "waits 1 s (429)" err)" -eq 3 ] && [ "$(grep -c get_range faulty.log)" -eq 4 ] &&
	exits 75 faulty 429=3600 --daily GOOG >got 2>err && says "would have to wait 3.6e+03 s (429)" err &&
	rm -f log; exits 75 env PF_HTTP_ATTEMPTS=2 pf-sandbox run -f $get:500 -l log -- pf-ohlcv --daily GOOG 2>err && [ "$(grep -c get_range log)" -eq 2 ] &&
	exits 75 faulty 429=9 --timeout 2s --daily GOOG
'
ok 'a stall ends, and the transfer is taken up again' '
	PF_HTTP_TIMEOUT=1s; export PF_HTTP_TIMEOUT
	exits 0 faulty stall=20:1 --full --encoding csv GOOG MSFT >got 2>err && bars got >b && same "$scratch/all" b &&
	says "nothing came for 1 s" err && exits 0 faulty silent=20:1 --daily GOOG >got 2>err
'
for row in 404:69 redirect:69 latin1:69 403:77 locked:77 funds:75 504:75 reset:75 truncate:75 garbage:65 html:65; do
	ok "${row%:*} all the time is status ${row#*:}" '
		exits '${row#*:}' faulty '${row%:*}' --daily GOOG >got 2>err && event failed got && says GOOG: err &&
		! grep -q -e coverage -e complete got
	'
done
ok 'what is no bars in text is status 65 too' '
	for e in csv json; do exits 65 faulty garbage --daily --encoding $e GOOG >got 2>err || return; done
'
ok 'nobody listens: 75, with the place' '
	exits 75 env PF_DATABENTO_URL=http://127.0.0.1:9 pf-ohlcv --daily GOOG 2>err && says "127.0.0.1:9: Connection refused" err
'
ok 'a wrong key ends everything at once' '
	fresh; exits 77 env DATABENTO_API_KEY=db-wrong pf-ohlcv --daily <in 2>err && [ "$(asked)" -le 4 ] && ! grep -q db-wrong err
'
ok 'no key, no address' '
	exits 78 env DATABENTO_API_KEY= pf-ohlcv --daily GOOG 2>err && says DATABENTO_API_KEY err &&
	exits 78 env DATABENTO_API_KEY="a b" pf-ohlcv --daily GOOG && exits 78 env PF_DATABENTO_URL=http://192.0.2.1 pf-ohlcv --daily GOOG &&
	exits 78 env PF_DATABENTO_URL=https://x.invalid/v0 pf-ohlcv --daily GOOG && exits 78 env PF_HTTP_ATTEMPTS=x pf-ohlcv --daily GOOG
'
ok 'what the vendor warns of is told' '
	exits 0 faulty degraded --daily GOOG >got 2>err && event warning got && says degraded err
'
ok '--trace shows heads and no key' '
	exits 0 pf-ohlcv --daily --trace GOOG >got 2>err && says "> POST /v0/timeseries.get_range" err && says "< HTTP/1.1 200" err &&
	says "uthorization: ***" err && ! grep -q "$DATABENTO_API_KEY" err && ! grep -q "Basic" err
'
ok 'a full disk is not a success' 'exits 74 pf-ohlcv --full GOOG >/dev/full'
ok 'a reader that leaves ends it silently' '
	(pf-ohlcv --full GOOG MSFT 2>err; echo $? >status) | head -1 >got; [ "$(cat status)" -eq 141 -o "$(cat status)" -eq 0 ] && [ ! -s err ]
'
ok 'SIGTERM ends it, with what came printed and nothing claimed' '
	pf-sandbox run -f $get:stall=20 -- sh -c "pf-ohlcv --full --encoding csv GOOG >got 2>err & p=\$!; sleep 1; kill \$p; wait \$p; echo \$? >status" &&
	[ "$(cat status)" -eq 143 ] && [ "$(bars got | wc -l)" -gt 100 ] && ! grep -q -e complete -e coverage got && says "stopped by a signal" err
'
ok 'candles: their own kind, whole days claimed' '
	shared || return
	mkdir fut && cp "$shared"/dbn/test_data.ohlcv-1m.v3.dbn.zst fut/ && PF_NOW=2020-12-30T00:00:00Z && export PF_NOW &&
	for e in dbn csv json; do
		pf-sandbox run --data fut -- pf-ohlcv --start 2020-12-28 --dataset GLBX.MDP3 --schema 1m --encoding $e ESH1 >got 2>err || return
		cat >want <<-"END"
			{"kind":"candle","symbol":"ESH1","interval":"1m","ts":"2020-12-28T13:00:00Z","ts_ns":1609160400000000000,"open":372025,"high":372150,"low":372025,"close":372100,"volume":353,"source":"databento"}
			{"kind":"candle","symbol":"ESH1","interval":"1m","ts":"2020-12-28T13:01:00Z","ts_ns":1609160460000000000,"open":372100,"high":372150,"low":372100,"close":372150,"volume":152,"source":"databento"}
		END
		grep "\"candle\"," got | grep -v complete >c && same want c || return
	done
'
ok 'real bars, all of them' '
	shared || return
	mkdir us && cp "$shared/bars/us25_2013_2018.csv" us/ &&
	PF_NOW=2018-02-09 pf-sandbox run --data us -- pf-ohlcv --full $(cut -d, -f1 us/*.csv | sed 1d | sort -u) >got 2>err &&
	[ "$(bars got | wc -l)" -eq 31443 ] && [ "$(grep -c "\"open\":null" got)" -eq 4 ] && event odd got
'
done_testing
