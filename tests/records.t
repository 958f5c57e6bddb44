#!/bin/sh
# The stored kinds and the schema say the same: every column of a kind is in its table, of a type that takes what the kind says, and the
# kind's key is a key there.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
records=$build/man/records

ok 'the page is printed from the tables of fields' '
	"$records" >got && same "$build/man/pf-records.5" got || same "$top/man/pf-records.5" got
'
ok 'each stored kind is in the page with each of its columns' '
	"$records" columns >columns && [ -s columns ] || exit
	while read -r table column name type; do
		grep -q "^\.Li $table ;" "$build/man/pf-records.5" && grep -q "^\.It Li $name$" "$build/man/pf-records.5" || { echo "$table.$column"; exit 1; }
	done <columns
'

database
pf-migrate up >up 2>&1 || { sed "s/^/# /" up; echo "Bail out! no schema"; exit 1; }
catalog() {
	pf-db psql -- -XqAt -F ' ' -c "$1"
}
ok 'each column is in the catalog, and of a fitting type' '
	catalog "select table_name, column_name, replace(data_type, chr(32), chr(95)) from information_schema.columns where table_schema = '"'public'"'" >have
	"$records" columns | while read -r table column name type; do
		case $type in
		text) fits="text character_varying time_without_time_zone" ;;
		date) fits=date ;;
		time) fits=timestamp_with_time_zone ;;
		price | amount | decimal) fits=numeric ;;
		integer) fits="bigint integer" ;;
		count) fits=bigint ;;
		id) fits="text bigint" ;;
		boolean) fits=boolean ;;
		"any JSON") fits=jsonb ;;
		"list of text") fits=ARRAY ;;
		*) fits= ;;
		esac
		is=$(awk -v t="$table" -v c="$column" "\$1 == t && \$2 == c { print \$3 }" have)
		case " $fits " in
		*" ${is:-absent} "*) ;;
		*) echo "$table.$column is ${is:-not there}, the kind says $type"; exit 1 ;;
		esac
	done
'
ok 'prices and amounts are plain numeric: no digit is cut' '
	catalog "select table_name || chr(46) || column_name from information_schema.columns where table_schema = '"'public'"' and data_type = '"'numeric'"' and numeric_precision is not null" |
		sort >bound
	"$records" columns | awk "\$4 == \"price\" || \$4 == \"amount\" || \$4 == \"decimal\" { print \$1 \".\" \$2 }" | sort >decimals
	comm -12 bound decimals | { ! grep .; }
'
ok 'the key of a kind is a unique key of its table' '
	"$records" keys >keys && [ -s keys ] || exit
	while read -r table columns; do
		catalog "select string_agg(a.attname, chr(44) order by a.attname) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
			where i.indrelid = '"'public.\$table'"'::regclass and i.indisunique and i.indpred is null group by i.indexrelid" >have
		echo "$columns" | tr , "\n" | sort | paste -sd, >want
		grep -qxF "$(cat want)" have || { echo "$table has no key $(cat want), but:"; cat have; exit 1; }
	done <keys
'
done_testing
