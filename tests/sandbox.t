#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need curl
need zstd
need python3

decode=$top/tests/sandbox/decode.py
daily='dataset=EQUS.MINI&schema=ohlcv-1d'
all="$daily&start=2003-06-19&end=2008-10-15"

# serve ARGS: a sandbox of this test alone, ended by unserve
serve() {
	rm -f env.own log
	pf-sandbox serve -q --env env.own --log log "$@" &
	own=$!
	trap 'kill $own 2>/dev/null' EXIT # however the test ends, which is a subshell
	while [ ! -s env.own ] && kill -0 $own 2>/dev/null; do sleep 0.02; done
	. ./env.own && api=$PF_DATABENTO_URL/v0
}
unserve() {
	kill "$own" && wait "$own"
}
# get METHOD QUERY, post METHOD FORM: the body to got, the head to head, the status to code
get() {
	curl -s -m 20 -u "$DATABENTO_API_KEY:" -D head -o got -w '%{http_code}' "$api/$1${2:+?$2}" >code
}
post() {
	curl -s -m 20 -u "$DATABENTO_API_KEY:" -D head -o got -w '%{http_code}' -d "$2" "$api/$1" >code
}
range() {
	post timeseries.get_range "$1"
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
# refused STATUS CASE FORM: get_range is refused with that case
refused() {
	range "$3" && code "$1" && says "\"case\":\"$2\"" got
}
# bad PARAMETER FORM: get_range tells of a bad parameter
bad() {
	range "$2" && code 422 && says "{\"loc\":[\"body\",\"$1\"]," got
}
rows() {
	tail -n +2 got | wc -l
}

sandbox --log "$scratch/log"
api=$PF_DATABENTO_URL/v0
ours=$api

ok 'who does not authenticate is told to' '
	curl -s -D head -o got -w "%{http_code}" "$api/metadata.list_datasets" >code; code 401 &&
	says "WWW-Authenticate: Basic" head && [ "$(cat got)" = "{\"detail\":\"Not authenticated\"}" ]
'
ok 'a wrong key, and a right one with a password, are a case without a payload' '
	for user in db-wrong: "$DATABENTO_API_KEY:x"; do
		curl -s -u "$user" -D head -o got -w "%{http_code}" "$api/metadata.list_datasets" >code; code 401 || exit 1
		says "\"case\":\"auth_authentication_failed\"" got && says "\"payload\":null" got || exit 1
	done
'
ok 'no path, no method' '
	get nothing.here && code 404 && post metadata.list_datasets a=1 && code 405 && says "Allow: GET" head
'
ok 'GET and POST give the same bars, which are those of the file' '
	get timeseries.get_range "$daily&start=2004-08-19&end=2008-10-15&symbols=GOOG&pretty_px=1&pretty_ts=1&map_symbols=1" && code 200 && mv got a &&
	range "$daily&start=2004-08-19&end=2008-10-15&symbols=GOOG&pretty_px=1&pretty_ts=1&map_symbols=1" && code 200 && same a got &&
	python3 -c "
import csv, decimal
want = list(csv.DictReader(open(\"$top/share/sandbox/goog.csv\"))); got = list(csv.DictReader(open(\"a\")))
assert len(want) == len(got) == 1047
for w, g in zip(want, got):
    assert w[\"symbol\"] == g[\"symbol\"] and g[\"ts_event\"] == w[\"date\"] + \"T00:00:00.000000000Z\" and w[\"volume\"] == g[\"volume\"]
    for p in (\"open\", \"high\", \"low\", \"close\"):
        assert decimal.Decimal(w[p]) == decimal.Decimal(g[p]) and len(g[p].split(\".\")[1]) == 9
"
'
ok 'the forms are those of the contract, to the byte' '
	range "$daily&start=2008-10-10&symbols=GOOG&encoding=json" && code 200 &&
	echo "{\"hd\":{\"ts_event\":\"1223596800000000000\",\"rtype\":35,\"publisher_id\":95,\"instrument_id\":1000},\"open\":\"313160000000\",\"high\":\"341890000000\",\"low\":\"310300000000\",\"close\":\"332000000000\",\"volume\":\"10597800\"}" >want && same want got &&
	range "$daily&start=2008-10-10&symbols=GOOG&encoding=json&pretty_px=true&pretty_ts=true&map_symbols=true" && code 200 &&
	echo "{\"hd\":{\"ts_event\":\"2008-10-10T00:00:00.000000000Z\",\"rtype\":35,\"publisher_id\":95,\"instrument_id\":1000},\"open\":\"313.160000000\",\"high\":\"341.890000000\",\"low\":\"310.300000000\",\"close\":\"332.000000000\",\"volume\":\"10597800\",\"symbol\":\"GOOG\"}" >want && same want got &&
	range "$daily&start=2008-10-10&symbols=GOOG&map_symbols=1" && code 200 &&
	printf "%s\n" ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol \
		1223596800000000000,35,95,1000,313160000000,341890000000,310300000000,332000000000,10597800,GOOG >want && same want got
'
for version in 1 2 3; do
	ok "DBN $version, raw and zstd, says the same as CSV to a decoder that is not ours" '
		serve --dbn-version '$version' &&
		range "$all&symbols=GOOG,MSFT,NOPE&map_symbols=1" && mv got want &&
		range "$all&symbols=GOOG,MSFT,NOPE&encoding=dbn" && python3 "$decode" csv <got >raw && same want raw &&
		range "$all&symbols=GOOG,MSFT,NOPE&encoding=dbn&compression=zstd" && python3 "$decode" csv <got >z && same want z &&
		python3 "$decode" meta <got | tee meta && says "\"version\": '$version'," meta && says "\"not_found\": [\"NOPE\"]" meta &&
		says "\"partial\": [\"GOOG\", \"MSFT\"]" meta && unserve
	'
done
ok 'by instrument, mappings are the other way round' '
	range "$daily&start=2008-10-10&symbols=1000&stype_in=instrument_id&stype_out=raw_symbol&encoding=dbn" && code 200 &&
	python3 "$decode" csv <got >decoded && says "332000000000,10597800,GOOG" decoded
'
ok 'ids move from symbol to symbol, and the mapping by date is right' '
	mkdir -p moving && for s in A B C D E F; do
		printf "symbol,date,open,high,low,close,volume\n"
		for d in 01-02 02-05 03-05 04-05 05-06; do echo "$s,2010-$d,1,1,1,1,1"; done
	done | awk "NR == 1 || !/^symbol/" >moving/a.csv && serve --data moving &&
	range "$daily&start=2010-01-02&end=2010-05-07&map_symbols=1&symbols=A,B,C,D,E,F" && mv got want && [ "$(wc -l <want)" -eq 31 ] &&
	range "$daily&start=2010-01-02&end=2010-05-07&encoding=dbn&symbols=A,B,C,D,E,F" && python3 "$decode" csv <got >out && same want out &&
	[ "$(cut -d, -f4,10 want | grep ,C | sort -u | wc -l)" -gt 3 ] &&
	[ "$(cut -d, -f4,10 want | sort -u | cut -d, -f1 | sort | uniq -d | wc -l)" -gt 0 ]; got=$?; unserve && [ $got -eq 0 ]
'
ok 'zstd in several frames with skippable ones between' '
	serve --fault databento:frames && range "$all&map_symbols=1&symbols=GOOG" && mv got want &&
	range "$all&encoding=dbn&compression=zstd&symbols=GOOG" && python3 "$decode" csv <got >out && same want out &&
	[ "$(LC_ALL=C grep -ao "sandbox" got | wc -l)" -ge 2 ] && unserve
'
ok 'extreme figures are served exactly; an empty price is undefined' '
	mkdir -p extreme && printf "%s\n" symbol,date,open,high,low,close,volume \
		X,2020-01-02,9223372036.854775806,9223372036.854775806,-9223372036.854775808,0.000000001,18446744073709551615 \
		X,2020-01-03,,2,3,,0 >extreme/x.csv && serve --data extreme &&
	range "$daily&start=2020-01-02&end=2020-01-04&pretty_px=1" && code 200 && tail -n +2 got | cut -d, -f5- >out &&
	printf "%s\n" 9223372036.854775806,9223372036.854775806,-9223372036.854775808,0.000000001,18446744073709551615 ,2.000000000,3.000000000,,0 >want &&
	same want out && says "2020-01-03 (degraded)" head &&
	range "$daily&start=2020-01-03&encoding=json&pretty_px=1" && says "\"open\":null,\"high\":\"2.000000000\"" got &&
	range "$daily&start=2020-01-03" && says ,9223372036854775807,2000000000,3000000000,9223372036854775807,0 got &&
	get metadata.get_dataset_condition "dataset=EQUS.MINI&start_date=2020-01-03" && says "\"condition\":\"degraded\"" got && unserve
'
ok 'datasets change on 2024-07-01, and cover what the file covers' '
	mkdir -p two && printf "%s\n" symbol,date,open,high,low,close,volume BRK.B,2024-06-28,1,1,1,1,1 BRK.B,2024-07-01,2,2,2,2,2 >two/x.csv &&
	serve --data two && get metadata.list_datasets && [ "$(cat got)" = "[\"DBEQ.BASIC\",\"EQUS.MINI\",\"EQUS.SUMMARY\"]" ] &&
	get metadata.get_dataset_range dataset=EQUS.SUMMARY &&
	says "{\"start\":\"2024-07-01T00:00:00.000000000Z\",\"end\":\"2024-07-02T00:00:00.000000000Z\"," got &&
	range "dataset=EQUS.SUMMARY&schema=ohlcv-1d&start=2024-07-01&symbols=BRK.B" && says ,35,90, got && [ "$(rows)" -eq 1 ] &&
	range "dataset=DBEQ.BASIC&schema=ohlcv-1d&start=2024-06-28&end=2024-07-02&symbols=BRK%20B&map_symbols=1" && [ "$(rows)" -eq 6 ] &&
	says ",35,59,5" got && says ",BRK B" got && refused 422 symbology_invalid_request "dataset=DBEQ.BASIC&schema=ohlcv-1d&start=2024-06-28&symbols=BRK.B" &&
	range "dataset=DBEQ.BASIC&schema=ohlcv-1d&start=2024-06-28&symbols=BRK.B&stype_in=nasdaq_symbol" && code 200 && unserve
'
ok 'what is asked for is checked, all of it' '
	bad start "$daily&start=2008-13-01" && bad start "$daily" && bad dataset "schema=ohlcv-1d&start=2008-10-10" &&
	bad schema "dataset=EQUS.MINI&start=2008-10-10&schema=ohlcv-2d" && bad limit "$daily&start=2008-10-10&limit=0" &&
	bad limit "$daily&start=2008-10-10&limit=1&limit=2" && bad page "$daily&start=2008-10-10&page=2" &&
	bad encoding "$daily&start=2008-10-10&encoding=xml" && bad pretty_px "$daily&start=2008-10-10&pretty_px=maybe" &&
	bad stype_in "$daily&start=2008-10-10&stype_in=ticker" && bad start "$daily&start=2008-10-10T00:00:00+01:00" &&
	bad start "$daily&start=%ff" && bad symbols "$daily&start=2008-10-10&symbols=$(seq -s, 2001)" &&
	refused 422 symbology_invalid_request "$daily&start=2008-10-10&symbols=$(seq -s, 2000)" &&
	range "start=x&schema=y" && [ "$(grep -o "{\"loc\"" got | wc -l)" -eq 3 ]
'
ok 'times in every form' '
	for start in 2008-10-10 2008-10-10T00 2008-10-10T00:00 2008-10-10T00:00:00 2008-10-10T00:00:00.000000000Z 1223596800000000000 \
		2008-10-09T20:00-04:00 2008-10-10T02:00:00.5%2B02:00; do
		n=1; case $start in *.5*) n=0 ;; esac
		range "$daily&start=$start&symbols=GOOG" && code 200 && [ "$(rows)" -eq $n ] || { echo "$start: $(rows)"; exit 1; }
	done
	range "$daily&start=2008-10-10T00:00:00.000000001&end=2008-10-14T00:00:00&symbols=GOOG" && [ "$(rows)" -eq 1 ]
'
ok 'every case of a range that is not there' '
	refused 422 data_end_after_available_end "$daily&start=2008-10-10&end=2008-10-15T00:00:00.000000001" &&
	says "\"available_end\":\"2008-10-15T00:00:00.000000000Z\"" got && says "available up to '"'2008-10-15 00:00:00+00:00'"'" got &&
	refused 422 data_start_before_available_start "$daily&start=2000-01-01&end=2004-01-01" &&
	says "\"available_start\":\"2003-06-19T00:00:00.000000000Z\"" got &&
	refused 422 data_start_after_available_end "$daily&start=2008-10-15" &&
	refused 422 data_time_range_start_on_or_after_end "$daily&start=2008-10-10&end=2008-10-10" && ! grep available got &&
	refused 422 dataset_not_found "dataset=NO.SUCH&schema=ohlcv-1d&start=2008-10-10" &&
	refused 422 validation_failed "dataset=EQUS.MINI&start=2008-10-10" &&
	refused 422 validation_failed "$daily&start=2008-10-10&stype_out=parent" &&
	refused 422 symbology_invalid_request "$daily&start=2008-10-11&end=2008-10-13&symbols=GOOG" &&
	refused 422 symbology_invalid_request "$daily&start=2008-10-10&symbols=NOPE" &&
	refused 400 symbology_invalid_symbol "$daily&start=2008-10-10&symbols=GOOG,,MSFT"
'
ok 'no rows are 200, and a warning' '
	range "$daily&start=2004-08-20T01:00&symbols=GOOG" && code 200 && [ "$(rows)" -eq 0 ] &&
	says "X-Warning: [\"Warning: No data found for the request you submitted.\"]" head &&
	range "$daily&start=2004-08-20T01:00&symbols=GOOG&encoding=json" && code 200 && [ ! -s got ]
'
ok 'counts, sizes and prices' '
	post metadata.get_record_count "$all" && [ "$(cat got)" = 1112 ] && get metadata.get_billable_size "$all&symbols=GOOG" && [ "$(cat got)" = 58632 ] &&
	get metadata.get_cost "$all&symbols=GOOG&mode=historical" && [ "$(cat got)" = 0.035179200000 ] &&
	get metadata.get_cost "$daily&start=2008-10-10&end=2009-01-01" && code 422 && says data_end_after_available_end got
'
ok 'symbology' '
	get symbology.resolve "dataset=EQUS.MINI&symbols=MSFT,NOPE&stype_in=raw_symbol&stype_out=instrument_id&start_date=2003-06-20&end_date=2003-06-21" && code 200 &&
	echo "{\"result\":{\"MSFT\":[{\"d0\":\"2003-06-20\",\"d1\":\"2003-06-21\",\"s\":\"100001\"}],\"NOPE\":[]},\"symbols\":[\"MSFT\",\"NOPE\"],\"stype_in\":\"raw_symbol\",\"stype_out\":\"instrument_id\",\"start_date\":\"2003-06-20\",\"end_date\":\"2003-06-21\",\"partial\":[],\"not_found\":[\"NOPE\"],\"message\":\"Partially resolved\",\"status\":1}" >want &&
	echo >>got && same want got &&
	post symbology.resolve "dataset=EQUS.MINI&symbols=NOPE&stype_in=raw_symbol&stype_out=instrument_id&start_date=2003-06-20" && code 200 && says "\"status\":2" got &&
	post symbology.resolve "dataset=EQUS.MINI&symbols=A&stype_in=raw_symbol&stype_out=instrument_id&start_date=2003-06-20&end_date=2003-06-20" &&
	code 422 && says data_date_range_start_on_or_after_end got
'
ok 'the same question has the same answer, to the byte' '
	for i in 1 2; do
		serve && range "$all&encoding=dbn&compression=zstd&symbols=GOOG,MSFT" && mv got a$i && grep -i request-id head >h$i && unserve || exit 1
	done; cmp a1 a2 && same h1 h2
'
ok 'the vendor'"'"'s own samples' '
	shared || return
	serve --data "$shared/dbn" && get metadata.list_schemas dataset=GLBX.MDP3 &&
	[ "$(cat got)" = "[\"ohlcv-1s\",\"ohlcv-1m\",\"ohlcv-1h\",\"ohlcv-1d\"]" ] &&
	range "dataset=GLBX.MDP3&schema=ohlcv-1h&start=2020-12-28T13:00&end=2020-12-29&symbols=ESH1&map_symbols=1&pretty_px=1&pretty_ts=1" && code 200 &&
	says 2020-12-28T13:00:00.000000000Z,34,1,5482,372025.000000000,372350.000000000,372025.000000000,372225.000000000,9385,ESH1 got &&
	[ "$(rows)" -eq 2 ] && range "dataset=GLBX.MDP3&schema=ohlcv-1d&start=2020-12-28T13:00&end=2020-12-29&symbols=ESH1" && code 200 && [ "$(rows)" -eq 0 ] && unserve
'
ok '25 symbols of five years come at once, and whole' '
	shared || return
	serve --data "$shared/bars" &&
	range "$daily&start=2013-02-08&end=2018-02-08&pretty_px=1&pretty_ts=1&map_symbols=1" && code 200 && [ "$(rows)" -eq 31443 ] &&
	range "$daily&start=2013-02-08&end=2018-02-08&encoding=dbn&compression=zstd" && code 200 &&
	python3 -c "
import json
line = [json.loads(l) for l in open(\"log\")][-1]
assert line[\"bytes\"] == $(wc -c <got) and line[\"duration_us\"] < 1000000, line
" && unserve
'

# broken CURL_STATUS FAULT [FORM]: how curl ends
broken() {
	serve --fault "databento:$2" || return 1
	curl -s -m 10 -u "$DATABENTO_API_KEY:" -D head -o got -w '%{http_code}' -d "${3:-$all&symbols=GOOG}" "$api/timeseries.get_range" >code
	got=$?
	unserve || return 1
	[ $got -eq "$1" ] || { echo "curl ended with $got, not $1, for $2"; return 1; }
}
ok 'faults: other statuses' '
	for s in 400 403 404 408 429 500 502 503 504; do broken 0 $s && code $s || exit 1; done
	broken 0 429=7 && says "Retry-After: 7" head && broken 0 504 && says "<center>" got && broken 0 redirect && code 302 &&
	broken 0 funds && code 402 && broken 0 locked && code 403 && broken 0 licence && says license_not_found_unauthorized got &&
	broken 0 unavailable && says "end time before 2008-10-14T00:00:00.000000000Z." got && ! grep payload got
'
ok 'faults: other bodies' '
	broken 0 empty && code 200 && [ ! -s got ] && broken 0 garbage=1000 && [ "$(wc -c <got)" -eq 1000 ] && cp got a &&
	broken 0 garbage=1000 && cmp a got && broken 0 html && code 200 && broken 0 latin1 && code 422 && ! python3 -c "open(\"got\").read()" 2>/dev/null &&
	broken 0 huge=1000000 && code 500 && [ "$(wc -c <got)" -eq 1000000 ] &&
	broken 0 badwarning && says "X-Warning: not [JSON" head && broken 0 degraded && says "(degraded)" head
'
ok 'faults: answers that are sent badly, in each encoding' '
	for e in csv json dbn "dbn&compression=zstd"; do
		form="$all&symbols=GOOG&encoding=$e"
		api=$ours && range "$form" && mv got whole && n=$(wc -c <whole) || exit 1
		broken 18 cut "$form" && [ $(($(wc -c <got) - n / 2)) -lt 3 ] && cmp -n "$(wc -c <got)" got whole || exit 1
		broken 0 truncate "$form" && [ "$(wc -c <got)" -lt "$n" ] && [ "$(tail -c 1 got | od -An -c)" != "  \\n" ] || exit 1
		broken 18 badlen "$form" && cmp got whole || exit 1
	done
	for k in stall=1 silent=1 slow=200000; do broken 0 $k "$form" && cmp got whole || exit 1; done
	broken 18 cut=10 && [ "$(wc -c <got)" -eq 10 ] && broken 52 reset && broken 7 down
'
ok 'a body that is long is cut, too' '
	mkdir -p long && { echo symbol,date,open,high,low,close,volume; python3 -c "
import datetime
for i in range(5000): print(\"A,%s,1,1,1,1,1\" % (datetime.date(2000, 1, 1) + datetime.timedelta(i)))"; } >long/a.csv &&
	for k in cut badlen; do
		serve --data long --fault databento:$k && range "$daily&start=2000-01-01&end=2013-09-09"; unserve
		[ "$(wc -l <got)" -gt 2000 ] || exit 1
	done
'
ok 'a port that is closed opens when its time has come' '
	serve --fault databento:down=1 && ! get metadata.list_datasets && sleep 1.7 && get metadata.list_datasets && code 200 && unserve
'
ok 'faults by number, by share and by path' '
	serve --fault databento:500:2 --fault databento:503:@4 --fault databento/metadata.list_schemas:404 &&
	for i in 1 2 3 4 5; do get metadata.list_datasets; cat code; echo; done >codes && get metadata.list_schemas dataset=EQUS.MINI && code 404 &&
	[ "$(paste -sd" " codes)" = "500 500 200 503 200" ] && unserve &&
	for i in 1 2; do
		serve --fault databento:500:30% && for k in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do get metadata.list_datasets; cat code; echo; done >codes$i && unserve || exit 1
	done; same codes1 codes2 && grep -q 500 codes1 && grep -q 200 codes1
'
ok 'a fault that is none is told' '
	exits 64 pf-sandbox serve --fault databento:cutt 2>err && says "did you mean cut?" err &&
	exits 64 pf-sandbox serve --fault databanto:cut 2>err && exits 64 pf-sandbox serve --fault databento 2>err &&
	exits 64 pf-sandbox serve --fault databento:cut:often 2>err && exits 64 pf-sandbox serve --fault databento:500=3 2>err &&
	exits 64 pf-sandbox serve --fault databento:down:2 2>err
'
ok 'the log has a line for each request, without keys' '
	serve && range "$daily&start=2008-10-10&symbols=GOOG" && get metadata.list_datasets "key=$DATABENTO_API_KEY" &&
	get metadata.list_datasets "a=x$DATABENTO_API_KEY&b=db-other" && unserve && [ "$(wc -l <log)" -eq 3 ] &&
	! grep -e "$DATABENTO_API_KEY" -e db-other log && python3 -c "
import json
r = [json.loads(l) for l in open(\"log\")]
assert r[0][\"kind\"] == \"request\" and r[0][\"vendor\"] == \"databento\" and r[0][\"method\"] == \"POST\", r
assert r[0][\"path\"] == \"/v0/timeseries.get_range\" and r[0][\"parameters\"][\"symbols\"] == \"GOOG\" and r[0][\"status\"] == 200, r
assert r[0][\"bytes\"] > 100 and r[0][\"fault\"] is None and r[1][\"status\"] == 422, r
"
'
ok 'a file that cannot be served is told with its place' '
	mkdir -p wrong && printf "symbol,date,open,high,low,close,volume\nA,2020-01-02,1,1,1,1,1\nA,2020-01-03,1,1,1,x,1\n" >wrong/a.csv &&
	exits 65 pf-sandbox serve --data wrong 2>err && says "wrong/a.csv:3: close is no price" err &&
	printf "DBN\003garbage" >wrong/a.dbn && rm wrong/a.csv && exits 65 pf-sandbox serve --data wrong 2>err && says wrong/a.dbn err &&
	exits 66 pf-sandbox serve --data nowhere 2>err && says nowhere err && printf "a,b\n1,2\n" >wrong/b.csv && rm wrong/a.dbn &&
	serve --data wrong 2>err && get metadata.list_datasets && [ "$(cat got)" = "[]" ] && unserve
'
ok 'garbage on the wire ends nothing' '
	serve && python3 - "${PF_DATABENTO_URL##*:}" <<-"END" && get metadata.list_datasets && code 200 && unserve
	import random, socket, sys
	random.seed(7)
	head = b"POST /v0/timeseries.get_range HTTP/1.1\r\nHost: x\r\n"
	texts = [b"GET", b"\0" * 1000, b"GET / HTTP/9.9\r\n\r\n", head + b"Content-Length: 99999999999999999999999\r\n\r\n",
	    head + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n", b"GET /?" + b"a=b&" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
	    b"GET /%00%zz?%=%&=&a HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ====\r\n\r\n", b"GET /" + b"a" * 300000 + b" HTTP/1.1\r\n\r\n"]
	for i in range(300):
	    text = bytearray(random.choice(texts))
	    for _ in range(random.randint(0, 20)):
	        text[random.randrange(len(text))] = random.randrange(256)
	    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
	    try:
	        s.sendall(text[: random.randint(1, len(text))])
	    except OSError:
	        pass
	    s.close()
	END
'
ok 'a body that is too large is refused' '
	head -c 5000000 /dev/zero | tr "\0" a >large && post timeseries.get_range @large && code 413
'
ok 'SIGTERM ends it at once with 0, whatever waits, and the file of variables is gone' '
	serve --fault databento:stall=60 && { range "$all&symbols=GOOG" & c=$!; } && sleep 0.3 && kill $own && wait $own && { wait $c || :; } && [ ! -e env.own ] &&
	serve --fault databento:silent=60 && { range "$all&symbols=GOOG" & c=$!; } && sleep 0.3 && kill -HUP $own && wait $own && { wait $c || :; }
'
ok 'run sets the variables, passes signals and the status on, and ends' '
	exits 7 pf-sandbox run -- sh -c "exit 7" && exits 143 pf-sandbox run -- sh -c "kill -TERM \$\$" && exits 66 pf-sandbox run -- ./no-such-program 2>err &&
	pf-sandbox run --log /dev/full -- sh -c "curl -s \$PF_DATABENTO_URL/v0/metadata.list_datasets" >got 2>err &&
	says "warning: the log of requests: No space left on device" err &&
	exits 64 pf-sandbox run 2>err && pf-sandbox run -- sh -c "curl -sf -u \$DATABENTO_API_KEY: \$PF_DATABENTO_URL/v0/metadata.list_datasets" >got &&
	says EQUS.MINI got && { pf-sandbox run -- sh -c "trap \"exit 9\" TERM; : >ready; sleep 30 & wait" & p=$!; } &&
	while [ ! -e ready ]; do sleep 0.02; done && kill $p && exits 9 wait $p
'
ok 'env names the addresses of a port that is known; a port that is taken is told' '
	port=${PF_DATABENTO_URL##*:} && pf-sandbox env --port $port | grep DATABENTO >got && grep DATABENTO "$scratch/sandbox.env" >want && same want got &&
	exits 75 pf-sandbox serve --port $port 2>err && says "in use" err && exits 64 pf-sandbox env 2>err &&
	for port in 21017 22027 23037 24047 25057 26067; do
		serve --port $port 2>err
		[ -s env.own ] && break
	done && pf-sandbox env --port $port >got && same env.own got && unserve
'
ok 'faults lists what the page names' '
	pf-sandbox faults >faults && python3 -c "
import json
page = open(\"$top/man/pf-sandbox.1\").read()
for line in open(\"faults\"):
    name = json.loads(line)[\"name\"]
    assert name in page, name
"
'
ok 'a full disk is not a success' 'exits 74 pf-sandbox faults >/dev/full'
done_testing
