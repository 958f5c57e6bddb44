-- How what is held has moved: today, and over some time.

-- What moved most up, or (p_losers) down, today, or where nothing has a change of the day, since it was bought. A
-- symbol in several accounts is one.
create function api.moved(p_now timestamptz)
    returns table (symbol text, price numeric, previous numeric, day_change numeric, day_pct numeric, open_pct numeric,
        quantity numeric, equity numeric, source text, pct numeric)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
with merged as (
    select h.symbol, max(h.price) as price, max(h.previous) as previous, sum(h.day_change) as day_change,
        max((h.price - h.previous) * 100 / h.previous) as day_pct,
        (sum(h.equity) - sum(h.cost)) * 100 / nullif(sum(h.cost), 0) as open_pct,
        sum(h.quantity) as quantity, sum(h.equity) as equity
    from api.held(p_now) h
    where not h.inside
    group by h.symbol
), source as (
    select case when exists (select from merged m where m.day_pct <> 0) then 'intraday' else 'unrealized' end as name
)
select m.*, s.name, case s.name when 'intraday' then m.day_pct else m.open_pct end
from merged m, source s
$$;

create function api.movers(p_now timestamptz, p_limit integer, p_losers boolean)
    returns table ("symbol" text, "currentPrice" numeric, "previousClose" numeric, "dayChange" numeric,
        "dayChangePct" numeric, "openPnlPct" numeric, "quantity" numeric, "equity" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select m.symbol, api.money(m.price), api.money(m.previous), api.money(m.day_change), api.money(m.day_pct),
    api.money(m.open_pct), m.quantity, api.money(m.equity)
from api.moved(p_now) m
where case when p_losers then m.pct < 0 else m.pct > 0 end
order by case when p_losers then m.pct else -m.pct end, m.symbol collate "C"
limit p_limit
$$;

-- intraday, or unrealized: by what they are ranked.
create function api.movers_source(p_now timestamptz)
    returns table ("source" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select coalesce((select m.source from api.moved(p_now) m limit 1), 'unrealized')
$$;

-- The closes of each symbol held, from the day on.
create function api.sparklines(p_now timestamptz, p_start date)
    returns table ("symbol" text, "closes" json, "dates" json)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select h.symbol, array_to_json(array_agg(api.digits(api.money(o.close)) order by o.date)), array_to_json(array_agg(o.date order by o.date))
from (select distinct symbol from api.held(p_now) where barred) h
join ohlcv_daily o on o.symbol = h.symbol and o.date between p_start and api.today(p_now)
    and o.close > 0 and o.close < 'Infinity'
group by h.symbol
order by h.symbol collate "C"
$$;

-- What would have been gained, in percent since the first day, had what is held now been held all the time in the
-- shares it has now. A day without a bar of one has its last close; what has no bar before or on a day counts from its first.
create function api.return_series(p_now timestamptz, p_start date)
    returns table ("date" date, "returnPct" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with held as materialized (
    select h.symbol, sum(h.equity) / nullif(sum(sum(h.equity)) over (), 0) as weight
    from api.held(p_now) h where h.barred and not h.inside
    group by h.symbol
), gain as (
    -- what a bar adds to the whole; the first of a symbol adds nothing
    select o.date, h.weight * (o.close - lag(o.close, 1, o.close) over one) / first_value(o.close) over one as added
    from held h join ohlcv_daily o on o.symbol = h.symbol and o.date between p_start and api.today(p_now)
        and o.close > 0 and o.close < 'Infinity'
    window one as (partition by o.symbol order by o.date)
)
select g.date, pf_half_even(sum(sum(g.added)) over (order by g.date) * 100, 4)
from gain g
group by g.date
order by g.date
$$;

-- What was held at the end of each of the last days, as the broker priced it, in the currency of the summary.
create function api.equity_curve(p_now timestamptz, p_days integer)
    returns table ("date" date, "equity" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select s.snapshot_date, api.money(sum(s.equity))
from position_snapshots s
left join accounts a on a.id = s.account_id
where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and s.snapshot_date between api.today(p_now) - p_days and api.today(p_now)
    and s.equity <> 'NaN' and coalesce(s.currency, 'USD') = (select m.currency from api.portfolio_summary(p_now) m)
group by s.snapshot_date
order by s.snapshot_date
$$;
