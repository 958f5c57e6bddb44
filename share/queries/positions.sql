-- pf-query: the positions that are held, as pf-load takes them; closed ones and deleted accounts with --all
-- kind: position
-- param: account text[] "only of these accounts, with commas between them"
-- param: symbol text[] "only these symbols and options on them, with commas between them"
-- param: all boolean "also what is held no more, and accounts that are deleted"
select 'position' as kind, p.account_id, p.symbol, p.symbol_id, p.symbol_description, p.raw_symbol, p.asset_type,
	p.underlying, p.option_expiry, p.option_strike, p.option_right, p.quantity, p.multiplier,
	p.price, p.price_asof, p.equity, p.average_buy_price, p.open_pnl, p.currency,
	p.cash_equivalent, p.prev_price, p.current_price, p.price_updated_at, p.exchange_code,
	p.exchange_name, p.mic_code, p.figi_code, p.logo_url, p.tax_lots, p.raw, p.closed_at,
	p.sync_timestamp
from positions p left join accounts a on a.id = p.account_id
where (:account is null or p.account_id = any (:account))
	and pf_symbol_among(:symbol, p.symbol, p.asset_type, p.underlying)
	and (:all is true or (p.quantity <> 0 and p.quantity <> 'NaN'
		and a.connection_status is distinct from 'deleted'))
order by p.account_id, p.symbol
