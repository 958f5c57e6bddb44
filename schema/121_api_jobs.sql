-- What the HTTP API was asked to have done by somebody else: a unit takes it, does it and writes what came of
-- it, and the request that waits for it looks here. Of each kind at most one is asked for or in work.

create table if not exists public.api_jobs (
    id bigint generated always as identity not null,
    kind text not null
        constraint api_jobs_kind_check check (kind in ('portfolio-sync')),
    state text default 'queued' not null
        constraint api_jobs_state_check check (state in ('queued', 'running', 'done', 'failed')),
    asked_at timestamp with time zone not null,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    result json,
    error text,
    constraint api_jobs_pkey primary key (id)
);

create unique index if not exists idx_api_jobs_open
    on public.api_jobs (kind) where state in ('queued', 'running');

alter table public.api_jobs enable row level security;
