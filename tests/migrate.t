#!/bin/sh
# pf-migrate against a real private cluster: every test has databases of its own.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need psql
need pg_dump
database
admin=$DATABASE_URL
fixtures=$data/migrate
place=$(psql "$admin" -Atc "select 'host=' || split_part(current_setting('unix_socket_directories'), ',', 1) ||
	'&port=' || current_setting('port') || '&user=' || current_user")
psql -q "$admin" -c 'create role anon; create role authenticated; create role service_role' || exit 1

# use NAME: a new database, at DATABASE_URL
use() {
	psql -q "$admin" -c "create database \"$1\"" && DATABASE_URL="postgresql:///$1?$place"
}
q() { psql -X -v ON_ERROR_STOP=1 -Atq "$DATABASE_URL" "$@"; }
sql() { q -c "$1"; }
# folder NAME [FILE TEXT]...: a folder of migrations
folder() {
	dir=$PWD/$1
	rm -rf "$dir" && mkdir "$dir" || return
	shift
	while [ $# -gt 0 ]; do
		printf '%s\n' "$2" >"$dir/$1" || return
		shift 2
	done
}
m() { pf-migrate --schema-dir "$dir" "$@"; }
# soon COMMAND...: try it again for 30 s until it succeeds
soon() {
	n=0
	until "$@"; do
		n=$((n + 1))
		[ $n -lt 300 ] || { echo "never: $*"; return 1; }
		sleep 0.1
	done
}
is() { [ "$(sql "$1")" = "$2" ]; }
# a pf-migrate has the lock
locked() { [ -n "$(sql "select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())")" ]; }
shape() { q -v tables="$tables" -f "$fixtures/shape.sql"; }

ok 'plan of a fresh database: all files, status 1, nothing written' '
	use fresh &&
	exits 1 pf-migrate >plan &&
	says "\"action\":\"apply\",\"target\":\"060_baseline_current\",\"mode\":\"fresh\",\"risk\":\"low\"" plan &&
	tail -n 1 plan | grep "\"action\":\"summary\".*\"mode\":\"fresh\",\"pending\":\\[\"060_baseline_current\",.*\"foreign\":\\[\\]" &&
	[ "$(sql "select count(*) from pg_class where relnamespace = '\''public'\''::regnamespace")" = 0 ]
'
DATABASE_URL="postgresql:///fresh?$place"
ok 'up applies the baseline, then the rest in order, once' '
	pf-migrate up >done && [ "$(head -n 1 done | cut -d, -f2,3)" = "\"version\":\"060_baseline_current\",\"status\":\"applied\"" ] &&
	sql "select version from schema_migrations order by applied_at, version collate \"C\"" >got &&
	(cd "$top/schema" && ls [0-9]*.sql | sort -n && ls api/*.sql) | sed "s/\\.sql\$//" >want && same want got &&
	[ "$(sql "select count(*) from schema_migrations where checksum ~ '\''^[0-9a-f]{64}\$'\'' and seconds >= 0
		and not adopted and tool_version <> '\'''\''")" = "$(wc -l <want)" ] &&
	pf-migrate up >again 2>err && [ ! -s again ] && says "nothing to do" err
'
ok 'nothing pending is status 0 and an empty list' '
	pf-migrate plan >plan && grep "\"pending\":\\[\\]" plan && [ "$(wc -l <plan)" = 1 ]
'
ok 'verify holds, and catalog.txt is what a fresh database has' '
	pf-migrate verify >got && says "\"status\":\"pass\"" got &&
	grep -v "^#" "$top/schema/catalog.txt" >want && pf-migrate verify --catalog >got && same want got
'
ok 'the shipped schema passes lint' 'pf-migrate lint >got && [ ! -s got ]'
ok 'no price, no amount of the shipped schema is real or limited, no table without row security and a key' '
	! grep -E " (real|double)|numeric\\(" "$top/schema/catalog.txt" &&
	for t in $(sed -n "s/^table //p" "$top/schema/catalog.txt"); do
		grep -q "^rls $t\$" "$top/schema/catalog.txt" && grep -q "^key $t primary" "$top/schema/catalog.txt" || exit 1
	done
'
ok 'verify names what is missing' '
	use drift && pf-migrate up >done &&
	sql "drop table positions; alter table orders drop column status; alter table symbols drop constraint symbols_ticker_key;
		alter table accounts disable row level security; alter table ohlcv_daily alter close type real;
		alter table ohlcv_daily add extra text; create table other ()" &&
	exits 1 pf-migrate verify >got 2>err &&
	says "schema/table/positions" got && says "table/positions is missing" err && says "schema/column/orders.status" got &&
	says "schema/key/symbols" got && says "schema/rls/accounts" got &&
	says "column/ohlcv_daily.close is real, not numeric" err && [ "$(wc -l <got)" = 5 ]
'
tables=$(sed -n 's/^table //p' "$top/schema/catalog.txt" | tr '\n' ' ')
live() {
	use "$1" && q -f "$top/schema/060_baseline_current.sql" -f "$fixtures/live_seed.sql" || return
	case $1 in *late*) q -f "$fixtures/live_late.sql" ;; esac
}
ok 'a live database at its baseline is taken over and ends with the catalog of a fresh one' '
	live seed &&
	for t in ohlcv_daily positions orders activities; do sql "select pg_relation_filenode('\''$t'\'')"; done >before &&
	exits 1 pf-migrate plan >plan && says "\"action\":\"record\",\"target\":\"060_baseline_current\",\"mode\":\"existing\"" plan &&
	says "\"foreign\":[\"061_cleanup_migration_ledger\"]" plan &&
	pf-migrate up >done && ! grep 060 done | grep applied && pf-migrate verify >got &&
	for t in ohlcv_daily positions orders activities; do sql "select pg_relation_filenode('\''$t'\'')"; done >after &&
	same before after && shape >got && DATABASE_URL="postgresql:///fresh?$place" && shape >want && same want got
'
DATABASE_URL="postgresql:///seed?$place"
ok 'its rows are kept: the last of equal keys, a real by its shortest text' '
	sql "select account_id, currency_code, snapshot_date, cash, buying_power from account_balances order by 1, 2, 3" >got &&
	cat >want <<-END &&
	a|CAD|2026-02-09|5|5
	a|USD|2026-02-08|7|7
	a|USD|2026-02-09|0.3|1
	b|USD|1970-01-01|8|8
	END
	same want got && [ "$(sql "select total_equity from accounts")" = 123456.78 ] &&
	[ "$(sql "select count(*), sum(close) from ohlcv_daily")" = "1000|1000.001000" ] &&
	[ "$(sql "select string_agg(account_id || brokerage_order_id || updated_at::date, '\'' '\'' order by brokerage_order_id) from orders")" = \
		"ao12026-02-01 default_accounto22026-02-01" ]
'
ok 'nobody reads it by the public key' '
	[ "$(sql "select count(*) from pg_policies where roles && array['\''anon'\'', '\''authenticated'\'', '\''public'\'']::name[]")" = 0 ] &&
	for t in $tables; do
		[ "$(sql "select has_table_privilege('\''anon'\'', '\''$t'\'', '\''select'\'')")" = f ] || exit 1
	done
'
ok 'a live database at 079 is taken over and ends with the catalog of a fresh one' '
	live late && pf-migrate up >done && pf-migrate verify >got &&
	shape >got && DATABASE_URL="postgresql:///fresh?$place" && shape >want && same want got &&
	pf-migrate up >again 2>err && [ ! -s again ]
'
ok 'tables without a ledger: refused with the command to type, which works' '
	live noledger && sql "drop table schema_migrations" &&
	exits 69 pf-migrate plan >plan 2>err &&
	exits 69 pf-migrate up 2>err && says "pf-migrate adopt --at 60" err &&
	exits 69 pf-migrate up -n >plan 2>err && pf-migrate adopt -n --at 60 >plan && says "\"action\":\"adopt\"" plan &&
	[ "$(sql "select to_regclass('\''schema_migrations'\'')")" = "" ] &&
	pf-migrate adopt --at 60 >done && says "\"version\":\"060_baseline_current\",\"status\":\"adopted\"" done &&
	[ "$(sql "select version, adopted from schema_migrations")" = "060_baseline_current|t" ] &&
	pf-migrate up >done && pf-migrate verify >got
'
ok 'an existing database whose ledger lacks the baseline: it is recorded as adopted, not run' '
	use lacks && folder lacks 060_baseline_current.sql "select 1/0;" 061_a.sql "create table a ();" 062_b.sql "create table b ();" &&
	sql "create table a (); create table schema_migrations (version text primary key, applied_at timestamp default now(), description text);
		insert into schema_migrations values ('\''061_a'\'')" && m plan >plan
	says "\"action\":\"adopt\",\"target\":\"060_baseline_current\"" plan && m up >done &&
	[ "$(sql "select string_agg(version || adopted, '\'' '\'' order by version) from schema_migrations")" = \
		"060_baseline_currenttrue 061_afalse 062_bfalse" ]
'
ok 'adopt says no to an empty database and to numbers there are not' '
	use adopts && exits 64 pf-migrate adopt --at 60 2>err && says "is empty" err &&
	sql "create table t ()" && exits 64 pf-migrate adopt --at 9999 2>err && says "the last file is" err &&
	exits 64 pf-migrate adopt 2>err
'
ok 'adopt at nothing: the files are for a database that has none of them' '
	use nothing && sql "create table t ()" && folder nothing 001_a.sql "create table a ();" && exits 69 m up 2>err &&
	m adopt --at 0 && m up >done && [ "$(sql "select version from schema_migrations")" = 001_a ]
'
ok 'a changed applied file is refused' '
	use edited && folder edited 001_a.sql "create table a ();" 002_b.sql "create table b ();" && m up >done &&
	echo "-- x" >>"$dir/001_a.sql" && echo "create table c ();" >"$dir/003_c.sql" &&
	exits 1 m plan >plan 2>err && says "001_a.sql was changed" err && says "\"edited\":[\"001_a\"]" plan &&
	exits 1 m up >done 2>err && [ ! -s done ] && exits 1 m verify >got 2>err && says "ledger/001_a" got &&
	[ "$(sql "select to_regclass('\''c'\'')")" = "" ]
'
ok 'rows of another tool get a checksum once, and from then on it counts' '
	use other && folder other 001_a.sql "create table a ();" && sql "create table a ();
		create table schema_migrations (version text primary key, applied_at timestamp, description text);
		insert into schema_migrations values ('\''001_a'\'', '\''2020-01-01'\'', null), ('\''000_x'\'', null, null)" &&
	m plan >plan && says "\"action\":\"record\",\"target\":\"001_a\"" plan && says "\"foreign\":[\"000_x\"]" plan && m up >done &&
	[ "$(sql "select applied_at, adopted, length(checksum) from schema_migrations where version = '\''001_a'\''")" = "2020-01-01 00:00:00|f|64" ] &&
	m up >done && [ ! -s done ] && echo >>"$dir/001_a.sql" && exits 1 m up 2>err
'
ok 'the first failure stops, and says file, line, SQLSTATE and statement' '
	use fails && folder fails 001_a.sql "create table a ();" 002_b.sql "create table b ();

select 1;
insert into
  nowhere values (1);
create table b2 ();" 003_c.sql "create table c ();" &&
	m up >done 2>err; status=$?
	[ $status -eq 69 ] || [ $status -eq 78 ] || exit 1
	says "002_b.sql:5: " err && says 42P01 err && says "in: insert into nowhere values (1)" err &&
	[ "$(sql "select string_agg(relname, '\'' '\'' order by relname) from pg_class where relkind = '\''r'\''
		and relnamespace = '\''public'\''::regnamespace")" = "a schema_migrations" ] &&
	[ "$(sql "select version from schema_migrations")" = 001_a ]
'
ok 'a failure without a position is found by its statement' '
	use fails2 && folder fails2 001_a.sql "create table a (b int unique);
insert into a values (1);
do \$\$ begin perform 1; end \$\$;

insert into a values (1);
select 1;" &&
	exits 69 m up 2>err && says "001_a.sql:5: " err && says 23505 err
'
ok 'copy from stdin is refused with what to do' '
	use copies && folder copies 001_a.sql "create table a (b int);
copy a from stdin;
1
\\." && exits 65 m up 2>err && says "001_a.sql" err && says "2: copy from stdin" err && says "pg_dump --inserts" err &&
	[ "$(sql "select to_regclass('\''a'\'')")" = "" ]
'
ok 'a copy that only shows when it runs does not hang' '
	use copies2 && folder copies2 001_a.sql "create table a (b int);
/* copy */ copy a (b) /* x */ from /* y */ stdin;" && exits 65 timeout 20 pf-migrate --schema-dir "$dir" up 2>err
'
ok 'its own begin and commit do not end the transaction of a file' '
	use owntx && folder owntx 001_a.sql "begin;
create table a ();
commit;
select 1/0;" && exits 69 m up 2>err && says "001_a.sql:4: " err && [ "$(sql "select to_regclass('\''a'\'')")" = "" ]
'
ok 'a file is sent whole: functions, do blocks, semicolons anywhere' '
	use whole && folder whole 001_a.sql "create function f() returns int language plpgsql as \$x\$ begin return 1; end; \$x\$;
do \$\$ begin perform f(); end \$\$; create table \"a;b\" (c text default '\'';'\'');" && m up >done && [ "$(sql "select f()")" = 1 ]
'
ok 'what a file sets ends with it' '
	use sets && folder sets 001_a.sql "set search_path = pg_catalog; set statement_timeout = 1; set role service_role; reset role;
set role pg_monitor;" 002_b.sql "select pg_sleep(0.01); create table b ();" && m up >done &&
	[ "$(sql "select to_regclass('\''public.b'\'')")" = b ]
'
ok 'a raw pg_dump is a baseline' '
	use dumped && folder dumped &&
	{ printf "%s\n" "\\restrict abc" "SET transaction_timeout = 0;"; pg_dump --schema-only "postgresql:///fresh?$place" |
		grep -v "^.restrict" | grep -v "^.unrestrict"; printf "%s\n" "\\unrestrict abc"; } >"$dir/060_baseline_current.sql" &&
	echo "create table after (); create table if not exists public.orders ();" >"$dir/061_after.sql" && m up >done && m verify >got &&
	[ "$(sql "select string_agg(version, '\'' '\'' order by version) from schema_migrations")" = "060_baseline_current 061_after" ] &&
	[ "$(sql "select to_regclass('\''public.after'\'')")" = after ]
'
ok 'a baseline that brings the ledger meets an empty one' '
	use brings && sql "create table schema_migrations (version text primary key, applied_at timestamp, description text)" &&
	exits 1 pf-migrate plan >plan && says "\"mode\":\"fresh\"" plan && pf-migrate up >done && pf-migrate verify >got
'
ok 'no-transaction: one statement, outside, recorded when it is done' '
	use alone && folder alone 001_a.sql "create table a (b int); insert into a values (1);" 002_b.sql "-- pf:no-transaction
create index concurrently if not exists i on a (b);" && m up >done &&
	[ "$(sql "select indisvalid from pg_index where indexrelid = '\''i'\''::regclass")" = t ] &&
	[ "$(sql "select version, length(checksum) from schema_migrations where version = '\''002_b'\''")" = "002_b|64" ]
'
ok 'no-transaction: what a run cut short left is built anew; a failure is not recorded' '
	use alone2 && folder alone2 001_a.sql "create table a (b int); insert into a values (1), (1);" 002_b.sql "-- pf:no-transaction
create unique index concurrently if not exists i on a (b);" && exits 69 m up >done 2>err && says 23505 err && says "002_b.sql:2: " err &&
	[ "$(sql "select indisvalid from pg_index where indexrelid = '\''i'\''::regclass")" = f ] &&
	[ "$(sql "select version from schema_migrations")" = 001_a ] && sql "delete from a" && m up >done 2>err && says "building it anew" err &&
	[ "$(sql "select indisvalid from pg_index where indexrelid = '\''i'\''::regclass")" = t ]
'
ok 'no-transaction: killed before it was recorded, it runs again; what could not is refused' '
	use alone4 && folder alone4 001_a.sql "create table a (b int);" 002_b.sql "-- pf:no-transaction
create index concurrently i on a (b);" && exits 65 m up 2>err && says "002_b.sql: 2: " err && says "if not exists" err &&
	[ "$(sql "select to_regclass('\''i'\'')")" = "" ] && folder alone4 002_b.sql "-- pf:no-transaction
create index concurrently if not exists i on a (b);" && m up >done && sql "delete from schema_migrations where version = '\''002_b'\''" &&
	m up >done && [ "$(sql "select count(*) from schema_migrations")" = 2 ]
'
ok 'no-transaction: more than one statement is refused' '
	use alone3 && folder alone3 001_a.sql "-- pf:no-transaction
vacuum;
analyze;" && exits 65 m up 2>err && says "exactly one statement" err
'
ok 'two at once: each file runs once, the second waits and finds nothing to do' '
	use twice && folder twice 001_a.sql "select pg_sleep(1); create table a ();" 002_b.sql "create table b ();" &&
	{ m up >one 2>&1 & a=$!; m up >two 2>&1; b=$?; wait $a; } && [ $b -eq 0 ] &&
	[ "$(cat one two | grep -c "\"applied\"")" = 2 ] && { ! grep -q applied one || ! grep -q applied two; }
'
ok 'or says 75 when it may not wait' '
	use busy && folder busy 001_a.sql "select pg_sleep(3); create table a ();" && { m up >one 2>&1 & a=$!; } && soon locked &&
	exits 75 m up --lock-wait 100ms 2>err && says "another pf-migrate is at work" err && wait $a
'
ok 'create index concurrently does not wait for one that waits' '
	use waits && folder waits 001_a.sql "create table a (b int);" 002_b.sql "select pg_sleep(1);" 003_c.sql "-- pf:no-transaction
create index concurrently if not exists i on a (b);" &&
	{ timeout 20 pf-migrate --schema-dir "$dir" up >one 2>&1 & a=$!; } && soon locked && m up >two 2>&1 && wait $a && says 003_c one
'
ok 'a lock that is held: tried again, then 75' '
	use held && sql "create table t (a int)" && folder held 001_a.sql "alter table t add b int;" && m adopt --at 0 && mkfifo hold && {
		psql -Xq "$DATABASE_URL" <hold >/dev/null & a=$!
		exec 3>hold && echo "begin; lock table t;" >&3
	} && soon is "select count(*) from pg_locks where relation = '\''t'\''::regclass and granted" 1 &&
	exits 75 m up --lock-timeout 100ms --attempts 1 2>err && says 55P03 err && {
		m up --lock-timeout 100ms --attempts 99 >done 2>err & b=$!
	} && soon says "attempt 1 of 99" err >out && echo "commit;" >&3 && exec 3>&- && wait $a && wait $b && says applied done
'
ok 'a statement that takes too long is 75' '
	use slow && folder slow 001_a.sql "select pg_sleep(9);" && exits 75 m up --statement-timeout 200ms 2>err && says 57014 err
'
ok 'SIGTERM: what is in hand is rolled back, the next not begun' '
	use stopped && folder stopped 001_a.sql "create table a ();" 002_b.sql "create table b (); select pg_sleep(9);" 003_c.sql "create table c ();" &&
	{ pf-migrate --schema-dir "$dir" up >done 2>err & a=$!; } && soon grep -q 001_a done && sleep 0.3 && kill -TERM $a; wait $a; [ $? -eq 143 ] &&
	[ "$(sql "select version from schema_migrations")" = 001_a ] && [ "$(sql "select to_regclass('\''b'\'')")" = "" ] &&
	sed -i "s/pg_sleep(9)/1/" "$dir/002_b.sql" && m up >done && m verify >got
'
ok 'out of order: told and applied; with --strict refused' '
	use order && folder order 001_a.sql "create table a ();" 003_c.sql "create table c ();" && m up >done &&
	echo "create table b ();" >"$dir/002_b.sql" && exits 1 m plan >plan 2>err && says "\"out_of_order\":[\"002_b\"]" plan &&
	exits 1 m up --strict 2>err && says "002_b.sql is out of order" err && m up >done 2>err && says "warning: 002_b.sql is out of order" err
'
ok 'numbers are numbers, equal ones go by name, archive/ is not looked into' '
	use sorted && folder sorted 999_a.sql "create table a ();" 1000_b.sql "alter table a add b int;" 1000_a.sql "alter table a add a int;" &&
	mkdir "$dir/archive" && echo "select 1/0;" >"$dir/archive/001_x.sql" && echo x >"$dir/README" && echo x >"$dir/helper.sql" &&
	m up >done 2>err && says "helper.sql are left out" err && cut -d, -f2 done >got &&
	printf "\"version\":\"%s\"\n" 999_a 1000_a 1000_b >want && same want got
'
ok 'api/ is applied again when one of it changes, as a whole, after the rest' '
	use repeats && folder repeats 001_a.sql "create table a ();" && mkdir "$dir/api" &&
	echo "drop schema if exists api cascade; create schema api;" >"$dir/api/1_schema.sql" &&
	echo "create function api.f() returns int language sql as '\''select 1'\'';" >"$dir/api/2_f.sql" && m up >done &&
	[ "$(sql "select api.f()")" = 1 ] && m plan >plan && sed -i "s/select 1/select 2/" "$dir/api/2_f.sql" && exits 1 m plan >plan &&
	[ "$(grep -c "\"action\":\"repeat\"" plan)" = 2 ] && m up >done && [ "$(sql "select api.f()")" = 2 ] && m up >done && [ ! -s done ] &&
	echo "select 1/0;" >"$dir/api/3_bad.sql" && exits 69 m up 2>err && says "api/3_bad.sql:1: " err && [ "$(sql "select api.f()")" = 2 ] &&
	rm "$dir/api/3_bad.sql" "$dir/api/2_f.sql" && m up >done && [ "$(sql "select string_agg(version, '\'' '\'' order by 1)
		from schema_migrations")" = "001_a api/1_schema" ]
'
ok 'what loses data wants --yes, unless it is allowed or the database is fresh' '
	use loses && folder loses 001_a.sql "create table a (); drop table a;" && m up >done &&
	echo "truncate schema_migrations_old;" >"$dir/002_b.sql" && sql "create table schema_migrations_old ()" &&
	exits 1 m plan >plan && says "\"risk\":\"high\",\"rules\":[\"truncate\"]" plan && exits 64 m up 2>err && says "add --yes" err &&
	m up --yes >done && printf "%s\n" "-- pf:allow drop-data" "drop table if exists schema_migrations_old;" >"$dir/003_c.sql" && m up >done
'
ok 'up --dry-run is plan' 'use dry && exits 1 pf-migrate up -n >got && exits 1 pf-migrate plan >want && same want got'
ok 'new makes the next number, and no other file' '
	folder news 009_a.sql x 010_b.sql x && m new "Add Some-thing" >got && says "\"path\":\"$dir/011_add_some_thing.sql\"" got &&
	[ -s "$dir/011_add_some_thing.sql" ] && m new x >got && [ -e "$dir/012_x.sql" ] && m new -n y >got && says 013_y got && [ ! -e "$dir/013_y.sql" ] &&
	exits 64 m new ../x 2>err && exits 64 m new 2>err && exits 64 m new a b 2>err && exits 64 m new "" 2>err && folder news2 && m new a >got && says 001_a got
'
ok 'new where it cannot write is 73' '
	exits 73 as_user pf-migrate --schema-dir /usr/share new x 2>err && says /usr/share/001_x.sql err
'
ok 'lint names file, line, rule and what to do, and is 1' '
	folder lints 001_a.sql "select 1;

drop table if exists t;" && exits 1 m lint >got 2>err && says "\"name\":\"drop-data\",\"status\":\"warn\",\"file\":\"$dir/001_a.sql\",\"line\":3" got &&
	says "001_a.sql:3: drop-data" err && exits 1 pf-migrate lint "$dir/001_a.sql" >got2 2>err && exits 66 pf-migrate lint "$dir/none.sql" 2>err &&
	echo "select 1;" >"$dir/001_a.sql" && m lint >got && [ ! -s got ]
'
ok 'wrong input' '
	exits 66 pf-migrate --schema-dir "$PWD/nowhere" plan 2>err && says "nowhere" err && exits 64 pf-migrate upp 2>err && says "did you mean '\''up'\''" err &&
	exits 64 pf-migrate up now 2>err && exits 64 pf-migrate verify --at 3 2>err && use input && folder input 001_a.sql "select 1;" &&
	printf "select 1;\\000" >"$dir/002_b.sql" && exits 65 m up 2>err && says "NUL" err && folder input 001_a.sql "select '\''a" && exits 65 m up 2>err &&
	says "has no end" err && folder input && m up 2>err && says "nothing to do" err && mkdir "$dir/001_a.sql" && exits 65 m up 2>err &&
	folder input && mkfifo "$dir/001_a.sql" && exits 65 timeout 20 pf-migrate --schema-dir "$dir" up 2>err && says "not a regular file" err
'
ok 'no database: 78 with the ways to get one; none that answers: 75, after --wait' '
	unset DATABASE_URL; PF_STATE_DIR=$PWD/nostate exits 78 pf-migrate plan 2>err && says DATABASE_URL err &&
	exits 75 pf-migrate --database-url "postgresql:///x?host=$PWD/nosocket" --wait 500ms plan 2>err
'
ok 'the private cluster serves when nothing else is named' '
	unset DATABASE_URL; pf-migrate plan >plan; [ $? -le 1 ] && says "\"action\":\"summary\"" plan
'
ok 'DATABASE_DIRECT_URL goes first' '
	use direct && DATABASE_DIRECT_URL=$DATABASE_URL DATABASE_URL="postgresql:///x?host=/nowhere" pf-migrate up >done
'
ok 'a full disk is not a success' 'use full && folder full 001_a.sql "create table a ();" && exits 74 m plan >/dev/full'
ok 'through a transaction pooler: two at once, concurrent index, dump' '
	command -v pgbouncer >/dev/null || skip "pgbouncer is not installed"
	use pooled && mkdir -p pool && chmod 777 pool && cat >pool/ini <<-END &&
	[databases]
	* = $(echo "$place" | tr "&" " ")
	[pgbouncer]
	unix_socket_dir = $PWD/pool
	listen_addr =
	listen_port = 6543
	auth_type = any
	pool_mode = transaction
	default_pool_size = 4
	logfile = $PWD/pool/log
	pidfile = $PWD/pool/pid
	ignore_startup_parameters = extra_float_digits
	END
	chmod 644 pool/ini && { as_user pgbouncer -q pool/ini 2>pool/err & p=$!; } && soon [ -S pool/.s.PGSQL.6543 ] &&
	DATABASE_URL="postgresql:///pooled?host=$PWD/pool&port=6543&user=${place##*user=}" &&
	folder pooled 001_a.sql "create table a (b int); set search_path = pg_catalog; select pg_sleep(0.5);" 002_b.sql "-- pf:no-transaction
create index concurrently if not exists i on a (b);" 003_c.sql "create table c ();" &&
	{ m up >one 2>&1 & a=$!; m up >two 2>&1; b=$?; wait $a; c=$?; } && m verify >got; s=$?
	cat one two pool/err; kill "$(cat pool/pid)"; wait $p
	[ $s -eq 0 ] && [ $b -eq 0 ] && [ $c -eq 0 ] && [ "$(cat one two | grep -c "\"applied\"")" = 3 ]
'
done_testing
