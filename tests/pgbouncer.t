#!/bin/sh
# Everything through a transaction pooler that gives each transaction whichever connection is free, with one and with two of them.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pgbouncer
database
direct=$DATABASE_URL
owner=$(stat -c %U "$PF_STATE_DIR/db/data")
socket=$PF_STATE_DIR/db/sock

# pool N: a pgbouncer with N connections for all its clients; sets DATABASE_URL
pool() {
	dir=$scratch/pool$1
	mkdir -m 755 "$dir" || exit
	cat >"$dir/ini" <<-END
		[databases]
		pf = host=$socket port=5432 dbname=pf user=pf pool_size=$1
		[pgbouncer]
		listen_port = 6543
		unix_socket_dir = $dir
		auth_type = scram-sha-256
		auth_file = $dir/users
		pool_mode = transaction
		max_client_conn = 100
		query_wait_timeout = 5
		server_login_retry = 1
	END
	echo '"pf" "hush-hush"' >"$dir/users"
	set -- pgbouncer -q "$dir/ini"
	if [ "$(id -u)" = 0 ]; then
		chown -R "$owner" "$dir" && set -- setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
	fi
	"$@" >"$dir/log" 2>&1 &
	pids="$pids $!"
	i=0
	while [ ! -S "$dir/.s.PGSQL.6543" ]; do
		i=$((i + 1))
		[ $i -le 200 ] || { sed 's/^/# /' "$dir/log"; echo 'Bail out! no pgbouncer'; exit 1; }
		sleep 0.05
	done
	DATABASE_URL="postgresql://pf:hush-hush@/pf?host=$dir&port=6543"
}

# The settings that a client finds outside of any transaction of ours, on every connection of the pool.
leaks() {
	for i in 1 2 3 4 5 6; do
		psql "$DATABASE_URL" -XAtqc "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in ('search_path',
			'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'default_transaction_read_only', 'TimeZone', 'DateStyle')" || return
	done | sort -u
}

bars() { # FIRST LAST: bars of that many days of a symbol of that name
	awk -v first="$1" -v last="$2" 'BEGIN { for (s = first; s <= last; s++) for (d = 1; d <= 28; d++)
		printf "{\"kind\":\"bar\",\"symbol\":\"S%03d\",\"date\":\"2024-02-%02d\",\"open\":%d.5,\"high\":%d.75,\"low\":%d.25,\"close\":%d.625,\"volume\":%d}\n",
			s, d, d, d + 1, d, d, s * d }'
}

leaks >leaks.direct
for n in 1 2; do
	pool $n
	ok "pool of $n: what db/pg promises holds" '
		PF_TEST_URL=$DATABASE_URL PF_TEST_DIRECT_URL=$direct "$build/tests/unit/pg.t" >got || { cat got; exit 1; }
	'
	ok "pool of $n: it is taken for a pooler" '
		pf-migrate -vv plan 2>err >/dev/null; says "through a transaction pooler" err
	'
	# one connection holds the lock while another one works: a pool of one is too small for that, and what leads past it is used
	[ $n -gt 1 ] || { DATABASE_DIRECT_URL=$direct; export DATABASE_DIRECT_URL; }
	ok "pool of $n: migrates a fresh database, two at once" '
		DATABASE_URL=$direct pf-db psql -- -qc "drop schema public cascade" -c "create schema public; grant usage on schema public to public" &&
		{ pf-migrate up >a 2>a.err & pf-migrate up >b 2>b.err; rc=$?; wait $!; rc2=$?; } &&
		case $rc$rc2 in 00 | 075 | 750) ;; *) cat a.err b.err; echo "$rc $rc2"; exit 1 ;; esac
		[ "$(DATABASE_URL=$direct pf-db psql -- -XAtc "select count(*) > 5 and count(*) = count(distinct version) from schema_migrations")" = t ] &&
		pf-migrate verify
	'
	unset DATABASE_DIRECT_URL
	ok "pool of $n: six loaders at once, again, and again" '
		for round in 1 2; do
			loaders=
			for i in 1 2 3 4 5 6; do
				bars $((i * 10)) $((i * 10 + 19)) | pf-load --batch 100 >load.$i 2>load.$i.err &
				loaders="$loaders $!"
			done
			for p in $loaders; do wait $p || { cat load.*.err; exit 1; }; done
		done
		[ "$(DATABASE_URL=$direct pf-db psql -- -XAtc "select count(*), sum(volume) from ohlcv_daily")" = \
			"$(awk "BEGIN { for (s = 10; s <= 79; s++) for (d = 1; d <= 28; d++) { n++; v += s * d } print n \"|\" v }")" ] &&
		grep -q "\"inserted\":0,\"updated\":0,\"unchanged\":560" load.1
	'
	ok "pool of $n: queries, a stream of them, and one that writes" '
		pf-query bars --symbol S010 >got && [ "$(wc -l <got)" -eq 28 ] && pf-query symbols >/dev/null && pf-query counts >/dev/null &&
		[ "$(pf-query -e "select n from generate_series(1, 200000) n" | tail -n 1)" = "{\"n\":200000}" ] &&
		{ pf-query -e "select n, pg_sleep(0.02) is null as s from generate_series(1, 50) n" >a & pf-query bars >b; rc=$?; wait $! && [ $rc = 0 ]; } &&
		[ "$(wc -l <a)" -eq 50 ] && [ "$(wc -l <b)" -eq 1960 ] &&
		! pf-query -e "delete from ohlcv_daily" 2>err && says "read-only" err &&
		pf-query --write -e "update ohlcv_daily set volume = volume where symbol = \$\$none\$\$ returning symbol" >got && [ ! -s got ]
	'
	ok "pool of $n: a file, which is told ahead" '
		bars 200 1999 >many && pf-load many >got && says "\"inserted\":50400" got && pf-load many >got && says "\"unchanged\":50400" got
	'
	ok "pool of $n: the nightly pipeline and its ledger" '
		PF_NOW=2008-10-15T06:00:00Z; export PF_NOW; unset PF_RUN_ID
		pf-load <"$top/share/sandbox/symbols.jsonl" >/dev/null && exits 0 pf-sandbox run -- pf-pipeline run nightly >out 2>err || { cat err; exit 1; }
		pf-query runs >runs && says "\"status\":\"ok\"" runs && pf-query steps >steps && says "\"step\":\"ohlcv\"" steps || { cat runs steps; exit 1; }
	'
	ok "pool of $n: a client that is killed in its transaction leaves the pool usable" '
		{ bars 100 101; sleep 30; } | pf-load >/dev/null 2>&1 & loader=$!
		sleep 0.3; kill -9 $loader; bars 10 10 | timeout 20 pf-load >got && says "\"unchanged\":28" got
	'
	ok "pool of $n: no setting of ours is left for the next client" '
		leaks >leaks.pool && same leaks.direct leaks.pool
	'
	ok "pool of $n: no lock, statement or transaction of ours is left" '
		i=0
		until [ "$(DATABASE_URL=$direct pf-db psql -- -XAtc "select (select count(*) from pg_locks where locktype = \$\$advisory\$\$)
			+ (select count(*) from pg_stat_activity where state like \$\$idle in%\$\$)")" = 0 ]; do
			i=$((i + 1)); [ $i -lt 100 ] || exit 1; sleep 0.1
		done
		[ "$(psql "$DATABASE_URL" -XAtc "select count(*) from pg_prepared_statements")" = 0 ]
	'
done
ok 'options in the address are refused with the reason' '
	exits 78 env DATABASE_URL="$DATABASE_URL&options=-csearch_path%3Dx" pf-migrate plan 2>err && says "a pooler takes no options" err
'
for change in s/hush-hush/wrong-word/ s/pf:/other:/; do
	ok "who the pooler does not know is told so, without the password ($change)" '
		exits 77 env DATABASE_URL="$(echo "$DATABASE_URL" | sed "$change")" pf-migrate plan 2>err && says "check user and password" err &&
		! grep -e hush-hush -e wrong-word err
	'
done
ok 'a pooler whose server is down is to be tried again' '
	pf-db stop >/dev/null && exits 75 timeout 60 pf-migrate plan 2>err; rc=$?; pf-db start --fast >/dev/null && [ $rc = 0 ]
'
done_testing
