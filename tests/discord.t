#!/bin/sh
# pf-discord against nobody: what it says before anything is asked.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset DISCORD_BOT_TOKEN LOG_CHANNEL_IDS DISCORD_WEBHOOK_URL PF_DISCORD_URL

ok 'ids are texts of digits, whatever their size' '
	LOG_CHANNEL_IDS=1234567890123456789,2 pf-discord channels >out 2>err && says "{\"kind\":\"channel\",\"id\":\"1234567890123456789\",\"channel_id\":\"1234567890123456789\"}" out &&
	[ "$(wc -l <out)" = 2 ] && pf-discord channels -c "7, 8,,7" 9 >out 2>err && [ "$(sed "s/.*\"channel_id\":\"\([0-9]*\)\".*/\1/" out | paste -sd" ")" = "9 7 8" ] &&
	LOG_CHANNEL_IDS=5 pf-discord channels 6 >out 2>err && [ "$(wc -l <out)" = 1 ] && says "\"id\":\"6\"" out
'
ok 'what is no id, and what is missing, is said before anything is asked' '
	exits 64 pf-discord channels general 2>err && says "general" err &&
	exits 78 env LOG_CHANNEL_IDS=1,x pf-discord channels 2>err && says "LOG_CHANNEL_IDS: '"'x'"' is no" err &&
	exits 78 pf-discord channels 2>err && says "LOG_CHANNEL_IDS" err && exits 78 pf-discord collect --full 1 2>err && says "DISCORD_BOT_TOKEN is not set" err &&
	exits 78 env DISCORD_BOT_TOKEN="Bot abc" pf-discord collect --full 1 2>err && says "without '"'Bot'"'" err && ! grep abc err &&
	exits 64 pf-discord collect 1 2>err && says "from where on" err && exits 64 pf-discord collect --full --cursors 1
'
ok 'nobody there: 75' '
	exits 75 env PF_HTTP_ATTEMPTS=1 PF_DISCORD_URL=http://127.0.0.1:9 DISCORD_BOT_TOKEN=invented pf-discord collect --full 1 >out 2>err && [ ! -s out ] && says "cannot connect" err
'
done_testing
