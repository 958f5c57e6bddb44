-- What a broker says beyond the tables of the baseline: which accounts are simulated, what was closed and
-- when, which cash stands among the positions, the words that an order came with, a row a day of what was
-- held, and what a load held back.

alter table public.accounts
    add column if not exists scope text,
    add column if not exists institution_account_id text,
    add column if not exists account_status text,
    add column if not exists account_category text,
    add column if not exists raw_type text,
    add column if not exists is_paper boolean default false not null,
    add column if not exists currency text,
    add column if not exists holdings_unavailable boolean,
    add column if not exists first_transaction_date date,
    add column if not exists transactions_complete_to date;

alter table public.positions
    add column if not exists closed_at timestamp with time zone,
    add column if not exists cash_equivalent boolean default false not null,
    add column if not exists multiplier numeric default 1 not null,
    add column if not exists underlying text,
    add column if not exists option_expiry date,
    add column if not exists option_strike numeric,
    add column if not exists option_right text,
    add column if not exists price_asof timestamp with time zone,
    add column if not exists tax_lots jsonb,
    add column if not exists raw jsonb;

alter table public.orders
    add column if not exists raw_status text,
    add column if not exists raw_action text,
    add column if not exists brokerage_group_order_id text,
    add column if not exists order_role text,
    add column if not exists underlying text,
    add column if not exists currency text,
    add column if not exists trailing_stop jsonb;

-- pf:allow index-blocks (some thousand orders)
create index if not exists idx_orders_underlying on public.orders (underlying) where underlying is not null;

-- A symbol is found by its ticker: a broker keeps the id where a ticker changes, so two rows may have it.
do $$
declare
    old_key name;
begin
    select conname into old_key from pg_catalog.pg_constraint c
        where c.conrelid = 'public.symbols'::regclass and c.contype = 'p'
            and c.conkey = array[(select attnum from pg_catalog.pg_attribute
                where attrelid = 'public.symbols'::regclass and attname = 'id')]
            and not exists (select from pg_catalog.pg_constraint f
                where f.confrelid = c.conrelid and f.contype = 'f');
    if not found then
        return;
    end if;
    lock table public.symbols in access exclusive mode;
    update public.symbols s set ticker = id where ticker is null
        and not exists (select from public.symbols o where o.ticker = s.id);
    delete from public.symbols where ticker is null;
    execute format('alter table public.symbols drop constraint %I', old_key);
    -- pf:allow not-null-scan (some thousand symbols)
    -- pf:allow constraint-scan
    alter table public.symbols
        alter column ticker set not null,
        add constraint symbols_pkey primary key (ticker);
end;
$$;

-- pf:allow index-blocks (some thousand symbols)
create index if not exists idx_symbols_id on public.symbols (id);

create table if not exists public.position_snapshots (
    account_id text not null,
    symbol text not null,
    snapshot_date date not null,
    quantity numeric,
    average_buy_price numeric,
    current_price numeric,
    equity numeric,
    total_portfolio_value numeric,
    created_at timestamp with time zone default now(),
    constraint position_snapshots_pkey primary key (account_id, symbol, snapshot_date)
);
alter table public.position_snapshots add column if not exists currency text;

do $$
declare
    bounded record;
begin
    for bounded in
        select a.attname from pg_catalog.pg_attribute a
        where a.attrelid = 'public.position_snapshots'::regclass and a.attnum > 0
            and not a.attisdropped and a.atttypid = 'numeric'::regtype and a.atttypmod <> -1
    loop
        execute format('alter table public.position_snapshots alter column %I type numeric',
            bounded.attname);
    end loop;
end;
$$;

create index if not exists idx_position_snapshots_date on public.position_snapshots (snapshot_date desc);

-- What was held at the end of a day, as the broker priced it: a row for each open position of an account
-- that is not deleted. total_portfolio_value is of all such rows of the currency with the newest cash in
-- it; simulated accounts are summed by themselves, and a fund that is inside the cash is not added again.
create or replace function public.pf_position_snapshots(p_day date)
    returns table (account_id text, symbol text, snapshot_date date, quantity numeric,
        average_buy_price numeric, current_price numeric, equity numeric, currency text,
        total_portfolio_value numeric)
    language sql stable
    set search_path = pg_catalog, public
    as $$
with holder as (
    select a.id, a.is_paper from accounts a where a.connection_status is distinct from 'deleted'
), held as (
    select p.account_id, p.symbol, p.quantity, p.average_buy_price, p.price, p.cash_equivalent,
        coalesce(p.currency, 'USD') as currency, coalesce(h.is_paper, false) as is_paper,
        p.quantity * p.multiplier * p.price as equity
    from positions p left join holder h on h.id = p.account_id
    where p.quantity <> 0 and (h.id is not null
        or not exists (select from accounts a where a.id = p.account_id))
), cash as (
    select h.is_paper, b.currency_code, sum(b.cash) as cash
    from (
        select distinct on (account_id, currency_code) account_id, currency_code, cash
        from account_balances where snapshot_date <= p_day
        order by account_id, currency_code, snapshot_date desc
    ) b join holder h on h.id = b.account_id
    group by h.is_paper, b.currency_code
), total as (
    select held.is_paper, held.currency, sum(held.equity) filter (where not held.cash_equivalent) as equity
    from held group by held.is_paper, held.currency
)
select held.account_id, held.symbol, p_day, held.quantity, held.average_buy_price, held.price, held.equity,
    held.currency, coalesce(total.equity, 0) + coalesce(cash.cash, 0)
from held
join total on total.is_paper = held.is_paper and total.currency = held.currency
left join cash on cash.is_paper = held.is_paper and cash.currency_code = held.currency
$$;

-- A complete answer that would close suspiciously much closes nothing at first; what it would have closed
-- is remembered here until another one says the same or less is missing.
create table if not exists public.snapshot_doubts (
    kind text not null,
    scope text not null,
    digest text not null,
    held bigint not null,
    closing bigint not null,
    since timestamp with time zone not null,
    constraint snapshot_doubts_pkey primary key (kind, scope)
);

alter table public.position_snapshots enable row level security;
alter table public.snapshot_doubts enable row level security;
