-- Deliveries of webhooks, each once: its id is the key, and a row that is there is never overwritten. What
-- became of it is written by whoever works on it.

create table if not exists public.webhook_inbox (
    id text not null,
    source text default 'snaptrade' not null,
    event_type text,
    event_at timestamp with time zone,
    received_at timestamp with time zone,
    account_id text,
    brokerage_authorization text,
    payload jsonb,
    status text default 'pending' not null
        constraint webhook_inbox_status_check check (status in ('pending', 'done', 'ignored', 'failed')),
    attempts integer default 0 not null,
    done_at timestamp with time zone,
    message text,
    created_at timestamp with time zone default now(),
    constraint webhook_inbox_pkey primary key (id)
);

create index if not exists idx_webhook_inbox_pending
    on public.webhook_inbox (received_at) where status = 'pending';

alter table public.webhook_inbox enable row level security;
