-- What a database of the existing system has beside the baseline when it stands at 061: the tables that were
-- dropped later, the public read policies and grants, its ledger (which keeps no checksum), some rows.
create table public.discord_trading_clean (
    message_id text primary key, author text not null, content text not null, sentiment real,
    cleaned_content text, stock_mentions text, "timestamp" text not null, processed_at timestamp default now());
create table public.trade_history (
    id serial primary key, symbol text not null, account_id text not null default 'default_account',
    trade_type text not null, trade_date timestamptz not null, quantity numeric not null,
    execution_price numeric not null, brokerage_order_id text unique);
create table public.twitter_data (
    tweet_id text primary key, message_id text not null, content text not null, created_at timestamp default now());

do $$
declare
    t text;
begin
    foreach t in array array['discord_trading_clean', 'trade_history', 'twitter_data'] loop
        execute format('alter table public.%I enable row level security', t);
    end loop;
    foreach t in array array['accounts', 'account_balances', 'activities', 'positions', 'orders', 'symbols',
        'schema_migrations', 'discord_messages', 'processing_status', 'stock_profile_current',
        'stock_profile_history', 'symbol_aliases', 'twitter_data', 'ohlcv_daily'] loop
        execute format('create policy %I on public.%I for select to anon using (true)', 'anon_read_' || t, t);
        execute format('create policy %I on public.%I for select to authenticated using (true)', 'auth_read_' || t, t);
        execute format('grant select on public.%I to anon, authenticated', t);
    end loop;
end;
$$;
create policy everybody on public.positions for select using (true);

insert into public.account_balances (account_id, currency_code, cash, buying_power, snapshot_date, sync_timestamp) values
    ('a', 'USD', 100.1, 123456.78, '2026-02-09', '2026-02-09 10:00:00+00'),
    ('a', 'USD', 0.3, 1, '2026-02-09', '2026-02-09 11:00:00+00'),
    ('a', 'CAD', 5, 5, '2026-02-09', '2026-02-09 11:00:00+00'),
    ('a', 'USD', 7, 7, null, '2026-02-08 23:30:00+00'),
    ('b', 'USD', 8, 8, null, null);
insert into public.accounts (id, total_equity) values ('a', 123456.78);
insert into public.positions (symbol, quantity, price) values ('GOOG', 12.5, 3456.7890);
insert into public.orders (brokerage_order_id, account_id, status, action, symbol, execution_price, updated_at) values
    ('o1', 'a', 'FILLED', 'BUY', 'GOOG', 1.234567, '2026-02-01 00:00:00+00'),
    ('o2', null, 'FILLED', 'SELL', 'GOOG', 2, '2026-02-01 00:00:00+00');
insert into public.ohlcv_daily (symbol, date, open, high, low, close, volume)
    select 'GOOG', date '2020-01-01' + n, 1.5, 2.5, 0.5, 1.000001, n from generate_series(1, 1000) n;
insert into public.schema_migrations (version) values ('060_baseline_current'), ('061_cleanup_migration_ledger');
