-- pf-query: the sums of what is held, a row a currency: value, cost, profit, the day's change, cash
-- param: paper boolean "simulated accounts, which are left out otherwise, and only these"
--
-- Sums are of unrounded numbers, then rounded to two places, half to even. A fund that is inside the cash
-- counts there. Cash that is owed is taken off the total. Currencies are never added up.
with part as (
	select currency, account_id, 1 as one, value, cost, profit, day_change, null::numeric as cash,
		sync_timestamp as synced, null::timestamptz as cash_synced, cash_equivalent as inside
	from pf_holdings(:now) where is_paper = (:paper is true)
	union all
	select currency, account_id, 0, null, null, null, null, cash, null, sync_timestamp, true
	from pf_cash(:now) where is_paper = (:paper is true)
), sums as (
	select currency, sum(value) filter (where not inside) as value, sum(cost) filter (where not inside) as cost,
		sum(profit) filter (where not inside) as profit,
		sum(cost) filter (where not inside and profit is not null) as profit_cost,
		sum(day_change) filter (where not inside) as day_change, sum(cash) as cash, sum(one) as positions,
		count(distinct account_id) as accounts, coalesce(max(synced), max(cash_synced)) as last_sync
	from part
	group by currency
)
select currency, :paper is true as paper, pf_half_even(coalesce(value, 0), 2) as value,
	pf_half_even(cost, 2) as cost, pf_half_even(profit, 2) as profit,
	pf_half_even(profit * 100 / nullif(abs(profit_cost), 0), 2) as profit_pct,
	pf_half_even(day_change, 2) as day_change,
	case when value - day_change > 0
		then pf_half_even(day_change * 100 / (value - day_change), 2) end as day_change_pct,
	pf_half_even(cash, 2) as cash, pf_half_even(coalesce(value, 0) + coalesce(cash, 0), 2) as total, positions,
	accounts, last_sync
from sums
order by currency
