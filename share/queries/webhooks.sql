-- pf-query: deliveries of webhooks that wait to be worked on, the oldest first
-- kind: webhook
-- param: status text = pending "those that are pending, done, ignored or failed"
-- param: since date "received on that day or later"
-- param: limit bigint "how many at most"
-- param: all boolean "whatever became of them"
select 'webhook' as kind, w.id, w.event_type, w.event_at, w.received_at, w.account_id, w.brokerage_authorization,
	w.payload, w.source,
	w.status, w.attempts, w.done_at, w.message
from webhook_inbox w
where (:all is true or w.status = lower(:status))
	and (:since is null or w.received_at >= :since::timestamp at time zone 'UTC')
order by w.received_at nulls first, w.event_at, w.id
limit :limit
