-- The ledger of pf-pipeline: a row a run, a row a step and attempt.

create table if not exists public.pipeline_runs (
    run_id text not null,
    pipeline text not null,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    status text,
    exit_status integer,
    trigger text,
    host text,
    tool_version text,
    pf_now timestamp with time zone,
    detail jsonb,
    constraint pipeline_runs_pkey primary key (run_id)
);

create index if not exists idx_pipeline_runs_pipeline_started
    on public.pipeline_runs (pipeline, started_at desc);

create table if not exists public.pipeline_steps (
    run_id text not null,
    step text not null,
    attempt integer not null,
    position integer,
    status text,
    exit_status integer,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    seconds numeric,
    message text,
    command text,
    detail jsonb,
    constraint pipeline_steps_pkey primary key (run_id, step, attempt)
);

create index if not exists idx_pipeline_steps_step_started
    on public.pipeline_steps (step, started_at desc);

alter table public.pipeline_runs enable row level security;
alter table public.pipeline_steps enable row level security;
