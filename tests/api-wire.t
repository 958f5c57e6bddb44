#!/bin/sh
# pf-api without a web server in front: rude clients, its socket, its workers, how it stops, and a database that is not ready for it.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
API_SECRET_KEY=a-key-of-nobody
export API_SECRET_KEY
database
fcgi() { python3 "$top/tests/api/fcgi.py" "$@"; }
# start NAME [ARGS]: a server at NAME.sock, its process in $api, its log in NAME.log
start() {
	name=$1
	shift
	pf-api --listen "$PWD/$name.sock" -v "$@" 2>"$name.log" &
	api=$!
	trap 'kill -9 $api 2>/dev/null' EXIT
	i=0
	until [ -S "$name.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done
}
stop() {
	kill "$api" && exits 0 wait "$api"
}
children() { cat "/proc/$api/task/$api/children"; }

ok 'a database without the schema: the log says what to do, the client does not' '
	start bare --workers 1 && fcgi "$PWD/bare.sock" get PATH_INFO=/portfolio >got && stop && says "500 " got && ! grep -q pf-migrate got &&
	says "run pf-migrate up" bare.log
'
pf-migrate up >"$scratch/migrate.log" 2>&1 || { cat "$scratch/migrate.log"; exit 1; }
ok 'a role that may not become pf_api' '
	pf-query --write "create role stranger login" >made 2>&1; user=$(echo "$DATABASE_URL" | sed "s|//[^@/]*@|//stranger@|") &&
	start stranger --workers 1 --database-url "$user" && fcgi "$PWD/stranger.sock" get PATH_INFO=/portfolio >got && stop && says "500 " got &&
	{ says "grant pf_api to the role" stranger.log || { cat made; false; }; }
'
ok 'records that are none: closed or refused, with a line in the log, and the workers live' '
	start broken --workers 2 && was=$(children) && fcgi "$PWD/broken.sock" broken >got && cat >want <<-END &&
		nothing: closed
		no FastCGI: closed
		another version: closed
		a role that is none: closed
		half of the parameters: closed
		a parameter longer than its record: closed
		no parameters: 400
		a body shorter than announced: 400
		a length below nothing: 400
		a length that is too much: 413
	END
	same want got && [ "$(children)" = "$was" ] && stop && says "413: the body is longer" broken.log && [ ! -e broken.sock ]
'
ok 'a HEAD has the head of its answer and no body, by CGI and by FastCGI' '
	env GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=HEAD PATH_INFO=/api/health pf-api >got && says "Status: 405" got && says "Content-Length: " got && tr -d "\r" <got | sed "1,/^\$/d" >body && [ ! -s body ] &&
	start head --workers 1 && fcgi "$PWD/head.sock" get REQUEST_METHOD=HEAD PATH_INFO=/api/health >got && stop && says "405 " got && ! grep detail got
'
ok 'a client that keeps its connection keeps no worker' '
	start kept --workers 1 && [ "$(fcgi "$PWD/kept.sock" kept)" = 200 ] && stop
'
ok 'a database that is silent holds up one request, not each of those that come' '
	python3 -c "
import socket, time
s = socket.socket(); s.bind((\"127.0.0.1\", 0)); s.listen(8); print(s.getsockname()[1], flush=True); time.sleep(100)" >silent &
	silent=$!
	trap "kill -9 $silent" EXIT
	until [ -s silent ]; do sleep 0.02; done
	start mute --workers 1 --database-url "postgresql://pf@127.0.0.1:$(cat silent)/pf" && began=$(date +%s) && fcgi "$PWD/mute.sock" get PATH_INFO=/portfolio >got && says "503 " got &&
	first=$(($(date +%s) - began)) && [ $first -ge 2 ] && began=$(date +%s%N) && for i in 1 2 3; do fcgi "$PWD/mute.sock" get PATH_INFO=/health >got && says degraded got || return 1; done &&
	[ $((($(date +%s%N) - began) / 1000000)) -lt $((first * 1000 / 2)) ] && kill $silent && says "silent a moment ago" mute.log && trap "kill -9 $api 2>/dev/null" EXIT && stop
'
ok 'SIGTERM while a request is half there, to all processes at once, and with one worker' '
	for n in 1 2; do
		start half --workers $n || return 1
		fcgi "$PWD/half.sock" half >half.out &
		until grep -q sent half.out 2>/dev/null; do sleep 0.02; done
		[ $n = 1 ] || kill $(children)
		began=$(date +%s) && stop && [ $(($(date +%s) - began)) -le 3 ] || return 1
	done
'
ok 'a second one does not take the socket of one that lives, and does that of one that was killed' '
	start two --workers 1 && exits 73 pf-api --listen "$PWD/two.sock" 2>err && says "another program answers there" err &&
	fcgi "$PWD/two.sock" get | grep -q "^200 " && kill -9 "$api" && { wait "$api"; [ -S two.sock ]; } &&
	start two --workers 1 && sleep 0.2 && fcgi "$PWD/two.sock" get | grep -q "^200 " && stop
'
ok 'a worker that is killed is started again' '
	start crash --workers 2 && for p in $(children); do kill -9 $p; done && sleep 3 && [ "$(children | wc -w)" = 2 ] &&
	fcgi "$PWD/crash.sock" get | grep -q "^200 " && stop && says "ended with signal 9" crash.log
'
ok 'syncs that wait leave one worker to the others, and SIGTERM ends the wait' '
	start sync --workers 2 && { fcgi "$PWD/sync.sock" get REQUEST_METHOD=POST PATH_INFO=/portfolio/sync >first & } && sleep 0.5 &&
	fcgi "$PWD/sync.sock" get REQUEST_METHOD=POST PATH_INFO=/portfolio/sync >second && says "504 " second && says Retry-After second &&
	[ ! -s first ] && fcgi "$PWD/sync.sock" get PATH_INFO=/health | grep -q "^200 " && began=$(date +%s) && stop &&
	[ $(($(date +%s) - began)) -le 3 ]
'
ok 'what a client says goes into headers only as what it is' '
	start head --workers 1 && fcgi "$PWD/head.sock" get "PATH_INFO=/stocks/a?b c%
X: y/" "QUERY_STRING=limit=2&q=%20" >got && says "307 " got && grep -q "^Location: /stocks/a%3Fb%20c%25%0AX%3A%20y?limit=2&q=%20.\$" got &&
	allow() { fcgi "$PWD/head.sock" get REQUEST_METHOD=OPTIONS HTTP_ORIGIN=http://localhost:3000 HTTP_ACCESS_CONTROL_REQUEST_METHOD=GET \
		"HTTP_ACCESS_CONTROL_REQUEST_HEADERS=$1" >got; says "200 " got; } &&
	allow "authorization, x-a" && grep -q "^Access-Control-Allow-Headers: authorization, x-a.\$" got &&
	for bad in "x: y" "a
b" "<script>" "$(head -c 2000 /dev/zero | tr "\0" a)"; do allow "$bad" && ! grep -q Allow-Headers got || return 1; done &&
	fcgi "$PWD/head.sock" get "PATH_INFO=/a
pf-api: error: all is lost" >got && ! grep -q "^pf-api: error" head.log && stop
'
done_testing
