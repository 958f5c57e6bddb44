-- Row security on, and nobody but the owner and service_role may look: the policies that let anon and
-- authenticated (the roles behind a hosted database's public key) read every row go, with their grants,
-- and what is created later does not get them by default.

do $$
declare
    found_table name;
    found_policy record;
    public_role name;
begin
    for found_table in
        select c.relname from pg_catalog.pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and not c.relrowsecurity
            and c.relname in ('accounts', 'account_balances', 'positions', 'position_snapshots',
                'orders', 'activities', 'symbols', 'symbol_aliases', 'ohlcv_daily',
                'discord_messages', 'discord_parsed_ideas', 'discord_trading_clean',
                'discord_market_clean', 'processing_status', 'stock_profile_current',
                'stock_profile_history', 'institutional_holdings', 'trade_history', 'twitter_data',
                'schema_migrations')
    loop
        execute format('alter table public.%I enable row level security', found_table);
    end loop;

    for found_policy in
        select tablename, policyname from pg_catalog.pg_policies
        where schemaname = 'public' and roles && array['public', 'anon', 'authenticated']::name[]
            and tablename in ('accounts', 'account_balances', 'positions', 'position_snapshots',
                'orders', 'activities', 'symbols', 'symbol_aliases', 'ohlcv_daily',
                'discord_messages', 'discord_parsed_ideas', 'discord_trading_clean',
                'discord_market_clean', 'processing_status', 'stock_profile_current',
                'stock_profile_history', 'institutional_holdings', 'trade_history', 'twitter_data',
                'schema_migrations')
    loop
        execute format('drop policy %I on public.%I', found_policy.policyname, found_policy.tablename);
    end loop;

    for public_role in
        select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated')
    loop
        execute format('revoke all on all tables in schema public from %I', public_role);
        execute format('revoke all on all sequences in schema public from %I', public_role);
        execute format('alter default privileges in schema public revoke all on tables from %I',
            public_role);
        execute format('alter default privileges in schema public revoke all on sequences from %I',
            public_role);
        execute format('alter default privileges in schema public revoke all on functions from %I',
            public_role);
    end loop;
end;
$$;
