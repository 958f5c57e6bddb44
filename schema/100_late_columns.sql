-- Columns the existing system has got since the baseline was taken, so that a fresh database and one
-- taken over are alike. Where they are there already, nothing happens.

alter table public.accounts
    add column if not exists connection_status text default 'connected'
        constraint accounts_connection_status_check check (connection_status in
            ('connected', 'disconnected', 'error', 'deleted')),
    add column if not exists connection_disabled_at timestamp with time zone,
    add column if not exists connection_error_message text,
    add column if not exists brokerage_authorization_id text,
    add column if not exists bucket text default 'other' not null
        constraint accounts_bucket_check check (bucket in
            ('long_term', 'swing', 'day', 'retirement', 'other'));

alter table public.discord_messages
    add column if not exists content_hash text,
    add column if not exists embeds text;

-- attributed_person_id points to a table of people that only the existing system has: no foreign key here.
alter table public.discord_parsed_ideas
    add column if not exists review_status text default 'unreviewed' not null
        constraint discord_parsed_ideas_review_status_check check (review_status in
            ('unreviewed', 'reviewed', 'needs_review')),
    add column if not exists review_notes text,
    add column if not exists attributed_person_id uuid,
    add column if not exists attribution_kind text default 'self' not null
        constraint discord_parsed_ideas_attribution_kind_check check (attribution_kind in
            ('self', 'external_person', 'institution', 'unknown')),
    add column if not exists thesis_bucket text,
    add column if not exists filing_type text,
    add column if not exists filing_period text,
    add column if not exists institution_name text;

-- pf:allow index-blocks (tables of some thousand rows: a second at most)
create index if not exists idx_accounts_bucket on public.accounts (bucket);
-- pf:allow index-blocks
create index if not exists idx_discord_messages_content_hash
    on public.discord_messages (content_hash) where content_hash is not null;
-- pf:allow index-blocks
create index if not exists idx_discord_messages_channel_message_id
    on public.discord_messages (channel, message_id);
