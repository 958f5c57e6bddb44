-- pf-query: the symbols that a text can be about, and what they are called, for pf-link
-- kind: symbol
--
-- What is on, has bars, or is in the table of symbols, and then the aliases.
with recursive barred as (
	(select symbol from ohlcv_daily order by symbol limit 1)
	union all
	select (select o.symbol from ohlcv_daily o where o.symbol > barred.symbol order by o.symbol limit 1)
	from barred where barred.symbol is not null
), known as (
	select k.symbol from pf_known_symbols() k
	union
	select b.symbol from barred b where b.symbol is not null
	union
	select s.ticker from symbols s where s.type_code = 'crypto' and s.ticker <> ''
)
select 'symbol' as kind, known.symbol, s.description, s.type_code, null::text as ticker, null::text as alias
from known left join symbols s on s.ticker = known.symbol
union all
select 'alias', null, null, null, a.ticker::text, a.alias::text from symbol_aliases a
order by 1 desc, 2, 5, 6
