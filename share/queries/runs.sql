-- pf-query: runs of pipelines, the last one first
-- param: pipeline text "only of this pipeline"
-- param: limit bigint = 20 "how many runs"
select run_id, pipeline, started_at, finished_at, status, exit_status, trigger, host
from pipeline_runs
where :pipeline is null or pipeline = :pipeline
order by started_at desc nulls last, run_id desc
limit :limit
