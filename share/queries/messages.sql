-- pf-query: messages, the oldest first, as pf-load takes them
-- kind: message
-- param: pending boolean "only those that are to be parsed now: nobody works on them, and they may be tried again"
-- param: status text[] "only those that are pending, ok, noise, skipped or error, with commas between them"
-- param: channel text[] "only of these channels, names or numbers, with commas between them"
-- param: symbol text[] "only those that pf-link found one of these symbols in, with commas between them"
-- param: id text[] "only these, with commas between them"
-- param: since date "written on that day or later"
-- param: until date "written on that day or earlier"
-- param: reparse_prompt text "also those that were parsed with another version of the prompt than that"
-- param: reparse_model text "also those that were parsed by another model than that"
-- param: max_attempts bigint = 5 "what was tried so often is not to be parsed"
-- param: limit bigint "how many at most"
-- param: all boolean "also those that were deleted"
--
-- What is to be parsed again by --reparse-prompt and --reparse-model is pending, too.
select 'message' as kind, m.message_id, m.channel_id, m.channel, m.channel_type, m.parent_id, m.guild_id,
	m.author, m.author_id::text as author_id, m.display_name, m.content, m."timestamp", m.edited_at, m.deleted_at,
	m.message_type, m.is_reply, m.reply_to_id::text as reply_to_id, m.is_bot, m.is_command, m.webhook_id, m.mentions,
	m.attachments, m.embeds, m.tweet_urls, m.num_chars, m.num_words, m.content_hash, m.tickers_detected, m.symbols,
	m.sentiment, m.sentiment_score, m.collected_at
from discord_messages m
where (:all is true or m.deleted_at is null)
	and (:pending is not true or pf_message_pending(m, :reparse_prompt, :reparse_model, :max_attempts::integer, statement_timestamp()))
	and (:status is null or m.parse_status = any (:status))
	and (:channel is null or m.channel = any (:channel) or m.channel_id = any (:channel))
	and (:symbol is null or exists (select from jsonb_array_elements(case jsonb_typeof(m.symbols)
		when 'array' then m.symbols end) s where upper(s ->> 'symbol') in (select upper(n.name) from unnest(:symbol) n (name))))
	and (:id is null or m.message_id = any (:id))
	and (:since is null or pf_message_time(m) >= :since::timestamp at time zone 'UTC')
	and (:until is null or pf_message_time(m) < (:until + 1)::timestamp at time zone 'UTC')
order by pf_message_time(m), m.message_id
limit :limit
