-- What the pages show beyond the answers of the API.

-- Runs of pipelines, the last one first, each with its steps in order; of a step that was tried again, the last try.
create function api.runs(p_now timestamptz, p_limit integer)
    returns table ("runId" text, "pipeline" text, "status" text, "exitStatus" integer, "startedAt" timestamptz,
        "finishedAt" timestamptz, "seconds" numeric, "trigger" text, "host" text, "steps" json)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select r.run_id, r.pipeline, r.status, r.exit_status, r.started_at, r.finished_at,
    pf_half_even(extract(epoch from coalesce(r.finished_at, p_now) - r.started_at), 3), r.trigger, r.host,
    array_to_json(array(
        select row_to_json(v) from (
            select t.step as "step", t.status as "status", t.exit_status as "exitStatus", t.attempt as "attempt",
                nullif(api.stamp(t.started_at), '') as "startedAt", nullif(api.stamp(t.finished_at), '') as "finishedAt",
                api.digits(t.seconds) as "seconds", t.message as "message"
            from (
                select distinct on (s.step) s.* from pipeline_steps s where s.run_id = r.run_id
                order by s.step, s.attempt desc
            ) t
            order by t.position, t.step) v))
from (
    select * from pipeline_runs order by started_at desc nulls last, run_id desc limit p_limit
) r
order by r.started_at desc nulls last, r.run_id desc
$$;

-- Ideas of all symbols or of one, as those of a stock.
create function api.ideas(p_now timestamptz, p_limit integer, p_offset integer, p_direction text, p_symbol text)
    returns table ("id" bigint, "messageId" text, "primarySymbol" text, "symbols" text[], "direction" text,
        "action" text, "confidence" numeric, "labels" text[], "levels" json, "ideaText" text, "ideaSummary" text,
        "author" text, "sourceChannel" text, "sourceCreatedAt" timestamptz, "parsedAt" timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with page as materialized (
    select * from api.ideas_of(p_now, upper(btrim(p_symbol)), p_limit, p_offset, p_direction)
    where coalesce(btrim(p_symbol), '') <> ''
    union all
    select * from api.ideas_all(p_limit, p_offset, p_direction) where coalesce(btrim(p_symbol), '') = ''
)
select api.idea_number(i.id), i.message_id, i.primary_symbol, api.idea_symbols(i.symbols, i.primary_symbol), coalesce(i.direction, 'neutral'),
    i.action, coalesce(nullif(api.figure(i.confidence), 0), 0.5), coalesce(i.labels, '{}'), api.levels_json(i.levels),
    i.idea_text, i.idea_summary, coalesce(m.author, ''), coalesce(m.channel, ''),
    coalesce(i.source_created_at, case when m.message_id is not null then pf_message_time(m) end), i.parsed_at
from page i
left join discord_messages m on m.message_id = i.message_id
order by i.source_created_at desc nulls last, i.message_id collate "C" desc, i.idea_index
$$;
