-- pf-query: how far each channel was read, for pf-discord collect
-- kind: cursor
-- param: channel text[] "only of these channels, names or numbers, with commas between them"
--
-- What pf-discord said last counts; of a channel that it never said anything of, the newest message that is stored.
select 'cursor' as kind, 'message' as "of", c.channel_id, c.after
from (
	select coalesce(s.channel_id, m.channel_id) as channel_id, coalesce(s.last_message_id, m.newest) as after,
		coalesce(s.channel_name, m.channel) as name
	from discord_ingestion_state s
	full join (
		select channel_id, max(message_id::numeric)::text as newest, max(channel) as channel
		from discord_messages
		where channel_id is not null and message_id ~ '^[0-9]{1,20}$'
		group by channel_id) m on m.channel_id = s.channel_id
) c
where c.after is not null and (:channel is null or c.name = any (:channel) or c.channel_id = any (:channel))
order by c.channel_id
