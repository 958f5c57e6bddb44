#!/bin/sh
# pf-load --snapshot: what is a whole answer and what is not, and that nothing is closed on half of one.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
. "$top/tests/load/snapshot.sh"

ok 'answers may be mixed, and go over batches' '
	for batch in 1 2 3 4 5 6 100; do
		fresh && { answer position a A B C; answer position b A B C; answer balance a USD CAD; } | snap && {
			positions a A; positions b B; balances a USD; positions a C; whole balance a 1; positions b C N; whole position b 3; whole position a 2; } >mixed && snap --batch $batch <mixed &&
		told "closed balance a,closed position b,closed position a," && is "a/A a/C b/B b/C b/N" "$(held)" && is "a/CAD=0 a/USD=7" "$(cash)" && is 2 "$(closed positions)" && is 1 "$(closed account_balances)" || exit 1
	done
'
ok 'answers of two files are one stream' '
	fresh && answer position a A B C | snap && positions a A >1 && { positions a B; whole position a 2; } >2 && snap 1 2 </dev/null && told "closed position a," && is "a/A a/B" "$(held)"
'
ok 'two hundred complete records are a few transactions' '
	fresh && for n in $(seq 50); do answer position a$n A B; answer balance a$n USD; answer activity a$n x$n@2008-10-01 y$n@2008-10-01; answer account s$n a$n; done >many && was=$(sql "select pg_current_xact_id()") &&
	snap <many && told "" && now=$(sql "select pg_current_xact_id()") && [ $((now - was)) -lt 30 ] || { echo $((now - was)); exit 1; }
'
ok 'a count that does not fit closes nothing, and says so' '
	fresh && answer position a A B C | snap && for n in 1 3; do { positions a A B; whole position a $n; } | snap && told "incomplete position a," && is "a/A a/B a/C" "$(held)" &&
	says "\"data\":{\"count\":$n,\"came\":2,\"rejected\":0}" out && is 0 "$(closed positions)" || exit 1; done
	{ positions a A B B; whole position a 3; } | snap && told "closed position a,"
'
ok 'a line that was lost or is none closes nothing, of its scope' '
	fresh && { answer position a A B C; answer position b A B; } | snap && { positions a A; echo "{\"kind\":\"position\",\"account_id\":\"a\",\"sym"; whole position a 2; answer position b A; } | { exits 65 snap; } &&
	told "incomplete position a,closed position b," && is "a/A a/B a/C b/A" "$(held)"
'
bad='{"kind":"position","account_id":"a","symbol":"X","quantity":"ten"}'
ok 'nor does an answer of which a record was rejected, however the count is' '
	fresh && answer position a A B C | snap && for n in 1 2; do { positions a A; echo "$bad"; whole position a $n; } | { exits 65 snap; } && told "incomplete position a," &&
	says "\"came\":2,\"rejected\":1}" out && is "a/A a/B a/C" "$(held)" || exit 1; done
'
ok 'nor one of which the database refused a record, in this batch or an earlier one' '
	sql "alter table positions add constraint few check (quantity < 100)" && for batch in 1 2 3 4 100; do
		fresh && answer position a A B C | snap && { positions a A; echo "{\"kind\":\"position\",\"account_id\":\"a\",\"symbol\":\"X\",\"quantity\":100}"; positions a N; whole position a 3; answer position a A B N; } | { exits 65 snap --batch $batch; } &&
		told "incomplete position a,closed position a," && is "a/A a/B a/N" "$(held)" && says "\"came\":3,\"rejected\":1}" out || exit 1
	done
	sql "alter table positions drop constraint few"
'
ok 'each answer of a scope is one by itself' '
	for batch in 1 2 3 4 5 100; do
		fresh && answer position a A B C | snap && { answer position a A B; positions a B C; } | snap --batch $batch && told "closed position a," && is "a/A a/B a/C" "$(held)" &&
		{ answer position a A B; answer position a A C; } | snap --batch $batch && told "closed position a,closed position a," && is "a/A a/C" "$(held)" || exit 1
	done
'
ok 'a complete record in front of its records says that there are none of them' '
	fresh && answer position a A B C | snap && { whole position a 2; positions a A B; } | snap && told "incomplete position a," && is "a/A a/B a/C" "$(held)"
'
ok 'one without what it needs is rejected, and why' '
	fresh && answer position a A B | snap && cat >lacking <<-END
		{"kind":"complete","of":"position","count":0}
		{"kind":"complete","of":"position","account_id":null,"count":0}
		{"kind":"complete","of":"position","account_id":"","count":0}
		{"kind":"complete","of":"position","account_id":7,"count":0}
		{"kind":"complete","of":"account","account_id":"a","count":0}
		{"kind":"complete","of":"position","account_id":"a"}
		{"kind":"complete","of":"position","account_id":"a","count":"0"}
		{"kind":"complete","of":"position","account_id":"a","count":-1}
		{"kind":"complete","of":"position","account_id":"a","count":0.5}
		{"kind":"complete","count":0}
		{"kind":"complete","of":"balance","account_id":"a","count":0}
		{"kind":"complete","of":"balance","account_id":"a","count":0,"at":"2008-10-15"}
		{"kind":"complete","of":"activity","account_id":"a","count":0,"first_date":"2008-02-30"}
		{"kind":"complete","of":"activity","account_id":"a","count":0,"last_date":20080101}
		{"kind":"complete","of":"activity","account_id":"a","count":0,"first_date":"2008-10-02","last_date":"2008-10-01"}
	END
	exits 65 snap <lacking && cat >want <<-END && cut -d" " -f2- err >got && same want got && told "" && is "a/A a/B" "$(held)" && says "\"rejected\":15,\"ignored\":0," out
		stdin:1: account_id is missing
		stdin:2: account_id is missing
		stdin:3: account_id is missing
		stdin:4: account_id is missing
		stdin:5: scope is missing
		stdin:6: count is missing
		stdin:7: count is no number
		stdin:8: count is no number of records
		stdin:9: count is no number of records
		stdin:10: of is missing
		stdin:11: at is missing
		stdin:12: at is no time (RFC 3339, with a zone)
		stdin:13: first_date is no date (YYYY-MM-DD)
		stdin:14: last_date is no text
		stdin:15: last_date is before first_date
	END
	{ cat lacking; positions a A; whole position a 1; } | exits 65 snap --allow-shrink && is "a/A" "$(held)" && pf-load <lacking >out && says "\"ignored\":15," out
'
ok 'an account whose connection is out of order closes nothing, by its answer or before it' '
	for s in disconnected error; do
		fresh && { answer account s1 a b; answer position a A B C; answer balance a USD CAD EUR; answer activity a x@2008-10-01 y@2008-10-01 z@2008-10-01; } | snap &&
		{ accounts s1 b; echo "{\"kind\":\"account\",\"scope\":\"s1\",\"id\":\"a\",\"connection_status\":\"$s\"}"; whole account s1 2; answer position a A B; answer balance a USD; answer activity a x@2008-10-01; } | snap --allow-shrink &&
		told "stale position a,stale balance a,stale activity a," && says "\"level\":\"warning\"" out && is "a/A a/B a/C" "$(held)" && is "a/CAD=7 a/EUR=7 a/USD=7" "$(cash)" && is "a/x a/y a/z" "$(ids)" &&
		answer position a A B | snap --allow-shrink && told "stale position a," && is "a/A a/B a/C" "$(held)" && is 0 "$(sql "select count(*) from snapshot_doubts")" &&
		{ answer position a A B; accounts s1 a; } | snap && told "closed position a," && is "a/A a/B" "$(held)" || exit 1
	done
	answer account s1 b | snap --allow-shrink && told "closed account s1," && answer position a A | snap && told "closed position a,"
'
ok '--dry-run tells the same and changes nothing' '
	fresh && { answer position a A B C; answer position b A B; } | snap && { answer position a A C; answer position b; } >now && exits 1 snap --dry-run <now && cp told want && grep -v seconds out >events &&
	is "a/A a/B a/C b/A b/B" "$(held)" && is 0 "$(sql "select count(*) from snapshot_doubts")" && is 1 "$(closed positions)" && exits 1 snap <now && same want told && grep -v seconds out | same events - && is "a/A a/C b/A b/B" "$(held)"
'
ok '--atomic: all or nothing, and what did not happen is not told' '
	for batch in 1 2 100; do
		fresh && { answer position a A B C; answer position b A B; } | snap && { answer position a A C; answer position b A; echo "$bad"; } >now && exits 65 snap --atomic --batch $batch <now && told "" && is "a/A a/B a/C b/A b/B" "$(held)" &&
		is 0 "$(closed positions)" && is 5 "$(sql "select count(*) from position_snapshots")" && sed "\$d" now | snap --atomic --batch $batch && told "closed position a,closed position b," && is "a/A a/C b/A" "$(held)" &&
		is 2 "$(closed positions)" && is 3 "$(sql "select count(*) from position_snapshots")" || exit 1
	done
	fresh && answer position a A B | snap && whole position a 0 | { exits 1 snap --atomic; } && told "shrink-refused position a," && exits 65 snap --atomic <<-END && told ""
		$(whole position a 0)
		no JSON
	END
'
ok 'the day'"'"'s snapshot is of accounts whose positions were answered whole' '
	days() { sql "select coalesce(string_agg(account_id || chr(47) || symbol || chr(61) || quantity || chr(64) || to_char(snapshot_date, \$\$DD\$\$), chr(32) order by snapshot_date, account_id, symbol), \$\$\$\$) from position_snapshots"; } &&
	fresh && { answer position a A B C; positions b A; } | snap && is "a/A=1@15 a/B=1@15 a/C=1@15" "$(days)" && was=$(sql "select string_agg(xmin::text || ctid, chr(32)) from position_snapshots") &&
	answer position a A B C | snap && is "$was" "$(sql "select string_agg(xmin::text || ctid, chr(32)) from position_snapshots")" &&
	{ answer position a A C; answer position b A; } | snap && is "a/A=1@15 a/C=1@15 b/A=1@15" "$(days)" && answer position a A | PF_NOW=2008-10-16T00:00:00Z snap && is "a/A=1@15 a/C=1@15 b/A=1@15 a/A=1@16" "$(days)" &&
	{ positions a N; whole position a 7; } | PF_NOW=2008-10-17T00:00:00Z snap && is "a/A=1@15 a/C=1@15 b/A=1@15 a/A=1@16" "$(days)" && whole position a 0 | PF_NOW=2008-10-17T23:59:59Z exits 1 snap &&
	is "a/A=1@15 a/C=1@15 b/A=1@15 a/A=1@16 a/A=1@17 a/N=1@17" "$(days)" && answer balance a USD | PF_NOW=2008-10-18T00:00:00Z snap && is "2008-10-17" "$(sql "select max(snapshot_date) from position_snapshots")" &&
	answer position a A N | pf-load >out && is "2008-10-17" "$(sql "select max(snapshot_date) from position_snapshots")"
'
# What JSON strings may hold, as it stands between their quotes.
cat >names <<'END'
x'; drop table positions; --
{a,b}
NULL
null
\\
\"q\"
\u0009t
\\n
%s%n
$1
\u00fc\ud83d\ude00
(1)
a\\'b
\\N
END
ok 'names are never SQL' '
	fresh && awk "{ a[NR] = \$0 } END { for (i = 1; i <= NR; i++) { for (k = 1; k <= NR; k++) printf \"{\\\"kind\\\":\\\"position\\\",\\\"account_id\\\":\\\"%s\\\",\\\"symbol\\\":\\\"%s\\\",\\\"quantity\\\":1}\\n\", a[i], a[k]
		printf \"{\\\"kind\\\":\\\"complete\\\",\\\"of\\\":\\\"position\\\",\\\"account_id\\\":\\\"%s\\\",\\\"count\\\":%d}\\n\", a[i], NR } }" names >odd &&
	snap <odd && told "" && is 196 "$(sql "select count(*) from positions")" && snap <odd && told "" && sed -e "/\"symbol\":\"x/d" -e "s/\"count\":14/\"count\":13/" odd >less && snap <less && is 14 "$(wc -l <told)" &&
	is 14 "$(sql "select count(*) from positions where quantity = 0 and symbol like \$\$x_; drop%\$\$")" && is 182 "$(sql "select count(*) from positions where quantity = 1")" &&
	snap <less && told "" && sed -e "/\"symbol\":\"[^a]/d" -e "s/\"count\":14/\"count\":1/" odd | { exits 1 snap; } && is 14 "$(grep -c shrink-refused told)" && is 14 "$(sql "select count(distinct scope) from snapshot_doubts where scope in (select account_id from positions)")"
'
ok 'of a stream that is cut anywhere nothing is closed that the whole one would not close' '
	fresh && { answer position a A B C D; answer position b A B C; answer balance a USD CAD EUR; answer activity a x@2008-10-01 y@2008-10-02 z@2008-10-03; answer account s1 a b c; } | snap && {
		positions a A; positions b B; balances a USD; positions a C; whole balance a 1; activities a x@2008-10-01; positions b C; whole position b 2; accounts s1 a; activities a w@2008-10-03; whole activity a 2; accounts s1 b; whole position a 2; whole account s1 2; } >all &&
	n=$(wc -c <all) && snap --dry-run --allow-shrink <all && is 5 "$(wc -l <told)" && cp told want && cut=1 && while [ $cut -lt $n ]; do
		head -c $cut all | snap --dry-run --allow-shrink 2>err
		[ $? -ne 1 ] && [ -z "$(grep -v -e "^incomplete" told | grep -vxFf want)" ] || { echo "cut at $cut:"; cat told; exit 1; }
		cut=$((cut + 41))
	done && for l in $(seq $(wc -l <all)); do head -n $l all | snap --dry-run --allow-shrink && [ "$(wc -l <told)" = "$(head -n $l all | grep -c complete)" ] || exit 1; done
'
ok 'beside another load of the same tables, in another order' '
	fresh && for n in $(seq 40); do answer position a$n A B C; answer balance a$n USD CAD; answer activity a$n x$n@2008-10-01 y$n@2008-10-01; answer account s$n a$n b$n; done >old && snap <old &&
	for n in $(seq 40); do answer position a$n A B; answer balance a$n USD; answer activity a$n x$n@2008-10-01; answer account s$n a$n; done >1 && for n in $(seq 40 -1 1); do answer account s$n a$n; answer activity a$n x$n@2008-10-01; answer balance a$n USD; answer position a$n A B; done >2 || exit
	pf-load --snapshot --allow-shrink --batch 7 1 >out1 2>err1 & first=$!
	pf-load --snapshot --allow-shrink --batch 5 2 >out2 2>err2 && wait $first || { cat err1 err2; exit 1; }
	is 80 "$(sql "select count(*) from positions where quantity <> 0")" && is 40 "$(sql "select count(*) from activities")" && is 40 "$(sql "select count(*) from accounts where connection_status = \$\$deleted\$\$")" &&
	is 40 "$(sql "select count(*) from account_balances where cash = 0")" && is 160 "$(cat out1 out2 | sed -n "s/.*\"closed\":\([0-9]*\)}\$/\1/p" | awk "{ n += \$1 } END { print n }")"
'
ok 'options that do not go together' '
	exits 64 pf-load --snapshot --table positions </dev/null && exits 64 pf-load --allow-shrink </dev/null && snap </dev/null && told ""
'
done_testing
