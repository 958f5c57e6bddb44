#!/bin/sh
# Standard streams that are closed, full or broken: no tool calls that a success.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need pf-sandbox
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW
database
sandbox
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
tools=$(cd "$build/cmd" && for f in pf pf-*; do case $f in *.*) ;; *) echo "$f" ;; esac; done)
bar='{"kind":"bar","symbol":"A","date":"2008-10-14","open":1,"high":1,"low":1,"close":1,"volume":1,"source":"x"}'
echo "$bar" >bar

# A stream of its own for each of them: 74 and the sentence, on stderr.
no_stdout() {
	exits 74 "$@" >&- 2>err || { cat err >&2; return 1; }
	says "standard output: " err
}
no_stdin() {
	exits 74 "$@" <&- >got 2>err || { cat got err; return 1; }
	says "Bad file descriptor" err
}

for tool in $tools; do
	ok "$tool: --help, --version and --completion to a closed, a full and a broken standard output" '
		mkfifo pipe && for o in --help --version --completion; do
			no_stdout $tool $o 2>&1 && exits 74 $tool $o >/dev/full 2>err && says "standard output: " err || exit 1
			: <pipe & exec 4>pipe && wait && exits 141 $tool $o >&4 2>err && [ ! -s err ] || exit 1
			exec 4>&-
		done
	'
	rm -f pipe
done
ok 'records for a closed standard output' '
	no_stdout pf-query -e "select 1 as a" && no_stdout pf-query -f csv -e "select 1 as a" && no_stdout pf-query -f table -e "select 1 as a" &&
	no_stdout pf-query --list && no_stdout pf-dbn "$data/dbn/v3-1d.dbn" && no_stdout pf-dbn --raw --format csv "$data/dbn/v3-1d.dbn" &&
	no_stdout pf-dbn --metadata "$data/dbn/v3-1d.dbn" && no_stdout pf-db url && no_stdout pf-db status && no_stdout pf-migrate plan &&
	no_stdout pf-load bar && no_stdout pf-pipeline list && no_stdout pf-ohlcv -s 2008-10-01 GOOG && no_stdout pf --list && no_stdout pf-sandbox faults && no_stdout pf-sandbox env --port 4000
'
ok 'a closed standard input is no empty one' '
	no_stdin pf-load && no_stdin pf-load -t symbols && no_stdin pf-query - && no_stdin pf-dbn
'
ok 'who has nothing to say or to read needs neither' '
	pf-query -e "select 1 as a" <&- >got && echo "{\"a\":1}" >want && same want got &&
	pf-load bar <&- >got && pf-query -w -e "delete from ohlcv_daily" >&- && pf-load -q bar >got 2>&- && says "\"inserted\":1" got
'
ok 'all three closed' '
	exits 74 pf-query bars <&- >&- 2>&- && exits 74 pf-load -t symbols <&- >&- 2>&-
'
ok 'a command that is started has them as they are' '
	pf-db run -- sh -c "cat; echo \$? >cat; echo x; echo \$? >echo" <&- >&- 2>err; [ "$(cat cat)" -ne 0 ] && [ "$(cat echo)" -ne 0 ] &&
	exits 74 pf query -e "select 1 as a" >&- 2>err && says "pf-query: standard output: " err &&
	exits 3 pf-sandbox run --port 0 -- sh -c "exit 3" <&- >&- 2>&-
'
ok 'a cluster is made, started and stopped without any of them' '
	export PF_STATE_DIR="$scratch/other" && pf-db start --fast <&- >&- 2>&-; pf-db status >got; rc=$?; pf-db destroy --yes <&- >&- 2>err; cat err; [ $rc -eq 0 ] && exits 1 pf-db status
'
done_testing
