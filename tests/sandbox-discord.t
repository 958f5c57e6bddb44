#!/bin/sh
# Discord's side of pf-sandbox: every check, refusal, limit and fault of REST and of the gateway.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
need python3
PATH=/usr/bin:$PATH PF_NOW=2008-10-15T06:00:00Z
export PATH PF_NOW
agent='DiscordBot (https://example.org/pf, 1.0)'

# d METHOD PATH [curl options]: the body to got, the head to head, the status to code; token= and agent= say who
d() {
	d_method=$1 d_url=$PF_DISCORD_URL/api/v10$2
	shift 2
	curl -s -X "$d_method" -A "${agent}" -H "Authorization: Bot ${token-$DISCORD_BOT_TOKEN}" -D head -o got -w '%{http_code}' "$@" "$d_url" >code
}
get() {
	d GET "$@"
}
# post PATH JSON [curl options]
post() {
	p_path=$1 p_body=$2
	shift 2
	d POST "$p_path" -H 'Content-Type: application/json' --data-binary "$p_body" "$@"
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
# is EXPRESSION TEXT: what python makes of the reply, which is d
is() {
	v=$(python3 -S -c "import json; d = json.load(open('got')); print(($1))") && [ "$v" = "$2" ] || { echo "$1 is '$v', not '$2'"; cat got; return 1; }
}
# refused STATUS CODE ARGUMENTS: that request is refused with that
refused() {
	r_status=$1 r_code=$2
	shift 2
	"$@" && code "$r_status" && is "d['code']" "$r_code"
}
# form PATH CODE ARGUMENTS: it is refused for that field
form() {
	f_path=$1 f_code=$2
	shift 2
	refused 400 50035 "$@" && is "__import__('functools').reduce(lambda t, k: t[k], [k for k in '$f_path'.split('.') if k], d['errors'])['_errors'][0]['code']" "$f_code"
}

mkdir small
ids() { python3 -S -c "d = __import__('json').load(open('got')); print(' '.join(m['id'][-3:] for m in d))"; }
g=154600000000000009 a=154700000000000101 t=154700000000000109 m=170000000000000
cat >small/discord.jsonl <<END
{"of":"settings","shift_days":4383,"reads":1000,"writes":1000,"others":1000,"global":10000}
{"of":"guild","id":"$g","name":"Small","owner":"154600000000000021"}
{"of":"user","id":"154600000000000020","username":"pf","bot":true,"token":"invented-discord-bot-token"}
{"of":"user","id":"154600000000000021","username":"mara","global_name":"Mara \u00dc","token":"token-of-mara"}
{"of":"user","id":"154600000000000022","username":"deaf","bot":true,"no_content":true,"token":"token-of-deaf"}
{"of":"channel","id":"$a","name":"trading","topic":"buy & sell"}
{"of":"channel","id":"154700000000000102","name":"hidden","deny":"1024"}
{"of":"channel","id":"154700000000000103","name":"no-past","deny":"65536"}
{"of":"channel","id":"154700000000000104","name":"read-only","deny":"2048"}
{"of":"channel","id":"154700000000000105","name":"plain","deny":"49152"}
{"of":"channel","id":"154700000000000106","name":"Rooms","type":4}
{"of":"channel","id":"$t","name":"a thread","type":11,"parent":"$a"}
{"of":"channel","id":"154700000000000110","name":"old thread","type":11,"parent":"$a","archived":true,"archived_at":"2008-02-01T00:00:00Z"}
{"of":"channel","id":"154700000000000111","name":"hidden thread","type":11,"parent":"154700000000000102"}
{"of":"webhook","id":"154600000000000031","token":"token-of-hook","channel":"$a","name":"wire"}
{"of":"message","id":"$m"001"","channel":"$a","author":"154600000000000021","timestamp":"2008-01-02T15:00:00.123Z","content":"long \$GOOG \ud83d\ude80"}
{"of":"message","id":"$m"002"","channel":"$a","author":{"id":"154600000000000040","username":"guest"},"timestamp":"2008-01-02T15:01:00Z","content":"<@154600000000000020> and <@!154600000000000021>","reply_to":"$m"001""}
{"of":"message","id":"$m"003"","channel":"$a","author":"154600000000000021","timestamp":"2008-01-03T15:00:00.000001Z","content":"before","edits":[{"at":"2008-01-03T15:05:00Z","content":"after"},{"at":"2030-01-01T00:00:00Z","content":"never"}]}
{"of":"message","id":"$m"004"","channel":"$a","author":"154600000000000021","timestamp":"2008-01-04T15:00:00Z","content":"gone","deleted":"2008-01-05T00:00:00Z"}
{"of":"message","id":"$m"005"","channel":"$a","author":"154600000000000021","timestamp":"2008-01-05T15:00:00Z","content":"to the gone one","reply_to":"$m"004""}
{"of":"message","id":"$m"006"","channel":"$a","webhook":"154600000000000031","timestamp":"2008-01-06T15:00:00Z","embeds":[{"title":"MSFT","type":"rich"}]}
{"of":"message","id":"$m"007"","channel":"$a","author":"154600000000000021","timestamp":"2008-01-07T15:00:00Z","attachments":[{"filename":"chart.png","content_type":"image/png"},{"filename":"n.txt","content_type":"text/plain","text":"caf\u00e9"}]}
{"of":"message","id":"$m"008"","channel":"$a","author":"154600000000000021","timestamp":"2030-01-07T15:00:00Z","content":"not yet"}
{"of":"message","id":"$m"009"","channel":"154700000000000103","author":"154600000000000021","timestamp":"2008-01-07T15:00:00Z","content":"nobody reads"}
{"of":"message","id":"$m"010"","channel":"$t","author":"154600000000000021","timestamp":"2008-01-07T15:00:00Z","content":"in the thread"}
END
sed -i 's/\([0-9]\)"\(0[01][0-9]\)"/\1\2/g' small/discord.jsonl
sandbox --data small --log "$scratch/log"

ok 'who asks is checked: the word Bot, the token, the agent, the version' '
	get /users/@me && code 200 && is "(d[\"id\"], d[\"username\"], d[\"bot\"])" "('"'154600000000000020', 'pf', True"')" &&
	token=wrong && refused 401 0 get /users/@me && is "d[\"message\"]" "401: Unauthorized" && unset token &&
	refused 401 0 get /users/@me -H "Authorization: Bearer $DISCORD_BOT_TOKEN" -H "Authorization: $DISCORD_BOT_TOKEN" &&
	for agent in "" curl/7 "DiscordBot (x)" "DiscordBot ()" "discordbot (x, 1)"; do refused 403 40333 get /users/@me || return; done
	agent="DiscordBot (x, 1) Node.js/20" && get /users/@me && code 200 &&
	refused 404 0 get /nothing && refused 405 0 d PUT /users/@me && refused 404 0 get /channels &&
	curl -s -A "$agent" "$PF_DISCORD_URL/api/users/@me" >got && is "d[\"code\"]" 50041 && curl -s -A "$agent" "$PF_DISCORD_URL/api/v9/users/@me" >got && is "d[\"code\"]" 50041
'
ok 'pages: newest first always, bounds and limits' '
	get "/channels/$a/messages" && code 200 && [ "$(ids)" = "007 006 005 003 002 001" ] &&
	get "/channels/$a/messages?limit=2" && [ "$(ids)" = "007 006" ] &&
	get "/channels/$a/messages?limit=2&after=0" && [ "$(ids)" = "002 001" ] &&
	get "/channels/$a/messages?limit=2&after=${m}002" && [ "$(ids)" = "005 003" ] &&
	get "/channels/$a/messages?limit=100&after=${m}006" && [ "$(ids)" = 007 ] &&
	get "/channels/$a/messages?after=${m}007" && [ "$(ids)" = "" ] &&
	get "/channels/$a/messages?limit=2&before=${m}005" && [ "$(ids)" = "003 002" ] &&
	get "/channels/$a/messages?limit=3&around=${m}005" && [ "$(ids)" = "006 005 003" ]
'
ok 'parameters: what is wrong is told at its place' '
	for v in 0 -1; do form limit NUMBER_TYPE_MIN get "/channels/$a/messages?limit=$v" || return; done
	form limit NUMBER_TYPE_MAX get "/channels/$a/messages?limit=101" && form limit NUMBER_TYPE_COERCE get "/channels/$a/messages?limit=x" &&
	form after NUMBER_TYPE_COERCE get "/channels/$a/messages?after=-1" && form before NUMBER_TYPE_COERCE get "/channels/$a/messages?before=1e5&limit=0" && is "sorted(d[\"errors\"])" "['"'before', 'limit'"']" &&
	form before BASE_TYPE_CHOICES get "/channels/$a/messages?before=5&after=1" && form before BASE_TYPE_CHOICES get "/channels/$a/messages?around=5&after=1"
'
ok 'a message has what the contract says' '
	get "/channels/$a/messages/${m}001" && is "(d[\"content\"], d[\"timestamp\"], d[\"edited_timestamp\"], d[\"type\"], d[\"author\"][\"global_name\"], \"guild_id\" in d, \"bot\" in d[\"author\"])" \
		"('"'long \\\$GOOG 🚀', '2008-01-02T15:00:00.123000+00:00', None, 0, 'Mara Ü', False, False"')" &&
	get "/channels/$a/messages/${m}002" && is "(d[\"type\"], d[\"referenced_message\"][\"id\"][-3:], \"referenced_message\" in d[\"referenced_message\"], [u[\"username\"] for u in d[\"mentions\"]], d[\"timestamp\"])" \
		"('"19, '001', False, ['pf', 'mara'], '2008-01-02T15:01:00+00:00'"')" &&
	get "/channels/$a/messages/${m}003" && is "(d[\"content\"], d[\"edited_timestamp\"], d[\"timestamp\"])" "('"'after', '2008-01-03T15:05:00+00:00', '2008-01-03T15:00:00.000001+00:00'"')" &&
	refused 404 10008 get "/channels/$a/messages/${m}004" && refused 404 10008 get "/channels/$a/messages/${m}008" &&
	get "/channels/$a/messages/${m}005" && is "(d[\"referenced_message\"], d[\"message_reference\"][\"message_id\"][-3:])" "('"None, '004'"')" &&
	get "/channels/$a/messages/${m}006" && is "(d[\"webhook_id\"], d[\"author\"][\"username\"], d[\"embeds\"][0][\"title\"], d[\"content\"])" "('"'154600000000000031', 'wire', 'MSFT', ''"')"
'
ok 'an earlier day has what was there then' '
	PF_NOW=2008-01-03T15:01:00Z serve --data small && get "/channels/$a/messages" && is "[(m[\"content\"], m[\"edited_timestamp\"]) for m in d][0]" "('"'before', None"')" && unserve &&
	PF_NOW=2008-01-04T20:00:00Z serve --data small && get "/channels/$a/messages?limit=1" && is "d[0][\"content\"]" gone && unserve
'
ok 'files come from signed addresses that end' '
	get "/channels/$a/messages/${m}007" && u=$(jq -r ".attachments[0].url" got) && n=$(jq -r ".attachments[1].url" got) &&
	is "[(f[\"filename\"], f[\"content_type\"], f[\"size\"]) for f in d[\"attachments\"]]" "[('"'chart.png', 'image/png', 67), ('n.txt', 'text/plain', 5"')]" &&
	curl -sf "$u" >png && [ "$(wc -c <png)" -eq 67 ] && [ "$(curl -sf "$n")" = café ] && exits 22 curl -sf "${u}0" && exits 22 curl -sf "${u%%\?*}" &&
	w=$(echo "$u" | sed "s/ex=[0-9a-f]*/ex=47000000/") && exits 22 curl -sf "$w" && n=$(echo "$n" | sed "s/n.txt/m.txt/") && exits 22 curl -sf "$n"
'
ok 'channels, threads and what may not be seen' '
	get "/guilds/$g/channels" && is "[c[\"name\"] for c in d]" "['"'trading', 'hidden', 'no-past', 'read-only', 'plain', 'Rooms'"']" && is "d[1][\"permission_overwrites\"][0][\"deny\"]" 1024 &&
	get "/guilds/$g/threads/active" && is "[(c[\"name\"], c[\"parent_id\"]) for c in d[\"threads\"]]" "[('"'a thread', '$a'"')]" &&
	get "/channels/$a/threads/archived/public" && is "[(c[\"name\"], c[\"thread_metadata\"][\"archived\"]) for c in d[\"threads\"]]" "[('"'old thread', True"')]" &&
	get "/channels/$t" && is "(d[\"type\"], d[\"last_message_id\"][-3:], d[\"guild_id\"])" "('"11, '010', '$g'"')" && get "/channels/$t/messages" && is "d[0][\"content\"]" "in the thread" &&
	refused 403 50001 get /channels/154700000000000102/messages && refused 403 50001 get /channels/154700000000000111 && refused 404 10003 get /channels/1/messages && refused 404 10003 get /channels/x &&
	refused 404 10004 get /guilds/1/channels && refused 400 50024 get /channels/154700000000000106/messages &&
	get /channels/154700000000000103/messages && code 200 && is d "[]" && refused 403 50013 get "/channels/154700000000000103/messages/${m}009" &&
	token=token-of-mara && get /channels/154700000000000102/messages && code 200 && get /channels/154700000000000103/messages && is "len(d)" 1
'
ok 'without the intent what was written is empty, but where one is meant' '
	token=token-of-deaf && get "/channels/$a/messages" && is "[(m[\"content\"], len(m[\"embeds\"]), len(m[\"attachments\"])) for m in d] == [(\"\", 0, 0)] * 6" True && is "all(m[\"author\"][\"username\"] for m in d)" True &&
	unset token && serve --data small --fault discord/messages:no-content && get "/channels/$a/messages" && is "[m[\"content\"] for m in d if m[\"content\"]]" "['"'<@154600000000000020> and <@!154600000000000021>'"']" && unserve
'
ok 'limits are told, kept apart for channels, and meant' '
	mkdir -p few quick && for w in 3600 1; do
		echo "{\"of\":\"settings\",\"reads\":2,\"writes\":2,\"global\":7,\"window\":$w}" && grep -v 4383 small/discord.jsonl
	done >both && n=$(($(wc -l <both) / 2)) && head -n $n both >few/discord.jsonl && tail -n $n both | sed "s/:7,/:1000,/" >quick/discord.jsonl && serve --data few &&
	get "/channels/$a/messages" && grep -qi "^x-ratelimit-limit: 2" head && grep -qi "^x-ratelimit-remaining: 1" head && grep -qiE "^x-ratelimit-reset: [0-9]{10}\.[0-9]{3}" head && grep -qiE "^x-ratelimit-reset-after: [0-9]+\.[0-9]{3}" head && grep -qi "^x-ratelimit-bucket: [0-9a-f]\{32\}" head &&
	get "/channels/$a/messages" && get "/channels/$a/messages" && code 429 && is "(sorted(d), d[\"global\"], 0 < d[\"retry_after\"] <= 3600, type(d[\"retry_after\"]).__name__)" "(['"'global', 'message', 'retry_after'], False, True, 'float'"')" &&
	grep -qi "^retry-after: [1-9]" head && grep -qi "^x-ratelimit-scope: user" head && grep -qi "^x-ratelimit-remaining: 0" head && ! grep -qi global head &&
	get /channels/154700000000000103/messages && code 200 &&
	for i in 1 2 3 4; do get /users/@me; done && code 429 && is "d[\"global\"]" True && grep -qi "^x-ratelimit-global: true" head && grep -qi "^x-ratelimit-scope: global" head && ! grep -qi bucket head && unserve
'
ok 'who waits as long as it is told may ask again' '
	serve --data quick && i=0 && while get "/channels/$a/messages" && [ "$(cat code)" -eq 200 ]; do i=$((i + 1)); [ $i -lt 1000 ] || return; done &&
	code 429 && sleep "$(jq .retry_after got)" && get "/channels/$a/messages" && code 200 && unserve
'
ok 'faults: each in the form of who answers' '
	# fault KIND STATUS EXPRESSION TEXT
	fault() {
		serve --data small --fault "discord/messages:$1" && get "/channels/$a/messages" && code "$2" && { [ -z "${3:-}" ] || is "$3" "$4"; } && cp head "head.${1%%=*}" && get "/channels/$a" && code 200 && unserve || { echo "$1"; return 1; }
	}
	fault 401 401 "d[\"code\"]" 0 && fault 50001 403 "d[\"code\"]" 50001 && fault 50013 403 "d[\"code\"]" 50013 && fault 10003 404 "d[\"code\"]" 10003 && fault overloaded 503 "d[\"code\"]" 130000 &&
	fault blocked 403 && says text/html head.blocked && fault global=1500 429 "(d[\"retry_after\"], d[\"global\"])" "(1.5, True)" && fault shared=20 429 "(d[\"retry_after\"], d[\"global\"])" "(0.02, False)" && says "X-RateLimit-Scope: shared" head.shared &&
	fault cloudflare=3 429 && says "Retry-After: 3" head.cloudflare && says text/html head.cloudflare && fault no-headers 200 && ! grep -qi ratelimit head.no-headers && fault 429=2 429 "d[\"retry_after\"]" 2.0 &&
	fault 400 400 "d[\"code\"]" 50035 && fault 403 403 "d[\"code\"]" 50001 && fault 404 404 "d[\"code\"]" 0 && fault 500 500 "d[\"code\"]" 0 && fault 502 502
'
ok 'the messages that are shipped: ids that follow time, larger than a double holds, read whole in pages both ways' '
	serve && python3 -S "$top/tests/sandbox/discord_data.py" "$top/share/sandbox/discord.jsonl" "$PF_DISCORD_URL" "$LOG_CHANNEL_IDS" >got && cat got && [ "$(cat got)" -ge 260 ] && unserve
'
post_ok() {
	post "$@" && code 200
}
long() {
	python3 -S -c "import sys; print('é' * int(sys.argv[1]), end='')" "$1"
}
ok 'messages are written, changed and deleted by who may' '
	post_ok "/channels/$a/messages" "{\"content\":\"hi \\u0024GOOG\",\"nonce\":\"n1\",\"enforce_nonce\":true,\"allowed_mentions\":{\"parse\":[]}}" && first=$(jq -r .id got) && is "d[\"nonce\"], d[\"author\"][\"username\"], d[\"type\"], d[\"content\"]" "('"'n1', 'pf', 0, 'hi \\\$GOOG'"')" &&
	post_ok "/channels/$a/messages" "{\"content\":\"other\",\"nonce\":\"n1\",\"enforce_nonce\":true}" && [ "$(jq -r .id got)" = "$first" ] &&
	post_ok "/channels/$a/messages" "{\"content\":\"to you\",\"message_reference\":{\"message_id\":\"$first\"}}" && is "d[\"type\"], d[\"referenced_message\"][\"nonce\"]" "(19, '"'n1'"')" &&
	get "/channels/$a/messages?limit=1&after=$first" && is "d[0][\"content\"]" "to you" &&
	d PATCH "/channels/$a/messages/$first" -H "Content-Type: application/json" -d "{\"content\":\"bye\"}" && code 200 && is "d[\"content\"], d[\"edited_timestamp\"] is None" "('"'bye', False"')" &&
	refused 403 50005 d PATCH "/channels/$a/messages/${m}001" -H "Content-Type: application/json" -d "{\"content\":\"bye\"}" && refused 403 50013 d DELETE "/channels/$a/messages/${m}001" &&
	d DELETE "/channels/$a/messages/$first" && code 204 && refused 404 10008 get "/channels/$a/messages/$first" && refused 404 10008 d DELETE "/channels/$a/messages/$first" &&
	refused 403 50013 post /channels/154700000000000104/messages "{\"content\":\"x\"}" && refused 403 50013 post /channels/154700000000000105/messages "{\"embeds\":[{\"title\":\"x\"}]}" && post_ok /channels/154700000000000105/messages "{\"content\":\"x\"}" &&
	post_ok "/channels/$t/messages" "{\"content\":\"x\"}" && refused 400 50083 post /channels/154700000000000110/messages "{\"content\":\"x\"}" && refused 403 50001 post /channels/154700000000000102/messages "{\"content\":\"x\"}"
'
ok 'what is written is held to every limit' '
	p="/channels/$a/messages" && refused 400 50006 post $p "{}" && refused 400 50006 post $p "{\"content\":\" \\n\"}" && refused 400 50109 post $p "{" && refused 400 50109 post $p "[]" && form "" CONTENT_TYPE_INVALID d POST $p -d "content=x" &&
	post_ok $p "{\"content\":\"$(long 2000)\"}" && form content BASE_TYPE_MAX_LENGTH post $p "{\"content\":\"$(long 2001)\"}" && form content STRING_TYPE_CONVERT post $p "{\"content\":[1]}" && form nonce BASE_TYPE_MAX_LENGTH post $p "{\"content\":\"x\",\"nonce\":\"$(long 26)\"}" &&
	form embeds.0.title BASE_TYPE_MAX_LENGTH post $p "{\"embeds\":[{\"title\":\"$(long 257)\"}]}" && form embeds.1.description BASE_TYPE_MAX_LENGTH post $p "{\"embeds\":[{\"title\":\"x\"},{\"description\":\"$(long 4097)\"}]}" &&
	form embeds.0.footer.text BASE_TYPE_MAX_LENGTH post $p "{\"embeds\":[{\"footer\":{\"text\":\"$(long 2049)\"}}]}" && form embeds.0.author.name BASE_TYPE_MAX_LENGTH post $p "{\"embeds\":[{\"author\":{\"name\":\"$(long 257)\"}}]}" &&
	form embeds.0.fields.0.value BASE_TYPE_MAX_LENGTH post $p "{\"embeds\":[{\"fields\":[{\"name\":\"x\",\"value\":\"$(long 1025)\"}]}]}" && form embeds.0.fields.1.name BASE_TYPE_REQUIRED post $p "{\"embeds\":[{\"fields\":[{\"name\":\"x\",\"value\":\"y\"},{\"value\":\"y\"}]}]}" &&
	python3 -S -c "import json; print(json.dumps({\"embeds\": [{\"fields\": [{\"name\": \"x\", \"value\": \"y\"}] * 26}]}))" >many && form embeds.0.fields BASE_TYPE_MAX_LENGTH post $p @many &&
	python3 -S -c "import json; print(json.dumps({\"embeds\": [{\"title\": \"x\"}] * 11}))" >many && form embeds BASE_TYPE_MAX_LENGTH post $p @many && python3 -S -c "import json; print(json.dumps({\"embeds\": [{\"title\": \"x\"}] * 10}))" >many && post_ok $p @many && is "len(d[\"embeds\"]), d[\"embeds\"][9][\"type\"]" "(10, '"'rich'"')" &&
	form embeds MAX_EMBED_SIZE_EXCEEDED post $p "{\"embeds\":[{\"description\":\"$(long 3001)\"},{\"description\":\"$(long 3000)\"}]}" && post_ok $p "{\"embeds\":[{\"description\":\"$(long 3000)\"},{\"description\":\"$(long 3000)\"}]}" &&
	form message_reference MESSAGE_REFERENCE_UNKNOWN_MESSAGE post $p "{\"content\":\"x\",\"message_reference\":{\"message_id\":\"1\"}}" && post_ok $p "{\"content\":\"x\",\"message_reference\":{\"message_id\":\"1\",\"fail_if_not_exists\":false}}" && is "d[\"type\"]" 0 &&
	form content BASE_TYPE_MAX_LENGTH post $p "{\"content\":\"$(long 2001)\",\"embeds\":[{\"title\":\"$(long 257)\"},{\"title\":\"$(long 257)\"}]}" && is "sorted(d[\"errors\"]), sorted(d[\"errors\"][\"embeds\"])" "(['"'content', 'embeds'], ['0', '1'"'])"
'
ok 'files come with a form, and pictures of embeds are theirs' '
	head -c 300000 /dev/urandom >chart.png && d POST "/channels/$a/messages" -F "payload_json={\"content\":\"GOOG\",\"attachments\":[{\"id\":0,\"filename\":\"chart.png\"}],\"embeds\":[{\"title\":\"GOOG\",\"image\":{\"url\":\"attachment://chart.png\"}}]};type=application/json" -F "files[0]=@chart.png;type=image/png" && code 200 &&
	is "d[\"content\"], d[\"attachments\"][0][\"filename\"], d[\"attachments\"][0][\"size\"], d[\"embeds\"][0][\"image\"][\"url\"] == d[\"attachments\"][0][\"url\"]" "('"'GOOG', 'chart.png', 300000, True"')" &&
	curl -sf -o back "$(jq -r ".attachments[0].url" got)" && cmp back chart.png && d POST "/channels/$a/messages" -F "files[0]=@chart.png;filename=a b/é.png" && code 200 && is "d[\"attachments\"][0][\"filename\"]" "a_b___.png" &&
	refused 400 50035 d POST "/channels/$a/messages" -F "other=x" && refused 400 50035 d POST "/channels/$a/messages" -H "Content-Type: multipart/form-data; boundary=x" -d "--y" &&
	head -c 10485761 /dev/zero >big && refused 413 40005 d POST "/channels/$a/messages" -F "files[0]=@big" && refused 403 50013 d POST /channels/154700000000000105/messages -F "files[0]=@chart.png"
'
ok 'webhooks write without a bot' '
	h=/webhooks/154600000000000031 && token= && post "$h/token-of-hook" "{\"content\":\"MSFT up\"}" && code 204 && [ ! -s got ] &&
	post_ok "$h/token-of-hook?wait=true" "{\"content\":\"MSFT up\",\"username\":\"Ticker\"}" && is "d[\"author\"][\"username\"], d[\"webhook_id\"], d[\"author\"][\"bot\"]" "('"'Ticker', '154600000000000031', True"')" &&
	refused 401 50027 post "$h/wrong" "{\"content\":\"x\"}" && refused 404 10015 post /webhooks/1/token-of-hook "{\"content\":\"x\"}" && refused 400 50006 post "$h/token-of-hook" "{}" && get "$h/token-of-hook" && is "d[\"name\"]" wire
'
ws() {
	python3 -S "$top/tests/sandbox/discord_ws.py" "$@"
}
ok 'the gateway: from hello to events of all sorts, for who may hear them' 'ws course'
ok 'the gateway: what is wrong is closed with its code' 'ws refusals'
ok 'the gateway: a session is resumed, and what was missed comes' 'ws resumes'
ok 'the gateway: where to find it, and how often' '
	get /gateway && is "d[\"url\"]" "ws://${PF_DISCORD_URL#http://}" && get /gateway/bot && is "d[\"shards\"], d[\"session_start_limit\"][\"total\"], d[\"session_start_limit\"][\"remaining\"] < 1000" "(1, 1000, True)"
'
ok 'the gateway: what goes wrong on purpose' '
	for k in close drop invalid=1 zombie junk reconnect request repeat pieces; do
		serve --data small --fault "discord/event:$k:@3" && ws "${k%=1}" && unserve || { echo "$k"; return 1; }
	done
'
ok 'the gateway: who has no pulse is closed, and what is due comes by itself' '
	mkdir -p pulse soon && { echo "{\"of\":\"settings\",\"heartbeat_ms\":100}"; cat small/discord.jsonl; } >pulse/discord.jsonl && serve --data pulse && ws silent && unserve &&
	{ cat small/discord.jsonl && echo "{\"of\":\"message\",\"id\":\"${m}100\",\"channel\":\"$a\",\"author\":\"154600000000000021\",\"timestamp\":\"2008-10-15T06:00:03Z\",\"content\":\"soon\",\"edits\":[{\"at\":\"2008-10-15T06:00:03.5Z\",\"content\":\"changed\"}],\"deleted\":\"2008-10-15T06:00:04Z\"}"; } >soon/discord.jsonl &&
	serve --data soon && ws due && unserve
'
done_testing
