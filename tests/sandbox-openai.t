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
# serve ARGS: a sandbox of this test alone, ended by unserve
serve() {
	rm -f env.own log
	pf-sandbox serve -q --env env.own --log log "$@" &
	own=$!
	trap 'kill $own 2>/dev/null' EXIT # however the test ends, which is a subshell
	while [ ! -s env.own ] && kill -0 $own 2>/dev/null; do sleep 0.02; done
	. ./env.own
}
unserve() {
	kill "$own" && wait "$own"
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
done_testing
