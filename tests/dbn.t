#!/bin/sh
# pf-dbn: what the format's description says, byte for byte, and the truth about what is broken
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

d=$data/dbn

# patch FILE OFFSET ESCAPES: a copy of FILE with bytes at OFFSET replaced, on stdout
patch() {
	cp "$1" patched && printf "$3" | dd of=patched bs=1 seek="$2" conv=notrunc 2>/dev/null && cat patched
}

# cut FILE N: its first N bytes
cut_to() {
	head -c "$2" "$1"
}

# refused STATUS TEXT FILE [COUNT]: the status, the message, and how many records came before
refused() {
	exits "$1" pf-dbn "$3" >got 2>err && says "$2" err && [ "$(wc -l <got)" -eq "${4:-0}" ]
}

for f in v3-1d.dbn v3-1d.dbn.zst; do
	ok "prints $f as the vendor does" '
		pf-dbn --raw $d/'$f' >got && same $d/v3-1d.json got &&
		pf-dbn --raw --format csv $d/'$f' >got && same $d/v3-1d.csv got &&
		pf-dbn --raw --pretty --map-symbols $d/'$f' >got && same $d/v3-1d.pretty.json got &&
		pf-dbn --raw --pretty --map-symbols --format csv $d/'$f' >got && same $d/v3-1d.pretty.csv got
	'
done
for f in v1-1m-ts_out.dbn v1-1m-ts_out.dbn.zst; do
	ok "prints $f, with ts_out and reversed mappings" '
		pf-dbn --raw --format csv $d/'$f' >got && same $d/v1-1m-ts_out.csv got &&
		pf-dbn --raw --format csv --pretty --map-symbols $d/'$f' >got && same $d/v1-1m-ts_out.pretty.csv got
	'
done
ok 'prints our records' '
	cat >want <<-"END"
		{"kind":"bar","symbol":"TEST.A","date":"2024-03-04","open":100.5,"high":101.25,"low":99.999999999,"close":101.000000001,"volume":9007199254740993,"source":"databento"}
		{"kind":"bar","symbol":"TEST.A","date":"2024-03-05","open":-37.63,"high":0.000000001,"low":-0.0001,"close":0,"volume":0,"source":"databento"}
		{"kind":"bar","symbol":null,"date":"2024-03-05","open":null,"high":null,"low":null,"close":null,"volume":18446744073709551615,"source":"databento"}
		{"kind":"candle","symbol":"TEST.A","interval":"1m","ts":"2024-03-04T14:30:00Z","ts_ns":1709562600000000000,"open":1,"high":2,"low":0.5,"close":1.5,"volume":7,"source":"databento"}
		{"kind":"candle","symbol":"TEST.A","interval":"1m","ts":"2024-03-04T14:31:00Z","ts_ns":1709562660000000000,"open":1.5,"high":1.5,"low":1.5,"close":1.5,"volume":1,"source":"databento"}
	END
	pf-dbn $d/v3-1d.dbn $d/v1-1m-ts_out.dbn.zst >got 2>err && same want got &&
	says "no symbol on their day: 1" err && says "other types, skipped: 1" err
'
ok 'reads standard input, named or not, in pieces' '
	pf-dbn $d/v3-1d.dbn >want 2>err &&
	pf-dbn <$d/v3-1d.dbn.zst >got && same want got &&
	pf-dbn - <$d/v3-1d.dbn >got && same want got &&
	(head -c 300 $d/v3-1d.dbn; sleep 0.1; tail -c +301 $d/v3-1d.dbn) | pf-dbn >got && same want got
'
ok 'prints our records as CSV' '
	cat >want <<-"END"
		symbol,date,open,high,low,close,volume,source
		TEST.A,2024-03-04,100.5,101.25,99.999999999,101.000000001,9007199254740993,databento
		TEST.A,2024-03-05,-37.63,0.000000001,-0.0001,0,0,databento
		,2024-03-05,,,,,18446744073709551615,databento
	END
	pf-dbn --format csv $d/v3-1d.dbn >got && same want got
'
ok 'prints the metadata' '
	cat >want <<-"END"
		{"version":3,"dataset":"EQUS.MINI","schema":"ohlcv-1d","start":"1709510400000000000","end":"1709683200000000000","limit":null,"stype_in":"raw_symbol","stype_out":"instrument_id","ts_out":false,"symbol_cstr_len":71,"symbols":["TEST.A","NOPE"],"partial":[],"not_found":["NOPE"],"mappings":[{"raw_symbol":"TEST.A","intervals":[{"start_date":20240304,"end_date":20240305,"symbol":"1001"},{"start_date":20240305,"end_date":20240306,"symbol":"2002"}]},{"raw_symbol":"NOPE","intervals":[]}]}
	END
	pf-dbn --metadata $d/v3-1d.dbn.zst >got && same want got &&
	cat >want <<-"END"
		{"version":1,"dataset":"XNAS.ITCH","schema":"ohlcv-1m","start":"2024-03-04T14:30:00.000000000Z","end":null,"limit":"2","stype_in":"instrument_id","stype_out":"raw_symbol","ts_out":true,"symbol_cstr_len":22,"symbols":["1001"],"partial":[],"not_found":[],"mappings":[{"raw_symbol":"1001","intervals":[{"start_date":"2024-03-04","end_date":"2024-03-05","symbol":"TEST.A"}]}]}
	END
	pf-dbn --metadata --pretty $d/v1-1m-ts_out.dbn >got && same want got
'
ok '--limit counts over all files' '
	pf-dbn --limit 4 $d/v3-1d.dbn $d/v1-1m-ts_out.dbn >got && [ "$(wc -l <got)" -eq 4 ] &&
	pf-dbn --limit 2 $d/v3-1d.dbn $d/none >got && [ "$(wc -l <got)" -eq 2 ]
'
ok '--schema chooses' '
	pf-dbn --schema ohlcv-1m $d/v3-1d.dbn $d/v1-1m-ts_out.dbn >got && [ "$(grep -c candle got)" -eq 2 ] && [ "$(wc -l <got)" -eq 2 ] &&
	pf-dbn --schema ohlcv-1h --format csv $d/v3-1d.dbn >got && [ "$(cat got)" = "symbol,interval,ts,ts_ns,open,high,low,close,volume,source" ]
'
ok 'a CSV holds one kind' '
	exits 65 pf-dbn --format csv $d/v3-1d.dbn $d/v1-1m-ts_out.dbn >got 2>err && says "a candle among bars" err && says "at byte 206" err &&
	exits 65 pf-dbn --raw --format csv $d/v3-1d.dbn $d/v1-1m-ts_out.dbn >got 2>err && says ts_out err
'
ok 'no input is no DBN' 'exits 65 pf-dbn </dev/null 2>err && says "the input is empty" err'
ok 'DBZ, version 4, and what is no DBN at all are refused' '
	patch $d/v3-1d.dbn 0 DBZ >bad && refused 65 "bad: the older DBZ" bad &&
	printf "\121\052\115\030\004\000\000\000DBZ\001" >bad && refused 65 "bad: the older DBZ" bad &&
	patch $d/v3-1d.dbn 3 "\004" >bad && refused 65 "bad: DBN of version 4, we know 1 to 3, at byte 3" bad &&
	patch $d/v3-1d.dbn 0 "{" >bad && refused 65 "bad: no DBN" bad
'
ok 'metadata that lie are refused' '
	patch $d/v3-1d.dbn 4 "\143\000\000\000" >bad && refused 65 "metadata of 99 bytes" bad &&
	patch $d/v3-1d.dbn 108 "\001" >bad && refused 65 "a schema definition" bad &&
	patch $d/v3-1d.dbn 112 "\377\377\377\377" >bad && refused 65 "claims 4294967295 symbols" bad &&
	patch $d/v3-1d.dbn 7 "\020" >bad && refused 65 "more than the 268435456 that we take" bad &&
	patch $d/v3-1d.dbn 7 "\017" >bad && refused 65 "truncated inside the metadata" bad
'
ok 'a length claimed takes no memory' '
	case $(pf-dbn --version) in *"sanitizers: yes"*) skip "sanitizers take more memory than that" ;; esac
	patch $d/v3-1d.dbn 7 "\017" >bad && (ulimit -v 65536; refused 65 "truncated inside the metadata (856 of 251658896 bytes), at byte 856" bad)
'
ok 'records of a wrong length are refused, those before are printed' '
	patch $d/v3-1d.dbn 712 "\000" >bad && refused 65 "a record of 0 bytes, shorter than its header, at byte 712" bad 1 &&
	patch $d/v3-1d.dbn 744 "\003" >bad && refused 65 "a record of 12 bytes, shorter than its header, at byte 744" bad 1 &&
	patch $d/v3-1d.dbn 800 "\015" >bad && refused 65 "has at least 56, at byte 800" bad 2
'
ok 'a cut is told: in the metadata, a record, its header, a zstd frame' '
	cut_to $d/v3-1d.dbn 300 >bad && refused 65 "bad: truncated inside the metadata (300 of 656 bytes), at byte 300" bad &&
	cut_to $d/v3-1d.dbn 750 >bad && refused 65 "truncated inside a record (6 of 56 bytes), at byte 744" bad 1 &&
	cut_to $d/v3-1d.dbn 855 >bad && refused 65 "truncated inside a record (55 of 56 bytes), at byte 800" bad 2 &&
	cut_to $d/v3-1d.dbn.zst 228 >bad && refused 65 "truncated inside" bad &&
	cut_to $d/v1-1m-ts_out.dbn.zst 170 >bad && refused 65 "truncated inside" bad 1
'
ok 'a broken frame is told' '
	patch $d/v3-1d.dbn.zst 100 "\377\377\377\377\377\377" >bad && refused 65 "bad: broken zstd" bad &&
	(cat $d/v3-1d.dbn.zst; echo more) >bad && refused 65 "broken zstd" bad 3
'
ok 'a time that is none is rejected, the others go on' '
	patch $d/v3-1d.dbn 664 "\377\377\377\377\377\377\377\377" >bad && refused 65 "bad: a record without a time, at byte 656" bad 2 &&
	patch $d/v3-1d.dbn 671 "\200" >bad && refused 65 "after the year 2262" bad 2 &&
	exits 0 pf-dbn --raw --pretty bad 2>err >got && says 2263-12-06T23:49:33.982433280Z got
'
ok 'an old record has the interval of its schema, or none' '
	patch $d/v3-1d.dbn 657 "\021" >old && pf-dbn old >got && [ "$(grep -c bar got)" -eq 3 ] &&
	patch old 24 "\377\377" >older && refused 65 "a record of no known interval, at byte 656" older 2
'
ok 'one bad file does not hide the others' '
	cut_to $d/v3-1d.dbn 855 >bad
	exits 65 pf-dbn bad $d/v1-1m-ts_out.dbn >got 2>err && [ "$(wc -l <got)" -eq 4 ] && says "bad: truncated" err &&
	exits 66 pf-dbn none $d/v1-1m-ts_out.dbn >got 2>err && [ "$(wc -l <got)" -eq 2 ] && says none err
'
ok 'options that do not go together are refused' '
	exits 64 pf-dbn --pretty $d/v3-1d.dbn 2>err && says --raw err &&
	exits 64 pf-dbn --map-symbols $d/v3-1d.dbn 2>err && says --raw err &&
	exits 64 pf-dbn --metadata --format csv $d/v3-1d.dbn 2>err && says --metadata err &&
	exits 64 pf-dbn --schema trades $d/v3-1d.dbn 2>err && says ohlcv-1d err
'
ok 'a full disk is not a success' 'exits 74 pf-dbn $d/v3-1d.dbn >/dev/full'
ok 'a folder is not read' 'exits 74 pf-dbn . 2>err && says "." err'
ok 'a closed pipe ends it silently' '
	(for i in 1 2 3 4 5 6 7 8; do tail -c +657 $d/v3-1d.dbn; done) >r && for i in 1 2 3 4 5 6 7 8 9 10; do cat r r >rr; mv rr r; done
	(head -c 656 $d/v3-1d.dbn; cat r) >big &&
	(pf-dbn -q big; echo $? >status) 2>err | head -n 1 >got && [ "$(wc -l <got)" -eq 1 ] && [ "$(cat status)" -eq 141 ] && [ ! -s err ] &&
	pf-dbn -q big | wc -l >got && [ "$(cat got)" -eq 24576 ]
'
ok 'SIGTERM ends it between two records' '
	mkfifo fifo; pf-dbn fifo >got 2>err & pid=$!
	exec 3>fifo; head -c 720 $d/v3-1d.dbn >&3
	sleep 0.3; kill $pid; wait $pid; s=$?
	exec 3>&-
	[ $s -eq 143 ] && [ "$(wc -l <got)" -eq 1 ] && [ ! -s err ]
'
ok 'the samples of the vendor' '
	shared dbn || return
	s=$shared/dbn
	for f in $s/*1d*; do pf-dbn $f >got && [ ! -s got ] && pf-dbn --raw --format csv $f | grep -q "^ts_event" || return; done
	cat >want <<-"END"
		ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume
		1609160400000000000,34,1,5482,372025000000000,372350000000000,372025000000000,372225000000000,9385
		1609164000000000000,34,1,5482,372225000000000,372450000000000,371600000000000,371950000000000,112698
	END
	for f in $s/*1h*; do pf-dbn --raw --format csv $f >got && same want got || return; done
	echo "1609160460000000000,33,1,5482,372100000000000,372150000000000,372100000000000,372150000000000,152" >want
	for f in $s/*1m*; do pf-dbn --raw --format csv $f | tail -n 1 >got && same want got || return; done
	echo "1609160401000000000,32,1,5482,372050000000000,372050000000000,372050000000000,372050000000000,13" >want
	for f in $s/*1s*; do pf-dbn --raw --format csv $f | tail -n 1 >got && same want got || return; done
	pf-dbn --raw --format csv --pretty --map-symbols $s/test_data.ohlcv-1h.dbn | sed -n 2p >got &&
	echo "2020-12-28T13:00:00.000000000Z,34,1,5482,372025.000000000,372350.000000000,372025.000000000,372225.000000000,9385,ESH1" >want &&
	same want got
'
done_testing
