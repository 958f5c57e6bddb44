-- pf-query: what models were asked and what it cost, a row a day (UTC) and model
-- param: since date "of that day or later"
-- param: until date "of that day or earlier"
-- param: today boolean "of today only, for pf-nlp"
--
-- cost_usd adds up what has a price; unpriced says how many requests have none.
select (u.at at time zone 'UTC')::date as date, u.model, sum(coalesce(u.requests, 1))::bigint as requests,
	sum(u.prompt_tokens)::bigint as prompt_tokens, sum(u.cached_tokens)::bigint as cached_tokens,
	sum(u.completion_tokens)::bigint as completion_tokens, sum(u.cost_usd) as cost_usd,
	(sum(coalesce(u.requests, 1)) filter (where u.cost_usd is null))::bigint as unpriced
from nlp_usage u
where (:since is null or u.at >= :since::timestamp at time zone 'UTC')
	and (:until is null or u.at < (:until + 1)::timestamp at time zone 'UTC')
	and (:today is not true or (u.at at time zone 'UTC')::date = (:now at time zone 'UTC')::date)
group by 1, 2
order by 1, 2
