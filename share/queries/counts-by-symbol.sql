-- pf-query: the symbols with the most bars
-- param: limit bigint = 5 "how many symbols"
select symbol, count(*) as rows
from ohlcv_daily
group by symbol
order by rows desc, symbol
limit :limit
