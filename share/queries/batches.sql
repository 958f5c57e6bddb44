-- pf-query: batches at a model's vendor, the oldest first
-- kind: batch
-- param: open boolean "only those that the vendor works on, or whose answers are not stored yet"
-- param: since date "made on that day or later"
-- param: limit bigint "how many at most"
select 'batch' as kind, b.batch_id, b.submission, b.state, b.model, b.prompt_version, b.endpoint, b.input_file_id,
	b.output_file_id, b.error_file_id, b.requests, b.completed, b.failed, b.created_at, b.expires_at, b.ended_at,
	b.collected_at, b.message
from nlp_batches b
where (:open is not true or pf_batch_open(b.batch_id))
	and (:since is null or b.created_at >= :since::timestamp at time zone 'UTC')
order by b.created_at, b.batch_id
limit :limit
