-- An order is known by account, the broker's id, symbol and side: the legs of a spread share the
-- broker's id, two brokers may give the same one. An order without account joins 'default_account',
-- as positions do.

do $$
declare
    old_key name;
begin
    select conname into old_key from pg_catalog.pg_constraint
        where conrelid = 'public.orders'::regclass and contype = 'p' and cardinality(conkey) = 1;
    if not found then
        return;
    end if;
    lock table public.orders in access exclusive mode;
    alter table public.orders disable trigger user;
    update public.orders set account_id = 'default_account' where account_id is null;
    alter table public.orders enable trigger user;
    execute format('alter table public.orders drop constraint %I', old_key);
    -- pf:allow not-null-scan (some thousand orders)
    -- pf:allow constraint-scan
    alter table public.orders
        alter column account_id set default 'default_account',
        alter column account_id set not null,
        add constraint orders_pkey primary key (account_id, brokerage_order_id, symbol, action);
end;
$$;

-- pf:allow index-blocks (some thousand orders)
create index if not exists idx_orders_brokerage_order_id on public.orders (brokerage_order_id);
-- pf:allow index-blocks
create index if not exists idx_orders_time_placed on public.orders (time_placed);
