-- pf-query: first session, last session and number of bars of each symbol
-- param: symbol text[] "only these symbols, with commas between them"
select symbol, min(date) as first, max(date) as last, count(*) as bars
from ohlcv_daily
where :symbol is null or symbol = any (:symbol)
group by symbol
order by symbol
