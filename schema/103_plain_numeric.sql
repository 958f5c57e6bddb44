-- Prices, amounts and figures become numeric without limits: numeric(p,s) rounds small crypto quantities
-- and overflows on large moves, real loses cents above some 100,000. Lifting the limits of a numeric does
-- not rewrite the table; only a column that was real does (one row an account and day). A real is read
-- by its shortest text, so 100.1 stays 100.1.

do $$
declare
    changed record;
begin
    set local extra_float_digits = 1;
    for changed in
        select c.relname, string_agg(format('alter column %1$I type numeric%2$s', a.attname,
                case when a.atttypid = 'real'::regtype
                    then format(' using %I::text::numeric', a.attname) else '' end), ', '
                order by a.attnum) as clauses
        from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and c.relname in ('accounts', 'account_balances', 'positions', 'position_snapshots',
                'orders', 'activities', 'ohlcv_daily', 'discord_messages', 'discord_parsed_ideas',
                'stock_profile_current', 'stock_profile_history')
            and (a.atttypid = 'real'::regtype or a.atttypid = 'numeric'::regtype and a.atttypmod <> -1)
        group by c.relname
        order by c.relname
    loop
        execute format('alter table public.%I %s', changed.relname, changed.clauses);
    end loop;
end;
$$;
