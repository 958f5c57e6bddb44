-- pf-query: syncs of the accounts that were asked for over the HTTP API, and that nobody has begun
-- kind: job
-- param: state text = queued "those that are queued, running, done or failed"
select 'job' as kind, j.id, j.state, j.asked_at
from api_jobs j
where j.kind = 'portfolio-sync' and j.state = lower(:state)
order by j.id
