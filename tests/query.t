#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

# Rows of SQL are this text.
prints() {
	printf '%s\n' "$2" >want
	pf-query -e "$1" >got && same want got
}

{
	for d in 06 07 08 09 10 13 14; do
		echo "{\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2008-10-$d\",\"open\":373.98,\"high\":375.99,\"low\":357.16,\"close\":3$d.5,\"volume\":7000000,\"source\":\"databento\"}"
	done
	for d in 06 08 09 14; do
		echo "{\"kind\":\"bar\",\"symbol\":\"MSFT\",\"date\":\"2008-10-$d\",\"open\":24,\"high\":25.1,\"low\":23.9,\"close\":24.5,\"volume\":null,\"source\":\"databento\"}"
	done
} >bars
pf-load bars >/dev/null || exit 1
printf '{"kind":"symbol","symbol":"%s"}\n' GOOG IBM AAPL | pf-load >/dev/null || exit 1
pf-query -w -e "insert into positions (symbol, account_id, quantity) values ('MSFT', 'a', 5), ('TSLA', 'a', 0)"
pf-query -w -e "insert into bar_coverage (symbol, dataset, first_date, last_date, state, asked_at) values
	('AAPL', 'D', '2008-10-01', '2008-10-13', 'empty', '2008-10-14'), ('IBM', 'D', '2008-10-01', '2008-10-13', 'unknown', '2008-09-01'),
	('MSFT', 'D', '2008-10-08', '2008-10-12', 'bars', '2008-10-14')"
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

ok 'bars come back as they were loaded, and load again without a change' '
	pf-query bars >got && same bars got && pf-query bars | pf-load >sum && says "\"unchanged\":11," sum && says "\"inserted\":0,\"updated\":0," sum
'
ok 'bars by symbol, range and number' '
	[ "$(pf-query bars --symbol GOOG,MSFT --start 2008-10-09 --end 2008-10-10 | wc -l)" -eq 3 ] &&
	pf-query bars --limit 1 >got && grep 2008-10-14 bars >want && same want got && pf-query latest >got && same want got &&
	[ "$(pf-query bars --symbol NOSUCH)" = "" ] && [ "$(pf-query bars --end yesterday --limit 1 --symbol GOOG | wc -l)" -eq 1 ]
'
ok 'every year that a date has, also as a parameter' '
	rm -f early; for d in 0001-01-01 1600-02-29 9999-12-31; do
		echo "{\"kind\":\"bar\",\"symbol\":\"EON\",\"date\":\"$d\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1,\"source\":\"databento\"}" >>early
	done; pf-load early >/dev/null && pf-query bars --start 0001-01-01 --end 9999-12-31 --symbol EON >got && same early got &&
	[ "$(pf-query bars --end 1600-02-29 | wc -l)" -eq 2 ] && [ "$(pf-query bars --start 9999-12-31 | wc -l)" -eq 1 ] &&
	[ "$(pf-query bars --start 1600-01-01 --end today --symbol EON | wc -l)" -eq 1 ] && pf-query -w -e "delete from ohlcv_daily where symbol = \$\$EON\$\$" &&
	exits 64 pf-query bars --start 0000-12-31 2>err && exits 64 pf-query bars --start 2023-02-29 2>err && exits 64 pf-query bars --start 10000-01-01 2>err &&
	mkdir -p q && printf "%s\n" "-- pf-query: x" "-- param: t timestamptz needed \"t\"" "select :t as t" >q/t.sql &&
	[ "$(pf-query --queries-dir q t --t 9999-12-31t23:59:59.5+01:00)" = "{\"t\":\"9999-12-31T22:59:59.5Z\"}" ] &&
	[ "$(pf-query --queries-dir q t --t 0001-01-01)" = "{\"t\":\"0001-01-01T00:00:00Z\"}" ] && exits 64 pf-query --queries-dir q t --t 0001-01-01T00:00:00+24:00 2>err
'
ok 'symbols' '
	[ "$(pf-query symbols -f csv)" = "$(printf "kind,symbol\nsymbol,AAPL\nsymbol,GOOG\nsymbol,IBM\nsymbol,MSFT\nsymbol,TSLA")" ] &&
	[ "$(pf-query symbols --held)" = "{\"kind\":\"symbol\",\"symbol\":\"MSFT\"}" ] && [ "$(pf-query symbols --with-bars | wc -l)" -eq 2 ] &&
	[ "$(pf-query symbols --with-bars --held -f csv | wc -l)" -eq 2 ]
'
ok 'a symbol that only has bars is known, and the night asks for it' '
	pf-query -w -e "insert into ohlcv_daily (symbol, date, close) values ('"'ZZZ', '2008-10-14'"', 1)" && pf-query symbols --with-bars >got
	pf-query -w -e "delete from ohlcv_daily where symbol = '"'ZZZ'"'" && says "\"ZZZ\"" got && [ "$(wc -l <got)" -eq 3 ]
'
ok 'new symbols, but those that were just found empty' '
	[ "$(pf-query new-symbols -f csv)" = "$(printf "kind,symbol\nsymbol,IBM\nsymbol,TSLA")" ] && [ "$(PF_NOW=2008-10-30 pf-query new-symbols | wc -l)" -eq 3 ] &&
	[ "$(pf-query new-symbols --days 90 | wc -l)" -eq 1 ]
'
ok 'gaps, and why' '
	[ "$(pf-query gaps -f csv)" = "$(printf "kind,symbol,date,state\ngap,MSFT,2008-10-07,missing\ngap,MSFT,2008-10-10,empty\ngap,MSFT,2008-10-13,missing")" ] &&
	pf-query -w -e "delete from ohlcv_daily where symbol = \$\$MSFT\$\$ and date = date \$\$2008-10-14\$\$" &&
	[ "$(pf-query gaps --end 2008-10-14 --state not-yet -f csv | tail -1)" = "gap,MSFT,2008-10-14,not-yet" ] &&
	[ -z "$(pf-query gaps --symbol GOOG)" ] && pf-load bars >/dev/null
'
ok 'coverage, counts, overview, runs and steps' '
	[ "$(pf-query coverage --symbol GOOG)" = "{\"symbol\":\"GOOG\",\"first\":\"2008-10-06\",\"last\":\"2008-10-14\",\"bars\":7}" ] &&
	pf-query counts >got && says "{\"table\":\"ohlcv_daily\",\"rows\":11}" got && says "{\"table\":\"ohlcv_intraday\",\"rows\":0}" got &&
	[ "$(pf-query counts-by-symbol --limit 1)" = "{\"symbol\":\"GOOG\",\"rows\":7}" ] &&
	pf-query overview --symbol GOOG >got && says "{\"symbol\":\"GOOG\",\"bars\":7,\"first\":\"2008-10-06\",\"last\":\"2008-10-14\",\"close\":314.5,\"change_pct\":2.61,\"closes\":\"▁▂▃▄▅██\"}" got &&
	[ -z "$(pf-query runs)$(pf-query steps)" ] &&
	pf-query -w -e "insert into pipeline_runs (run_id, pipeline, started_at, status) values (\$\$r1\$\$, \$\$nightly\$\$, now(), \$\$ok\$\$)" &&
	pf-query -w -e "insert into pipeline_steps (run_id, step, attempt, position) values (\$\$r1\$\$, \$\$ohlcv\$\$, 1, 1)" &&
	pf-query runs --pipeline nightly | grep -q "\"run_id\":\"r1\"" && pf-query steps | grep -q "\"step\":\"ohlcv\""
'
ok 'every named query runs and has its help' '
	pf-query --list >got && [ "$(wc -l <got)" -ge 11 ] && for q in $(sed "s/{\"query\":\"\([^\"]*\)\".*/\1/" got); do
		case $q in claim-messages) set -- --write "$q" --by me ;; *-sync) set -- --write "$q" ;; *) set -- "$q" ;; esac
		pf-query "$@" >/dev/null && pf-query "$q" --help >help && says "usage: pf-query $q" help || exit 1
	done && pf-query bars --help >help && says "--symbol text[]" help
'
ok 'values' '
	prints "select 1.500 as a, 100::numeric as b, 0.000 as c, -0.10 as d, 9223372036854775807 as e, \$\$NaN\$\$::numeric as f, 1e20::float8 as g, 1.5e-7::float8 as h, \$\$-Infinity\$\$::float8 as i, null as j, 1200 as k, 1e-20::numeric as l" \
		"{\"a\":1.5,\"b\":100,\"c\":0,\"d\":-0.1,\"e\":9223372036854775807,\"f\":\"NaN\",\"g\":100000000000000000000,\"h\":0.00000015,\"i\":\"-Infinity\",\"j\":null,\"k\":1200,\"l\":0.00000000000000000001}" &&
	prints "select true as a, date \$\$2024-02-29\$\$ as b, timestamptz \$\$2024-03-04 14:30:00.120-05\$\$ as c, timestamp \$\$2024-03-04 14:30\$\$ as d, timestamptz \$\$infinity\$\$ as e, \$\$\\x00ff\$\$::bytea as f, interval \$\$1 day\$\$ as g, timestamptz \$\$0044-03-15 BC\$\$ as h" \
		"{\"a\":true,\"b\":\"2024-02-29\",\"c\":\"2024-03-04T19:30:00.12Z\",\"d\":\"2024-03-04T14:30:00\",\"e\":\"infinity\",\"f\":\"\\\\x00ff\",\"g\":\"P1D\",\"h\":\"0044-03-15 00:00:00+00 BC\"}" &&
	prints "select chr(9) || chr(34) || chr(92) || chr(1) || chr(233) as a, \$\${\"a\":1.50,
 \"b\": []}\$\$::json as b, \$\${\"x\":\"y\\\\n\"}\$\$::jsonb as c" "{\"a\":\"\\t\\\"\\\\\\u0001é\",\"b\":{\"a\":1.50,  \"b\": []},\"c\":{\"x\": \"y\\\\n\"}}"
'
ok 'arrays' '
	prints "select array[1,null,3] as a, array[[1.50,2],[3,4]] as b, array[\$\$a,b\$\$, chr(34), chr(92), \$\$NULL\$\$, null, \$\$\$\$, \$\$ x\$\$] as c, array[]::text[] as d, \$\$[0:1]={7,8}\$\$::int[] as e, array[true,false] as f, array[\$\${\"a\":1}\$\$::jsonb] as g, array[timestamptz \$\$2024-01-01 00:00Z\$\$] as h" \
		"{\"a\":[1,null,3],\"b\":[[1.5,2],[3,4]],\"c\":[\"a,b\",\"\\\"\",\"\\\\\",\"NULL\",null,\"\",\" x\"],\"d\":[],\"e\":[7,8],\"f\":[true,false],\"g\":[{\"a\": 1}],\"h\":[\"2024-01-01T00:00:00Z\"]}" &&
	pf-query -w -e "create type mood as enum (\$\$ok\$\$, \$\$so so\$\$)" && pf-query -w -e "create domain price as numeric" &&
	prints "select array[\$\$so so\$\$, null]::mood[] as m, \$\$ok\$\$::mood as n, array[1.50]::price[] as p, 2.50::price as q" "{\"m\":[\"so so\",null],\"n\":\"ok\",\"p\":[1.5],\"q\":2.5}"
'
ok 'CSV and tables' '
	[ "$(pf-query -f csv -e "select 1.50 as \"a,b\", null as n, \$\$\$\$ as e, chr(34) || chr(10) as q, array[1,2] as r")" = "$(printf "\"a,b\",n,e,q,r\n1.5,,\"\",\"\"\"\n\",\"[1,2]\"")" ] &&
	[ "$(pf-query -f table -e "select * from (values (1.50, \$\$é\$\$, null), (100, \$\$日本\$\$, chr(27) || \$\$[31m\$\$ || chr(10) || chr(155) || \$\$x\$\$)) v (n, name, z)")" = "$(printf "  n  name  z\n1.5  é     \n100  日本   [31m   x")" ] &&
	[ "$(pf-query -f table -e "select 1 as a where false")" = a ] && [ "$(pf-query -f csv -e "select 1 as a where false")" = a ]
'
ok 'more rows than a table looks at' '
	pf-query -f table "select i, repeat(\$\$x\$\$, i / 400) as x from generate_series(1, 2500) i" >got && [ "$(wc -l <got)" -eq 2501 ] && [ "$(sed -n 2501p got)" = "2500  xxxxxx" ]
'
ok 'SQL from an argument, -e and standard input; parameters' '
	[ "$(pf-query "select 1 as a")" = "{\"a\":1}" ] && [ "$(echo "select 2 as a;" | pf-query -)" = "{\"a\":2}" ] &&
	[ "$(pf-query "select :x::int + 1 as a, :y || \$\$:x\$\$ as b, (array[5,6])[1:1] as c" --x 41 --y "it'"'"'s")" = "{\"a\":42,\"b\":\"it'"'"'s:x\",\"c\":[5]}" ] &&
	[ "$(pf-query "select :now as a")" = "{\"a\":\"2008-10-15T06:00:00Z\"}" ] && [ "$(pf-query "select :n::int as a" --n -5)" = "{\"a\":-5}" ]
'
ok 'parameters have names, not numbers' '
	exits 64 pf-query "select \$1" 2>err && says "sql:1: \$1: a parameter has a name" err &&
	exits 64 pf-query "select :x,
		\$1::int" --x 1 2>err && says "sql:2: \$1: " err && exits 64 pf-query -w "create table bad as select \$1 as a" 2>err && says "does not take these parameters" err &&
	exits 64 pf-query -w "create view bad as select :x as a" --x 1 2>err && says "does not take these parameters" err &&
	mkdir -p q && printf "%s\n" "-- pf-query: x" "select \$2" >q/p.sql && exits 78 pf-query --queries-dir q p 2>err && says "p.sql:2: \$2: " err &&
	[ "$(pf-query "/* \$1 */ select \$\$\$1\$\$ as a, 5 as \"\$1\" -- \$2")" = "{\"a\":\"\$1\",\"\$1\":5}" ] &&
	pf-query -w "create function more(int) returns int begin atomic select \$1 + 1; end" && [ "$(pf-query "select more(1) as a")" = "{\"a\":2}" ]
'
ok 'a value is never SQL' '
	pf-query bars --symbol "x'\'') or true; drop table ohlcv_daily; --" >got && [ ! -s got ] && pf-query counts | grep -q ohlcv_daily
'
ok 'read-only unless --write' '
	exits 64 pf-query "delete from symbols" 2>err && says "--write" err && [ "$(pf-query "select count(*) as n from symbols")" = "{\"n\":3}" ] &&
	[ "$(pf-query -w "update symbols set description = \$\$x\$\$ where ticker = \$\$IBM\$\$ returning ticker")" = "{\"ticker\":\"IBM\"}" ] &&
	[ "$(pf-query "select description from symbols where ticker = \$\$IBM\$\$")" = "{\"description\":\"x\"}" ] &&
	exits 64 pf-query "select 1; delete from symbols" 2>err && exits 64 pf-query "commit; delete from symbols" 2>err
'
ok '--exists' '
	pf-query --exists "select 1 as a" >got && exits 1 pf-query --exists "select 1 as a where false" && exits 1 pf-query bars --symbol NOSUCH --exists && pf-query --exists "select where true" && exits 1 pf-query --exists "select where false" && pf-query "select 1 as a where false"
'
ok 'what is wrong is said' '
	exits 64 pf-query 2>err && exits 64 pf-query bras 2>err && says "did you mean bars" err && exits 64 pf-query ../bars 2>err &&
	exits 64 pf-query --hlep 2>err && says "did you mean --help?" err &&
	exits 64 pf-query bars --symbl X 2>err && says "did you mean --symbol" err && exits 64 pf-query bars --start x 2>err && says "is no date" err &&
	exits 64 pf-query bars --symbol 2>err && says "needs a value" err && exits 64 pf-query --held symbols 2>err &&
	exits 64 pf-query symbols --held=maybe 2>err && exits 64 pf-query bars latest 2>err && exits 64 pf-query "select 1 as a, 2 as a" 2>err && says "two columns are named a" err &&
	exits 64 pf-query "selec" -e "select 1 a" 2>err && exits 64 pf-query "select
		nosuch from symbols" 2>err && says "line 2: " err && exits 78 pf-query "select 1 from nosuch" 2>err && says "pf-migrate up" err && exits 64 pf-query "copy symbols to stdout" 2>err && exits 64 pf-query "select 1 as a" --x 1 2>err
'
ok 'a header that is wrong, with its line' '
	mkdir -p q && printf "%s\n" "-- pf-query: x" "-- param: a txt \"b\"" "select 1" >q/a.sql && exits 78 pf-query --queries-dir q a 2>err && says "a.sql:2: " err &&
	printf "select 1\n" >q/b.sql && exits 78 pf-query --queries-dir q b 2>err && printf "%s\n" "-- pf-query: x" "-- param: a bigint = zwei \"b\"" "select :a as a" >q/c.sql &&
	exits 78 pf-query --queries-dir q c 2>err && says "zwei" err && printf "%s\n" "-- pf-query: x" "-- param: a bigint needed \"b\"" "select :a as a" >q/d.sql &&
	exits 64 pf-query --queries-dir q d 2>err && says "needs --a" err && [ "$(pf-query --queries-dir q d --a 3)" = "{\"a\":3}" ] && exits 66 pf-query --queries-dir nosuch --list 2>err
'
ok 'time-outs, a database that is not there, a full disk, a closed pipe' '
	exits 75 pf-query --statement-timeout 300ms "select pg_sleep(5)" 2>err && says "no next row" err && exits 75 pf-query --database-url "postgresql:///x?host=/nonexistent" "select 1" 2>err &&
	exits 74 pf-query bars >/dev/full 2>err && exits 78 env DATABASE_URL= PF_STATE_DIR="$scratch/none" pf-query bars 2>err &&
	pf-query "select i from generate_series(1, 300000) i" | head -1 >got && [ "$(cat got)" = "{\"i\":1}" ]
'
ok 'who reads slowly is not timed out' '
	pf-query --statement-timeout 1s "select i, repeat(\$\$x\$\$, 100) as x from generate_series(1, 40000) i" | { sleep 2; cat; } >got && [ "$(wc -l <got)" -eq 40000 ]
'
ok 'SIGTERM ends a query' '
	pf-query --statement-timeout 0 "select pg_sleep(60)" 2>err & pid=$!; sleep 0.5; kill -TERM $pid; wait $pid; [ $? -eq 143 ]
'
ok 'many rows in little memory' '
	if pf-query --version | grep -q "sanitizers: yes"; then skip "the sanitizers take more memory than that"; fi
	( ulimit -v 120000; exits 0 pf-query "select i, repeat(\$\$x\$\$, 50) as x from generate_series(1, 500000) i" | tail -1 >got ) && says "\"i\":500000," got
'
done_testing
