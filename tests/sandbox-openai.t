#!/bin/sh
# OpenAI's side of pf-sandbox: what it takes, what it refuses and how, the rules of strict schemas, faults.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need python3
PATH=/usr/bin:$PATH PF_NOW=2008-10-15T06:00:00Z
export PATH PF_NOW

# ai METHOD PATH [BODY] [NAME=VALUE...]: a request; the body to got, the head to head, the status to code
ai() {
	python3 -S "$top/tests/sandbox/openai.py" "$@"
}
code() {
	[ "$(cat code)" = "$1" ] || { echo "HTTP $(cat code), not $1:"; cat got; return 1; }
}
# is EXPRESSION TEXT: what python makes of the reply, which is d, t being the text of its first choice; a quote is a quote
is() {
	v=$(python3 -S -c "import json; d = json.load(open('got')); t = d['choices'][0]['message']['content'] if 'choices' in d and d['choices'] else None; print(str($1).replace(chr(39), chr(34)))") &&
		[ "$v" = "$2" ] || { echo "$1 is '$v', not '$2'"; return 1; }
}
# refused STATUS TYPE CODE PARAM ARGUMENTS of ai: is refused with that, - being null
refused() {
	r_want="$1 $2 $3 $4"
	shift 4
	ai "$@"
	r_got=$(python3 -S -c 'import json; e = json.load(open("got"))["error"]; assert sorted(e) == ["code", "message", "param", "type"] and e["message"]
print(open("code").read().strip(), *(e[n] or "-" for n in ("type", "code", "param")))') && [ "$r_got" = "$r_want" ] || { echo "'$r_got', not '$r_want': $*"; cat got; return 1; }
}
bad=invalid_request_error
sq=\'
chat=/v1/chat/completions
# ask MEMBERS: a chat completion with these members of the body, and a message unless they have one
ask() {
	a=$1
	shift
	case $a in *'"messages"'*) ;; *) a="$a,\"messages\":[{\"role\":\"user\",\"content\":\"Bought \$AAPL at 190, short \$TSLA\"}]" ;; esac
	ai POST $chat "{$a}" "$@"
}
wrong() {
	w_code=$1 w_param=$2
	refused 400 $bad "$w_code" "$w_param" POST $chat "{$3,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
}
sandbox --log "$scratch/log"
export OPENAI_API_KEY PF_OPENAI_URL OPENAI_BASE_URL

ok 'its variables' '[ "$OPENAI_BASE_URL" = "$PF_OPENAI_URL/v1" ] && ! grep -q "$OPENAI_API_KEY" "$scratch/log"'
ok 'who asks' '
	refused 401 $bad - - GET /v1/models key= && refused 401 $bad - - GET /v1/models key="Basic x" &&
	refused 401 $bad invalid_api_key - GET /v1/models key="Bearer sk-other" && ! grep -q sk-other got && ai GET /health key= && code 200 && is "d[\"status\"]" ok
'
ok 'paths that are none, methods that are none' '
	refused 404 $bad - - GET /v1/nothing && refused 404 $bad - - GET /models && refused 405 $bad method_not_supported - GET $chat && refused 405 $bad method_not_supported - POST /v1/models "{}"
'
ok 'models' '
	ai GET /v1/models && code 200 && is "d[\"object\"]" list && is "\"gpt-5.4-nano\" in [m[\"id\"] for m in d[\"data\"]] and len(d[\"data\"]) > 20" True &&
	is "sorted(d[\"data\"][0])" "[\"created\", \"id\", \"object\", \"owned_by\", \"shutdown_date\"]" && ai GET /v1/models/gpt-5-nano && is "(d[\"object\"], d[\"shutdown_date\"])" "(\"model\", \"2027-01-31\")" &&
	refused 404 $bad model_not_found model GET /v1/models/gpt-0 && refused 404 $bad model_not_found - POST $chat "{\"model\":\"gpt-0\",\"messages\":[]}"
'
ok 'models of the folder' '
	mkdir -p own && echo "{\"models\":[{\"id\":\"mine\",\"shutdown_date\":\"2009-01-01\",\"structured\":false},{\"id\":\"o3\",\"resolved\":\"o3-x\"}]}" >own/openai.json && serve --data own &&
	ai GET /v1/models/mine && is "d[\"shutdown_date\"]" 2009-01-01 && ask "\"model\":\"o3\"" && code 200 && is "d[\"model\"]" o3-x && unserve && for s in "[" "{\"models\":[{}]}" "{\"models\":[{\"id\":\"x\",\"shutdown_date\":\"soon\"}]}" "{\"tokens_a_minute\":0}"; do
		echo "$s" >own/openai.json && exits 65 pf-sandbox serve --data own || exit 1
	done
'
ok 'a reply has all its members' '
	ask "\"model\":\"gpt-4o\"" && code 200 && is "sorted(d)" "[\"choices\", \"created\", \"id\", \"model\", \"object\", \"service_tier\", \"system_fingerprint\", \"usage\"]" && is "d[\"object\"]" chat.completion &&
	is "(d[\"created\"], d[\"model\"])" "(1224050400, \"gpt-4o-2024-08-06\")" && is "sorted(d[\"choices\"][0])" "[\"finish_reason\", \"index\", \"logprobs\", \"message\"]" &&
	is "(d[\"choices\"][0][\"finish_reason\"], d[\"choices\"][0][\"message\"][\"role\"], d[\"choices\"][0][\"message\"][\"refusal\"])" "(\"stop\", \"assistant\", None)" &&
	is "d[\"usage\"][\"total_tokens\"] == d[\"usage\"][\"prompt_tokens\"] + d[\"usage\"][\"completion_tokens\"]" True &&
	for h in "x-request-id: req_" "openai-version: 2020-10-01" "openai-organization: org-" "openai-processing-ms: " "x-ratelimit-limit-requests: 30000" "x-ratelimit-remaining-requests: 29999" "x-ratelimit-reset-requests: 2ms" \
		"x-ratelimit-limit-tokens: 150000000" "x-ratelimit-remaining-tokens: 1499999" "x-ratelimit-reset-tokens: 1ms"; do says "$h" head || exit 1; done
'
ok 'what the body is' '
	wrong_body() { refused 400 $bad "$1" - POST $chat "$2" "type=${3-application/json}"; } &&
	wrong_body - "" && wrong_body - "{" && wrong_body invalid_type "[]" && wrong_body unsupported_content_type "{}" text/plain && wrong_body unsupported_content_type "{}" "" && wrong_body - "{}" "application/json; charset=utf-8"
'
ok 'parameters by type and range' '
	m="\"model\":\"gpt-4o\"" && wrong unknown_parameter nothing "$m,\"nothing\":1" && wrong invalid_type temperature "$m,\"temperature\":\"1\"" && wrong decimal_above_max_value temperature "$m,\"temperature\":2.1" &&
	wrong decimal_below_min_value top_p "$m,\"top_p\":-0.1" && wrong decimal_above_max_value top_p "$m,\"top_p\":1e30" && wrong integer_below_min_value max_tokens "$m,\"max_tokens\":0" && wrong invalid_type max_tokens "$m,\"max_tokens\":1.5" &&
	wrong integer_above_max_value n "$m,\"n\":9" && wrong invalid_type stream "$m,\"stream\":1" && wrong invalid_value service_tier "$m,\"service_tier\":\"fast\"" && wrong string_above_max_length safety_identifier "$m,\"safety_identifier\":\"$(printf %065d 0)\"" &&
	wrong invalid_value stop "$m,\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]" && wrong invalid_value stop "$m,\"stop\":[1]" && wrong unsupported_parameter tools "$m,\"tools\":[]" && wrong invalid_type metadata "$m,\"metadata\":[]" &&
	wrong invalid_value metadata "$m,\"metadata\":{\"a\":1}" && wrong object_above_max_properties metadata "$m,\"metadata\":{$(seq -s, 17 | sed "s/\([0-9]*\)/\"\1\":\"v\"/g")}" && wrong invalid_value max_completion_tokens "$m,\"max_completion_tokens\":16385" &&
	ask "$m,\"temperature\":0.7,\"top_p\":0.5,\"max_tokens\":16384,\"seed\":-1,\"stop\":[\"a\"],\"store\":false,\"metadata\":{\"a\":\"b\"},\"service_tier\":\"flex\",\"n\":2,\"user\":null" && code 200 && is "[c[\"index\"] for c in d[\"choices\"]]" "[0, 1]"
'
ok 'messages' '
	m="{\"model\":\"gpt-4o\",\"messages\":" && refused 400 $bad missing_required_parameter messages POST $chat "{\"model\":\"gpt-4o\"}" && refused 400 $bad - - POST $chat "{\"messages\":[]}" && refused 400 $bad empty_array messages POST $chat "$m[]}" &&
	refused 400 $bad invalid_value "messages[0].role" POST $chat "$m[{\"role\":\"boss\",\"content\":\"x\"}]}" && refused 400 $bad missing_required_parameter "messages[1].role" POST $chat "$m[{\"role\":\"user\",\"content\":\"x\"},{}]}" &&
	refused 400 $bad invalid_type "messages[0]" POST $chat "${m}[1]}" && refused 400 $bad invalid_type "messages[0].content" POST $chat "$m[{\"role\":\"user\"}]}" &&
	refused 400 $bad invalid_value "messages[0].content" POST $chat "$m[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}" && ai POST $chat "$m[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}" && code 200 &&
	python3 -S -c "print(\"{\\\"model\\\":\\\"gpt-4o\\\",\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"\" + \"word \" * 110000 + \"\\\"}]}\")" >long && refused 400 $bad context_length_exceeded messages POST $chat file=long
'
ok 'models that think' '
	m="\"model\":\"gpt-5\"" && wrong unsupported_parameter max_tokens "$m,\"max_tokens\":5" && wrong unsupported_value temperature "$m,\"temperature\":0.2" && wrong unsupported_value top_p "$m,\"top_p\":0.5" && wrong unsupported_parameter stop "$m,\"stop\":\"x\"" &&
	wrong unsupported_parameter presence_penalty "$m,\"presence_penalty\":0" && wrong unsupported_value reasoning_effort "$m,\"reasoning_effort\":\"xhigh\"" && wrong unsupported_parameter reasoning_effort "\"model\":\"gpt-4o\",\"reasoning_effort\":\"low\"" &&
	ask "$m,\"temperature\":1,\"reasoning_effort\":\"minimal\"" && code 200 && is "d[\"usage\"][\"completion_tokens_details\"][\"reasoning_tokens\"]" 0 && ask "$m,\"reasoning_effort\":\"high\"" && is "d[\"usage\"][\"completion_tokens_details\"][\"reasoning_tokens\"]" 256 &&
	ask "$m,\"max_completion_tokens\":100" && is "(d[\"choices\"][0][\"finish_reason\"], t, d[\"usage\"][\"completion_tokens\"])" "(\"length\", \"\", 100)"
'
ok 'a limit cuts the text' 'ask "\"model\":\"gpt-4o\",\"max_completion_tokens\":2" && is "(d[\"choices\"][0][\"finish_reason\"], t, d[\"usage\"][\"completion_tokens\"])" "(\"length\", \"Bought \$\", 2)"'
# strict CONTEXT SCHEMA: is refused, and the message says where; fits SCHEMA: is not
schema() {
	printf '{"model":"gpt-4o","messages":[{"role":"user","content":"Bought $AAPL"}],"response_format":{"type":"json_schema","json_schema":{"name":"x","strict":%s,"schema":%s}}}' "${2-true}" "$1" >schema &&
		ai POST $chat file=schema
}
fits() {
	schema "$1" && code 200 && is "d[\"choices\"][0][\"finish_reason\"]" stop
}
strict() {
	schema "$2" && code 400 && is "(d[\"error\"][\"param\"], d[\"error\"][\"code\"], d[\"error\"][\"message\"].startswith(\"Invalid schema for response_format \") and \"$1\" in d[\"error\"][\"message\"])" "(\"response_format\", \"invalid_json_schema\", True)" || { echo "$2"; cat got; return 1; }
}
# object PROPERTIES NAMES [MORE]
object() {
	echo "{\"type\":\"object\",\"properties\":{$1},\"required\":[$2],\"additionalProperties\":false${3-}}"
}
one() {
	object "\"a\":$1" "\"a\""
}
ok 'strict schemas: what is refused' '
	strict "type" "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}" && strict "anyOf" "$(object "" "" ",\"anyOf\":[{\"type\":\"string\"}]")" && strict "additionalProperties" "{\"type\":\"object\",\"properties\":{},\"required\":[]}" &&
	strict "additionalProperties" "$(one "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":true}")" && strict "Missing ${sq}a${sq}" "$(object "\"a\":{\"type\":\"string\"}" "")" && strict "twice" "$(object "\"a\":{\"type\":\"string\"}" "\"a\",\"b\"")" &&
	strict "not a type" "$(one "{\"type\":\"text\"}")" && strict "have a" "$(one "{}")" && strict "items" "$(one "{\"type\":\"array\"}")" && strict "not a valid format" "$(one "{\"type\":\"string\",\"format\":\"uri\"}")" && strict "reference" "$(one "{\"\$ref\":\"#/\$defs/b\"}")" &&
	for k in allOf not if then else dependentRequired dependentSchemas dependencies patternProperties propertyNames minProperties maxProperties contains minContains maxContains prefixItems unevaluatedItems unevaluatedProperties uniqueItems contentEncoding contentMediaType contentSchema default oneOf minLength; do
		strict "$k" "$(one "{\"type\":\"string\",\"$k\":1}")" || exit 1
	done
'
nest() {
	python3 -S -c "import json
def level(n):
    return {'type': 'object', 'properties': {'a': level(n - 1) if n > 1 else {'type': 'string'}}, 'required': ['a'], 'additionalProperties': False}
def row(*names, **v):
    return {'type': 'object', 'properties': {n: v or {'type': 'integer'} for n in names}, 'required': list(names), 'additionalProperties': False}
print(json.dumps($1))"
}
ok 'strict schemas: how deep and how large' '
	fits "$(nest "level(10)")" && strict "levels of nesting" "$(nest "level(11)")" && fits "$(nest "row(*map(str, range(5000)))")" && strict "5000 properties" "$(nest "row(*map(str, range(5001)))")" &&
	fits "$(nest "row(\"a\", enum=list(range(1000)))")" && strict "1000 enum" "$(nest "row(\"a\", enum=list(range(1001)))")" && fits "$(nest "row(\"a\", enum=[\"%060d\" % i for i in range(250)])")" && fits "$(nest "row(\"a\", enum=[\"%050d\" % i for i in range(300)])")" &&
	strict "15000" "$(nest "row(\"a\", enum=[\"%050d\" % i for i in range(301)])")" && fits "$(nest "row(\"a\", const=\"x\" * 119999)")" && strict "120000" "$(nest "row(\"a\", const=\"x\" * 120000)")"
'
ok 'a value that fits' '
	fits "$(object "\"i\":{\"type\":\"integer\",\"minimum\":7,\"multipleOf\":4},\"x\":{\"type\":\"number\",\"exclusiveMinimum\":0.5,\"maximum\":0.75,\"multipleOf\":0.25},\"m\":{\"type\":\"integer\",\"maximum\":-3},\"b\":{\"type\":\"boolean\"},\"c\":{\"const\":2},\"e\":{\"enum\":[\"p\",\"q\"]},\"n\":{\"type\":[\"string\",\"null\"]},\"l\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"date\"},\"minItems\":2},\"t\":{\"\$ref\":\"#/\$defs/t\"},\"tickers_present\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":1}" \
		"\"i\",\"x\",\"m\",\"b\",\"c\",\"e\",\"n\",\"l\",\"t\",\"tickers_present\"" ",\"\$defs\":{\"t\":{\"type\":\"object\",\"properties\":{\"next\":{\"anyOf\":[{\"\$ref\":\"#/\$defs/t\"},{\"type\":\"null\"}]}},\"required\":[\"next\"],\"additionalProperties\":false}}")" &&
	is "t" "{\"i\":8,\"x\":0.75,\"m\":-3,\"b\":false,\"c\":2,\"e\":\"p\",\"n\":null,\"l\":[\"2008-10-15\",\"2008-10-15\"],\"t\":{\"next\":null},\"tickers_present\":[\"AAPL\"]}"
'
ok 'other forms' '
	schema "{\"type\":\"object\",\"properties\":{\"is_noise\":{\"type\":\"boolean\",\"default\":true}}}" false && code 200 && is "sorted(json.loads(t))" "[\"is_noise\"]" && wrong - messages "\"model\":\"gpt-4o\",\"response_format\":{\"type\":\"json_object\"}" &&
	ask "\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"As JSON: \$AAPL\"}],\"response_format\":{\"type\":\"json_object\"}" && is "json.loads(t)[\"tickers_present\"]" "[\"AAPL\"]" &&
	wrong invalid_value response_format "\"model\":\"gpt-4o\",\"response_format\":{\"type\":\"xml\"}" && wrong missing_required_parameter response_format.type "\"model\":\"gpt-4o\",\"response_format\":{}" && wrong missing_required_parameter response_format.json_schema "\"model\":\"gpt-4o\",\"response_format\":{\"type\":\"json_schema\"}" &&
	f="\"model\":\"gpt-4o\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":" && wrong missing_required_parameter response_format.json_schema.name "$f{\"schema\":{}}}" && wrong missing_required_parameter response_format.json_schema.schema "$f{\"name\":\"x\"}}" &&
	wrong invalid_value response_format.json_schema.name "$f{\"name\":\"a b\",\"schema\":{}}}" && wrong string_above_max_length response_format.json_schema.name "$f{\"name\":\"$(printf %065d 0)\",\"schema\":{}}}" && wrong - response_format "\"model\":\"gpt-4o-2024-05-13\",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{}}}"
'
ok 'a beginning that came before is cached' '
	python3 -S -c "import json
for n in (1, 2): json.dump({\"model\": \"gpt-4o\", \"messages\": [{\"role\": \"system\", \"content\": \"rule \" * 1000}, {\"role\": \"user\", \"content\": \"no. %d\" % n}]}, open(\"p%d\" % n, \"w\"))" &&
	ai POST $chat file=p1 && is "d[\"usage\"][\"prompt_tokens_details\"][\"cached_tokens\"]" 0 && ai POST $chat file=p2 && is "(d[\"usage\"][\"prompt_tokens_details\"][\"cached_tokens\"], d[\"usage\"][\"prompt_tokens\"])" "(1152, 1255)" &&
	sed "s/gpt-4o/gpt-4.1/" p2 >p3 && ai POST $chat file=p3 && is "d[\"usage\"][\"prompt_tokens_details\"][\"cached_tokens\"]" 0
'
ok 'limits of requests and of tokens' '
	mkdir -p few && echo "{\"requests_a_minute\":2,\"tokens_a_minute\":1000}" >few/openai.json && serve --data few && ask "\"model\":\"gpt-4o\"" && says "x-ratelimit-remaining-requests: 1" head && says "x-ratelimit-reset-requests: 30s" head && ask "\"model\":\"gpt-4o\"" && code 200 &&
	refused 429 requests rate_limit_exceeded - POST $chat "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}" && grep -q "^retry-after: [23]" head && grep -q "^retry-after-ms: [23]" head && grep -q "^x-ratelimit-reset-requests: 5[0-9.]*s\|^x-ratelimit-reset-requests: 1m0s" head &&
	ask "\"model\":\"o3\"" && code 200 && refused 429 tokens rate_limit_exceeded - POST $chat "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"$(printf %05000d 0)\"}]}" && unserve
'
for what in files batch refused cancel responses; do
	ok "files, batches, responses: $what" 'pf-sandbox run -q -- python3 -S "$top/tests/sandbox/openai_batch.py" $what'
done
for kind in batch_expired batch_failed batch_pending=3 lines_failed lines_lost lines_garbled refusal; do
	ok "a batch with the fault $kind" 'pf-sandbox run -q --fault "openai/submit:$kind" -- python3 -S "$top/tests/sandbox/openai_batch.py" fault $kind'
done
ok 'refusals on demand' '
	while read -r kind status type word header; do
		serve --fault "openai/chat:$kind:1" && refused "$status" "$type" "$word" - POST $chat "{}" && { [ -z "$header" ] || grep -q "^$header" head; } && ask "\"model\":\"gpt-4o\"" && code 200 && unserve || { echo "$kind"; cat head; exit 1; }
	done <<-"END"
	credit 429 insufficient_quota credit_balance_exhausted
	obey 500 server_error - x-should-retry: false
	overloaded 503 service_unavailable_error server_is_overloaded
	quota 429 insufficient_quota insufficient_quota
	retry_ms 429 requests rate_limit_exceeded retry-after-ms: 20
	server_error 500 server_error server_error
	should_retry 400 invalid_request_error - x-should-retry: true
	slow_down=3 503 service_unavailable_error slow_down retry-after: 3
	tokens 429 tokens rate_limit_exceeded retry-after: 1
	429=7 429 requests rate_limit_exceeded retry-after: 7
	500 500 server_error server_error
	403 403 invalid_request_error unsupported_country_region_territory
	END
'
ok 'refusals of other servers' '
	for k in number page plain 503; do serve --fault "openai:$k" && ai POST $chat "{}" && cat code got >>others && unserve || exit 1; done && says "\"code\":400" others && says "<h1>400" others && says "bad request" others && says "<title>503" others
'
ok 'answers that are not as they should be' '
	get() { serve --fault "openai/chat:$1" && ask "\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"json \$AAPL\"}],\"response_format\":{\"type\":\"json_object\"}" && code 200 && unserve; } && c="d[\"choices\"][0]" &&
	get fence && is "t[:8] + t[-4:]" "$(printf "\140\140\140json\n\n\140\140\140")" && get prose && is "(t[:5], t[-1])" "(\"Sure!\", \".\")" && get filter && is "$c[\"finish_reason\"]" content_filter && get finish && is "$c[\"finish_reason\"]" eos_token && get length && is "($c[\"finish_reason\"], t[-1] == \"}\")" "(\"length\", False)" &&
	get nochoice && is "d[\"choices\"]" "[]" && get norefusal && is "sorted($c[\"message\"])" "[\"content\", \"role\"]" && get nousage && is "\"usage\" in d" False && get refusal && is "(t, bool($c[\"message\"][\"refusal\"]))" "(None, True)" && get thought && is "($c[\"finish_reason\"], t)" "(\"length\", \"\")"
'
# ideas FAULT PART TEXT [WORDS]: what is said of a text by the schemas that are shipped, to got; FAULT may be empty
ideas() {
	i_fault=$1
	shift
	pf-sandbox run -q ${i_fault:+--fault "openai/chat:$i_fault"} -- python3 -S "$top/tests/sandbox/openai_ideas.py" "$top/share/prompts/ideas-1.yaml" "$@" >got
}
text='Bought $AAPL 200c for 3.50, target 210, stop below 185'
ok 'ideas are those of the text' '
	ideas "" ideas "$text" && is "[(i[\"primary_symbol\"], i[\"direction\"], i[\"action\"], i[\"option_type\"], i[\"strike\"], i[\"premium\"], [(l[\"kind\"], l[\"value\"]) for l in i[\"levels\"]]) for i in d[\"ideas\"]]" \
		"[(\"AAPL\", \"bullish\", \"buy\", \"call\", 200, 3.5, [(\"target\", 210), (\"stop\", 185)])]" && is "0 < d[\"confidence\"] <= 1" True && mv got want && ideas "" ideas "$text" && same want got &&
	ideas "" triage "$text" && is "d" "{\"is_noise\": False, \"has_actionable_content\": True, \"tickers_present\": [\"AAPL\"], \"skip_reason\": None}" && ideas "" triage lol && is "(d[\"is_noise\"], d[\"tickers_present\"], bool(d[\"skip_reason\"]))" "(True, [], True)" &&
	ideas "" triage "Apple beat, buying more shares" "Look. Symbols: AAPL (Apple), BRK.B" && is "d[\"tickers_present\"]" "[\"AAPL\", \"BRK.B\"]" && ideas "" triage "Apple beat, buying more shares" "Look: from 0 to 1, AAPL" && is "d[\"tickers_present\"]" "[]" && ideas "" ideas lol && is "d[\"ideas\"]" "[]"
'
ok 'ideas that are not as they should be' '
	ideas enum ideas "$text" && is "(d[\"ideas\"][0][\"direction\"], d[\"ideas\"][0][\"levels\"][0][\"kind\"])" "(\"maybe\", \"maybe\")" && ideas levels ideas "$text" && is "(d[\"ideas\"][0][\"strike\"], d[\"ideas\"][0][\"levels\"][0][\"value\"], type(d[\"confidence\"]).__name__)" "(\"200\", \"210\", \"float\")" &&
	ideas many ideas "$text" && is "len(d[\"ideas\"])" 200 && ideas many=7 ideas "$text" && is "len(d[\"ideas\"])" 7 && ideas none ideas "$text" && is "d[\"ideas\"]" "[]" && ideas symbol ideas "$text" && is "(d[\"ideas\"][0][\"primary_symbol\"], d[\"ideas\"][0][\"symbols\"])" "(\"ZZQX\", [\"ZZQX\"])" &&
	ideas nul ideas "$text" && is "d[\"ideas\"][0][\"idea_text\"][:4] == \"nul\" + chr(0)" True
'
ok 'a stream' '
	ask "\"model\":\"gpt-4o\",\"stream\":true,\"stream_options\":{\"include_usage\":true}" && code 200 && says "content-type: text/event-stream" head && python3 -S - <<-"END"
	import json
	events = [e[6:] for e in open("got").read().split("\n\n")]
	assert events[-2:] == ["[DONE]", ""], events
	chunks = [json.loads(e) for e in events[:-2]]
	assert len({c["id"] for c in chunks}) == 1 and all(c["object"] == "chat.completion.chunk" for c in chunks)
	assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks[:-1]) == "Bought $AAPL at 190, short $TSLA" and chunks[-2]["choices"][0]["finish_reason"] == "stop" and chunks[-1]["choices"] == [] and chunks[-1]["usage"]["total_tokens"]
	END
'
ok 'no key is in the log, no request failed that was not to' '! grep -q "$OPENAI_API_KEY" "$scratch/log" && ! grep -q "\"status\":5" "$scratch/log" && grep -q "\"target\":\"openai.chat\"" "$scratch/log"'
done_testing
