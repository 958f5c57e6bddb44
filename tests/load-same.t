#!/bin/sh
# Rows that are stored already, found before they are staged: what comes out is what comes out without that.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
each=5000 # the smallest batch that is worth a look; one row less, and nobody looks

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# rows FROM TO: one of every class of value, with what a text, a number and a time may be
rows() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		for (i = from; i < to; i++) {
			text = i % 7 == 0 ? "null" : i % 5 == 0 ? "\"a\\tb\\\\c\\nd \\u00e9\"" : "\"text " i "\""
			printf "{\"k\":\"K%03d\",\"day\":\"20%02d-%02d-%02d\",\"n\":%d,\"price\":%d.%02d,\"exact\":-%d.5,\"at\":\"2024-01-%02dT03:04:%02d%sZ\",", \
				i / 100, i % 100 / 10, i % 10 + 1, i % 9 + 1, i - 3000, i, i % 100, i, i % 28 + 1, i % 60, i % 3 ? "" : ".250"
			printf "\"flag\":%s,\"id\":\"00000000-0000-4000-8000-%012d\",\"half\":%d.5,\"text\":%s}\n", \
				i % 2 ? "true" : "false", i, i, text
		}
	}'
}

table() {
	sql "drop table if exists $1; create table $1 (k text, day date, n int8, price numeric(12,4) not null, exact numeric, at timestamptz,
		flag bool, id uuid, half float8, text text, primary key (k, day, n))" 2>/dev/null
}

# both FIRST THEN [KEY]: FIRST, then THEN, into table t with a look and into u without one; fails where they differ
both() {
	for t in t u; do
		if [ $t = t ]; then batch=$each; else batch=$((each - 1)); fi
		pf-load -q --table $t ${3:+--key "$3"} --batch $each "$1" >first-$t || return
		pf-load -vv --table $t ${3:+--key "$3"} --batch $batch "$2" >then-$t 2>log-$t || return
		sed -i "s/\"table\":\"$t\"//; s/\"seconds\".*//" then-$t
	done
	! says 'rows are stored as they are' log-u >/dev/null && same then-u then-t &&
		[ "$(sql 'select count(*) from (table t except table u) a')" = 0 ] && [ "$(sql 'select count(*) from (table u except table t) a')" = 0 ]
}

rows 0 30000 >rows
ok 'the same again: found without staging, nothing written' '
	table t && table u && both rows rows && says "\"unchanged\":30000" then-t &&
	[ "$(grep -c "5000 of 5000 rows are stored as they are" log-t)" = 5 ] &&
	[ "$(sql "select pg_stat_force_next_flush(); select n_dead_tup from pg_stat_user_tables where relname = \$\$t\$\$" | tail -1)" = 0 ]
'
ok 'changed, new and repeated rows among them' '
	table t && table u &&
	awk "NR == 9001 { sub(/\"price\":[0-9]*/, \"\\\"price\\\":7\") } NR == 17000 { sub(/\"flag\":(true|false)/, \"\\\"flag\\\":null\") }
		NR == 23000 { sub(/\"half\":/, \"\\\"half\\\":1\") } NR == 24500 { sub(/text 2/, \"text 3\") } { print }
		NR == 12000 { was = \$0; sub(/\"price\":/, \"\\\"price\\\":1\"); print } NR == 12010 { print was }
		NR == 26000 { was = \$0 } NR == 26020 { sub(/.*/, was); sub(/\"price\":/, \"\\\"price\\\":1\"); print }" rows >changed &&
	rows 30000 30010 >>changed && both rows changed && says "\"inserted\":10,\"updated\":5" then-t &&
	[ "$(sql "select count(*) from t where price = 7")" = 1 ]
'
ok 'columns that the records lack are kept' '
	table t && table u && sed "s/,\"exact\".*/}/" rows >few && both rows few && says "\"unchanged\":30000" then-t &&
	says "5000 of 5000 rows" log-t
'
ok 'a table that holds other rows is asked once' '
	table t && table u && awk "NR > 6000 { sub(/\"exact\":-/, \"\\\"exact\\\":\") } { print }" rows >other && both rows other &&
	says "\"updated\":24000" then-t && [ "$(grep -c "rows are stored as they are" log-t)" = 1 ]
'
ok 'refused rows keep their lines' '
	table t && pf-load -q --table t rows && sql "alter table t add check (price < 1000000)" &&
	awk "NR == 8000 || NR == 28001 { sub(/\"price\":/, \"\\\"price\\\":9999\") } { print }" rows >bad &&
	exits 65 pf-load --table t --batch $each bad >out 2>err && [ "$(cut -d: -f2,3 err)" = " bad:8000
 bad:28001" ] && says "\"unchanged\":29998,\"rejected\":2" out
'
ok 'keys of which several texts are one value' '
	for type in "char(8)" "int8" "numeric"; do
		sql "drop table if exists t, u; create table t (k $type, v int, unique (k)); create table u (k $type, v int, unique (k))" 2>/dev/null
		awk -v type="$type" "BEGIN { q = type ~ /char/ ? \"\\\"\" : \"\"
			for (i = 0; i < 20000; i++) print \"{\\\"k\\\":\" q i q \",\\\"v\\\":\" i \"}\" }" >first
		awk -v type="$type" "NR == 11001 { print type ~ /char/ ? \"{\\\"k\\\":\\\"11005 \\\",\\\"v\\\":1}\" : type ~ /int/ ? \"{\\\"k\\\":-0,\\\"v\\\":1}\" :
			\"{\\\"k\\\":11005.0,\\\"v\\\":1}\" } { print } NR == 11500 { print \"{\\\"k\\\":null,\\\"v\\\":3}\" }" first | sed "/null/d" >then
		both first then k || return 1
	done
'
ok 'behind a collation that sees no case' '
	sql "drop table if exists t, u; create collation if not exists nocase (provider = icu, locale = \$\$und-u-ks-level2\$\$, deterministic = false)" 2>/dev/null || {
		echo "no ICU" >"$scratch/skip"; return; }
	sql "create table t (k text collate nocase primary key, v int); create table u (k text collate nocase primary key, v int)" &&
	awk "BEGIN { for (i = 0; i < 20000; i++) print \"{\\\"k\\\":\\\"k\" i \"\\\",\\\"v\\\":\" i \"}\" }" >first &&
	awk "NR == 11001 { print \"{\\\"k\\\":\\\"K11005\\\",\\\"v\\\":1}\" } { print }" first >then && both first then k
'
ok 'in one transaction, and without one' '
	table t && pf-load -q --table t rows && pf-load --atomic --batch $each --table t rows >out && says "\"unchanged\":30000" out &&
	sed "s/\"price\":/&1/" rows >other && pf-load --dry-run --batch $each --table t rows other >out &&
	says "\"updated\":30000,\"unchanged\":30000" out && pf-load --table t rows >out && says "\"unchanged\":30000" out
'
done_testing
