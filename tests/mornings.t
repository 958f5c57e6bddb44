#!/bin/sh
# Bad mornings: after each what was right before is still there, what came is in, and the status and an event say what happened.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
PF_NOW=2008-10-15T06:00:00Z PF_HTTP_BACKOFF=10ms PF_HTTP_ATTEMPTS=2
export PF_NOW PF_HTTP_BACKOFF PF_HTTP_ATTEMPTS
unset SNAPTRADE_ACCOUNT_ID ROBINHOOD_ACCOUNT_ID
margin=17068df4-2eb6-461f-ad96-5c37bf4fa35e retirement=fe12fff8-4a0f-4642-ab83-74d2b1153107
database
# What is worked on is a database of its own, so that it can be made anew.
base=$DATABASE_URL
admin() {
	pf-db psql -- -d "$base" -XAtq -v ON_ERROR_STOP=1 -c "$1" 2>"$scratch/admin" || { cat "$scratch/admin"; return 1; }
}

sql() {
	pf-db psql -- -d "$DATABASE_URL" -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# sync DATA FAULT: a night against a stand-in; statuses in "rc", the stream in "stream", what pf-load says in "load"
sync() {
	pf-sandbox -q run -d "$1" ${2:+-f "$2"} -- sh -c 'pf-snaptrade sync --full >stream 2>err; echo $? >rc' &&
	pf-load --snapshot <stream >load 2>>err
	echo $? >>rc
}

# ended SYNC LOAD: with these statuses
ended() {
	[ "$(paste -sd' ' rc)" = "$1 $2" ] || { echo "statuses $(paste -sd' ' rc), not $1 $2"; cat err load; return 1; }
}

# state TABLE [WHERE]: what is there, but for when it was read
state() {
	case $1 in
	accounts) what="id, name, total_equity, connection_status" ;;
	account_balances) what="account_id, currency_code, snapshot_date, cash" ;;
	positions) what="account_id, symbol, quantity, average_buy_price, equity, closed_at is null" ;;
	orders) what="account_id, brokerage_order_id, symbol, action, status, raw_status, filled_quantity" ;;
	activities) what="id, account_id, amount, units, trade_date" ;;
	esac
	sql "select $what from $1 ${2:+where $2} order by 1, 2, 3"
}

# as_before TABLE [WHERE], as_new TABLE [WHERE]: it is as it was on the good morning, or as the vendor has it now
as_before() {
	state "$@" >is && state_in before "$@" >want && same want is
}
as_new() {
	state "$@" >is && state_in after "$@" >want && same want is
}
state_in() {
	( DATABASE_URL=$(echo "$DATABASE_URL" | sed "s|/work?|/$1?|") && shift && state "$@" )
}

# good: the database as the good morning left it
good() {
	admin 'drop database if exists work' && admin 'create database work template before'
}

# The next day at the vendor: more of GOOG here, less there, a sale of all options, new cash, an order and an activity each.
make_next() {
	mkdir -p next &&
	sed -e "/\"of\":\"position\",\"account\":\"$margin\"/s/\"units\":\"40\"/\"units\":\"44\"/" -e "/\"of\":\"position\",\"account\":\"$retirement\"/s/\"units\":\"12\"/\"units\":\"10\"/" \
		-e "/\"of\":\"position\".*GOOG  081220C00400000/d" -e "/\"of\":\"balance\",\"account\":\"$margin\"/s/2095.26/1000.01/" -e "/\"of\":\"balance\",\"account\":\"$retirement\"/s/4742.4/5555.5/" \
		"$top/share/sandbox/snaptrade.jsonl" >next/snaptrade.jsonl &&
	for a in $margin $retirement; do
		grep "\"of\":\"order\",\"account\":\"$a\".*2008-10-1" "$top/share/sandbox/snaptrade.jsonl" | head -n 1 | sed 's/"brokerage_order_id":"[^"]*"/"brokerage_order_id":"NEXT"/' &&
		grep "\"of\":\"activity\",\"account\":\"$a\"" "$top/share/sandbox/snaptrade.jsonl" | head -n 1 | sed "s/\"body\":{\"id\":\"[^\"]*\"/\"body\":{\"id\":\"next-$a\"/"
	done >>next/snaptrade.jsonl && ! cmp -s next/snaptrade.jsonl "$top/share/sandbox/snaptrade.jsonl"
}

ok 'a good morning, and the one after it' '
	make_next && admin "create database work" && DATABASE_URL=$(echo "$base" | sed "s|/pf?|/work?|") && pf-migrate up >/dev/null 2>&1 && sync "$top/share/sandbox" "" && ended 0 0 && admin "create database before template work" &&
	PF_NOW=2008-10-16T06:00:00Z && sync next "" && ended 0 0 && admin "create database after template work" &&
	[ "$(sql "select quantity || chr(32) || (closed_at is null) from positions where account_id = \$\$$retirement\$\$ and symbol like \$\$GOOG %\$\$")" = "0 false" ] &&
	[ "$(sql "select count(*) from position_snapshots where snapshot_date = \$\$2008-10-16\$\$")" = 4 ] && [ "$(sql "select count(*) from orders where brokerage_order_id = \$\$NEXT\$\$")" = 2 ]
'
PF_NOW=2008-10-16T06:00:00Z
DATABASE_URL=$(echo "$base" | sed 's|/pf?|/work?|')
everything="accounts account_balances positions orders activities"
ok '401: nothing is touched' '
	good && sync next snaptrade:1076 && ended 77 0 && [ ! -s stream ] && for t in $everything; do as_before $t || exit; done
'
ok '410: positions come from the other address; from none, they stay and the rest is in' '
	good && sync next snaptrade/positions:410 && ended 0 0 && for t in $everything; do as_new $t || exit; done && says "\"event\":\"moved\"" stream &&
	good && sync next snaptrade/positions:410,snaptrade/holdings:410 && ended 69 0 && as_before positions && for t in accounts account_balances orders activities; do as_new $t || exit; done && says "\"event\":\"failed\"" stream
'
ok '[]: what was held is still held, cash is still there, accounts are not gone' '
	good && sync next snaptrade/positions:empty && ended 65 0 && as_before positions && as_new account_balances && as_new orders && says "\"event\":\"empty\"" stream &&
	good && sync next snaptrade/balances:empty && ended 65 0 && as_before account_balances && as_new positions && says "\"event\":\"empty\"" stream &&
	good && sync next snaptrade/accounts:empty && ended 65 0 && for t in $everything; do as_before $t || exit; done && says "\"event\":\"failed\"" stream
'
ok 'half of the accounts fail: one half is new, the other as it was' '
	good && sync next snaptrade:half && ended 75 0 && for t in positions orders activities account_balances; do as_before $t "account_id = \$\$$retirement\$\$" && as_new $t "account_id = \$\$$margin\$\$" || exit; done && says "\"subject\":\"$retirement\"" stream
'
ok 'a body cut in the middle: its kind is as it was, the rest is new' '
	for kind in positions balances orders activities; do
		good && sync next snaptrade/$kind:cut && ended 75 0 || exit
		for t in positions orders activities account_balances; do case $t in *$kind) as_before $t ;; *) as_new $t ;; esac || exit; done
	done && says "\"event\":\"failed\"" stream
'
ok '429 for minutes: what was refused is as it was, the rest is new' '
	good && sync next snaptrade/activities:429=0 && ended 75 0 && as_before activities && as_new positions && as_new orders && as_new account_balances && says "429" err && says "\"event\":\"failed\"" stream
'
ok 'a disabled connection: what it still tells closes nothing, and the accounts say since when' '
	good && sync next snaptrade:disabled && ended 65 0 && [ "$(state positions "quantity = 0")" = "" ] && as_new orders && [ "$(sql "select count(*) from accounts where connection_status = \$\$disconnected\$\$ and connection_disabled_at is not null")" = 3 ] && says "\"event\":\"disabled\"" stream
'
ok 'an order with a new status: it is there under its own word, and so is every other' '
	good && sync next snaptrade:status && ended 0 0 && [ "$(sql "select count(*) from orders where raw_status = \$\$NEW_THING\$\$ and status = \$\$PENDING\$\$")" -ge 1 ] && as_new positions && as_new activities &&
	[ "$(sql "select count(*) from orders")" = "$(state_in after orders | wc -l)" ] && says "\"event\":\"new-word\"" stream
'
ok 'a position without a symbol: nothing of its account is closed, the others are new' '
	good && sync next snaptrade:no-symbol && ended 65 0 && [ "$(state positions "quantity = 0 and account_id = \$\$$margin\$\$")" = "" ] && as_before positions "account_id = \$\$$margin\$\$" && as_new orders && as_new account_balances && says "the symbol is missing" stream
'
ok 'an account that is listed twice: it is there once, and none is taken for gone' '
	good && sync next snaptrade:twin && ended 65 0 && for t in $everything; do as_new $t || exit; done && says "is listed twice" stream
'
ok 'a list that shrank too much closes nothing; the same again a quarter of an hour later does' '
	mkdir -p many && { cat "$top/share/sandbox/snaptrade.jsonl"; for i in 1 2 3 4 5 6; do grep "\"of\":\"position\",\"account\":\"$margin\"" "$top/share/sandbox/snaptrade.jsonl" | sed "s/\"symbol\":\"GOOG\"/\"symbol\":\"SYM$i\"/; s/\"raw_symbol\":\"GOOG\"/\"raw_symbol\":\"SYM$i\"/"; done; } >many/snaptrade.jsonl &&
	good && sync many "" && ended 0 0 && [ "$(sql "select count(*) from positions where quantity <> 0 and account_id = \$\$$margin\$\$")" = 7 ] &&
	sync many snaptrade:shrink=2 && ended 0 1 && [ "$(sql "select count(*) from positions where quantity <> 0 and account_id = \$\$$margin\$\$")" = 7 ] && says "shrink-refused" load &&
	PF_NOW=2008-10-16T06:15:00Z && sync many snaptrade:shrink=2 && ended 0 0 && [ "$(sql "select count(*) from positions where quantity <> 0 and account_id = \$\$$margin\$\$")" = 2 ]
'
ok 'what the broker says an account is worth is its positions and cash, or the gap is told' '
	good && pf-query reconcile >sums && [ "$(grep -c "\"state\":\"ok\"" sums)" = 2 ] && grep "$margin" sums | grep -q "\"gap\":null,\"state\":\"mixed\"" &&
	sql "update positions set quantity = quantity - 1 where account_id = \$\$$retirement\$\$ and symbol = \$\$GOOG\$\$" && pf-query reconcile --account $retirement >sums && says "\"gap\":362.71,\"state\":\"gap\"" sums &&
	pf-query reconcile --tolerance 400 --account $retirement | grep -q "\"state\":\"ok\""
'
done_testing
