-- pf-query: what is held today and what it is worth by the broker's prices, a row for the table of days
-- kind: position_snapshot
select 'position_snapshot' as kind, s.account_id, s.symbol, s.snapshot_date, s.quantity, s.average_buy_price, s.current_price,
	s.equity, s.currency, s.total_portfolio_value
from pf_position_snapshots((:now at time zone 'UTC')::date) s
order by s.account_id, s.symbol
