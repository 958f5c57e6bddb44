-- GET /stocks/TICKER/trades and /trades/recent: what was bought and sold, and what that brought.

-- These have no path of their own, so that the planner looks into them: what is asked of one symbol is looked up for it.

-- Executions that activities tell of.
create function api.told()
    returns table (symbol text, at timestamptz, action text, quantity numeric, price numeric, amount numeric, fee numeric,
        account_id text, id text)
    language sql stable
    as $$
select t.symbol, t.trade_date, case when upper(t.activity_type) in ('BUY', 'REI') then 'BUY' else 'SELL' end,
    abs(t.units), t.price, abs(coalesce(t.amount, t.units * t.price)), t.fee, t.account_id, t.id
from public.activities t left join public.accounts a on a.id = t.account_id
where t.symbol <> '' and upper(t.activity_type) in ('BUY', 'SELL', 'REI') and t.trade_date is not null
    and t.units <> 0 and t.units <> 'NaN' and t.price <> 'NaN' and coalesce(t.option_type, '') = ''
    and a.connection_status is distinct from 'deleted' and a.is_paper is not true
$$;

-- Orders that were filled.
create function api.ordered()
    returns table (symbol text, at timestamptz, action text, quantity numeric, price numeric, amount numeric,
        account_id text, id text)
    language sql stable
    as $$
select upper(btrim(o.symbol)), o.time_executed,
    case when o.action in ('BUY', 'BUY_OPEN', 'BUY_TO_COVER') then 'BUY' else 'SELL' end,
    o.filled_quantity, o.execution_price, o.filled_quantity * o.execution_price, o.account_id, o.brokerage_order_id
from public.orders o left join public.accounts a on a.id = o.account_id
where upper(btrim(o.symbol)) <> '' and upper(o.status) in ('EXECUTED', 'FILLED') and o.option_ticker is null
    and o.time_executed is not null and o.filled_quantity > 0 and o.filled_quantity <> 'NaN'
    and o.execution_price <> 'NaN' and a.connection_status is distinct from 'deleted' and a.is_paper is not true
$$;

-- Both, an order only where no activity tells of it: the same minute, side, and units or amount. (By groups and not by a join, of
-- which the planner expects far too little.)
create function api.executions()
    returns table (symbol text, at timestamptz, action text, quantity numeric, price numeric, amount numeric, fee numeric,
        account_id text, source text, id text)
    language sql stable
    as $$
select x.symbol, x.at, x.action, x.quantity, x.price, x.amount, x.fee, x.account_id, x.source, x.id
from (
    select x.*,
        bool_or(x.source = 'activity')
            over (partition by x.symbol, date_trunc('minute', x.at), x.action, x.quantity) as same_units,
        x.amount is not null and bool_or(x.source = 'activity')
            over (partition by x.symbol, date_trunc('minute', x.at), x.action, public.pf_half_even(x.amount, 2)) as same_amount
    from (
        select t.symbol, t.at, t.action, t.quantity, t.price, t.amount, t.fee, t.account_id, 'activity'::text as source, t.id
        from api.told() t
        union all
        select o.symbol, o.at, o.action, o.quantity, o.price, o.amount, null::numeric, o.account_id, 'order'::text, o.id
        from api.ordered() o) x
) x
where x.source = 'activity' or not x.same_units and not x.same_amount
$$;

-- What is held and what it cost, after and before an execution: a sale takes its part of the cost with it, and
-- leaves nothing where more is sold than was known of.
create function api.cost_step(p_held numeric[], p_action text, p_quantity numeric, p_amount numeric) returns numeric[]
    language sql immutable
    as $$
select case
    when p_action = 'BUY' then array[p_held[1] + p_quantity, p_held[2] + coalesce(p_amount, 0), p_held[1], p_held[2]]
    when p_held[1] > p_quantity then array[p_held[1] - p_quantity,
        round(p_held[2] * (p_held[1] - p_quantity) / p_held[1], 12), p_held[1], p_held[2]]
    else array[0, 0, p_held[1], p_held[2]] end
$$;

create aggregate api.cost(text, numeric, numeric) (sfunc = api.cost_step, stype = numeric[], initcond = '{0,0,0,0}');

-- Each of the symbol with its number, the moving average of what was paid, and what a sale brought against it; a sale of
-- more than was bought brings what is known of it only (null where nothing is).
create function api.trades(p_now timestamptz)
    returns table (symbol text, n bigint, id text, at timestamptz, action text, quantity numeric, price numeric,
        amount numeric, fee numeric, average numeric, held numeric, profit numeric, percent numeric, account_id text,
        source text)
    language sql stable
    as $$
select f.symbol, f.n, f.id, f.at, f.action, f.quantity, f.price, f.amount, f.fee, f.held[2] / nullif(f.held[1], 0), f.held[1],
    case when f.action = 'SELL' and f.held[3] > 0
        then least(f.quantity, f.held[3]) * (f.price - f.held[4] / nullif(f.held[3], 0)) end,
    case when f.action = 'SELL' and f.held[3] > 0 and f.held[4] > 0
        then (f.price - f.held[4] / f.held[3]) * 100 / (f.held[4] / f.held[3]) end,
    f.account_id, f.source
from (
    select x.*, api.cost(x.action, x.quantity, x.amount) over execution as held, row_number() over execution as n
    from api.executions() x
    where x.at <= p_now
    window execution as (partition by x.symbol order by x.at, x.action, x.id collate "C" rows unbounded preceding)
) f
$$;

-- The newest first.
create function api.stock_trades(p_now timestamptz, p_ticker text, p_limit integer)
    returns table ("id" text, "date" timestamptz, "action" text, "quantity" numeric, "price" numeric, "amount" numeric,
        "fee" numeric, "averageCost" numeric, "positionAfter" numeric, "realizedPnl" numeric, "realizedPnlPct" numeric,
        "accountId" text, "source" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select t.id, t.at, t.action, t.quantity, api.money(t.price), api.money(t.amount), api.money(t.fee), api.money(t.average),
    t.held, api.money(t.profit), api.money(t.percent), t.account_id, t.source
from api.trades(p_now) t
where t.symbol = upper(btrim(p_ticker))
order by t.n desc
limit p_limit
$$;

-- The same of all symbols; what came of a trade is computed for those alone that the page has.
create function api.trades_recent(p_now timestamptz, p_limit integer)
    returns table ("id" text, "symbol" text, "date" timestamptz, "action" text, "quantity" numeric, "price" numeric,
        "amount" numeric, "fee" numeric, "averageCost" numeric, "positionAfter" numeric, "realizedPnl" numeric,
        "realizedPnlPct" numeric, "accountId" text, "source" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select t.id, t.symbol, t.at, t.action, t.quantity, api.money(t.price), api.money(t.amount), api.money(t.fee),
    api.money(t.average), t.held, api.money(t.profit), api.money(t.percent), t.account_id, t.source
from api.trades(p_now) t
where t.symbol = any (array(
    select x.symbol from (
        select x.symbol from api.executions() x where x.at <= p_now order by x.at desc, x.symbol collate "C" limit p_limit) x
    group by x.symbol))
order by t.at desc, t.symbol collate "C", t.n desc
limit p_limit
$$;
