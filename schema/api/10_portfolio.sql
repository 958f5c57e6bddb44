-- GET /portfolio: what is held, and the sums of it.

-- What is held, unrounded. A fund that is inside the cash (inside) is in the list, not in the sums.
create function api.held(p_now timestamptz)
    returns table (symbol text, account_id text, quantity numeric, paid numeric, price numeric, previous numeric,
        equity numeric, cost numeric, day_change numeric, currency text, inside boolean, asset_type text,
        description text, barred boolean)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
select h.symbol, h.account_id, h.quantity, coalesce(h.average_buy_price, 0), coalesce(h.price, 0), h.previous_close,
    coalesce(h.value, 0), coalesce(h.cost, 0), h.day_change, h.currency, h.cash_equivalent, h.asset_type,
    h.description, h.price_source = 'bar'
from pf_holdings(p_now) h
where h.quantity > 0 and not h.is_paper
$$;

-- The name of an asset's type in the answer.
create function api.asset_type(p_symbol text, p_asset_type text) returns text
    language sql immutable
    as $$
select case
    when public.pf_asset_class(p_symbol, p_asset_type) = 'crypto' then 'crypto'
    when lower(p_asset_type) in ('american depositary receipt', 'adr', 'ad') then 'adr'
    when lower(p_asset_type) in ('structured product', 'structured') then 'structured'
    when lower(p_asset_type) in ('etf', 'exchange traded fund') then 'etf'
    when public.pf_asset_class(p_symbol, p_asset_type) in ('option', 'future', 'cfd')
        then public.pf_asset_class(p_symbol, p_asset_type)
    else 'equity'
end
$$;

-- The symbol as TradingView has it; null: it has none.
create function api.tv_symbol(p_symbol text, p_asset_type text, p_exchange text) returns text
    language sql immutable
    as $$
select case public.pf_asset_class(p_symbol, p_asset_type)
    when 'crypto' then case when c.coin in ('PEPE', 'TRUMP') then 'CRYPTO:' else 'COINBASE:' end || c.coin || 'USD'
    when 'listed' then case
        when upper(p_exchange) in ('XNAS', 'NASDAQ') then 'NASDAQ:'
        when upper(p_exchange) in ('XNYS', 'NYSE') then 'NYSE:'
        when upper(p_exchange) in ('ARCX', 'ARCA', 'NYSEARCA') then 'AMEX:'
        else '' end || p_symbol
end
from (select regexp_replace(upper(p_symbol), '^X:|[-/_]?(USD|USDT|USDC|EUR|GBP)$|[.]X$', '', 'g') as coin) c
$$;

create function api.portfolio_positions(p_now timestamptz)
    returns table ("symbol" text, "accountId" text, "quantity" numeric, "averageBuyPrice" numeric,
        "currentPrice" numeric, "equity" numeric, "openPnl" numeric, "openPnlPercent" numeric, "dayChange" numeric,
        "dayChangePercent" numeric, "rawSymbol" text, "companyName" text, "assetType" text, "tvSymbol" text,
        "portfolioDiversity" numeric, "weekChangePct" numeric, "currency" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select h.symbol, coalesce(h.account_id, ''), h.quantity, api.money(h.paid), api.money(h.price), api.money(h.equity),
    api.money(h.equity - h.cost), api.money(case when h.cost = 0 then 0 else (h.equity - h.cost) * 100 / h.cost end),
    api.money(h.day_change), api.money((h.price - h.previous) * 100 / h.previous), p.raw_symbol,
    coalesce(nullif(s.description, ''), nullif(h.description, '')), api.asset_type(h.symbol, h.asset_type),
    api.tv_symbol(h.symbol, h.asset_type, coalesce(p.mic_code, p.exchange_code, s.exchange_mic, s.exchange_code)),
    case when h.inside then null
        else api.money(h.equity * 100 / nullif(sum(h.equity) filter (where not h.inside) over (partition by h.currency), 0)) end,
    api.money((h.price - week.close) * 100 / week.close), h.currency
from api.held(p_now) h
left join positions p on p.symbol = h.symbol and p.account_id = h.account_id
left join symbols s on s.ticker = h.symbol
left join lateral (
    select o.close from ohlcv_daily o
    where h.barred and o.symbol = h.symbol and o.date <= api.today(p_now) and o.close > 0 and o.close <> 'NaN'
    order by o.date desc offset 5 limit 1
) week on true
order by h.symbol collate "C", h.account_id collate "C"
$$;

-- One row, whatever there is. Currencies are not added up: the sums are of US dollars, or where there are none, of
-- the currency that most is held in.
create function api.portfolio_summary(p_now timestamptz)
    returns table ("totalValue" numeric, "totalCost" numeric, "unrealizedPL" numeric, "unrealizedPLPercent" numeric,
        "dayChange" numeric, "dayChangePercent" numeric, "cashBalance" numeric, "positionsCount" bigint,
        "lastSync" text, "currency" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with held as materialized (
    select * from api.held(p_now)
), cash as materialized (
    select c.currency, sum(c.cash) as cash from pf_cash(p_now) c where not c.is_paper group by c.currency
), main as (
    select coalesce((
        select v.currency
        from (select h.currency, h.equity as value from held h union all select c.currency, c.cash from cash c) v
        group by v.currency
        order by v.currency = 'USD' desc, sum(v.value) desc nulls last, v.currency
        limit 1), 'USD') as currency
), sums as (
    select m.currency, coalesce(sum(h.equity), 0) as equity, coalesce(sum(h.cost), 0) as cost,
        coalesce(sum(h.day_change), 0) as day_change,
        coalesce((select c.cash from cash c where c.currency = m.currency), 0) as cash
    from main m left join held h on h.currency = m.currency and not h.inside
    group by m.currency
)
select api.money(s.equity + s.cash), api.money(s.cost), api.money(s.equity - s.cost),
    api.money(case when s.cost = 0 then 0 else (s.equity - s.cost) * 100 / s.cost end), api.money(s.day_change),
    api.money(case when s.equity + s.cash - s.day_change > 0
        then s.day_change * 100 / (s.equity + s.cash - s.day_change) else 0 end),
    api.money(s.cash), (select count(*) from held),
    api.stamp((select max(p.sync_timestamp) from positions p where api.counts(p.account_id))), s.currency
from sums s
$$;

create function api.connections(p_now timestamptz)
    returns table ("accountId" text, "name" text, "institutionName" text, "connectionStatus" text,
        "disabledAt" timestamptz, "errorMessage" text, "lastSync" timestamptz, "bucket" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select a.id, a.name, a.institution_name, coalesce(a.connection_status, 'connected'), a.connection_disabled_at,
    a.connection_error_message, a.last_successful_sync, coalesce(a.bucket, 'other')
from accounts a
order by a.institution_name collate "C", a.name collate "C", a.id collate "C"
$$;
