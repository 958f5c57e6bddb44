-- pf-query: the symbols that are known: of positions and of the table of symbols
-- kind: symbol
-- param: held boolean "only those of which something is held now"
-- param: with_bars boolean "only those that have bars"
select 'symbol' as kind, known.symbol
from (
	select p.symbol, coalesce(p.quantity, 0) <> 0 as held from positions p
	union all
	select s.ticker, false from symbols s where s.ticker is not null
) known
where (:with_bars is not true or exists (select from ohlcv_daily o where o.symbol = known.symbol))
group by known.symbol
having :held is not true or bool_or(known.held)
order by known.symbol
