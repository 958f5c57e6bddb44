#!/bin/sh
# The vendor's own client from npm against the sandbox: it gets what the data has, with both sorts of keys. PF_TEST_NODE names a folder whose
# node_modules has it; without it npm installs it for this test.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need node
need python3
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

npm_client snaptrade-typescript-sdk@11.0.3
# client MODE >FILE
client() {
	node "$top/tests/sandbox/snaptrade.cjs" "$1" "$PF_SNAPTRADE_URL"
}
right() {
	python3 "$top/tests/sandbox/snaptrade_sdk.py" "$top/share/sandbox/snaptrade.jsonl" "$1"
}

sandbox --log "$scratch/log"

ok 'a commercial key: all that is read' 'client commercial >got && [ "$(right got)" -eq 42 ]'
ok 'what pf-snaptrade gets by the same requests is the same' '
	client commercial >got && python3 "$top/tests/sandbox/snaptrade_same.py" got >same && cat same && [ "$(cat same)" -ge 20 ]
'
ok 'a personal key: the same accounts' 'client personal >got && [ "$(right got)" -eq 23 ]'
ok 'what changes something' '
	client change >got && sed "s/\"data\":.*\"of\":\"refused\"/refused/; s/^{\"call\":\"\([^\"]*\)\",.*refused.*/! \1/; s/^{\"call\":\"\([^\"]*\)\".*/\1/" got >calls &&
	cat >want <<-"END" && same want calls && [ "$(tail -n 1 got)" = "{\"call\":\"listUserAccounts\",\"data\":[],\"of\":null}" ]
	listBrokerageAuthorizations
	refreshBrokerageAuthorization
	syncBrokerageAuthorizationTransactions
	disableBrokerageAuthorization
	! disableBrokerageAuthorization
	! refreshBrokerageAuthorization
	loginSnapTradeUser
	registerSnapTradeUser
	listSnapTradeUsers
	resetSnapTradeUserSecret
	! listUserAccounts
	listUserAccounts
	deleteSnapTradeUser
	listSnapTradeUsers
	deleteConnection
	listUserAccounts
	END
'
ok 'no request of it was refused that was not meant to be' '
	grep -o "\"status\":[0-9]*" "$scratch/log" | sort | uniq -c | tr -s " " | sed "s/^ //" >got && grep -v ":200" got >refused; cat refused &&
	printf "%s\n" "4 \"status\":401" "2 \"status\":402" "3 \"status\":404" "3 \"status\":501" >want && same want refused
'
done_testing
