-- pf-query: known symbols that have no bar yet, but for those found empty within the last days
-- kind: symbol
-- param: days bigint = 7 "how long a symbol that the vendor had nothing for is left alone"
select 'symbol' as kind, known.symbol
from pf_known_symbols() known
where not exists (select from ohlcv_daily o where o.symbol = known.symbol)
	and not exists (
		select from bar_coverage c
		where c.symbol = known.symbol and c."interval" = '1d' and c.state in ('empty', 'unknown')
			and c.asked_at > :now - make_interval(days => :days::int) and c.asked_at <= :now)
order by known.symbol
