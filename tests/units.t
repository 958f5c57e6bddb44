#!/bin/sh
# What systemd is given: each unit is understood, confined, complete with its drop-ins, and has the name that the old runbooks call it by.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need systemd-analyze
units=$scratch/units
mkdir -p "$units"
for f in "$top"/share/systemd/*; do
	name=${f##*/}
	case $name in
	*.in) sed "s|@bindir@|$build/cmd|g" "$f" >"$units/${name%.in}" ;;
	*.timer | *.socket) cp "$f" "$units/" ;;
	esac
done
cd "$units" || exit 1

for unit in *.service *.timer *.socket; do
	ok "$unit: systemd finds nothing wrong with it" '
		systemd-analyze verify --man=no "$units/$unit" >out 2>&1
		! grep -F "pf-" out
	'
done
for unit in *.service; do
	ok "$unit: what it may do is at most 2.0 of 10 open" '
		systemd-analyze security --offline=true --threshold=20 "$units/$unit" >out 2>&1 || { cat out; exit 1; }
	'
	ok "$unit: with its secrets from AWS, or from a credential" '
		for how in secrets credentials; do
			[ -s "${unit%.service}-$how.conf" ] || { echo "there is no ${unit%.service}-$how.conf"; exit 1; }
			rm -rf with && mkdir -p "with/$unit.d" && cp "$unit" ./*.socket with/ && cp "${unit%.service}-$how.conf" "with/$unit.d/$how.conf" &&
			systemd-analyze verify --man=no "$units/with/$unit" >out 2>&1
			! grep -F "pf-" out && grep -q "ExecStart=$build/cmd/pf-secrets " "with/$unit.d/$how.conf" && grep -q "^EnvironmentFile=\$" "with/$unit.d/$how.conf" &&
			says "/etc/systemd/system/$unit.d/$how.conf" "with/$unit.d/$how.conf" || exit 1
		done
	'
done
ok 'every timer and socket has its service, and none needs it: a restart of a timer starts no run' '
	for f in *.timer; do
		[ -e "${f%.timer}.service" ] && grep -qx "Unit=${f%.timer}.service" "$f" && ! grep -i "^requires" "$f" && ! grep -i "^After=.*timer" "${f%.timer}.service" || { echo "$f"; exit 1; }
	done
	[ -e pf-api.service ]
'
ok 'the names of the old runbooks: api, discord-bot, nightly-pipeline' '
	command -v systemctl >/dev/null || skip "there is no systemctl"
	root=$scratch/root && mkdir -p "$root/usr/lib/systemd/system" "$root/etc/systemd/system" && cp ./*.service ./*.timer ./*.socket "$root/usr/lib/systemd/system/" &&
	systemctl --root="$root" enable pf-api.service pf-discord.service pf-nightly.timer pf-brokerage-events.timer pf-portfolio-sync.timer >out 2>&1 || { cat out; exit 1; }
	cd "$root/etc/systemd/system" &&
	while read -r old new; do
		[ "$(readlink "$old")" = "/usr/lib/systemd/system/$new" ] || [ "$(readlink "$old")" = "../usr/lib/systemd/system/$new" ] || { echo "$old is not $new:"; find . -type l | xargs ls -l; exit 1; }
	done <<-"END" &&
		api.service pf-api.service
		discord-bot.service pf-discord.service
		nightly-pipeline.timer pf-nightly.timer
		nightly-pipeline.service pf-nightly.service
		sockets.target.wants/pf-api.socket pf-api.socket
		timers.target.wants/pf-nightly.timer pf-nightly.timer
		multi-user.target.wants/pf-discord.service pf-discord.service
	END
	! ls multi-user.target.wants | grep nightly
'
# The command of the service that follows, as systemd would run it, with programs that are not ours.
follow() {
	mkdir -p bin && for p in pf-query pf-discord pf-link pf-sentiment pf-load; do
		printf '#!/bin/sh\n[ %s = pf-query ] || cat >%s.in; echo %s >>ran\n[ -z "$SAYS" ] || [ %s != pf-query ] || echo "$SAYS"\neval "exit \\${%s:-0}"\n' $p $p $p $p "$(echo $p | tr -d -)" >bin/$p
	done && chmod 755 bin/* && rm -f ran &&
	sed -n '/^ExecStart=/,/[^\\]$/p' pf-discord.service | sed "1s/^ExecStart=.*-c '//; \$s/'\$//; s/[$][$]/$/g; s/%%/%/g; s/\\\\\\\\n/\\\\n/; s|$build/cmd/|bin/|g" >line && bash -o pipefail -c "$(cat line)"
}
ok 'follow: what is known goes in, and what fails is the status' '
	SAYS="{\"kind\":\"cursor\"}" && export SAYS && follow && says cursor pf-discord.in && says pf-load ran && pfdiscord=77 && export pfdiscord && exits 77 follow &&
	pfdiscord=0 && pfload=75 && export pfload && exits 75 follow
'
ok 'follow: without an answer of the database nothing is read at all' '
	pfquery=75 && export pfquery && exits 75 follow && [ "$(cat ran)" = pf-query ]
'
ok 'follow: neither a wrong token nor a missing setting is tried again; without channels it is left out' '
	grep -qx "RestartPreventExitStatus=64 77 78" pf-discord.service && grep -qx Restart=always pf-discord.service &&
	sed -n "s/^ExecCondition=.bin.sh -c .\(.*\).\$/\1/p" pf-discord.service | sed "s/[$][$]/$/" >condition && [ -s condition ] &&
	LOG_CHANNEL_IDS=1 sh condition && ! LOG_CHANNEL_IDS= sh condition
'
# The command of pf-api as its drop-ins have it, with the socket that systemd hands over: pf-secrets becomes pf-api, which has it still.
for how in plain secrets credentials; do
	case $how in
	plain) sed -n 's/^ExecStart=//p' pf-api.service >"$scratch/start" ;;
	*) sed -n 's/^ExecStart=\(.\)/\1/p' pf-api-$how.conf | sed "s|/etc/pf/pf.env|$scratch/cred/pf.env|; s|\${CREDENTIALS_DIRECTORY}|$scratch/cred|" >"$scratch/start" ;;
	esac
	mkdir -p "$scratch/cred"
	printf 'API_SECRET_KEY=a-key-of-nobody\nDATABASE_URL=postgresql:///none?host=/nowhere\n' >"$scratch/cred/pf.env" && chmod 600 "$scratch/cred/pf.env"
	if command -v systemd-socket-activate >/dev/null && command -v python3 >/dev/null; then
		rm -f "$scratch/act.sock"
		if [ $how = plain ]; then set -a && . "$scratch/cred/pf.env" && set +a; fi
		# shellcheck disable=SC2046 # words of a command
		systemd-socket-activate -l "$scratch/act.sock" -E PATH $([ $how != plain ] || printf '%s ' -E API_SECRET_KEY -E DATABASE_URL) $(cat "$scratch/start") 2>"$scratch/act.log" &
		pid=$!
		pids="$pids $pid"
		unset API_SECRET_KEY DATABASE_URL
		i=0
		until [ -S "$scratch/act.sock" ] || [ $i -gt 200 ]; do i=$((i + 1)); sleep 0.02; done
	fi
	ok "pf-api started for its socket ($how): it answers, and knows the key" '
		[ -S "$scratch/act.sock" ] || { command -v systemd-socket-activate python3 >/dev/null && { cat "$scratch/act.log"; exit 1; } || skip "there is no systemd-socket-activate, or no python3"; }
		python3 "$top/tests/api/fcgi.py" "$scratch/act.sock" get PATH_INFO=/health >got && grep -q "^200" got && python3 "$top/tests/api/fcgi.py" "$scratch/act.sock" get PATH_INFO=/portfolio >got && grep -q "^503" got &&
		python3 "$top/tests/api/fcgi.py" "$scratch/act.sock" get PATH_INFO=/portfolio HTTP_AUTHORIZATION="Bearer x" >got && grep -q "^401" got || { cat got "$scratch/act.log"; exit 1; }
	'
	if [ -S "$scratch/act.sock" ]; then kill "$pid" && wait "$pid"; fi
done
ok 'the journal: kept, and with limits' '
	grep -v "^#" "$top/share/journald/99-pf.conf" >got &&
	printf "%s\n" "[Journal]" Storage=persistent SystemMaxUse=1G SystemKeepFree=2G Compress=yes RateLimitIntervalSec=30s RateLimitBurst=10000 >want && same want got &&
	[ "$(grep -c = "$top/share/journald/99-pf.conf")" = 6 ]
'
ok 'no unit writes to a file of its own' '! grep -E "^Standard(Output|Error)=(append|file|truncate):" ./*.service'
ok 'logrotate understands its file, and turns over what there is' '
	command -v logrotate >/dev/null || skip "there is no logrotate"
	mkdir -p "$scratch/var/lib/pf/log" "$scratch/var/log" && chmod 755 "$scratch/var/lib/pf/log" && echo x >"$scratch/var/lib/pf/log/nightly.jsonl" && echo y >"$scratch/var/log/pf-bootstrap.log" &&
	sed "s| /var/lib| $scratch/var/lib|; s|^/var|$scratch/var|; s/su pf pf/su $(id -un) $(id -gn)/; s/ pf pf/ $(id -un) $(id -gn)/; s/ root root/ $(id -un) $(id -gn)/" "$top/share/logrotate/pf" >pf.rotate && chmod 644 pf.rotate &&
	logrotate -d -s state pf.rotate >out 2>&1 && ! grep -i "^error" out && logrotate -f -s state pf.rotate >out 2>&1 &&
	[ -e "$scratch/var/lib/pf/log/nightly.jsonl.1" ] && [ -e "$scratch/var/log/pf-bootstrap.log.1.gz" ] && [ "$(stat -c %a "$scratch/var/log/pf-bootstrap.log")" = 600 ] || { cat out; exit 1; }
'
done_testing
