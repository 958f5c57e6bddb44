#!/bin/sh
# pf-nlp batch is killed anywhere between submit and collect, PF_KILLS times (6), on either side of the vendor's answer, and run
# again: no idea is lost, none is there twice, none is paid for twice.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need curl
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=10ms BATCH_OUTPUT_DIR=$scratch/w/batches kills=${PF_KILLS:-6}
export PF_NOW PF_HTTP_BACKOFF BATCH_OUTPUT_DIR
sandbox --log "$scratch/log"
export OPENAI_API_KEY PF_OPENAI_URL

# killed N COMMAND...: runs it and kills it after about N ms
killed() {
	k_ms=$1
	shift
	timeout -s KILL "$(awk "BEGIN { printf \"%.3f\", $k_ms / 1000 }")" "$@"
}
# moment N SPAN: a number below SPAN, another for each N
moment() {
	echo $(($1 * 7919 % $2 + 1))
}
ids() {
	sed -n 's/.*"message_id":"\([0-9]*\)","parse_status":"ok".*/\1/p'
}

ok "killed $kills times" '
	: >answers
	for k in $(seq "$kills"); do
		for i in 1 2 3 4 5; do
			printf "{\"kind\":\"message\",\"message_id\":\"%d%d\",\"channel\":\"trading\",\"author\":\"ann\",\"timestamp\":\"2008-10-14T15:00:00Z\",\"content\":\"Bought \$GOOG at %d today, target %d\"}\n" "$k" "$i" $((300 + k)) $((400 + i))
		done >in
		killed "$(moment "$k" 120)" pf-nlp -q batch submit --max-usd 1000 <in >half 2>err.kill
		pf-nlp -q batch submit --max-usd 1000 <in >whole 2>err || { echo "kill $k: submit:"; cat err; exit 1; }
		[ "$(sed -n "s/.*\"message_id\":\"\([0-9]*\)\".*\"batch_id\":\"batch_.*\"claimed_by\":\"batch .*/\1/p" whole | sort -u | wc -l)" -eq 5 ] || { echo "kill $k: not all wait:"; cat whole err; exit 1; }
		killed "$(moment "$((k + kills))" 700)" pf-nlp -q batch collect --wait --poll 1ms </dev/null >half 2>err.kill
		pf-nlp -q batch collect --wait --poll 1ms </dev/null >whole 2>err || { echo "kill $k: collect:"; cat err; exit 1; }
		cat half whole >>answers
	done'
ok 'no idea is lost' '[ "$(ids <answers | sort -u | wc -l)" -eq $((kills * 5)) ]'
ok 'none is there twice: where it was told again, it is the same' '
	grep "^{\"kind\":\"idea\".*}$" answers | sort -u >ideas && [ "$(sed "s/.*\"message_id\":\"\([0-9]*\)\".*\"idea_index\":\([0-9]*\).*/\1 \2/" ideas | sort | uniq -d | wc -l)" -eq 0 ] && [ -s ideas ]
'
ok 'none is paid for twice: each request is in one batch at the vendor' '
	for f in $(sed -n "s/.*\"kind\":\"batch\".*\"input_file_id\":\"\([^\"]*\)\".*/\1/p" "$BATCH_OUTPUT_DIR"/*.journal.jsonl | sort -u); do
		curl -sS -H "Authorization: Bearer $OPENAI_API_KEY" "$PF_OPENAI_URL/v1/files/$f/content"
	done | sed -n "s/^{\"custom_id\":\"\([^\"]*\)\".*/\1/p" | sort >paid &&
	[ "$(wc -l <paid)" -eq $((kills * 5)) ] && [ "$(sort -u paid | wc -l)" -eq $((kills * 5)) ] &&
	{ made=$(curl -sS -H "Authorization: Bearer $OPENAI_API_KEY" "$PF_OPENAI_URL/v1/batches?limit=100" | grep -o "\"object\":\"batch\"" | wc -l) &&
	kept=$(cat "$BATCH_OUTPUT_DIR"/*.journal.jsonl | sed -n "s/.*\"kind\":\"batch\",\"batch_id\":\"\([^\"]*\)\".*/\1/p" | sort -u | wc -l) && [ "$made" -eq "$kept" ]; } || { echo "batches made: ${made-}, known: ${kept-}"; exit 1; }
'
ok 'the ledger counts each batch once' '
	[ "$(grep -c "\"kind\":\"spent\"" "$PF_STATE_DIR/nlp/spent/2008-10-15.jsonl")" -eq "$(cat "$BATCH_OUTPUT_DIR"/*.journal.jsonl | grep -c "\"kind\":\"collected\"")" ]
'
done_testing
