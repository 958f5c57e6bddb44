#!/bin/sh
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset OPENAI_API_KEY OPENAI_BASE_URL PF_OPENAI_URL
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

# message ID CONTENT [MORE]: a record; CONTENT and MORE are JSON
message() {
	printf '{"kind":"message","message_id":"%s","channel":"trading","author":"ann","timestamp":"2008-10-14T15:00:00Z","content":%s%s}\n' "$1" "$2" "${3:+,$3}"
}

kinds() {
	sed -n 's/^{"kind":"\([a-z_]*\)".*/\1/p'
}

# field NAME: of each record that has it, a line each
field() {
	sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"
}

ok 'ideas, their complete and the status come in this order, and other kinds go on' '
	{ message 1 "\"Bought \$GOOG at 350 today, looks strong\"" "\"sentiment_score\":0.5"; echo "{\"kind\":\"bar\",\"open\":1.50}"; message 2 "\"nothing to see in here\""; } |
		pf-nlp parse --engine rules >got &&
	kinds <got >kinds && printf "%s\n" idea complete message_status bar complete message_status >want && same want kinds &&
	says "{\"kind\":\"bar\",\"open\":1.50}" got &&
	says "\"kind\":\"complete\",\"of\":\"idea\",\"message_id\":\"1\",\"count\":1" got &&
	says "\"message_id\":\"1\",\"parse_status\":\"ok\",\"error_reason\":null,\"parse_model\":\"rules\",\"prompt_version\":\"rules-1\"" got &&
	says "\"message_id\":\"2\",\"parse_status\":\"noise\"" got &&
	says "\"claimed_by\":null,\"claimed_until\":null" got
'
ok 'a message that a rule skips has a status with the reason, and no ideas: what was found before its text was changed goes' '
	{ message 1 "\"!help me\""; message 2 "\"https://example.com/x\""; message 3 "\"  \""; message 4 "\"lol ok\""; } | pf-nlp parse --engine rules >got &&
	field error_reason <got >reasons && printf "%s\n" bot_command url_only empty empty_after_clean >want && same want reasons &&
	[ "$(grep -c "\"parse_status\":\"skipped\"" got)" -eq 4 ] && [ "$(grep -c "\"of\":\"idea\",\"message_id\":\"[1-4]\",\"count\":0," got)" -eq 4 ] && [ "$(wc -l <got)" -eq 8 ]
'
ok 'a message without content is refused with its line, the others go on' '
	{ echo "{\"kind\":\"message\",\"message_id\":\"7\"}"; echo "no record"; message 1 "\"nothing to see in here\""; } >in &&
	exits 65 pf-nlp parse --engine rules <in >got 2>err &&
	says "standard input:1: message 7: content is missing" err && says "standard input:2:" err &&
	says "\"message_id\":\"1\",\"parse_status\":\"noise\"" got
'
ok 'no input is nothing to do' 'pf-nlp parse --engine rules </dev/null >got && [ ! -s got ]'
ok 'openai without a key is 78, and rules stand in where nothing was asked for, said once' '
	message 1 "\"nothing to see in here\"" >in &&
	exits 78 pf-nlp parse --engine openai <in 2>err && says OPENAI_API_KEY err &&
	pf-nlp <in >got 2>err && says "by rules" err && [ "$(wc -l <err)" -eq 1 ] && says "\"parse_model\":\"rules\"" got &&
	pf-nlp parse --model rules <in >got 2>err && [ ! -s err ] && pf-nlp --engine rules <in >other 2>err && same got other && pf-nlp --min-confidence 0.5 parse --engine rules <in >other && same got other &&
	exits 64 pf-nlp --engine rules prase <in 2>err && says "did you mean '"'parse'"'" err
'
ok 'a full disk is no success' 'message 1 "\"nothing to see in here\"" | exits 74 pf-nlp parse --engine rules >/dev/full'
ok '--limit leaves what is behind it as it is, --messages prints messages first' '
	{ message 1 "\"nothing to see in here\""; message 2 "\"nothing to see in here\""; } >in &&
	pf-nlp parse --engine rules --limit 1 <in >got && [ "$(grep -c message_status got)" -eq 1 ] &&
	pf-nlp parse --engine rules --messages <in >got && kinds <got >kinds &&
	printf "%s\n" message complete message_status message complete message_status >want && same want kinds
'
# rules.tsv: a text, a tab, the summaries of its ideas with " | " between, or "-"
cat >"$scratch/ask.awk" <<'END'
{ gsub(/"/, "\\\"", $1); printf "{\"kind\":\"message\",\"message_id\":\"%d\",\"channel\":\"c\",\"author\":\"ann\",\"timestamp\":\"2025-01-06T15:00:00Z\",\"content\":\"%s\"}\n", NR, $1 }
END
cat >"$scratch/sum.awk" <<'END'
/"kind":"idea"/ { s = $0; sub(/.*"idea_summary":"/, "", s); sub(/","context_summary".*/, "", s); all = all (all == "" ? "" : " | ") s }
/"kind":"message_status"/ { print all == "" ? "-" : all; all = "" }
END
ok 'the rules find what is written and nothing else, and the same again' '
	awk -F"\t" -f "$scratch/ask.awk" "$data/nlp/rules.tsv" >in && cut -f2 "$data/nlp/rules.tsv" >want &&
	pf-nlp parse --engine rules <in >got && awk -f "$scratch/sum.awk" <got >sums && same want sums &&
	pf-nlp parse --engine rules <in >again && same got again
'
ok 'a table that is broken is 78 with its place, one that is missing 66' '
	mkdir -p share/nlp && printf "did\tbought\tbuy\ndid\tsold\tvanish\n" >share/nlp/rules.tsv &&
	exits 78 env PF_DATA_DIR=share pf-nlp parse --engine rules </dev/null 2>err && says "rules.tsv:2: " err &&
	exits 66 env PF_DATA_DIR=nowhere pf-nlp parse --engine rules </dev/null
'
ok 'figures keep their digits, dates and kinds their words' '
	message 1 "\"Bought \$GOOG 412.50c 1/16 @ 12.3400, target 1,234.567890123\"" | pf-nlp parse --engine rules >got &&
	says "\"strike\":412.5,\"expiry\":\"2009-01-16\",\"premium\":12.34," got && says "\"value\":1234.567890123," got &&
	says "\"instrument\":\"option\",\"direction\":\"bullish\",\"action\":\"buy\"" got && says "\"labels\":[\"TRADE_EXECUTION\",\"OPTIONS\"]" got
'
ok 'symbols that pf-link found are those of its ideas' '
	message 1 "\"bought Apple today, Google looks weak\"" "\"symbols\":[{\"symbol\":\"AAPL\",\"how\":\"alias\",\"confidence\":0.8,\"text\":\"Apple\",\"at\":7},{\"symbol\":\"GOOG\",\"how\":\"alias\",\"confidence\":0.8,\"text\":\"Google\",\"at\":20}]" | pf-nlp parse --engine rules >got &&
	grep -c "\"kind\":\"idea\"" got && says "\"idea_summary\":\"buy AAPL, bullish\"" got && says "\"idea_summary\":\"GOOG, bearish\"" got
'
done_testing
