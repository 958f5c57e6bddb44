-- pf-query: how far the activities of each account are stored, for pf-snaptrade sync --cursors
-- kind: cursor
--
-- What lies ahead of now is no place to go on from. An account that has none has no cursor: all of it is read.
select 'cursor' as kind, 'activity' as "of", account_id, max(trade_date at time zone 'UTC')::date as since
from activities
where trade_date <= :now
group by account_id
order by account_id
