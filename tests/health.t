#!/bin/sh
# pf-health: each single thing broken, and exactly that check fails, with a fix that works
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
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
ok 'broken: a folder may be read by everybody' 'broken folder "mode 0755, more than 0750" typed "chmod 0755 logs"'
ok 'broken: the env file is not there, and does not say it' '
	broken env "No such file" "create it: install -m 0640 /dev/null pf.env" "rm pf.env" && LOOK_INTO=1 && export LOOK_INTO && broken env/aws "does not say" typed "echo USE=0 >pf.env"
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
done_testing
