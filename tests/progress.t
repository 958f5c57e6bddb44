#!/bin/sh
# How far long work is: a line on a terminal, messages elsewhere, nothing where nobody asked.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
sandbox
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

bars() {
	for day in 01 02 03 04 05; do
		echo "{\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2008-10-$day\",\"open\":1.5,\"high\":2,\"low\":1,\"close\":1.25,\"volume\":7}"
	done
}

# slowly COMMAND: as at a terminal, with bars that take their time; what it shows goes to shown
slowly() {
	bars >b
	cat >slow <<-END
		{ head -n 2 b; sleep 2; tail -n 3 b; } | $1
	END
	script -qec "sh slow" shown </dev/null >/dev/null
}

ok 'nobody asked' '
	bars | pf-load 2>err && [ ! -s err ] && bars | pf-load --progress never 2>err && [ ! -s err ]
'
ok 'as messages' '
	bars | pf-load --progress always >/dev/null 2>err && [ "$(wc -l <err)" = 1 ] && grep "^pf-load: 5 records, [0-9]*/s, 0.0 MB, [0-9.]* s$" err &&
	bars >b && pf-load --progress always --log-format json b >/dev/null 2>err && jq -r .text err >text && grep "^5 records, .* of 0.0 MB, [0-9.]* s$" text
'
ok 'of requests, rows and bytes' '
	PF_NOW=2008-10-15 pf-ohlcv --progress always --start 2008-10-01 --end 2008-10-03 GOOG >bars 2>err && grep "^pf-ohlcv: 3 bars, [0-9]*/s, 1 of 1 requests, " err &&
	pf-query --progress always bars 2>err | wc -l >n && grep "^pf-query: $(cat n) rows, [0-9]*/s, [0-9.]* s$" err &&
	pf-dbn --progress always "$data/dbn/v3-1d.dbn" >/dev/null 2>err && grep "^pf-dbn: 0.0 of 0.0 MB, [0-9.]* s$" err
'
ok 'a line at a terminal, gone at the end' '
	command -v script >/dev/null || { echo "no script(1)" >"$scratch/skip"; return; }
	slowly pf-load && tr "\r" "\n" <shown >lines && grep "pf-load: [25] records, [0-9]*/s, 0.0 MB, [0-9.]* s" lines && says "\"read\":5" lines &&
	slowly "pf-load --quiet" && ! grep "records, " shown && slowly "pf-load --progress never" && ! grep "records, " shown
'
ok 'a message takes its place' '
	command -v script >/dev/null || { echo "no script(1)" >"$scratch/skip"; return; }
	cat >slow <<-END
		{ bars="\$(cat b)"; echo "\$bars"; sleep 1; echo "\$bars"; echo nonsense; sleep 1; echo "\$bars"; } | pf-load
	END
	script -qec "sh slow" shown </dev/null >/dev/null
	tr "\r" "\n" <shown >lines && grep -A 1 "records, " lines | grep "pf-load: stdin:11" && says "\"read\":16" shown
'
ok 'not among records' '
	command -v script >/dev/null || { echo "no script(1)" >"$scratch/skip"; return; }
	script -qec "pf-query bars" shown </dev/null >/dev/null && ! grep "rows, " shown && says "\"kind\":\"bar\"" shown
'
done_testing
