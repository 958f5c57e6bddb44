-- pf-query: daily bars by symbol and date, as pf-load takes them
-- kind: bar
-- param: symbol text[] "only these symbols, with commas between them"
-- param: start date "first session"
-- param: end date "last session"
-- param: limit bigint "only the last so many sessions of each symbol"
select 'bar' as kind, symbol, date, open, high, low, close, volume, source
from (
	select o.*, case when :limit is null then 0
		else row_number() over (partition by o.symbol order by o.date desc) end as nth
	from ohlcv_daily o
	where (:symbol is null or o.symbol = any (:symbol))
		and (:start is null or o.date >= :start) and (:end is null or o.date <= :end)
) o
where :limit is null or nth <= :limit
order by symbol, date
