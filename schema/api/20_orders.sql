-- Orders and what else moved cash or shares.

-- The stored statuses that a word asks for, whatever its case: the client's words are not the broker's.
create function api.order_statuses(p_status text) returns text[]
    language sql immutable parallel safe
    as $$
select case lower(btrim(coalesce(p_status, '')))
    when '' then null
    when 'filled' then array['FILLED', 'EXECUTED']
    when 'executed' then array['FILLED', 'EXECUTED']
    when 'cancelled' then array['CANCELED', 'CANCELLED']
    when 'canceled' then array['CANCELED', 'CANCELLED']
    when 'pending' then array['PENDING', 'PARTIAL']
    else array[upper(btrim(p_status))]
end
$$;

create function api.orders(p_now timestamptz, p_limit integer, p_offset integer, p_status text, p_ticker text)
    returns table ("brokerageOrderId" text, "symbol" text, "action" text, "orderType" text, "status" text,
        "totalQuantity" numeric, "executionPrice" numeric, "limitPrice" numeric, "stopPrice" numeric,
        "timeExecuted" timestamptz, "timePlaced" timestamptz, "notifiedAt" timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select o.brokerage_order_id, coalesce(nullif(o.symbol, ''), 'UNKNOWN'), coalesce(upper(o.action), 'BUY'),
    coalesce(o.order_type, 'market'), coalesce(o.status, 'unknown'), coalesce(api.figure(o.total_quantity), 0),
    api.money(o.execution_price), api.money(o.limit_price), api.money(o.stop_price), o.time_executed, o.time_placed,
    case when o.notified then o.time_executed end
from orders o
left join accounts a on a.id = o.account_id
where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and (api.order_statuses(p_status) is null or upper(o.status) = any (api.order_statuses(p_status)))
    and (coalesce(p_ticker, '') = '' or upper(o.symbol) = upper(p_ticker))
order by o.time_placed desc nulls last, o.brokerage_order_id collate "C", o.symbol collate "C", o.action
limit p_limit offset p_offset
$$;

create function api.orders_total(p_now timestamptz, p_status text, p_ticker text)
    returns table ("total" bigint)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select count(*)
from orders o
left join accounts a on a.id = o.account_id
where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and (api.order_statuses(p_status) is null or upper(o.status) = any (api.order_statuses(p_status)))
    and (coalesce(p_ticker, '') = '' or upper(o.symbol) = upper(p_ticker))
$$;

-- Somebody was told of the order; an order that is not there is answered the same.
create function api.order_notify(p_now timestamptz, p_id text)
    returns table ("status" text, "order_id" text, "notified" boolean)
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
update orders set notified = true where brokerage_order_id = p_id and notified is not true;
select 'success'::text, p_id, true
$$;

-- The last 90 days when no first day is given; both days are included.
create function api.activities(p_now timestamptz, p_limit integer, p_offset integer, p_type text, p_symbol text,
        p_start date, p_end date)
    returns table ("id" text, "accountId" text, "activityType" text, "tradeDate" timestamptz,
        "settlementDate" timestamptz, "amount" numeric, "price" numeric, "units" numeric, "symbol" text,
        "description" text, "currency" text, "fee" numeric, "fxRate" numeric, "institution" text, "optionType" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select t.id, t.account_id, t.activity_type, t.trade_date, t.settlement_date, api.money(t.amount), api.money(t.price),
    api.figure(t.units), t.symbol, t.description, t.currency, api.money(t.fee), api.figure(t.fx_rate), t.institution,
    t.option_type
from activities t
left join accounts a on a.id = t.account_id
where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and t.trade_date >= coalesce(p_start, api.today(p_now) - 90)::timestamp at time zone 'UTC'
    and t.trade_date < (coalesce(p_end, api.today(p_now)) + 1)::timestamp at time zone 'UTC'
    and (coalesce(p_type, '') = '' or upper(t.activity_type) = upper(p_type))
    and (coalesce(p_symbol, '') = '' or upper(t.symbol) = upper(p_symbol))
order by t.trade_date desc, t.id collate "C"
limit p_limit offset p_offset
$$;

create function api.activities_total(p_now timestamptz, p_type text, p_symbol text, p_start date, p_end date)
    returns table ("total" bigint)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select count(*)
from activities t
left join accounts a on a.id = t.account_id
where a.connection_status is distinct from 'deleted' and a.is_paper is not true
    and t.trade_date >= coalesce(p_start, api.today(p_now) - 90)::timestamp at time zone 'UTC'
    and t.trade_date < (coalesce(p_end, api.today(p_now)) + 1)::timestamp at time zone 'UTC'
    and (coalesce(p_type, '') = '' or upper(t.activity_type) = upper(p_type))
    and (coalesce(p_symbol, '') = '' or upper(t.symbol) = upper(p_symbol))
$$;
