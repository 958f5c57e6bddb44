-- pf-query: begin the sync that was asked for; one that nobody ended is given up; wants --write
-- kind: job
-- param: patience bigint = 900 "seconds, by the server's clock; whoever began it so long ago has died over it"
with given_up as (
	update api_jobs
	set state = 'failed', finished_at = statement_timestamp(), error = 'it was begun, and nobody ended it'
	where kind = 'portfolio-sync' and state = 'running'
		and coalesce(started_at, asked_at) < statement_timestamp() - make_interval(secs => :patience)
)
update api_jobs j
set state = 'running', started_at = statement_timestamp()
where j.kind = 'portfolio-sync' and j.state = 'queued'
returning 'job' as kind, j.id, j.state, j.asked_at
