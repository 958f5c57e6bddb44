#!/bin/sh
# Messages as queries print and hand them out, how far channels were read, batches, what models cost, ideas and mentions.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

message() { # ID TIME [MORE]
	echo "{\"kind\":\"message\",\"message_id\":\"$1\",\"channel_id\":\"77\",\"channel\":\"trades\",\"author\":\"ann\",\"author_id\":\"9007199254740993\",\"content\":\"text \\u00e9 $1\",\"timestamp\":\"$2\"${3:+,$3}}"
}

# ids QUERY...: which messages it prints
ids() {
	pf-query "$@" | jq -r '.message_id' | tr '\n' ' ' | sed 's/ $//'
}

claim() {
	ids -w claim-messages --by me "$@"
}

fill() {
	sql "truncate discord_messages, discord_parsed_ideas, nlp_batches" && pf-load messages >/dev/null
}

{
	message 10 2008-10-14T15:00:00Z '"symbols":[{"symbol":"GOOG","how":"cashtag"},{"symbol":"GOOG","how":"name"}],"sentiment_score":0.5'
	message 9 2008-10-13T15:00:00+00:00 '"channel":"news","channel_id":"78"' | sed 's/"channel_id":"77","channel":"trades",//'
	message 11 2008-10-14T11:00:00-05:00 '"symbols":[{"symbol":"goog"},{"symbol":"MSFT"}],"sentiment_score":-0.25'
	message 12 '2008-10-15 01:00:00.5' '"deleted_at":"2008-10-15T02:00:00Z"'
	message 13 2008-10-15T01:00:01Z
} >messages
ok 'messages by the time that they were written, however that is spelt, and load again without a change' '
	fill && [ "$(ids messages --all)" = "9 10 11 12 13" ] && [ "$(ids messages)" = "9 10 11 13" ] && pf-query messages --all | pf-load >out && says "\"read\":5,\"inserted\":0,\"updated\":0,\"unchanged\":5" out &&
	[ "$(ids messages --since 2008-10-14 --until 2008-10-14)" = "10 11" ] && [ "$(ids messages --channel news)" = 9 ] && [ "$(ids messages --channel 77,x)" = "10 11 13" ] && [ "$(ids messages --symbol goog)" = "10 11" ] &&
	[ "$(ids messages --symbol MSFT --limit 1)" = 11 ] && [ "$(ids messages --id 13,9)" = "9 13" ] && [ "$(ids messages --status ok,error)" = "" ] && [ "$(pf-query messages --id 10 | jq -r .author_id)" = 9007199254740993 ]
'
ok 'a text that is no time counts as the time of insertion' '
	for t in x 2008-02-30T00:00:00Z 2008-13-01T00:00:00Z 2008-10-14T25:00:00Z 2007-02-29T00:00:00Z 0000-01-01T00:00:00Z 2008-10-14 2008-10-14T10:00:00+99:00; do echo "$t"; done >times && n=100 && while read -r t; do n=$((n + 1)); message $n "$t"; done <times | pf-load >/dev/null &&
	[ "$(sql "select count(*) from discord_messages m where pf_message_time(m) = m.created_at at time zone \$\$UTC\$\$")" = 8 ] && message 200 2008-02-29T23:59:59.123456+05:30 | pf-load >/dev/null &&
	[ "$(sql "select pf_message_time(m) at time zone \$\$UTC\$\$ from discord_messages m where message_id = \$\$200\$\$")" = "2008-02-29 18:29:59.123456" ]
'
ok 'taken messages are the oldest, whole, and nobody else'\''s while the lease lasts' '
	fill && [ "$(ids messages --pending)" = "9 10 11 13" ] && pf-query -w claim-messages --by me --limit 2 >got && [ "$(grep -c "\"attempts\":1," got)" = 2 ] && sed -i "s/\"attempts\":1,//" got && pf-query messages --id 9,10 >want && same want got && [ "$(ids messages --pending)" = "11 13" ] && [ "$(claim --limit 1)" = 11 ] && [ "$(claim)" = 13 ] && [ -z "$(claim)" ] &&
	[ "$(sql "select count(*) from discord_messages where claimed_by = \$\$me\$\$ and attempts = 1 and claimed_until between clock_timestamp() + interval \$\$14 minutes\$\$ and clock_timestamp() + interval \$\$16 minutes\$\$")" = 4 ] &&
	sql "update discord_messages set claimed_until = clock_timestamp() - interval \$\$1 second\$\$ where message_id in (\$\$10\$\$, \$\$13\$\$)" && [ "$(claim --lease 1)" = "10 13" ] && [ "$(sql "select string_agg(attempts::text, \$\$ \$\$ order by message_id) from discord_messages")" = "2 1 0 2 1" ]
'
ok 'without --write nothing is taken' '
	fill && exits 64 pf-query claim-messages --by me 2>err && [ "$(ids messages --pending)" = "9 10 11 13" ] && exits 64 pf-query -w claim-messages 2>err
'
ok 'what was tried too often, is frozen, or is in an open batch is left out' '
	fill && sql "update discord_messages set attempts = 5 where message_id = \$\$9\$\$; insert into discord_parsed_ideas (message_id, idea_index, idea_text, review_status) values (\$\$10\$\$, 0, \$\$x\$\$, \$\$reviewed\$\$);
		update discord_messages set batch_id = \$\$b\$\$ where message_id = \$\$11\$\$" && [ "$(ids messages --pending)" = 13 ] && [ "$(claim --max-attempts 6)" = "9 13" ] && [ -z "$(claim)" ] &&
	for s in validating in_progress completed expired cancelled; do pf-load >/dev/null <<-END || exit 1
	{"kind":"batch","batch_id":"b","state":"$s","created_at":"2008-10-14T00:00:00Z"}
	END
	[ -z "$(claim)" ] && [ "$(pf-query batches --open | jq -r .state)" = $s ] || exit 1; done && sql "update nlp_batches set state = \$\$collected\$\$" && [ "$(claim)" = 11 ] && [ -z "$(pf-query batches --open)" ] && [ "$(pf-query batches | pf-load | grep -c "\"unchanged\":1")" = 1 ]
'
ok 'what was taken so often and never answered becomes an error that says so, when nobody holds it any more' '
	fill && sql "update discord_messages set attempts = 5, claimed_by = \$\$gone\$\$, claimed_until = clock_timestamp() + case message_id when \$\$10\$\$ then interval \$\$1 hour\$\$ else interval \$\$-1 hour\$\$ end where message_id in (\$\$9\$\$, \$\$10\$\$)" && [ "$(claim --channel trades)" = "11 13" ] &&
	[ "$(ids messages --status error)" = "" ] && [ -z "$(claim)" ] && [ "$(ids messages --status error)" = 9 ] && [ "$(ids messages --status pending)" = "10 11 13" ] && [ "$(sql "select error_reason from discord_messages where message_id = \$\$9\$\$")" = "it was tried 5 times, and never answered" ] &&
	[ "$(claim --reparse-prompt x)" = 9 ] && pf-query -w claim-messages --by me --reparse-prompt x --limit 1 >got && [ ! -s got ] && sql "update discord_messages set claimed_until = null where message_id = \$\$9\$\$" && pf-query -w claim-messages --by me --reparse-prompt x >got && says "\"attempts\":2" got
'
ok 'what another prompt or model parsed is taken to be parsed again, each once' '
	fill && printf "{\"kind\":\"message_status\",\"message_id\":\"%s\",\"parse_status\":\"%s\",\"prompt_version\":\"%s\",\"parse_model\":\"%s\",\"attempts\":5}\n" 9 ok v1 rules 10 noise v2 rules 11 ok v2 gpt 13 skipped v1 rules | pf-load >/dev/null &&
	[ -z "$(claim)" ] && [ "$(ids messages --pending --reparse-prompt v2)" = 9 ] && [ "$(ids messages --pending --reparse-model gpt)" = "9 10" ] && [ "$(claim --reparse-prompt v2)" = 9 ] && [ "$(claim --reparse-model gpt)" = 10 ] && [ -z "$(claim --reparse-model gpt --reparse-prompt v2)" ] &&
	[ "$(sql "select string_agg(attempts || parse_status, \$\$ \$\$ order by message_id) from discord_messages where claimed_by is not null")" = "1noise 1ok" ]
'
ok 'eight take at once: each message goes to one of them' '
	sql "truncate discord_messages, discord_parsed_ideas" && for n in $(seq 1000 1399); do message $n 2008-10-14T15:00:00Z; done | pf-load >/dev/null && pids= && for w in 1 2 3 4 5 6 7 8; do
		while got=$(pf-query -w claim-messages --by w$w --limit 7 | tee -a took.$w | wc -l) && [ "$got" -gt 0 ]; do :; done & pids="$pids $!"
	done && for p in $pids; do wait "$p" || exit 1; done && cat took.* | jq -r .message_id | sort >all && [ "$(wc -l <all)" -eq 400 ] && [ "$(sort -u all | wc -l)" -eq 400 ]
'
ok 'who reads slowly holds no lock: rows come when the change is through' '
	fill && for n in $(seq 2000 2399); do message $n 2008-10-14T15:00:00Z "\"embeds\":\"$(printf "%01000d" 0)\""; done | pf-load >/dev/null && pf-query -w claim-messages --by slow --limit 1000 | { read -r first; sql "set lock_timeout = 1; update discord_messages set attempts = 9" && [ -n "$first" ] && [ "$(wc -l)" -eq 403 ]; }
'
ok 'how far channels were read: by what was said of them, else by what is stored' '
	fill && printf "%s\n" "{\"kind\":\"channel\",\"channel_id\":\"77\",\"channel_name\":\"trades\",\"last_message_id\":\"12\"}" "{\"kind\":\"channel\",\"channel_id\":\"99\",\"channel_name\":\"x\",\"status\":\"error\"}" | pf-load >/dev/null && pf-query message-cursors >got &&
	printf "%s\n" "{\"kind\":\"cursor\",\"of\":\"message\",\"channel_id\":\"77\",\"after\":\"12\"}" "{\"kind\":\"cursor\",\"of\":\"message\",\"channel_id\":\"78\",\"after\":\"9\"}" >want && same want got && [ "$(pf-query message-cursors --channel news | jq -r .after)" = 9 ]
'
usage() { # ID TIME MODEL COST
	echo "{\"kind\":\"usage\",\"id\":\"$1\",\"at\":\"$2\",\"model\":\"$3\",\"requests\":1,\"prompt_tokens\":10,\"cached_tokens\":1,\"completion_tokens\":5,\"cost_usd\":$4}"
}
ok 'what models cost, by day and model' '
	{ usage 1 2008-10-14T23:59:59Z m 0.001; usage 2 2008-10-15T00:00:00Z m 0.000000001; usage 3 2008-10-15T05:00:00Z m null; usage 4 2008-10-15T05:00:00Z n 2; } | pf-load >/dev/null && pf-query nlp-usage --since 2008-10-15 -f csv >got && cat >want <<-END && same want got
	date,model,requests,prompt_tokens,cached_tokens,completion_tokens,cost_usd,unpriced
	2008-10-15,m,2,20,2,10,0.000000001,1
	2008-10-15,n,1,10,1,5,2,
	END
	[ "$(pf-query nlp-usage --today | wc -l)" -eq 2 ] && [ "$(pf-query nlp-usage --until 2008-10-14 | jq .cost_usd)" = 0.001 ] || [ "$(pf-query nlp-usage --until 2008-10-14 | jq .cost_usd)" = 1e-3 ]
'
ok 'ideas load again without a change; by symbol, label, direction and day' '
	idea() { echo "{\"kind\":\"idea\",\"message_id\":\"$1\",\"soft_chunk_index\":0,\"local_idea_index\":$2,\"idea_index\":$2,\"idea_text\":\"x\",\"primary_symbol\":\"$3\",\"symbols\":[\"$3\",\"IBM\"],\"direction\":\"$4\",\"labels\":[\"OPTIONS\"],\"source_created_at\":\"$5\",\"model\":\"rules\",\"prompt_version\":\"1\",\"is_noise\":$6,\"strike\":12.50,\"levels\":[{\"kind\":\"entry\",\"value\":1.10}]}"; }
	{ idea 10 0 GOOG bullish 2008-10-14T15:00:00Z false; idea 10 1 MSFT bearish 2008-10-14T15:00:00Z false; idea 13 0 GOOG neutral 2008-10-15T01:00:01Z true; } | pf-load >/dev/null && [ "$(ids ideas)" = "10 10" ] && [ "$(ids ideas --all)" = "13 10 10" ] && pf-query ideas --all | pf-load >out && says "\"unchanged\":3" out &&
	[ "$(pf-query ideas --symbol goog | wc -l)" -eq 1 ] && [ "$(pf-query ideas --symbol ibm | wc -l)" -eq 2 ] && [ "$(pf-query ideas --label options --direction Bearish | jq -r .primary_symbol)" = MSFT ] && [ -z "$(pf-query ideas --since 2008-10-15)" ] && [ "$(ids ideas --message 13 --all)" = 13 ]
'
ok 'how often symbols are spoken of' '
	pf-query mentions -f csv >got && cat >want <<-END && same want got
	symbol,messages,ideas,bullish,bearish,score,sentiment,last_at
	GOOG,2,1,1,0,1,0.125,2008-10-14T16:00:00Z
	MSFT,1,1,0,1,-1,-0.25,2008-10-14T16:00:00Z
	END
	[ "$(pf-query mentions --symbol msft --since 2008-10-15)" = "" ] && [ "$(pf-query mentions --limit 1 | jq -r .symbol)" = GOOG ] &&
	sql "update discord_messages set deleted_at = now() where message_id = \$\$10\$\$" && [ "$(pf-query mentions | jq -s "map(.ideas) | add")" = 0 ] && [ "$(ids ideas)" = "" ] && [ "$(ids ideas --all)" = "13 10 10" ]
'
done_testing
