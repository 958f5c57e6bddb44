-- pf-query: the accounts at brokers, as pf-load takes them; deleted ones only with --all
-- kind: account
-- param: account text[] "only these accounts, with commas between them"
-- param: all boolean "also those that are deleted"
select 'account' as kind, id, brokerage_authorization, brokerage_authorization_id, portfolio_group, name, number,
	institution_name, institution_account_id, account_status, account_category, raw_type,
	is_paper, total_equity, currency, last_successful_sync, holdings_unavailable,
	first_transaction_date, transactions_complete_to, scope, sync_timestamp, connection_status,
	connection_disabled_at, connection_error_message, bucket
from accounts
where (:account is null or id = any (:account))
	and (:all is true or connection_status is distinct from 'deleted')
order by institution_name, name, id
