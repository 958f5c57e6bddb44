-- GET /stocks/TICKER/trades: what was bought and sold of it, and what that brought.

-- Executions, of activities and of orders that no activity tells of: the same minute, side, and units or amount.
create function api.executions(p_ticker text)
    returns table (at timestamptz, action text, quantity numeric, price numeric, amount numeric, fee numeric,
        account_id text, source text, id text)
    language sql stable
    set search_path = pg_catalog, public, pg_temp
    as $$
with told as materialized (
    select t.trade_date as at, case when upper(t.activity_type) in ('BUY', 'REI') then 'BUY' else 'SELL' end as action,
        abs(t.units) as quantity, t.price, abs(coalesce(t.amount, t.units * t.price)) as amount, t.fee, t.account_id, t.id
    from activities t left join accounts a on a.id = t.account_id
    where t.symbol = p_ticker and upper(t.activity_type) in ('BUY', 'SELL', 'REI') and t.trade_date is not null
        and t.units <> 0 and t.units <> 'NaN' and t.price <> 'NaN' and coalesce(t.option_type, '') = ''
        and a.connection_status is distinct from 'deleted' and a.is_paper is not true
), ordered as (
    select o.time_executed as at,
        case when o.action in ('BUY', 'BUY_OPEN', 'BUY_TO_COVER') then 'BUY' else 'SELL' end as action,
        o.filled_quantity as quantity, o.execution_price as price, o.filled_quantity * o.execution_price as amount,
        o.account_id, o.brokerage_order_id as id
    from orders o left join accounts a on a.id = o.account_id
    where upper(btrim(o.symbol)) = p_ticker and upper(o.status) in ('EXECUTED', 'FILLED') and o.option_ticker is null
        and o.time_executed is not null and o.filled_quantity > 0 and o.filled_quantity <> 'NaN'
        and o.execution_price <> 'NaN' and a.connection_status is distinct from 'deleted' and a.is_paper is not true
)
select t.at, t.action, t.quantity, t.price, t.amount, t.fee, t.account_id, 'activity', t.id from told t
union all
select o.at, o.action, o.quantity, o.price, o.amount, null, o.account_id, 'order', o.id from ordered o
where not exists (
    select from told t where date_trunc('minute', t.at) = date_trunc('minute', o.at) and t.action = o.action
        and (t.quantity = o.quantity or pf_half_even(t.amount, 2) = pf_half_even(o.amount, 2)))
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

-- The newest first, with the moving average of what was paid, and what a sale brought against it; a sale of more
-- than was bought brings what is known of it only (null where nothing is).
create function api.stock_trades(p_now timestamptz, p_ticker text, p_limit integer)
    returns table ("id" text, "date" timestamptz, "action" text, "quantity" numeric, "price" numeric, "amount" numeric,
        "fee" numeric, "averageCost" numeric, "positionAfter" numeric, "realizedPnl" numeric, "realizedPnlPct" numeric,
        "accountId" text, "source" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with step as (
    select x.*, api.cost(x.action, x.quantity, x.amount) over execution as held, row_number() over execution as n
    from api.executions(upper(btrim(p_ticker))) x
    where x.at <= p_now
    window execution as (order by x.at, x.action, x.id collate "C" rows unbounded preceding)
), figure as (
    select s.*, s.held[4] / nullif(s.held[3], 0) as paid, least(s.quantity, s.held[3]) as sold from step s
)
select f.id, f.at, f.action, f.quantity, api.money(f.price), api.money(f.amount), api.money(f.fee),
    api.money(f.held[2] / nullif(f.held[1], 0)), f.held[1],
    case when f.action = 'SELL' and f.held[3] > 0 then api.money(f.sold * (f.price - f.paid)) end,
    case when f.action = 'SELL' and f.paid > 0 then api.money((f.price - f.paid) * 100 / f.paid) end,
    f.account_id, f.source
from figure f
order by f.n desc
limit p_limit
$$;
