#!/bin/sh
# pf-notify: what is told and what is not, over each channel, once, and not lost when something goes wrong.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
unset RUN_TELEGRAM TELEGRAM_BOT_TOKEN TELEGRAM_CHAT_ID TELEGRAM_BOT_TOKEN_AWS TELEGRAM_CHAT_ID_AWS TELEGRAM_BOT_TOKEN_LOCAL TELEGRAM_CHAT_ID_LOCAL ENVIRONMENT \
	DISCORD_WEBHOOK_URL PF_NOTIFY_MAIL_TO PF_NOTIFY_SNS_TOPIC SMTP_SERVER SMTP_PORT SMTP_USERNAME SMTP_PASSWORD SMTP_USE_TLS EMAIL_FROM EMAIL_FROM_NAME PF_SMTP_URL PF_SMTP_CA \
	PF_TELEGRAM_URL PF_DISCORD_URL AWS_ENDPOINT_URL_SNS AWS_PROFILE
PF_HTTP_BACKOFF=10ms
export PF_HTTP_BACKOFF

# check NAME STATUS [TEXT]: a record
check() {
	printf '{"kind":"check","at":"2008-10-15T06:00:00Z","name":"%s","status":"%s","text":"%s","fix":"mend it"}\n' "$1" "$2" "${3:-it is so}"
}
event() {
	printf '{"kind":"event","at":"2008-10-15T06:00:00Z","tool":"pf-ohlcv","event":"%s","level":"%s","subject":"GOOG","text":"it is so"}\n' "$1" "$2"
}
# told N: the texts that Telegram got, a JSON string a line, the last N
told() {
	curl -s "$PF_TELEGRAM_URL/messages" | sed 's/.*,"text":\(".*"\)}$/\1/' | tail -n "$1"
}
messages() {
	told 100000 | wc -l
}
# fresh: nothing was told before
fresh() {
	rm -rf "$PF_STATE_DIR/notify"
}
tell() {
	pf-notify --to telegram "$@"
}

ok 'nothing is configured: that is said, the records are counted, and it is no failure' '
	{ check a fail; check b pass; echo "{\"kind\":\"bar\"}"; } | exits 0 pf-notify >out 2>err && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] && says "no channel is configured" err && says "2 records read" err && exits 0 pf-notify words 2>err && says "1 record read" err &&
	exits 0 pf-notify </dev/null 2>err && exits 0 pf-notify channels >out && [ "$(grep -c "\"status\":\"skip\"" out)" = 4 ] && exits 0 pf-notify test >out
'
ok 'Telegram is on when all three say so' '
	n=0; for run in "" 1; do for token in "" 1:a; do for chat in "" 5; do
		RUN_TELEGRAM=$run TELEGRAM_BOT_TOKEN=$token TELEGRAM_CHAT_ID=$chat pf-notify -n x >out 2>err; s=$?; if [ -s out ]; then n=$((n + 1)); [ $s = 0 ] || exit; elif [ "$run" = 1 ]; then [ $s = 78 ] && says "TELEGRAM_" err || exit; else [ $s = 0 ] || exit; fi
	done; done; done; [ $n = 1 ] && [ "$run$token$chat" = 11:a5 ] || exit
	for run in true TRUE yes on; do RUN_TELEGRAM=$run TELEGRAM_BOT_TOKEN=1:a TELEGRAM_CHAT_ID=5 pf-notify -n x | grep -q telegram/5 || exit; done
	for run in 0 false no off 2; do RUN_TELEGRAM=$run TELEGRAM_BOT_TOKEN=1:a TELEGRAM_CHAT_ID=5 pf-notify -n x 2>err >out; [ ! -s out ] || exit; done
	ENVIRONMENT=aws RUN_TELEGRAM=1 TELEGRAM_BOT_TOKEN=1:a TELEGRAM_CHAT_ID=5 TELEGRAM_CHAT_ID_AWS=6 pf-notify -n x | grep -q telegram/6'
ok 'what is configured by half, or badly, is told, without the secret' '
	for v in RUN_TELEGRAM=1 DISCORD_WEBHOOK_URL=https://discord.com/secret-words PF_NOTIFY_SNS_TOPIC=secret-words PF_NOTIFY_MAIL_TO=me@example.org; do exits 78 env "$v" pf-notify x 2>err && ! grep -q secret-words err && exits 1 env "$v" pf-notify channels >out && grep -q "\"status\":\"fail\"" out && ! grep -q secret-words out || exit; done
	for t in 12 12: :a 1:a/b "1:a b" "1:a?b"; do exits 78 env RUN_TELEGRAM=1 TELEGRAM_CHAT_ID=1 "TELEGRAM_BOT_TOKEN=$t" pf-notify x 2>err || exit; done
	for c in @ x 1.5 "@a/b" 99999999999999999999; do exits 78 env RUN_TELEGRAM=1 TELEGRAM_BOT_TOKEN=1:a "TELEGRAM_CHAT_ID=$c" pf-notify x 2>err || exit; done
	for m in a a@ @b "a@b,c" "<a@b>" "a b@c" "a@b, " "$(printf "a@b\r\nc")"; do exits 78 env SMTP_SERVER=x EMAIL_FROM=a@b.c "PF_NOTIFY_MAIL_TO=$m" pf-notify x 2>err && says "addresses" err || exit; done
	PF_NOTIFY_MAIL_TO=a@b.c; export PF_NOTIFY_MAIL_TO
	exits 78 env SMTP_SERVER=x pf-notify x 2>err && says EMAIL_FROM err && exits 78 env SMTP_SERVER=x EMAIL_FROM=a@b SMTP_USERNAME=u pf-notify x 2>err && says SMTP_PASSWORD err && exits 78 env SMTP_SERVER=x/y EMAIL_FROM=a@b pf-notify x 2>err && exits 78 env SMTP_SERVER=x SMTP_PORT=0 EMAIL_FROM=a@b pf-notify x 2>err && says SMTP_PORT err &&
	exits 78 env PF_SMTP_URL=smtp://mail.example.org EMAIL_FROM=a@b pf-notify x 2>err && says "in the clear only to this host" err && exits 78 env PF_SMTP_URL=http://x EMAIL_FROM=a@b pf-notify x 2>err'
ok 'command lines that are none' '
	exits 64 pf-notify --to mial x 2>err && says "no channel: telegram, discord, mail, sns" err && exits 64 pf-notify --limit 5 x 2>err && exits 64 pf-notify --limit 0/1h x 2>err && exits 64 pf-notify --limit 1/x x 2>err && exits 64 pf-notify --every 32d x 2>err && exits 64 pf-notify --severity bad x 2>err &&
	exits 64 pf-notify --text a b 2>err && exits 64 pf-notify test x 2>err && exits 65 pf-notify --text " " 2>err && exits 65 pf-notify "$(printf "\377")" 2>err && exits 78 pf-notify --to sns x 2>err && says "sns is not configured: PF_NOTIFY_SNS_TOPIC" err'

sandbox --log "$scratch/log"
hook=$DISCORD_WEBHOOK_URL

ok 'a test message goes to each channel' '
	exits 0 pf-notify test >out && [ "$(grep -c "\"status\":\"pass\"" out)" = 3 ] && grep -q "\"name\":\"mail\",\"status\":\"skip\"" out && told 1 | grep -q "test message of pf-notify" && grep "\"target\":\"sns.Publish\"" "$scratch/log" | grep -q "\"status\":200"'
ok 'records are joined in one message, by their severity' '
	{ check a fail; check b pass; check c warn; event clamped info; event lost error; check d skip; } >in && tell <in && told 1 >got &&
	printf "%s\n" "\"$(hostname): 2 errors, 1 warning\\nFAILED a: it is so\\n  fix: mend it\\nwarning c: it is so\\n  fix: mend it\\nERROR pf-ohlcv lost GOOG: it is so\"" >want && same want got &&
	tell --severity error --title Night <in && [ "$(told 1)" = "\"Night\\nFAILED a: it is so\\n  fix: mend it\\nERROR pf-ohlcv lost GOOG: it is so\"" ] && tell --severity info <in && told 1 | grep -q "2 errors, 1 warning, 3 others" &&
	n=$(messages) && check a pass | tell && [ "$(messages)" = "$n" ]'
ok 'a text is told as it is' '
	tell some "<b>words</b> *and* _more_" && [ "$(told 1)" = "\"some <b>words</b> *and* _more_\"" ] && tell --level info --severity error --text "$(printf "two\nlines\n")" && [ "$(told 1)" = "\"two\\nlines\"" ] && tell --title T x && [ "$(told 1)" = "\"T\\nx\"" ]'
ok 'a bad line is told, the good ones go on, and all are passed on' '
	{ check a fail; echo "{"; echo "{\"kind\":\"check\"}"; echo "{\"kind\":\"bar\",\"x\":1.50}"; printf "{\"kind\":\"check\",\"name\":\"z\",\"status\":\"odd\"}\n"; check b fail | tr -d "\n"; } >in && exits 65 tell --pass <in >out 2>err && { cat in; echo; } >want && same want out && [ "$(grep -c "stdin:" err)" = 3 ] && told 1 | grep -q "FAILED a.*FAILED b" &&
	exits 74 tell --pass <in >/dev/full 2>err && told 1 | grep -q "FAILED a.*FAILED b" && check a fail | tr "\n" "\r" | sed "s/\r/\r\n/" | tell && told 1 | grep -q "FAILED a"'
ok 'who reads behind may go, and it is told all the same' '
	python3 - <<-"END" || exit
		import subprocess
		p = subprocess.Popen(["pf-notify", "--to", "telegram", "--pass"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
		p.stdout.close()
		p.stdin.write(b"{\"kind\":\"check\",\"name\":\"gone\",\"status\":\"fail\"}\n" * 3)
		p.stdin.close()
		assert p.stderr.read() == b"" and p.wait() == -13, p.returncode
	END
	told 1 | grep -q "FAILED gone"'
ok 'on change: worse, better and well again are told once, others not' '
	fresh; n=$(messages); check a pass | tell --on-change && check b skip | tell --on-change && [ "$(messages)" = "$n" ] && check a warn | tell --on-change && check a warn | tell --on-change && check a skip | tell --on-change && [ "$(messages)" = $((n + 1)) ] &&
	check a fail | tell --on-change && [ "$(messages)" = $((n + 2)) ] && check a fail | tell --on-change && check a pass | tell --on-change && [ "$(messages)" = $((n + 3)) ] && told 1 | grep -q "1 is ok again.*ok again a: it is so\"" && check a pass | tell --on-change && [ "$(messages)" = $((n + 3)) ] &&
	check a fail | tell --on-change && [ "$(messages)" = $((n + 4)) ] && check a warn | tell --on-change --severity error && [ "$(messages)" = $((n + 5)) ] && { check c fail; check c fail; check c pass; check c fail; } | tell --on-change && [ "$(told 1 | grep -o "FAILED c" | wc -l)" = 2 ]'
ok 'no more than once in a time, and then how often it was' '
	fresh; n=$(messages); now() { PF_NOW=2008-10-15T0$1:00Z tell --every 1h --key night --text "it broke"; }
	now 6:00 && now 6:10 && now 6:59 && [ "$(messages)" = $((n + 1)) ] && now 7:00 && [ "$(told 1)" = "\"it broke (and 2 more since 2008-10-15T06:00:00Z)\"" ] && now 7:01 && [ "$(messages)" = $((n + 2)) ] || exit
	ev() { PF_NOW=2008-10-15T0$1:00Z; export PF_NOW; event lost error | tell --every 1h; event "$2" error | tell --every 1h; }
	ev 6:00 gone && ev 6:01 away && [ "$(messages)" = $((n + 5)) ] || exit
	ch() { PF_NOW=2008-10-15T0$1:00Z; export PF_NOW; check e fail | tell --on-change --every 1h; }
	ch 6:00; ch 6:30; ch 7:01; told 1 | grep -q "and 1 more since 2008-10-15T06:00:00Z" && [ "$(messages)" = $((n + 7)) ]'
ok 'over the limit is a sum, also over runs; nothing is lost' '
	fresh; export PF_NOW=2008-10-15T06:00:00Z; for i in 1 2 3 4 5; do check "l$i" fail; done >in && check w warn >>in && tell --limit 2/1h <in && [ "$(told 1 | sed "s/.*mend it.n//")" = "and 4 more: 3 errors, 1 warning\"" ] && [ "$(told 1 | grep -o FAILED | wc -l)" = 2 ] &&
	tell --limit 2/1h once && [ "$(told 1)" = "\"and 1 more: 1 other\\nover the limit: others are only counted until 2008-10-15T07:00:00Z\"" ] && PF_NOW=2008-10-15T07:00:00Z tell --limit 2/1h now && [ "$(told 1)" = "\"now\"" ]'
ok 'over the limit one message says so, and then none comes before its time is over; what stays bad is told then' '
	fresh; n=$(messages); at() { PF_NOW=2008-10-15T0$1:00Z; export PF_NOW; shift; tell --limit 2/1h "$@"; }
	for i in 1 2 3 4 5 6 7 8 9; do at 6:0$i crash $i || exit; done; [ "$(messages)" = $((n + 3)) ] && told 1 | grep -qF "only counted until 2008-10-15T07:01:00Z" && check late fail | at 6:30 --on-change && [ "$(messages)" = $((n + 3)) ] && check late fail | at 7:00 --on-change && [ "$(messages)" = $((n + 3)) ] &&
	check late fail | at 7:02 --on-change && [ "$(messages)" = $((n + 4)) ] && told 1 >got && says "FAILED late" got && says "and 6 before, over the limit" got && at 7:03 next && told 1 | grep -qx "\"next\"" && at 7:04 more && at 7:05 more && [ "$(messages)" = $((n + 6)) ] &&
	sed -i "1s/.sums.:[0-9]*,.held.:[0-9]*,//" "$PF_STATE_DIR/notify/telegram.jsonl" && ! grep -q sums "$PF_STATE_DIR/notify/telegram.jsonl" && at 7:06 old 2>err && [ ! -s err ]'
ok 'a channel that fails keeps the others from nothing, and is told what it missed' '
	fresh; check x fail >in; n=$(messages); exits 69 env "DISCORD_WEBHOOK_URL=${hook%50/*}51/no-such-hook" pf-notify --to telegram,discord --on-change --heartbeat <in >out 2>err && says "discord: the webhook: 404 (10015): Unknown Webhook" err && ! grep -q no-such-hook err && [ "$(messages)" = $((n + 1)) ] &&
	grep -q "\"name\":\"telegram\",.*\"ok\":true}" out && grep -q "\"name\":\"discord\",.*\"ok\":false,\"message\":\"discord:" out && pf-notify --to telegram,discord --on-change --heartbeat <in >out && [ "$(messages)" = $((n + 1)) ] && [ "$(grep -c heartbeat out)" = 1 ] && says "\"name\":\"discord\"" out &&
	exits 78 env PF_NOTIFY_SNS_TOPIC=x pf-notify --on-change <in 2>err && exits 77 env TELEGRAM_BOT_TOKEN=1:wrong PF_NOTIFY_SNS_TOPIC=arn:aws:sns:us-east-1:123456789012:other pf-notify y 2>err && says "NotFound" err && says "telegram: 401" err'
ok 'refusals of Telegram, told apart; the token is in none' '
	secret=${TELEGRAM_BOT_TOKEN#*:}; exits 69 env TELEGRAM_CHAT_ID=7 pf-notify --to telegram --trace x 2>err && says "chat not found" err && ! grep -q -e "$secret" err && exits 77 env TELEGRAM_CHAT_ID=430000 pf-notify --to telegram x 2>err && says "403: Forbidden: bot was blocked" err &&
	exits 77 env TELEGRAM_BOT_TOKEN=1:other-token-words pf-notify --to telegram --trace x 2>err && says "401: Unauthorized" err && ! grep -q other-token-words err && TELEGRAM_CHAT_ID=-4200 exits 0 pf-notify --to telegram moved 2>err && says "set TELEGRAM_CHAT_ID to -1001000004200" err && [ "$(told 1)" = "\"moved\"" ] &&
	TELEGRAM_CHAT_ID=@pf_sandbox tell named && [ "$(told 1)" = "\"named\"" ]'
ok 'limits are obeyed: 4096 units of UTF-16, 2000 characters, no half characters' '
	python3 - <<-"END" && TELEGRAM_CHAT_ID=424242 tell --text "$(cat emoji)" 2>err || exit
		open("emoji", "w").write("\U0001F600" * 5000)
		open("many", "w").write("".join("{\"kind\":\"check\",\"name\":\"n%03d\",\"status\":\"fail\",\"text\":\"%s\"}\n" % (i, "\u00e9\U0001F4C9" * 60) for i in range(300)))
	END
	told 1 | python3 -c "import json,sys; t = json.loads(sys.stdin.read()); n = len(t.encode(\"utf-16-le\")) // 2; assert 4000 < n <= 4096 and t[-1] == \"\u2026\" and set(t[:-1]) == {\"\U0001F600\"}, n" || exit
	n=$(messages); pf-notify --to telegram,discord <many && [ "$(messages)" = $((n + 5)) ] && told 5 | python3 -c "import json,sys; t = [json.loads(l) for l in sys.stdin]; k = sum(x.count(\"FAILED\") for x in t); assert t[4].split(\"\n\")[-1] == \"and %d more: %d errors\" % (300 - k, 300 - k) and k > 90 and all(len(x.encode(\"utf-16-le\")) < 8193 for x in t), (k, t[4][-60:])"'
ok 'SNS: subject of ASCII, one line' '
	pf-notify --to sns --title "$(printf "  Gr\303\274\303\237e\r\nBcc %0120d" 7)" x && tail -n 1 "$scratch/log" | grep -q "\"Subject\":\"Gr??e  Bcc 0*\"},\"status\":200" && pf-notify --to sns "$(printf "\303\274")" && tail -n 1 "$scratch/log" | grep -q "\"Subject\":\"?\"},\"status\":200"'
ok 'a file that is damaged is told and set aside' '
	fresh; check x fail | tell --on-change && f=$PF_STATE_DIR/notify/telegram.jsonl && for bad in "" "x" "{\"from\":\"1970-01-01T00:00:00Z\",\"used\":0,\"keys\":2}"; do echo "$bad" >"$f" && check x fail | tell --on-change 2>err && says "telegram.jsonl.bad" err && [ "$(cat "$f.bad")" = "$bad" ] || exit; done; n=$(messages); check x fail | tell --on-change 2>err && [ ! -s err ] && [ "$(messages)" = "$n" ] &&
	rm -rf "$PF_STATE_DIR/notify" && : >"$PF_STATE_DIR/notify" && check x fail | exits 73 tell --on-change 2>err; s=$?; rm "$PF_STATE_DIR/notify"; [ $s = 0 ] && [ "$(messages)" = $((n + 1)) ]'
ok 'a dry run sends and remembers nothing' '
	fresh; n=$(messages); check x fail | pf-notify -n --on-change >out && [ "$(grep -c "\"kind\":\"plan\",\"action\":\"send\"" out)" = 3 ] && [ ! -e "$PF_STATE_DIR/notify/telegram.jsonl" ] && [ "$(messages)" = "$n" ]'
ok 'a stream is told as it comes, and where there is a limit once in its time' '
	fresh; n=$(messages); { check a fail; sleep 1; check b fail; check c fail; sleep 1; check d fail; } | tell --gather 200ms && [ "$(messages)" = $((n + 3)) ] && n=$(messages) && { check a fail; sleep 1; check b fail; sleep 1; check c fail; } | tell --gather 100ms --limit 1/30s && [ "$(messages)" = $((n + 2)) ] && told 1 | grep -qF "and 2 more: 2 errors\\nover the limit: others"'
ok 'a signal: what was read before it is told first' '
	n=$(messages); mkfifo pipe; tell --gather 30s <pipe 2>err & p=$!; exec 9>pipe; check sig fail >&9; sleep 0.5; kill -TERM $p; exits 143 wait $p; exec 9>&-; [ ! -s err ] && [ "$(messages)" = $((n + 1)) ] && told 1 | grep -q "FAILED sig" || exit
	tell --gather 30s <pipe 2>err & p=$!; exec 9>pipe; sleep 0.3; kill -TERM $p; exits 143 wait $p; exec 9>&-; [ "$(messages)" = $((n + 1)) ]'
ok 'secrets of the environment leave in no message' '
	export SOME_PASSWORD=hunter22hunter; check a fail "postgresql://u:geheim99@h/x and hunter22hunter" | tell && told 1 | grep -q "postgresql://u:\*\*\*@h/x and \*\*\*"'
ok 'nor in a subject, a title or what is remembered' '
	fresh; export SOME_PASSWORD=hunter22hunter; pf-notify --to sns "it is hunter22hunter" && tail -n 1 "$scratch/log" | grep -qF "\"Subject\":\"it is ***\"" && tell --title "of hunter22hunter" x && [ "$(told 1)" = "\"of ***\\nx\"" ] && pf-notify -n --to sns,telegram --title hunter22hunter hunter22hunter >out && ! grep hunter22 out &&
	tell --every 1h "it is hunter22hunter" && ! grep hunter22 "$PF_STATE_DIR/notify/telegram.jsonl" && [ "$(stat -c %a "$PF_STATE_DIR/notify/telegram.jsonl")" = 600 ]'
ok 'a full disk keeps nothing from being told' '
	fresh; for i in $(seq 60); do check "f$i" fail "$(printf "%0300d" 0)"; done >in; n=$(messages); tell <in && k=$(($(messages) - n)) && [ $k -gt 2 ] || exit
	mkdir -p "$PF_STATE_DIR/notify" && ln -s /dev/full "$PF_STATE_DIR/notify/telegram.jsonl.new" && n=$(messages) && exits 74 tell --on-change <in 2>err && [ "$(messages)" = $((n + k)) ] && [ "$(grep -c "No space left" err)" = 1 ]; s=$?; fresh; [ $s = 0 ]'
ok 'of a stream each batch has its own time; a key that is no text is none' '
	n=$(messages); { check a fail; sleep 1; check b fail; sleep 1; check c fail; } | tell --gather 100ms --timeout 1500ms && [ "$(messages)" = $((n + 3)) ] && exits 64 tell --every 1h --key "$(printf "\377")" x 2>err && says "--key is no UTF-8" err'
ok 'of a dry test nothing says that it went' '
	n=$(messages); pf-notify -n test --to telegram -f json >out && says "a message would go to" out && [ "$(messages)" = "$n" ]'
ok 'two at a time tell it once' '
	fresh; n=$(messages); for i in 1 2 3 4 5 6; do check p fail | tell --on-change & done; wait; [ "$(messages)" = $((n + 1)) ]'
ok 'killed at any time, it is told at least once, and the file is whole' '
	fresh; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do n=$(messages); check "k$i" fail >in; tell --on-change <in 2>err & p=$!; sleep "0.0$((i % 10))"; kill -9 $p 2>/dev/null; wait $p 2>/dev/null; tell --on-change <in 2>err && [ ! -s err ] || exit; m=$(messages); [ "$m" -gt "$n" ] && [ "$m" -le $((n + 2)) ] && tell --on-change <in && [ "$(messages)" = "$m" ] || exit; done'

ok 'Telegram is busy: it waits as long as it is asked to, also by the body alone' '
	for f in flood=1 quiet-flood=1; do serve --fault "telegram:$f:1" && s=$(date +%s%N) && tell --on-change x && e=$(date +%s%N) && [ $((e - s)) -ge 1000000000 ] && [ "$(messages)" = 1 ] && unserve || exit; done
	serve --fault telegram:flood=3600 && exits 75 tell x 2>err && says "429" err && unserve && serve --fault telegram:502:2 && tell x && [ "$(messages)" = 1 ] && unserve && serve --fault telegram:garbage && exits 65 tell x 2>err && says "none of the Bot API" err && unserve && serve --fault telegram:503 && exits 75 tell x 2>err && ! grep -q "${TELEGRAM_BOT_TOKEN#*:}" err && unserve'
ok 'the unit that tells of others is good and confined, and tells' '
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	mkdir -p units && sed "s|@bindir@|$build/cmd|" "$top/share/systemd/pf-notify@.service.in" >units/pf-notify@.service && systemd-analyze security --offline=true --threshold=20 "$PWD/units/pf-notify@.service" >sec 2>&1 || { cat sec; exit 1; }
	! systemd-analyze verify --man=no units/pf-notify@x.service 2>&1 | grep -F pf-notify || exit
	fresh; n=$(messages); sed -n "s/^ExecStart=//p" units/pf-notify@.service | sed "s/%i/pf-nightly.service/g; s/%H/host/; s/pf-notify/& --to telegram/" >line && sh -e line && sh -e line && [ "$(messages)" = $((n + 1)) ] && [ "$(told 1)" = "\"pf-nightly.service failed on host: journalctl -u pf-nightly.service\"" ]'
done_testing
