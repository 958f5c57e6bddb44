-- pf-query: what moved cash or instruments of accounts, the newest first, as pf-load takes it
-- kind: activity
-- param: account text[] "only of these accounts, with commas between them"
-- param: symbol text[] "only of these symbols and options on them, with commas between them"
-- param: type text[] "only of these types, such as DIVIDEND,FEE"
-- param: since date "traded on that day or later"
-- param: until date "traded on that day or earlier"
-- param: limit bigint "how many at most"
-- param: all boolean "also of accounts that are deleted"
select 'activity' as kind, v.id, v.account_id, v.activity_type, v.option_type, v.trade_date, v.settlement_date, v.symbol,
	v.description, v.units, v.price, v.amount, v.fee, v.currency, v.fx_rate,
	v.external_reference_id, v.institution, v.sync_timestamp
from activities v left join accounts a on a.id = v.account_id
where (:all is true or a.connection_status is distinct from 'deleted')
	and (:account is null or v.account_id = any (:account))
	and pf_symbol_among(:symbol, v.symbol, null, null)
	and (:type is null or exists (select from unnest(:type) t (t) where upper(t.t) = upper(v.activity_type)))
	and (:since is null or v.trade_date >= :since::timestamp at time zone 'UTC')
	and (:until is null or v.trade_date < (:until + 1)::timestamp at time zone 'UTC')
order by v.trade_date desc nulls last, v.account_id, v.id
limit :limit
