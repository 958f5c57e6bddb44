#!/bin/sh
# The crontab of a host without systemd does what the units do: the same jobs at the same times, none of them twice at once.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
need flock
cron=$top/share/cron/host.cron
for p in pf-pipeline pf-query pf-api pf-discord pf-link pf-sentiment pf-load date sleep; do
	mkdir -p "$scratch/bin" && printf '#!/bin/sh\necho "%s $*" >>"$RAN"\ncase %s in pf-[dls]*) exec cat >/dev/null ;; esac\n' $p $p >"$scratch/bin/$p"
done
# nothing waits, or something does; what hour it is in New York; the secrets are there
printf '#!/bin/sh\necho "pf-query $*" >>"$RAN"\ncase " $* " in *" --exists "*) exit ${NOTHING:-0} ;; esac\necho "{\\"kind\\":\\"cursor\\"}"\n' >"$scratch/bin/pf-query"
printf '#!/bin/sh\n[ "$TZ $1" = "America/New_York +%%H" ] && echo "$HOUR"\n' >"$scratch/bin/date"
printf '#!/bin/sh\necho "pf-secrets $*" >>"$RAN"\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n' >"$scratch/bin/pf-secrets"
printf '#!/bin/sh\nexit 0\n' >"$scratch/bin/sleep"
printf '#!/bin/sh\necho "pf-pipeline $*" >>"$RAN"\n/bin/sleep ${TAKES:-0}\n' >"$scratch/bin/pf-pipeline"
chmod 755 "$scratch/bin"/*
RAN=$scratch/ran
export RAN
: >"$RAN"
# job WORD: the line of cron that has it, run as cron does: its variables, and % is a line's end unless a backslash is before it
job() {
	grep "^[*0-9].*$1" "$cron" | sed "s/^\([^ ]* \)\{5\}pf //; s/\\\\%/%/g" >line && [ "$(wc -l <line)" = 1 ] || { echo "no line of $1"; return 1; }
	mkdir -p locks logs && PATH=$scratch/bin:$PATH LOCKS=locks LOGS=logs sh -c "$(cat line)"
}

ok 'cron would take it: five fields, a user, no line that goes on, no bare per cent sign' '
	grep -v "^#\|^$\|^[A-Z_]*=" "$cron" >lines && [ "$(wc -l <lines)" = 6 ] && ! grep -vE "^(@reboot root|([*0-9/,-]+ ){5}pf) " lines && ! grep "\\\\$" lines && ! grep "[^\\\\]%" lines &&
	! awk "length > 990" lines | grep .
'
ok 'each timer and each service that stays has its job' '
	for f in "$top"/share/systemd/*.timer "$top"/share/systemd/*.service.in; do
		case $f in *@.service.in) continue ;; esac # who tells of failures: cron mails
		name=${f##*/} && name=${name%%.*} && grep -q "^# $name\." "$cron" && grep -q "^[*0-9].*[/ ]${name#pf-}.cron " "$cron" || { echo "$name"; exit 1; }
	done
'
ok 'the pipelines are those of the units, with the conditions of those' '
	for name in nightly brokerage-events portfolio-sync; do
		sed -n "s|^ExecStart=@bindir@/pf-pipeline \(.*\)|\1|p" "$top/share/systemd/pf-$name.service.in" | sed "s/--trigger systemd/--trigger cron/" >unit && [ -s unit ] && grep "^[*0-9].*$name" "$cron" | grep -qF "pf-pipeline -q $(cat unit)" || { echo "$name"; exit 1; }
		waits=$(sed -n "s/^ExecCondition=.*pf-query -q --exists \([a-z-]*\) .*/\1/p" "$top/share/systemd/pf-$name.service.in")
		[ -z "$waits" ] || grep "^[*0-9].*$name" "$cron" | grep -qF "pf-query -q --exists $waits " || { echo "$name waits for $waits"; exit 1; }
	done
'
ok 'the times: two years of nights over each change of the clock, on a machine of any zone' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	systemd-analyze calendar --iterations=760 --base-time="2026-01-01 00:00:00 UTC" "$(sed -n s/^OnCalendar=//p "$top/share/systemd/pf-nightly.timer")" | sed -n "s/.*(in UTC): [A-Z][a-z]* \(.*\) UTC/\1/p; s/.*Iter.*: [A-Z][a-z]* \(.*\) UTC/\1/p; s/.*Next elapse: [A-Z][a-z]* \(.*\) UTC/\1/p" | sort -u >timer &&
	python3 - "$(sed -n "s/^\(.*\) pf \[ .*nightly.*/\1/p" "$cron")" >crons <<-"END" && [ "$(wc -l <timer)" -gt 700 ] && head -n 700 timer >want && head -n 700 crons >got && same want got
	import datetime, sys, zoneinfo
	assert sys.argv[1] == "0 * * * *"
	new_york = zoneinfo.ZoneInfo("America/New_York")
	at, seen = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc), set()
	while at.year < 2028:
	    local = at.astimezone(new_york)
	    if local.hour == 1 and local.date() not in seen:  # --once: a date is done once
	        seen.add(local.date())
	        print(at.strftime("%Y-%m-%d %H:%M:%S"))
	    at += datetime.timedelta(hours=1)
	END
'
ok 'the times: every other minute, and every five seconds' '
	grep -qx "OnCalendar=\*:0/2" "$top/share/systemd/pf-brokerage-events.timer" && grep "brokerage-events.cron" "$cron" | grep -q "^\*/2 \* \* \* \* " &&
	grep -qx "OnUnitInactiveSec=5s" "$top/share/systemd/pf-portfolio-sync.timer" && grep "portfolio-sync.cron" "$cron" | grep "^\* \* \* \* \* " | grep -q "1 2 3 4 5 6 7 8 9 10 11; .*sleep 5; done"
'
ok 'nightly: only at one o'\''clock, with its secrets' '
	export HOUR=02 && job nightly && [ ! -s "$RAN" ] && HOUR=01 && job nightly && says "pf-pipeline -q run --once --trigger cron nightly" "$RAN" && says "pf-secrets -q exec --" "$RAN" && : >"$RAN"
'
ok 'those that wait for something: only when it is there, or nobody can tell' '
	for name in brokerage-events portfolio-sync; do
		: >"$RAN" && export NOTHING=1 && job $name && ! grep -q "^pf-pipeline" "$RAN" && NOTHING=0 && job $name && grep -q "^pf-pipeline .*run --trigger cron $name" "$RAN" && : >"$RAN" && NOTHING=75 && job $name && grep -q "^pf-pipeline .*run --trigger cron $name" "$RAN" || exit
	done
'
ok 'a job that runs is not started a second time, and nobody is mailed for that' '
	: >"$RAN" && export HOUR=01 TAKES=2 && { job nightly & } && /bin/sleep 0.7 && job nightly >second 2>&1 && [ ! -s second ] && wait && [ "$(grep -c ^pf-pipeline "$RAN")" = 1 ]
'
ok 'the API listens where the web server asks; Discord is followed when there are channels' '
	: >"$RAN" && job pf-api && says "pf-api -v --listen /run/pf/api.sock" "$RAN" && grep -q "unix:/run/pf/api.sock" "$top/share/nginx/pf-api.conf" &&
	export LOG_CHANNEL_IDS= && job pf-discord && ! grep -q "^pf-discord" "$RAN" && LOG_CHANNEL_IDS=1 && job pf-discord && grep -q "^pf-discord follow --cursors --for 1d" "$RAN" && says "pf-load --snapshot --idle 2" "$RAN"
'
ok 'a job says what failed' '
	printf "#!/bin/sh\necho it failed >&2\nexit 1\n" >"$scratch/bin/pf-pipeline" && export HOUR=01 && exits 1 job nightly 2>err && says "it failed" err
'
done_testing
