#!/bin/sh
# The command of pf-discord.service as systemd would run it, with all of our tools: what was written before it is loaded, what is written
# while it runs is there seconds later, and a stop loses nothing.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
pf-discord --version | grep -q 'websockets: yes' || { echo '1..0 # SKIP pf-discord was built without libwebsockets'; exit 0; }
need setsid
database
sandbox
unset PF_NOW
pf-migrate up >"$scratch/schema.log" 2>&1 || { sed 's/^/# /' "$scratch/schema.log"; echo 'Bail out! no schema'; exit 1; }
channel=154700000000000101
LOG_CHANNEL_IDS=$channel
export LOG_CHANNEL_IDS
sql() {
	pf-db psql -- -AtXqc "$1"
}
# until N 'SQL': wait until that is N
until_is() {
	i=0
	while [ "$(sql "$2")" != "$1" ] && [ $i -lt 300 ]; do i=$((i + 1)); sleep 0.1; done
	[ "$(sql "$2")" = "$1" ] || { echo "$(sql "$2"), not $1: $2"; cat "$scratch/follow.log"; return 1; }
}
# In a group of its own, which gets the signal as a whole, as from systemd.
follow() {
	sed -n '/^ExecStart=/,/[^\\]$/p' "$top/share/systemd/pf-discord.service.in" | sed "1s/^ExecStart=.*-c '//; \$s/'\$//; s/[$][$]/$/g; s/%%/%/g; s/\\\\\\\\n/\\\\n/; s|@bindir@/||g" >"$scratch/line"
	setsid bash -o pipefail -c "$(cat "$scratch/line")" 2>"$scratch/follow.log" &
	group=$!
	pids="$pids -$group"
}
ended() {
	kill -TERM "-$group" && wait "$group" 2>/dev/null
}
sent() {
	DISCORD_WEBHOOK_URL= pf-discord send --text "$1" "$channel" >"$scratch/sent" 2>"$scratch/send.log" || { cat "$scratch/send.log"; return 1; }
}

follow
ok 'what was there is loaded, and how far it was read' '
	n=$(pf-discord collect --full 2>/dev/null | grep -c "^{\"kind\":\"message\"") && [ "$n" -gt 0 ] && until_is "$n" "select count(*) from discord_messages" && until_is t "select count(*) > 0 from discord_ingestion_state where last_message_id is not null"
'
ok 'what comes is there soon, with its symbols and its sentiment' '
	sent "so happy with \$GOOG, what a great day" && until_is 1 "select count(*) from discord_messages where content like '"'so happy with%'"'" && sql "select tickers_detected, sentiment_score > 0 from discord_messages where content like '"'so happy with%'"'" >got && grep -q "GOOG.*|t" got || { cat got; exit 1; }
'
ended
ok 'what was written while nobody followed is there after the next start, and nothing is twice' '
	sent "written meanwhile" && before=$(sql "select count(*) from discord_messages") && echo "$before" >before
'
follow
ok 'it goes on where it was' '
	until_is 1 "select count(*) from discord_messages where content = '"'written meanwhile'"'" && [ "$(sql "select count(*) from discord_messages")" = $(($(cat before) + 1)) ] && [ "$(sql "select count(*) from discord_messages where deleted_at is not null")" = 0 ]
'
ended
ok 'without a database nothing is asked of the vendor, and the status says to try again' '
	pf-db stop && bash -o pipefail -c "$(cat "$scratch/line")" 2>err; [ $? = 75 ] && ! grep -q discord err
'
done_testing
