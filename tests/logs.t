#!/bin/sh
# pf-logs: units through a journalctl of ours, files, rotation, waiting, hostile lines
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

PF_NOW=2008-10-15T06:00:00Z
export PF_NOW
bin=$scratch/bin
mkdir -p "$bin"
PATH=$bin:$PATH
# It says what $scratch/journal.UNIT has, and what comes when it is followed.
cat >"$bin/journalctl" <<-END
	#!/bin/sh
	echo "\$*" >>"$scratch/calls"
	unit= follow=
	for a; do
	    [ "\$before" != -u ] || unit=\$a
	    [ "\$a" != -f ] || follow=1
	    before=\$a
	done
	[ -e "$scratch/journal.\$unit" ] || exit 3
	cat "$scratch/journal.\$unit"
	[ -z "\$follow" ] || exec tail -n +1 -s 0.05 -f "$scratch/more"
END
chmod +x "$bin/journalctl"
: >"$scratch/more"
entry() { printf '{"__REALTIME_TIMESTAMP":"%s000000","MESSAGE":%s,"PRIORITY":"%s"}\n' "$(date -ud "2008-10-15T$1Z" +%s)" "$2" "${3:-6}"; }
{ entry 05:00:01 '"ready"'; entry 05:00:05 '"it failed"' 3; } >"$scratch/journal.api"
entry 05:00:03 '[104,255,0,105,27]' >"$scratch/journal.bytes"
printf '%s\n' '2008/10/15 05:00:02 [error] 7#7: *1 open() failed' ' and a part of it' '2008/10/15 05:00:04 [notice] 1#1: reopening logs' >error.log
printf '%s\n' 'no time' '10.0.0.1 - [x] [15/Oct/2008:07:00:03 +0200] "GET / HTTP/1.1" 200 15' >access.log
printf '%s\n' 'Oct 15 05:00:06 host cron[1]: a job' 'Dec 31 23:59:59 host cron[1]: of last year' '2008-10-15T05:00:07.25Z: rfc' '2008-10-15 05:00:08,5+00:00 with a comma' >syslog

said() { sed -n 's/.*"at":"\([^"]*\)".*/\1/p' "$1" | tr '\n' ' '; }
n() { grep -c '"kind":"log"' "$1"; }

ok 'units and files are merged by time' '
	exits 0 pf-logs unit:api file:error.log file:access.log >out && [ "$(sed -n "s/.*\"text\":\"\(.\{5\}\).*/\1/p" out | tr "\n" "|")" = "no ti|ready|2008/| and |10.0.|2008/|it fa|" ] &&
	says "{\"kind\":\"log\",\"at\":\"2008-10-15T05:00:05Z\",\"source\":\"unit:api\",\"level\":\"error\",\"text\":\"it failed\"}" out && [ "$(head -n 1 out)" = "{\"kind\":\"log\",\"source\":\"file:access.log\",\"text\":\"no time\"}" ] && pf-load --help >/dev/null'
ok 'the times of known forms' '
	pf-logs file:syslog >out && [ "$(said out)" = "2008-10-15T05:00:06Z 2007-12-31T23:59:59Z 2008-10-15T05:00:07.25Z 2008-10-15T05:00:08.5Z " ] &&
	TZ=America/New_York pf-logs file:error.log >out && [ "$(said out)" = "2008-10-15T09:00:02Z 2008-10-15T09:00:02Z 2008-10-15T09:00:04Z " ] || exit
	printf "%s\n" "2008-13-45T05:00:07Z x" "2008/99/10 05:00:01 x" "Oct 99 05:00:06 x y" "- [15/Oct/2008:05:00:01 0000] x" "2008-10-15T" "[" "Oct 15 05:00:0" "1" "" >none && pf-logs file:none >out && [ "$(n out) $(said out)" = "9 " ]'
ok 'journalctl is asked for what is wanted, and no more' '
	: >"$scratch/calls"; pf-logs -n 50 unit:api >out && pf-logs --since 1h unit:api >out && says "-a -o json -u api -n 50" "$scratch/calls" && says "-u api -n all --since @1224046800" "$scratch/calls" && ! grep -q -- -f "$scratch/calls"'
ok 'since, lines, grep' '
	pf-logs --since 3597s file:error.log file:access.log >out && [ "$(n out)" = 3 ] && pf-logs --since 2008-10-15T05:00:03Z -n all file:error.log >out && [ "$(n out)" = 1 ] && pf-logs --since 2008-10-15 file:error.log >out && [ "$(n out)" = 3 ] &&
	pf-logs -n 2 file:error.log >out && [ "$(n out)" = 2 ] && grep -q "and a part" out && pf-logs -n 0 file:error.log >out && [ ! -s out ] && pf-logs --grep "open\(\)|notice" file:error.log >out && [ "$(n out)" = 2 ] || exit
	i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo "line $i of many that are long enough for blocks"; done >many; printf "a last one" >>many
	pf-logs file:many >out && [ "$(n out)" = 10 ] && pf-logs -n 2001 file:many | head -n 1 >out && says "line 1001 of" out && pf-logs -n all file:many >out && [ "$(n out)" = 3001 ] && tail -n 1 out | grep -q "\"a last one\"" && pf-logs -n 5000 file:many >out && [ "$(n out)" = 3001 ]'
ok 'hostile lines: NUL, no UTF-8, a line over 1 MiB, the end of a line missing, what a terminal obeys' '
	pf-logs unit:bytes >out && [ "$(sed "s/.*\"text\"://" out)" = "$(printf "\"h\357\277\275\357\277\275i\\\\u001b\"}")" ] && pf-logs -f text unit:bytes >out && [ "$(cat out)" = "$(printf "2008-10-15T05:00:03Z h\357\277\275\357\277\275i ")" ] || exit
	{ head -c 1048576 /dev/zero | tr "\0" a; echo; head -c 3000000 /dev/zero | tr "\0" b; echo; printf "a\0b\r\nc\302\233d\n\377"; } >wild && pf-logs -n all file:wild >out && python3 - <<-END
		import json
		r = [json.loads(l) for l in open("out", encoding="utf-8")]
		assert [len(x["text"]) for x in r] == [1048576, 1048576, 3, 3, 1], r[2:]
		assert [x.get("cut") for x in r] == [None, True, None, None, None]
		assert r[2]["text"] == "a\ufffdb" and r[3]["text"] == "c\x9bd" and r[4]["text"] == "\ufffd"
	END
	[ $? = 0 ] && pf-logs -f text -n 3 file:wild >out && ! grep -q "$(printf "\302\233")" out && printf "{\"MESSAGE\":\n[1]\n{}\nnot json\n" >"$scratch/journal.bad" && pf-logs unit:bad >out && [ "$(n out)" = 4 ]'
ok 'secrets are not printed' '
	echo "with hunter22hunter and postgresql://u:geheim99@h/x" >s && SOME_PASSWORD=hunter22hunter pf-logs file:s >out && says "with *** and postgresql://u:***@h/x" out && SOME_PASSWORD=hunter22hunter exits 1 pf-logs --expect hunter22 file:s >out'
ok 'a wait ends with what is expected, what is forbidden, or the time' '
	exits 0 pf-logs --expect ready --forbid fail unit:api >out && tail -n 1 out >last && says "\"tool\":\"pf-logs\",\"event\":\"expected\",\"level\":\"info\",\"subject\":\"unit:api\",\"text\":\"ready\"" last &&
	exits 1 pf-logs --expect nothing --forbid fail unit:api >out && tail -n 1 out >last && says "\"event\":\"forbidden\",\"level\":\"error\",\"subject\":\"unit:api\",\"text\":\"it failed\"" last &&
	exits 1 pf-logs --expect "open|x" --forbid failed file:error.log >out && exits 1 pf-logs --expect nothing file:error.log >out && says "\"event\":\"missing\"" out &&
	exits 1 pf-logs --expect nothing --within 300ms file:error.log unit:api >out && says "\"event\":\"timeout\",\"level\":\"error\",\"subject\":null,\"text\":\"no line has nothing\"" out && exits 0 pf-logs --forbid nothing --within 100ms file:error.log >out &&
	exits 0 pf-logs --grep nothing --expect open file:error.log >out && [ "$(n out)" = 0 ] && exits 1 pf-logs -f text --forbid open file:error.log >out 2>err && says "pf-logs: file:error.log: forbidden: 2008/10/15 05:00:02 [error]" err'
ok 'the last line needs no end when the time is over' '
	printf "one\nit failed" >half.log && exits 1 pf-logs --forbid failed --within 200ms file:half.log >out && says "\"event\":\"forbidden\"" out && exits 0 pf-logs --expect failed --within 200ms file:half.log >out && exits 0 pf-logs --within 200ms file:half.log file:half.log >out && [ "$(n out)" = 4 ] &&
	printf "one\ntw" >half.log || exit; { sleep 0.2; echo o >>half.log; } & exits 0 pf-logs --forbid "^tw\$" --expect two --within 1s file:half.log >out; s=$?; wait; [ $s = 0 ]'
await() { i=0; until grep -q "$1" "$2" 2>/dev/null || [ $i -ge 200 ]; do i=$((i + 1)); sleep 0.05; done; says "$1" "$2"; }
ok 'a file is followed over rotation, and when it is made shorter' '
	echo one >f.log; pf-logs --follow --expect enough --within 20s file:f.log >out 2>err & p=$!
	await one out && printf tw >>f.log && sleep 0.3 && echo o >>f.log && await \"two\" out && mv f.log f.log.1 && echo late >>f.log.1 && printf rest >>f.log.1 && echo three >f.log && await three out && says late out && says \"rest\" out &&
	rm f.log && sleep 0.3 && echo four >f.log && await four out && : >f.log && sleep 0.3 && echo five >>f.log && await five out && echo enough >>f.log; wait $p && [ "$(n out)" = 8 ] && [ "$(grep -c event out)" = 1 ]'
ok 'a unit is followed, and the time that others wait for it is short' '
	: >"$scratch/more"; echo one >g.log; pf-logs --expect "^enough" --within 20s file:g.log unit:api >out 2>err & p=$!
	await failed out && entry 05:30:00 "\"in between\"" >>"$scratch/more" && await between out && echo enough >>g.log; wait $p && [ "$(n out)" = 5 ] && ! cat /proc/[0-9]*/cmdline 2>/dev/null | grep -aq "$scratch/[m]ore"'
ok 'SIGTERM ends who follows with 0, SIGINT with 130, and one that expects is no success' '
	pf-logs --follow file:error.log >out & p=$!; await reopening out && kill $p; exits 0 wait $p || exit
	pf-logs --follow --expect nothing file:error.log >out2 & p=$!; await reopening out2 && kill $p; exits 143 wait $p'
ok 'mistakes are told' '
	exits 64 pf-logs 2>err && says "name one as unit:NAME or file:PATH" err && exits 64 pf-logs error.log 2>err && says "error.log is no source" err && exits 64 pf-logs unit: 2>err && exits 66 pf-logs file:nowhere 2>err && says "pf-logs: nowhere: No such file" err && exits 66 pf-logs file:. 2>err && mkfifo pipe && exits 66 pf-logs file:pipe 2>err &&
	exits 64 pf-logs --grep "(" file:many 2>err && says "--grep: ( is no extended" err && exits 64 pf-logs --since soon file:many 2>err && exits 64 pf-logs -n x file:many 2>err && exits 74 pf-logs unit:unknown 2>err && says "journalctl ended: exit 3" err && PATH=$build/cmd exits 66 pf-logs unit:api 2>err && : >empty && exits 0 pf-logs file:empty >out && [ ! -s out ]'
done_testing
