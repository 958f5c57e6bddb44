#!/bin/sh
# What is stored of brokers, as queries show it: rows that load again without a change, and what they are worth together.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

# bar SYMBOL DAY CLOSE
bar() {
	echo "{\"kind\":\"bar\",\"symbol\":\"$1\",\"date\":\"2008-10-$2\",\"open\":1,\"high\":1,\"low\":1,\"close\":$3,\"volume\":1,\"source\":\"databento\"}"
}

# position ACCOUNT SYMBOL TYPE QUANTITY PAID PRICE [MORE]
position() {
	echo "{\"kind\":\"position\",\"account_id\":\"$1\",\"symbol\":\"$2\",\"asset_type\":$3,\"quantity\":$4,\"average_buy_price\":$5,\"price\":$6,\"price_asof\":\"2008-10-14T20:00:00.5Z\",\"sync_timestamp\":\"2008-10-15T05:00:00.123456Z\"${7:+,$7}}"
}

usd='"currency":"USD"'
cat >accounts <<'END'
{"kind":"account","id":"m","name":"Margin","institution_name":"A","number":"****1234","connection_status":"connected","is_paper":false,"total_equity":12345678901234567890.123456789,"currency":"USD","scope":"s","bucket":"swing"}
{"kind":"account","id":"r","name":"Retirement","institution_name":"B","connection_status":"disconnected","is_paper":false}
{"kind":"account","id":"d","name":"Gone","institution_name":"C","connection_status":"deleted","is_paper":false}
{"kind":"account","id":"p","name":"Paper","institution_name":"D","connection_status":"connected","is_paper":true}
END
while read -r id currency day cash; do
	echo "{\"kind\":\"balance\",\"account_id\":\"$id\",\"currency_code\":\"$currency\",\"snapshot_date\":\"2008-10-$day\",\"currency_name\":\"x\",\"cash\":$cash,\"buying_power\":5000000,\"sync_timestamp\":\"2008-10-${day}T05:00:00Z\"}"
done >balances <<'END'
m USD 12 80000
m USD 13 90000
m USD 14 2000.125
m USD 16 70000
m CAD 14 250.5
m EUR 14 null
r USD 14 -300.33
d USD 14 7777
p USD 14 100000
END
{
	position m GOOG '"stock"' 10.5 300.005 360 "$usd,\"tax_lots\":[{\"quantity\":\"10.5\"}]"
	position m MSFT '"stock"' -100 30 25.75 "$usd"
	position m 'GOOG  081122C00360000' '"option"' -2 10 12.345 '"multiplier":100,"underlying":"GOOG","option_right":"CALL","option_strike":360,"option_expiry":"2008-11-22"'
	position m BTC '"crypto"' 0.123456789012345678 4000 4100.5 "$usd"
	position m SPAXX '"mutualfund"' 1000.1 1 1 "$usd,\"cash_equivalent\":true"
	position m IBM '"stock"' 3 null 88.125 "$usd"
	position m ESZ8 '"future"' 1 940 950.25 "$usd,\"multiplier\":50"
	position m SOL '"adr"' 2 10 11 "$usd"
	position r GOOG '"stock"' 1 400 360 "$usd"
	position r PRIV '"stock"' 4 12.5 0 "$usd"
	position r NONE '"stock"' 7 null 0 "$usd"
	position r ZERO '"etf"' 3 1.1 2.225 "$usd"
	position r ONE '"etf"' 1 0 null "$usd"
	position r MSFT '"stock"' 2 20 27 '"currency":"CAD"'
	position r RY.TO '"stock"' 10 50 45.5 '"currency":"CAD"'
	position r 11111111-2222-3333-4444-555555555555 '"other"' 1 2 2 "$usd"
	position r OLD '"stock"' 0 5 6 "$usd,\"closed_at\":\"2008-10-14T00:00:00Z\""
	position d AAPL '"stock"' 100 100 104 "$usd"
	position p GOOG '"stock"' 100 300 360 "$usd"
	position p TSLA '"stock"' 1 17 17.23 "$usd"
} >positions
{
	bar GOOG 10 332; bar GOOG 13 381.02; bar GOOG 14 362.71; bar GOOG 16 999
	bar MSFT 09 22.3; bar MSFT 10 21.5; bar MSFT 13 25.5; bar MSFT 14 0; bar MSFT 15 0
	bar SOL 13 12.5; bar SOL 14 12.625
	bar ZERO 13 0; bar ZERO 14 0; bar ONE 14 7.77; bar BTC 13 4; bar BTC 14 5; bar ESZ8 14 1; bar SPAXX 14 9
} >bars
order() {
	echo "{\"kind\":\"order\",\"account_id\":\"$1\",\"brokerage_order_id\":\"$2\",\"symbol\":\"$3\",\"action\":\"BUY\",\"status\":\"$4\",\"time_placed\":$5,\"sync_timestamp\":\"2008-10-15T05:00:00Z\"${6:+,$6}}"
}
{
	order m 1 GOOG FILLED '"2008-10-10T15:00:00Z"' '"total_quantity":10.5,"execution_price":300.005,"child_brokerage_order_ids":{"stop_loss_order_id":"2"},"trailing_stop":{"amount":"1","type":"DOLLAR"}'
	order m 2 MSFT EXECUTED '"2008-10-13T15:00:00Z"'
	order m 3 'GOOG  081122C00360000' CANCELED '"2008-10-13T23:59:59.9Z"' '"underlying":"GOOG"'
	order r 4 GOOG PENDING '"2008-10-14T00:00:00Z"'
	order r 5 IBM REJECTED null
	order d 6 GOOG FILLED '"2008-10-14T16:00:00Z"'
} >orders
cat >activities <<'END'
{"kind":"activity","id":"1","account_id":"m","activity_type":"DIVIDEND","trade_date":"2008-10-13T00:00:00Z","symbol":"GOOG","amount":1.005,"sync_timestamp":"2008-10-15T05:00:00Z"}
{"kind":"activity","id":"2","account_id":"m","activity_type":"SELL","option_type":"SELL_TO_OPEN","trade_date":"2008-10-14T14:30:00Z","symbol":"GOOG  081122C00360000","units":-2,"price":10,"amount":2000,"fee":1.3}
{"kind":"activity","id":"3","account_id":"r","activity_type":"FEE","trade_date":"2008-10-14T00:00:00Z","amount":-0.1,"symbol":null}
{"kind":"activity","id":"4","account_id":"d","activity_type":"BUY","trade_date":"2008-10-14T00:00:00Z","symbol":"AAPL"}
END
cat accounts balances positions bars orders activities | pf-load >"$scratch/load.log" 2>&1 || { cat "$scratch/load.log"; exit 1; }
sql "update ohlcv_daily set close = null where date = '2008-10-14' and close = 0"

# again QUERY [OPTION...]: what it prints loads again, and not a row of it is another one then.
again() {
	pf-query "$@" >rows && [ -s rows ] && pf-load rows >sum 2>err && [ ! -s err ] && [ "$(wc -l <sum)" -eq 1 ] &&
	says "\"inserted\":0,\"updated\":0,\"unchanged\":$(wc -l <rows),\"rejected\":0,\"ignored\":0," sum || { cat rows sum err; return 1; }
}

# only FIELD QUERY [OPTION...]: that field of its rows, on a line.
only() {
	field=$1
	shift
	pf-query "$@" | sed "s/.*\"$field\":\"\{0,1\}\([^\",]*\).*/\1/" | paste -sd " " -
}

ok 'rows load again without a change' '
	for q in accounts balances positions orders activities; do again $q && again $q --all || exit; done
	pf-query accounts --account m | grep -q "\"total_equity\":12345678901234567890.123456789,"
'
ok 'a stored row comes back as it was loaded' '
	pf-query positions --account m --symbol BTC >got && for s in "\"quantity\":0.123456789012345678," "\"price\":4100.5," "\"cash_equivalent\":false,"; do says "$s" got || exit; done
	pf-query orders --all >got && says "\"child_brokerage_order_ids\":{\"stop_loss_order_id\": \"2\"}" got && [ "$(wc -l <got)" -eq 6 ]
'
ok 'accounts that are deleted are left out, unless --all' '
	[ "$(only id accounts)" = "m r p" ] && [ "$(only id accounts --all)" = "m r d p" ] && [ "$(only id accounts --account r,d)" = r ]
'
ok 'balances: the newest of each account and currency, or every day' '
	[ "$(only cash balances)" = "250.5 null 2000.125 100000 -300.33" ] && [ "$(only cash balances --account m --currency USD --until 2008-10-13)" = 90000 ] &&
	[ "$(only cash balances --all --account m --currency USD)" = "80000 90000 2000.125 70000" ] && [ "$(only cash balances --all --since 2008-10-14 --currency USD)" = "7777 2000.125 70000 100000 -300.33" ] &&
	[ "$(PF_NOW=2008-10-16 only cash balances --account m --currency USD)" = 70000 ] && [ -z "$(pf-query balances --since 2008-10-17)" ]
'
ok 'positions: what is held, and an option by what it is on' '
	[ "$(pf-query positions | wc -l)" -eq 18 ] && [ "$(pf-query positions --all | wc -l)" -eq 20 ] && [ "$(only symbol positions --account d,r --all --symbol old,AAPL)" = "AAPL OLD" ] &&
	[ "$(pf-query positions --symbol goog --account m | wc -l)" -eq 2 ] && [ "$(pf-query positions --symbol "GOOG  081122C00360000" | wc -l)" -eq 1 ]
'
ok 'orders: newest first, by status however it is written, by symbol, day and number' '
	[ "$(only brokerage_order_id orders)" = "4 3 2 1 5" ] && [ "$(only brokerage_order_id orders --all)" = "6 4 3 2 1 5" ] && [ "$(only brokerage_order_id orders --limit 2)" = "4 3" ] &&
	for s in filled FILLED Executed; do [ "$(only brokerage_order_id orders --status $s)" = "2 1" ] || exit; done
	for s in cancelled canceled Canceled; do [ "$(only brokerage_order_id orders --status $s)" = 3 ] || exit; done
	[ "$(only brokerage_order_id orders --status pending)" = 4 ] && [ "$(only brokerage_order_id orders --status rejected)" = 5 ] && [ -z "$(pf-query orders --status nosuch)" ] &&
	[ "$(pf-query orders --status "" | wc -l)" -eq 5 ] && [ "$(only brokerage_order_id orders --symbol goog)" = "4 3 1" ] && [ "$(only brokerage_order_id orders --symbol msft,ibm)" = "2 5" ] &&
	[ "$(only brokerage_order_id orders --since 2008-10-13 --until 2008-10-13)" = "3 2" ] && [ "$(only brokerage_order_id orders --account r)" = "4 5" ]
'
ok 'activities: newest first, by type, symbol, day and number' '
	[ "$(only id activities)" = "2 3 1" ] && [ "$(only id activities --all)" = "2 4 3 1" ] && [ "$(only id activities --type dividend,fee)" = "3 1" ] && [ "$(only id activities --symbol GOOG)" = "2 1" ] &&
	[ "$(only id activities --since 2008-10-14 --limit 1)" = 2 ] && [ "$(only id activities --until 2008-10-13)" = 1 ] && [ "$(only id activities --account r)" = 3 ]
'
ok 'symbols that are held: an option stands for its underlying; no coin, future, identifier, or fund that is cash' '
	[ "$(only symbol symbols --held)" = "GOOG IBM MSFT NONE ONE PRIV RY.TO SOL TSLA ZERO" ] && [ "$(only symbol new-symbols)" = "IBM NONE OLD PRIV RY.TO TSLA" ] &&
	[ "$(only symbol symbols)" = "BTC ESZ8 GOOG IBM MSFT NONE OLD ONE PRIV RY.TO SOL SPAXX TSLA ZERO" ]
'
ok 'so do the symbols that a broker named' '
	for s in AAPL SPAXX BTC ETH-USD GOOG NVDA 22222222-2222-3333-4444-555555555555; do echo "{\"kind\":\"symbol\",\"symbol\":\"$s\"}"; done >s &&
	printf "{\"kind\":\"symbol\",\"symbol\":\"%s\",\"type_code\":\"%s\"}\n" DOT cs ADA crypto "AMZN  081122P00050000" option >>s && pf-load s >/dev/null &&
	[ "$(only symbol new-symbols)" = "AMZN DOT IBM NONE NVDA OLD PRIV RY.TO TSLA" ] && sql "delete from symbols"
'
ok 'what a symbol is by its shape is what pf-ohlcv takes it for' '
	command -v pf-sandbox >/dev/null || skip "pf-sandbox is not built"
	printf "%s\n" GOOG F BRK.B BF-B BTC LINK BTC.X ETH-USD X:BTCUSD SOLUSDT DOGE/EUR "AAPL  240119C00150000" AAPL240119C00150000 O:SPY240119P00450000 .SPY240119C450 -SPY240119C450.5 \
		11111111-2222-3333-4444-555555555555 0123456789abcdef0123456789abcdef SPY240119 C240119C00150000 DOTS RY.TO >names &&
	pf-sandbox -q run -- pf-ohlcv -q -n --daily --symbols "$(paste -sd, names)" | sed -n "s/.*\"symbols\":\[\([^]]*\)\].*/\1/p" | tr , "\n" | tr -d \" | sort >want && [ "$(wc -l <want)" -ge 5 ] &&
	sql "select n from unnest(string_to_array(\$\$$(paste -sd, names)\$\$, \$\$,\$\$)) n where pf_asset_class(n, null) = \$\$listed\$\$" | sort >got && same want got
'
ok 'an option without its underlying is on what its number says' '
	[ "$(sql "select string_agg(coalesce(pf_bar_symbol(s, null, null), chr(45)), chr(32)) from unnest(array[\$\$AAPL  240119C00150000\$\$, \$\$AAPL240119C00150000\$\$, \$\$O:BRK.B240119P00150000\$\$, \$\$.SPY240119C450\$\$, \$\$F\$\$, \$\$\$\$]) s")" = "AAPL AAPL BRK.B SPY F -" ] &&
	[ "$(sql "select pf_bar_symbol(\$\$X 1\$\$, \$\$Equity Option\$\$, \$\$GOOG\$\$)")" = GOOG ] && [ -z "$(sql "select pf_bar_symbol(\$\$X 1\$\$, \$\$option\$\$, null)")" ] &&
	[ -z "$(sql "select pf_bar_symbol(\$\$X 1\$\$, \$\$option\$\$, \$\$11111111-2222-3333-4444-555555555555\$\$)")" ]
'
sql "insert into positions (account_id, symbol, quantity, price) values ('m', 'BAD', 'NaN', 1)"

ok 'holdings: price and where it is from, value, cost, profit, change of the day, weight' '
	pf-query holdings -f csv | cut -d, -f1-12,14-15 >got && cat >want <<-"END" && same want got
	symbol,quantity,price,value,cost,profit,profit_pct,day_change,day_change_pct,weight_pct,currency,account_id,average_buy_price,price_source
	RY.TO,10,45.5,455,500,-45,-9,,,59.91,CAD,r,50,broker
	MSFT,2,27,54,40,14,35,,,7.11,CAD,r,20,broker
	ESZ8,1,950.25,47512.5,47000,512.5,1.09,,,96.52,USD,m,940,broker
	GOOG,10.5,362.71,3808.46,3150.05,658.4,20.9,-192.26,-4.81,7.74,USD,m,300.005,bar
	SPAXX,1000.1,1,1000.1,1000.1,0,0,,,,USD,m,1,broker
	BTC,0.123456789012345678,4100.5,506.23,493.83,12.41,2.51,,,1.03,USD,m,4000,broker
	GOOG,1,362.71,362.71,400,-37.29,-9.32,-18.31,-4.81,0.74,USD,r,400,bar
	IBM,3,88.125,264.38,,,,,,0.54,USD,m,,broker
	PRIV,4,12.5,50,50,0,0,,,0.1,USD,r,12.5,cost
	SOL,2,12.625,25.25,20,5.25,26.25,0.25,1,0.05,USD,m,10,bar
	ONE,1,7.77,7.77,0,7.77,,,,0.02,USD,r,0,bar
	ZERO,3,2.225,6.68,3.3,3.38,102.27,,,0.01,USD,r,1.1,broker
	11111111-2222-3333-4444-555555555555,1,2,2,2,0,0,,,0,USD,r,2,broker
	GOOG  081122C00360000,-2,12.345,-2469,-2000,-469,-23.45,,,-5.02,USD,m,10,broker
	MSFT,-100,25.5,-2550,-3000,450,15,-400,18.6,-5.18,USD,m,30,bar
	NONE,7,,,,,,,,,USD,r,,
	END
'
ok 'holdings: how old a price is, who holds it, and of what kind it is' '
	pf-query holdings --account m --symbol GOOG,SPAXX,MSFT -f csv | cut -d, -f1,13,16- >got && cat >want <<-"END" && same want got
	symbol,account,price_date,price_asof,description,asset_type,cash_equivalent
	GOOG,Margin,2008-10-14,,,stock,false
	SPAXX,Margin,,2008-10-14T20:00:00.5Z,,mutualfund,true
	GOOG  081122C00360000,Margin,,2008-10-14T20:00:00.5Z,,option,false
	MSFT,Margin,2008-10-13,,,stock,false
	END
'
ok 'holdings: on an earlier day and a later one, by that day'\''s bars' '
	[ "$(PF_NOW=2008-10-13T23:59:59Z pf-query holdings --account r --symbol GOOG -f csv | tail -1 | cut -d, -f3,8,9,15,16)" = "381.02,49.02,14.77,bar,2008-10-13" ] &&
	[ "$(PF_NOW=2008-10-10 pf-query holdings --account r --symbol GOOG -f csv | tail -1 | cut -d, -f3,8,9,15,16)" = "332,,,bar,2008-10-10" ] &&
	[ "$(PF_NOW=2008-10-09 pf-query holdings --account r --symbol GOOG -f csv | tail -1 | cut -d, -f3,8,9,15-17)" = "360,,,broker,,2008-10-14T20:00:00.5Z" ] &&
	[ "$(PF_NOW=2008-10-16 pf-query holdings --account r --symbol GOOG -f csv | tail -1 | cut -d, -f3,8,9,15,16)" = "999,636.29,175.43,bar,2008-10-16" ]
'
ok 'holdings: simulated accounts alone, and what deleted ones held never' '
	[ "$(pf-query holdings --paper -f csv | cut -d, -f1-12)" = "$(printf "%s\n" symbol,quantity,price,value,cost,profit,profit_pct,day_change,day_change_pct,weight_pct,currency,account_id \
		GOOG,100,362.71,36271,30000,6271,20.9,-1831,-4.81,26.61,USD,p TSLA,1,17.23,17.23,17,0.23,1.35,,,0.01,USD,p)" ] &&
	[ -z "$(pf-query holdings --account d)" ] && [ -z "$(pf-query holdings --account p)" ]
'
ok 'portfolio: the sums of unrounded numbers, a row a currency' '
	pf-query portfolio >got && cat >want <<-"END" && same want got || exit
	{"currency":"CAD","paper":false,"value":509,"cost":540,"profit":-31,"profit_pct":-5.74,"day_change":null,"day_change_pct":null,"cash":250.5,"total":759.5,"positions":2,"accounts":2,"last_sync":"2008-10-15T05:00:00.123456Z"}
	{"currency":"EUR","paper":false,"value":0,"cost":null,"profit":null,"profit_pct":null,"day_change":null,"day_change_pct":null,"cash":null,"total":0,"positions":0,"accounts":1,"last_sync":"2008-10-14T05:00:00Z"}
	{"currency":"USD","paper":false,"value":47526.97,"cost":46119.18,"profit":1143.41,"profit_pct":2.48,"day_change":-610.32,"day_change_pct":-1.27,"cash":1699.8,"total":49226.76,"positions":14,"accounts":2,"last_sync":"2008-10-15T05:00:00.123456Z"}
	END
	[ "$(pf-query portfolio --paper)" = "{\"currency\":\"USD\",\"paper\":true,\"value\":36288.23,\"cost\":30017,\"profit\":6271.23,\"profit_pct\":20.89,\"day_change\":-1831,\"day_change_pct\":-4.8,\"cash\":100000,\"total\":136288.23,\"positions\":2,\"accounts\":1,\"last_sync\":\"2008-10-15T05:00:00.123456Z\"}" ]
'
ok 'portfolio: money that is owed is in the total, but not in the weights' '
	sql "update account_balances set cash = -5000.5 where account_id = \$\$m\$\$ and currency_code = \$\$CAD\$\$" && pf-query portfolio >got && says "\"cash\":-5000.5,\"total\":-4491.5," got &&
	pf-query holdings -f csv --account r --symbol RY.TO | tail -1 | cut -d, -f10 >got && echo 89.39 >want && same want got
'
ok 'what is held today goes into the table of days, by the broker'\''s prices' '
	sql "delete from positions where symbol = \$\$BAD\$\$" && pf-query position-snapshots >rows && [ "$(wc -l <rows)" -eq 18 ] && ! grep -e AAPL -e OLD rows && pf-load rows >sum && says "\"inserted\":18," sum && again position-snapshots &&
	grep "\"account_id\":\"m\",\"symbol\":\"GOOG\"," rows >got &&
	echo "{\"kind\":\"position_snapshot\",\"account_id\":\"m\",\"symbol\":\"GOOG\",\"snapshot_date\":\"2008-10-15\",\"quantity\":10.5,\"average_buy_price\":300.005,\"current_price\":360,\"equity\":3780,\"currency\":\"USD\",\"total_portfolio_value\":49109.579563345123452639}" >want && same want got
'
ok 'an empty portfolio has no row' '
	sql "delete from positions; delete from account_balances" && [ -z "$(pf-query holdings)$(pf-query portfolio)$(pf-query symbols --held)" ]
'
ok 'half to even, whatever the sign' '
	[ "$(sql "select string_agg(pf_half_even(x, 2)::text, chr(32)) from unnest(array[0.125, 0.135, -0.125, -0.135, 0.1250001, 2.675, 1, 99999999999999999999.995, \$\$NaN\$\$]::numeric[]) x")" = "0.12 0.14 -0.12 -0.14 0.13 2.68 1.00 100000000000000000000.00 NaN" ] &&
	[ "$(sql "select string_agg(pf_half_even(x, 0)::text, chr(32)) from unnest(array[0.5, 1.5, 2.5, -2.5, 2.50001]) x")" = "0 2 2 -2 3" ]
'
# delivery ID TYPE RECEIVED [MORE]
delivery() {
	echo "{\"kind\":\"webhook\",\"id\":\"$1\",\"event_type\":\"$2\",\"event_at\":\"2008-10-15T05:00:00.5Z\",\"received_at\":\"$3\",\"payload\":{\"eventType\": \"$2\"},\"source\":\"snaptrade\"${4:+,$4}}"
}

ok 'webhooks: what waits, the oldest first, with the attempts that it had' '
	{ delivery b ACCOUNT_HOLDINGS_UPDATED 2008-10-15T05:00:02Z "\"account_id\":\"m\""; delivery a CONNECTION_BROKEN 2008-10-15T05:00:03Z; delivery c USER_DELETED 2008-10-14T05:00:00Z; } >w && pf-load w >/dev/null &&
	[ "$(only id webhooks)" = "c b a" ] && [ "$(only id webhooks --limit 1)" = c ] && [ "$(only id webhooks --since 2008-10-15)" = "b a" ] &&
	pf-query webhooks | pf-load >sum 2>err && says "\"inserted\":0,\"updated\":0,\"unchanged\":3,\"rejected\":0" sum &&
	printf "{\"kind\":\"webhook_status\",\"id\":\"%s\",\"status\":\"%s\",\"attempts\":%s,\"message\":\"%s\"}\n" a pending 2 "try later" b failed 5 refused c done 1 synced | pf-load >/dev/null &&
	pf-query webhooks >got && echo "{\"kind\":\"webhook\",\"id\":\"a\",\"event_type\":\"CONNECTION_BROKEN\",\"event_at\":\"2008-10-15T05:00:00.5Z\",\"received_at\":\"2008-10-15T05:00:03Z\",\"account_id\":null,\"brokerage_authorization\":null,\"payload\":{\"eventType\": \"CONNECTION_BROKEN\"},\"source\":\"snaptrade\",\"status\":\"pending\",\"attempts\":2,\"done_at\":null,\"message\":\"try later\"}" >want && same want got &&
	[ "$(only id webhooks --status Failed)" = b ] && [ "$(only id webhooks --all)" = "c b a" ]
'
done_testing
