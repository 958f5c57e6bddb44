-- The same system at 079, on top of live_seed.sql: what its files 062 to 079 changed in the tables that the
-- baseline has, some of the tables they added, and their ledger rows.
create table public.discord_ingestion_state (
    channel_id text primary key, channel_name text, last_message_id text, messages_total bigint default 0,
    status text default 'idle' check (status in ('idle', 'running', 'error')));
alter table public.discord_messages add column content_hash text;
create index idx_discord_messages_content_hash on public.discord_messages (content_hash) where content_hash is not null;
create index idx_discord_messages_channel_message_id on public.discord_messages (channel, message_id);

delete from public.account_balances a using public.account_balances b
    where a.account_id = b.account_id and a.currency_code = b.currency_code
        and a.snapshot_date = b.snapshot_date and a.ctid < b.ctid;
delete from public.account_balances where snapshot_date is null;
alter table public.account_balances add primary key (account_id, currency_code, snapshot_date);

alter table public.accounts
    add column connection_status text default 'connected'
        constraint accounts_connection_status_check
        check (connection_status in ('connected', 'disconnected', 'error', 'deleted')),
    add column connection_disabled_at timestamptz, add column connection_error_message text,
    add column brokerage_authorization_id text;
create table public.position_snapshots (
    account_id text, symbol text, snapshot_date date, quantity numeric(15,4), average_buy_price numeric(12,4),
    current_price numeric(12,4), equity numeric(15,4), total_portfolio_value numeric(15,4),
    created_at timestamptz default now(), primary key (account_id, symbol, snapshot_date));
alter table public.accounts add column bucket text not null default 'other'
    constraint accounts_bucket_check check (bucket in ('long_term', 'swing', 'day', 'retirement', 'other'));
create index idx_accounts_bucket on public.accounts (bucket);

create table public.people (id uuid primary key default gen_random_uuid(), name text not null);
alter table public.discord_parsed_ideas
    add column review_status text not null default 'unreviewed'
        constraint discord_parsed_ideas_review_status_check
        check (review_status in ('unreviewed', 'reviewed', 'needs_review')),
    add column review_notes text, add column attributed_person_id uuid references public.people (id),
    add column attribution_kind text not null default 'self'
        constraint discord_parsed_ideas_attribution_kind_check
        check (attribution_kind in ('self', 'external_person', 'institution', 'unknown')),
    add column thesis_bucket text, add column filing_type text, add column filing_period text,
    add column institution_name text;

drop table public.discord_trading_clean, public.trade_history;
do $$
declare
    t name;
begin
    for t in select tablename from pg_tables where schemaname = 'public' loop
        execute format('revoke all on public.%I from anon, authenticated', t);
    end loop;
end;
$$;
alter table public.discord_messages add column embeds text;
drop table public.twitter_data;
insert into public.schema_migrations (version)
    select unnest(array['062_stock_notes', '063_ingestion_state', '065_balances_key', '066_connection_status',
        '068_position_snapshots', '069_bucket', '073_people', '075_review', '076_revoke', '077_embeds',
        '078_drop_twitter_data', '079_drop_notes']);
