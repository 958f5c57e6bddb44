#!/bin/sh
# pf-nlp with a model that is asked now, against OpenAI's side of pf-sandbox.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=10ms
export PF_NOW PF_HTTP_BACKOFF
unset PF_OPENAI_URL OPENAI_MODEL_TRIAGE OPENAI_MODEL_MAIN OPENAI_MODEL_ESCALATION OPENAI_MODEL_LONG

# message ID CONTENT [MORE]: a record; CONTENT and MORE are JSON
message() {
	printf '{"kind":"message","message_id":"%s","channel":"trading","author":"ann","timestamp":"2008-10-14T15:00:00Z","content":%s%s}\n' "$1" "$2" "${3:+,$3}"
}
good='"Bought $GOOG at 350 today, target 400"'
# has N TEXT: there are N records with that text
has() {
	[ "$(grep -cF -- "$2" got)" -eq "$1" ] || { echo "not $1 records with $2:"; cat got; return 1; }
}
# with FAULT STATUS ARGS <messages: a run against a vendor with that fault, "none" being none; records to got
with() {
	w_fault=$1 w_status=$2
	shift 2
	cat >in
	if [ "$w_fault" = none ]; then set -- -- pf-nlp parse --engine openai "$@"; else set -- --fault "openai:$w_fault" -- pf-nlp parse --engine openai "$@"; fi
	exits "$w_status" pf-sandbox run -q "$@" <in >got 2>err || { cat err; return 1; }
}

ok 'a message becomes ideas, with the model that answered and the version of the words' '
	message 1 "$good" | with none 0 &&
	has 1 "\"kind\":\"idea\"" && has 1 "\"primary_symbol\":\"GOOG\"" && has 1 "\"of\":\"idea\",\"message_id\":\"1\",\"count\":1" &&
	has 1 "\"parse_status\":\"ok\"" && has 2 "\"prompt_version\":\"ideas-1+" && has 1 "\"purpose\":\"triage\"" && has 1 "\"purpose\":\"main\"" &&
	grep "\"kind\":\"idea\"" got | grep -q "\"model\":\"gpt-5.1-2025-11-13\"" && ! grep -q sk- err
'
ok 'triage, the main model and the one for long texts, by the variables' '
	long=$(printf "the weather was fine and we went for a walk %.0s" $(seq 50)) &&
	{ message 1 "$good"; message 2 "\"Bought \$GOOG at 350. $long\""; message 3 "\"good morning to all of you\""; } >m &&
	OPENAI_MODEL_LONG=gpt-5.2 with none 0 <m && has 3 "\"purpose\":\"triage\"" && has 1 "\"purpose\":\"long\"" && grep "\"purpose\":\"long\"" got | grep -q "\"model\":\"gpt-5.2" &&
	has 1 "\"parse_status\":\"noise\",\"error_reason\":\"triage" &&
	with none 0 --skip-triage --long-context <m && has 3 "\"purpose\":\"long\"" && has 0 "\"purpose\":\"triage\"" &&
	OPENAI_LONG_CONTEXT_THRESHOLD_CHARS=10 with none 0 --skip-triage <m && has 3 "\"purpose\":\"long\""
'
ok 'who is not sure enough is followed by the model for escalation' '
	message 1 "$good" | OPENAI_ESCALATION_THRESHOLD=1 OPENAI_MODEL_ESCALATION=gpt-5.2 with none 0 --skip-triage &&
	has 1 "\"purpose\":\"escalation\"" && has 1 "\"kind\":\"idea\"" && grep "\"kind\":\"idea\"" got | grep -q "\"model\":\"gpt-5.2" &&
	message 1 "$good" | OPENAI_ESCALATION_THRESHOLD=0 with none 0 --skip-triage && has 0 "\"purpose\":\"escalation\""
'
for fault in prose fence enum levels nul many=20; do
	ok "an answer that is not of the form is none: $fault" '
		message 1 "$good" "\"attempts\":1" | with "$fault" 75 --skip-triage &&
		has 0 "\"kind\":\"idea\"" && has 0 "\"kind\":\"complete\"" && has 1 "\"parse_status\":\"pending\",\"error_reason\":\"the answer is not of the form" && grep -q "\"purpose\":\"escalation\"" got &&
		message 1 "$good" "\"attempts\":3" | with "$fault" 65 --skip-triage && has 0 "\"kind\":\"idea\"" && has 1 "\"parse_status\":\"error\""
	'
done
ok 'a symbol that is not in the text, and an empty list, are no ideas' '
	message 1 "$good" | with symbol 0 --skip-triage && has 0 "\"kind\":\"idea\"" && has 1 "\"parse_status\":\"noise\",\"error_reason\":\"ZZQX is not in the message" &&
	message 1 "$good" | with none:@1 0 --skip-triage && has 0 "\"kind\":\"idea\"" && has 1 "\"parse_status\":\"noise\",\"error_reason\":null" && has 1 "\"count\":0"
'
ok 'a refusal and a filter are errors with their reason, asked once' '
	message 1 "$good" "\"attempts\":1" | with refusal 65 --skip-triage && has 1 "\"parse_status\":\"error\",\"error_reason\":\"refused" && has 1 "\"kind\":\"usage\"" &&
	message 1 "$good" "\"attempts\":1" | with filter 65 --skip-triage && has 1 "\"parse_status\":\"error\",\"error_reason\":\"content_filter" && has 0 "\"kind\":\"idea\""
'
ok 'an answer that was cut off is asked for once more, with more room' '
	message 1 "$good" | with length:@1 0 --skip-triage && has 1 "\"kind\":\"idea\"" && has 2 "\"purpose\":\"main\"" &&
	message 1 "$good" | with length 65 --skip-triage && has 0 "\"kind\":\"idea\"" && has 1 "\"error_reason\":\"truncated"
'
ok 'a stall ends' '
	message 1 "$good" "\"attempts\":1" | PF_HTTP_TIMEOUT=300ms with stall=30 75 --skip-triage && has 0 "\"kind\":\"idea\"" && has 1 "\"parse_status\":\"pending\""
'
ok 'a spent quota pauses: what is left is pending, claimed by nobody, and this try does not count' '
	for i in 1 2 3 4 5; do message $i "$good" "\"attempts\":2"; done | with quota 75 &&
	has 5 "\"parse_status\":\"pending\"" && has 5 "\"attempts\":1,\"claimed_by\":null,\"claimed_until\":null" && says "messages that stay pending: 5" err
'
ok 'what is refused of each message alike ends the asking: a setting at once, all else after some' '
	for i in 1 2 3 4 5 6; do message $i "$good" "\"attempts\":2"; done | with none 69 --skip-triage --temperature 9 && has 6 "\"attempts\":1,\"claimed_by\":null" && says temperature err &&
	for i in $(seq 40); do message $i "$good" "\"attempts\":2"; done | with page 69 --skip-triage && [ "$(grep -c "\"attempts\":1" got)" -ge 30 ] && says "messages that stay pending: " err
'
ok 'what the vendor asks to be sent again is' '
	for f in retry_ms:2 server_error:2 tokens=0:1 should_retry:1; do message 1 "$good" | with "$f" 0 --skip-triage && has 1 "\"kind\":\"idea\"" || exit; done &&
	message 1 "$good" | with obey 75 --skip-triage && has 1 "\"parse_status\":\"pending\""
'
ok 'a key that is refused is 77, a model that nobody knows 69, and nothing is lost' '
	message 1 "$good" "\"attempts\":1" >in &&
	exits 77 pf-sandbox run -q -- env OPENAI_API_KEY=sk-other pf-nlp parse --engine openai <in >got 2>err && has 1 "\"parse_status\":\"pending\"" && ! grep -q sk-other err &&
	message 1 "$good" | with none 69 --skip-triage --model gpt-none && has 1 "\"parse_status\":\"pending\""
'
ok 'the most that a request can cost is held before it is sent' '
	rm -rf "$PF_STATE_DIR/nlp" &&
	for i in 1 2 3 4; do message $i "$good" "\"attempts\":1"; done >m &&
	with none 75 --skip-triage --concurrency 1 --max-usd 0.05 <m && has 0 "\"kind\":\"usage\"" && has 4 "\"attempts\":0" && says "--max-usd 0.05: this run has cost 0 US dollars" err &&
	with none 0 --skip-triage --max-usd 1 <m && has 4 "\"kind\":\"usage\"" && has 4 "\"parse_status\":\"ok\"" &&
	with none 75 --skip-triage --max-usd-day 0.07 <m && says "--max-usd-day 0.07: this day has cost 0.0" err &&
	with none 78 --skip-triage --max-usd 1 --model gpt-4.9 <m && says "its price is not known" err
'
ok 'eight at once keep one limit of the day, and what they spent is what they told' '
	rm -rf "$PF_STATE_DIR/nlp" &&
	for p in 1 2 3 4 5 6 7 8; do for i in 1 2 3 4 5; do message $p$i "$good"; done >in.$p; done &&
	pf-sandbox run -q -- sh -c "
		for p in 1 2 3 4 5 6 7 8; do pf-nlp -q parse --engine openai --skip-triage --max-usd-day 0.4 <in.\$p >out.\$p & done; wait" &&
	cat out.[1-8] >got && has 40 "\"kind\":\"message_status\"" &&
	told=$(sed -n "s/.*\"cost_usd\":\([0-9.]*\).*/\1/p" got | awk "{ s += \$1 } END { printf \"%.9f\", s }") &&
	kept=$(sed -n "s/.*\"kind\":\"spent\".*\"usd\":\([0-9.]*\),\"held\".*/\1/p" "$PF_STATE_DIR"/nlp/spent/2008-10-15.jsonl | awk "{ s += \$1 } END { printf \"%.9f\", s }") &&
	[ "$told" = "$kept" ] && awk "BEGIN { exit !($told > 0 && $told <= 0.4) }"
'
ok 'what it would cost is told, and nobody asked' '
	{ message 1 "$good"; message 2 "$good"; } | exits 0 env OPENAI_API_KEY=none PF_OPENAI_URL=http://127.0.0.1:1 pf-nlp parse --engine openai -n >got 2>err &&
	has 2 "\"kind\":\"plan\"" && has 2 "\"requests\":2" && has 2 "\"prices_as_of\":\"2026-11-22\"" && has 0 message_status
'
ok 'settings that are none are 78' '
	message 1 "$good" >in &&
	for v in OPENAI_ESCALATION_THRESHOLD=2 OPENAI_MAX_OUTPUT_TOKENS=many OPENAI_LONG_CONTEXT_THRESHOLD_CHARS=-1; do
		exits 78 env OPENAI_API_KEY=none "$v" pf-nlp parse --engine openai <in 2>err && says "${v%%=*}" err || exit
	done &&
	exits 66 env OPENAI_API_KEY=none OPENAI_PROMPT_VERSION=nobody pf-nlp parse --engine openai <in 2>err &&
	exits 64 env OPENAI_API_KEY=none pf-nlp parse --engine openai --concurrency 0 <in 2>err
'
done_testing
