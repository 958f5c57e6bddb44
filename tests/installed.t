#!/bin/sh
# What was installed works by itself, with the data it was installed with: make installcheck.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
: "${bindir:?make installcheck runs this}" "${pkgdatadir:?}"
PATH=$bindir:${PATH#*:}

ok 'the tools are those that were installed' '
	[ "$(command -v pf-db)" = "$bindir/pf-db" ] && pf --list >list && [ "$(grep -c . list)" -ge 8 ]
'
ok 'schema, queries, pipelines and the data of the stand-in are found' '
	sh "$pkgdatadir/demo/demo" >out 2>err || { cat out err; exit 1; }
	grep "^GOOG  *1047 " out && grep "^MSFT  *65 " out && says "\"unchanged\":4,\"rejected\":0" out && says "\"topLosers\":[{\"symbol\":\"GOOG\"" out
'
ok 'nothing was written where it was installed' '
	find "$pkgdatadir" -newer "$scratch/pf.yaml" -type f | { ! grep .; }
'
done_testing
