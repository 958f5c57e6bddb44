#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
cluster=1 # the clean-up destroys it
TMPDIR=$scratch/tmp
export TMPDIR
mkdir -m 1777 "$TMPDIR"

server_pid() {
	pf-db status | sed -n 's/.*"pid":\([0-9]*\).*/\1/p'
}

gone() { # PID: it ends within ten seconds
	i=0
	while [ -e "/proc/$1" ]; do
		i=$((i + 1))
		[ $i -lt 200 ] || { echo "process $1 is still there"; return 1; }
		sleep 0.05
	done
}

sql() {
	pf-db psql -- -XAtqc "$1"
}

ok 'without a cluster there is no address, and the message says how to get one' '
	exits 78 pf-db url 2>err && says DATABASE_URL err && says "pf-db start" err &&
	exits 1 pf-db status >got && says "\"event\":\"absent\"" got
'
ok 'programs that are not there are named' '
	exits 78 env PF_PG_BINDIR="$scratch" pf-db start 2>err && says PF_PG_BINDIR err
'
ok 'three starts at once end with one server' '
	pf-db start --fast >a & pf-db start --fast >b & pf-db start --fast >c && wait &&
	[ "$(cat a b c | grep -c "\"event\":\"started\"")" = 1 ] && [ "$(cat a b c | grep -c "\"event\":\"running\"")" = 2 ] &&
	[ "$(cat a b c | grep -o "\"pid\":[0-9]*" | sort -u | wc -l)" = 1 ]
'
ok 'role and database are pf, nothing listens on the network' '
	[ "$(sql "select current_user || current_database() || current_setting(\$\$listen_addresses\$\$)")" = pfpf ] &&
	url=$(pf-db url) && [ "$(psql "$url" -XAtc "select 1")" = 1 ]
'
ok 'the folder of the socket is for its user alone' '
	[ "$(stat -c %a "$PF_STATE_DIR/db/sock")" = 700 ] && [ "$(stat -c %a "$PF_STATE_DIR/db/data")" = 700 ]
'
ok 'another user cannot connect' '
	[ "$(id -u)" = 0 ] || skip "wants root"
	[ "$(stat -c %U "$PF_STATE_DIR/db/data")" = nobody ] && skip "nobody runs the server"
	exits 2 setpriv --reuid=nobody --regid=nogroup --clear-groups psql "$(pf-db url)" -c "select 1" 2>err && says "Permission denied" err
'
ok 'the server does not inherit our environment' '
	[ "$(id -u)" = 0 ] || [ -r "/proc/$(server_pid)/environ" ] || skip "not to be read"
	pf-db stop >/dev/null && DATABASE_URL=postgresql://u:hush-hush@h/d pf-db start --fast >/dev/null &&
	! grep -q hush-hush "/proc/$(server_pid)/environ"
'
ok 'whoever waits for the end of a pipe does not wait for the server' '
	pf-db stop >/dev/null && timeout 20 sh -c "{ pf-db start --fast >/dev/null; } 9>&1 | cat"
'
ok 'a second start finds it running' '
	was=$(server_pid) && pf-db start >got && says "\"event\":\"running\"" got && [ "$(server_pid)" = "$was" ]
'
ok 'killed, it is not running, and starts again with its data' '
	sql "create table kept as select 42 as n" && was=$(server_pid) && kill -9 "$was" && exits 1 pf-db status >/dev/null &&
	exits 78 pf-db url 2>err && says "there is one" err &&
	pf-db start --fast >/dev/null && [ "$(sql "select n from kept")" = 42 ]
'
ok 'killed while a statement runs, the orphan does not keep it down' '
	{ sql "select pg_sleep(60)" >/dev/null 2>&1; echo done >orphan; } &
	until [ "$(sql "select count(*) from pg_stat_activity where query like \$\$select pg_sleep%\$\$")" = 1 ]; do sleep 0.05; done
	kill -9 "$(server_pid)" && pf-db start --fast >/dev/null && [ "$(sql "select n from kept")" = 42 ] && wait && [ -s orphan ]
'
ok 'a process that has got the pid of a killed one does not matter' '
	pid=$(server_pid) && kill -9 "$pid" && gone "$pid" || exit
	sleep 30 & sleeper=$!
	sed -i "1s/.*/$sleeper/" "$PF_STATE_DIR/db/data/postmaster.pid"
	exits 1 pf-db status >/dev/null && pf-db start --fast >/dev/null && [ "$(sql "select n from kept")" = 42 ]; got=$?
	kill -0 $sleeper && kill $sleeper && [ $got = 0 ]
'
ok 'folders that became too open are closed again' '
	pf-db stop >/dev/null && chmod 777 "$PF_STATE_DIR/db/data" && pf-db start >/dev/null && [ "$(stat -c %a "$PF_STATE_DIR/db/data")" = 700 ]
'
ok 'without --fast it is durable' '[ "$(sql "show fsync")" = on ]'
ok 'says how big it is' '
	pf-db size >got && says "\"subject\":\"database\",\"data\":{\"bytes\":" got && says "\"subject\":\"public.kept\"" got
'
ok 'stops, and stopping again is fine' '
	pid=$(server_pid) && pf-db stop >got && says "\"event\":\"stopped\"" got && gone "$pid" && pf-db stop >/dev/null && exits 1 pf-db status >/dev/null
'
ok 'data of another version is a sentence' '
	cp "$PF_STATE_DIR/db/data/PG_VERSION" version && echo 9 >"$PF_STATE_DIR/db/data/PG_VERSION" &&
	exits 78 pf-db start 2>err && says "is of PostgreSQL 9" err && cat version >"$PF_STATE_DIR/db/data/PG_VERSION"
'
ok 'a configuration that PostgreSQL refuses is told in its words' '
	seq -f "no_such_setting_%g = 1" 200 >>"$PF_STATE_DIR/db/data/postgresql.conf" && exits 78 pf-db start 2>err && says "does not start" err && says "db/log" err &&
	sed -i "/no_such_setting/d" "$PF_STATE_DIR/db/data/postgresql.conf"
'
ok 'destroying wants to be confirmed' '
	exits 64 pf-db destroy 2>err </dev/null && says --yes err && [ -d "$PF_STATE_DIR/db/data" ]
'
ok 'destroys what is ours, and nothing else' '
	pf-db start --fast >/dev/null && pid=$(server_pid) && echo mine >"$PF_STATE_DIR/db/mine" &&
	exits 74 pf-db destroy --yes 2>err && says "not empty" err && gone "$pid" && [ ! -e "$PF_STATE_DIR/db/data" ] && [ -s "$PF_STATE_DIR/db/mine" ] &&
	rm "$PF_STATE_DIR/db/mine" && pf-db destroy --yes >got && says "\"event\":\"destroyed\"" got && [ ! -e "$PF_STATE_DIR/db" ] &&
	pf-db destroy --yes >got && says "\"event\":\"absent\"" got
'
ok 'a path too long for a socket works' '
	PF_STATE_DIR=$scratch/$(printf %0100d 0)/state && mkdir -p "$PF_STATE_DIR" && export PF_STATE_DIR &&
	pf-db start --fast >/dev/null && [ "$(sql "select 1")" = 1 ] && url=$(pf-db url) && sock=${url#*host=} && sock=${sock%%&*} &&
	[ -S "$sock/.s.PGSQL.5432" ] && pid=$(server_pid) && kill -9 "$pid" && gone "$pid" && pf-db start --fast >/dev/null && [ ! -e "$sock" ] &&
	url=$(pf-db url) && sock=${url#*host=} && sock=${sock%%&*} && pf-db destroy --yes >/dev/null && [ ! -e "$sock" ]
'
ok 'a start that fails leaves no folder of its socket behind' '
	PF_STATE_DIR=$scratch/$(printf %0100d 0)/fails && mkdir -p "$PF_STATE_DIR" bin && export PF_STATE_DIR &&
	pf-db start --fast >/dev/null && real=$(readlink "/proc/$(server_pid)/exe") && pf-db stop >/dev/null &&
	printf "#!/bin/sh\ncase \$* in *unix_socket*) echo \"\$*\" >&2; exit 1 ;; esac; exec %s \"\$@\"\n" "$real" >bin/postgres &&
	cp /bin/true bin/initdb && chmod 755 bin/* && exits 75 env PF_PG_BINDIR="$PWD/bin" pf-db start 2>err &&
	sock=$(sed -n "s/.*unix_socket_directories=\([^ ]*\).*/\1/p" "$PF_STATE_DIR/db/log" | tail -1) &&
	case $sock in /tmp/pf-db.*) [ ! -e "$sock" ] ;; *) false ;; esac && pf-db destroy --yes >/dev/null
'
ok 'odd and relative state folders work' '
	for PF_STATE_DIR in "a, b\"c%" state; do
		export PF_STATE_DIR
		pf-db start --fast >/dev/null && [ "$(sql "select 1")" = 1 ] && pf-db destroy --yes >/dev/null || exit
	done
'
ok 'a folder that its user cannot enter is a sentence' '
	[ "$(id -u)" = 0 ] || skip "wants root"
	mkdir -m 700 closed && exits 78 env PF_STATE_DIR="$PWD/closed/state" pf-db start 2>err && says "cannot enter $PWD/closed" err
'
ok 'no room is a sentence, and leaves nothing half made' '
	PF_STATE_DIR=$scratch/small && export PF_STATE_DIR && (ulimit -f 100; exits 73 pf-db start 2>err) &&
	says "initdb failed" err && [ ! -e "$PF_STATE_DIR/db/data" ] && [ ! -e "$PF_STATE_DIR/db/data.new" ] &&
	pf-db start --fast >/dev/null && pf-db destroy --yes >/dev/null
'
ok 'an ordinary user has one, too' '
	as_user test -x "$build/cmd/pf-db" || skip "the programs are not to be reached"
	mkdir -m 755 "$scratch/other" && { [ "$(id -u)" != 0 ] || chown nobody "$scratch/other"; }
	PF_STATE_DIR=$scratch/other/state TMPDIR=$scratch/other; export PF_STATE_DIR TMPDIR
	as_user pf-db start --fast >/dev/null && [ "$(as_user pf-db psql -- -XAtc "select current_user")" = pf ] &&
	as_user pf-db destroy --yes >/dev/null && [ "$(as_user pf-db run -- psql -XAtc "select 1")" = 1 ] && [ ! -e "$scratch/other/state/db" ]
'

# --- run

ok 'runs a command under a cluster of its own, with its status' '
	exits 7 env DATABASE_URL=other DATABASE_DIRECT_URL=other pf-db run -- sh -c "
		psql -XAtc \"select current_user || current_database()\" >got && psql \"\$DATABASE_URL\" -XAtc \"show fsync\" >>got &&
		echo \"\${DATABASE_DIRECT_URL-none}\" >>got && cat >>got && exit 7" <<-END &&
		standard input passes
	END
	printf "pfpf\noff\nnone\nstandard input passes\n" >want && same want got && [ -z "$(ls -A "$TMPDIR")" ]
'
# what PostgreSQL's own program takes to make a cluster, in this moment
made_in() {
	for d in /usr/lib/postgresql/*/bin; do [ ! -x "$d/initdb" ] || initdb=$d/initdb; done
	rm -rf "$scratch/alone" && from=$(date +%s%N) && as_user "${initdb:-initdb}" -D "$scratch/alone" --no-sync -A trust >/dev/null 2>&1 &&
	alone=$((($(date +%s%N) - from) / 1000000)) && rm -rf "$scratch/alone"
}
ok 'up and gone in four times what initdb alone takes' '
	for i in 1 2 3 4 5; do
		made_in && from=$(date +%s%N) && pf-db run -- true && took=$((($(date +%s%N) - from) / 1000000)) || exit
		[ $took -ge $((4 * alone)) ] || exit 0
	done
	echo "$took ms, and $alone ms"; exit 1
'
ok 'a command that is not there' 'exits 66 pf-db run -- ./nothing 2>err && says nothing err && [ -z "$(ls -A "$TMPDIR")" ]'
ok 'without a command' 'exits 64 pf-db run 2>err && says "pf-db run -- command" err'
ok 'a command that a signal ended' 'exits 137 pf-db run -- sh -c "kill -9 \$\$" && [ -z "$(ls -A "$TMPDIR")" ]'
for sig in TERM INT HUP; do
	ok "SIG$sig is passed on, and all of it goes" '
		# an interactive shell would not ignore SIGINT for a job
		env --default-signal=INT pf-db run -- sh -c "trap \"echo $sig >got; exit 3\" $sig; echo >up; while :; do sleep 0.05; done" & pid=$!
		until [ -e up ]; do sleep 0.05; done
		rm up got 2>/dev/null; kill -$sig $pid; wait $pid; got=$?
		[ $got -gt 128 ] && [ "$(cat got)" = $sig ] && [ -z "$(ls -A "$TMPDIR")" ]
	'
done
ok 'stopped while it starts, all of it goes' '
	for after in 0.05 0.3 0.6; do
		pf-db run -- touch ran & pid=$!
		sleep $after; kill -TERM $pid; wait $pid
		[ -z "$(ls -A "$TMPDIR")" ] || { ls -la "$TMPDIR"; exit 1; }
	done
'
ok 'killed itself, the server and the command end, and the next run removes the rest' '
	pf-db run -- sh -c "echo \$\$ >cmd.pid; head -n 1 \"\$PGHOST/../data/postmaster.pid\" >server.pid; echo >up; while :; do sleep 0.05; done" & pid=$!
	until [ -e up ]; do sleep 0.05; done
	kill -9 $pid; wait $pid; gone "$(cat server.pid)" && gone "$(cat cmd.pid)" &&
	[ -n "$(ls -A "$TMPDIR")" ] && pf-db run -- true && [ -z "$(ls -A "$TMPDIR")" ]
'
ok 'the server killed under it, all of it goes' '
	exits 4 pf-db run -- sh -c "kill -9 \$(head -n 1 \"\$PGHOST/../data/postmaster.pid\"); exit 4" && [ -z "$(ls -A "$TMPDIR")" ]
'
done_testing
