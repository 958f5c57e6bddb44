#!/bin/sh
# pf-health: each single thing broken, and exactly that check fails, with a fix that works
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
need openssl
database
pf-migrate -q up >/dev/null || exit 1
PF_NOW=2008-10-15T15:00:00Z # a Wednesday, eleven in New York
export PF_NOW

# Programs that are not here, or would change the machine: what they are told is in calls, what they say in files
bin=$scratch/bin
units=$scratch/units
mkdir -p "$bin" "$units" "$scratch/root/etc" "$scratch/root/proc"
cat >"$bin/systemctl" <<-END
	#!/bin/sh
	echo "systemctl \$*" >>$scratch/calls
	case \$1 in
	show) shift; while [ "\$1" != -- ]; do shift; done; cat "$units/\$2" 2>/dev/null || echo LoadState=not-found ;;
	restart | start | enable) for u; do :; done; sed -i 's/^ActiveState=.*/ActiveState=active/; s/^SubState=.*/SubState=running/; s/^Result=.*/Result=success/; s/^UnitFileState=.*/UnitFileState=enabled/' "$units/\$u" ;;
	esac
END
cat >"$bin/docker" <<-END
	#!/bin/sh
	echo "docker \$*" >>$scratch/calls
	for c; do :; done
	case \$1 in
	inspect) cat "$units/\$c" 2>/dev/null || { echo "Error: No such container: \$c" >&2; exit 1; } ;;
	start | restart) echo 'running healthy 0' >"$units/\$c" ;;
	esac
END
cat >"$bin/timedatectl" <<-END
	#!/bin/sh
	[ "\$1" = set-timezone ] && ln -sf "/usr/share/zoneinfo/\$2" "$scratch/root/etc/localtime"
END
cat >"$bin/certbot" <<-END
	#!/bin/sh
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out "$scratch/cert.pem" -days \${DAYS:-90} -subj /CN=localhost 2>/dev/null
END
chmod +x "$bin"/*
PATH=$bin:$PATH

# A server whose answer is a file: the status in the first line, then the body; slow: it says nothing
cat >"$scratch/server.py" <<-'END'
	import http.server, os, sys, time
	class H(http.server.BaseHTTPRequestHandler):
	    def do_GET(self):
	        status, _, body = open('answer').read().partition('\n')
	        if status == 'slow':
	            time.sleep(3)
	            return
	        self.send_response(int(status)); self.send_header('Content-Length', str(len(body))); self.end_headers()
	        self.wfile.write(body.encode())
	    def log_message(self, *a): pass
	s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)
	open('port.new', 'w').write(str(s.server_address[1])); os.rename('port.new', 'port')
	s.serve_forever()
END
printf '200\n{"status":"healthy","market":{"status":"PASS"}}' >answer
python3 "$scratch/server.py" &
pids="$pids $!"
i=0
while [ ! -s port ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
port=$(cat port)

sql() { pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"; }

# fine: the world as it should be
fine() {
	pf-db start --fast >/dev/null 2>&1
	sql "truncate ohlcv_daily, pipeline_runs cascade"
	pf-load -q <<-'END' >/dev/null
		{"kind":"bar","symbol":"GOOG","date":"2008-10-14","open":1,"high":1,"low":1,"close":1,"volume":1}
		{"kind":"run","run_id":"nightly-1","pipeline":"nightly","started_at":"2008-10-15T05:00:00Z","finished_at":"2008-10-15T05:10:00Z","status":"ok"}
		{"kind":"heartbeat","name":"collector","at":"2008-10-15T14:59:00Z","ok":true}
	END
	printf 'LoadState=loaded\nActiveState=active\nSubState=running\nResult=success\nType=simple\nUnitFileState=enabled\n' >"$units/pf-api.service"
	printf 'LoadState=loaded\nActiveState=active\nSubState=waiting\nResult=success\nUnitFileState=enabled\nLastTriggerUSec=Wed 2008-10-15 05:00:00 UTC\nNextElapseUSecRealtime=Thu 2008-10-16 05:00:00 UTC\n' >"$units/pf-nightly.timer"
	echo 'running healthy 0' >"$units/backend"
	printf '200\n{"status":"healthy","market":{"status":"PASS"}}' >answer
	printf 'MemTotal: 2000000 kB\nMemAvailable: 1500000 kB\nSwapTotal: 2097152 kB\n' >"$scratch/root/proc/meminfo"
	ln -sf /usr/share/zoneinfo/America/New_York "$scratch/root/etc/localtime"
	mkdir -p logs
	chmod 0750 logs
	echo 'USE_AWS_SECRETS=1' >pf.env
	chmod 0640 pf.env
	echo whole >dump-1.zst
	touch -d 2008-10-15T06:00:00Z dump-1.zst
	DAYS=90 certbot
}

back() { sql "delete from schema_migrations where version = '114_health'"; }
old_bars() { sql "update ohlcv_daily set date = '2008-10-10'"; }
silent() { sql "update heartbeats set at = '2008-10-15T14:50:00Z'"; }
old_run() { sql "update pipeline_runs set started_at = now() - interval '2 days', finished_at = now() - interval '2 days'"; }

cat >"$scratch/all.yaml" <<-END
	name: all
	checks:
	  - {name: db, kind: database}
	  - {name: db/size, kind: database-size, max_size: 4g}
	  - {name: db/ledger, kind: ledger}
	  - {name: db/rows, kind: rows, sql: select from ohlcv_daily, fix: "echo '{\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2008-10-14\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1}' | pf-load -q"}
	  - {name: fresh/bars, kind: fresh, table: ohlcv_daily, column: date, market: XNYS, sessions: 1, if_env: LOOK_AT_BARS, fix: "echo '{\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2008-10-14\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1}' | pf-load -q"}
	  - {name: beat, kind: heartbeat, of: collector, max_age: 5m, fix: "echo '{\"kind\":\"heartbeat\",\"name\":\"collector\",\"at\":\"2008-10-15T15:00:00Z\",\"ok\":true}' | pf-load -q"}
	  - {name: pipeline, kind: pipeline, pipeline: nightly, max_age: 26h, streak: 1}
	  - {name: http, kind: http, url: "http://127.0.0.1:$port/health", json: market.status, equals: PASS, within: 1s, fix: "printf '200\\\\n{\"status\":\"healthy\",\"market\":{\"status\":\"PASS\"}}' >answer"}
	  - {name: cert, kind: certificate, path: $scratch/cert.pem, days: 7, warn_days: 21}
	  - {name: unit/api, kind: unit, unit: pf-api.service}
	  - {name: unit/timer, kind: unit, unit: pf-nightly.timer}
	  - {name: container, kind: container, container: backend}
	  - {name: folder, kind: file, path: logs, folder: true, mode: 0750, writable: true}
	  - {name: env, kind: file, path: pf.env, mode: 0640}
	  - {name: env/aws, kind: file, path: pf.env, says: ^USE_AWS_SECRETS=1, fix: "echo USE_AWS_SECRETS=1 >pf.env", if_env: LOOK_INTO}
	  - {name: program, kind: program, program: frob}
	  - {name: port/open, kind: port, port: $port}
	  - {name: backup, kind: backup, files: "dump-*.zst", max_age: 26h, min_size: 4, fix: "echo whole >dump-2.zst; touch -d 2008-10-15T14:00:00Z dump-2.zst"}
	  - {name: secrets, kind: secrets, contract: $scratch/contract.yaml}
	  - {name: command, kind: command, run: cat answer, says: healthy, fix: "printf '200\\\\n{\"status\":\"healthy\",\"market\":{\"status\":\"PASS\"}}' >answer"}
	  - {name: disk, kind: disk, path: ., max_used: 100}
END
cat >"$scratch/host.yaml" <<-END
	name: host
	checks:
	  - {name: memory, kind: memory, min_size: 200m, warn_size: 300m}
	  - {name: swap, kind: swap, min_size: 1g}
	  - {name: zone, kind: zone, zone: America/New_York}
END
printf 'name: c\nkeys:\n  SOME_KEY: { need: required, secret: true }\n' >"$scratch/contract.yaml"
printf '#!/bin/sh\n' >"$bin/frob"
chmod +x "$bin/frob"
SOME_KEY=1234567890abcdef
export SOME_KEY

all() {
	pf-health -q -p "$scratch/all.yaml" "$@"
}
host() {
	pf-health -q -p "$scratch/host.yaml" --root "$scratch/root" "$@"
}

# not_pass [STATUS]: the names of the checks that do not pass
names() {
	sed -n "s/^{\"kind\":\"check\",\"at\":\"[^\"]*\",\"name\":\"\([^\"]*\)\",\"status\":\"$1\".*/\1/p" out | tr '\n' ' '
}
fix_of() {
	python3 -c 'import json, sys
for l in open("out"):
    r = json.loads(l)
    if r["name"] == sys.argv[1]: print(r.get("fix", ""))' "$1"
}

# broken CHECK TEXT FIX COMMANDS: exactly that check fails with that text; with its fix typed, all pass. FIX: typed, or a part of its words
broken() {
	name=$1 text=$2 fix=$3
	fine
	eval "$4"
	looks=${5:-all}
	exits 1 $looks >out || return 1
	[ "$(names fail)" = "$name " ] || { echo "not just $name fails: $(names fail)"; cat out; return 1; }
	grep "\"name\":\"$name\"" out | grep -qF -- "$text" || { echo "no '$text'"; cat out; return 1; }
	[ -n "$(fix_of "$name")" ] || { echo 'no fix'; return 1; }
	if [ "$fix" = typed ]; then
		fix_of "$name" >fix
		eval "$(cat fix)" || { echo "the fix failed: $(cat fix)"; return 1; }
		exits 0 $looks >out || { echo "after: $(cat fix)"; cat out; return 1; }
	else
		fix_of "$name" | grep -qF -- "$fix" || { echo "another fix: $(fix_of "$name")"; return 1; }
		eval "${6:-fine}"
		exits 0 $looks >out || { cat out; return 1; }
	fi
}

ok 'when all is well, all pass' '
	fine; exits 0 all >out && [ "$(names fail)$(names warn)" = "" ] && [ "$(names skip)" = "fresh/bars env/aws " ] && exits 0 host >out && [ "$(wc -l <out)" = 3 ] &&
	[ "$(all | head -1)" = "$(all db | head -1)" ]
'
ok 'broken: the database is down; what wants it is not looked at' '
	broken db "" typed "pf-db stop >/dev/null 2>&1" || exit
	fine; pf-db stop >/dev/null 2>&1; exits 1 all >out; names skip; [ "$(names skip)" = "db/size db/ledger db/rows fresh/bars beat pipeline env/aws " ]
'
ok 'broken: a migration is not applied' '
	broken db/ledger "1 migration is not applied" typed back
'
ok 'broken: a table is empty' 'broken db/rows "no row" typed "sql \"delete from ohlcv_daily\""'
ok 'broken: bars are missing' '
	LOOK_AT_BARS=1; export LOOK_AT_BARS; broken fresh/bars "ends with 2008-10-10, 2 sessions before" typed old_bars
'
ok 'broken: a collector is silent' 'broken beat "10 min old" typed silent'
ok 'broken: a collector is alive and not well' 'broken beat "not well" typed "sql \"update heartbeats set ok = false\""'
ok 'broken: a pipeline never ended well' '
	mkdir -p data/pipelines && printf "name: nightly\nsteps:\n- {name: a, pipe: \"true\"}\n" >data/pipelines/nightly.yaml && ln -sfn "$top/schema" data/schema
	unset PF_NOW; PF_DATA_DIR=$PWD/data; export PF_DATA_DIR
	look() { pf-health -q -p "$scratch/pipeline.yaml"; }
	printf "checks:\n  - {name: pipeline, kind: pipeline, pipeline: nightly, max_age: 26h, streak: 1}\n" >"$scratch/pipeline.yaml"
	broken pipeline "never ran" typed "sql \"delete from pipeline_runs\"" look
	broken pipeline "of 1 d 2 h" typed old_run look
'
ok 'broken: a pipeline fails night after night' '
	broken pipeline "nightly failed 2 times in a row" "pf-pipeline resume nightly" "printf \"{\\\"kind\\\":\\\"run\\\",\\\"run_id\\\":\\\"n-%s\\\",\\\"pipeline\\\":\\\"nightly\\\",\\\"started_at\\\":\\\"2008-10-15T0%s:00:00Z\\\",\\\"status\\\":\\\"failed\\\"}\\n\" 6 6 7 7 | pf-load -q >/dev/null"
'
ok 'broken: HTTP: another status, another value, no JSON, nothing' '
	look() { all http; }
	broken http "answers 503" typed "printf \"503\\n{}\" >answer" look && broken http "'"'market.status' is 'FAIL'"'" typed "printf \"200\\n{\\\"market\\\":{\\\"status\\\":\\\"FAIL\\\"}}\" >answer" look &&
	broken http "no JSON" typed "printf \"200\\nhello\" >answer" look && broken http "has no" typed "printf \"200\\n{}\" >answer" look && broken http "" typed "echo slow >answer" look
'
ok 'broken: a certificate is about to end' 'broken cert "good for 4 days more" "certbot renew" "PF_NOW= DAYS=5 certbot" "env PF_NOW= pf-health -q -p $scratch/all.yaml cert"'
ok 'broken: a unit failed, and stopped' '
	broken unit/api "is failed (exit-code)" typed "printf \"LoadState=loaded\\nActiveState=failed\\nSubState=failed\\nResult=exit-code\\nType=simple\\n\" >$units/pf-api.service" &&
	broken unit/api "is inactive (dead)" typed "printf \"LoadState=loaded\\nActiveState=inactive\\nSubState=dead\\nResult=success\\nType=simple\\n\" >$units/pf-api.service"
'
ok 'broken: a timer is not started' 'broken unit/timer "inactive" typed "sed -i s/ActiveState=active/ActiveState=inactive/ $units/pf-nightly.timer"'
ok 'broken: a unit is not installed' 'broken unit/timer "not installed" "systemctl daemon-reload && systemctl enable --now pf-nightly.timer" "rm $units/pf-nightly.timer"'
ok 'broken: a container ended, and one is not healthy' '
	broken container "exited, exit 137" typed "echo exited - 137 >$units/backend" && broken container "not healthy" typed "echo running unhealthy 0 >$units/backend" && says "docker restart backend" "$scratch/calls"
'
ok 'broken: a container restarts' 'broken container "restarting" typed "echo restarting - 1 >$units/backend"'
ok 'broken: a folder is missing' 'broken folder "No such file" typed "rmdir logs"'
ok 'broken: a folder and a file whose names a shell would take apart' '
	cat >odd.yaml <<-"END"
		checks:
		  - {name: odd, kind: file, path: "a b/c;d", folder: true, mode: 0750}
		  - {name: odd/file, kind: file, path: "a b/e/$(f)"}
	END
	exits 1 pf-health -p ./odd.yaml >out && [ "$(names fail)" = "odd odd/file " ] && for c in odd odd/file; do fix_of $c >fix && sh -e ./fix || exit; done && exits 0 pf-health -p ./odd.yaml >out && chmod 0777 "a b/c;d" && exits 1 pf-health -p ./odd.yaml >out && fix_of odd >fix && sh -e ./fix && exits 0 pf-health -p ./odd.yaml >out
'
ok 'broken: a unit is masked' 'broken unit/api "is masked" "systemctl unmask pf-api.service && systemctl enable --now pf-api.service" "sed -i s/LoadState=loaded/LoadState=masked/ $units/pf-api.service"'
ok 'broken: a folder may be read by everybody' 'broken folder "mode 0755, more than 0750" typed "chmod 0755 logs"'
ok 'broken: the env file is not there, and does not say it' '
	broken env "No such file" typed "rm pf.env" && LOOK_INTO=1 && export LOOK_INTO && broken env/aws "does not say" typed "echo USE=0 >pf.env"
'
ok 'broken: the env file may be read by everybody' 'broken env "mode 0644" typed "chmod 0644 pf.env"'
ok 'broken: a program is not installed' 'broken program "frob is not installed" "apt-get install frob" "mv $bin/frob $bin/frob.away" all "fine; mv $bin/frob.away $bin/frob"'
ok 'broken: a port is closed' '
	printf "checks:\n  - {name: port, kind: port, port: \"1\", fix: true}\n" >closed.yaml && exits 1 pf-health -p ./closed.yaml >out && says "Connection refused" out && [ "$(names fail)" = "port " ]
'
ok 'broken: a port is taken, and by whom' '
	rm -f answer port; python3 "$scratch/server.py" & own=$!
	while [ ! -s port ]; do sleep 0.05; done; p=$(cat port)
	printf "checks:\n  - {name: port, kind: port, port: %s, state: free}\n" "$p" >taken.yaml && exits 1 pf-health -p ./taken.yaml >out && says "is taken by python3, process $own" out && [ "$(fix_of port)" = "kill $own" ] &&
	eval "$(fix_of port)"; wait $own; exits 0 pf-health -p ./taken.yaml >out
'
ok 'broken: the last backup is old, empty, and there is none' '
	broken backup "old" typed "rm -f dump-*; echo whole >dump-1.zst; touch -d 2008-10-13T06:00:00Z dump-1.zst" && rm -f dump-2.zst &&
	broken backup "has only 0 bytes" typed "rm -f dump-*; : >dump-1.zst; touch -d 2008-10-15T06:00:00Z dump-1.zst" && rm -f dump-2.zst && broken backup "there is no backup" typed "rm -f dump-*"
'
ok 'broken: a secret is missing, and no value is shown' '
	broken secrets "SOME_KEY is missing" "put it into" "unset SOME_KEY" all "fine; SOME_KEY=1234567890abcdef; export SOME_KEY" && ! grep 1234567890 out
'
ok 'broken: a command is not content' 'look() { all command; }; broken command "says" typed "echo 200 >answer" look'
ok 'broken: a disk is full' '
	printf "checks:\n  - {name: disk, kind: disk, path: ., max_used: 0}\n" >full.yaml; exits 1 pf-health -p ./full.yaml >out && says "% full" out && [ -n "$(fix_of disk)" ]
'
ok 'broken: the database is too large' '
	printf "checks:\n  - {name: size, kind: database-size, max_size: 1m}\n" >large.yaml; exits 1 pf-health -p ./large.yaml >out && says "MiB of 1.0 MiB" out && [ -n "$(fix_of size)" ]
'
ok 'broken: the clock is not the database'"'"'s' '
	printf "checks:\n  - {name: clock, kind: clock}\n" >clock.yaml; exits 1 pf-health -p ./clock.yaml >out && says "behind the database" out && eval "$(fix_of clock)" && exits 0 pf-health -p ./clock.yaml >out
'
ok 'broken: no memory, and no swap' '
	broken memory "100 MiB are available, 200 MiB should be; there is no swap" swapon "printf \"MemAvailable: 102400 kB\\nSwapTotal: 0 kB\\n\" >$scratch/root/proc/meminfo; sed -i /swap/d $scratch/host.yaml" host &&
	printf "  - {name: swap, kind: swap, min_size: 1g}\n" >>"$scratch/host.yaml" && broken swap "there are 0 B of swap" mkswap "printf \"MemAvailable: 1024000 kB\\nSwapTotal: 0 kB\\n\" >$scratch/root/proc/meminfo" host
'
ok 'broken: another time zone' 'broken zone "Asia/Kolkata, America/New_York is meant" typed "ln -sf /usr/share/zoneinfo/Asia/Kolkata $scratch/root/etc/localtime" host'
ok 'a transaction pooler without a way around it is a warning, also offline' '
	DATABASE_URL=postgresql://u:somepassword@x.pooler.example:6543/p; export DATABASE_URL; printf "checks:\n  - {name: db-pooler-mode, kind: pooler}\n  - {name: db, kind: database}\n" >pool.yaml
	exits 0 pf-health --offline -p ./pool.yaml >out 2>err && says "\"status\":\"warn\",\"observed\":\"transaction\"" out && says "not looked at: --offline" out && ! grep somepassword out err &&
	DATABASE_DIRECT_URL=postgresql://u@x.example/p pf-health --offline -p ./pool.yaml >out && says "\"status\":\"pass\",\"observed\":\"transaction\"" out
'

ok 'snapshot and compare: only what did not fail before fails' '
	fine; rmdir logs; exits 0 pf-health snapshot -p "$scratch/all.yaml" >before; fine; rmdir logs; all >out; exits 0 pf-health compare before out >diff && says "failed before, too" diff || exit
	sed -i s/=active/=failed/ "$units/pf-api.service"; all >out; exits 1 pf-health compare before out >diff && mv diff out && [ "$(names fail)" = "unit/api " ] && [ "$(names warn)" = "folder " ] && says "\"observed\":\"fail\",\"limit\":\"pass\"" out || exit
	fine; all >out; exits 0 pf-health compare before - <out >diff && says "mended: " diff && grep -v "\"folder\"" out >fewer && exits 0 pf-health compare before fewer >diff && says "not looked at any more" diff || exit
	exits 65 pf-health compare before /dev/null >diff 2>err && [ ! -s diff ] && says "/dev/null: no check is in it" err && echo "{\"kind\":\"bar\"}" | exits 65 pf-health compare before - 2>err && exits 1 pf-health compare /dev/null before >diff || exit
	echo "{\"kind\":\"check\",\"name\":\"x\",\"status\":\"fine\"}" >bad && exits 65 pf-health compare before bad 2>err && says "bad:1: a check needs name and status" err && exits 64 pf-health compare before 2>err && exits 66 pf-health compare before nowhere 2>err
'
ok 'wait: until all is well, and not longer than said' '
	fine; rm pf.env; { sleep 1; echo >pf.env; chmod 0640 pf.env; } & exits 0 pf-health wait -p "$scratch/all.yaml" --within 20s --every 100ms env >out && [ "$(grep -c . out)" = 1 ] && wait
	rm pf.env; exits 1 pf-health wait -p "$scratch/all.yaml" --within 300ms --every 100ms env >out && [ "$(names fail)" = "env " ] && exits 0 pf-health wait --until fail -p "$scratch/all.yaml" env >out
'
ok 'formats: nagios, with its own statuses' '
	fine; exits 0 all -f nagios >out && says "HEALTH OK: 19 of 21 checks pass | pass=19 warn=0 fail=0 skip=2" out; rmdir logs; exits 2 all -f nagios >out && says "HEALTH CRITICAL: 18 of 21 checks pass, failed: folder | pass=18" out && says "fail: folder: logs: No such file or directory; fix: install -d" out || exit
	exits 3 pf-health --offline -p "$scratch/all.yaml" -f nagios http >out && says "HEALTH UNKNOWN" out && printf "checks:\n  - {name: a, kind: disk, path: ., max_used: 100, warn_used: 0}\n" >warn.yaml && exits 1 pf-health -p ./warn.yaml -f nagios >out && says "HEALTH WARNING" out
'
ok 'formats: what a monitor of nagios wants is 0 to 3 and a line, also when nothing could be looked at' '
	for bad in "-p nowhere" "-p ./no.yaml" "no-such-check" "services no-such-check" "wait no-such-check" "compare a b"; do exits 3 pf-health $bad -f nagios >out 2>err && [ "$(grep -c "^HEALTH UNKNOWN: ..*" out)" = 1 ] && [ ! -s err ] || exit; done
	printf "checks:\n  - {name: no, kind: command, run: \"false\"}\n" >no.yaml && exits 2 pf-health wait -p ./no.yaml --within 0s -f nagios >out && says "HEALTH CRITICAL" out
'
ok 'formats: what programs and files say breaks no line, and is UTF-8' '
	cat >evil.yaml <<-"END"
		checks:
		  - {name: evil, kind: command, run: [sh, -c, "printf \"\\377 a|b=1 \\033[31m %%0A::error::x\" >&2; exit 3"]}
	END
	cat >evil.jsonl <<-"END"
		{"kind":"check","name":"x\n::error::|y","status":"fail","text":"l\nm|p=1\r\u001b[2J","fix":"f\ng"}
	END
	for f in nagios prometheus github health+json jsonl table; do pf-health -p ./evil.yaml -f $f >out.1; pf-health compare /dev/null evil.jsonl -f $f >out.2; for o in out.1 out.2; do python3 -c "
import sys
b = open(\"$o\", \"rb\").read(); s = b.decode(); n = s.split(\"\\n\")[:-1]
assert \"\\33\" not in s and \"\\r\" not in s, s
assert \"$f\" != \"nagios\" or (len(n) == 2 and s.count(\"|\") == 1), s
assert \"$f\" != \"github\" or (len(n) == 2 and n[0].startswith(\"::error title=\") and \"%0A::error\" not in n[0].replace(\"%250A::error\", \"\")), s
assert \"$f\" != \"prometheus\" or all(l[0] == \"#\" or l.startswith(\"pf_health_\") for l in n), s" || exit; done; done
'
ok 'formats: health+json, prometheus, github, table' '
	fine; rmdir logs; exits 1 all -f health+json >out && python3 -c "
import json
d = json.load(open(\"out\")); c = d[\"checks\"]
assert d[\"status\"] == \"fail\" and c[\"folder\"][0][\"status\"] == \"fail\" and \"output\" not in c[\"db\"][0] and \"fresh/bars\" not in c, d" &&
	exits 1 all -f prometheus >out && says "pf_health_check{name=\"folder\"} 0" out && says "pf_health_check{name=\"db\"} 1" out && says "pf_health_checks{status=\"skip\"} 2" out && says "pf_health_time_seconds 1224082800" out &&
	exits 1 all -f github >out && says "::error title=folder::logs: No such file or directory%0Afix: install -d -m 0750 logs" out && exits 1 all -f table >out && grep "^fail  *folder  *logs: No such" out
'
ok 'a file of checks that is wrong is told with its place, and the nearest word' '
	bad() { printf "%b" "$2" >wrong.yaml; exits "$1" pf-health -p ./wrong.yaml 2>err && says "$3" err; }
	bad 78 "checks:\n  - {name: a, kind: discs, path: /}\n" "wrong.yaml:2:15: no kind of check is called '"'discs'"'" && says "disk" err && bad 78 "checks:\n  - name: a\n    kind: disk\n" "is missing: a check of kind disk wants it" &&
	bad 78 "checks:\n  - name: a\n    kind: disk\n    path: /\n    max_use: 3\n" "wrong.yaml:5:" && says "max_used" err && bad 78 "checks:\n  - {name: a, kind: disk, path: /, max_used: many}\n" "wants a number" &&
	bad 78 "checks:\n  - {name: a, kind: disk, path: /}\n  - {name: a, kind: ntp}\n" "is there already" && bad 78 "checks:\n  - {name: a, kind: fresh, table: t, column: c, market: XNSE}\n" "no market whose sessions are known" &&
	bad 78 "checks:\n  - {name: A b, kind: ntp}\n" "lower case" && bad 78 "checks:\n  - {name: a, kind: file, path: /, says: \"(\"}\n" "no regular expression" && bad 78 "checks: 3\n" "a list" && bad 78 "checks: []\n" "a list of one or more" && exits 64 pf-health -p , 2>err && says "names no file of checks" err && bad 78 "checks:\n  - {name: a, kind: file, path: \"\${NOT_SET}\"}\n" "wants a text" || exit
	exits 66 pf-health -p nowhere 2>err && says "there are: compose, database, host, night, preflight, services" err && exits 66 pf-health nothing 2>err && says "no check is called" err && exits 64 pf-health --nothing 2>err
'
ok 'a market decides when it is looked at' '
	printf "checks:\n  - {name: a, kind: rows, sql: select where false, market: XNYS}\n" >market.yaml
	exits 1 pf-health -p ./market.yaml >out && PF_NOW=2008-10-15T20:00:00Z exits 0 pf-health -p ./market.yaml >out && says "the market is closed until 2008-10-16T13:30:00Z" out && PF_NOW=2008-11-27T15:00:00Z exits 0 pf-health -p ./market.yaml >out && says "2008-11-28T14:30:00Z" out &&
	PF_NOW=2008-11-28T18:00:00Z exits 0 pf-health -p ./market.yaml >out && says "2008-12-01T14:30:00Z" out
'
ok 'no row means FAIL with a reason; telegram that is off harms nothing' '
	fine; pf-query -e "select 1" >/dev/null; exits 1 pf-health system >out && python3 - <<-END
		import json
		d = json.load(open("out"))
		assert list(d) == ["global_status", "timestamp", "db_status", "market_data", "market_updater", "signal_monitor", "telegram", "trade_system"], d
		assert d["global_status"] == "FAIL" and d["timestamp"] == "2008-10-15T15:00:00.000000+00:00"
		assert all(d[k]["status"] == "FAIL" and d[k]["reason"] for k in list(d)[3:])
		assert d["market_data"]["max_age_minutes"] is None and d["telegram"]["enabled"] is False and d["telegram"]["last_send_ok"] is None
	END
'
ok 'the state of a system that is well: ages, limits, open orders, telegram' '
	sql "insert into watchlist_items (symbol) values (\$a\$BTC_USDT\$a\$), (\$a\$ETH_USDT\$a\$); insert into market_prices (symbol, price, updated_at) values (\$a\$BTC_USDT\$a\$, 1, \$a\$2008-10-15T14:58:56Z\$a\$), (\$a\$ETH_USDT\$a\$, 1, \$a\$2008-10-15T14:59:30Z\$a\$)"
	for n in market_updater signal_monitor trade_system; do echo "{\"kind\":\"heartbeat\",\"name\":\"$n\",\"at\":\"2008-10-15T14:55:06Z\",\"ok\":true}"; done | pf-load -q >/dev/null
	sql "insert into exchange_orders (exchange_order_id, symbol, side, status, quantity, order_role) values (1, \$a\$BTC_USDT\$a\$, \$a\$BUY\$a\$, \$a\$FILLED\$a\$, 2, null), (2, \$a\$BTC_USDT\$a\$, \$a\$BUY\$a\$, \$a\$FILLED\$a\$, 2, null), (3, \$a\$BTC_USDT\$a\$, \$a\$SELL\$a\$, \$a\$FILLED\$a\$, 2, \$a\$TAKE_PROFIT\$a\$), (4, \$a\$BTC_USDT\$a\$, \$a\$SELL\$a\$, \$a\$ACTIVE\$a\$, 2, \$a\$STOP_LOSS\$a\$), (5, \$a\$BTCB_USDT\$a\$, \$a\$BUY\$a\$, \$a\$NEW\$a\$, 1, null)"
	told() { python3 -c "
import json, sys
d = json.load(open(\"out\")); print(eval(sys.argv[1]))" "$1"; }
	exits 0 pf-health system >out && [ "$(told "(d[\"global_status\"], d[\"market_data\"], d[\"market_updater\"])")" = "('"'PASS'"', {'"'status'"': '"'PASS'"', '"'fresh_symbols'"': 2, '"'stale_symbols'"': 0, '"'max_age_minutes'"': 1.07}, {'"'status'"': '"'PASS'"', '"'is_running'"': True, '"'last_heartbeat_age_minutes'"': 4.9})" ] &&
	[ "$(told "d[\"trade_system\"]")" = "{'"'status'"': '"'PASS'"', '"'open_orders'"': 2, '"'max_open_orders'"': None, '"'last_check_ok'"': True}" ] && [ "$(told "d[\"telegram\"][\"status\"]")" = FAIL ] || exit
	PF_NOW=2008-10-15T15:00:06Z exits 1 pf-health system >out && [ "$(told "d[\"market_updater\"][\"status\"], d[\"signal_monitor\"][\"status\"]")" = "('"'FAIL'"', '"'PASS'"')" ] && PF_NOW=2008-10-15T15:04:00Z exits 1 pf-health system >out && [ "$(told "d[\"market_data\"][\"status\"], d[\"market_data\"][\"stale_symbols\"]")" = "('"'WARN'"', 1)" ] &&
	PF_NOW=2008-10-15T15:04:00Z HEALTH_STALE_MARKET_MINUTES=30 exits 0 pf-health system >out && PF_NOW=2008-10-15T15:04:00Z exits 0 pf-health system --gate signal_monitor >out && exits 64 pf-health system --gate nothing 2>err || exit
	echo "{\"kind\":\"heartbeat\",\"name\":\"telegram\",\"at\":\"2008-10-15T14:55:06Z\",\"ok\":true}" | pf-load -q >/dev/null; RUN_TELEGRAM=yes TELEGRAM_BOT_TOKEN=t TELEGRAM_CHAT_ID=1 exits 0 pf-health system >out && [ "$(told "d[\"telegram\"]")" = "{'"'status'"': '"'PASS'"', '"'enabled'"': True, '"'chat_id_set'"': True, '"'last_send_ok'"': True}" ]
'
ok 'without the database every component says so' '
	DATABASE_URL=postgresql://u:somepassword@127.0.0.1:1/x exits 1 pf-health system >out 2>err && says "\"db_status\":\"down\"" out && [ "$(grep -o "\"status\":\"FAIL\"" out | wc -l)" = 5 ] && says "Connection refused" out && ! grep somepassword out err
'
ok 'services: timers tell when they ran and will run; of another root nothing is asked' '
	fine; exits 1 pf-health services >out && says "pf-nightly.timer ran last Wed 2008-10-15 05:00:00 UTC, next Thu 2008-10-16 05:00:00 UTC" out && says "pf-nightly.service is not installed" out || exit
	: >"$scratch/calls"; exits 0 pf-health services --root "$scratch/root" >out && ! grep -q systemctl "$scratch/calls" && [ "$(names skip | wc -w)" = "$(wc -l <out)" ]
'
ok 'preflight: what fails has a fix; a missing env file says what makes it' '
	exits 1 pf-health preflight --env-file "$scratch/nope" >out && grep "\"name\":\"env-file\"" out | grep -q "install -D -m" && python3 - <<-END
		import json
		rows = [json.loads(l) for l in open("out")]
		assert {"host/zone", "program/nginx", "secrets", "unit/logs", "journal/kept", "nginx/test", "nginx/zones", "api", "db", "tls"} <= {r["name"] for r in rows}, rows
		assert len(rows) > 25, len(rows)
		assert all(r.get("fix") for r in rows if r["status"] in ("fail", "warn")), rows
	END
	[ "$(pf-health preflight -f table 2>&1 | grep -c "^\(pass\|warn\|fail\|skip\) ")" -gt 25 ]
'
ok 'every file of checks that is shipped can be read, and every kind is in the manual' '
	for f in "$top"/share/health/*.yaml; do pf-health list -p "$f" >out && [ -s out ] || exit; done
	pf-health kinds | sed "s/^{\"check\":\"\([^\"]*\)\".*/\1/" | while read -r k; do grep -q "^\.It Cm $k\b" "$top/man/pf-health.1" || { echo "$k is not in the manual"; exit 1; }; done
'
ok 'https: a certificate that is good, about to end, and of nobody we trust' '
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out tls.pem -days 10 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>/dev/null && rm -f port && cat >tls.py <<-END
		import http.server, os, ssl
		s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("H", (http.server.BaseHTTPRequestHandler,), {"do_GET": lambda h: (h.send_response(204), h.end_headers()), "log_message": lambda *a: None}))
		c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain("tls.pem", "key.pem"); s.socket = c.wrap_socket(s.socket, server_side=True)
		open("port.new", "w").write(str(s.server_address[1])); os.rename("port.new", "port"); s.serve_forever()
	END
	python3 tls.py 2>/dev/null & own=$!
	trap "kill $own" EXIT; while [ ! -s port ]; do sleep 0.05; done; unset PF_NOW
	site() { printf "checks:\n  - {name: site, kind: http, url: \"https://127.0.0.1:%s\", status: 204, %s}\n" "$(cat port)" "$1" >site.yaml; }
	site "ca: tls.pem, days: 3, warn_days: 5" && exits 0 pf-health -p ./site.yaml >out && says "\"status\":\"pass\"" out && site "ca: tls.pem" && exits 0 pf-health -p ./site.yaml >out && says "good for 9 days more" out && [ "$(names warn)" = "site " ] || exit
	site "ca: tls.pem, days: 15" && exits 1 pf-health -p ./site.yaml >out && says "certbot renew" out && site "days: 1" && exits 1 pf-health -p ./site.yaml >out && says "not to be trusted" out && says "certbot renew" out
'
done_testing
