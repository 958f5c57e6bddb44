#!/bin/sh
# What a broker says of accounts: each kind into its table, exact to the last digit, and nothing written twice.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# loads FILE "read inserted updated unchanged rejected": run pf-load over it, whose counts must be these.
loads() {
	pf-load "$1" >out 2>err
	status=$?
	[ "$(sed 's/.*"read":\([0-9]*\),"inserted":\([0-9]*\),"updated":\([0-9]*\),"unchanged":\([0-9]*\),"rejected":\([0-9]*\),.*/\1 \2 \3 \4 \5/' out)" = "$2" ] ||
		{ echo "not $2:"; cat out err; return 1; }
	return $status
}

at='"sync_timestamp":"2008-10-15T06:00:00Z"'
account='"kind":"account","id":"acc-1"'
balance='"kind":"balance","account_id":"acc-1","currency_code":"USD","snapshot_date":"2008-10-15"'
position='"kind":"position","account_id":"acc-1","symbol":"GOOG"'
order='"kind":"order","account_id":"acc-1","brokerage_order_id":"A-1001","symbol":"GOOG","action":"BUY"'
activity='"kind":"activity","id":"act-1","account_id":"acc-1"'
# Digits that neither a double nor a column of so many of them would keep.
long=12345678901234567890.123456789012345678

# whole KIND TABLE RECORD: load a record with every field of its kind; its row is what the record says.
whole() {
	"$build/man/records" columns | awk -v t="$2" '$1 == t { print $2, $3 }' >columns && [ -s columns ] &&
	echo "$3" >record && loads record "1 1 0 0 0" && [ ! -s err ] && loads record "1 0 0 1 0" || return
	while read -r column name; do
		grep -qF "\"$name\":" record || { echo "the record has no $name"; return 1; }
		[ "$(sql "select count($column) from $2")" = 1 ] || { echo "$column is null"; return 1; }
	done <columns
}

ok 'an account, every field of it' '
	whole account accounts "{$account,\"brokerage_authorization\":\"con-1\",\"brokerage_authorization_id\":\"con-1\",\"portfolio_group\":\"g\",\"name\":\"Demo Margin\",\"number\":\"****1234\",\"institution_name\":\"Sandbox\",\"total_equity\":$long,\"last_successful_sync\":\"2008-10-15 05:30:01.000123+00:00\",\"connection_status\":\"disconnected\",\"connection_disabled_at\":\"2008-10-14T00:00:00-05:00\",\"connection_error_message\":\"disabled\",\"bucket\":\"swing\",\"currency\":\"USD\",\"institution_account_id\":\"i\",\"account_status\":\"open\",\"account_category\":\"INVESTMENT\",\"raw_type\":\"Margin\",\"is_paper\":false,\"holdings_unavailable\":false,\"first_transaction_date\":\"2003-06-19\",\"transactions_complete_to\":\"2008-10-14\",\"scope\":\"s\",$at}" &&
	[ "$(sql "select total_equity, last_successful_sync at time zone \$\$UTC\$\$, connection_disabled_at at time zone \$\$UTC\$\$ from accounts")" = "$long|2008-10-15 05:30:01.000123|2008-10-14 05:00:00" ]
'
ok 'a balance, every field of it' '
	whole balance account_balances "{$balance,\"currency_name\":\"US Dollar\",\"currency_id\":\"cur-1\",\"cash\":-123456.789,\"buying_power\":$long,$at}" &&
	[ "$(sql "select cash, buying_power from account_balances")" = "-123456.789|$long" ]
'
ok 'a position, every field of it' '
	whole position positions "{$position,\"symbol_id\":\"sym-1\",\"symbol_description\":\"Google\",\"raw_symbol\":\"GOOG\",\"asset_type\":\"stock\",\"quantity\":0.000000012345678901,\"price\":362.71,\"equity\":$long,\"average_buy_price\":1e-9,\"open_pnl\":-0.1,\"currency\":\"USD\",\"prev_price\":362.70,\"current_price\":362.71,\"price_updated_at\":\"2008-10-14T20:00:00Z\",\"exchange_code\":\"NASDAQ\",\"exchange_name\":\"Nasdaq\",\"mic_code\":\"XNAS\",\"figi_code\":\"BBG009S39JX6\",\"logo_url\":\"https://example.org/g.png\",\"underlying\":\"GOOG\",\"option_expiry\":\"2008-11-22\",\"option_strike\":360.125,\"option_right\":\"CALL\",\"multiplier\":100,\"price_asof\":\"2008-10-14T20:00:00Z\",\"cash_equivalent\":true,\"tax_lots\":[{\"quantity\":\"1\"}],\"raw\":{\"kind\":\"new\"},\"closed_at\":\"2008-10-15T00:00:00Z\",$at}" &&
	[ "$(sql "select quantity, equity, average_buy_price, open_pnl from positions")" = "0.000000012345678901|$long|0.000000001|-0.1" ]
'
ok 'an order, every field of it' '
	whole order orders "{$order,\"status\":\"FILLED\",\"total_quantity\":10.5,\"open_quantity\":0,\"canceled_quantity\":0,\"filled_quantity\":10.5,\"execution_price\":190.12345678,\"limit_price\":$long,\"stop_price\":1,\"order_type\":\"Market\",\"time_in_force\":\"Day\",\"time_placed\":\"2008-10-14T15:00:00.746270Z\",\"time_updated\":\"2008-10-14T15:00:02Z\",\"time_executed\":\"2008-10-14T15:00:01Z\",\"expiry_date\":\"2008-10-31\",\"option_ticker\":\"GOOG  081122C00360000\",\"option_expiry\":\"2008-11-22\",\"option_strike\":360.125,\"option_right\":\"CALL\",\"child_brokerage_order_ids\":{\"take_profit_order_id\":\"A-1002\"},\"raw_status\":\"EXECUTED\",\"raw_action\":\"BUY\",\"trailing_stop\":{\"amount\":\"1\",\"type\":\"DOLLAR\"},\"currency\":\"USD\",\"underlying\":\"GOOG\",\"brokerage_group_order_id\":\"g\",\"order_role\":\"PEER\",$at}" &&
	[ "$(sql "select execution_price, limit_price, option_strike, notified, child_brokerage_order_ids->>0, child_brokerage_order_ids->>\$\$take_profit_order_id\$\$ from orders")" = "190.12345678|$long|360.125|f||A-1002" ]
'
ok 'an activity, every field of it' '
	whole activity activities "{$activity,\"activity_type\":\"DIVIDEND\",\"option_type\":\"\",\"trade_date\":\"2008-10-14T00:00:00Z\",\"settlement_date\":\"2008-10-17T00:00:00Z\",\"symbol\":\"GOOG\",\"description\":\"CASH DIV\",\"units\":0,\"price\":0,\"amount\":$long,\"fee\":0.01,\"currency\":\"USD\",\"fx_rate\":1.000000001,\"external_reference_id\":\"r\",\"institution\":\"Sandbox\",$at}" &&
	[ "$(sql "select amount, fee, fx_rate from activities")" = "$long|0.01|1.000000001" ]
'
ok 'one stream carries all kinds; what changed is updated, the rest is left alone' '
	cat >all <<-END
		{$account,"total_equity":1000.50}
		{$balance,"cash":300.71,"buying_power":null}
		{"kind":"balance","account_id":"acc-1","currency_code":"CAD","snapshot_date":"2008-10-15","cash":0}
		{"kind":"complete","of":"balance","account_id":"acc-1","count":2}
		{$position,"quantity":11}
		{"kind":"position","account_id":"acc-2","symbol":"GOOG","quantity":-2}
		{$order,"status":"FILLED"}
		{$activity,"amount":25.5,"symbol":null}
	END
	pf-load all >out && [ "$(wc -l <out)" -eq 5 ] && says "\"table\":\"accounts\",\"read\":2,\"inserted\":0,\"updated\":1,\"unchanged\":0,\"rejected\":0,\"ignored\":1," out &&
	says "\"table\":\"account_balances\",\"read\":2,\"inserted\":1,\"updated\":1," out && says "\"table\":\"positions\",\"read\":2,\"inserted\":1,\"updated\":1," out &&
	says "\"table\":\"orders\",\"read\":1,\"inserted\":0,\"updated\":0,\"unchanged\":1," out && says "\"table\":\"activities\",\"read\":1,\"inserted\":0,\"updated\":1," out &&
	[ "$(sql "select name, total_equity from accounts")" = "Demo Margin|1000.50" ] &&
	[ "$(sql "select currency_code, cash, buying_power from account_balances order by 1")" = "$(printf "CAD|0|\nUSD|300.71|")" ] &&
	[ "$(sql "select account_id, quantity, symbol_description from positions order by 1")" = "$(printf "acc-1|11|Google\nacc-2|-2|")" ] &&
	pf-load all >out && ! grep -v "\"inserted\":0,\"updated\":0," out
'
ok 'a balance has a row a day, the legs of an order a row each, in each account' '
	echo "{$balance,\"cash\":1}" | sed s/2008-10-15/2008-10-16/ >next && loads next "1 1 0 0 0" &&
	[ "$(sql "select string_agg(cash::text, chr(32) order by snapshot_date) from account_balances where currency_code = \$\$USD\$\$")" = "300.71 1" ] &&
	for n in "GOOG\",\"action\":\"SELL" "MSFT\",\"action\":\"BUY" "GOOG\",\"action\":\"BUY"; do for a in 1 2; do
		echo "{\"kind\":\"order\",\"account_id\":\"acc-$a\",\"brokerage_order_id\":\"A-1001\",\"symbol\":\"$n\",\"status\":\"PENDING\"}"; done; done >legs &&
	loads legs "6 5 1 0 0" && [ "$(sql "select count(*) from orders")" = 6 ]
'
ok 'a notification that was sent is not forgotten by the next load' '
	sql "update orders set notified = true where action = \$\$SELL\$\$ and account_id = \$\$acc-1\$\$" && sed s/PENDING/FILLED/ legs >filled && loads filled "6 0 6 0 0" &&
	[ "$(sql "select count(*) from orders where notified")" = 1 ]
'
ok 'what a row cannot be without, and what its table refuses, costs that record alone' '
	cat >bad <<-END
		{"kind":"account","name":"x"}
		{"kind":"balance","account_id":"acc-1","currency_code":"USD","cash":1}
		{"kind":"position","account_id":"acc-1","symbol":null,"quantity":1}
		{"kind":"order","account_id":"acc-1","brokerage_order_id":"A-1","symbol":"GOOG","action":"BUY"}
		{"kind":"order","account_id":"acc-1","brokerage_order_id":"A-2","symbol":"GOOG","action":"BUY","status":"NEW_THING"}
		{"kind":"activity","id":"act-2"}
		{$position,"quantity":"ten"}
		{$position,"quantity":12}
	END
	exits 65 pf-load bad >out 2>err && for s in "bad:1: id is missing" "bad:2: snapshot_date is missing" "bad:3: symbol is missing" "bad:4: status is missing" "bad:5: " \
		"bad:6: account_id is missing" "bad:7: quantity: "; do says "$s" err || exit 1; done
	[ "$(sql "select quantity from positions where account_id = \$\$acc-1\$\$")" = 12 ] && [ "$(sql "select count(*) from orders where brokerage_order_id = \$\$A-2\$\$")" = 0 ]
'
done_testing
