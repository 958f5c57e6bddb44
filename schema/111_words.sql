-- Messages and what is made of them: where a message stands, that it was edited or deleted, who works on it
-- and until when, what was found in it; how far channels were read; batches at a model's vendor; and what was
-- spent there.

alter table public.discord_messages
    add column if not exists channel_id text,
    add column if not exists guild_id text,
    add column if not exists parent_id text,
    add column if not exists display_name text,
    add column if not exists message_type integer,
    add column if not exists webhook_id text,
    add column if not exists edited_at timestamp with time zone,
    add column if not exists deleted_at timestamp with time zone,
    add column if not exists collected_at timestamp with time zone,
    add column if not exists symbols jsonb,
    add column if not exists sentiment jsonb,
    add column if not exists parse_model text,
    add column if not exists parsed_at timestamp with time zone,
    add column if not exists batch_id text,
    add column if not exists attempts integer default 0 not null,
    add column if not exists claimed_by text,
    add column if not exists claimed_until timestamp with time zone;

-- pf:allow index-blocks (some ten thousand messages)
create index if not exists idx_discord_messages_channel_id on public.discord_messages (channel_id, message_id);
-- pf:allow index-blocks
create index if not exists idx_discord_messages_claim
    on public.discord_messages (claimed_until) where parse_status = 'pending';

-- A message whose text was changed is to be parsed again, unless who writes says what its status is.
create or replace function public.pf_message_changed() returns trigger
    language plpgsql
    set search_path = pg_catalog, public
    as $$
begin
    if new.content is distinct from old.content and new.parse_status = old.parse_status then
        new.parse_status := 'pending';
        new.error_reason := null;
        new.attempts := 0;
        new.claimed_by := null;
        new.claimed_until := null;
    end if;
    return new;
end;
$$;

do $$
begin
    if not exists (select from pg_catalog.pg_trigger
            where tgrelid = 'public.discord_messages'::regclass and tgname = 'pf_message_changed') then
        create trigger pf_message_changed before update of content on public.discord_messages
            for each row execute function public.pf_message_changed();
    end if;
end;
$$;

-- The ideas of a message are replaced as a whole: their places may be exchanged within a transaction.
do $$
begin
    if exists (select from pg_catalog.pg_constraint
            where conrelid = 'public.discord_parsed_ideas'::regclass
                and conname = 'discord_parsed_ideas_message_idea_key' and not condeferrable) then
        alter table public.discord_parsed_ideas drop constraint discord_parsed_ideas_message_idea_key;
        -- pf:allow constraint-scan (some ten thousand ideas)
        alter table public.discord_parsed_ideas add constraint discord_parsed_ideas_message_idea_key
            unique (message_id, idea_index) deferrable initially deferred;
    end if;
end;
$$;

-- pf:allow index-blocks (some ten thousand ideas)
create index if not exists idx_discord_parsed_ideas_symbol
    on public.discord_parsed_ideas (primary_symbol, source_created_at);

create table if not exists public.discord_ingestion_state (
    channel_id text not null,
    constraint discord_ingestion_state_pkey primary key (channel_id)
);
alter table public.discord_ingestion_state
    add column if not exists channel_name text,
    add column if not exists last_message_id text,
    add column if not exists last_message_ts timestamp with time zone,
    add column if not exists messages_total bigint default 0,
    add column if not exists last_run_at timestamp with time zone,
    add column if not exists last_run_new integer default 0,
    add column if not exists last_run_dupes integer default 0,
    add column if not exists status text default 'idle'
        constraint discord_ingestion_state_status_check check (status in ('idle', 'running', 'error')),
    add column if not exists error_message text,
    add column if not exists created_at timestamp with time zone default now(),
    add column if not exists updated_at timestamp with time zone default now();

create table if not exists public.nlp_batches (
    batch_id text not null,
    submission text,
    state text not null,
    model text,
    prompt_version text,
    endpoint text,
    input_file_id text,
    output_file_id text,
    error_file_id text,
    requests bigint,
    completed bigint,
    failed bigint,
    created_at timestamp with time zone,
    expires_at timestamp with time zone,
    ended_at timestamp with time zone,
    collected_at timestamp with time zone,
    message text,
    constraint nlp_batches_pkey primary key (batch_id)
);

create table if not exists public.nlp_usage (
    id text not null,
    at timestamp with time zone not null,
    tool text,
    model text not null,
    purpose text,
    message_id text,
    batch_id text,
    requests bigint,
    prompt_tokens bigint,
    cached_tokens bigint,
    completion_tokens bigint,
    cost_usd numeric,
    prices_as_of date,
    constraint nlp_usage_pkey primary key (id)
);

create index if not exists idx_nlp_usage_at on public.nlp_usage (at);

alter table public.discord_ingestion_state enable row level security;
alter table public.nlp_batches enable row level security;
alter table public.nlp_usage enable row level security;
