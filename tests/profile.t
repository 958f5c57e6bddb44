#!/bin/sh
# Profiles of symbols against figures that something else computed: bars, what is held and traded, what is said; only what is different is written.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
need python3
database
pf-migrate up >"$scratch/schema.log" 2>&1 || { cat "$scratch/schema.log"; exit 1; }
PF_NOW=2008-10-15T06:00:00Z
export PF_NOW

sql() {
	pf-db psql -- -XAtq -v ON_ERROR_STOP=1 -c "$1"
}

written() {
	sql "select pg_stat_force_next_flush(); select sum(n_tup_ins + n_tup_upd + n_tup_del) || ' ' || sum(n_dead_tup) from pg_stat_user_tables where relname like 'stock_profile%'" | tail -n 1
}

# counts: of the last run, a table a line
counts() {
	sed -n 's/.*"table":"stock_profile_\([a-z]*\)","read":\([0-9]*\),"inserted":\([0-9]*\),"updated":\([0-9]*\),"unchanged":\([0-9]*\),"rejected":0,"ignored":\([0-9]*\),.*/\1 \2 \3 \4 \5 \6/p' out | tr '\n' ' '
}

for s in goog msft; do
	awk -F, -v s="$(echo $s | tr a-z A-Z)" 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
		{ printf "{\"kind\":\"bar\",\"symbol\":\"%s\",\"date\":\"%s\",\"open\":%s,\"high\":%s,\"low\":%s,\"close\":%s,\"volume\":%s}\n", s, $c["date"], $c["open"], $c["high"], $c["low"], $c["close"], $c["volume"] }' "$top/share/sandbox/$s.csv"
done >bars
order() { # ID SYMBOL ACTION STATUS QUANTITY TIME
	echo "{\"kind\":\"order\",\"account_id\":\"a\",\"brokerage_order_id\":\"$1\",\"symbol\":\"$2\",\"action\":\"$3\",\"status\":\"$4\",\"filled_quantity\":$5,\"time_executed\":\"$6\"}"
}
idea() { # MESSAGE SYMBOL DIRECTION TIME LABELS
	echo "{\"kind\":\"idea\",\"message_id\":\"$1\",\"soft_chunk_index\":0,\"local_idea_index\":0,\"idea_index\":0,\"idea_text\":\"x\",\"primary_symbol\":\"$2\",\"direction\":\"$3\",\"source_created_at\":\"$4\",\"labels\":[$5],\"model\":\"rules\",\"prompt_version\":\"1\"}"
}
{
	cat bars
	echo '{"kind":"account","id":"a","name":"A","connection_status":"connected","is_paper":false}'
	echo '{"kind":"account","id":"b","name":"B","connection_status":"connected","is_paper":false}'
	echo '{"kind":"account","id":"d","name":"D","connection_status":"deleted","is_paper":false}'
	echo '{"kind":"account","id":"p","name":"P","connection_status":"connected","is_paper":true}'
	echo '{"kind":"position","account_id":"a","symbol":"GOOG","asset_type":"stock","quantity":10.5,"average_buy_price":300.005,"price":360,"currency":"USD"}'
	echo '{"kind":"position","account_id":"b","symbol":"GOOG","asset_type":"stock","quantity":2,"average_buy_price":400,"price":360,"currency":"USD"}'
	echo '{"kind":"position","account_id":"p","symbol":"GOOG","asset_type":"stock","quantity":1000,"average_buy_price":1,"price":360,"currency":"USD"}'
	echo '{"kind":"position","account_id":"d","symbol":"ZZZ","asset_type":"stock","quantity":1,"average_buy_price":1,"price":1,"currency":"USD"}'
	echo '{"kind":"position","account_id":"a","symbol":"GOOG  081122C00360000","asset_type":"option","quantity":1,"average_buy_price":1,"price":1,"multiplier":100}'
	echo '{"kind":"position","account_id":"a","symbol":"BIG","asset_type":"stock","quantity":123456789012,"average_buy_price":0.00000001,"price":1000000,"currency":"USD"}'
	order 1 GOOG BUY EXECUTED 10 2008-03-03T15:00:00Z
	order 2 GOOG BUY FILLED 5.5 2008-04-03T15:00:00Z
	order 3 GOOG SELL FILLED 3 2008-10-14T23:59:59Z
	order 4 GOOG BUY CANCELED 7 2008-05-03T15:00:00Z
	order 5 GOOG BUY FILLED 7 2008-12-03T15:00:00Z
	idea 1 GOOG bullish 2008-10-14T15:00:00Z '"TRADE_PLAN","OPTIONS"'
	idea 2 GOOG bearish 2008-10-01T15:00:00Z '"OPTIONS"'
	idea 3 GOOG bullish 2008-09-15T06:00:00.5Z '"TECHNICAL_ANALYSIS"'
	idea 4 goog bullish 2008-09-15T06:00:00Z '"TRADE_EXECUTION"'
	idea 5 GOOG mixed 2008-01-01T00:00:00Z ''
	idea 6 GOOG neutral 2009-01-01T00:00:00Z '"CATALYST_NEWS"'
	idea 7 MSFT bearish 2008-10-08T06:00:00Z '"CATALYST_NEWS"'
	idea 8 NOBARS neutral 2008-10-08T06:00:00.001Z ''
} >all
pf-load all >"$scratch/loaded" 2>&1 || { cat "$scratch/loaded"; exit 1; }

ok 'a row a symbol; names that the tables cannot hold are left out and told' '
	pf-profile >out 2>err && [ "$(counts)" = "current 5 4 0 0 1 history 5 4 0 0 1 " ] && says "\"event\":\"left-out\"" out && says "\"first\":[\"GOOG  081122C00360000\"]" out &&
	[ "$(sql "select string_agg(ticker, \$\$ \$\$ order by ticker) from stock_profile_current")" = "BIG GOOG MSFT NOBARS" ] && [ ! -s err ] || { cat out err; exit 1; }
'
ok 'a second run writes nothing' '
	was=$(written) && pf-profile refresh >out && [ "$(counts)" = "current 5 0 0 4 1 history 5 0 0 4 1 " ] && [ "$(written)" = "$was" ] && [ "${was#* }" = 0 ] || { cat out; written; exit 1; }
'
# bars SYMBOL DAY: the stored figures of bars
bars() {
	pf-profile show "$1" | jq -c -S '{latest_close_price,previous_close_price,daily_change_pct,return_1w_pct,return_1m_pct,return_3m_pct,return_1y_pct,volatility_30d,volatility_90d,year_high,year_low,avg_volume_30d}'
}
ok 'figures of bars are those of another calculation, on many days' '
	for day in 2003-09-19 2003-07-20 2003-06-20 2008-10-15 2008-10-14 2008-10-12 2008-08-01 2007-12-31 2006-03-15 2005-01-20 2004-10-01 2004-08-20; do
		PF_NOW=${day}T06:00:00Z pf-profile --current >out || exit 1
		for s in GOOG MSFT; do
			bars $s >got && python3 "$top/tests/profile/expect.py" $day "$top/share/sandbox/$(echo $s | tr A-Z a-z).csv" | jq -c -S . >want && same want got || { echo $s $day; exit 1; }
		done
	done
	PF_NOW=2008-10-15T06:00:00Z pf-profile --current >out
'
ok 'what is held: sums of the accounts, but deleted and simulated ones, at the newest close' '
	pf-profile show goog | jq -c "[.current_position_qty,.current_position_value,.avg_buy_price,.unrealized_pnl,.unrealized_pnl_pct]" >got && close=$(pf-profile show GOOG | jq -r .latest_close_price) &&
	python3 -c "
from decimal import Decimal as D
import json
c = D(\"$close\"); v = D(\"12.5\") * c; cost = D(\"10.5\") * D(\"300.005\") + 2 * D(400)
q = lambda x, p: float(x.quantize(D(1).scaleb(-p), rounding=\"ROUND_HALF_EVEN\"))
print(json.dumps([12.5, q(v, 2), q((D(\"300.005\") + 400) / 2, 4), q(v - cost, 2), q((v - cost) / cost * 100, 4)], separators=(\",\", \":\")))" | jq -c . >want && same want got
'
ok 'orders that were executed, by either word; those that lie ahead are none yet' '
	pf-profile show GOOG | jq -c "[.total_orders_count,.buy_orders_count,.sell_orders_count,.avg_order_size,.first_trade_date,.last_trade_date]" >got && echo "[3,2,1,6.1667,\"2008-03-03\",\"2008-10-14\"]" >want && same want got
'
ok 'ideas: counts of days, shares, the score, labels' '
	pf-profile show GOOG | jq -c "[.total_mention_count,.mention_count_30d,.mention_count_7d,.avg_sentiment_score,.bullish_mention_pct,.bearish_mention_pct,.neutral_mention_pct,.first_mentioned_at,.last_mentioned_at,.label_trade_execution_count,.label_trade_plan_count,.label_technical_analysis_count,.label_options_count,.label_catalyst_news_count]" >got &&
	echo "[5,3,1,0.4,60,20,0,\"2008-01-01T00:00:00Z\",\"2008-10-14T15:00:00Z\",1,1,1,2,0]" >want && same want got &&
	pf-profile show MSFT NOBARS | jq -c "[.ticker,.total_mention_count,.mention_count_7d,.avg_sentiment_score,.latest_close_price==null,.current_position_qty,.current_position_value]" >got &&
	printf "%s\n" "[\"MSFT\",1,0,-1,true,0,0]" "[\"NOBARS\",1,1,0,true,0,0]" >want && same want got
'
ok 'a figure that the columns cannot hold is none, and costs no other' '
	pf-profile show BIG | jq -c "[.current_position_qty,.current_position_value,.unrealized_pnl_pct,.avg_buy_price,.total_orders_count]" >got && echo "[null,null,null,0,0]" >want && same want got
'
ok 'what is not a number, no volume, and prices of nothing fail no symbol' '
	sql "insert into ohlcv_daily (symbol, date, open, high, low, close, volume) values (\$\$NOBARS\$\$, \$\$2008-10-10\$\$, 1, \$\$NaN\$\$, 0.5, \$\$NaN\$\$, null), (\$\$NOBARS\$\$, \$\$2008-10-11\$\$, 0, 0, 0, 0, 0), (\$\$NOBARS\$\$, \$\$2008-10-13\$\$, 1, 2, 0.5, 1.5, null), (\$\$NOBARS\$\$, \$\$2008-10-14\$\$, 1, \$\$NaN\$\$, 0.25, 1e9, 9223372036854775807)" &&
	pf-profile --current >out && [ "$(counts)" = "current 5 0 1 3 1 " ] && pf-profile show NOBARS | jq -c "[.latest_close_price,.previous_close_price,.daily_change_pct,.year_high,.year_low]" >got && echo "[null,1.5,null,2,0.25]" >want && same want got
'
ok 'one symbol alone; a dry run; a day'\''s row stays as it came first' '
	pf-load >/dev/null <<-END && was=$(written) && pf-profile -n >out && [ "$(counts)" = "current 5 0 2 2 1 history 5 0 0 4 1 " ] && [ "$(written | cut -d" " -f1)" != x ] && [ "$(pf-profile show MSFT | jq .total_mention_count)" = 1 ] || { cat out; exit 1; }
	$(idea 9 MSFT bullish 2008-10-14T06:00:00Z "")
	$(idea 10 GOOG bullish 2008-10-14T06:00:00Z "")
	END
	pf-profile refresh -t msft >out && [ "$(counts)" = "current 1 0 1 0 0 history 1 0 0 1 0 " ] && [ "$(pf-profile show MSFT | jq .total_mention_count)" = 2 ] && [ "$(sql "select total_mention_count from stock_profile_history where ticker = \$\$MSFT\$\$")" = 1 ] &&
	pf-profile --history >out && [ "$(counts)" = "history 5 0 0 4 1 " ] && PF_NOW=2008-10-16T06:00:00Z pf-profile refresh --history --ticker GOOG >out && [ "$(counts)" = "history 1 1 0 0 0 " ] &&
	[ "$(sql "select string_agg(as_of_date || \$\$ \$\$ || total_mention_count, \$\$,\$\$ order by as_of_date) from stock_profile_history where ticker = \$\$GOOG\$\$")" = "2008-10-15 5,2008-10-16 6" ]
'
ok 'what was said in a message that is deleted counts no more, and a profile that nothing names any more is not left as it was' '
	sql "insert into discord_messages (message_id, author, content, channel, timestamp, deleted_at) select message_id, \$\$a\$\$, \$\$x\$\$, \$\$c\$\$, \$\$2008-10-14T06:00:00Z\$\$, now() from discord_parsed_ideas where primary_symbol in (\$\$GOOG\$\$, \$\$MSFT\$\$) and source_created_at = \$\$2008-10-14T06:00:00Z\$\$" &&
	pf-profile --current >out && [ "$(pf-profile show GOOG MSFT | jq .total_mention_count | paste -sd" ")" = "5 1" ] && sql "delete from discord_parsed_ideas where primary_symbol = \$\$MSFT\$\$" && pf-profile --current >out && [ "$(counts)" = "current 5 0 1 3 1 " ] && [ "$(pf-profile show MSFT | jq .total_mention_count)" = 0 ]
'
ok 'a stored profile is a record that pf-load takes' '
	pf-profile show GOOG MSFT | pf-load >got && says "\"table\":\"stock_profile_current\",\"read\":2,\"inserted\":0,\"updated\":0,\"unchanged\":2,\"rejected\":0" got
'
ok 'statuses: no such symbol 1, no symbol 64, an operand 64, no table 78, nothing known 0' '
	exits 1 pf-profile show GOOG NONE >got && [ "$(wc -l <got)" -eq 1 ] && exits 64 pf-profile show 2>err && exits 64 pf-profile refresh GOOG 2>err && says "ticker" err &&
	sql "truncate positions, orders, discord_parsed_ideas, stock_profile_current" && exits 0 pf-profile --current >out && [ "$(counts)" = "current 0 0 0 0 0 " ] &&
	sql "alter table stock_profile_current rename to elsewhere" && exits 78 pf-profile --current 2>err
'
done_testing
