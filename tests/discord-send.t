#!/bin/sh
# pf-discord send: what is over a limit is not sent, what is sent pings nobody and is sent once, and a webhook's address is a secret.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset LOG_CHANNEL_IDS DISCORD_BOT_TOKEN DISCORD_WEBHOOK_URL PF_DISCORD_URL

# long N: a text of N characters, two bytes each
long() {
	printf '\303\251%.0s' $(seq "$1")
}

ok 'a dry run shows what would be sent' '
	echo "GOOG \"up\"" | pf-discord send -n --reply-to 7 --silent 2 >out && echo "{\"kind\":\"plan\",\"action\":\"send\",\"target\":\"channel/2\",\"after\":{\"allowed_mentions\":{\"parse\":[],\"replied_user\":false},\"content\":\"GOOG \\\"up\\\"\",\"message_reference\":{\"message_id\":\"7\",\"fail_if_not_exists\":false},\"flags\":4096},\"risk\":\"low\"}" >want && same want out
'
ok 'limits count characters, and are held before anything is sent' '
	long 2000 | pf-discord send -n 2 >out && long 2001 | { exits 65 pf-discord send -n 2 2>err; } && says "2001 characters, 2000 are taken" err &&
	{ printf "{\"title\":\""; long 256; printf "\"}"; } >e.json && pf-discord send -n --embed e.json 2 </dev/null >out && says "\"embeds\":[{\"title\":" out &&
	{ printf "{\"title\":\""; long 257; printf "\"}"; } >e.json && exits 65 pf-discord send -n --embed e.json 2 </dev/null 2>err && says "title has 257 characters, 256" err &&
	{ printf "[{\"description\":\""; long 3001; printf "\"},{\"description\":\""; long 3000; printf "\"}]"; } >e.json && exits 65 pf-discord send -n --embed e.json 2 </dev/null 2>err && says "6001 characters, 6000" err &&
	{ printf "{\"fields\":["; for i in $(seq 25); do printf "{\"name\":\"a\"},"; done; printf "{\"name\":\"a\"}]}"; } >e.json && exits 65 pf-discord send -n --embed e.json 2 </dev/null 2>err && says "more than 25 fields" err
'
ok 'nothing to send, no embed, no file, no channel' '
	exits 65 pf-discord send -n 2 </dev/null 2>err && says "nothing to send" err && echo "{" >e.json && exits 65 pf-discord send -n --embed e.json 2 </dev/null 2>err && says "e.json: column" err &&
	exits 66 pf-discord send -n --file none.png 2 </dev/null 2>err && exits 66 pf-discord send -n --embed none 2 </dev/null 2>err && exits 64 pf-discord send general --text x 2>err && exits 64 pf-discord send --text x --reply-to x 2 2>err &&
	exits 78 pf-discord send --text x 2>err && says "DISCORD_WEBHOOK_URL" err && exits 78 pf-discord send --text x 2 2>err && says "DISCORD_BOT_TOKEN" err && printf "a\000b" | { exits 65 pf-discord send -n 2 2>err; } && printf "\377" | { exits 65 pf-discord send -n 2 2>err; } && says "UTF-8" err &&
	exits 78 env DISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/secret-words pf-discord send --text x 2>err && ! grep secret-words err && truncate -s 10485761 big.bin && exits 65 pf-discord send -n --file big.bin 2 </dev/null 2>err && says "10 MiB" err
'

if ! command -v python3 >/dev/null; then done_testing; fi
python3 "$top/tests/discord/gateway.py" log port &
pids="$pids $!"
i=0
while [ ! -s port ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i + 1)); done
PF_DISCORD_URL=$(cat port)
export PF_DISCORD_URL

ok 'a message to a channel is printed as what it became, with a mark that makes it one' '
	DISCORD_BOT_TOKEN=invented-send-token pf-discord send --text "hello @everyone" 2 >out && says "\"kind\":\"message\",\"message_id\":\"6000000\"" out && says "\"channel\":\"general\"" out && tail -n 1 log >sent && says "post /api/v10/channels/2/messages application/json " sent &&
	says "\"allowed_mentions\":{\"parse\":[]" sent && grep -q "\"nonce\":\"[0-9a-f]\{24\}\",\"enforce_nonce\":true" sent
'
ok 'files go in parts, under names that are taken' '
	printf "PNG\r\n--x" >"a chart.png" && echo 1,2 >b.csv && DISCORD_BOT_TOKEN=invented-send-token pf-discord send --file "a chart.png,b.csv" 2 </dev/null >out && tail -n 1 log >sent && says "multipart/form-data; boundary=" sent &&
	says "name=\\\"payload_json\\\"" sent && says "name=\\\"files[0]\\\"; filename=\\\"a_chart.png\\\"\\r\\nContent-Type: image/png\\r\\n\\r\\nPNG\\r\\n--x\\r\\n--" sent && says "filename=\\\"b.csv\\\"\\r\\nContent-Type: text/csv" sent && says "[{\\\"id\\\":0,\\\"filename\\\":\\\"a_chart.png\\\"},{\\\"id\\\":1,\\\"filename\\\":\\\"b.csv\\\"}]" sent
'
ok 'a webhook needs no token, and its address is in no message or trace' '
	DISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/5/invented-hook-token pf-discord send --trace --text x >out 2>err && says "\"message_id\":\"6000000\"" out && ! grep invented-hook-token out err && says "post /api/v10/webhooks/5/invented-hook-token?wait=true" log && ! tail -n 1 log | grep nonce &&
	DISCORD_WEBHOOK_URL=https://discord.com/api/webhooks/5/invented-hook-token pf-discord send -n --text x >out && says "\"target\":\"webhook/5\"" out
'
done_testing
