-- pf-query: sessions without a bar of a symbol, on which another symbol has one
-- kind: gap
-- param: symbol text[] "only these symbols, with commas between them"
-- param: start date "first session (default: the first that the symbol has)"
-- param: end date "last session (default: the last that the symbol has)"
-- param: state text "only these: missing, empty or not-yet"
--
-- empty: the session lies in a range that was asked for and answered, and no bar came. not-yet: it lies
-- behind the last day that any range of the data sets the symbol was asked in reaches. missing: the rest.
with span as (
	select symbol, coalesce(:start, min(date)) as first, coalesce(:end, max(date)) as last
	from ohlcv_daily
	where :symbol is null or symbol = any (:symbol)
	group by symbol
), session as (
	select distinct date from ohlcv_daily
	where (:start is null or date >= :start) and (:end is null or date <= :end)
), reach as (
	select asked.symbol, max(day.last_date) as last_date
	from (select distinct symbol, dataset from bar_coverage where "interval" = '1d') asked
	join (select dataset, max(last_date) as last_date from bar_coverage
		where "interval" = '1d' group by dataset) day on day.dataset = asked.dataset
	group by asked.symbol
), gap as (
	select span.symbol, session.date,
		case when exists (select from bar_coverage c where c.symbol = span.symbol
				and c."interval" = '1d' and session.date between c.first_date and c.last_date)
			then 'empty'
			when session.date > reach.last_date then 'not-yet' else 'missing' end as state
	from span
	join session on session.date between span.first and span.last
	left join reach on reach.symbol = span.symbol
	where not exists (select from ohlcv_daily o
		where o.symbol = span.symbol and o.date = session.date)
)
select 'gap' as kind, symbol, date, state from gap
where :state is null or state = :state
order by symbol, date
