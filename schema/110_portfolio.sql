-- What the numbers of a portfolio mean, in one place: what something is, which price it has and how old
-- that is, what it is worth, and which cash stands beside it. Nothing here is rounded.

-- To so many places, a half to the even neighbour, as banks and decimal libraries round.
create or replace function public.pf_half_even(p_value numeric, p_places integer)
    returns numeric
    language sql immutable parallel safe
    as $$
select case
    when abs(p_value - trunc(p_value, p_places)) * 10::numeric ^ p_places = 0.5
            and mod(trunc(p_value, p_places) * 10::numeric ^ p_places, 2) = 0
        then trunc(p_value, p_places)
    else round(p_value, p_places)
end
$$;

-- What a symbol is: listed, option, crypto, future, cfd or id (an identifier of a broker, which nobody else
-- knows). An identifier and an option's number cannot be mistaken; the rest is what the broker says it is,
-- and where he does not say, a coin is known by its name.
create or replace function public.pf_asset_class(p_symbol text, p_asset_type text)
    returns text
    language sql immutable parallel safe
    as $$
select case
    when upper(p_symbol) ~ '^[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}$|^[0-9A-F]{32}$' then 'id'
    when upper(p_symbol) ~ '^(O:)?[A-Z][A-Z0-9.]{0,5} *[0-9]{6}[CP] ?[0-9]{8}$'
            or upper(p_symbol) ~ '^[.-][A-Z]{1,6}[0-9]{6}[CP][0-9]+([.][0-9]+)?$'
            or p_asset_type ~* '\moptions?\M' then 'option'
    when p_asset_type ~* '^(crypto|cryptocurrency)$' then 'crypto'
    when p_asset_type ~* '\mfutures?\M' then 'future'
    when p_asset_type ~* '^cfd$' then 'cfd'
    when lower(coalesce(p_asset_type, '')) not in ('', 'other', 'unknown') then 'listed'
    when upper(p_symbol) ~ '^(X:)?[A-Z0-9]{2,10}[-/_](USD|USDT|USDC|EUR|GBP|BTC|ETH)$'
            or upper(p_symbol) ~ '^(X:)?(XRP|BTC|ETH|SOL|ADA|DOGE|AVAX|LINK|DOT|MATIC|SHIB|PEPE|TRUMP)(USD|USDT|USDC|EUR|GBP|BTC|ETH|[.]X)?$'
        then 'crypto'
    else 'listed'
end
$$;

-- The ticker that bars are asked for by: what is listed itself, of an option what it is on; else null.
create or replace function public.pf_bar_symbol(p_symbol text, p_asset_type text, p_underlying text)
    returns text
    language sql immutable parallel safe
    set search_path = pg_catalog, public
    as $$
select u.ticker
from (
    select case pf_asset_class(p_symbol, p_asset_type)
        when 'listed' then p_symbol
        when 'option' then coalesce(nullif(p_underlying, ''), nullif(regexp_replace(upper(p_symbol),
            '^(O:|[.-])| *[0-9]{6}[CP] ?[0-9]+([.][0-9]+)?$', '', 'g'), upper(p_symbol)))
    end as ticker
) u
where u.ticker <> '' and pf_asset_class(u.ticker, 'listed') = 'listed'
$$;

-- Whether it is one of these symbols, or an option on one; of no list everything is.
create or replace function public.pf_symbol_among(p_symbols text[], p_symbol text, p_asset_type text,
        p_underlying text)
    returns boolean
    language sql immutable parallel safe
    set search_path = pg_catalog, public
    as $$
select p_symbols is null or exists (
    select from unnest(p_symbols) s (symbol)
    where upper(s.symbol) in (upper(p_symbol), upper(p_underlying),
        upper(pf_bar_symbol(p_symbol, p_asset_type, p_underlying))))
$$;

-- The tickers that bars are wanted of, and whether something of them is held now: of all positions and of
-- the table of symbols. What is only in deleted accounts, or cash by another name, is left out of both.
create or replace function public.pf_known_symbols()
    returns table (symbol text, held boolean)
    language sql stable
    set search_path = pg_catalog, public
    as $$
with instrument as materialized (
    select p.symbol, p.quantity <> 0 and p.quantity <> 'NaN' as held,
        case when a.connection_status is distinct from 'deleted' and not p.cash_equivalent
            then pf_bar_symbol(p.symbol, p.asset_type, p.underlying) end as ticker
    from positions p left join accounts a on a.id = p.account_id
), known as (
    select i.ticker, coalesce(i.held, false) as held from instrument i
    union all
    select pf_bar_symbol(s.ticker, coalesce(nullif(s.asset_type, ''), s.type_code), null), false
    from symbols s
    where coalesce((select bool_or(i.ticker is not null) from instrument i where i.symbol = s.ticker), true)
)
select k.ticker, bool_or(k.held) from known k where k.ticker is not null group by k.ticker
$$;

-- What is held: a row for each position of an account that is not deleted. Its price is the newest close up
-- to the day, else the broker's, else what was paid; a close of nothing is none. Bars are of shares in US
-- dollars, so nothing else is priced by them. previous_close is of the bar before the one that gave the
-- price. A short position is worth less than nothing. What is not known is null.
create or replace function public.pf_holdings(p_now timestamp with time zone)
    returns table (account_id text, account_name text, is_paper boolean, symbol text, description text,
        asset_type text, underlying text, quantity numeric, average_buy_price numeric, price numeric, price_source text,
        price_date date, price_asof timestamp with time zone, previous_close numeric, value numeric,
        cost numeric, profit numeric, day_change numeric, currency text, cash_equivalent boolean,
        sync_timestamp timestamp with time zone)
    language sql stable
    set search_path = pg_catalog, public
    as $$
with held as (
    select p.account_id, a.name as account_name, coalesce(a.is_paper, false) as is_paper, p.symbol,
        p.symbol_description, p.asset_type, p.underlying, p.quantity,
        p.quantity * coalesce(p.multiplier, 1) as units,
        nullif(p.average_buy_price, 'NaN') as paid,
        case when p.price > 0 and p.price <> 'NaN' then p.price end as broker, p.price_asof,
        coalesce(p.currency, 'USD') as currency, p.cash_equivalent, p.sync_timestamp,
        coalesce(p.currency, 'USD') = 'USD' and not p.cash_equivalent
            and pf_asset_class(p.symbol, p.asset_type) = 'listed' as barred
    from positions p left join accounts a on a.id = p.account_id
    where p.quantity <> 0 and p.quantity <> 'NaN' and a.connection_status is distinct from 'deleted'
), priced as (
    select h.*, bar.previous,
        coalesce(bar.close, h.broker, case when h.paid > 0 then h.paid end) as price,
        case when bar.close is not null then 'bar' when h.broker is not null then 'broker'
            when h.paid > 0 then 'cost' end as source,
        bar.date
    from held h
    left join lateral (
        select max(b.date) as date, (array_agg(b.close order by b.date desc))[1] as close,
            (array_agg(b.close order by b.date desc))[2] as previous
        from (
            select o.date, o.close from ohlcv_daily o
            where h.barred and o.symbol = h.symbol and o.date <= (p_now at time zone 'UTC')::date
                and o.close > 0 and o.close <> 'NaN'
            order by o.date desc limit 2
        ) b
    ) bar on true
)
select p.account_id, p.account_name, p.is_paper, p.symbol, p.symbol_description, p.asset_type,
    p.underlying, p.quantity, p.paid, p.price, p.source, p.date, case when p.source = 'broker' then p.price_asof end, p.previous,
    p.units * p.price, p.units * p.paid, p.units * (p.price - p.paid), p.units * (p.price - p.previous),
    p.currency, p.cash_equivalent, p.sync_timestamp
from priced p
$$;

-- The newest cash up to the day of each account that is not deleted, and currency: there is a row a day.
create or replace function public.pf_cash(p_now timestamp with time zone)
    returns table (account_id text, is_paper boolean, currency text, cash numeric, snapshot_date date,
        sync_timestamp timestamp with time zone)
    language sql stable
    set search_path = pg_catalog, public
    as $$
select distinct on (b.account_id, b.currency_code) b.account_id, coalesce(a.is_paper, false),
    b.currency_code, nullif(b.cash, 'NaN'), b.snapshot_date, b.sync_timestamp
from account_balances b left join accounts a on a.id = b.account_id
where b.snapshot_date <= (p_now at time zone 'UTC')::date and a.connection_status is distinct from 'deleted'
order by b.account_id, b.currency_code, b.snapshot_date desc
$$;
