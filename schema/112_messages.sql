-- What is asked of messages in more than one place: when one was written, and whether it is to be parsed now.

-- The existing column is a text. What is no time with a date that exists is as good as the time of insertion.
create or replace function public.pf_message_time(m public.discord_messages)
    returns timestamp with time zone
    language sql stable parallel safe
    as $$
select case when m."timestamp" ~ ('^(\d{4}-((0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31|(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]))'
        '|\d\d(0[48]|[2468][048]|[13579][26])-02-29)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d+)?)?(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)?$')
        and m."timestamp" !~ '^0000'
    then (m."timestamp" || case when m."timestamp" ~ '(Z|[+-]\d\d(:?\d\d)?)$' then '' else 'Z' end)::timestamp with time zone
    else m.created_at at time zone 'UTC' end
$$;

-- Whether somebody has reviewed an idea of it: then none of them is touched any more.
create or replace function public.pf_message_frozen(p_message_id text)
    returns boolean
    language sql stable parallel safe
    as $$
select exists (select from public.discord_parsed_ideas i
    where i.message_id = p_message_id and i.review_status <> 'unreviewed')
$$;

-- Whether it is in a batch that a model's vendor works on, or whose answers are not stored yet; one that
-- nobody knows of counts, since it may be paid for.
create or replace function public.pf_batch_open(p_batch_id text)
    returns boolean
    language sql stable parallel safe
    as $$
select p_batch_id is not null and not exists (select from public.nlp_batches b
    where b.batch_id = p_batch_id and (b.collected_at is not null or b.state in ('collected', 'failed')))
$$;

-- Whether a message is to be parsed at that time of the server's clock: it is pending, or was parsed with
-- another version of the prompt or by another model than those that are named (null: whatever it was); nobody
-- works on it, it was not tried too often, is not deleted, not frozen, and in no open batch.
create or replace function public.pf_message_pending(m public.discord_messages, p_prompt text, p_model text,
        p_attempts integer, p_at timestamp with time zone)
    returns boolean
    language sql stable parallel safe
    as $$
select (m.parse_status = 'pending' or m.parse_status in ('ok', 'noise', 'error')
        and (m.prompt_version is distinct from p_prompt and p_prompt is not null
            or m.parse_model is distinct from p_model and p_model is not null))
    and (m.attempts < p_attempts or m.parse_status <> 'pending' and m.claimed_by is null)
    and (m.claimed_until is null or m.claimed_until <= p_at)
    and m.deleted_at is null
    and not public.pf_batch_open(m.batch_id)
    and not public.pf_message_frozen(m.message_id)
$$;
