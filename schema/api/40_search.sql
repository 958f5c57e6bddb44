-- Finding symbols, and the prices of a list of them.

-- What is typed is text: no character of it stands for others.
create function api.search(p_now timestamptz, p_q text, p_limit integer)
    returns table ("symbol" text, "name" text, "sector" text, "type" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with asked as (select upper(btrim(p_q)) as q)
select s.ticker, coalesce(nullif(s.description, ''), s.ticker), null::text,
    case when lower(s.asset_type) = 'etf' or upper(s.ticker) in
        ('SPY', 'QQQ', 'IWM', 'DIA', 'VTI', 'VOO', 'VXX', 'UVXY', 'SQQQ', 'TQQQ') then 'etf' else 'stock' end
from symbols s, asked a
where a.q <> '' and (starts_with(upper(s.ticker), a.q) or position(a.q in upper(s.description)) > 0)
order by case when upper(s.ticker) = a.q then 0 when starts_with(upper(s.ticker), a.q) then 1 else 2 end,
    s.ticker collate "C"
limit p_limit
$$;

-- Those of them that have a bar, in the order asked.
create function api.watchlist(p_now timestamptz, p_tickers text[])
    returns table ("symbol" text, "price" numeric, "change" numeric, "changePercent" numeric, "volume" bigint)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
select t.ticker, api.money(bar.close), api.money(coalesce(bar.close - bar.previous, 0)),
    api.money(coalesce((bar.close - bar.previous) * 100 / bar.previous, 0)), coalesce(bar.volume, 0)
from unnest(p_tickers) with ordinality u (name, n)
cross join lateral (select upper(btrim(u.name)) as ticker) t
cross join lateral (
    select (array_agg(b.close order by b.date desc))[1] as close, (array_agg(b.close order by b.date desc))[2] as previous,
        (array_agg(b.volume order by b.date desc))[1] as volume
    from (
        select o.date, o.close, o.volume from ohlcv_daily o
        where o.symbol = t.ticker and o.date <= api.today(p_now) and o.close > 0 and o.close <> 'NaN'
        order by o.date desc limit 2
    ) b
) bar
where bar.close is not null
order by u.n
$$;

create function api.watchlist_validate(p_now timestamptz, p_ticker text)
    returns table ("ticker" text, "valid" boolean, "message" text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with asked as (select upper(btrim(p_ticker)) as ticker), known as (
    select 0 as rank, s.ticker, 'known symbol' || coalesce(': ' || nullif(s.description, ''), '') as message
    from symbols s, asked a where s.ticker = a.ticker
    union all
    (select 1, upper(l.ticker), format('%s is an alias of %s', a.ticker, upper(l.ticker))
    from symbol_aliases l, asked a where lower(l.alias) = lower(a.ticker)
    order by array_position(array['manual', 'snaptrade', 'discord'], l.source::text) nulls last, l.id limit 1)
)
select coalesce(k.ticker, a.ticker, ''), k.ticker is not null,
    coalesce(k.message, 'no such symbol')
from asked a left join (select * from known order by rank limit 1) k on true
$$;
