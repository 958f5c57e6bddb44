-- pf-query: orders, the newest first, as pf-load takes them
-- kind: order
-- param: account text[] "only of these accounts, with commas between them"
-- param: symbol text[] "only of these symbols and options on them, with commas between them"
-- param: status text "pending, partial, filled, cancelled, rejected or expired, however it is written"
-- param: since date "placed on that day or later"
-- param: until date "placed on that day or earlier"
-- param: limit bigint "how many at most"
-- param: all boolean "also of accounts that are deleted"
--
-- filled is EXECUTED as well, since brokers say both; cancelled has one l or two.
select 'order' as kind, o.account_id, o.brokerage_order_id, o.symbol, o.action, o.raw_action, o.status, o.raw_status,
	o.total_quantity, o.open_quantity, o.canceled_quantity, o.filled_quantity,
	o.execution_price, o.limit_price, o.stop_price, o.trailing_stop, o.currency, o.order_type,
	o.time_in_force, o.time_placed, o.time_updated, o.time_executed, o.expiry_date,
	o.underlying, o.option_ticker, o.option_expiry, o.option_strike, o.option_right,
	o.child_brokerage_order_ids, o.brokerage_group_order_id, o.order_role, o.sync_timestamp
from orders o left join accounts a on a.id = o.account_id
where (:all is true or a.connection_status is distinct from 'deleted')
	and (:account is null or o.account_id = any (:account))
	and pf_symbol_among(:symbol, coalesce(o.option_ticker, o.symbol), null, o.underlying)
	and (coalesce(:status, '') = '' or upper(o.status) = any (case lower(:status)
		when 'filled' then array['FILLED', 'EXECUTED']
		when 'executed' then array['FILLED', 'EXECUTED']
		when 'cancelled' then array['CANCELED', 'CANCELLED']
		when 'canceled' then array['CANCELED', 'CANCELLED']
		else array[upper(:status)] end))
	and (:since is null or o.time_placed >= :since::timestamp at time zone 'UTC')
	and (:until is null or o.time_placed < (:until + 1)::timestamp at time zone 'UTC')
order by o.time_placed desc nulls last, o.account_id, o.brokerage_order_id, o.symbol, o.action
limit :limit
