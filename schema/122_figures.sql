-- What is said of a symbol in figures, its bars, orders and ideas, each in one place: profiles and the HTTP API
-- show them, rounded as each of them must. Names are the tickers in capitals; one without a row has none.

-- pf:allow index-blocks (some ten thousand ideas)
create index if not exists idx_discord_parsed_ideas_ticker
    on public.discord_parsed_ideas (upper(btrim(primary_symbol)), source_created_at desc);
-- pf:allow index-blocks
create index if not exists idx_discord_parsed_ideas_symbols on public.discord_parsed_ideas using gin (symbols);
-- pf:allow index-blocks
create index if not exists idx_discord_parsed_ideas_created on public.discord_parsed_ideas (source_created_at desc nulls last);
-- pf:allow index-blocks (some thousand orders)
create index if not exists idx_orders_placed on public.orders (time_placed desc nulls last);
-- pf:allow index-blocks
create index if not exists idx_orders_ticker on public.orders (upper(btrim(symbol)));

-- Of the bars of a year: the newest closes, n sessions back, the spread of the daily changes (stddev of a sample),
-- the highest and lowest, and what is traded a day. Bars without a price are none.
create or replace function public.pf_bar_figures(p_now timestamp with time zone, p_tickers text[])
    returns table (ticker text, latest numeric, previous numeric, week numeric, month numeric, quarter numeric, year numeric,
        spread_30 numeric, changes_30 bigint, spread_90 numeric, changes_90 bigint, high numeric, low numeric,
        volume numeric, volumes bigint)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
with bar as (
    -- n: 1 for the newest; change: against the bar before
    select o.symbol as ticker, o.close, nullif(o.high, 'NaN') as high,
        case when o.low > 0 then nullif(o.low, 'NaN') end as low, o.volume,
        row_number() over (partition by o.symbol order by o.date desc) as n,
        o.close / lag(o.close) over (partition by o.symbol order by o.date) - 1 as change
    from ohlcv_daily o
    where o.symbol = any (p_tickers)
        and o.date between (p_now at time zone 'UTC')::date - 365 and (p_now at time zone 'UTC')::date
        and o.close > 0 and o.close < 'Infinity'
)
select b.ticker, max(b.close) filter (where b.n = 1), max(b.close) filter (where b.n = 2),
    max(b.close) filter (where b.n = 6), max(b.close) filter (where b.n = 22),
    max(b.close) filter (where b.n = 64), max(b.close) filter (where b.n = 253),
    stddev_samp(b.change) filter (where b.n <= 30), count(b.change) filter (where b.n <= 30),
    stddev_samp(b.change) filter (where b.n <= 90), count(b.change) filter (where b.n <= 90),
    max(b.high), min(b.low),
    avg(b.volume) filter (where b.n <= 30), count(b.volume) filter (where b.n <= 30)
from bar b
group by b.ticker
$$;

-- Of the orders that were filled, options aside, in accounts that are neither deleted nor simulated.
create or replace function public.pf_order_figures(p_now timestamp with time zone, p_tickers text[])
    returns table (ticker text, orders bigint, buys bigint, sells bigint, size numeric,
        first timestamp with time zone, last timestamp with time zone)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
select upper(btrim(o.symbol)), count(*),
    count(*) filter (where o.action in ('BUY', 'BUY_OPEN', 'BUY_TO_COVER')),
    count(*) filter (where o.action in ('SELL', 'SELL_CLOSE', 'SELL_SHORT')),
    avg(nullif(coalesce(nullif(o.filled_quantity, 0), o.total_quantity), 'NaN')),
    min(coalesce(o.time_executed, o.time_placed)), max(coalesce(o.time_executed, o.time_placed))
from orders o left join accounts a on a.id = o.account_id
where upper(btrim(o.symbol)) = any (p_tickers)
    and upper(o.status) in ('EXECUTED', 'FILLED') and o.option_ticker is null
    and a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and (coalesce(o.time_executed, o.time_placed) <= p_now) is not false
group by upper(btrim(o.symbol))
$$;

-- Of the ideas about it first of all, noise and what was found in deleted messages aside. An idea is as old as
-- the message.
create or replace function public.pf_idea_figures(p_now timestamp with time zone, p_tickers text[])
    returns table (ticker text, ideas bigint, days_30 bigint, days_7 bigint, bullish numeric, bearish numeric,
        neutral numeric, first timestamp with time zone, last timestamp with time zone, execution bigint, plan bigint,
        analysis bigint, options bigint, news bigint)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
with idea as (
    select upper(btrim(i.primary_symbol)) as ticker, i.direction, i.labels,
        coalesce(i.source_created_at, case when m.message_id is not null then pf_message_time(m) end) as at
    from discord_parsed_ideas i left join discord_messages m on m.message_id = i.message_id
    where upper(btrim(i.primary_symbol)) = any (p_tickers) and i.is_noise is not true and m.deleted_at is null
)
select i.ticker, count(*), count(*) filter (where i.at > p_now - interval '30 days'),
    count(*) filter (where i.at > p_now - interval '7 days'),
    count(*) filter (where i.direction = 'bullish')::numeric,
    count(*) filter (where i.direction = 'bearish')::numeric,
    count(*) filter (where i.direction = 'neutral')::numeric, min(i.at), max(i.at),
    count(*) filter (where 'TRADE_EXECUTION' = any (i.labels)),
    count(*) filter (where 'TRADE_PLAN' = any (i.labels)),
    count(*) filter (where 'TECHNICAL_ANALYSIS' = any (i.labels)),
    count(*) filter (where 'OPTIONS' = any (i.labels)),
    count(*) filter (where 'CATALYST_NEWS' = any (i.labels))
from idea i
where (i.at <= p_now) is not false
group by i.ticker
$$;

-- The profiles, of one symbol or (null) of all whose name the tables can hold.
create or replace function public.pf_profiles(p_now timestamp with time zone, p_ticker text)
    returns table (ticker text, latest_close_price numeric, previous_close_price numeric, daily_change_pct numeric,
        return_1w_pct numeric, return_1m_pct numeric, return_3m_pct numeric, return_1y_pct numeric,
        volatility_30d numeric, volatility_90d numeric, year_high numeric, year_low numeric, avg_volume_30d bigint,
        current_position_qty numeric, current_position_value numeric, avg_buy_price numeric, unrealized_pnl numeric,
        unrealized_pnl_pct numeric, total_orders_count integer, buy_orders_count integer, sell_orders_count integer,
        avg_order_size numeric, first_trade_date date, last_trade_date date, total_mention_count integer,
        mention_count_30d integer, mention_count_7d integer, avg_sentiment_score numeric, bullish_mention_pct numeric,
        bearish_mention_pct numeric, neutral_mention_pct numeric, first_mentioned_at timestamp with time zone,
        last_mentioned_at timestamp with time zone, label_trade_execution_count integer,
        label_trade_plan_count integer, label_technical_analysis_count integer, label_options_count integer,
        label_catalyst_news_count integer)
    language sql stable
    set search_path = pg_catalog, public
    as $$
with name as materialized (
    select s.ticker from pf_profile_symbols() s
    where length(s.ticker) <= 10 and (p_ticker is null or s.ticker = upper(btrim(p_ticker)))
), held as materialized (
    -- a sum of which a part is not known is not known
    select name.ticker, sum(h.quantity) as quantity,
        case when count(*) = count(h.value) and count(distinct h.currency) = 1 then sum(h.value) end as value,
        avg(h.average_buy_price) as paid,
        case when count(*) = count(h.profit) and count(distinct h.currency) = 1 then sum(h.profit) end as profit,
        case when count(*) = count(h.profit) and count(distinct h.currency) = 1 then sum(h.cost) end as cost
    from pf_holdings(p_now) h join name on name.ticker = upper(btrim(h.symbol))
    where not h.is_paper
    group by name.ticker
)
select name.ticker, pf_fit(p.latest, 12, 4), pf_fit(p.previous, 12, 4), pf_fit((p.latest / p.previous - 1) * 100, 8, 4),
    pf_fit((p.latest / p.week - 1) * 100, 8, 4), pf_fit((p.latest / p.month - 1) * 100, 8, 4),
    pf_fit((p.latest / p.quarter - 1) * 100, 8, 4), pf_fit((p.latest / p.year - 1) * 100, 8, 4),
    case when p.changes_30 = 30 then pf_fit(p.spread_30 * sqrt(252::numeric(30, 20)) * 100, 8, 4) end,
    case when p.changes_90 = 90 then pf_fit(p.spread_90 * sqrt(252::numeric(30, 20)) * 100, 8, 4) end,
    pf_fit(p.high, 12, 4), pf_fit(p.low, 12, 4),
    case when p.volumes = 30 then pf_fit(p.volume, 18, 0) end::bigint,
    pf_fit(coalesce(h.quantity, 0), 12, 4), pf_fit(case when h.ticker is null then 0 else h.value end, 14, 2),
    pf_fit(h.paid, 12, 4), pf_fit(h.profit, 14, 2), pf_fit(h.profit / nullif(abs(h.cost), 0) * 100, 8, 4),
    coalesce(t.orders, 0)::integer, coalesce(t.buys, 0)::integer, coalesce(t.sells, 0)::integer, pf_fit(t.size, 12, 4),
    (t.first at time zone 'UTC')::date, (t.last at time zone 'UTC')::date,
    coalesce(s.ideas, 0)::integer, coalesce(s.days_30, 0)::integer, coalesce(s.days_7, 0)::integer,
    pf_fit((s.bullish - s.bearish) / s.ideas, 5, 4), pf_fit(s.bullish / s.ideas * 100, 5, 2),
    pf_fit(s.bearish / s.ideas * 100, 5, 2), pf_fit(s.neutral / s.ideas * 100, 5, 2), s.first, s.last,
    coalesce(s.execution, 0)::integer, coalesce(s.plan, 0)::integer, coalesce(s.analysis, 0)::integer,
    coalesce(s.options, 0)::integer, coalesce(s.news, 0)::integer
from name
left join pf_bar_figures(p_now, array(select n.ticker from name n)) p on p.ticker = name.ticker
left join held h on h.ticker = name.ticker
left join pf_order_figures(p_now, array(select n.ticker from name n)) t on t.ticker = name.ticker
left join pf_idea_figures(p_now, array(select n.ticker from name n)) s on s.ticker = name.ticker
$$;


-- Who may do nothing else may still make temporary tables, which stand before all others where a path does not
-- name their schema: what the HTTP API calls must not read those instead of ours.
do $$
declare
    ours regprocedure;
begin
    for ours in select p.oid::regprocedure from pg_catalog.pg_proc p
            where p.pronamespace = 'public'::regnamespace and p.proname like 'pf\_%'
                and 'search_path=pg_catalog, public' = any (p.proconfig) loop
        execute format('alter function %s set search_path = pg_catalog, public, pg_temp', ours);
    end loop;
end;
$$;
