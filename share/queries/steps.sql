-- pf-query: the steps of a run of a pipeline
-- param: run text "which run (default: the last one)"
-- param: pipeline text "the last run of this pipeline"
select run_id, step, attempt, status, exit_status, started_at, finished_at, seconds, message
from pipeline_steps
where run_id = coalesce(:run, (select r.run_id from pipeline_runs r
	where :pipeline is null or r.pipeline = :pipeline
	order by r.started_at desc nulls last, r.run_id desc limit 1))
order by position, step, attempt
