#!/bin/sh
# pf-link: what it sets and what it leaves alone, where its universe comes from, statuses
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
cat >universe.jsonl <<'END'
{"kind":"symbol","symbol":"AAPL","description":"Apple Inc."}
{"kind":"symbol","symbol":"BRK-B","description":"Berkshire Hathaway Inc. Class B"}
{"kind":"symbol","symbol":"F"}
{"kind":"symbol","symbol":"ZED"}
{"kind":"alias","ticker":"ZED","alias":"zeta corp","source":"manual"}
{"kind":"alias","ticker":"ZED","alias":"OZED","source":"manual","valid_to":"2020-01-01"}
{"kind":"account","id":"1"}
END
# linked TEXT [OPTION ...]: the symbols and how they are known, of a text
linked() {
	printf '{"content":"%s"}\n' "$1" >text
	shift
	pf-link --universe universe.jsonl "$@" text | sed 's/.*"symbols":\[//; s/]}$//; s/{"symbol":"\([^"]*\)","how":"\([^"]*\)","confidence":\([0-9.]*\)[^}]*}/\1 \2 \3/g'
}

# is WANT TEXT [OPTION ...]
is() {
	want=$1
	shift
	got=$(linked "$@")
	[ "$got" = "$want" ] || { echo "'$got', not '$want'"; return 1; }
}

ok 'sets two keys, and every other byte goes on' '
	echo "{ \"z\" : 1.50, \"symbols\": \"x\" ,\"content\":\"\\u0024AAPL, \\\"\$brk.b\\\" é apple\",\"kind\":\"message\" , \"a\":{\"b\" :[ ]} }" >in
	echo "{ \"z\" : 1.50, \"symbols\": [{\"symbol\":\"AAPL\",\"how\":\"cashtag\",\"confidence\":0.95,\"text\":\"\$AAPL\",\"at\":0,\"count\":2},{\"symbol\":\"BRK-B\",\"how\":\"cashtag\",\"confidence\":0.95,\"text\":\"\$brk.b\",\"at\":8,\"count\":1}] ,\"content\":\"\\u0024AAPL, \\\"\$brk.b\\\" é apple\",\"kind\":\"message\" , \"a\":{\"b\" :[ ]} ,\"tickers_detected\":\"\$AAPL, \$BRK.B\"}" >want
	pf-link --universe universe.jsonl <in >got && same want got
'
ok 'without a symbol the keys say so; without a text the record passes' '
	printf "%s\n" "{\"content\":\"hello\",\"tickers_detected\":\"\$X\"}" "{\"content\":\"\"}" "{\"kind\":\"bar\"}" "{\"content\":null}" >in
	printf "%s\n" "{\"content\":\"hello\",\"tickers_detected\":null,\"symbols\":[]}" "{\"content\":\"\",\"tickers_detected\":null,\"symbols\":[]}" "{\"kind\":\"bar\"}" "{\"content\":null}" >want
	pf-link --universe universe.jsonl in >got && same want got &&
	pf-link --universe universe.jsonl </dev/null >got && [ ! -s got ]
'
ok 'another field, a last line without an end' '
	printf "%s" "{\"text\":\"AAPL\",\"content\":1}" | pf-link --universe universe.jsonl --field text >got && says "\"AAPL\",\"how\":\"bare\"" got
'
ok 'what is no record is told and counted, the others go on' '
	printf "%s\n" "{\"content\":\"AAPL\"}" "nothing" "{\"content\":5}" "{\"content\":\"F\"}" >in
	exits 65 pf-link --universe universe.jsonl <in >got 2>err && [ "$(wc -l <got)" -eq 2 ] && says "stdin:2:" err && says "stdin:3: content is no string" err
'
ok 'how sure it must be, and what is unknown' '
	is "QQQQ cashtag 0.6" "\$QQQQ" && is "" "\$QQQQ" --known-only && is "" "\$QQQQ" --min-confidence 0.61 &&
	is "" "\$qqqq" && is "QQQQ cashtag 0.3" "\$qqqq" --min-confidence 0 &&
	exits 64 pf-link --min-confidence 1.1 --universe universe.jsonl </dev/null 2>err && says min-confidence err
'
ok 'aliases: of the universe, of a file, of the program, or none' '
	is "ZED alias 0.8" "Zeta Corp" && is "MSFT alias 0.8" "microsoft" && is "" "microsoft" --no-aliases &&
	printf "AAPL\tthe fruit\tname\n# x\n\nAAPL\tPOMO\tticker\n" >file &&
	is "AAPL alias 0.8" "the Fruit" --aliases file && is "AAPL bare 0.85" "POMO" --aliases file && is "" "microsoft" --aliases file &&
	printf "AAPL\tx\tnick\n" >file && exits 78 pf-link --aliases file --universe universe.jsonl </dev/null 2>err && says "file:1:" err &&
	exits 66 pf-link --aliases none --universe universe.jsonl </dev/null && exits 66 pf-link --universe none </dev/null &&
	exits 64 pf-link --aliases file --no-aliases --universe universe.jsonl </dev/null
'
ok 'a universe that is wrong says where' '
	printf "%s\n" "{\"kind\":\"symbol\",\"symbol\":\"A\"}" "{\"kind\":\"symbol\",\"symbol\":\"A,B\"}" >bad
	exits 65 pf-link --universe bad </dev/null 2>err && says "bad:2:" err &&
	echo "{\"kind\":\"alias\",\"alias\":\"x\"}" >bad && exits 65 pf-link --universe bad </dev/null 2>err && says "without ticker" err
'
ok 'says why' '
	linked "press F, buy F shares" --explain >got 2>err && says "6: '"'F'"': not taken: a word as often" err && says "13: '"'F'"': taken as F" err
'
ok 'a full disk is not a success' 'echo "{\"content\":\"x\"}" >in; exits 74 pf-link --universe universe.jsonl in >/dev/full'
ok 'the time of the record decides what a symbol meant' '
	printf "%s\n" "{\"content\":\"\$FB\",\"timestamp\":\"2020-01-01T00:00:00Z\"}" "{\"content\":\"\$FB\",\"timestamp\":\"2026-01-01T00:00:00Z\"}" >in
	printf "%s\n" "{\"kind\":\"symbol\",\"symbol\":\"FB\"}" "{\"kind\":\"symbol\",\"symbol\":\"META\"}" >u
	pf-link --universe u in >got && sed -n 1p got | grep -q "\"symbol\":\"META\"" && sed -n 2p got | grep -q "\"symbol\":\"FB\""
'

database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
ok 'the universe of a database: symbols, bars and aliases, which load as records' '
	grep -v account universe.jsonl | sed "s/,\"valid_to\":\"[^\"]*\"//" | pf-load -q &&
	echo "{\"kind\":\"bar\",\"symbol\":\"BARS\",\"date\":\"2008-10-14\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1,\"source\":\"databento\"}" | pf-load -q &&
	pf-query universe >rows && [ "$(grep -c "\"kind\":\"symbol\"" rows)" -eq 5 ] && [ "$(grep -c "\"kind\":\"alias\"" rows)" -eq 2 ] &&
	echo "{\"content\":\"BARS ZED OZED zeta corp\"}" | pf-link >got && says "\"symbol\":\"BARS\",\"how\":\"bare\"" got && says "\"symbol\":\"ZED\"" got && says "\"count\":3" got
'
ok 'the universe of the database is what its rows are as records' '
	echo "{\"content\":\"AAPL BARS OZED \$brk-b Apple, F calls\"}" >in && pf-link in >want && pf-link --universe rows in >got && same want got
'
ok 'without a database it says how to do without' '
	exits 78 env -u DATABASE_URL PF_STATE_DIR="$PWD/none" HOME="$PWD" pf-link </dev/null 2>err && says "no database" err && says "--universe" err
'
done_testing
