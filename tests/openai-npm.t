#!/bin/sh
# The vendor's own client from npm against the sandbox, as it is: what it reads, its classes of errors, its retries, a batch's whole life. PF_TEST_NODE
# names a folder whose node_modules has it; without it npm installs it for this test.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need node
node -e 'process.exit(parseInt(process.versions.node, 10) < 20 ? 1 : 0)' || {
	echo "1..0 # SKIP the client is for node 20 and later, not for $(node --version)"
	exit 0
}
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

npm_client openai@6.49.0 zod@4.1.12
# client MODE [FAULTS]: what it finds with a sandbox of its own, whose log is in log
client() {
	rm -f log
	pf-sandbox run -q --log log ${2:+--fault "$2"} -- node "$top/tests/sandbox/openai.cjs" "$1"
}
# once FAULTS LINE REQUESTS: one completion gives that, after so many requests
once() {
	client once "openai/chat:$1" >got && [ "$(cat got)" = "$2" ] && [ "$(wc -l <log)" -eq "$3" ] || { echo "$1: $(cat got), $(wc -l <log) requests"; return 1; }
}

ok 'models, completions, streams, responses' '
	client good >got && cat >want <<-"END" && same want got
	models true model
	chat chat.completion stop null true true
	parse ["AAPL","TSLA"] true
	stream true true
	stream parse ["AAPL","TSLA"]
	responses completed ["reasoning","message"] ["AAPL","TSLA"] ["AAPL","TSLA"]
	response true
	headers true 2020-10-01
	END
'
ok 'its classes of errors' '
	client errors >got && cat >want <<-"END" && same want got
	key AuthenticationError 401 invalid_api_key invalid_request_error - named
	model NotFoundError 404 model_not_found invalid_request_error - named
	parameter BadRequestError 400 unsupported_value invalid_request_error temperature named
	max_tokens BadRequestError 400 unsupported_parameter invalid_request_error max_tokens named
	schema BadRequestError 400 invalid_json_schema invalid_request_error response_format named
	file NotFoundError 404 - invalid_request_error id named
	batch NotFoundError 404 - invalid_request_error - named
	response NotFoundError 404 - invalid_request_error - named
	length LengthFinishReasonError - - - - unnamed
	END
'
ok 'files' '
	client files >got && cat >want <<-"END" && same want got
	create in.jsonl batch 8 7200
	list true 1
	content {"a":1}

	wait processed
	delete true
	gone NotFoundError 404 - invalid_request_error id named
	name BadRequestError 400 invalid_file_format invalid_request_error file named
	END
'
ok 'a batch to its end, a list, a cancellation' '
	client batches >got && cat >want <<-"END" && same want got
	states ["validating","in_progress","in_progress","finalizing","completed"]
	counts {"total":5,"completed":4,"failed":1} {"submission":"s-1"} true
	lines ["m-0","m-1","m-2","m-4"] [200]
	line ["AAPL","TSLA"]
	lines ["m-3"] [400]
	cancel cancelling cancelled
	list true
	cancelled ConflictError 409 - invalid_request_error - named
	END
'
ok 'what it sends again by itself, and what not' '
	once retry_ms=10:2 "answer stop text -" 3 && once retry_ms=10 "error RateLimitError 429 rate_limit_exceeded" 3 && once should_retry:1 "answer stop text -" 2 && once obey "error InternalServerError 500 -" 1 &&
	once server_error:1 "answer stop text -" 2 && once 400 "error BadRequestError 400 -" 1 && once reset:1 "answer stop text -" 2
'
ok 'answers and errors that are not as they should be' '
	once refusal "answer stop null refusal" 1 && once filter "answer content_filter text -" 1 && once length "answer length text -" 1 && once nochoice "answer - text -" 1 && once norefusal "answer stop text -" 1 && once finish "answer eos_token text -" 1 &&
	once number "error BadRequestError 400 400" 1 && once page "error BadRequestError 400 -" 1 && once plain "error BadRequestError 400 -" 1
'
done_testing
