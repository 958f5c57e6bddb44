-- pf-query: the newest cash of each account in each currency, as pf-load takes it; every day's with --all
-- kind: balance
-- param: account text[] "only of these accounts, with commas between them"
-- param: currency text[] "only in these currencies, with commas between them"
-- param: since date "first day"
-- param: until date "last day (default: today; with --all the last that there is)"
-- param: all boolean "every day, also of accounts that are deleted"
select 'balance' as kind, b.account_id, b.currency_code, b.snapshot_date, b.currency_name, b.currency_id, b.cash,
	b.buying_power, b.sync_timestamp
from (
	select b.*, row_number() over (partition by b.account_id, b.currency_code
		order by b.snapshot_date desc) as nth
	from account_balances b left join accounts a on a.id = b.account_id
	where (:all is true or a.connection_status is distinct from 'deleted')
		and (:account is null or b.account_id = any (:account))
		and (:currency is null or b.currency_code = any (:currency))
		and (:since is null or b.snapshot_date >= :since)
		and case when :until is not null then b.snapshot_date <= :until
			else :all is true or b.snapshot_date <= (:now at time zone 'UTC')::date end
) b
where :all is true or b.nth = 1
order by b.account_id, b.currency_code, b.snapshot_date
