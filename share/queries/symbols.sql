-- pf-query: the symbols that are known: of positions, of the table of symbols, and those that have bars
-- kind: symbol
-- param: held boolean "only those of which something is held now"
-- param: with_bars boolean "only those that have bars"
--
-- An option stands for what it is on; coins, futures, identifiers and funds that are cash are left out, and
-- so is what only deleted accounts have. barred steps through the index from symbol to symbol, which is much
-- faster than distinct.
with recursive barred as (
	(select symbol from ohlcv_daily order by symbol limit 1)
	union all
	select (select o.symbol from ohlcv_daily o where o.symbol > barred.symbol order by o.symbol limit 1)
	from barred where barred.symbol is not null
)
select 'symbol' as kind, known.symbol
from (
	select k.symbol, k.held, false as has_bars from pf_known_symbols() k
	union all
	select b.symbol, false, true from barred b where b.symbol is not null
) known
group by known.symbol
having (:held is not true or bool_or(known.held)) and (:with_bars is not true or bool_or(known.has_bars))
order by known.symbol
