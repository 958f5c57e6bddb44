#!/bin/sh
# Several pf-nlp at one queue: each message is parsed once, whatever becomes of one of them.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# work NAME: take messages and parse them until there are none
work() {
	while pf-query -w claim-messages --by "$1" --limit 9 >claimed.$1 && [ -s claimed.$1 ]; do
		jq -r .message_id claimed.$1 >>took.$1
		pf-nlp parse --engine rules <claimed.$1 | pf-load >/dev/null 2>>err.$1 || return
	done
}

for n in $(seq 1000 1399); do
	echo "{\"kind\":\"message\",\"message_id\":\"$n\",\"channel\":\"trades\",\"author\":\"ann\",\"content\":\"bought \$GOOG at $n today, target $((n + 50))\",\"timestamp\":\"2008-10-14T15:00:00Z\"}"
done >messages
pf-load messages >/dev/null || exit 1

ok 'eight processes parse each message once' '
	pids= && for w in 1 2 3 4 5 6 7 8; do work $w & pids="$pids $!"; done && for p in $pids; do wait "$p" || { cat err.*; exit 1; }; done
	[ "$(cat took.* | wc -l)" -eq 400 ] && [ "$(cat took.* | sort -u | wc -l)" -eq 400 ] &&
	[ "$(sql "select count(*), min(attempts), max(attempts), count(claimed_by) from discord_messages where parse_status = \$\$ok\$\$")" = "400|1|1|0" ] &&
	[ "$(sql "select count(distinct message_id) from discord_parsed_ideas where primary_symbol = \$\$GOOG\$\$")" = 400 ] || { sql "select parse_status, attempts, count(*) from discord_messages group by 1, 2"; exit 1; }
'
ok 'parsed again, they have the same ideas, and no row is written for them' '
	sql "select * from discord_parsed_ideas order by 2, 3" >want && pf-query messages | pf-nlp parse --engine rules | pf-load >out && grep "\"table\":\"discord_parsed_ideas\"" out >sum && says "\"inserted\":0,\"updated\":0" sum && sql "select * from discord_parsed_ideas order by 2, 3" >got && same want got
'
ok 'what one that was killed had taken is free when its lease is over' '
	sql "update discord_messages set parse_status = \$\$pending\$\$; truncate discord_parsed_ideas" && pf-query -w claim-messages --by dead --limit 100 --lease 1 >/dev/null && sql "select pg_sleep(1.1)" >/dev/null && rm -f took.* && work 9 &&
	[ "$(sort -u took.9 | wc -l)" -eq 400 ] && [ "$(sql "select count(*) filter (where attempts = 3), count(*) filter (where attempts = 2) from discord_messages where parse_status = \$\$ok\$\$")" = "100|300" ]
'
done_testing
