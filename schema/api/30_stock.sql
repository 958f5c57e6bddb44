-- GET /stocks/TICKER and what is below it.

-- How much a symbol moves with the market (SPY): the covariance of their daily changes by the market's variance, of
-- the sessions of a year that both have; null: fewer than 30 changes, or no such bars.
create function api.beta(p_now timestamptz, p_ticker text) returns numeric
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
with change as (
    select s.close / lag(s.close) over (order by s.date) - 1 as y, m.close / lag(m.close) over (order by s.date) - 1 as x
    from ohlcv_daily s join ohlcv_daily m on m.symbol = 'SPY' and m.date = s.date
    where s.symbol = p_ticker and s.date between api.today(p_now) - 365 and api.today(p_now)
        and s.close > 0 and s.close < 'Infinity' and m.close > 0 and m.close < 'Infinity'
)
select case when count(*) >= 30 then (count(*) * sum(x * y) - sum(x) * sum(y)) / nullif(count(*) * sum(x * x) - sum(x) ^ 2, 0) end
from change where x is not null
$$;

-- A part of all in percent, to one place.
create function api.share(p_part numeric, p_whole numeric) returns numeric
    language sql immutable
    as $$
select public.pf_half_even(p_part * 100 / nullif(p_whole, 0), 1)
$$;

-- What people say of it, in one object; of nothing it is neutral.
create function api.sentiment(p_bullish numeric, p_bearish numeric, p_neutral numeric, p_ideas bigint) returns json
    language sql immutable
    as $$
select row_to_json(s) from (select
    api.digits(coalesce(api.share(p_bullish, p_ideas), 0)) as "bullish",
    api.digits(coalesce(api.share(p_bearish, p_ideas), 0)) as "bearish",
    api.digits(coalesce(api.share(p_neutral, p_ideas), 0)) as "neutral",
    case when p_bullish > p_bearish and p_bullish > p_neutral then 'bullish'
        when p_bearish > p_bullish and p_bearish > p_neutral then 'bearish' else 'neutral' end as "overall",
    api.digits(coalesce(public.pf_half_even((p_bullish - p_bearish) / nullif(p_ideas, 0), 2), 0)) as "score",
    coalesce(p_ideas, 0) as "ideaCount") s
$$;

-- One row; none where there is neither a bar nor a symbol of that name.
create function api.stock(p_now timestamptz, p_ticker text)
    returns table ("ticker" text, "lastUpdated" text, "latestClosePrice" numeric, "previousClosePrice" numeric,
        "dailyChangePct" numeric, "return1wPct" numeric, "return1mPct" numeric, "return3mPct" numeric,
        "return1yPct" numeric, "volatility30d" numeric, "volatility90d" numeric, "yearHigh" numeric, "yearLow" numeric,
        "avgVolume30d" bigint, "currentPositionQty" numeric, "currentPositionValue" numeric, "avgBuyPrice" numeric,
        "unrealizedPnl" numeric, "unrealizedPnlPct" numeric, "totalOrdersCount" bigint, "buyOrdersCount" bigint,
        "sellOrdersCount" bigint, "avgOrderSize" numeric, "firstTradeDate" timestamptz, "lastTradeDate" timestamptz,
        "totalMentionCount" bigint, "mentionCount30d" bigint, "mentionCount7d" bigint, "avgSentimentScore" numeric,
        "bullishMentionPct" numeric, "bearishMentionPct" numeric, "neutralMentionPct" numeric,
        "firstMentionedAt" timestamptz, "lastMentionedAt" timestamptz, "labelTradeExecutionCount" bigint,
        "labelTradePlanCount" bigint, "labelTechnicalAnalysisCount" bigint, "labelOptionsCount" bigint,
        "labelCatalystNewsCount" bigint, "sentiment" json, "beta" numeric)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with name as materialized (
    select n.ticker from (select upper(btrim(p_ticker)) as ticker) n
    where exists (select from ohlcv_daily o where o.symbol = n.ticker) or exists (select from symbols s where s.ticker = n.ticker)
), close as materialized (
    -- however old
    select max(b.close) filter (where b.n = 1) as latest, max(b.close) filter (where b.n = 2) as previous
    from (
        select o.close, row_number() over (order by o.date desc) as n from ohlcv_daily o, name
        where o.symbol = name.ticker and o.date <= api.today(p_now) and o.close > 0 and o.close < 'Infinity'
        order by o.date desc limit 2
    ) b
), volume as materialized (
    select trunc(avg(o.volume)) as mean from ohlcv_daily o, name
    where o.symbol = name.ticker and o.date between api.today(p_now) - 30 and api.today(p_now)
), held as materialized (
    -- a sum of which a part is not known is not known; of several prices paid, the mean by quantity
    select sum(h.quantity) as quantity,
        case when count(*) = count(h.value) and count(distinct h.currency) = 1 then sum(h.value) end as value,
        case when count(*) = count(h.average_buy_price)
            then sum(h.quantity * h.average_buy_price) / nullif(sum(h.quantity), 0) end as paid,
        case when count(*) = count(h.profit) and count(distinct h.currency) = 1 then sum(h.profit) end as profit,
        case when count(*) = count(h.profit) and count(distinct h.currency) = 1 then sum(h.cost) end as cost
    from pf_holdings(p_now) h, name
    where upper(btrim(h.symbol)) = name.ticker and h.quantity > 0 and not h.is_paper
)
select n.ticker, to_char(p_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    api.money(c.latest), api.money(coalesce(c.previous, c.latest)),
    api.money(case when c.previous is null then 0 * c.latest else (c.latest - c.previous) * 100 / c.previous end),
    api.money((b.latest - b.week) * 100 / b.week), api.money((b.latest - b.month) * 100 / b.month),
    api.money((b.latest - b.quarter) * 100 / b.quarter), api.money((b.latest - b.year) * 100 / b.year),
    case when b.changes_30 = 30 then api.money(b.spread_30 * sqrt(252::numeric(30, 20)) * 100) end,
    case when b.changes_90 = 90 then api.money(b.spread_90 * sqrt(252::numeric(30, 20)) * 100) end,
    api.figure(b.high), api.figure(b.low), v.mean::bigint,
    api.figure(h.quantity), api.money(h.value), api.money(h.paid), api.money(h.profit),
    api.money(h.profit * 100 / nullif(abs(h.cost), 0)),
    coalesce(t.orders, 0), coalesce(t.buys, 0), coalesce(t.sells, 0), api.figure(t.size), t.first, t.last,
    coalesce(i.ideas, 0), coalesce(i.days_30, 0), coalesce(i.days_7, 0),
    public.pf_half_even((i.bullish - i.bearish) / i.ideas, 4),
    api.share(i.bullish, i.ideas), api.share(i.bearish, i.ideas), api.share(i.neutral, i.ideas), i.first, i.last,
    coalesce(i.execution, 0), coalesce(i.plan, 0), coalesce(i.analysis, 0), coalesce(i.options, 0), coalesce(i.news, 0),
    api.sentiment(i.bullish, i.bearish, i.neutral, i.ideas),
    api.money(api.beta(p_now, n.ticker))
from name n
cross join close c
cross join volume v
cross join held h
left join pf_bar_figures(p_now, array(select n.ticker from name n)) b on true
left join pf_order_figures(p_now, array(select n.ticker from name n)) t on true
left join pf_idea_figures(p_now, array(select n.ticker from name n)) i on true
$$;

-- Both days are included. In PL/pgSQL the plan is kept from request to request, which is most of the time here.
create function api.stock_bars(p_now timestamptz, p_ticker text, p_start date, p_end date)
    returns table ("date" date, "open" numeric, "high" numeric, "low" numeric, "close" numeric, "volume" bigint)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
begin
return query
select b.*
from (
    select o.date, api.money(o.open) as open, api.money(o.high) as high, api.money(o.low) as low,
        api.money(o.close) as close, coalesce(o.volume, 0)
    from ohlcv_daily o
    where o.symbol = upper(btrim(p_ticker)) and o.date between p_start and p_end
) b
where b.open is not null and b.high is not null and b.low is not null and b.close is not null
order by b.date;
end;
$$;

-- What was executed in these days, UTC.
create function api.stock_orders(p_now timestamptz, p_ticker text, p_start date, p_end date)
    returns table ("date" date, "action" text, "price" numeric, "quantity" numeric)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
begin
return query
select (o.time_executed at time zone 'UTC')::date, upper(o.action), coalesce(api.money(o.execution_price), 0),
    coalesce(pf_half_even(api.figure(o.filled_quantity), 4), 0)
from orders o left join accounts a on a.id = o.account_id
where upper(btrim(o.symbol)) = upper(btrim(p_ticker)) and upper(o.status) in ('EXECUTED', 'FILLED')
    and o.option_ticker is null and a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and o.time_executed >= p_start::timestamp at time zone 'UTC'
    and o.time_executed < (p_end + 1)::timestamp at time zone 'UTC'
order by o.time_executed, o.brokerage_order_id collate "C", o.action;
end;
$$;
