#!/bin/sh
# The tour of the README is real: each of its commands, run in one shell in the order they stand there, prints what the README shows.
# Only times, durations and the run's number may differ.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"

# The tour's ```console blocks: "$ " begins a command, what follows is its output.
tour() {
	awk '/^## / { here = $0 == "## A tour of five minutes" } here && /^```/ { code = !code && $0 == "```console"; next } here && code' "$top/README.md"
}

# What may differ from run to run, and blanks at the end of a line, which a README has not.
steady() {
	sed -E 's/"(seconds|duration|run|run_id|pid|at|started_at|finished_at)":("[^"]*"|[0-9.]+)/"\1":X/g; s/[0-9]+(\.[0-9]+)? m?s\b/X s/g; s/ +$//'
}

tour >tour.txt
grep '^\$ ' tour.txt | sed 's/^\$ //' >commands
# A shell that prints each command as the README does, before it runs it.
awk '{ q = $0; gsub(/\047/, "\047\\\047\047", q); print "printf \"%s\\n\" \047$ " q "\047"; print $0 " 2>&1" }' commands >script

ok 'there is a tour' '[ "$(wc -l <commands)" -ge 5 ]'
ok 'it prints what the README shows' '
	PF_NOW=2008-10-15 pf-db -q run -- pf-sandbox -q run -- sh script >got.txt 2>err || { cat got.txt err; exit 1; }
	steady <tour.txt >want && steady <got.txt >got && same want got
'
ok 'the command for all tests is the one of bootstrap' '
	awk "/^## / { here = \$0 == \"## Tests\" } here && /^\`\`\`/ { code = !code; next } here && code { print; exit }" "$top/README.md" >command
	[ "$(cat command)" = "./bootstrap check" ]
'
done_testing
