#!/bin/sh
# "demo serve", which "./bootstrap serve" calls: the API and its pages come up over the demo's data behind nginx; what ends it leaves nothing.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

PATH=$PATH:/usr/sbin
need nginx
# free a moment ago
port=$(free_port)
mkdir tmp
# as root, the cluster and nginx's workers are other users'
chmod 755 .. . tmp

# As a terminal has it: a process group of its own, which Ctrl-C goes to; a shell without a terminal has its children ignore that signal.
TMPDIR=$PWD/tmp perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' sh "$top/share/demo/demo" serve "$port" >out 2>err &
leader=$!
pids="$pids $leader"
until grep -q '^Ctrl-C' out || ! kill -0 $leader 2>/dev/null; do sleep 0.1; done
key=$(awk '$1 == "key" { print $2 }' out)

# ask PATH [curl's options]: the body in body, its status on stdout.
ask() {
	path=$1
	shift
	curl -s -o body -w '%{http_code}\n' -H "Authorization: Bearer $key" "http://127.0.0.1:$port$path" "$@"
}

ok 'it says where the pages are, and the key' 'grep -q "http://127.0.0.1:$port/ui/" out && [ ${#key} -eq 32 ] || { cat out err; exit 1; }'
ok 'the tour is not shown' '! grep -q "^==" out'
ok 'the API answers with the demo'\''s holdings' '[ "$(ask /portfolio)" = 200 ] && grep -q "\"symbol\":\"GOOG\"" body'
ok 'and without the key it does not' '[ "$(key=none ask /portfolio)" = 401 ]'
ok 'the page of the portfolio is behind the login' '[ "$(key=none ask /ui/)" != 200 ] && [ "$(ask /health)" = 200 ]'
ok 'POST /portfolio/sync is worked on' '[ "$(ask /portfolio/sync -X POST)" = 200 ] && grep -q "accounts" body || { cat body; exit 1; }'
# Processes of ours that are called so, or all.
ours() {
	for p in /proc/[0-9]*; do
		{ [ $# -eq 0 ] || grep -qxF "$1" "$p/comm"; } 2>/dev/null && grep -qaF "TMPDIR=$PWD/tmp" "$p/environ" 2>/dev/null && echo "${p#/proc/} $(cat "$p/comm" 2>/dev/null)"
	done
	:
}
ok 'Ctrl-C ends it, also in the middle of a sync' '
	ask /portfolio/sync -X POST -m 20 >/dev/null 2>&1 &
	i=0; until [ -n "$(ours pf-pipeline)" ] || [ $i -ge 100 ]; do i=$((i + 1)); sleep 0.05; done; [ $i -lt 100 ] || exit
	env kill -INT -- -$leader
	i=0
	until [ -z "$(ls tmp)" ] || [ $i -ge 200 ]; do i=$((i + 1)); sleep 0.05; done
	ours >left
	while env kill -0 -- -$leader 2>/dev/null && [ $i -lt 400 ]; do i=$((i + 1)); sleep 0.05; done
	! env kill -0 -- -$leader 2>/dev/null
'
ok 'no process outlives its folder' '! grep -vE "^[0-9]* (sh|sleep)$" left'
ok 'nothing is left' '[ -z "$(ls tmp)" ] || { ls tmp tmp/*; ps -eo pid,pgid,args | grep "$PWD/tmp"; exit 1; }'

ok 'a port that is none is refused before anything starts' '
	for p in x 0x50 123456 -1; do
		status=0
		sh "$top/share/demo/demo" serve "$p" >got 2>&1 || status=$?
		[ $status -eq 64 ] && grep -q "is no port" got || { cat got; exit 1; }
	done
'
ok 'a port that is taken is a sentence, and a status' '
	python3 -c "
import socket, time
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((\"127.0.0.1\", $port)); s.listen(); print(flush=True); time.sleep(60)" >taken &
	taken=$!
	pids="$pids $taken"
	until [ -s taken ] || ! kill -0 $taken; do sleep 0.05; done
	status=0
	TMPDIR=$PWD/tmp sh "$top/share/demo/demo" serve "$port" >got 2>&1 || status=$?
	kill $taken
	[ $status -ne 0 ] && grep -q "Address already in use" got && [ -z "$(ls tmp)" ] || { cat got; exit 1; }
'
done_testing
