# TAP for shell tests. A test file sources it, calls ok NAME 'COMMANDS' for each test and done_testing at the end.
# Every test file has a scratch folder of its own ($scratch, the current folder of each test), a state folder and, when it asks,
# a private PostgreSQL (database) and a sandbox (sandbox). All of it is gone at the end, however the test ends.
#
#	ok NAME 'COMMANDS'      run in a subshell with set -e off; what it printed is shown when it fails
#	exits N COMMAND...      succeeds if COMMAND ends with exactly status N
#	same WANT GOT           two files are equal; shows the difference
#	says TEXT FILE          FILE has TEXT (fixed string) in it
#	need PROGRAM            skip the rest of the file when a program is missing (fails where PF_TEST_NEEDS names it)
#	wants PROGRAM           the same for one test (use: wants wrk || return)
#	shared FILE             sets $shared to the folder of the big shared test data, or skips the test aloud (use: shared || return)
#	database                starts a private cluster; sets DATABASE_URL
#	sandbox [ARGS]          starts pf-sandbox; sets what its "env" prints
#	as_user COMMAND...      as root: run as an ordinary user (nobody); else just run

set -u
# A signal that was ignored when we began (nohup, a job in the background) would be in all that we start.
if [ "${PF_TEST_SIGNALS:-}" != "$$" ] && env --default-signal=HUP true 2>/dev/null; then
	PF_TEST_SIGNALS=$$ exec env --default-signal=HUP,INT,QUIT,PIPE,TERM sh "$0" "$@"
fi
LC_ALL=C TZ=UTC
export LC_ALL TZ
top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd)
build=$(cd "${builddir:-$top}" && pwd)
data=$top/tests/data
# The system's own programs first: what stands for them elsewhere (a chooser of versions) may take longer than they do.
PATH=$build/cmd:/usr/bin:/usr/sbin:/sbin:$PATH
scratch=$(mktemp -d "${TMPDIR:-/tmp}/pf-test.XXXXXX") || exit 1
chmod 755 "$scratch"
PF_STATE_DIR=$scratch/state
PF_DATA_DIR=
PF_ENV_FILE=/dev/null
PF_CONFIG=$scratch/pf.yaml
HOME=$scratch/home
export PATH PF_STATE_DIR PF_CONFIG PF_ENV_FILE HOME
unset USE_AWS_SECRETS AWS_SECRET_NAME AWS_SECRETS_PREFIX AWS_SECRETS_ENV PF_SECRETS_FROM PF_NOW PF_DATA_DIR DATABASE_URL DATABASE_DIRECT_URL PF_LOG_FORMAT PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE \
	STATE_DIRECTORY http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
mkdir -p "$HOME" "$scratch/w"
: >"$PF_CONFIG"
level=${PF_TEST_LEVEL:-quick}
: "${level:?}"
tests=0 failed=0 pids= cluster=
cd "$scratch/w" || exit 1

# pids names what this shell started, $scratch/pids what a test did, which is a shell of its own.
cleanup() {
	for p in $pids $(cat "$scratch/pids" 2>/dev/null); do
		kill "$p" 2>/dev/null && wait "$p" 2>/dev/null
	done
	if [ -n "$cluster" ]; then pf-db destroy --yes >/dev/null 2>&1 || :; fi
	cd / && rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

ok() {
	tests=$((tests + 1))
	rm -f "$scratch/skip"
	( eval "$2" ) >"$scratch/out" 2>&1
	status=$?
	if [ -e "$scratch/skip" ]; then
		echo "ok $tests - $1 # SKIP $(cat "$scratch/skip")"
	elif [ $status -eq 0 ]; then
		echo "ok $tests - $1"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $1"
		sed 's/^/# /' "$scratch/out"
		echo "# status $status"
	fi
}

skip() {
	echo "$1" >"$scratch/skip"
	exit 0
}

exits() {
	want=$1
	shift
	"$@"
	got=$?
	[ $got -eq "$want" ] || { echo "status $got, not $want: $*"; return 1; }
}

same() {
	diff -u "$1" "$2"
}

says() {
	grep -qF -- "$1" "$2" || { echo "'$1' is not in $2:"; cat "$2"; return 1; }
}

need() {
	command -v "$1" >/dev/null && return
	case " ${PF_TEST_NEEDS:-} " in
	*" $1 "*) echo "Bail out! $1 is needed here and missing"; exit 1 ;;
	esac
	echo "1..0 # SKIP $1 is not installed"
	exit 0
}

# The same for one test.
wants() {
	command -v "$1" >/dev/null && return
	case " ${PF_TEST_NEEDS:-} " in
	*" $1 "*) echo "$1 is needed here and missing"; return 1 ;;
	esac
	skip "$1 is not installed"
}

shared() {
	shared=$top/../shared/data
	[ -d "$shared" ] && return
	case " ${PF_TEST_NEEDS:-} " in
	*" shared "*) echo "the shared test data is needed here and missing"; return 1 ;;
	esac
	skip 'the shared test data (../shared/data) is not there'
}

database() {
	cluster=1
	DATABASE_URL=$(pf-db start --fast 2>"$scratch/db.log" >/dev/null && pf-db url) || {
		sed 's/^/# /' "$scratch/db.log"
		echo 'Bail out! no database'
		exit 1
	}
	export DATABASE_URL
}

sandbox() {
	pf-sandbox serve --port 0 --env "$scratch/sandbox.env" "$@" 2>"$scratch/sandbox.log" &
	pids="$pids $!"
	i=0
	while [ ! -s "$scratch/sandbox.env" ]; do
		i=$((i + 1))
		if [ $i -gt 200 ]; then
			sed 's/^/# /' "$scratch/sandbox.log"
			echo 'Bail out! no sandbox'
			exit 1
		fi
		sleep 0.05
	done
	. "$scratch/sandbox.env"
}

# serve ARGS: a sandbox of this test alone, ended by unserve; its variables are set, its requests are in log. A port that it had before may be
# another's for a moment: somebody's connection goes out by it.
serve() {
	for s_try in 1 2 3 4 5 6 7 8 9 10; do
		rm -f env.own log
		pf-sandbox serve -q --env env.own --log log "$@" &
		own=$!
		trap 'kill $own 2>/dev/null' EXIT # however the test ends, which is a subshell
		while [ ! -s env.own ] && kill -0 $own 2>/dev/null; do sleep 0.02; done
		[ ! -s env.own ] || break
		sleep 0.$s_try
	done
	. ./env.own
}
unserve() {
	kill "$own" && wait "$own"
}

# free_port: a port of the loopback that nobody had a moment ago
free_port() {
	perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0) && bind(S, sockaddr_in(0, INADDR_LOOPBACK)) or die $!; print((sockaddr_in(getsockname(S)))[0])'
}

# npm_client PACKAGE@VERSION...: vendors' own clients for node, from the folder PF_TEST_NODE, which must have all of them, or by npm
npm_client() {
	node=${PF_TEST_NODE:-}
	for n_package in "$@"; do
		[ -n "$node" ] && [ -d "$node/node_modules/${n_package%@*}" ] || node=
	done
	if [ -z "$node" ]; then
		node=$scratch/node
		need npm
		mkdir -p "$node" && (cd "$node" && timeout 60 npm install --no-audit --no-fund --no-update-notifier --loglevel=error "$@" >"$scratch/npm.log" 2>&1) || {
			case " ${PF_TEST_NEEDS:-} " in
			*" npm "*) sed 's/^/# /' "$scratch/npm.log"; echo "Bail out! npm cannot install $*"; exit 1 ;;
			esac
			echo "1..0 # SKIP npm cannot install $*, and PF_TEST_NODE names no folder that has it"
			exit 0
		}
	fi
	NODE_PATH=$node/node_modules
	export NODE_PATH
}

as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		chmod -R a+rwX "$scratch"
		setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$scratch/home" "$@"
	else
		"$@"
	fi
}

done_testing() {
	echo "1..$tests"
	[ $failed -eq 0 ]
	exit
}
