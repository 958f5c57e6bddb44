-- pf-query: how often symbols are spoken of: messages that pf-link found them in, and ideas about them
-- param: symbol text[] "only these symbols, with commas between them"
-- param: since date "in messages of that day or later"
-- param: until date "in messages of that day or earlier"
-- param: limit bigint "how many at most, the most spoken of first"
--
-- score is of the directions of the ideas: bullish less bearish, of all of them.
with said as (
	select upper(s.x ->> 'symbol') as symbol, count(distinct m.message_id) as messages,
		avg(m.sentiment_score) as sentiment, max(pf_message_time(m)) as last_at
	from discord_messages m cross join lateral jsonb_array_elements(case jsonb_typeof(m.symbols) when 'array' then m.symbols end) s (x)
	where m.deleted_at is null
		and (:since is null or pf_message_time(m) >= :since::timestamp at time zone 'UTC')
		and (:until is null or pf_message_time(m) < (:until + 1)::timestamp at time zone 'UTC')
	group by 1
), thought as (
	select upper(i.primary_symbol) as symbol, count(*) as ideas, count(*) filter (where i.direction = 'bullish') as bullish,
		count(*) filter (where i.direction = 'bearish') as bearish, max(i.source_created_at) as last_at
	from discord_parsed_ideas i
	where i.primary_symbol <> '' and i.is_noise is not true and not pf_message_gone(i.message_id)
		and (:since is null or i.source_created_at >= :since::timestamp at time zone 'UTC')
		and (:until is null or i.source_created_at < (:until + 1)::timestamp at time zone 'UTC')
	group by 1
)
select coalesce(s.symbol, t.symbol) as symbol, coalesce(s.messages, 0) as messages, coalesce(t.ideas, 0) as ideas,
	coalesce(t.bullish, 0) as bullish, coalesce(t.bearish, 0) as bearish,
	pf_half_even((t.bullish - t.bearish)::numeric / t.ideas, 4) as score, pf_half_even(s.sentiment, 4) as sentiment,
	greatest(s.last_at, t.last_at) as last_at
from said s full join thought t on t.symbol = s.symbol
where coalesce(s.symbol, t.symbol) <> ''
	and (:symbol is null or coalesce(s.symbol, t.symbol) in (select upper(n.name) from unnest(:symbol) n (name)))
order by greatest(coalesce(s.messages, 0), coalesce(t.ideas, 0)) desc, 1
limit :limit
