-- pf-query: the sync that was begun and not ended has failed; wants --write
-- kind: job
update api_jobs j
set state = 'failed', finished_at = statement_timestamp(),
	error = 'the sync failed; "pf-pipeline show portfolio-sync" says why'
where j.kind = 'portfolio-sync' and j.state = 'running'
returning 'job' as kind, j.id, j.state, j.error
