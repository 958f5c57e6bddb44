-- What is known of a symbol in one row, now and a row a day: returns and volatility of its bars, what is held
-- and was traded of it, and what people say about it. All symbols at once; of none can one fail.

-- A figure as the columns of the existing system have it, whatever ours could hold: to so many places, a half
-- to the even one; what has more digits than such a column is no figure (null).
create or replace function public.pf_fit(p_value numeric, p_digits integer, p_places integer)
    returns numeric
    language sql immutable parallel safe
    set search_path = pg_catalog, public
    as $$
select f.v from (select case when p_value <> 'NaN' and abs(p_value) < 'Infinity' then pf_half_even(p_value, p_places) end as v) f
where abs(f.v) < 10::numeric ^ (p_digits - p_places)
$$;

-- Whether a message is gone: then nobody says any more what was found in it.
create or replace function public.pf_message_gone(p_message_id text)
    returns boolean
    language sql stable parallel safe
    as $$
select exists (select from public.discord_messages m where m.message_id = p_message_id and m.deleted_at is not null)
$$;

-- The symbols that profiles are of: what positions, orders and ideas name, and what has a profile, so that none
-- stays as it was when nothing names its symbol any more. Deleted accounts and messages have no part in it,
-- simulated accounts neither.
create or replace function public.pf_profile_symbols()
    returns table (ticker text)
    language sql stable
    set search_path = pg_catalog, public
    as $$
select distinct n.ticker
from (
    select upper(btrim(p.symbol)) as ticker from positions p left join accounts a on a.id = p.account_id
    where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    union all
    select upper(btrim(o.symbol)) from orders o left join accounts a on a.id = o.account_id
    where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    union all
    select upper(btrim(i.primary_symbol)) from discord_parsed_ideas i
    where i.is_noise is not true and not pf_message_gone(i.message_id)
    union all
    select c.ticker from stock_profile_current c
) n
where n.ticker <> ''
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
), bar as (
    -- n: 1 for the newest; change: against the bar before
    select o.symbol as ticker, o.close, nullif(o.high, 'NaN') as high,
        case when o.low > 0 then nullif(o.low, 'NaN') end as low, o.volume,
        row_number() over (partition by o.symbol order by o.date desc) as n,
        o.close / lag(o.close) over (partition by o.symbol order by o.date) - 1 as change
    from ohlcv_daily o join name on name.ticker = o.symbol
    where o.date between (p_now at time zone 'UTC')::date - 365 and (p_now at time zone 'UTC')::date
        and o.close > 0 and o.close < 'Infinity'
), price as materialized (
    select b.ticker, max(b.close) filter (where b.n = 1) as latest, max(b.close) filter (where b.n = 2) as previous,
        max(b.close) filter (where b.n = 6) as week, max(b.close) filter (where b.n = 22) as month,
        max(b.close) filter (where b.n = 64) as quarter, max(b.close) filter (where b.n = 253) as year,
        stddev_samp(b.change) filter (where b.n <= 30) as spread_30, count(b.change) filter (where b.n <= 30) as changes_30,
        stddev_samp(b.change) filter (where b.n <= 90) as spread_90, count(b.change) filter (where b.n <= 90) as changes_90,
        max(b.high) as high, min(b.low) as low,
        avg(b.volume) filter (where b.n <= 30) as volume, count(b.volume) filter (where b.n <= 30) as volumes
    from bar b
    group by b.ticker
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
), traded as materialized (
    select name.ticker, count(*) as orders,
        count(*) filter (where o.action in ('BUY', 'BUY_OPEN', 'BUY_TO_COVER')) as buys,
        count(*) filter (where o.action in ('SELL', 'SELL_CLOSE', 'SELL_SHORT')) as sells,
        avg(nullif(coalesce(nullif(o.filled_quantity, 0), o.total_quantity), 'NaN')) as size,
        min(coalesce(o.time_executed, o.time_placed)) as first, max(coalesce(o.time_executed, o.time_placed)) as last
    from orders o join name on name.ticker = upper(btrim(o.symbol)) left join accounts a on a.id = o.account_id
    where upper(o.status) in ('EXECUTED', 'FILLED') and o.option_ticker is null
        and a.connection_status is distinct from 'deleted' and a.is_paper is not true
        and (coalesce(o.time_executed, o.time_placed) <= p_now) is not false
    group by name.ticker
), said as materialized (
    select name.ticker, count(*) as ideas,
        count(*) filter (where i.source_created_at > p_now - interval '30 days') as days_30,
        count(*) filter (where i.source_created_at > p_now - interval '7 days') as days_7,
        count(*) filter (where i.direction = 'bullish')::numeric as bullish,
        count(*) filter (where i.direction = 'bearish')::numeric as bearish,
        count(*) filter (where i.direction = 'neutral')::numeric as neutral,
        min(i.source_created_at) as first, max(i.source_created_at) as last,
        count(*) filter (where 'TRADE_EXECUTION' = any (i.labels)) as execution,
        count(*) filter (where 'TRADE_PLAN' = any (i.labels)) as plan,
        count(*) filter (where 'TECHNICAL_ANALYSIS' = any (i.labels)) as analysis,
        count(*) filter (where 'OPTIONS' = any (i.labels)) as options,
        count(*) filter (where 'CATALYST_NEWS' = any (i.labels)) as news
    from discord_parsed_ideas i join name on name.ticker = upper(btrim(i.primary_symbol))
    where i.is_noise is not true and (i.source_created_at <= p_now) is not false
        and not pf_message_gone(i.message_id)
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
left join price p on p.ticker = name.ticker
left join held h on h.ticker = name.ticker
left join traded t on t.ticker = name.ticker
left join said s on s.ticker = name.ticker
$$;

-- Write what is new or different into stock_profile_current; how many rows are new, different and the same.
create or replace function public.pf_profiles_current(p_now timestamp with time zone, p_ticker text)
    returns table (inserted bigint, updated bigint, unchanged bigint)
    language sql volatile
    set search_path = pg_catalog, public
    as $$
with p as materialized (
    select * from pf_profiles(p_now, p_ticker)
), fresh as materialized (
    select p.*, c.ticker is not null as there
    from p left join stock_profile_current c on c.ticker = p.ticker
    where c.ticker is null or (
        c.latest_close_price, c.previous_close_price, c.daily_change_pct, c.return_1w_pct, c.return_1m_pct,
        c.return_3m_pct, c.return_1y_pct, c.volatility_30d, c.volatility_90d, c.year_high, c.year_low,
        c.avg_volume_30d, c.current_position_qty, c.current_position_value, c.avg_buy_price,
        c.unrealized_pnl, c.unrealized_pnl_pct, c.total_orders_count, c.buy_orders_count,
        c.sell_orders_count, c.avg_order_size, c.first_trade_date, c.last_trade_date, c.total_mention_count,
        c.mention_count_30d, c.mention_count_7d, c.avg_sentiment_score, c.bullish_mention_pct,
        c.bearish_mention_pct, c.neutral_mention_pct, c.first_mentioned_at, c.last_mentioned_at,
        c.label_trade_execution_count, c.label_trade_plan_count, c.label_technical_analysis_count,
        c.label_options_count, c.label_catalyst_news_count
    ) is distinct from (
        p.latest_close_price, p.previous_close_price, p.daily_change_pct, p.return_1w_pct, p.return_1m_pct,
        p.return_3m_pct, p.return_1y_pct, p.volatility_30d, p.volatility_90d, p.year_high, p.year_low,
        p.avg_volume_30d, p.current_position_qty, p.current_position_value, p.avg_buy_price,
        p.unrealized_pnl, p.unrealized_pnl_pct, p.total_orders_count, p.buy_orders_count,
        p.sell_orders_count, p.avg_order_size, p.first_trade_date, p.last_trade_date, p.total_mention_count,
        p.mention_count_30d, p.mention_count_7d, p.avg_sentiment_score, p.bullish_mention_pct,
        p.bearish_mention_pct, p.neutral_mention_pct, p.first_mentioned_at, p.last_mentioned_at,
        p.label_trade_execution_count, p.label_trade_plan_count, p.label_technical_analysis_count,
        p.label_options_count, p.label_catalyst_news_count
    )
), put as (
    insert into stock_profile_current as c (ticker, last_updated, created_at, updated_at,
        latest_close_price, previous_close_price, daily_change_pct, return_1w_pct, return_1m_pct,
        return_3m_pct, return_1y_pct, volatility_30d, volatility_90d, year_high, year_low, avg_volume_30d,
        current_position_qty, current_position_value, avg_buy_price, unrealized_pnl, unrealized_pnl_pct,
        total_orders_count, buy_orders_count, sell_orders_count, avg_order_size, first_trade_date,
        last_trade_date, total_mention_count, mention_count_30d, mention_count_7d, avg_sentiment_score,
        bullish_mention_pct, bearish_mention_pct, neutral_mention_pct, first_mentioned_at,
        last_mentioned_at, label_trade_execution_count, label_trade_plan_count,
        label_technical_analysis_count, label_options_count, label_catalyst_news_count)
    select f.ticker, p_now, p_now, p_now,
        f.latest_close_price, f.previous_close_price, f.daily_change_pct, f.return_1w_pct, f.return_1m_pct,
        f.return_3m_pct, f.return_1y_pct, f.volatility_30d, f.volatility_90d, f.year_high, f.year_low,
        f.avg_volume_30d, f.current_position_qty, f.current_position_value, f.avg_buy_price,
        f.unrealized_pnl, f.unrealized_pnl_pct, f.total_orders_count, f.buy_orders_count,
        f.sell_orders_count, f.avg_order_size, f.first_trade_date, f.last_trade_date, f.total_mention_count,
        f.mention_count_30d, f.mention_count_7d, f.avg_sentiment_score, f.bullish_mention_pct,
        f.bearish_mention_pct, f.neutral_mention_pct, f.first_mentioned_at, f.last_mentioned_at,
        f.label_trade_execution_count, f.label_trade_plan_count, f.label_technical_analysis_count,
        f.label_options_count, f.label_catalyst_news_count
    from fresh f
    on conflict (ticker) do update set last_updated = excluded.last_updated, updated_at = excluded.updated_at,
        latest_close_price = excluded.latest_close_price,
        previous_close_price = excluded.previous_close_price, daily_change_pct = excluded.daily_change_pct,
        return_1w_pct = excluded.return_1w_pct, return_1m_pct = excluded.return_1m_pct,
        return_3m_pct = excluded.return_3m_pct, return_1y_pct = excluded.return_1y_pct,
        volatility_30d = excluded.volatility_30d, volatility_90d = excluded.volatility_90d,
        year_high = excluded.year_high, year_low = excluded.year_low,
        avg_volume_30d = excluded.avg_volume_30d, current_position_qty = excluded.current_position_qty,
        current_position_value = excluded.current_position_value, avg_buy_price = excluded.avg_buy_price,
        unrealized_pnl = excluded.unrealized_pnl, unrealized_pnl_pct = excluded.unrealized_pnl_pct,
        total_orders_count = excluded.total_orders_count, buy_orders_count = excluded.buy_orders_count,
        sell_orders_count = excluded.sell_orders_count, avg_order_size = excluded.avg_order_size,
        first_trade_date = excluded.first_trade_date, last_trade_date = excluded.last_trade_date,
        total_mention_count = excluded.total_mention_count, mention_count_30d = excluded.mention_count_30d,
        mention_count_7d = excluded.mention_count_7d, avg_sentiment_score = excluded.avg_sentiment_score,
        bullish_mention_pct = excluded.bullish_mention_pct,
        bearish_mention_pct = excluded.bearish_mention_pct,
        neutral_mention_pct = excluded.neutral_mention_pct,
        first_mentioned_at = excluded.first_mentioned_at, last_mentioned_at = excluded.last_mentioned_at,
        label_trade_execution_count = excluded.label_trade_execution_count,
        label_trade_plan_count = excluded.label_trade_plan_count,
        label_technical_analysis_count = excluded.label_technical_analysis_count,
        label_options_count = excluded.label_options_count,
        label_catalyst_news_count = excluded.label_catalyst_news_count
)
select count(*) filter (where not f.there), count(*) filter (where f.there),
    (select count(*) from p) - count(*)
from fresh f
$$;

-- Write the day's rows of stock_profile_history; a row that is there is left alone.
create or replace function public.pf_profiles_history(p_now timestamp with time zone, p_ticker text)
    returns table (inserted bigint, updated bigint, unchanged bigint)
    language sql volatile
    set search_path = pg_catalog, public
    as $$
with p as materialized (
    select p.*, (p_now at time zone 'UTC')::date as day from pf_profiles(p_now, p_ticker) p
), fresh as materialized (
    select p.* from p
    where not exists (select from stock_profile_history h where h.ticker = p.ticker and h.as_of_date = p.day)
), put as (
    insert into stock_profile_history (ticker, as_of_date, created_at,
        close_price, daily_change_pct, return_1w_pct, return_1m_pct, return_3m_pct, return_1y_pct,
        volatility_30d, volatility_90d, year_high, year_low, avg_volume_30d, position_qty, position_value,
        avg_buy_price, unrealized_pnl, unrealized_pnl_pct, total_orders_count, total_mention_count,
        mention_count_30d, avg_sentiment_score, bullish_mention_pct)
    select f.ticker, f.day, p_now,
        f.latest_close_price, f.daily_change_pct, f.return_1w_pct, f.return_1m_pct, f.return_3m_pct,
        f.return_1y_pct, f.volatility_30d, f.volatility_90d, f.year_high, f.year_low, f.avg_volume_30d,
        f.current_position_qty, f.current_position_value, f.avg_buy_price, f.unrealized_pnl,
        f.unrealized_pnl_pct, f.total_orders_count, f.total_mention_count, f.mention_count_30d,
        f.avg_sentiment_score, f.bullish_mention_pct
    from fresh f
    on conflict (ticker, as_of_date) do nothing
)
select count(*), 0::bigint, (select count(*) from p) - count(*) from fresh f
$$;
