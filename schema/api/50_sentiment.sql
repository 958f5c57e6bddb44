-- GET /sentiment/...: what is said in the channels.

-- When the message of an idea was written; null: nobody knows.
create function api.said_at(p_source timestamptz, m discord_messages) returns timestamptz
    language sql stable
    as $$
select coalesce(p_source, case when m.message_id is not null then public.pf_message_time(m) end)
$$;

-- Of the ideas about it first of all, of the last 7d, 30d, 90d or 1y; what has no time counts.
create function api.sentiment_summary(p_now timestamptz, p_ticker text, p_window text)
    returns table ("ticker" text, "window" text, "totalMentions" bigint, "bullishPct" numeric, "bearishPct" numeric,
        "neutralPct" numeric, "firstMentionedAt" timestamptz, "lastMentionedAt" timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select upper(btrim(p_ticker)), lower(p_window), count(*),
    api.share(count(*) filter (where i.direction = 'bullish'), count(*)),
    api.share(count(*) filter (where i.direction = 'bearish'), count(*)),
    api.share(count(*) filter (where i.direction = 'neutral'), count(*)), min(i.at), max(i.at)
from (
    select i.direction, api.said_at(i.source_created_at, m) as at
    from discord_parsed_ideas i left join discord_messages m on m.message_id = i.message_id
    where upper(btrim(i.primary_symbol)) = upper(btrim(p_ticker)) and i.is_noise is not true and m.deleted_at is null
) i
where (i.at <= p_now) is not false
    and (i.at >= p_now - make_interval(days => case lower(p_window) when '7d' then 7 when '30d' then 30 when '90d' then 90 else 365 end))
        is not false
$$;

create function api.sentiment_messages(p_now timestamptz, p_ticker text, p_limit integer, p_cursor integer)
    returns table ("id" bigint, "messageId" text, "ticker" text, "direction" text, "ideaText" text, "author" text,
        "channel" text, "createdAt" timestamptz, "labels" text[])
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select api.idea_number(i.id), i.message_id, upper(btrim(i.primary_symbol)), coalesce(i.direction, 'neutral'), i.idea_text,
    coalesce(m.author, ''), coalesce(m.channel, ''), api.said_at(i.source_created_at, m), coalesce(i.labels, '{}')
from discord_parsed_ideas i left join discord_messages m on m.message_id = i.message_id
where upper(btrim(i.primary_symbol)) = upper(btrim(p_ticker)) and i.is_noise is not true and m.deleted_at is null
order by i.source_created_at desc nulls last, i.message_id collate "C" desc, i.idea_index
limit p_limit offset p_cursor
$$;

create function api.sentiment_messages_total(p_now timestamptz, p_ticker text)
    returns table ("total" bigint)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select count(*)
from discord_parsed_ideas i left join discord_messages m on m.message_id = i.message_id
where upper(btrim(i.primary_symbol)) = upper(btrim(p_ticker)) and i.is_noise is not true and m.deleted_at is null
$$;

-- The newest messages of people, each with what was found in it (parsed; a row an idea), or as it stands (raw). The
-- stored time is a text that sorts as times do.
create function api.sentiment_feed(p_now timestamptz, p_limit integer, p_days integer, p_channel_type text, p_source text)
    returns table ("id" text, "source" text, "messageId" text, "ticker" text, "tickers" text[], "direction" text,
        "ideaText" text, "author" text, "channel" text, "channelType" text, "createdAt" timestamptz, "labels" text[],
        "confidence" numeric, "sentimentScore" numeric, "action" text, "instrument" text, "levels" json)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with page as materialized (
    select m.message_id, i.id
    from discord_messages m
    left join discord_parsed_ideas i on i.message_id = m.message_id and i.is_noise is not true
    where m."timestamp" >= to_char(api.today(p_now) - p_days, 'YYYY-MM-DD')
        and m.content <> '' and m.is_bot is not true and m.is_command is not true and m.deleted_at is null
        and m.parse_status not in ('noise', 'skipped')
        and (coalesce(p_channel_type, '') = '' or lower(m.channel_type) = lower(p_channel_type))
        and case lower(p_source) when 'parsed' then i.id is not null when 'raw' then i.id is null else true end
    order by m."timestamp" desc, m.message_id desc, i.idea_index
    limit p_limit
), row as (
    select m, i, array(select upper(btrim(w.name, ' $'))
        from regexp_split_to_table(m.tickers_detected, ',') with ordinality w (name, n)
        where btrim(w.name, ' $') <> '' group by upper(btrim(w.name, ' $')) order by min(w.n)) as found
    from page p
    join discord_messages m on m.message_id = p.message_id
    left join discord_parsed_ideas i on i.id = p.id
)
select coalesce(api.idea_number((r.i).id)::text, (r.m).message_id), case when (r.i).id is null then 'raw' else 'parsed' end,
    (r.m).message_id, coalesce(upper((r.i).primary_symbol), r.found[1]),
    case when cardinality((r.i).symbols) > 0 then (r.i).symbols else r.found end,
    case when (r.i).id is not null then coalesce((r.i).direction, 'neutral')
        when (r.m).sentiment_score > 0.2 then 'bullish' when (r.m).sentiment_score < -0.2 then 'bearish'
        else 'neutral' end,
    coalesce((r.i).idea_text, left((r.m).content, 600)), (r.m).author, (r.m).channel, (r.m).channel_type,
    api.said_at((r.i).source_created_at, r.m), coalesce((r.i).labels, '{}'), api.figure((r.i).confidence),
    api.figure((r.m).sentiment_score), (r.i).action, (r.i).instrument, array_to_json(array(
        select row_to_json(v) from (
            select l.kind as "kind", api.digits(l.value) as "value", api.digits(l.low) as "low",
                api.digits(l.high) as "high", l.qualifier as "qualifier"
            from api.levels((r.i).levels) l order by l.n) v))
from row r
order by (r.m)."timestamp" desc, (r.m).message_id desc, (r.i).idea_index
$$;

-- Where messages stand, and how old the oldest is that waits, in days.
create function api.sentiment_status(p_now timestamptz)
    returns table ("pending" bigint, "ok" bigint, "error" bigint, "skipped" bigint, "noise" bigint, "parsedIdeas" bigint,
        "lastMessageAt" timestamptz, "lastParsedAt" timestamptz, "backlogDays" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with status as (
    select count(*) filter (where m.parse_status = 'pending') as pending,
        count(*) filter (where m.parse_status = 'ok') as ok,
        count(*) filter (where m.parse_status = 'error') as error,
        count(*) filter (where m.parse_status = 'skipped') as skipped,
        count(*) filter (where m.parse_status = 'noise') as noise
    from discord_messages m where m.deleted_at is null
), oldest as (
    select pf_message_time(m) as at from discord_messages m
    where m.parse_status = 'pending' and m.deleted_at is null order by m."timestamp" limit 1
), newest as (
    select pf_message_time(m) as at from discord_messages m order by m."timestamp" desc limit 1
), idea as (
    select count(*) as n, max(i.parsed_at) as at from discord_parsed_ideas i where i.is_noise is not true
)
select s.pending, s.ok, s.error, s.skipped, s.noise, i.n, (select at from newest), i.at,
    pf_half_even((extract(epoch from p_now - (select at from oldest)) / 86400)::numeric, 2)
from status s, idea i
$$;

-- Messages of these days that are to be parsed again, the newest first: with a status (all: ok, noise and error), about a ticker
-- or not. Left as they are, and counted: those of which an idea was reviewed, and those that somebody works on now or that
-- a batch has; whoever writes to one in this moment works on it, too.
create function api.sentiment_reparse(p_now timestamptz, p_ticker text, p_days integer, p_status text, p_limit integer)
    returns table ("status" text, "reset" bigint, "skippedReviewed" bigint, "skippedBusy" bigint)
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with asked as materialized (
    select m.message_id, pf_message_frozen(m.message_id) as reviewed,
        m.claimed_until > p_now or pf_batch_open(m.batch_id) as busy
    from discord_messages m
    where m."timestamp" >= to_char(api.today(p_now) - p_days, 'YYYY-MM-DD') and m.deleted_at is null
        and m.parse_status = any (case lower(p_status) when 'all' then array['ok', 'noise', 'error'] else array[lower(p_status)] end)
        and (coalesce(p_ticker, '') = '' or exists (
            select from discord_parsed_ideas i where i.message_id = m.message_id
                and (upper(btrim(i.primary_symbol)) = upper(btrim(p_ticker)) or i.symbols @> array[upper(btrim(p_ticker))])))
    order by m."timestamp" desc, m.message_id desc
    limit p_limit
    for update of m skip locked
), put as (
    update discord_messages m
    set parse_status = 'pending', error_reason = null, attempts = 0, claimed_by = null, claimed_until = null
    from asked a
    where m.message_id = a.message_id and not a.reviewed and a.busy is not true
    returning m.message_id
)
select 'success'::text, (select count(*) from put), count(*) filter (where a.reviewed),
    count(*) filter (where a.busy and not a.reviewed)
from asked a
$$;
