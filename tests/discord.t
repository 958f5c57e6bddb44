#!/bin/sh
# pf-discord against a stand-in that checks as the vendor does: what is printed is what channels have, what is not shown to us is said, and what goes wrong costs what it is about.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset DISCORD_BOT_TOKEN LOG_CHANNEL_IDS DISCORD_WEBHOOK_URL PF_DISCORD_URL
PF_HTTP_BACKOFF=10ms
export PF_HTTP_BACKOFF

# --- before anything is asked

ok 'ids are texts of digits, whatever their size' '
	LOG_CHANNEL_IDS=1234567890123456789,2 pf-discord channels >out 2>err && says "{\"kind\":\"channel\",\"id\":\"1234567890123456789\",\"channel_id\":\"1234567890123456789\"}" out &&
	[ "$(wc -l <out)" = 2 ] && pf-discord channels -c "7, 8,,7" 9 >out 2>err && [ "$(sed "s/.*\"channel_id\":\"\([0-9]*\)\".*/\1/" out | paste -sd" ")" = "9 7 8" ] &&
	LOG_CHANNEL_IDS=5 pf-discord channels 6 >out 2>err && [ "$(wc -l <out)" = 1 ] && says "\"id\":\"6\"" out
'
ok 'what is no id, and what is missing, is said' '
	exits 64 pf-discord channels general 2>err && says "general" err &&
	exits 78 env LOG_CHANNEL_IDS=1,x pf-discord channels 2>err && says "LOG_CHANNEL_IDS" err &&
	exits 78 pf-discord channels 2>err && says "LOG_CHANNEL_IDS" err && exits 78 pf-discord collect --full 1 2>err && says "DISCORD_BOT_TOKEN is not set" err &&
	exits 78 env DISCORD_BOT_TOKEN="Bot abc" pf-discord collect --full 1 2>err && says "the token alone" err && ! grep "Bot abc" err &&
	exits 64 pf-discord collect 1 2>err && says "from where on" err && exits 64 pf-discord collect --full --cursors 1 2>err
'
ok 'nobody there: 75' '
	exits 75 env PF_HTTP_ATTEMPTS=1 PF_DISCORD_URL=http://127.0.0.1:9 DISCORD_BOT_TOKEN=invented pf-discord collect --full 1 >out 2>err && [ ! -s out ] && says "cannot connect" err
'

# --- a stand-in with channels of ours

command -v pf-sandbox >/dev/null || done_testing

PF_NOW=2026-03-02T12:00:00Z
export PF_NOW
floor=1234567890123456789 news=2 secret=3 mute=4 thread=21 archived=22

# said N: the id of a message of the Nth minute of 2026
said() {
	echo $(((1767225600000 + $1 * 60000 - 1420070400000) << 22))
}

# message CHANNEL MINUTE CONTENT [MORE]
message() {
	printf '{"of":"message","id":"%s","channel":"%s","author":"11","timestamp":"%s","content":"%s"%s}\n' "$(said "$2")" "$1" "$(date -u -d "@$((1767225600 + $2 * 60))" +%FT%TZ)" "$3" "${4:-}"
}

channels() {
	cat <<-END
		{"of":"user","id":"11","username":"ada","global_name":"Ada"}
		{"of":"user","id":"12","username":"bob"}
		{"of":"user","id":"13","username":"blind","bot":true,"token":"invented-blind-token","no_content":true}
		{"of":"channel","id":"$floor","name":"trading-floor"}
		{"of":"channel","id":"$news","name":"market-news"}
		{"of":"channel","id":"$secret","name":"secret","deny":"1024"}
		{"of":"channel","id":"$mute","name":"mute","deny":"65536"}
		{"of":"channel","id":"$thread","name":"GOOG earnings","type":11,"parent":"$floor"}
		{"of":"channel","id":"$archived","name":"old","type":11,"parent":"$floor","archived":true,"archived_at":"2026-01-20T00:00:00Z"}
	END
}

# a quarter of an hour between messages of the floor, 250 of them
mkdir d
{
	channels
	awk -v c=$floor 'BEGIN { for (i = 0; i < 250; i++) { ms = 1767225600000 + i * 900000
		printf "%.0f %d\n", ms, i } }' | while read -r ms i; do
		printf '{"of":"message","id":"%s","channel":"%s","author":"%s","timestamp":"%s","content":"message %s"}\n' $(((ms - 1420070400000) << 22)) $floor $((11 + i % 2)) "$(date -u -d "@$((ms / 1000))" +%FT%TZ)" "$i"
	done
	message $news 1 '' ',"embeds":[{"title":"AAPL up","description":"by 3 %"}]'
	message $news 2 '!help' ",\"type\":19,\"reply_to\":\"$(said 1)\""
	message $news 3 'see <@12>' ',"attachments":[{"id":"77","filename":"chart.png","content_type":"image/png"}]'
	message $secret 4 hidden
	message $mute 5 unseen
	message $thread 6 'in a thread'
	message $archived 7 'in an old thread'
} >d/discord.jsonl

# with FAULT COMMAND: run it beside a stand-in with that fault ("" for none), whose requests are in "log"
with() {
	fault=$1
	shift
	rm -f log
	pf-sandbox -q run -l "$PWD/log" ${fault:+-f "$fault"} -d "${dir:-$scratch/w/d}" -- "$@"
}

kinds() {
	sed 's/^{"kind":"\([a-z_]*\)".*/\1/' "$1" | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $2, $1 }'
}

# texts FILE CHANNEL: the contents of its messages, a line each
texts() {
	grep '"kind":"message"' "$1" | grep "\"channel_id\":\"$2\"" | sed 's/.*"content":"\(\([^"\\]\|\\.\)*\)".*/\1/'
}

ok 'all of a channel, oldest first, with its threads, and how far it was read' '
	with "" pf-discord collect --full $floor >out 2>err && [ ! -s err ] && texts out $floor >got && seq 0 249 | sed "s/^/message /" >want && same want got &&
	[ "$(texts out $thread)" = "in a thread" ] && [ "$(texts out $archived)" = "in an old thread" ] &&
	grep "\"channel_id\":\"$thread\",\"channel\":\"GOOG earnings\",\"channel_type\":\"trading\",\"parent_id\":\"$floor\"" out &&
	grep "\"kind\":\"channel\",\"channel_id\":\"$floor\"" out | tail -n 1 >state && says "\"last_message_id\":\"$(said 3735)\",\"last_message_ts\":\"2026-01-03T14:15:00Z\",\"last_run_at\":\"2026-03-02T12:00:00Z\",\"last_run_new\":250,\"status\":\"idle\",\"error_message\":null}" state &&
	grep "\"of\":\"message\",\"channel_id\":\"$floor\",\"count\":250,\"at\":\"2026-03-02T12:00:00Z\"}" out
'
ok 'behind each page it is said how far it goes, and in that order' '
	grep -n "\"kind\":\"channel\",\"channel_id\":\"$floor\"" out | sed "s/\([0-9]*\):.*last_message_id\":\"\([0-9]*\)\".*/\1 \2/" >states && [ "$(wc -l <states)" = 3 ] &&
	while read -r line id; do sed "${line}q" out | grep "\"kind\":\"message\"" | grep "\"channel_id\":\"$floor\"" | tail -n 1 | grep -q "\"message_id\":\"$id\"" || exit; done <states
'
ok 'a message says what it shows, whom it answers and what hangs on it' '
	with "" pf-discord collect --full --no-threads $news >out && [ "$(kinds out)" = "channel 1, complete 1, message 3" ] && ! grep threads log &&
	says "\"content\":\"AAPL up\\nby 3 %\",\"is_command\":false,\"num_chars\":14,\"num_words\":5" out && says "\"is_command\":true" out && says "\"is_reply\":true,\"reply_to_id\":\"$(said 1)\"" out &&
	says "\"mentions\":\"bob\"" out && grep "chart.png" out >one && says "\"author\":\"ada\",\"author_id\":\"11\",\"display_name\":\"Ada\"" one && ! grep "ex=" one &&
	with "" pf-discord collect --full --no-threads $news >again && grep -v complete out | sed "s/127.0.0.1:[0-9]*//" >a && grep -v complete again | sed "s/127.0.0.1:[0-9]*//" >b && same a b
'

cursor() {
	printf '{"kind":"cursor","of":"message","channel_id":"%s","after":"%s"}\n' "$1" "$2"
}
ok 'from a cursor on, with a day before it again; a channel without one is read from its beginning' '
	{ cursor $floor $(said 3600); echo "{\"kind\":\"event\",\"x\":1}"; } | with "" pf-discord collect --cursors $floor $news --no-threads >out && says "{\"kind\":\"event\",\"x\":1}" out && [ "$(texts out $news | wc -l)" = 3 ] &&
	[ "$(texts out $floor | head -n 1)" = "message 144" ] && [ "$(texts out $floor | tail -n 1)" = "message 249" ] && grep "\"kind\":\"channel\",\"channel_id\":\"$floor\"" out | tail -n 1 >state && says "\"last_run_new\":9," state &&
	says "\"of\":\"message\",\"channel_id\":\"$floor\",\"first_id\":\"$(said 2160)\",\"count\":106," out &&
	cursor $floor $(said 3600) | with "" pf-discord collect --cursors --reread 0 --no-threads $floor >out && [ "$(texts out $floor | head -n 1)" = "message 241" ] &&
	cursor $floor $(said 3735) | with "" pf-discord collect --cursors --reread 0 --no-threads $floor >out && [ "$(kinds out)" = "channel 1" ] && says "\"last_message_id\":\"$(said 3735)\"" out && says "\"last_run_new\":0" out
'
ok 'since a time; some pages at most, and on from there' '
	with "" pf-discord collect -s 2026-01-03T14:00:00Z --no-threads $floor >out && [ "$(texts out $floor | paste -sd,)" = "message 248,message 249" ] &&
	with "" pf-discord collect --full --max-pages 1 --no-threads $floor >out && [ "$(texts out $floor | wc -l)" = 100 ] && says "\"last_id\":\"$(said 1485)\",\"count\":100" out && says "\"last_message_id\":\"$(said 1485)\"" out
'
ok 'what is read again is no step: the pages that are counted go beyond the cursor' '
	cursor $floor $(said 3600) | with "" pf-discord collect --cursors --reread 48h --max-pages 1 --no-threads $floor >out && [ "$(texts out $floor | head -n 1)" = "message 48" ] && [ "$(texts out $floor | tail -n 1)" = "message 247" ] && says "\"last_message_id\":\"$(said 3705)\"" out
'
ok 'what was written last and is deleted is missing in a window, though nothing is in it' '
	mkdir f && { channels; message $news 1 "stays"; message $news 5000 "goes" ",\"deleted\":\"2026-01-06T00:00:00Z\""; } >f/discord.jsonl && cursor $news $(said 5000) | dir=$PWD/f with "" pf-discord collect --cursors --no-threads $news >out && [ "$(kinds out)" = "channel 1, complete 1" ] &&
	says "\"of\":\"message\",\"channel_id\":\"$news\",\"first_id\":\"$(said 3560)\",\"count\":0," out
'
ok 'a run that ended early may have left any of the archived threads: all are looked at again' '
	mkdir g && {
		channels
		for i in $(seq 100 229); do
			printf "{\"of\":\"channel\",\"id\":\"%s\",\"name\":\"t\",\"type\":11,\"parent\":\"%s\",\"archived\":true,\"archived_at\":\"2026-01-20T00:%02d:%02dZ\"}\n" $i $floor $(((229 - i) / 60)) $(((229 - i) % 60))
			message $i 1 "in $i"
		done
	} >g/discord.jsonl && { cursor $floor $(said 3735); cursor $archived $(said 7); for i in $(seq 100 129) $(seq 140 229); do cursor $i $(said 1); done; } | dir=$PWD/g with "" pf-discord collect --cursors $floor >out && sed -n "s/.*\"content\":\"\(in [0-9]*\)\".*/\1/p" out | sort >got && seq 130 139 | sed "s/^/in /" >want && same want got
'
ok 'what a thread begins with has no content of its own: that is no contents kept from us' '
	mkdir h && { channels; message $thread 1 "" ",\"type\":21"; } >h/discord.jsonl && dir=$PWD/h with "" pf-discord collect --full $floor >out && says "\"message_type\":21" out
'
ok 'a thread that has nothing new, and nothing young, is left alone' '
	{ cursor $thread $(said 6); cursor $archived $(said 7); cursor $floor $(said 3735); } | with "" pf-discord collect --cursors $floor >out && ! grep "channels/$thread/messages\|channels/$archived/messages" log &&
	cursor $floor $(said 3735) | with "" pf-discord collect --cursors $floor >out && [ "$(texts out $thread)" = "in a thread" ]
'
ok 'what is no cursor is told, the rest is done, and the status is 65' '
	{ cursor $floor x; echo "{\"kind\":"; cursor $news $(said 2); } | { exits 65 with "" pf-discord collect --cursors --no-threads --reread 0 $news >out 2>err; } && says "stdin:1: a cursor whose after" err && says "stdin:2:" err && [ "$(texts out $news)" = "see <@12>" ]
'

# --- what is not shown to us

ok 'a channel that we may not see: 77, and the others are read' '
	exits 77 with "" pf-discord collect --full $secret $news >out 2>err && [ "$(texts out $news | wc -l)" = 3 ] && says "50001" err && says "View Channel" err &&
	grep "\"kind\":\"channel\",\"channel_id\":\"$secret\"" out >state && says "\"status\":\"error\",\"error_message\":\"discord: /channels/$secret: 403 (50001)" state && ! grep last_message_id state
'
ok 'a history that is hidden is an empty list: told from a channel without messages' '
	exits 77 with "" pf-discord collect --full --no-threads $mute >out 2>err && says "$mute: nothing is shown of a channel that has had messages: the bot needs Read Message History" err && ! grep "\"kind\":\"\(complete\|message\)\"" out && says "\"status\":\"error\"" out &&
	cursor $mute 1456074443980800000 | { exits 77 with "" pf-discord collect --cursors --no-threads $mute >out 2>err; } && says "limit\":\"1\"" log
'
ok 'without the intent of message content nothing is kept, and 77 says which switch' '
	exits 77 with discord:no-content pf-discord collect --full --no-threads $floor >out 2>err && says "Message Content Intent" err && ! grep "\"kind\":\"\(complete\|message\)\"" out && grep "\"kind\":\"channel\"" out >state && ! grep last_message_id state &&
	exits 77 with "" env DISCORD_BOT_TOKEN=invented-blind-token pf-discord collect --full --no-threads $floor >out 2>err && ! grep "\"kind\":\"message\"" out &&
	exits 1 with "" env DISCORD_BOT_TOKEN=invented-blind-token pf-discord check -f json $floor >out && says "\"name\":\"message content\",\"status\":\"fail\"" out
'
ok 'an unknown channel is 69' '
	exits 69 with "" pf-discord collect --full 99 $news >out 2>err && says "10003" err && [ "$(texts out $news | wc -l)" = 3 ]
'
ok 'a token that is not taken: 77, what to do, and nothing more is asked' '
	exits 77 with "" env DISCORD_BOT_TOKEN=another-token pf-discord collect --full $floor $news >out 2>err && [ ! -s out ] && [ "$(wc -l <log)" = 1 ] && says "DISCORD_BOT_TOKEN" err && ! grep another-token err &&
	exits 77 with discord/messages:401:1 pf-discord collect --full $floor >out 2>err && says "401" err
'
ok 'which channels, and whether they can be read' '
	exits 1 with "" pf-discord channels $floor $secret $mute >out && says "{\"kind\":\"channel\",\"id\":\"$floor\",\"channel_id\":\"$floor\",\"channel_name\":\"trading-floor\",\"channel_type\":\"trading\",\"guild_id\":" out &&
	grep "\"id\":\"$secret\"" out | grep -q "\"readable\":false,\"error_message\":\"discord: /channels/$secret: 403" && grep "\"id\":\"$mute\"" out | grep -q "Read Message History" && with "" pf-discord channels $floor >out
'
ok 'a check says who we are and where we may read; no secret in it, nor in a trace' '
	with "" sh -c "pf-discord check -f json $floor $news; echo \"\$DISCORD_BOT_TOKEN\" >token" >out && says "\"name\":\"token\",\"status\":\"pass\"" out && [ "$(grep -c "\"name\":\"channel\",\"status\":\"pass\"" out)" = 2 ] && ! grep -Ff token out &&
	exits 1 with "" pf-discord check -f json $floor $secret >out && says "\"name\":\"channel\",\"status\":\"fail\"" out && exits 77 with "" env DISCORD_BOT_TOKEN=another pf-discord check -f json >out 2>err && says "\"name\":\"token\",\"status\":\"fail\"" out &&
	pf-discord check --offline -f json >out && says "\"name\":\"DISCORD_BOT_TOKEN\",\"status\":\"skip\",\"observed\":\"not set\"" out &&
	with "" pf-discord collect --trace --full $news >out 2>err && says "GET /api/v10/channels/$news/messages" err && says "User-Agent: DiscordBot (https://" err && ! grep -Ff token err
'

# --- limits and failures

ok 'limits are waited for before they refuse, and where nothing tells them, after' '
	with "" pf-discord collect --full $floor >out && ! grep "\"status\":429" log && with discord:no-headers pf-discord collect --full --no-threads $floor >out && [ "$(texts out $floor | wc -l)" = 250 ] &&
	for f in shared=20 global=20 cloudflare=0; do with discord/messages:$f:1 pf-discord collect --full --no-threads $news >out 2>err && [ "$(texts out $news | wc -l)" = 3 ] || exit; done
'
ok 'a limit that lasts, and a vendor that fails: 75, and what came is kept' '
	exits 75 with discord/messages:cloudflare=3600:1 pf-discord collect --full --no-threads $floor >out 2>err && says "in 3.6e+03 s" err && says "\"status\":\"error\"" out &&
	exits 75 with discord/messages:overloaded pf-discord collect --full --no-threads $floor >out 2>err && says "130000" err
'
ok 'replies that are cut, late or no JSON: nothing of them is taken' '
	for f in cut garbage; do
		with "discord/messages:$f" env PF_HTTP_ATTEMPTS=1 pf-discord collect --full --no-threads $news >out 2>err; [ $? -ge 65 ] || exit
		! grep "\"kind\":\"\(complete\|message\)\"" out || exit
	done
'
ok 'a full disk is no success' 'exits 74 with "" pf-discord collect --full $news >/dev/full 2>err'

# --- into the database

database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
sql() { pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"; }
ok 'what is loaded twice is there once; an edit shows, and what is gone is marked, when its window is read again' '
	mkdir e && { channels; for i in 1 2 3 4 5 6; do message $news $i "text $i"; done; } >e/discord.jsonl && dir=$PWD/e &&
	with "" pf-discord collect --full $news >out && pf-load --snapshot <out >loaded && pf-load --snapshot <out >loaded && says "\"table\":\"discord_messages\",\"read\":7,\"inserted\":0,\"updated\":0,\"unchanged\":6" loaded &&
	{ channels; message $news 1 "text 1"; message $news 3 "text 3" ",\"edits\":[{\"at\":\"2026-01-02T00:00:00Z\",\"content\":\"better\"}]"; for i in 4 5 6 7; do message $news $i "text $i"; done; } >e/discord.jsonl &&
	cursor $news $(said 6) | with "" pf-discord collect --cursors $news | PF_NOW=2026-03-03T00:00:00Z pf-load --snapshot >loaded && says "\"event\":\"closed\"" loaded &&
	sql "select content, edited_at is not null, deleted_at is not null from discord_messages order by length(message_id), message_id" | paste -sd, >got &&
	echo "text 1|f|f,text 2|f|t,better|t|f,text 4|f|f,text 5|f|f,text 6|f|f,text 7|f|f" >want && same want got &&
	[ "$(sql "select channel_id, last_message_id, status from discord_ingestion_state")" = "$news|$(said 7)|idle" ]
'
done_testing
