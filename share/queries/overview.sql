-- pf-query: what there is of each symbol, with a sparkline of its closes
-- param: symbol text[] "only these symbols, with commas between them"
-- param: start date "first session"
-- param: end date "last session"
-- param: width bigint = 32 "points of the sparkline"
--
-- change_pct: the last close against the first one of the range. A point is the last close of its part.
with bar as (
	select symbol, date, close, ntile(greatest(:width, 1)::int) over (partition by symbol order by date) as part
	from ohlcv_daily
	where (:symbol is null or symbol = any (:symbol)) and close is not null
		and (:start is null or date >= :start) and (:end is null or date <= :end)
), whole as (
	select symbol, count(*) as bars, min(date) as first, max(date) as last,
		(array_agg(close order by date))[1] as opened, (array_agg(close order by date desc))[1] as close
	from bar group by symbol
), point as (
	select distinct on (symbol, part) symbol, part, close from bar order by symbol, part, date desc
), range as (
	select symbol, min(close) as low, max(close) as high from point group by symbol
), line as (
	select point.symbol, string_agg(case when high = low then '▄' else
		substr('▁▂▃▄▅▆▇█', 1 + least(7, floor((close - low) * 8 / (high - low)))::int, 1) end, '' order by part) as closes
	from point join range on range.symbol = point.symbol
	group by point.symbol
)
select whole.symbol, bars, first, last, close,
	case when opened <> 0 then round((close - opened) * 100 / opened, 2) end as change_pct, closes
from whole join line on line.symbol = whole.symbol
order by whole.symbol
