-- pf-query: what each account is worth by its broker, and by its positions and cash: where the two differ something is missing
-- param: account text[] "only these accounts, with commas between them"
-- param: tolerance numeric = 1 "how much of the account's currency they may differ"
--
-- Prices are the broker's, as the sum is. Where there are positions or cash in another currency, what they
-- come to is not known here and neither is the gap. A fund that is inside the cash is not added again.
with counted as (
	select a.id, a.name, a.currency, a.total_equity as reported, a.sync_timestamp,
		coalesce((select sum(p.quantity * p.multiplier * p.price) from positions p
			where p.account_id = a.id and p.quantity <> 0 and not p.cash_equivalent
				and coalesce(p.currency, 'USD') = a.currency), 0) as positions,
		coalesce((select sum(c.cash) from pf_cash(:now) c
			where c.account_id = a.id and c.currency = a.currency), 0) as cash,
		exists (select from positions p where p.account_id = a.id and p.quantity <> 0
				and (coalesce(p.currency, 'USD') <> a.currency or p.price is null))
			or exists (select from pf_cash(:now) c
				where c.account_id = a.id and c.currency <> a.currency and c.cash <> 0) as mixed
	from accounts a
	where a.connection_status is distinct from 'deleted' and a.total_equity is not null
		and (:account is null or a.id = any (:account))
)
select id as account_id, name as account, currency, reported, pf_half_even(positions, 2) as positions,
	pf_half_even(cash, 2) as cash, case when not mixed then pf_half_even(reported - positions - cash, 2) end as gap,
	case when mixed then 'mixed' when abs(reported - positions - cash) <= :tolerance then 'ok' else 'gap' end as state,
	sync_timestamp
from counted
order by state, account_id
