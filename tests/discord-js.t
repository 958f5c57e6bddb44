#!/bin/sh
# discord.js from npm against the sandbox, unchanged: REST and the gateway. PF_TEST_NODE names a folder whose node_modules has it; without it
# npm installs it for this test.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
need node
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

npm_client discord.js@14.28.1
# client MODE [options of pf-sandbox] >FILE
client() {
	mode=$1
	shift
	rm -f log
	pf-sandbox run -q --log log "$@" -- node "$top/tests/sandbox/discord.cjs" "$mode"
}
# statuses: how often each status that is no success is in the log
statuses() {
	grep -o '"status":[0-9]*' log | grep -v ':[12]0' | sort | uniq -c | tr -s ' ' | sed 's/^ //'
}

ok 'it logs in, reads all, writes text, embeds and files, and hears what happens' '
	client course >all && sed "s/ \$/_/" all >got && cat >want <<-"END" && same want got
	ready pf
	guild The Desk GOOG earnings, April 2008,general,market-news,trading
	history 177 true so google prices tonight._
	reply 19 true
	live true live $GOOG trading
	edited live $GOOG -> edited $GOOG true
	deleted true
	sent text true true
	embed 362.71
	file bars.csv 12 GOOG,362.71
	edit changed true
	many 8 8
	hidden 50001
	END
'
ok 'it keeps to the limits that it is told: nothing is refused but what is not its to see' '[ "$(statuses)" = "1 \"status\":403" ]'
ok 'a connection that is lost is resumed, and what was missed comes' '
	client resume --fault discord/event:drop:@3 >got && sort got >lines && grep -v "^resumed [1-9]" lines >rest && printf "%s\n" "heard after" "heard missed" "ready pf" >want && same want rest && [ "$(wc -l <lines)" -eq 4 ] &&
	client resume --fault discord/event:reconnect:@3 >got && grep -q "^resumed" got && says "heard after" got &&
	client resume --fault discord/event:close=4000:@3 >got && grep -q "^resumed" got && says "heard missed" got
'
ok 'a token that is none is told' 'client refused >got; says "refused TokenInvalid" got'
done_testing
