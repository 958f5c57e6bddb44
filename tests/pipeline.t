#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

# pipeline STEPS: p.yaml with these steps; its name is of this test alone, so its lock and journals too.
pipeline() {
	n=$((${n:-0} + 1))
	name=p$tests-$n
	{ printf 'name: %s\nsteps:\n' "$name"; cat; } >p.yaml
}

# run STATUS [OPTION...]: events in out, messages in err
run() {
	want=$1
	shift
	exits "$want" pf-pipeline run -f p.yaml "$@" >out 2>err || { cat err; return 1; }
}

# status STEP WORD: how the step ended; the last word there is
status() {
	got=$(sed -n "s/.*\"event\":\"step-finished\".*\"step\":\"$1\".*\"status\":\"\([a-z-]*\)\".*/\1/p" out | tail -n 1)
	[ "$got" = "$2" ] || { echo "$1 is $got, not $2"; cat out err; return 1; }
}

# started A B: A began before B did
before() {
	[ "$(grep -n "\"event\":\"step-$1\".*\"step\":\"$2\"" out | head -n 1 | cut -d: -f1)" -lt \
		"$(grep -n "\"event\":\"step-$3\".*\"step\":\"$4\"" out | head -n 1 | cut -d: -f1)" ] || { cat out; return 1; }
}

ok 'a pipe is connected without a shell, and what it prints as records is kept' '
	pipeline <<-"END"
	- name: a
	  pipe:
	    - [printf, "%s\n", "{\"kind\":\"load\",\"read\":3}", "no record; $HOME"]
	    - cat
	END
	run 0 && status a ok && says "\"records\":[{\"kind\":\"load\",\"read\":3}]" out && says "a: no record; \$HOME" err &&
	says "\"event\":\"run-started\"" out && says "\"event\":\"run-finished\"" out
'
ok 'the worst member decides, and each status is known' '
	pipeline <<-"END"
	- {name: a, pipe: [[sh, -c, "exit 65"], [sh, -c, "cat; exit 69"], [sh, -c, "cat; exit 75"]]}
	END
	run 1 && status a failed && says "\"exit_status\":69" out &&
	pf-pipeline status --local "p$tests-1" >st; grep -o "\"exit_status\":[0-9]*}" st >got
	printf "\"exit_status\":%s}\n" 65 69 75 >want && same want got
'
ok 'SIGPIPE of a member before the last does not count, of the last it does' '
	pipeline <<-"END"
	- {name: a, pipe: yes | head -n 1}
	- {name: b, fatal: false, pipe: [[sh, -c, "kill -PIPE $$"]]}
	END
	run 0 && status a ok && status b failed-optional
'
ok '0 ok, 65 degraded, 75 retried, 1 and the rest failed' '
	pipeline <<-"END"
	- {name: zero, pipe: "true"}
	- {name: data, shell: true, run: exit 65}
	- {name: strict, shell: true, run: exit 65, strict: true, fatal: false}
	- {name: temp, shell: true, run: exit 75, retry: {attempts: 2, wait: 20ms}, fatal: false}
	- {name: no, pipe: "false", fatal: false}
	- {name: later, shell: true, run: "echo x >>tries; [ $(wc -l <tries) -ge 3 ] || exit 75", retry: {wait: 20ms}}
	END
	rm -f tries; run 0 && status zero ok && status data degraded && status strict failed-optional && status temp failed-optional &&
	status no failed-optional && status later ok && [ "$(grep -c "\"step\":\"temp\",\"attempt\":2" out)" -eq 2 ] &&
	says "\"status\":\"degraded\"" out && says "data degraded" err
'
ok 'a fatal failure stops the steps that need it, others run, the run ends with 1' '
	pipeline <<-"END"
	- {name: a, pipe: "false"}
	- {name: b, needs: a, pipe: "true"}
	- {name: c, needs: [b], pipe: "true"}
	- {name: d, after: a, pipe: "true"}
	- {name: e, pipe: "true"}
	END
	run 1 && status a failed && status b blocked && status c blocked && status d ok && status e ok
	run 1 --keep-going && status b ok && status c ok
'
ok 'an optional failure or a skipped step stops nobody' '
	pipeline <<-"END"
	- {name: a, pipe: "false", fatal: false}
	- {name: b, pipe: "true", when: "false"}
	- {name: c, needs: [a, b], pipe: "true"}
	END
	run 0 && status a failed-optional && status b skipped && status c ok
'
ok 'a variable makes a step fatal, or takes that back' '
	pipeline <<-"END"
	- {name: a, pipe: "false", fatal: false, fatal_if_env: REQUIRE_IT, escalate_after: 0}
	- {name: b, pipe: "false", nonfatal_if_env: REQUIRE_IT=0, escalate_after: 0}
	END
	export REQUIRE_IT
	REQUIRE_IT=1; run 1 && status a failed && status b failed || exit
	REQUIRE_IT=0; run 0 && status a failed-optional && status b failed-optional || exit
	REQUIRE_IT=perhaps; run 78; says REQUIRE_IT err
'
ok 'when: 0 runs, 1 skips, anything else is a failure' '
	pipeline <<-"END"
	- {name: a, pipe: "true", when: "true"}
	- {name: b, pipe: "true", when: "false"}
	- {name: c, pipe: "true", when: [sh, -c, exit 69], fatal: false}
	- {name: d, pipe: "true", when: no-such-program, fatal: false}
	END
	run 0 && status a ok && status b skipped && status c failed-optional && status d failed-optional
'
ok 'a missing program is a failure, or skips the step where that is said' '
	pipeline <<-"END"
	- {name: a, pipe: no-such-program, fatal: false}
	- {name: b, pipe: cat | no-such-program, skip_if_missing: true}
	END
	run 0 && status a failed-optional && status b skipped && grep "a: failed-optional.*no-such-program" err
'
ok 'a time-out ends the whole group, also what hears no SIGTERM' '
	pipeline <<-END
	- name: a
	  timeout: 300ms
	  grace: 200ms
	  fatal: false
	  pipe: [[sh, -c, "trap : TERM; sleep 61.$$ & while :; do sleep 61.$$; done"], cat]
	END
	run 0 && status a timeout && says "no end within" err && ! pgrep -f "^sleep 61[.]$$\$" >left || { cat left; exit 1; }
'
ok 'a time-out of a fatal step fails the run, and is not tried again' '
	pipeline <<-"END"
	- {name: a, timeout: 200ms, pipe: sleep 62}
	END
	run 1 && status a timeout && says "\"attempt\":1" out && ! grep "\"attempt\":2" out
'
ok 'what a step leaves running does not keep it from ending' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "setsid sleep 3 & echo started"}
	END
	run 0 && status a ok
'
ok 'steps run side by side, as many as --jobs says' '
	pipeline <<-"END"
	- {name: a, pipe: sleep 0.4}
	- {name: b, pipe: sleep 0.4}
	END
	run 0 -j 2 && before started b finished a && run 0 -j 1 && before finished a started b
'
ok 'dependents wait, in whatever order the file has them' '
	pipeline <<-"END"
	- {name: c, needs: b, pipe: "true"}
	- {name: b, after: a, pipe: "true"}
	- {name: a, pipe: "true"}
	END
	run 0 -j 3 && before finished a started b && before finished b started c
'
ok '--fail-fast ends what runs and blocks what waits' '
	pipeline <<-"END"
	- {name: a, pipe: "false"}
	- {name: b, pipe: sleep 63}
	- {name: c, after: b, pipe: "true"}
	END
	run 1 --fail-fast && status b interrupted && status c blocked
'
ok '--only runs those steps; an unknown one names the nearest' '
	pipeline <<-"END"
	- {name: first, pipe: "false"}
	- {name: second, needs: first, pipe: "true"}
	END
	run 0 --only second && status second ok && ! grep "\"step\":\"first\"" out || exit
	exits 64 pf-pipeline run -f p.yaml --only secnd 2>err; says "did you mean '"'second'"'" err
'
ok 'a second run at once is told who runs: 75' '
	pipeline <<-"END"
	- {name: a, pipe: sleep 5}
	END
	pf-pipeline run -f p.yaml >/dev/null 2>&1 & first=$!
	i=0; until [ -s "$PF_STATE_DIR/pipelines/$name/lock" ] || [ $((i += 1)) -gt 500 ]; do sleep 0.02; done
	run 75; ok=$?; kill $first; wait $first
	[ $ok -eq 0 ] && says "already running, pid $first" err
'
ok 'secrets are in no message, no event, no record' '
	pipeline <<-"END"
	- {name: a, fatal: false, shell: true, run: "echo \"x $SOME_API_KEY $SOME_URL\" >&2; echo \"{\\\"k\\\":\\\"$SOME_API_KEY\\\"}\"; exit 69"}
	END
	export SOME_API_KEY=s3cr3t-v4lue SOME_URL=http://u:pa55word@h/
	run 0 && says "x *** http://u:***@h/" err && ! grep -r -e s3cr3t-v4lue -e pa55word out err "$PF_STATE_DIR/pipelines"
'
ok 'steps know their run; the pipeline'\''s variables hold where nothing else says so' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "echo $PF_RUN_ID $PF_PIPELINE $PF_STEP $PF_ATTEMPT $ONE $TWO >&2"}
	END
	sed -i "1a env: {ONE: file, TWO: file}" p.yaml
	ONE=mine run 0 && id=$(sed -n "s/.*\"run_id\":\"\([^\"]*\)\".*/\1/p" out | head -n 1) && says "a: $id $name a 1 mine file" err
'
ok '--for freezes the clock of the steps, and the run is for that date' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "echo at $PF_NOW >&2"}
	END
	run 0 --for 2008-10-14 && says "at 2008-10-14T12:00:00Z" err && says "\"for\":\"2008-10-14\"" out &&
	says "\"run_id\":\"$name-20081014T120000Z-" out
'
ok '--once: a date that went well is not done again, though its hour comes twice' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "[ -e good ]"}
	END
	sed -i "1a timezone: America/New_York" p.yaml; rm -f good
	export PF_NOW=2008-11-02T05:00:00Z; run 1 --once; : >good; PF_NOW=2008-11-02T05:10:00Z; run 0 --once && status a ok || exit
	PF_NOW=2008-11-02T06:00:00Z; run 0 --once && says "done already" err && [ ! -s out ] || exit
	PF_NOW=2008-11-03T06:00:00Z; run 0 --once && status a ok
'
ok 'an optional step that failed three times in a row turns loud; a success ends the row' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "[ -e good ]", fatal: false, escalate_after: 3}
	END
	rm -f good; run 0 && run 0 && run 1 && says "\"event\":\"escalated\"" out && says "failed 3 times in a row" err || exit
	run 1 && : >good && run 0 && rm good && run 0 && run 0 && run 1
'
ok 'SIGTERM goes to the steps, the ledger says interrupted, and we end by it' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "trap '"'echo bye >&2; exit 75'"' TERM; sleep 64 & echo ready >&2; wait"}
	- {name: b, needs: a, pipe: "true"}
	END
	pf-pipeline run -f p.yaml >out 2>err & pid=$!
	i=0; until grep -q ready err || [ $((i += 1)) -gt 500 ]; do sleep 0.02; done
	kill $pid; exits 143 wait $pid && says "a: bye" err && status a interrupted && ! grep "\"step\":\"b\"" out &&
	exits 1 pf-pipeline status --local "$name" >st && says "\"status\":\"interrupted\"" st
'
ok 'resume goes on with the step that was in hand, and leaves what is done' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "echo a >>ran"}
	- {name: b, needs: a, shell: true, run: "echo b >>ran; [ -e good ]"}
	- {name: c, needs: b, shell: true, run: "echo c >>ran"}
	END
	rm -f ran good; run 1 && : >good && exits 0 pf-pipeline resume "$name" >out 2>err || { cat err; exit 1; }
	[ "$(echo $(cat ran))" = "a b b c" ] && says "\"step\":\"b\",\"attempt\":2,\"status\":\"ok\"" out &&
	pf-pipeline history --local "$name" >h && [ "$(wc -l <h)" -eq 1 ] && says "\"status\":\"ok\"" h || exit
	exits 0 pf-pipeline resume "$name" 2>err && says "nothing to go on with" err && [ "$(wc -l <ran)" -eq 4 ]
'
ok 'resume of what never ran is 66' 'exits 66 pf-pipeline resume never 2>err && says never err'
ok 'killed: its programs end, the next run marks it and resume goes on' '
	pipeline <<-END
	- {name: a, shell: true, run: "echo a >>ran"}
	- {name: b, needs: a, shell: true, run: "echo b >>ran; [ -e good ] || exec sleep 65.$$"}
	END
	rm -f ran good; pf-pipeline run -f p.yaml >out 2>err & pid=$!
	i=0; until grep -q b ran 2>/dev/null || [ $((i += 1)) -gt 200 ]; do sleep 0.02; done
	kill -9 $pid; wait $pid; : >good
	exits 1 pf-pipeline status --local "$name" >st && says "\"status\":\"interrupted\"" st && ! grep "\"status\":\"running\"" st || exit
	exits 0 pf-pipeline resume "$name" >out 2>err && says "ended without a word" err && ! pgrep -f "^sleep 65[.]$$\$" || { cat err; exit 1; }
	[ "$(echo $(cat ran))" = "a b b" ] && grep -h "\"step\":\"b\"" "$PF_STATE_DIR/pipelines/$name"/*.jsonl >b && says "\"status\":\"interrupted\"" b
'
ok 'events that nobody reads do not stop a run' '
	pipeline <<-"END"
	- {name: a, pipe: sleep 0.2}
	- {name: b, needs: a, shell: true, run: ": >done-b"}
	END
	rm -f done-b; pf-pipeline run -f p.yaml 2>err | head -n 1 >/dev/null; [ -e done-b ]
'
ok 'a full disk is not a success' '
	pipeline <<-"END"
	- {name: a, pipe: "true"}
	END
	exits 74 pf-pipeline run -f p.yaml >/dev/full && exits 74 pf-pipeline graph -f p.yaml >/dev/full
'
ok 'a state folder that cannot be made is told: 73' '
	pipeline <<-"END"
	- {name: a, pipe: "true"}
	END
	: >plain; PF_STATE_DIR=$PWD/plain/x exits 73 pf-pipeline run -f p.yaml 2>err && says plain err
'
ok 'a name that there is not is 66 with the nearest; a typo in a file is 78 with its place' '
	exits 66 pf-pipeline run nightyl 2>err && says "did you mean '"'nightly'"'" err || exit
	printf "name: x\nsteps:\n  - name: a\n    pip: b\n" >bad.yaml
	exits 78 pf-pipeline run bad.yaml 2>err || exit 1
	says "bad.yaml:4:5: unknown key" err
'
ok 'a byte-order mark in front of a pipeline says nothing' '
	printf "\357\273\277name: mark\nsteps:\n- {name: a, pipe: \"true\"}\n" >p.yaml && pf-pipeline lint p.yaml >out && run 0 && status a ok
'
ok 'lint tells each file' '
	printf "name: x\nsteps:\n  - {name: a, pipe: b}\n" >good.yaml; printf "name: x\n" >bad.yaml
	exits 0 pf-pipeline lint good.yaml >out && says "\"status\":\"pass\"" out && exits 78 pf-pipeline lint bad.yaml good.yaml >out 2>err &&
	[ "$(wc -l <out)" -eq 2 ] && says "bad.yaml:1:1" err && exits 66 pf-pipeline lint none.yaml 2>err
'
ok 'run --dry-run prints the steps in their order and runs nothing' '
	pf-pipeline run -n nightly >out && sed -n "s/.*\"target\":\"\([^\"]*\)\".*/\1/p" out >got &&
	printf "%s\n" snaptrade snapshots ohlcv new_symbols messages nlp profiles health >want && same want got && [ ! -e "$PF_STATE_DIR/pipelines/nightly" ]
'
ok 'graph, list and lint need no database, no state and no settings' '
	env -u HOME PF_STATE_DIR=/nowhere DATABASE_URL=nonsense pf-pipeline graph nightly >out && says "pf-ohlcv --daily" out &&
	env PF_STATE_DIR=/nowhere pf-pipeline list >out && says "\"name\":\"nightly\"" out
'
ok 'graph prints DOT, and SVG that is XML' '
	pf-pipeline graph nightly --format dot >out && says "\"ohlcv\" -> \"new_symbols\" [style=dashed];" out &&
	pf-pipeline graph nightly --format svg >out && says "<svg xmlns" out || exit
	! command -v xmllint >/dev/null || xmllint --noout out
'
ok 'the unit and its timer are good, confined, and the timer requires nothing' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	mkdir -p units && cp "$top/share/systemd/pf-nightly.timer" units/ &&
	sed "s|@bindir@|$build/cmd|" "$top/share/systemd/pf-nightly.service.in" >units/pf-nightly.service || exit 1
	! grep -i "^requires" units/pf-nightly.timer && ! grep -i "^After=.*timer" units/pf-nightly.service || exit 1
	systemd-analyze verify --man=no units/pf-nightly.timer units/pf-nightly.service 2>&1 | grep -F pf-nightly && exit 1
	systemd-analyze security --offline=true --threshold=20 "$PWD/units/pf-nightly.service" >sec 2>&1 || { cat sec; exit 1; }
	systemd-analyze calendar --iterations=1 --base-time="2026-01-10 00:00:00 UTC" "$(sed -n s/^OnCalendar=//p units/pf-nightly.timer)" >cal &&
	says "06:00:00 UTC" cal
'
ok 'the crontab asks New York'\''s clock' '
	sed -n "s/^0 \* \* \* \* //p" "$top/share/cron/nightly.crontab" | sed "s/\\\\%/%/g" >line && [ -s line ] || exit 1
	mkdir -p bin && printf "#!/bin/sh\necho \"\$*\" >ran\n" >bin/pf-pipeline && printf "#!/bin/sh\necho \$HOUR\n" >bin/date && chmod 755 bin/*
	rm -f ran; PATH=$PWD/bin:$PATH HOUR=02 sh line && [ ! -e ran ] && PATH=$PWD/bin:$PATH HOUR=01 sh line && says "run --once --trigger cron nightly" ran
'

database
pf-migrate up >/dev/null 2>"$scratch/schema.log" || { sed 's/^/# /' "$scratch/schema.log"; echo 'Bail out! no schema'; exit 1; }

sql() {
	pf-db psql -- -AtXqc "$1"
}

ok 'runs and attempts are rows of the ledger' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "[ $PF_ATTEMPT = 2 ] || exit 75", retry: {wait: 10ms}}
	- {name: b, pipe: "false", fatal: false}
	END
	run 0 --trigger test && sql "select status, exit_status, trigger, finished_at >= started_at from pipeline_runs where pipeline = '"'\$name'"'" >got &&
	echo "degraded|0|test|t" >want && same want got &&
	sql "select step, attempt, status, exit_status from pipeline_steps where run_id like '"'\$name-%'"' order by 1, 2" >got &&
	printf "%s\n" "a|1|retried|75" "a|2|ok|0" "b|1|failed-optional|1" >want && same want got
'
ok 'ensure: success is what the data says' '
	pipeline <<-"END"
	- {name: a, pipe: "true", ensure: {sql: select 1}}
	- {name: b, pipe: "true", ensure: [{sql: select 1}, {sql: select 1 where false}], fatal: false}
	- {name: c, pipe: "true", ensure: {sql: select nonsense}, fatal: false}
	END
	run 0 && status a ok && status b failed-optional && says "does not" err && status c failed-optional
'
ok 'what happened while the database was away is in it later, and once' '
	pipeline <<-"END"
	- {name: a, pipe: "true"}
	END
	url=$DATABASE_URL; export DATABASE_URL="postgresql:///nowhere?host=$PWD"
	run 0 && says "stored later" err && run 0 || exit 1
	DATABASE_URL=$url; run 0 && run 0 && sql "select count(*), count(distinct run_id), min(status) from pipeline_runs where pipeline = '"'\$name'"'" >got &&
	echo "4|4|ok" >want && same want got && sql "select count(*) from pipeline_steps where run_id like '"'\$name-%'"'" >got && echo 4 >want && same want got
'
ok 'status and history know what another machine did, and resume goes on with it' '
	pipeline <<-"END"
	- {name: a, shell: true, run: "echo a >>ran"}
	- {name: b, needs: a, shell: true, run: "echo b >>ran; [ -e good ]"}
	END
	rm -f ran good; run 1; : >good; export PF_STATE_DIR=$PWD/other
	exits 1 pf-pipeline status "$name" >st && says "\"step\":\"b\"" st && pf-pipeline history "$name" >h && says "\"status\":\"failed\"" h &&
	exits 0 pf-pipeline resume "$name" 2>err && [ "$(echo $(cat ran))" = "a b b" ] && exits 0 pf-pipeline status "$name" >st
'
ok 'a night: bars of the symbols that are new, then nothing that is not there already' '
	for tool in pf-ohlcv pf-sandbox; do command -v $tool >/dev/null || skip "$tool is not built"; done
	export PF_NOW=2008-10-15T05:00:00Z
	pf-load <"$top/share/sandbox/symbols.jsonl" >/dev/null && exits 0 pf-sandbox run -- pf-pipeline run nightly >out 2>err || { cat err; exit 1; }
	status new_symbols ok && [ "$(sql "select count(*) > 50 from ohlcv_daily")" = t ] && [ "$(sql "select max(date) from ohlcv_daily")" = 2008-10-14 ] || { cat out err; exit 1; }
	exits 0 pf-sandbox run -- pf-pipeline run nightly >out 2>err && status ohlcv ok && says "\"inserted\":0,\"updated\":0" out
'
done_testing
