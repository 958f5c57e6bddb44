#!/bin/sh
# The steps of the night that are about words: messages, ideas, profiles, against the stand-ins, with and without keys and faults.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_ATTEMPTS=1
export PF_NOW PF_HTTP_ATTEMPTS
unset LOG_CHANNEL_IDS DISCORD_BOT_TOKEN OPENAI_API_KEY OPENAI_BASE_URL REQUIRE_DISCORD_INGEST REQUIRE_SNAPTRADE REQUIRE_DATABENTO STOCK_REFRESH_TIMEOUT

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# night STATUS COMMAND...: the steps of words alone, behind that command
night() {
	want=$1
	shift
	exits "$want" "$@" pf-pipeline run nightly --only messages,nlp,profiles >out 2>err || { cat out err; return 1; }
}

steps() {
	got=$(for s in messages nlp profiles; do sed -n "s/.*\"event\":\"step-finished\".*\"step\":\"$s\".*\"status\":\"\([a-z-]*\)\".*/$s \1/p" out | tail -n 1; done | tr '\n' ',')
	[ "$got" = "$1" ] || { echo "$got"; cat err; return 1; }
}

stored() {
	sql "select (select count(*) from discord_messages), (select count(*) from discord_messages where parse_status = 'pending'), (select count(*) from discord_parsed_ideas), (select count(*) from stock_profile_current)"
}

pf-load <"$top/share/sandbox/symbols.jsonl" >/dev/null || exit 1
ok 'without channels and keys: nothing is read, and nothing is wrong' '
	night 0 env && steps "messages skipped,nlp ok,profiles ok," && [ "$(stored)" = "0|0|0|0" ]
'
ok 'who says that messages are needed has them' '
	night 1 env REQUIRE_DISCORD_INGEST=1 && steps "messages failed,nlp ok,profiles ok,"
'
sandbox # one for these: addresses of files in messages have its port
ok 'messages, ideas, profiles; by rules without a key' '
	night 0 env -u OPENAI_API_KEY -u PF_OPENAI_URL -u OPENAI_BASE_URL && steps "messages ok,nlp ok,profiles ok," && IFS="|" read -r m pending i p <<-END && [ "$m" -gt 200 ] && [ "$pending" = 0 ] && [ "$i" -gt 50 ] && [ "$p" -gt 1 ] || { stored; exit 1; }
	$(stored)
	END
	[ "$(sql "select count(*) from discord_messages m where parse_status = \$\$ok\$\$ and not exists (select from discord_parsed_ideas i where i.message_id = m.message_id)")" = 0 ] &&
	[ "$(sql "select count(*) from discord_messages where symbols is null or sentiment is null and content <> \$\$\$\$")" = 0 ] && [ "$(pf-profile show GOOG | jq .total_mention_count)" -gt 20 ]
'
ok 'the same night once more writes nothing' '
	was=$(stored) && night 0 env -u OPENAI_API_KEY -u PF_OPENAI_URL -u OPENAI_BASE_URL && [ "$(stored)" = "$was" ] && ! grep -E "\"table\":\"(discord_messages|discord_parsed_ideas|stock_profile_[a-z]*)\",.*\"(inserted|updated)\":[1-9]" out
'
ok 'by a model where there is a key: what it cost is told' '
	sql "truncate discord_messages, discord_parsed_ideas, discord_ingestion_state, stock_profile_current" && night 0 env && steps "messages ok,nlp ok,profiles ok," && [ "$(sql "select count(*) > 50 from nlp_usage")" = t ] && [ "$(sql "select count(*) > 20 and count(*) filter (where model = \$\$rules\$\$) = 0 from discord_parsed_ideas")" = t ] || { stored; exit 1; }
'
ok 'a model that does not answer is fatal; the profiles come all the same, and the messages wait' '
	sql "truncate discord_messages, discord_parsed_ideas, discord_ingestion_state" && night 1 pf-sandbox -q run -f openai:403 -- env && steps "messages ok,nlp failed,profiles ok," && [ "$(sql "select count(*) > 50 and count(claimed_by) = 0 from discord_messages where parse_status = \$\$pending\$\$")" = t ] || { sql "select parse_status, claimed_by, count(*) from discord_messages group by 1, 2"; exit 1; }
'
ok 'a token that is not taken is told, and fatal only where messages are needed' '
	night 1 pf-sandbox -q run -f discord:401 -- env REQUIRE_DISCORD_INGEST=1 && night 0 pf-sandbox -q run -f discord:401 -- env -u OPENAI_API_KEY -u PF_OPENAI_URL -u OPENAI_BASE_URL && steps "messages failed-optional,nlp ok,profiles ok,"
'
done_testing
