#!/bin/sh
# pf-discord follow: what the gateway tells is printed, whatever it does: it lets sessions be resumed, forgets them, falls silent, closes.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
pf-discord --version | grep -q 'websockets: yes' || { echo '1..0 # SKIP pf-discord was built without libwebsockets'; exit 0; }
unset LOG_CHANNEL_IDS PF_NOW
DISCORD_BOT_TOKEN=invented-follow-token
export DISCORD_BOT_TOKEN

# gateway [CODE [REFUSED ...]]: another stand-in, which logs to "log"
gateway() {
	rm -f port
	python3 "$top/tests/discord/gateway.py" log port "$@" &
	server=$!
	i=0
	while [ ! -s port ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
	PF_DISCORD_URL=$(cat port)
	export PF_DISCORD_URL
}

# until TEXT FILE: wait for it
until_says() {
	i=0
	while ! grep -qF -- "$1" "$2" && [ $i -lt 600 ]; do sleep 0.1; i=$((i + 1)); done
	says "$1" "$2"
}

ok 'reads the channel, follows it over every gap, and ends with 0 on SIGTERM' '
	gateway && : >out && { pf-discord -v follow --full 2 >out 2>err & } && pid=$! && until_says "\"event\":\"gap\"" out && until_says "4 op 1" log && kill -TERM $pid && wait $pid; status=$?; until_says "4 closed" log; kill $server; [ $status = 0 ]
'
ok 'what was there, what came, and what was asked for since only its change was told' '
	sed -n "s/^{\"kind\":\"message\",\"message_id\":\"\([0-9]*\)\".*\"content\":\"\([a-z ]\{1,9\}\).*/\1 \2/p" out | sort -u >got &&
	printf "%s\n" "4500000 old" "5000000 asked for" "5000000 live" "5000001 xxxxxxxxx" >want && same want got && ! grep elsewhere out
'
ok 'what is deleted is a window of its own, behind all that was printed before' '
	says "{\"kind\":\"complete\",\"of\":\"message\",\"channel_id\":\"2\",\"first_id\":\"4500000\",\"last_id\":\"4500000\",\"count\":0," out && says "\"first_id\":\"4400000\",\"last_id\":\"4400000\",\"count\":0," out && says "\"first_id\":\"4400001\",\"last_id\":\"4400001\",\"count\":0," out &&
	awk "/\"kind\":\"message\"/ { n++ } /\"kind\":\"complete\"/ { match(\$0, /\"count\":[0-9]*/); if (substr(\$0, RSTART + 8, RLENGTH - 8) + 0 != n) bad++; n = 0 } END { exit bad > 0 }" out
'
ok 'how far it was read moves on with what comes' '
	grep "\"kind\":\"channel\"" out | tail -n 1 >state && says "\"last_message_id\":\"5000001\"" state && says "\"status\":\"idle\"" state
'
ok 'sessions are resumed where that may be, begun anew where not; the token is in no message' '
	[ "$(grep -c "op 2 .*\"intents\":33281" log)" = 2 ] && [ "$(grep -c "op 6 .*\"session_id\":\"sess\",\"seq\":6" log)" = 1 ] && [ "$(grep -c "op 6 " log)" = 2 ] && [ "$(grep -c "gateway/bot" log)" = 2 ] && says "1 closed 4000" log && says "2 closed 4000" log && says "4 closed 1000" log &&
	says "2 op 1 {\"op\":1,\"d\":8}" log && says "a heartbeat was not answered" err && ! grep -F "$DISCORD_BOT_TOKEN" out err
'
ok 'an intent that is not switched on, and a token that is not taken: 77, and no further try' '
	for code in 4014 4004; do
		gateway $code; timeout 60 pf-discord follow 2 >out 2>err; status=$?; kill $server
		[ $status = 77 ] && says "closed with $code" err || exit
	done
'
# follows ... and ends it once it says TEXT
follows() {
	text=$1
	: >out && { pf-discord -v follow --full 2 >out 2>err & } && pid=$! && until_says "$text" out
	said=$?
	kill -TERM $pid && wait $pid
	status=$?
	kill $server
	[ $said = 0 ] && [ $status = 0 ]
}
ok 'what stands before the API may refuse us for a while: it is asked again' '
	gateway 0 bot @me && follows "\"content\":\"old\"" && [ "$(grep -c "http .*/gateway/bot" log)" -gt 1 ] && [ "$(grep -c "http .*/users/@me" log)" = 2 ] && says "403" err
'
ok 'a channel that could not be read is read when the session begins anew' '
	gateway 0 messages && follows "\"content\":\"old\"" && says "\"event\":\"failed\"" out && says "\"event\":\"gap\"" out
'
ok 'it ends by itself after a time' '
	gateway && timeout 60 pf-discord follow --for 1s --full 2 >out 2>err; status=$?; kill $server; [ $status = 0 ] && says "\"content\":\"live\"" out
'
ok 'ways to begin exclude each other' 'exits 64 pf-discord follow --full --cursors 2 2>err'
done_testing
