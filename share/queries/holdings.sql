-- pf-query: what is held and what it is worth: prices and their age, cost, profit, the day's change, weight
-- param: account text[] "only of these accounts, with commas between them"
-- param: symbol text[] "only these symbols and options on them, with commas between them"
-- param: paper boolean "simulated accounts, which are left out otherwise, and only these"
--
-- Quantities and prices are as they are stored; money and percentages are rounded to two places, half to
-- even. weight_pct is of all holdings and cash in the currency, whatever of them is asked for; a fund that
-- is inside the cash has none.
with held as (
	select h.* from pf_holdings(:now) h where h.is_paper = (:paper is true)
), whole as (
	select v.currency, sum(v.value) + greatest(coalesce(sum(v.cash), 0), 0) as value
	from (
		select currency, case when cash_equivalent then 0 else coalesce(value, 0) end as value, null as cash
		from held
		union all
		select currency, 0, cash from pf_cash(:now) where is_paper = (:paper is true)
	) v
	group by v.currency
)
select h.symbol, h.quantity, h.price, pf_half_even(h.value, 2) as value, pf_half_even(h.cost, 2) as cost,
	pf_half_even(h.profit, 2) as profit,
	pf_half_even(h.profit * 100 / nullif(abs(h.cost), 0), 2) as profit_pct,
	pf_half_even(h.day_change, 2) as day_change,
	pf_half_even((h.price - h.previous_close) * 100 / h.previous_close, 2) as day_change_pct,
	case when whole.value > 0 and not h.cash_equivalent
		then pf_half_even(h.value * 100 / whole.value, 2) end as weight_pct,
	h.currency, h.account_id, h.account_name as account, h.average_buy_price, h.price_source, h.price_date,
	h.price_asof, h.description, h.asset_type, h.cash_equivalent
from held h join whole on whole.currency = h.currency
where (:account is null or h.account_id = any (:account))
	and pf_symbol_among(:symbol, h.symbol, h.asset_type, h.underlying)
order by h.currency, h.value desc nulls last, h.symbol, h.account_id
