#!/bin/sh
# pf-migrate killed at random moments (PF_KILLS times, 5): the ledger never says more than the catalog, and the next run ends as an undisturbed one.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need psql
need pg_dump
database
kills=${PF_KILLS:-5}
admin=$DATABASE_URL
place=$(psql "$admin" -Atc "select 'host=' || split_part(current_setting('unix_socket_directories'), ',', 1) ||
	'&port=' || current_setting('port') || '&user=' || current_user")
dir=$PWD/schema

use() {
	psql -q "$admin" -c "create database $1" && DATABASE_URL="postgresql:///$1?$place"
}
sql() { psql -X -v ON_ERROR_STOP=1 -Atq "$DATABASE_URL" -c "$1"; }
# everything but what is different in each run: a dump's key, times
shape() {
	pg_dump --schema-only "$DATABASE_URL" | grep -v '^.\(un\)\{0,1\}restrict' &&
		sql 'select version, checksum, adopted from schema_migrations order by version collate "C"' &&
		sql 'select * from killed order by 1'
}

mkdir "$dir" "$dir/api" && cp "$top"/schema/[0-9]*.sql "$dir" || exit 1
i=200
while [ $i -lt 220 ]; do
	case $i in
	*[05]) printf -- '-- pf:no-transaction\ncreate index concurrently if not exists killed_%d on killed (n) where n <> %d;\n' $i $i ;;
	*) printf 'create table if not exists killed (n int);\ninsert into killed values (%d);\ncreate table t%d (n int);\nselect pg_sleep(0.02);\n' $i $i ;;
	esac >"$dir/${i}_killed.sql"
	i=$((i + 1))
done
mv "$dir/200_killed.sql" "$dir/220_killed.sql" # its table must be there first
echo 'drop schema if exists api cascade; create schema api; select pg_sleep(0.05);' >"$dir/api/1.sql"
echo 'create view api.killed as select * from public.killed;' >"$dir/api/2.sql"

ok 'undisturbed' '
	use undisturbed && began=$(date +%s%N) && pf-migrate --schema-dir "$dir" up >done && echo $((($(date +%s%N) - began) / 1000000)) >../span &&
	pf-migrate --schema-dir "$dir" verify >got && shape >../want
'
span=$(cat ../span 2>/dev/null || echo 1000)
k=0
while [ $k -lt "$kills" ]; do
	k=$((k + 1))
	# spread over the whole run, each a bit off its place
	ms=$(((k * 2 - 1) * span / (2 * kills) + $(od -An -N2 -tu2 /dev/urandom) % (span / kills + 1) - span / (2 * kills)))
	ok "killed after $ms of $span ms" '
		use killed_$k || exit
		pf-migrate --schema-dir "$dir" up >done 2>&1 &
		p=$!
		sleep "$(printf "%d.%03d" $((ms / 1000)) $((ms % 1000)))"
		kill -9 $p 2>/dev/null
		wait $p 2>/dev/null
		# what is printed is committed, and what is in the ledger is in the catalog
		pf-migrate --schema-dir "$dir" verify >got 2>err
		! grep "\"schema/" got || exit
		if [ -n "$(sql "select to_regclass('\''schema_migrations'\'')")" ]; then sql "select version from schema_migrations"; fi >have
		sed -n "s/.*\"version\":\"\\([^\"]*\\)\".*/\\1/p" done | while read -r v; do grep -qx "$v" have || { echo "$v was told and is not there"; exit 1; }; done || exit
		for v in $(grep "^2.*_killed" have); do
			n=${v%_killed}
			case $n in
			220 | *5 | *0) [ "$(sql "select indisvalid from pg_index where indexrelid = '\''killed_$([ "$n" = 220 ] && echo 200 || echo "$n")'\''::regclass")" = t ] ;;
			*) [ "$(sql "select count(*) from killed where n = $n")" = 1 ] && [ -n "$(sql "select to_regclass('\''t$n'\'')")" ] ;;
			esac || { echo "$v is in the ledger only"; exit 1; }
		done
		pf-migrate --schema-dir "$dir" up >again 2>&1 || { cat again; exit 1; }
		pf-migrate --schema-dir "$dir" verify >got && shape >got && same ../want got && psql -q "$admin" -c "drop database killed_$k with (force)"
	'
done
done_testing
