-- pf-query: the last bar of each symbol
-- kind: bar
-- param: symbol text[] "only these symbols, with commas between them"
select 'bar' as kind, o.symbol, o.date, o.open, o.high, o.low, o.close, o.volume, o.source
from (
	select symbol, max(date) as date from ohlcv_daily
	where :symbol is null or symbol = any (:symbol)
	group by symbol
) last
join ohlcv_daily o on o.symbol = last.symbol and o.date = last.date
order by o.symbol
