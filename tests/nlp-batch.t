#!/bin/sh
# pf-nlp batch, against OpenAI's side of pf-sandbox, where a batch goes on each time that it is asked about.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=10ms BATCH_OUTPUT_DIR=$scratch/w/batches
export PF_NOW PF_HTTP_BACKOFF BATCH_OUTPUT_DIR
unset PF_OPENAI_URL OPENAI_MODEL_MAIN

# message ID CONTENT [MORE]: a record; CONTENT and MORE are JSON
message() {
	printf '{"kind":"message","message_id":"%s","channel":"trading","author":"ann","timestamp":"2008-10-14T15:00:00Z","content":%s%s}\n' "$1" "$2" "${3:+,$3}"
}
messages() {
	for m_i in $(seq "$1" "$2"); do message "$m_i" "\"Bought \$GOOG at 35$m_i today, target 400\"" '"attempts":1'; done
}
# has N TEXT: there are N records with that text in got
has() {
	[ "$(grep -cF -- "$2" got)" -eq "$1" ] || { echo "not $1 records with $2:"; cat got err; return 1; }
}
# serve ARGS: a vendor of this test alone, with nothing submitted; ended with the test
serve() {
	rm -rf "$BATCH_OUTPUT_DIR" "$PF_STATE_DIR/nlp" env.own log
	pf-sandbox serve -q --port 0 --env env.own --log log "$@" 2>sandbox.err &
	own=$!
	trap 'kill $own 2>/dev/null' EXIT # however the test ends, which is a subshell
	while [ ! -s env.own ] && kill -0 $own 2>/dev/null; do sleep 0.02; done
	. ./env.own
	export OPENAI_API_KEY PF_OPENAI_URL
}
# forget ARGS: a vendor that knows of nothing takes the place of the one that serve began
forget() {
	mv "$BATCH_OUTPUT_DIR" kept && kill $own && serve "$@" && mv kept "$BATCH_OUTPUT_DIR"
}
made() {
	grep -c '"POST","path":"/v1/batches"' log
}
collect() {
	pf-nlp batch collect --wait --poll 10ms "$@" </dev/null >got 2>err
}

ok 'messages go out, wait, and come back as ideas' '
	serve && { messages 1 3; message 4 "\"!help\""; echo "{\"kind\":\"bar\",\"open\":1.50}"; } >in &&
	pf-nlp batch submit --max-usd 1 <in >got 2>err && has 1 "\"kind\":\"batch\"" && has 3 "\"parse_status\":\"pending\"" && has 1 "\"parse_status\":\"skipped\"" && has 1 "{\"kind\":\"bar\",\"open\":1.50}" &&
	has 3 "\"claimed_until\":\"2008-10-16T06:00:00Z\"" && [ "$(made)" -eq 1 ] &&
	ls "$BATCH_OUTPUT_DIR" | sed "s/^[^.]*//" | sort >files && printf "%s\n" .journal.jsonl .messages.jsonl .requests.jsonl | cat - files | sort | uniq -d | wc -l | grep -qx 3 &&
	collect && has 3 "\"parse_status\":\"ok\"" && has 3 "\"kind\":\"idea\"" && has 3 "\"purpose\":\"batch\"" && tail -n 1 got | grep -q "\"state\":\"collected\"" &&
	grep "\"kind\":\"idea\"" got | grep -q "\"model\":\"gpt-5.1-2025-11-13\",\"prompt_version\":\"ideas-1+" &&
	collect && [ ! -s got ]
'
ok 'half the price, and the ledger has what was told' '
	serve && messages 1 2 | pf-nlp batch submit --max-usd 1 >got 2>err && collect &&
	told=$(sed -n "s/.*\"cost_usd\":\([0-9.]*\).*/\1/p" got | awk "{ s += \$1 } END { printf \"%.9f\", s }") &&
	kept=$(sed -n "s/.*\"kind\":\"spent\".*\"usd\":\([0-9.]*\),\"held\".*/\1/p" "$PF_STATE_DIR"/nlp/spent/2008-10-15.jsonl | awk "{ s += \$1 } END { printf \"%.9f\", s }") &&
	[ "$told" = "$kept" ] &&
	u=$(grep -m 1 "\"kind\":\"usage\"" got) && awk -v u="$u" "BEGIN {
		match(u, /\"prompt_tokens\":[0-9]+/); p = substr(u, RSTART + 16, RLENGTH - 16); match(u, /\"cached_tokens\":[0-9]+/); c = substr(u, RSTART + 16, RLENGTH - 16)
		match(u, /\"completion_tokens\":[0-9]+/); o = substr(u, RSTART + 20, RLENGTH - 20); match(u, /\"cost_usd\":[0-9.]+/); d = substr(u, RSTART + 11, RLENGTH - 11)
		x = ((p - c) * 1.25 + c * 0.125 + o * 10) / 2000000; exit !(x - d < 1e-12 && d - x < 1e-12) }"
'
ok 'a message that comes again is told where it is, and not submitted' '
	serve && messages 1 3 >in && pf-nlp batch submit <in >got 2>err && pf-nlp batch submit <in >got 2>err && has 3 "\"batch_id\":\"batch" && has 0 "\"kind\":\"batch\"" && [ "$(made)" -eq 1 ] &&
	messages 1 4 | pf-nlp batch submit >got 2>err && has 1 "\"kind\":\"batch\"" && has 4 "\"parse_status\":\"pending\"" && [ "$(made)" -eq 2 ] &&
	message 1 "\"Sold \$GOOG at 360, I am out\"" | pf-nlp batch submit >got 2>err && [ "$(made)" -eq 3 ]
'
ok 'without the files nothing is submitted twice either: the vendor has its list' '
	serve && messages 1 3 >in && pf-nlp batch submit <in >got 2>err && rm -rf "$BATCH_OUTPUT_DIR" &&
	pf-nlp batch submit <in >got 2>err && has 3 "\"batch_id\":\"batch" && [ "$(made)" -eq 1 ] && collect && has 3 "\"parse_status\":\"ok\"" && has 1 "\"state\":\"collected\""
'
ok 'batch records name what is to be collected, with the messages where no file has them' '
	serve && messages 1 3 >in && pf-nlp batch submit <in >submitted 2>err && grep "\"kind\":\"batch\"" submitted >batches.jsonl && rm -rf "$BATCH_OUTPUT_DIR" &&
	cat batches.jsonl in | pf-nlp batch collect --wait --poll 10ms >got 2>err && has 3 "\"parse_status\":\"ok\"" && cp got first &&
	pf-nlp batch collect <batches.jsonl >got 2>err && has 3 "\"parse_status\":\"ok\"" && grep "\"kind\":\"idea\"" first >a && grep "\"kind\":\"idea\"" got >b && same a b
'
ok 'what was collected and not stored is collected again when its messages come again' '
	serve && messages 1 3 >in && pf-nlp batch submit <in >got 2>err && collect && mv got lost &&
	pf-nlp batch submit <in >got 2>err && has 3 "\"batch_id\":\"batch" && [ "$(made)" -eq 1 ] && collect && has 3 "\"parse_status\":\"ok\""
'
ok 'files have their limits' '
	serve && messages 1 5 | pf-nlp batch submit --max-requests 2 >got 2>err && has 3 "\"kind\":\"batch\"" && [ "$(made)" -eq 3 ] && collect && has 5 "\"parse_status\":\"ok\"" && has 3 "\"state\":\"collected\""
'
ok 'one that expires keeps what was answered; the rest is tried again, and this does not count' '
	serve --fault openai:batch_expired && messages 1 4 >in && pf-nlp batch submit <in >got 2>err && collect &&
	n=$(grep -c "\"parse_status\":\"ok\"" got) && [ "$n" -gt 0 ] && [ "$n" -lt 4 ] && has $((4 - n)) "\"attempts\":0,\"claimed_by\":null" &&
	pf-nlp batch submit <in >got 2>err && [ "$(made)" -eq 2 ] && has 1 "\"kind\":\"batch\""
'
ok 'lines that failed and lines that are in no file are tried again' '
	serve --fault openai:lines_failed && messages 1 4 | pf-nlp batch submit >got 2>err && exits 75 collect && has 2 "\"parse_status\":\"ok\"" && has 2 "\"parse_status\":\"pending\",\"error_reason\":\"500: " &&
	kill $own && serve --fault openai:lines_lost && messages 1 4 | pf-nlp batch submit >got 2>err && collect && has 2 "\"parse_status\":\"ok\"" && has 2 "has no answer to it"
'
ok 'one that failed for a limit says why, is no success, and no try' '
	serve --fault openai:batch_failed && messages 1 2 | pf-nlp batch submit >got 2>err && exits 75 collect && has 2 "\"parse_status\":\"pending\",\"error_reason\":\"batch batch_" && has 2 "\"attempts\":0," && says "none of its 2 messages was answered" err
'
ok 'status and cancel' '
	serve --fault openai:batch_pending=50 && messages 1 2 | pf-nlp batch submit >got 2>err && exits 1 pf-nlp batch status >got 2>err && has 1 "\"kind\":\"batch\"" &&
	pf-nlp batch collect </dev/null >got 2>err && has 0 message_status && exits 64 pf-nlp batch cancel 2>err && pf-nlp batch cancel --all >got 2>err && has 1 "\"state\":\"cancel" &&
	collect && has 2 "\"kind\":\"message_status\"" && has 1 "\"state\":\"collected\""
'
ok 'a limit holds for batches too, and what does not fit stays pending' '
	serve && messages 1 4 >in && exits 75 pf-nlp batch submit --max-usd 0.08 <in >got 2>err && has 1 "\"kind\":\"batch\"" && n=$(grep -c "\"attempts\":0" got) && [ "$n" -ge 1 ] && [ "$n" -le 3 ] &&
	exits 75 pf-nlp batch submit --max-usd 0.001 <in >got 2>err && [ "$(made)" -eq 1 ] && exits 78 pf-nlp batch submit --max-usd 1 --model gpt-9 <in 2>err
'
ok 'a vendor that is down leaves a submission that the next run sends' '
	serve --fault openai/submit:500:@1 && messages 1 2 >in && exits 75 pf-nlp batch submit <in >got 2>err && has 2 "\"claimed_by\":\"batch " && has 2 "\"batch_id\":null" &&
	pf-nlp batch submit <in >got 2>err && has 1 "\"kind\":\"batch\"" && collect && has 2 "\"parse_status\":\"ok\""
'
ok 'a batch that was made though no answer said so is found, and paid for once' '
	serve --fault openai/submit:cut=20:@1 && messages 1 2 >in && exits 75 pf-nlp batch submit <in >got 2>err && has 0 "\"kind\":\"batch\"" &&
	pf-nlp batch submit <in >got 2>err && has 2 "\"batch_id\":\"batch" && says "nobody wrote it down" err && [ "$(made)" -eq 1 ] && collect && has 2 "\"parse_status\":\"ok\""
'
ok 'two at once are one after the other' '
	serve && mkdir -p "$BATCH_OUTPUT_DIR" && messages 1 1 >in && exits 75 flock "$BATCH_OUTPUT_DIR/lock" pf-nlp batch submit <in >got 2>err && says "already running" err
'
ok 'answers that the vendor lost are tried again, and others are collected all the same' '
	serve && messages 1 2 | pf-nlp batch submit >got 2>err && collect_files=$BATCH_OUTPUT_DIR && messages 3 4 | pf-nlp batch submit >got 2>err &&
	id=$(sed -n "s/.*\"kind\":\"batch\",\"batch_id\":\"\([^\"]*\)\".*/\1/p" "$(ls "$collect_files"/*.journal.jsonl | head -n 1)") &&
	for i in 1 2 3 4; do pf-nlp batch status "$id" >got 2>err; done; file=$(sed -n "s/.*\"output_file_id\":\"\([^\"]*\)\".*/\1/p" got) &&
	curl -sSf -X DELETE -H "Authorization: Bearer $OPENAI_API_KEY" "$PF_OPENAI_URL/v1/files/$file" >/dev/null &&
	exits 65 collect && has 2 "\"parse_status\":\"ok\"" && has 2 "the vendor does not have its answers any more" && has 2 "\"state\":\"collected\"" && says "does not have its output" err
'
ok 'a batch that the vendor does not know does not keep others from being collected' '
	serve && messages 1 2 | pf-nlp batch submit >got 2>err && messages 3 4 | pf-nlp batch submit >got 2>err &&
	sed -i "s/\"batch_id\":\"batch_[^\"]*/\"batch_id\":\"batch_none/" "$(ls "$BATCH_OUTPUT_DIR"/*.journal.jsonl | head -n 1)" && exits 69 collect && has 2 "\"parse_status\":\"ok\"" && says "pf-nlp batch cancel batch_none" err &&
	exits 69 pf-nlp batch status batch_none >got 2>err && says "pf-nlp batch cancel batch_none" err && exits 69 pf-nlp batch cancel --all >got 2>err && has 0 message_status
'
ok 'it is given up when it is named: its messages are free, that is told, and again when it was not stored' '
	serve && messages 1 2 >in && pf-nlp batch submit <in >got 2>err && id=$(sed -n "s/.*\"batch\",\"batch_id\":\"\([^\"]*\)\".*/\1/p" got) && forget && messages 3 4 | pf-nlp batch submit >got 2>err &&
	pf-nlp batch cancel "$id" >got 2>err && cp got first && [ "$(wc -l <got)" -eq 4 ] &&
	has 2 "\"parse_status\":\"pending\",\"error_reason\":\"batch $id: the vendor does not know it, and it was given up\",\"batch_id\":null,\"attempts\":0,\"claimed_by\":null,\"claimed_until\":null}" &&
	has 1 "\"kind\":\"batch\",\"batch_id\":\"$id\",\"submission\":" && has 1 "\"state\":\"failed\"" && has 1 "\"event\":\"given-up\",\"level\":\"warning\",\"subject\":\"$id\"" &&
	echo "{\"kind\":\"batch\",\"batch_id\":\"$id\",\"state\":\"validating\"}" | pf-nlp batch collect --wait --poll 10ms >got 2>err && has 2 "\"parse_status\":\"ok\"" && has 2 "and it was given up\",\"batch_id\":null" &&
	pf-nlp batch cancel "$id" >got && same first got && pf-nlp batch cancel batch_other >got && has 1 "no file here tells" && has 1 "\"state\":\"failed\"" &&
	pf-nlp batch submit <in >got 2>err && has 1 "\"kind\":\"batch\"" && has 2 "\"claimed_by\":\"batch " && [ "$(made)" -eq 2 ] && collect && has 2 "\"parse_status\":\"ok\"" && pf-nlp batch status >got && [ ! -s got ]
'
ok 'what was given up and is in the list of the vendor after all is taken up again' '
	serve && messages 1 2 >in && pf-nlp batch submit <in >got 2>err && sed -i "s/\"batch_id\":\"batch_[^\"]*/\"batch_id\":\"batch_none/" "$BATCH_OUTPUT_DIR"/*.journal.jsonl && pf-nlp batch cancel batch_none >got 2>err && has 2 "\"claimed_by\":null" &&
	pf-nlp batch submit <in >got 2>err && says "nobody wrote it down" err && has 2 "\"batch_id\":\"batch_" && [ "$(made)" -eq 1 ] && collect && has 2 "\"parse_status\":\"ok\""
'
ok 'a file that the vendor refuses is given up, and its messages are free' '
	serve --fault openai/upload:400 && messages 1 2 >in && exits 69 pf-nlp batch submit <in >got 2>err && has 2 "\"parse_status\":\"pending\",\"error_reason\":\"openai: /files: 400" && has 2 "\"claimed_by\":null" &&
	pf-nlp batch submit </dev/null >got 2>err && [ ! -s got ]
'
ok 'a batch that is found at the vendor is known by whom its requests ask, and one whose requests are gone is left' '
	serve && messages 1 3 >in && OPENAI_MODEL_MAIN=gpt-5.1 pf-nlp batch submit <in >got 2>err && rm -rf "$BATCH_OUTPUT_DIR" &&
	OPENAI_MODEL_MAIN=gpt-5.1 pf-nlp batch submit <in >got 2>err && [ "$(made)" -eq 1 ] && collect && has 3 "\"parse_status\":\"ok\"" &&
	file=$(sed -n "s/.*\"input_file_id\":\"\([^\"]*\)\".*/\1/p" got | head -n 1) && curl -sSf -X DELETE -H "Authorization: Bearer $OPENAI_API_KEY" "$PF_OPENAI_URL/v1/files/$file" >/dev/null && rm -rf "$BATCH_OUTPUT_DIR" &&
	messages 4 5 | pf-nlp batch submit >got 2>err && has 1 "\"kind\":\"batch\"" && [ "$(made)" -eq 2 ]
'
ok 'nothing to do is nothing' 'serve && pf-nlp batch submit </dev/null >got && [ ! -s got ] && pf-nlp batch collect </dev/null >got && [ ! -s got ] && pf-nlp batch status >got && [ ! -s got ] && exits 64 pf-nlp batch'
done_testing
