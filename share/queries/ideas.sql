-- pf-query: ideas, the newest message first, as pf-load takes them
-- kind: idea
-- param: symbol text[] "only those about these symbols, with commas between them"
-- param: message text[] "only of these messages, with commas between them"
-- param: direction text "only those that are bullish, bearish, neutral or mixed"
-- param: label text "only those with this label"
-- param: since date "of messages of that day or later"
-- param: until date "of messages of that day or earlier"
-- param: limit bigint "how many at most"
-- param: all boolean "also what is noise, and what was found in messages that were deleted"
select 'idea' as kind, i.message_id, i.soft_chunk_index, i.local_idea_index, i.idea_index, i.idea_text, i.idea_summary,
	i.context_summary, i.primary_symbol, i.symbols, i.instrument, i.direction, i.action, i.time_horizon,
	i.trigger_condition, i.levels, i.option_type, i.strike, i.expiry, i.premium, i.labels, i.label_scores, i.is_noise,
	i.confidence, i.author_id, i.channel_id, i.source_created_at, i.model, i.prompt_version, i.parsed_at, i.raw_json
from discord_parsed_ideas i
where (:all is true or (i.is_noise is not true and not pf_message_gone(i.message_id)))
	and (:symbol is null or exists (select from unnest(:symbol) n (name)
		where upper(n.name) = upper(i.primary_symbol) or upper(n.name) in (select upper(s.name) from unnest(i.symbols) s (name))))
	and (:message is null or i.message_id = any (:message))
	and (:direction is null or i.direction = lower(:direction))
	and (:label is null or upper(:label) = any (i.labels))
	and (:since is null or i.source_created_at >= :since::timestamp at time zone 'UTC')
	and (:until is null or i.source_created_at < (:until + 1)::timestamp at time zone 'UTC')
order by i.source_created_at desc nulls last, i.message_id, i.idea_index
limit :limit
