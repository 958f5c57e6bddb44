-- What requests leave for others to work on.

-- A delivery whose signature was checked, kept as it came first; whether it is new. The row is as pf-load makes it.
create function api.webhook_store(p_now timestamptz, p_id text, p_source text, p_event_type text,
        p_event_at timestamptz, p_account_id text, p_brokerage_authorization text, p_payload jsonb)
    returns table ("stored" boolean)
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with put as (
    insert into webhook_inbox (id, source, event_type, event_at, received_at, account_id, brokerage_authorization,
        payload)
    values (p_id, coalesce(p_source, 'snaptrade'), p_event_type, p_event_at, p_now, p_account_id,
        p_brokerage_authorization, p_payload)
    on conflict (id) do nothing
    returning id
)
select exists (select from put)
$$;

-- Have the accounts read again; while that is asked for or in work, asking once more gives the same job.
create function api.sync_ask(p_now timestamptz)
    returns table ("id" bigint)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
declare
    job bigint;
begin
    loop
        insert into api_jobs (kind, asked_at) values ('portfolio-sync', p_now)
        on conflict (kind) where state in ('queued', 'running') do nothing
        returning id into job;
        exit when found;
        select j.id into job from api_jobs j where j.kind = 'portfolio-sync' and j.state in ('queued', 'running');
        exit when found; -- else it was finished in between
    end loop;
    return query select job;
end;
$$;

create function api.sync_state(p_now timestamptz, p_id bigint)
    returns table ("id" bigint, "state" text, "askedAt" timestamptz, "startedAt" timestamptz,
        "finishedAt" timestamptz, "result" json, "error" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select j.id, j.state, j.asked_at, j.started_at, j.finished_at, j.result, j.error
from api_jobs j where j.id = p_id and j.kind = 'portfolio-sync'
$$;
