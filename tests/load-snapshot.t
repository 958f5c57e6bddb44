#!/bin/sh
# pf-load --snapshot: what a complete answer does not have any more is closed, and nothing else ever is.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
. "$top/tests/load/snapshot.sh"

ok 'a position that is gone is held no more, and stays as a row; those of other accounts are not touched' '
	{ answer position a A B C; answer position b A Z; } | snap && told "" && is "a/A a/B a/C b/A b/Z" "$(held)" && is 0 "$(closed positions)" &&
	answer position a A C | PF_NOW=2008-10-15T07:00:00.5Z snap && told "closed position a," && is "a/A a/C b/A b/Z" "$(held)" && is 1 "$(closed positions)" &&
	is "0|0|0|2008-10-15 07:00:00.5|2008-10-15 07:00:00.5" "$(sql "select quantity, equity, open_pnl, closed_at at time zone \$\$UTC\$\$, sync_timestamp at time zone \$\$UTC\$\$ from positions where symbol = \$\$B\$\$")" &&
	says "\"level\":\"info\",\"subject\":\"position a\"" out && says "\"data\":{\"closed\":1,\"first\":[\"B\"]}}" out &&
	answer position a A C | snap && told "" && is "a/A a/C b/A b/Z" "$(held)"
'
ok 'an empty answer closes the only one' '
	fresh && { answer position a A; } | snap && answer position a | snap && told "closed position a," && is "" "$(held)"
'
ok 'without --snapshot, and without a complete record, nothing is closed' '
	fresh && { answer position a A B C; answer position b A B; } | snap && answer position a A | pf-load >out && ! grep -q closed out && is "a/A a/B a/C b/A b/B" "$(held)" &&
	{ positions a A; answer position b A; } | snap && told "closed position b," && is "a/A a/B a/C b/A" "$(held)"
'
ok 'a currency that is gone gets a row without cash, of the day that the answer was told on' '
	fresh && PF_NOW=2008-10-14T23:00:00Z; { answer balance a USD CAD EUR; answer balance b USD CAD; } | snap && told "" &&
	echo "{\"kind\":\"balance\",\"account_id\":\"a\",\"currency_code\":\"GBP\",\"snapshot_date\":\"2008-10-14\",\"cash\":0}" | pf-load >out &&
	PF_NOW=2008-10-15T01:00:00Z && answer balance a USD EUR | PF_NOW=2008-10-16T12:00:00Z snap && told "closed balance a," && is 1 "$(closed account_balances)" &&
	is "a/CAD=0 a/EUR=7 a/GBP=0 a/USD=7 b/CAD=7 b/USD=7" "$(cash)" &&
	is "2008-10-15|nCAD|0|0|2008-10-16 12:00:00" "$(sql "select snapshot_date, currency_name, cash, buying_power, sync_timestamp at time zone \$\$UTC\$\$ from account_balances where currency_code = \$\$CAD\$\$ and account_id = \$\$a\$\$ and cash = 0")" &&
	answer balance a USD EUR | snap && told "" && is 0 "$(closed account_balances)" && answer balance a USD | snap && told "closed balance a," &&
	is "a/CAD=0 a/EUR=0 a/GBP=0 a/USD=7 b/CAD=7 b/USD=7" "$(cash)" && is 7 "$(sql "select count(*) from account_balances where account_id = \$\$a\$\$")"
'
ok 'cash of later days is not looked at' '
	fresh && PF_NOW=2008-10-16T00:00:00Z; answer balance a USD CAD | snap && PF_NOW=2008-10-15T00:00:00Z && answer balance a USD | snap && told "" && is "a/CAD=7 a/USD=7" "$(cash)"
'
ok 'an account that is in no list any more is deleted; those of other lists are not' '
	fresh && { answer account s1 a b c; answer account s2 d; accounts "" e; echo "{\"kind\":\"account\",\"id\":\"f\"}"; } | snap && answer account s1 a c | { exits 1 snap; } && answered 06:15:00 account s1 a c &&
	told "closed account s1," && is 1 "$(closed accounts)" && is "a:connected b:deleted c:connected d:connected e:connected f:connected" "$(sql "select string_agg(id || \$\$:\$\$ || connection_status, \$\$ \$\$ order by id) from accounts")" &&
	answer account s1 a c | snap && told "" && answer account s1 a b c | snap && is "connected" "$(sql "select connection_status from accounts where id = \$\$b\$\$")"
'
ok 'activities are replaced within the window' '
	fresh && activities a 1@2008-10-01 2@2008-10-02 3@2008-10-03 4@2008-10-04 5@2008-10-05 >first && { cat first; activities b 6@2008-10-03; } | snap &&
	{ activities a 12@2008-10-02 13@2008-10-03 14@2008-10-04; whole activity a 3 "\"first_date\":\"2008-10-02\",\"last_date\":\"2008-10-04\""; } | snap &&
	told "closed activity a," && is 3 "$(closed activities)" && is "a/1 a/12 a/13 a/14 a/5 b/6" "$(ids)"
'
ok 'an absent bound of the window is open; a day is one of UTC, from its first moment to its last' '
	fresh && moments() { for t in 01T23:59:59.999999 02T00:00:00 03T12:00:00 04T23:59:59.999999 05T00:00:00; do echo "{\"kind\":\"activity\",\"account_id\":\"a\",\"id\":\"$t\",\"trade_date\":\"2008-10-${t}Z\"}"; done; echo "{\"kind\":\"activity\",\"account_id\":\"a\",\"id\":\"none\"}"; } &&
	left() { sql "select string_agg(left(id, 4), \$\$ \$\$ order by id) from activities"; } && moments | snap && whole activity a 0 "\"first_date\":\"2008-10-02\",\"last_date\":\"2008-10-04\"" | snap --allow-shrink &&
	is "01T2 05T0 none" "$(left)" && moments | snap && whole activity a 0 "\"first_date\":\"2008-10-03\",\"last_date\":null" | snap --allow-shrink && is "01T2 02T0 none" "$(left)" &&
	moments | snap && whole activity a 0 "\"last_date\":\"2008-10-01\"" | snap --allow-shrink && is "02T0 03T1 04T2 05T0 none" "$(left)" && whole activity a 0 | snap --allow-shrink && is "" "$(left)"
'
ok 'complete records of other kinds close nothing' '
	fresh && answer position a A B | snap && { echo "{\"kind\":\"order\",\"account_id\":\"a\",\"brokerage_order_id\":\"1\",\"symbol\":\"A\",\"action\":\"BUY\",\"status\":\"FILLED\"}"; whole order a 0; whole bar a 7; whole nosuch a 7; } | snap &&
	told "" && is "a/A a/B" "$(held)" && is 1 "$(sql "select count(*) from orders")" && says "\"ignored\":3," out
'

# shrink KIND HELD LEFT WANT: an answer with LEFT of HELD rows; WANT: closed or shrink-refused
keys() { for n in $(seq "$1" "$2"); do echo "K$n${3:-}"; done; }
# shellcheck disable=SC2046 # a word a key
shrink() {
	[ "$1" = activity ] && day=@2008-10-01 || day=
	fresh && answer "$1" s $(keys 1 "$2" $day) | snap && { answer "$1" s $(keys 1 "$3" $day) | snap; status=$?; } && told "$4 $1 s," && { [ "$4" = closed ] && is 0 $status || is 1 $status; } || { echo "$*"; return 1; }
}
ok 'of two rows not all may go, of five not more than half' '
	for k in position balance activity; do
		shrink $k 1 0 closed && shrink $k 2 0 shrink-refused && shrink $k 2 1 closed && shrink $k 4 0 shrink-refused && shrink $k 4 1 closed &&
		shrink $k 5 2 shrink-refused && shrink $k 5 3 closed && shrink $k 6 3 closed && shrink $k 6 2 shrink-refused && shrink $k 7 4 closed && shrink $k 7 3 shrink-refused || exit 1
	done
'
ok 'no account goes on one answer, since what it holds would go with it' '
	shrink account 1 0 shrink-refused && shrink account 2 1 shrink-refused && shrink account 7 6 shrink-refused && says "would go with them" out && is 7 "$(sql "select count(*) from accounts where connection_status = \$\$connected\$\$")" &&
	exits 1 answered 06:14:59 account s $(keys 1 6) && exits 1 answered 06:20:00 account s $(keys 1 5) && answer account s $(keys 1 5) | snap --allow-shrink && told "closed account s,"
'
ok 'what is refused closes nothing, loads the rest, and says so' '
	fresh && { answer position a A B C D E; answer position b A B; } | snap && { answer position a A N; answer position b A; } >now && exits 1 snap <now &&
	told "shrink-refused position a,closed position b," && is "a/A a/B a/C a/D a/E a/N b/A" "$(held)" && says "\"level\":\"warning\",\"subject\":\"position a\"" out &&
	says "\"data\":{\"held\":5,\"closing\":4,\"first\":[\"B\",\"C\",\"D\",\"E\"]}}" out && says "\"table\":\"positions\",\"read\":5,\"inserted\":1," out && is 1 "$(closed positions)" &&
	{ positions a A B C D E N F G H I J K; whole position a 12; } | snap && exits 65 snap <<-END && told "shrink-refused position a,"
		no JSON
		$(whole position a 0)
	END
'
ok 'the rows that are counted are those of before the answer' '
	fresh && answer position a A B | snap && answer position a C D E | { exits 1 snap; } && told "shrink-refused position a," && is "a/A a/B a/C a/D a/E" "$(held)"
'
ok '--allow-shrink closes anyway' '
	fresh && answer position a A B C D E | snap && answer position a A | snap --allow-shrink && told "closed position a," && is "a/A" "$(held)" && is 0 "$(sql "select count(*) from snapshot_doubts")"
'
ok 'the same answer 15 minutes later closes; 14:59 is too early' '
	fresh && answer position a A B C D E | snap && answer position a A >less && exits 1 snap <less && is "position|a|5|4|2008-10-15 06:00:00" "$(sql "select kind, scope, held, closing, since at time zone \$\$UTC\$\$ from snapshot_doubts")" &&
	exits 1 answered 06:14:59 position a A && is "06:00:00" "$(sql "select (since at time zone \$\$UTC\$\$)::time from snapshot_doubts")" && is "a/A a/B a/C a/D a/E" "$(held)" &&
	answered 06:15:00 position a A && told "closed position a," && is "a/A" "$(held)" && is 0 "$(sql "select count(*) from snapshot_doubts")"
'
ok 'it is the times of the answers that count: the same file read again confirms nothing, unless it has no time' '
	fresh && answer position a A B C D E | snap && answer position a A >less && PF_NOW=2008-10-15T06:10:00Z exits 1 snap <less && is "06:00:00" "$(sql "select (since at time zone \$\$UTC\$\$)::time from snapshot_doubts")" &&
	PF_NOW=2008-10-16T06:00:00Z exits 1 snap <less && told "shrink-refused position a," && is "a/A a/B a/C a/D a/E" "$(held)" && PF_NOW=2008-10-15T06:14:59Z answer position a A >less && PF_NOW=2008-10-16T06:00:00Z exits 1 snap <less &&
	PF_NOW=2008-10-15T06:15:00Z answer position a A >less && PF_NOW=2008-10-15T06:01:00Z snap <less && told "closed position a," && is "a/A" "$(held)" &&
	fresh && answer position a A B C D E | snap && answer position a A | sed "s/,\"at\":\"[^\"]*\"//" >less && ! grep "\"at\"" less && exits 1 snap <less && PF_NOW=2008-10-15T06:14:59Z exits 1 snap <less && PF_NOW=2008-10-15T06:15:00Z snap <less && told "closed position a,"
'
# read_at TIME: records as they were read at that time of the day
read_at() { sed "/\"complete\"/!s/}\$/,\"sync_timestamp\":\"2008-10-15T$1Z\"}/; /\"complete\"/s/\"at\":\"[^\"]*\"/\"at\":\"2008-10-15T$1Z\"/"; }
ok 'an older answer does not close what was read after it' '
	fresh && PF_NOW=2008-10-15T13:00:00Z && answer position a A B | read_at 09:00:00 | snap && answer position a A B C D | read_at 12:00:00 | snap && answer position a A | read_at 11:59:59.999999 | snap && told "" && is "a/A a/B a/C a/D" "$(held)" &&
	answer position a A B C | read_at 12:00:00 | snap && told "closed position a," && is "a/A a/B a/C" "$(held)" && whole position a 0 | read_at 10:00:00 | snap --allow-shrink && told "" && is "a/A a/B a/C" "$(held)" || exit
	fresh && answer balance a USD CAD EUR | read_at 12:00:00 | snap && answer balance a USD | read_at 10:00:00 | snap && told "" && is "a/CAD=7 a/EUR=7 a/USD=7" "$(cash)" && answer balance a USD CAD | read_at 12:00:01 | snap && told "closed balance a," && is "a/CAD=7 a/EUR=0 a/USD=7" "$(cash)" &&
	answer account s1 a b c | read_at 12:00:00 | snap && answer account s1 a | read_at 10:00:00 | snap && told "" && answer account s1 a | read_at 12:00:00 | snap --allow-shrink && told "closed account s1,"
'
ok 'what was read later counts as held, and not as missing' '
	fresh && PF_NOW=2008-10-15T13:00:00Z && positions a A B C | read_at 12:00:00 | pf-load >out && positions a D E | read_at 09:00:00 | pf-load >out && whole position a 0 | read_at 10:00:00 | snap && told "closed position a," && says "\"closed\":2,\"first\":[\"D\",\"E\"]" out && is "a/A a/B a/C" "$(held)"
'
ok 'another answer starts anew, one without doubt ends it, and neither does one of another scope' '
	fresh && { answer position a A B C D E; answer position b A B C D E; } | snap && { answer position a A; } | { exits 1 snap; } &&
	exits 1 answered 06:14:00 position b B && exits 1 answered 06:15:00 position a B && exits 1 answered 06:29:59 position a A &&
	answered 06:31:00 position a A B C && is "b" "$(sql "select string_agg(scope, \$\$ \$\$) from snapshot_doubts")" &&
	answered 06:32:00 position a A B C D E && exits 1 answered 06:33:00 position a A && answered 06:33:00 position b B && is "a/A a/B a/C a/D a/E b/B" "$(held)"
'
ok 'a history that is read anew may have other ids, but not many fewer rows' '
	fresh && answer activity a $(keys 1 10 @2008-10-01) | snap && answer activity a $(keys 11 20 @2008-10-01) | snap && told "closed activity a," && is 10 "$(closed activities)" &&
	answer activity a $(keys 21 25 @2008-10-01) | snap && is 5 "$(sql "select count(*) from activities")" && answer activity a $(keys 31 32 @2008-10-01) | { exits 1 snap; } && told "shrink-refused activity a," &&
	is 7 "$(sql "select count(*) from activities")" && answered 06:15:00 activity a $(keys 31 32 @2008-10-01) && is "a/K31 a/K32" "$(ids)"
'
done_testing
