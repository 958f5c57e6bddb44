#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# Run pf-load over standard input and put its counts as "read inserted updated unchanged rejected ignored" into counts.
load() {
	pf-load "$@" >out 2>err
	status=$?
	sed 's/.*"read":\([0-9]*\),"inserted":\([0-9]*\),"updated":\([0-9]*\),"unchanged":\([0-9]*\),"rejected":\([0-9]*\),"ignored":\([0-9]*\).*/\1 \2 \3 \4 \5 \6/' out >counts
	return $status
}

counted() {
	[ "$(cat counts)" = "$1" ] || { echo "counts are $(cat counts), not $1"; cat out err; return 1; }
}

fresh() {
	sql 'drop table if exists t cascade; create table t (id text primary key, a int, b text default $$dflt$$, c numeric)'
}

bar='"kind":"bar","symbol":"GOOG"'
prices='"open":1.5,"high":2,"low":1,"close":1.25'

ok 'empty input is no failure' '
	load </dev/null && counted "0 0 0 0 0 0" && says "\"table\":null" out && load --table symbols </dev/null && says "\"table\":\"symbols\"" out
'
ok 'loads, and the same again changes nothing' '
	for d in 14 15 16; do echo "{$bar,\"date\":\"2008-10-$d\",$prices,\"volume\":7}"; done >bars
	load bars && counted "3 3 0 0 0 0" && was=$(sql "select string_agg(xmin::text || ctid, (chr(32))) from ohlcv_daily") &&
	load bars && counted "3 0 0 3 0 0" && [ "$(sql "select string_agg(xmin::text || ctid, (chr(32))) from ohlcv_daily")" = "$was" ]
'
ok 'the last line needs no end' '
	printf "{$bar,\"date\":\"2008-10-16\",$prices,\"volume\":8}" | load && counted "1 0 1 0 0 0" &&
	[ "$(sql "select volume from ohlcv_daily where date = date \$\$2008-10-16\$\$")" = 8 ]
'
ok 'prices and volumes keep their digits' '
	echo "{$bar,\"date\":\"2008-11-03\",\"open\":9223372036.854775806,\"high\":12345678901234567890.123456789012345678,\"low\":1e-7,\"close\":0.10,\"volume\":9223372036854775807}" | load &&
	[ "$(sql "select open, high, low, close, volume from ohlcv_daily where date = date \$\$2008-11-03\$\$")" = "9223372036.854775806|12345678901234567890.123456789012345678|0.0000001|0.10|9223372036854775807" ]
'
ok 'rejects say line and reason, the rest is loaded' '
	cat >mixed <<-END
		{$bar,"date":"2009-01-05",$prices,"volume":1}
		no JSON
		{"kind":"event","at":"2008-10-15T00:00:00Z","tool":"x","event":"y","level":"info"}
		{"kind":"nosuch"}
		{"symbol":"A"}
		{$bar,"date":"2009-01-06","open":1,"high":1,"low":1,"volume":1}
		{$bar,"date":"2009-01-07","open":1,"high":1,"low":1,"close":null,"volume":1}
		{$bar,"date":"2009-02-29",$prices}
		{$bar,"date":"2009-01-08",$prices,"volume":9223372036854775808}
		{$bar,"date":"2009-01-09",$prices,"volume":1.5}
		{$bar,"date":"2009-01-10",$prices,"volume":"x"}
		{$bar,"date":"2009-01-11",$prices,"volume":12e2}
		{"kind":"bar","symbol":"","date":"2009-01-12",$prices}
		{$bar,"date":"2009-01-13","open":"NaN","high":1,"low":1,"close":1}
	END
	exits 65 load mixed && counted "14 2 0 0 11 1" &&
	for s in "mixed:2: column 1: no JSON object" "mixed:4: unknown kind" "mixed:5: no kind" "mixed:6: close is missing" "mixed:7: close is missing" \
		"mixed:8: date: ${q-}" "mixed:9: volume: 9223372036854775808 is above 9223372036854775807" "mixed:10: volume: 1.5 is no whole number" \
		"mixed:11: volume:" "mixed:13: symbol is empty" "mixed:14: open: "; do says "$s" err || exit 1; done
	[ "$(sql "select volume from ohlcv_daily where date = date \$\$2009-01-11\$\$")" = 1200 ]
'
ok 'rejects as records' '
	exits 65 load --rejects bad mixed && [ ! -s err ] && [ "$(wc -l <bad)" -eq 11 ] &&
	says "{\"kind\":\"reject\",\"line\":2,\"reason\":\"column 1: no JSON object\",\"raw\":\"no JSON\"}" bad &&
	exits 73 pf-load --rejects /nonexistent/x mixed 2>err && exits 74 pf-load --rejects /dev/full mixed 2>err
'
ok '--strict stops at the first, --max-rejects behind it' '
	exits 65 load --strict mixed && counted "2 0 0 1 1 0" && exits 65 load --max-rejects 2 mixed && counted "5 0 0 1 3 1"
'
ok 'unknown keys are named once, and rejected with --strict' '
	for d in 1 2; do echo "{$bar,\"date\":\"2009-03-0$d\",$prices,\"wolume\":1}"; done >unknown
	load unknown && counted "2 2 0 0 0 0" && [ "$(grep -c wolume err)" -eq 1 ] && exits 65 load --strict unknown && says "unknown:1: wolume is no field of bar" err
'
ok 'a high below its low is kept, with a warning' '
	echo "{$bar,\"date\":\"2009-04-01\",\"open\":10,\"high\":9.99,\"low\":10.01,\"close\":10}" | load && counted "1 1 0 0 0 0" && says "stdin:1: the high is below the low" err
'
ok 'a symbol seeds the table, and keeps what the broker knows' '
	printf "{\"kind\":\"symbol\",\"symbol\":\"%s\"}\n" GOOG MSFT | load && counted "2 2 0 0 0 0" && [ "$(sql "select id from symbols where ticker = \$\$GOOG\$\$")" = GOOG ] &&
	echo "{\"kind\":\"symbol\",\"symbol\":\"GOOG\",\"id\":\"vendor-1\",\"description\":\"Google\"}" | load && counted "1 0 1 0 0 0" &&
	printf "{\"kind\":\"symbol\",\"symbol\":\"%s\"}\n" GOOG MSFT | load && counted "2 0 0 2 0 0" &&
	[ "$(sql "select id, description from symbols where ticker = \$\$GOOG\$\$")" = "vendor-1|Google" ]
'
ok 'absent keeps, null empties, a new row takes the default' '
	fresh && printf "%s\n" "{\"id\":\"1\",\"a\":1,\"b\":\"x\"}" "{\"id\":\"2\",\"a\":2}" "{\"id\":\"3\",\"b\":null}" | load -t t && counted "3 3 0 0 0 0" &&
	[ "$(sql "select string_agg(id || coalesce(a::text, \$\$-\$\$) || coalesce(b, \$\$-\$\$), \$\$ \$\$ order by id) from t")" = "11x 22dflt 3--" ] &&
	printf "%s\n" "{\"id\":\"1\",\"a\":null}" "{\"id\":\"2\",\"c\":5}" "{\"id\":\"3\",\"a\":3,\"b\":\"y\"}" | load -t t && counted "3 0 3 0 0 0" &&
	[ "$(sql "select string_agg(id || coalesce(a::text, \$\$-\$\$) || coalesce(b, \$\$-\$\$) || coalesce(c::text, \$\$-\$\$), \$\$ \$\$ order by id) from t")" = "1-x- 22dflt5 33y-" ]
'
ok 'the last of a repeated key wins, column by column, into an empty table and into a full one' '
	printf "%s\n" "{\"id\":\"1\",\"a\":1,\"c\":1}" "{\"id\":\"1\",\"b\":\"x\"}" "{\"id\":\"1\",\"a\":2,\"c\":2}" "{\"id\":\"2\",\"a\":1}" "{\"id\":\"1\",\"c\":null}" >repeats
	for n in 1 2 3 100; do
		fresh && load -t t --batch $n repeats && [ "$(sql "select * from t order by id")" = "$(printf "1|2|x|\n2|1|dflt|")" ] || exit 1
		sql "update t set a = 9, b = \$\$z\$\$" && load -t t --batch $n repeats && [ "$(sql "select * from t order by id")" = "$(printf "1|2|x|\n2|1|z|")" ] || exit 1
	done
	fresh && sql "insert into t values (1, 1)" && printf "%s\n" "{\"id\":\"1\",\"a\":2}" "{\"id\":\"1\",\"a\":1}" | load -t t && counted "2 0 0 2 0 0"
'
ok 'what the database refuses costs its own record' '
	fresh && sql "alter table t add check (a < 900), add unique (c)" &&
	i=0 && while [ $i -lt 1000 ]; do echo "{\"id\":\"$i\",\"a\":$i,\"c\":$((i % 950))}"; i=$((i + 1)); done >rows &&
	exits 65 load -t t rows && counted "1000 900 0 0 100 0" && says "rows:901: " err && says "t_a_check" err && [ "$(sql "select count(*) from t")" = 900 ] &&
	exits 65 load -t t --rejects bad rows && counted "1000 0 0 900 100 0" && [ "$(wc -l <bad)" -eq 100 ] && grep -q "\"line\":901,.*\"raw\":\"{.*900" bad &&
	sql "truncate t" && exits 65 load -t t --atomic rows && [ "$(sql "select count(*) from t")" = 0 ] && says "nothing was loaded" err
'
ok 'many refused records of every sort in one batch, in order of their lines' '
	sql "drop table if exists h; create table h (id int primary key, n numeric check (n <> 5), j jsonb)" &&
	awk "BEGIN { for (i = 0; i < 3000; i++) { if (i % 10 == 7) v = \"\\\"n\\\":5\"; else if (i % 10 == 3) v = \"\\\"j\\\":{\\\"a\\\":1e999999}\"; else if (i % 100 == 9) v = \"\\\"n\\\":1e999999\";
		else v = \"\\\"n\\\":1\" i; print \"{\\\"id\\\":\" i \",\" v \"}\" } }" >rows &&
	exits 65 load -t h rows && counted "3000 2370 0 0 630 0" && grep -v "1e999999 has more digits" err | sed "s/.*rows:\([0-9]*\):.*/\1/" >order && sort -n order >want && same want order &&
	exits 65 load -t h --batch 700 rows && counted "3000 0 0 2370 630 0"
'
ok 'a good record is not lost to a bad one of the same key behind it' '
	fresh && sql "alter table t add check (a < 900)" && printf "%s\n" "{\"id\":\"1\",\"a\":1,\"b\":\"x\"}" "{\"id\":\"1\",\"a\":999}" "{\"id\":\"2\",\"a\":2}" >pair &&
	exits 65 load -t t pair && counted "3 2 0 0 1 0" && says "pair:2:" err && [ "$(sql "select * from t order by id")" = "$(printf "1|1|x|\n2|2|dflt|")" ]
'
ok 'a key that only the database sees as repeated' '
	sql "drop table if exists u; create table u (at timestamptz primary key, a int)" &&
	printf "%s\n" "{\"at\":\"2024-01-01T00:00:00Z\",\"a\":1}" "{\"at\":\"2024-01-01T01:00:00+01:00\",\"a\":2}" | load -t u && counted "2 1 0 1 0 0" && [ "$(sql "select a from u")" = 2 ]
'
ok 'a foreign key, also a deferred one, and parents before children' '
	sql "drop table if exists u; create table u (id int primary key, p text references symbols (ticker) deferrable initially deferred)" &&
	printf "%s\n" "{\"id\":1,\"p\":\"GOOG\"}" "{\"id\":2,\"p\":\"NOSUCH\"}" "{\"id\":3,\"p\":null}" | { exits 65 load -t u; } && counted "3 2 0 0 1 0" && says "stdin:2:" err
'
ok 'a column that must be there, and is there already' '
	sql "drop table if exists u; create table u (id int primary key, a int not null, b int)" &&
	echo "{\"id\":1,\"a\":1}" | load -t u && echo "{\"id\":1,\"b\":2}" | load -t u && counted "1 0 1 0 0 0" &&
	echo "{\"id\":2,\"b\":2}" | { exits 65 load -t u; } && [ "$(sql "select * from u")" = "1|1|2" ]
'
ok 'every type' '
	sql "drop table if exists u; create type mood as enum (\$\$sad\$\$, \$\$ok\$\$);
		create table u (k int primary key, i2 smallint, i8 bigint, n numeric(6,2), f float8, b boolean, d date, tz timestamptz, ts timestamp, u uuid,
		j jsonb, js json, ta text[], ia int[], na numeric[], v varchar(3), c char(2), m mood, by bytea, t time, x text)" &&
	cat >types <<-\END
		{"k":1,"i2":-32768,"i8":"-9223372036854775808","n":1234.56,"f":1e300,"b":true,"d":"0001-01-01","tz":"2024-03-04T14:30:00.123456-05:00","ts":"2024-03-04T14:30:00Z","u":"A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11","j":{"a":[1,"\\\t\"x\u00e9"],"b":	null},"js":"s\\\n","ta":["a","b\\\"c",null,"NULL","","{x,y}"," \t"],"ia":[[1,2],[3,null]],"na":[],"v":"äöü","c":"x","m":"ok","by":"\\x00ff","t":"12:34:56","x":"tab\there\nline\\back\u0001\ud83d\ude00"}
	END
	load -t u types && counted "1 1 0 0 0 0" && load -t u types && counted "1 0 0 1 0 0" &&
	sql "select i2, i8, n, f, b, d, tz at time zone \$\$UTC\$\$, ts, u, j, ta, ia, na, v, c, m, by, t from u" >got &&
	printf "%s\n" "-32768|-9223372036854775808|1234.56|1e+300|t|0001-01-01|2024-03-04 19:30:00.123456|2024-03-04 14:30:00|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|{\"a\": [1, \"\\\\\\t\\\"xé\"], \"b\": null}|{a,\"b\\\\\\\"c\",NULL,\"NULL\",\"\",\"{x,y}\",\" 	\"}|{{1,2},{3,NULL}}|{}|äöü|x |ok|\\x00ff|12:34:56" >want && same want got &&
	cat got &&
	[ "$(sql "select js from u")" = "\"s\\\\\\n\"" ] && [ "$(sql "select length(x), ascii(right(x, 1)), ascii(left(right(x, 2), 1)) from u")" = "20|128512|1" ]
'
ok 'values that are none of their column' '
	i=0
	while read -r col val; do
		echo "{\"k\":1,\"$col\":$val}" | pf-load -t u >out 2>err
		[ $? -eq 65 ] || { echo "taken: $col $val"; exit 1; }
		i=$((i + 1))
	done <<-\END
		i2 32768
		i8 1e19
		i8 true
		n 12345
		n 99999e5
		n "x"
		n "0x1"
		f "x"
		b "true"
		b 1
		d "2023-02-29"
		d "2023-1-1"
		d "yesterday"
		d "now"
		tz "2024-03-04T14:30:00"
		tz "2024-03-04T25:00:00Z"
		tz "2024-03-04"
		tz "epoch"
		ts "2024-03-04T14:30:00+02:00"
		u "a0eebc99"
		ta "{a}"
		ta ["a",1]
		ta [["a"],"b"]
		ia ["x"]
		v "abcd"
		m "great"
		by "\\xzz"
		t "25:00"
		x 1
		x {}
		x ["a"]
		k null
	END
	[ $i -eq 32 ]
'
ok 'tables and keys that are not there' '
	echo "{}" | exits 78 pf-load -t nosuch 2>err && says "no table nosuch" err &&
	echo "{}" | exits 78 pf-load -t t -k a 2>err && says "no unique key over (a)" err && echo "{}" | exits 78 pf-load -t t -k nosuch 2>err &&
	sql "drop table if exists nokey; create table nokey (a int)" && echo "{}" | exits 78 pf-load -t nokey 2>err && says "--key" err &&
	exits 66 pf-load nosuchfile 2>err && exits 64 pf-load --key a 2>err && exits 64 pf-load --batch 0 2>err
'
ok 'another unique key, a schema of its own, names that need quotes' '
	sql "drop schema if exists \"My S\" cascade; create schema \"My S\"; create table \"My S\".\"T \"\"1\" (id serial primary key, \"a b\" text unique, \"select\" int)" &&
	printf "%s\n" "{\"a b\":\"x\",\"select\":1}" "{\"a b\":\"y\",\"select\":2}" "{\"a b\":\"x\",\"select\":3}" | load -t "My S.T \"1" -k "a b" && counted "3 2 0 1 0 0" &&
	[ "$(sql "select \"select\" from \"My S\".\"T \"\"1\" where \"a b\" = \$\$x\$\$")" = 3 ]
'
ok 'generated and identity columns' '
	sql "drop table if exists u; create table u (id int generated always as identity, k int primary key, d int generated always as (k * 2) stored)" &&
	echo "{\"k\":1,\"d\":7}" | load -t u && says "d has no column" err && echo "{\"k\":2,\"id\":77}" | load -t u && [ "$(sql "select * from u order by k")" = "$(printf "1|1|2\n77|2|4")" ]
'
ok 'a partitioned table' '
	printf "{\"kind\":\"candle\",\"symbol\":\"A\",\"interval\":\"1m\",\"ts\":\"%s-03-04T14:30:00Z\",\"open\":1,\"high\":1,\"low\":1,\"close\":1}\n" 1999 2024 2025 >candles &&
	load candles && counted "3 3 0 0 0 0" && load candles && counted "3 0 0 3 0 0" && sed "s/close\":1/close\":2/" candles | load && counted "3 0 3 0 0 0"
'
ok 'updated_at says when a row was changed, with a trigger and without' '
	echo "{$bar,\"date\":\"2008-10-14\",$prices,\"volume\":70}" | load && counted "1 0 1 0 0 0" &&
	[ "$(sql "select updated_at > created_at from ohlcv_daily where date = date \$\$2008-10-14\$\$")" = t ] &&
	echo "{\"kind\":\"symbol\",\"symbol\":\"MSFT\",\"description\":\"M\"}" | load && [ "$(sql "select updated_at > created_at from symbols where ticker = \$\$MSFT\$\$")" = t ]
'
# 30,000 rows, over 256 KiB: the server gets them while a file of them is read. Line LINE is another one: many [LINE TEXT]
many() {
	awk -v at="${1:-0}" -v text="${2:-}" 'BEGIN {
		for (i = 1; i <= 30000; i++)
			if (i == at) print text; else printf "{\"id\":\"%05d\",\"a\":%d,\"c\":%d.25}\n", i, i, i
	}'
}

many_bars() {
	awk -v prices="$prices" 'BEGIN { for (i = 1; i <= 12000; i++)
		printf "{\"kind\":\"bar\",\"symbol\":\"G%05d\",\"date\":\"2009-01-05\",%s}\n", i, prices }'
}

# A table that is empty or has every third of the rows.
such_a_table() {
	fresh && sql 'alter table t add check (a >= 0)' || return 1
	[ "$1" = empty ] || sql "insert into t select lpad(n::text, 5, '0'), 0 from generate_series(1, 30000, 3) n"
}

# What came of loading, in files: outcome NAME
outcome() {
	{ echo "$status"; cat counts; sed 's/^pf-load: [^:]*//' err; sql 'select * from t order by id'; } >"$1"
}

ok 'from a file the server gets rows ahead, and all comes out as from a pipe' '
	many >plain
	many 28000 "{ }" >lacks
	many 9000 "{\"id\":\"09000\",\"a\":-1}" >refused
	many 29999 "{\"id\":\"00007\",\"a\":70000}" >repeats
	for f in plain lacks refused repeats; do
		for how in empty full; do
			for batch in 100000 20000; do
				such_a_table $how && { load --batch $batch --table t $f; outcome of_file; } &&
				such_a_table $how && { cat $f | { load --batch $batch --table t; outcome of_pipe; }; } &&
				same of_pipe of_file || { echo "$f $how $batch"; return 1; }
			done
		done
	done
	grep -q "^00007|70000" of_file
'
ok 'rows given ahead are done with before another kind, and do not wait for a pipe' '
	many_bars >ahead
	{ cat ahead; echo "{\"kind\":\"symbol\",\"symbol\":\"GOOG\"}"; echo "{$bar,\"date\":\"2009-01-06\",$prices}"; } >both &&
	sql "truncate ohlcv_daily, symbols cascade" && load both && [ "$(wc -l <out)" -eq 2 ] &&
	[ "$(sql "select count(*) from ohlcv_daily")" = 12001 ] && [ "$(sql "select count(*) from symbols")" = 1 ] &&
	sql "truncate ohlcv_daily" && mkfifo late && { { sleep 1; sql "select count(*) from ohlcv_daily"; } >seen 3>late & } &&
	load ahead late && wait && [ "$(cat seen)" = 12000 ] || { cat seen out err; return 1; }
'
ok 'parents before children, also where the server gets rows ahead' '
	sql "drop table if exists child, parent; truncate ohlcv_daily, symbols cascade; alter table ohlcv_daily add constraint of_symbol foreign key (symbol) references symbols (ticker)" &&
	many_bars >children && sed "s/.*\"symbol\":\(\"[^\"]*\"\).*/{\"kind\":\"symbol\",\"symbol\":\1}/" children >parents && cat parents children >family &&
	load family && [ "$(sql "select count(*) from ohlcv_daily join symbols on ticker = symbol")" = 12000 ]; rc=$?
	sql "alter table ohlcv_daily drop constraint of_symbol; truncate ohlcv_daily, symbols cascade"; return $rc
'
ok 'a trigger that warns of each row neither stops nor hangs it' '
	fresh && sql "create or replace function warns() returns trigger language plpgsql as \$\$ begin raise warning \$w\$%\$w\$, repeat(\$w\$E\$w\$, 900); return new; end \$\$;
		create trigger warns before insert on t for each row execute function warns()" || return
	many >plain && timeout 120 pf-load --table t plain >out 2>err && says "\"inserted\":30000" out && ! grep -q EEE err &&
	fresh && sql "create trigger warns before insert on t for each row execute function warns()" && cat plain | timeout 120 pf-load --table t >out && says "\"inserted\":30000" out
'
ok 'the warning of a high below a low is not said of the records behind it' '
	{ echo "{$bar,\"date\":\"2009-03-02\",\"open\":1,\"high\":1,\"low\":2,\"close\":1}"; echo "{$bar,\"date\":\"2009-03-99\",$prices}"; } | exits 65 pf-load 2>err >out &&
	[ "$(grep -c "below the low" err)" = 1 ]
'
ok 'a file that is not there is told before any is loaded' '
	echo "{$bar,\"date\":\"2009-03-03\",$prices}" >one && exits 66 pf-load one nowhere 2>err >out && says "nowhere: No such file" err &&
	[ "$(sql "select count(*) from ohlcv_daily where date = date \$\$2009-03-03\$\$")" = 0 ]
'
ok 'a row may refer to one behind it, whatever else is refused' '
	sql "drop table if exists self; create table self (k int primary key, parent int references self, c int check (c < 100))" &&
	printf "%s\n" "{\"k\":1,\"parent\":3,\"c\":1}" "{\"k\":2,\"parent\":null,\"c\":1000}" "{\"k\":3,\"parent\":5,\"c\":1}" "{\"k\":4,\"parent\":9,\"c\":1}" "{\"k\":5}" |
		{ load -t self; [ $? -eq 65 ]; } && counted "5 3 0 0 2 0" && says "stdin:2:" err && says "stdin:4:" err && [ "$(sql "select count(*) from self")" = 3 ] &&
	sql "truncate self" && printf "%s\n" "{\"k\":1,\"parent\":3}" "{\"k\":2}" "{\"k\":3}" | load -t self && counted "3 3 0 0 0 0"
'
ok 'a new row takes the next number where its record has none' '
	sql "drop table if exists i2; create table i2 (k text primary key, id bigint generated by default as identity (start 100), a int)" &&
	printf "%s\n" "{\"k\":\"1\",\"a\":1}" "{\"k\":\"2\",\"id\":7,\"a\":2}" "{\"k\":\"3\",\"a\":3}" | load -t i2 && counted "3 3 0 0 0 0" &&
	[ "$(sql "select string_agg(id::text, (chr(44)) order by k) from i2")" = "100,7,101" ]
'
ok 'what a domain forbids is judged of the row, not of what its record lacks' '
	sql "drop table if exists dom; drop domain if exists dnn; create domain dnn as numeric(9,2) not null; create table dom (k text primary key, a int, b dnn);
		insert into dom values (\$\$x\$\$, 1, 2), (\$\$y\$\$, null, 3)" &&
	printf "%s\n" "{\"k\":\"x\",\"a\":5,\"b\":2.5}" "{\"k\":\"y\",\"a\":5}" | load -t dom && counted "2 0 2 0 0 0" && [ "$(sql "select a, b from dom where k = \$\$y\$\$")" = "5|3.00" ] &&
	printf "%s\n" "{\"k\":\"z\",\"a\":5,\"b\":null}" | exits 65 pf-load -t dom 2>err >out
'
ok 'columns whose elements have no equality, and a key that is generated' '
	sql "drop table if exists j; create table j (k text primary key, j json[], p point[], x xml[])" &&
	for n in "1 1 0 0 0 0" "1 0 0 1 0 0"; do
		echo "{\"k\":\"1\",\"j\":[{\"a\":1}],\"p\":[\"(1,2)\"]}" | load -t j && counted "$n" || return
	done
	sql "drop table if exists g; create table g (a int, k int generated always as (a * 2) stored primary key)" &&
	echo "{\"a\":1}" | exits 78 pf-load -t g 2>err && says "is generated" err &&
	sql "drop table if exists n; create table n (k int primary key, pf_n int)" && echo "{\"k\":1}" | exits 78 pf-load -t n 2>err && says "rename it" err
'
ok 'many refused among records that differ and repeat: each part costs what it has' '
	sql "drop table if exists sl; create table sl (k int primary key, a text, n numeric, c int default 3 check (c < 100), u int unique, updated_at timestamptz default now())" &&
	awk "BEGIN { srand(7); for (i = 0; i < 20000; i++) { k = int(rand() * 15000); printf \"{%ck%c:%d\", 34, 34, k; if (i % 3) printf \",%ca%c:%cx%d%c\", 34, 34, 34, i, 34;
		if (i % 5) printf \",%cn%c:%d.5\", 34, 34, i; if (i % 500 == 7) printf \",%cc%c:500\", 34, 34; print \"}\" } }" >slow &&
	{ timeout 60 pf-load -q -t sl slow >out 2>err; [ $? -eq 65 ]; } && [ "$(wc -l <err)" -eq 40 ] && says "\"rejected\":40" out
'
ok 'a message cuts no character in two' '
	v=$(awk "BEGIN { for (i = 0; i < 50; i++) printf \"x%s\", \"\303\244\" }") && fresh && echo "{\"id\":\"1\",\"a\":\"$v\",\"x$v\":1}" >wide && exits 65 pf-load --strict -t t wide 2>err >out &&
	iconv -f UTF-8 -t UTF-8 err >/dev/null && echo "{\"id\":\"1\",\"a\":\"$v\"}" | exits 65 pf-load -t t 2>err >out && iconv -f UTF-8 -t UTF-8 err >/dev/null && says "is no" err
'
ok '--dry-run changes nothing and counts' '
	sql "truncate ohlcv_daily" && load -n bars && counted "3 3 0 0 0 0" && [ "$(sql "select count(*) from ohlcv_daily")" = 0 ] && load bars && counted "3 3 0 0 0 0" && load -n --batch 1 bars && counted "3 0 0 3 0 0"
'
ok 'a full disk, a closed pipe' '
	exits 74 pf-load bars >/dev/full 2>err && { pf-load bars; echo $? >status; } | :; [ "$(cat status)" -eq 0 ] || [ "$(cat status)" -eq 141 ]
'
ok 'SIGTERM while it waits for input: the batch in hand is not kept, what is committed is counted' '
	sql "truncate ohlcv_daily" && mkfifo fifo && { pf-load --batch 2 <fifo >out 2>err & } && pid=$! && exec 7>fifo && cat bars >&7 &&
	i=0 && while [ "$(sql "select count(*) from ohlcv_daily")" != 2 ] && [ $i -lt 100 ]; do sleep 0.05; i=$((i + 1)); done &&
	kill -TERM $pid; wait $pid; [ $? -eq 143 ] && exec 7>&- && [ "$(sql "select count(*) from ohlcv_daily")" = 2 ] && says "\"read\":2,\"inserted\":2," out
'
ok 'a slow stream: with --idle what came is committed while the rest is waited for' '
	rows() { sql "select count(*) from ohlcv_daily"; }
	sql "truncate ohlcv_daily" && rm -f fifo && mkfifo fifo && { pf-load --idle 1 <fifo >out 2>err & } && pid=$! && exec 7>fifo && head -n 1 bars >&7 &&
	i=0 && while [ "$(rows)" != 1 ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done &&
	[ "$(rows)" = 1 ] && sed 1d bars >&7 && exec 7>&- && wait $pid && [ "$(rows)" = 3 ] && says "\"read\":3,\"inserted\":3," out
'
ok 'a connection that breaks: 75, and nothing doubled when run again' '
	sql "truncate ohlcv_daily" && rm -f fifo && mkfifo fifo && { pf-load --batch 2 <fifo >out 2>err & } && pid=$! && exec 7>fifo && cat bars >&7 &&
	i=0 && while [ "$(sql "select count(*) from ohlcv_daily")" != 2 ] && [ $i -lt 100 ]; do sleep 0.05; i=$((i + 1)); done &&
	sql "select pg_terminate_backend(pid) from pg_stat_activity where application_name = \$\$pf-load\$\$" >/dev/null && exec 7>&-; wait $pid; [ $? -eq 75 ] &&
	says "\"inserted\":2," out && load bars && counted "3 1 0 2 0 0"
'
ok 'two at once, keys in opposite order: both done, no deadlock' '
	fresh && i=0 && while [ $i -lt 3000 ]; do echo "{\"id\":\"$i\",\"a\":1}"; i=$((i + 1)); done >up && sed "s/\"a\":1/\"a\":2/" up | tac >down || exit 1
	pf-load -t t --batch 100 up >out1 2>err1 & one=$!
	pf-load -t t --batch 100 down >out2 2>err2; two=$?
	wait $one && [ $two -eq 0 ] && [ "$(sql "select count(*), count(distinct a) < 3 from t")" = "3000|t" ] || { cat err1 err2; exit 1; }
'
ok 'the real file: what is broken is rejected, the rest loaded' '
	shared || return
	sql "truncate ohlcv_daily" &&
	sed 1d "$shared/bars/us25_2013_2018.csv" | sed "s/,,/,null,/g; s/,,/,null,/g" |
		awk -F, "{ printf \"{\\\"kind\\\":\\\"bar\\\",\\\"symbol\\\":\\\"%s\\\",\\\"date\\\":\\\"%s\\\",\\\"open\\\":%s,\\\"high\\\":%s,\\\"low\\\":%s,\\\"close\\\":%s,\\\"volume\\\":%s}\\n\", \$1, \$2, \$3, \$4, \$5, \$6, \$7 }" >us25 &&
	exits 65 load us25 && cat counts && n=$(wc -l <us25) && [ "$(cut -d" " -f1 counts)" -eq "$n" ] && [ "$(cut -d" " -f5 counts)" -eq 4 ] &&
	exits 65 load us25 && [ "$(cut -d" " -f2,3 counts)" = "0 0" ]
'
done_testing
