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

-- The newest first, with the moving average of what was paid, and what a sale brought against it; a sale of more
-- than was bought brings what is known of it only (null where nothing is).
create function api.stock_trades(p_now timestamptz, p_ticker text, p_limit integer)
    returns table ("id" text, "date" timestamptz, "action" text, "quantity" numeric, "price" numeric, "amount" numeric,
        "fee" numeric, "averageCost" numeric, "positionAfter" numeric, "realizedPnl" numeric, "realizedPnlPct" numeric,
        "accountId" text, "source" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with recursive x as materialized (
    select v.*, row_number() over (order by v.at, v.action, v.id collate "C") as n
    from api.executions(upper(btrim(p_ticker))) v where v.at <= p_now
), step as (
    select x.n, 0::numeric as before, 0::numeric as paid_before,
        case when x.action = 'BUY' then x.quantity else 0 end as units,
        case when x.action = 'BUY' then coalesce(x.amount, 0) else 0 end as paid
    from x where x.n = 1
    union all
    select x.n, s.units, s.paid,
        case when x.action = 'BUY' then s.units + x.quantity else greatest(s.units - x.quantity, 0) end,
        case when x.action = 'BUY' then s.paid + coalesce(x.amount, 0)
            when s.units > x.quantity then round(s.paid * (s.units - x.quantity) / s.units, 12) else 0 end
    from step s join x on x.n = s.n + 1
)
select x.id, x.at, x.action, x.quantity, api.money(x.price), api.money(x.amount), api.money(x.fee),
    api.money(s.paid / nullif(s.units, 0)), s.units,
    case when x.action = 'SELL' and s.before > 0
        then api.money(least(x.quantity, s.before) * (x.price - s.paid_before / s.before)) end,
    case when x.action = 'SELL' and s.before > 0 and s.paid_before > 0
        then api.money((x.price - s.paid_before / s.before) * 100 / (s.paid_before / s.before)) end,
    x.account_id, x.source
from x join step s on s.n = x.n
order by x.n desc
limit p_limit
$$;
