#!/bin/sh
# shellcheck disable=SC1112 # quotes of texts
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

ok 'sets two keys at the end and leaves all else as it is' '
	printf "%s\n" "{\"kind\":\"message\", \"n\":1.50e0,\"content\":\"The quarter was good.\",\"x\":{\"a\": [1 ]} }" >in &&
	printf "%s\n" "{\"kind\":\"message\", \"n\":1.50e0,\"content\":\"The quarter was good.\",\"x\":{\"a\": [1 ]} ,\"sentiment\":{\"model\":\"vader\",\"neg\":0,\"neu\":0.508,\"pos\":0.492,\"compound\":0.4404},\"sentiment_score\":0.4404}" >want &&
	pf-sentiment <in >got && same want got
'
ok 'keys that are there change in their place, and twice is once' '
	printf "%s\n" "{\"sentiment_score\":null,\"content\":\"This is not good\",\"sentiment\":\"?\",\"z\":1}" >in &&
	printf "%s\n" "{\"sentiment_score\":-0.3412,\"content\":\"This is not good\",\"sentiment\":{\"model\":\"vader\",\"neg\":0.445,\"neu\":0.555,\"pos\":0,\"compound\":-0.3412},\"z\":1}" >want &&
	pf-sentiment <in >got && same want got && pf-sentiment <got >again && same want again
'
ok 'a thousand texts as the npm package scores them, where it does as the reference' '
	sed "s/,\"sentiment\":.*/}/" "$data/vader-npm.jsonl" >in && exits 1 grep -q sentiment_score in &&
	pf-sentiment <in >got && [ "$(wc -l <got)" -eq 1000 ] && same "$data/vader-npm.jsonl" got
'
ok 'records without a text, and blank ones, go on in order; the last line may lack its end' '
	printf "{\"kind\":\"bar\" }\n{\"content\":null,\"a\":1}\n{\"content\":\"\"}\n{\"kind\":\"complete\"}" >in &&
	printf "%s\n" "{\"kind\":\"bar\" }" "{\"content\":null,\"a\":1}" \
		"{\"content\":\"\",\"sentiment\":{\"model\":\"vader\",\"neg\":0,\"neu\":0,\"pos\":0,\"compound\":0},\"sentiment_score\":0}" \
		"{\"kind\":\"complete\"}" >want &&
	pf-sentiment <in >got && same want got
'
ok 'no input is no output' 'pf-sentiment </dev/null >got && [ ! -s got ]'
ok 'what is no record or no text is told and left out, 65' '
	printf "%s\n" "{\"content\":7}" "nonsense" "{\"content\":\"\\ud800\"}" "{\"content\":\"good\"}" >in &&
	exits 65 pf-sentiment <in >got 2>err &&
	[ "$(wc -l <got)" -eq 1 ] && says "stdin:1: content is no string" err && says "stdin:2:" err && says "stdin:3:" err
'
ok 'escapes are read: emoji, quotes' '
	echo "{\"content\":\"Nice :) chart \\ud83d\\ude80\"}" | pf-sentiment >got && says "\"neu\":0.256,\"pos\":0.744,\"compound\":0.7003" got
'
ok 'another field, several files' '
	echo "{\"title\":\"good\",\"content\":\"bad\"}" >a && echo "{\"title\":\"bad\"}" >b &&
	pf-sentiment --field title a - <b >got && [ "$(grep -c "\"sentiment_score\":0.4404}" got)" -eq 1 ] &&
	[ "$(grep -c "\"sentiment_score\":-0.5423}" got)" -eq 1 ]
'
ok 'sentences and apostrophes are options' '
	echo "{\"content\":\"This isn’t good\"}" >in &&
	pf-sentiment <in >plain && says 0.4404 plain && pf-sentiment --apostrophes <in >got && says -0.3412 got &&
	echo "{\"content\":\"Good. Good. Good. Good.\"}" >in && pf-sentiment --sentences <in >got && says "\"sentiment_score\":0.4404}" got
'
ok 'an extra lexicon: the one that comes along, and a file' '
	echo "{\"content\":\"bullish on shares\"}" >in && pf-sentiment <in >plain && says "\"sentiment_score\":0.296}" plain &&
	pf-sentiment --extra finance <in >got && says "\"sentiment_score\":0.4215}" got &&
	printf "bullish\t-1.8\n" >mine.tsv && pf-sentiment --extra mine.tsv <in >got && says "\"sentiment_score\":-0.1531}" got
'
ok 'an extra lexicon that is broken or missing' '
	printf "Bull\t1\n" >bad.tsv && exits 65 pf-sentiment --extra bad.tsv <in 2>err && says "bad.tsv:1: a token with blanks or capitals" err &&
	exits 66 pf-sentiment --extra ./none.tsv <in && exits 66 pf-sentiment --extra none <in && exits 66 pf-sentiment none.jsonl &&
	exits 64 pf-sentiment --model other <in
'
ok 'a full disk is not a success' 'echo "{\"content\":\"good\"}" >in && exits 74 pf-sentiment <in >/dev/full'
ok 'a message of 1 MB of one word, of emoji, of buts' '
	{ printf "{\"content\":\""; head -c 1000000 /dev/zero | tr "\0" x; printf "\"}\n{\"content\":\""
	yes 😀 | head -200000 | tr -d "\n"; printf "\"}\n{\"content\":\""; yes "love but hate" | head -70000 | tr "\n" " "; printf "\"}\n"; } >in &&
	pf-sentiment <in >got && [ "$(wc -l <got)" -eq 3 ]
'
ok 'memory does not grow with the number of messages' '
	command -v python3 >/dev/null || skip "python3 is not installed"
	i=0; while [ $i -lt 100 ]; do echo "{\"content\":\"$i Really GOOD 🚀 but no profit, isn’t it? \"}"; i=$((i + 1)); done >some
	i=0; while [ $i -lt 1000 ]; do cat some; i=$((i + 1)); done >many
	peak() { python3 -c "import resource,subprocess,sys
subprocess.run([\"pf-sentiment\",sys.argv[1]],stdout=subprocess.DEVNULL,check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)" "$1"; }
	a=$(peak some) && b=$(peak many) && echo "$a KiB, $b KiB" && [ "$b" -lt $((a + 1024)) ]
'
done_testing
