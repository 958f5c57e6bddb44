-- pf-query: take messages to be parsed, the oldest first, for oneself and for a while; wants --write
-- kind: message
-- param: limit bigint = 100 "how many at most"
-- param: by text needed "who takes them: a host and a process, such as web1:4711"
-- param: lease bigint = 900 "seconds, by the server's clock; then somebody else may take them"
-- param: max_attempts bigint = 5 "what was tried so often is given up: it is an error from now on"
-- param: channel text[] "only of these channels, names or numbers, with commas between them"
-- param: reparse_prompt text "also those that were parsed with another version of the prompt than that"
-- param: reparse_model text "also those that were parsed by another model than that"
--
-- What others look at in this moment is passed by, so any number may take at once, and no message is taken twice.
-- Nobody answered for what is given up: whoever took it the last time has died over it.
with given_up as (
	update discord_messages m
	set parse_status = 'error', error_reason = format('it was tried %s times, and never answered', m.attempts),
		claimed_by = null, claimed_until = null
	from (
		select o.message_id
		from discord_messages o
		where o.parse_status = 'pending' and o.attempts >= :max_attempts
			and pf_message_pending(o, null, null, o.attempts + 1, statement_timestamp())
			and (:channel is null or o.channel = any (:channel) or o.channel_id = any (:channel))
		for update skip locked
	) o
	where m.message_id = o.message_id
), picked as materialized (
	select m.message_id
	from discord_messages m
	where pf_message_pending(m, :reparse_prompt, :reparse_model, :max_attempts::integer, statement_timestamp())
		and (:channel is null or m.channel = any (:channel) or m.channel_id = any (:channel))
	order by pf_message_time(m), m.message_id
	limit :limit
	for update skip locked
), taken as (
	update discord_messages m
	set claimed_by = :by, claimed_until = clock_timestamp() + make_interval(secs => :lease::double precision),
		attempts = case when m.parse_status = 'pending' or m.claimed_by is not null then m.attempts else 0 end + 1
	from picked p
	where m.message_id = p.message_id
	returning pf_message_time(m) as at, m.*
)
select 'message' as kind, m.message_id, m.channel_id, m.channel, m.channel_type, m.parent_id, m.guild_id,
	m.author, m.author_id::text as author_id, m.display_name, m.content, m."timestamp", m.edited_at, m.deleted_at,
	m.message_type, m.is_reply, m.reply_to_id::text as reply_to_id, m.is_bot, m.is_command, m.webhook_id, m.mentions,
	m.attachments, m.embeds, m.tweet_urls, m.num_chars, m.num_words, m.content_hash, m.tickers_detected, m.symbols,
	m.sentiment, m.sentiment_score, m.attempts, m.collected_at
from taken m
order by m.at, m.message_id
