#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >/dev/null 2>"$scratch/migrate.log" || { cat "$scratch/migrate.log"; exit 1; }

row() {
	pf-query -e "select $1 as v" >got && printf '{"v":%s}\n' "$2" >want && same want got
}

for s in AAA BBB; do
	for d in 01 02 03 06; do
		[ "$s$d" = BBB02 ] || echo "{\"kind\":\"bar\",\"symbol\":\"$s\",\"date\":\"2008-10-$d\",\"open\":1.5,\"high\":20.25,\"low\":0.000000001,\"close\":$d.5,\"volume\":9223372036854775807,\"source\":\"x\"}" |
			sed 's/:0\([0-9]\.5\)/:\1/'
	done
done >"$scratch/bars"
pf-load "$scratch/bars" >/dev/null || exit 1

ok 'numbers keep their text' '
	row "9223372036854775807::bigint" 9223372036854775807 && row "1.500::numeric" 1.5 && row "100::numeric" 100 && row "-0.0::numeric" 0 &&
	row "123456789012345678901234567890.000000000100::numeric" 123456789012345678901234567890.0000000001 &&
	row "0.1::float8" 0.1 && row "1e300::float8" 1e+300 && row "$(printf "%s" "'\''NaN'\''::float8")" "\"NaN\"" && row "$(printf "%s" "'\''Infinity'\''::numeric")" "\"Infinity\""
'
ok 'every other type has its form' "
	row true true && row null::int null && row \"'2008-10-15'::date\" '\"2008-10-15\"' &&
	row \"'2008-10-15 01:02:03.45+02'::timestamptz\" '\"2008-10-14T23:02:03.45Z\"' &&
	row \"'2008-10-15 01:02:03'::timestamp\" '\"2008-10-15T01:02:03\"' &&
	row \"'{\\\"a\\\": [1, 2]}'::jsonb\" '{\"a\": [1, 2]}' &&
	row \"array[['a','b\\\"'],[null,'{,}']]\" '[[\"a\",\"b\\\"\"],[null,\"{,}\"]]' && row 'array[]::int[]' '[]' && row \"'{1,NULL}'::int[]\" '[1,null]'
"
ok 'a named query, its parameters, and back into the table' '
	pf-query bars >got && same "$scratch/bars" got && pf-query bars | pf-load >load && says "\"unchanged\":7" load &&
	pf-query bars --symbol BBB,AAA --start 2008-10-02 --end 2008-10-03 >got && [ "$(wc -l <got)" -eq 3 ] &&
	pf-query bars --symbol=BBB --limit 1 >got && says "\"date\":\"2008-10-06\"" got && [ "$(wc -l <got)" -eq 1 ]
'
ok 'gaps are sessions that others have' '
	pf-query gaps >got && printf "%s\n" "{\"kind\":\"gap\",\"symbol\":\"BBB\",\"date\":\"2008-10-02\",\"state\":\"missing\"}" >want && same want got
'
ok 'symbols that are known and those without a bar' '
	printf "{\"kind\":\"symbol\",\"symbol\":\"%s\"}\n" AAA CCC >known && pf-load known >/dev/null &&
	pf-query symbols >got && same known got && pf-query symbols --with-bars >got && [ "$(cat got)" = "$(head -1 known)" ] &&
	pf-query new-symbols >got && [ "$(cat got)" = "$(tail -1 known)" ]
'
ok ':now is the clock of the run' '
	printf -- "-- pf-query: the clock\nselect :now as now\n" >clock.sql &&
	PF_NOW=2008-10-15T05:00:00Z pf-query --queries-dir . clock >got && says "{\"now\":\"2008-10-15T05:00:00Z\"}" got
'
ok 'a value is never SQL' '
	pf-query bars --symbol "x'\'') or true; drop table ohlcv_daily; --" >got && [ ! -s got ] && pf-query counts | grep -q ohlcv_daily
'
ok 'read-only unless told otherwise' '
	exits 64 pf-query "delete from ohlcv_daily" 2>err && says "--write allows it" err &&
	pf-query --write "create table w as select 1 as a" && pf-query "select * from w" >got && says "{\"a\":1}" got
'
ok '--exists is the answer' '
	exits 1 pf-query --exists "select 1 where false" && pf-query --exists "select 1 as x" >got && says 1 got && pf-query "select 1 as x where false" >got && [ ! -s got ]
'
ok 'CSV quotes what needs it' '
	pf-query -f csv "select 1 as a, \$\$x,\"y\"\$\$ as b, null as c, 1.50 as d" >got && printf "a,b,c,d\n1,\"x,\"\"y\"\"\",,1.5\n" >want && same want got
'
ok 'a table is aligned, numbers to the right' '
	pf-query -f table "select * from (values (\$\$ä\$\$, 1), (\$\$bcd\$\$, 100)) t(name, n)" >got &&
	printf "name    n\nä       1\nbcd   100\n" >want && same want got
'
ok 'SQL from standard input, and from an argument' '
	echo "select 1 as a" | pf-query - >got && says "{\"a\":1}" got && pf-query -e "select 2 as a" >got && says "{\"a\":2}" got
'
ok 'wrong input gets a sentence' '
	exits 64 pf-query brs 2>err && says "did you mean bars?" err &&
	exits 64 pf-query bars --symbl X 2>err && says "did you mean --symbol?" err &&
	exits 64 pf-query bars --start 2008-13-01 2>err && says "2008-13-01" err &&
	exits 64 pf-query "select 1 as a, 2 as a" 2>err && says "a" err &&
	exits 64 pf-query "selec 1" 2>err && says "selec" err &&
	exits 78 pf-query "select 1 from nosuch" 2>err && says "pf-migrate up" err &&
	exits 78 env DATABASE_URL= DATABASE_DIRECT_URL= PF_STATE_DIR="$scratch/none" pf-query counts 2>err && says "pf-db start" err
'
ok 'a full disk and a closed pipe' '
	exits 74 pf-query "select generate_series(1, 100000) as a" >/dev/full 2>err && says "No space" err &&
	pf-query "select generate_series(1, 1000000) as a" | head -1 >got && says 1 got
'
ok 'a statement that takes too long' '
	exits 75 pf-query --statement-timeout 100ms "select pg_sleep(5) as s" 2>err && says "57014" err
'
ok 'many rows need no more memory than a few' '
	( ulimit -v 400000; pf-query "select g as a, repeat(\$\$x\$\$, 100) as b from generate_series(1, 300000) g" | tail -1 >got ) && says "{\"a\":300000" got
'
ok '--help of a query is about that query' '
	pf-query bars --help >got && says "--symbol" got && says "first session" got && pf-query --list >got && says "\"query\":\"gaps\"" got
'
done_testing
