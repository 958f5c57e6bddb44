-- pf-query: the sync that was begun has gone well; what there is now is its answer; wants --write
-- kind: job
update api_jobs j
set state = 'done', finished_at = statement_timestamp(), result = json_build_object(
	'accounts', (select count(*) from accounts a where a.connection_status is distinct from 'deleted'),
	'balances', (select count(*) from (select distinct b.account_id, b.currency_code from account_balances b) b),
	'positions', (select count(*) from positions p where p.quantity <> 0),
	'orders', (select count(*) from orders o where o.time_placed > statement_timestamp() - interval '90 days'))
where j.kind = 'portfolio-sync' and j.state = 'running'
returning 'job' as kind, j.id, j.state, j.result
