-- POST /stocks/TICKER/chat: what a model is told of a symbol, and where that comes from. No row: nobody knows it.

-- Accounts and who wrote a message are not told: the model's vendor need not know them.
create function api.stock_chat(p_now timestamptz, p_ticker text)
    returns table ("facts" json, "sources" text[])
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
with profile as materialized (
    select s as row from api.stock(p_now, p_ticker) s
), held as materialized (
    select p."quantity", p."averageBuyPrice", p."currentPrice", p."equity", p."openPnl", p."openPnlPercent", p."currency"
    from api.portfolio_positions(p_now) p where upper(btrim(p."symbol")) = upper(btrim(p_ticker))
), traded as materialized (
    select t."date", t."action", t."quantity", t."price", t."averageCost", t."realizedPnl"
    from api.stock_trades(p_now, p_ticker, 10) t
), said as materialized (
    select i."messageId", i."createdAt", i."direction", i."action", i."labels", i."levels", left(i."ideaText", 500) as "text"
    from api.stock_ideas(p_now, p_ticker, 10, null) i
)
select json_build_object('now', api.stamp(p_now), 'profile', p.row,
        'positions', coalesce((select json_agg(h) from held h), '[]'),
        'trades', coalesce((select json_agg(t order by t."date" desc) from traded t), '[]'),
        'ideas', coalesce((select json_agg(i order by i."createdAt" desc, i."messageId" desc) from said i), '[]')),
    array['profile'] || case when exists (select from held) then array['position'] end
        || case when exists (select from traded) then array['trades'] end
        || array(select 'message ' || i."messageId" from said i group by i."messageId" order by max(i."createdAt") desc, i."messageId" desc)
from profile p
$$;
