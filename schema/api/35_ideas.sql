-- What people said: the ideas found in messages.

-- A whole number that stands for an idea, and that JavaScript holds.
create function api.idea_number(p_id uuid) returns bigint
    language sql immutable parallel safe
    as $$
select ('x000' || right(replace(p_id::text, '-', ''), 13))::bit(64)::bigint
$$;

-- The number in a JSON value, if it is one.
create function api.json_number(p_value jsonb) returns numeric
    language sql immutable parallel safe
    as $$
select case when jsonb_typeof(p_value) = 'number' then (p_value #>> '{}')::numeric end
$$;

-- What an idea is about, if nothing else then its first.
create function api.idea_symbols(p_symbols text[], p_primary text) returns text[]
    language sql immutable parallel safe
    as $$
select case when cardinality(p_symbols) > 0 then p_symbols when p_primary <> '' then array[p_primary] else '{}' end
$$;

-- Prices that an idea names.
create function api.levels(p_levels jsonb)
    returns table (n bigint, kind text, value numeric, low numeric, high numeric, qualifier text)
    language sql immutable
    as $$
select l.n, coalesce(nullif(l.v ->> 'kind', ''), 'entry'),
    coalesce(api.json_number(l.v -> 'value'), api.json_number(l.v -> 'price'), api.json_number(l.v -> 'high')),
    api.json_number(l.v -> 'low'), api.json_number(l.v -> 'high'), coalesce(l.v ->> 'qualifier', l.v ->> 'label')
from jsonb_array_elements(case when jsonb_typeof(p_levels) = 'array' then p_levels else '[]' end) with ordinality l (v, n)
where jsonb_typeof(l.v) = 'object'
$$;

create function api.levels_json(p_levels jsonb) returns json
    language sql immutable
    as $$
select array_to_json(array(
    select row_to_json(v) from (
        select l.kind as "kind", api.digits(l.value) as "value", l.qualifier as "qualifier"
        from api.levels(p_levels) l order by l.n) v))
$$;

create function api.level(p_levels jsonb, p_kind text) returns numeric
    language sql immutable
    as $$
select l.value from api.levels(p_levels) l where l.kind = p_kind order by l.n limit 1
$$;

-- Ideas, the newest message first: of a ticker (the first of the idea, or one that it names), of a direction.
-- Only what is shown is put together: the page is cut before.
create function api.ideas_of(p_now timestamptz, p_ticker text, p_limit integer, p_offset integer, p_direction text)
    returns setof discord_parsed_ideas
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
select i.*
from discord_parsed_ideas i
where (upper(btrim(i.primary_symbol)) = p_ticker or i.symbols @> array[p_ticker])
    and i.is_noise is not true and (coalesce(p_direction, '') = '' or i.direction = lower(p_direction))
    and (select m.deleted_at from discord_messages m where m.message_id = i.message_id) is null
order by i.source_created_at desc nulls last, i.message_id collate "C" desc, i.idea_index
limit p_limit offset p_offset
$$;

create function api.stock_ideas(p_now timestamptz, p_ticker text, p_limit integer, p_direction text)
    returns table ("id" bigint, "messageId" text, "primarySymbol" text, "symbols" text[], "direction" text,
        "action" text, "confidence" numeric, "labels" text[], "levels" json, "ideaText" text, "ideaSummary" text,
        "author" text, "sourceChannel" text, "sourceCreatedAt" text, "parsedAt" timestamptz, "text" text,
        "createdAt" text, "entryPrice" numeric, "targetPrice" numeric, "stopLoss" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select api.idea_number(i.id), i.message_id, i.primary_symbol, api.idea_symbols(i.symbols, i.primary_symbol), coalesce(i.direction, 'neutral'),
    i.action, coalesce(nullif(api.figure(i.confidence), 0), 0.5), coalesce(i.labels, '{}'), api.levels_json(i.levels),
    i.idea_text, i.idea_summary, coalesce(m.author, ''), coalesce(m.channel, ''), t.at, i.parsed_at, i.idea_text, t.at,
    api.money(api.level(i.levels, 'entry')), api.money(api.level(i.levels, 'target')), api.money(api.level(i.levels, 'stop'))
from api.ideas_of(p_now, upper(btrim(p_ticker)), p_limit, 0, p_direction) i
left join discord_messages m on m.message_id = i.message_id
cross join lateral (select api.stamp(coalesce(i.source_created_at,
    case when m.message_id is not null then pf_message_time(m) end)) as at) t
order by i.source_created_at desc nulls last, i.message_id collate "C" desc, i.idea_index
$$;

create function api.stock_ideas_total(p_now timestamptz, p_ticker text, p_direction text)
    returns table ("total" bigint)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select count(*)
from discord_parsed_ideas i
where (upper(btrim(i.primary_symbol)) = upper(btrim(p_ticker)) or i.symbols @> array[upper(btrim(p_ticker))])
    and i.is_noise is not true and (coalesce(p_direction, '') = '' or i.direction = lower(p_direction))
    and (select m.deleted_at from discord_messages m where m.message_id = i.message_id) is null
$$;

-- The same of all tickers.
create function api.ideas_all(p_limit integer, p_offset integer, p_direction text)
    returns setof discord_parsed_ideas
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
select i.*
from discord_parsed_ideas i
where i.is_noise is not true and (coalesce(p_direction, '') = '' or i.direction = lower(p_direction))
    and (select m.deleted_at from discord_messages m where m.message_id = i.message_id) is null
order by i.source_created_at desc nulls last, i.message_id collate "C" desc, i.idea_index
limit p_limit offset p_offset
$$;

-- GET /ideas/MESSAGE/context: what was said around a message.

-- The message, if it is one that was not deleted.
create function api.message(p_now timestamptz, p_message text)
    returns table ("messageId" text, "channel" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select m.message_id, m.channel from discord_messages m where m.message_id = p_message and m.deleted_at is null
$$;

-- It and so many before and behind it in its channel, the oldest first. Channels of several servers may have one name: their
-- numbers count where they are known. The stored time is a text that sorts as times do.
create function api.message_context(p_now timestamptz, p_message text, p_window integer)
    returns table ("messageId" text, "author" text, "content" text, "channel" text, "createdAt" timestamptz,
        "isTarget" boolean)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with target as materialized (
    select m.* from discord_messages m where m.message_id = p_message and m.deleted_at is null
), around as (
    (select m.message_id from discord_messages m, target t
    where m.channel = t.channel and (m.channel_id = t.channel_id or m.channel_id is null or t.channel_id is null)
        and m.deleted_at is null and (m."timestamp", m.message_id) < (t."timestamp", t.message_id)
    order by m."timestamp" desc, m.message_id desc limit p_window)
    union all
    select t.message_id from target t
    union all
    (select m.message_id from discord_messages m, target t
    where m.channel = t.channel and (m.channel_id = t.channel_id or m.channel_id is null or t.channel_id is null)
        and m.deleted_at is null and (m."timestamp", m.message_id) > (t."timestamp", t.message_id)
    order by m."timestamp", m.message_id limit p_window)
)
select m.message_id, m.author, m.content, m.channel, pf_message_time(m), m.message_id = p_message
from around a join discord_messages m on m.message_id = a.message_id
order by m."timestamp", m.message_id
$$;
