-- The days that are asked for: these two, else as far back from today as the period says.
create function api.span(p_now timestamptz, p_period text, p_start date, p_end date)
    returns table (first date, last date)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
#variable_conflict use_column
begin
return query
select coalesce(p_start, today - case upper(p_period)
        when '1W' then 7 when '2W' then 14 when '3M' then 90 when '6M' then 180 when '1Y' then 365
        when '2Y' then 730 when 'MAX' then 3650 when 'ALL' then 36500
        when 'YTD' then greatest(today - date_trunc('year', today)::date, 1)
        else 30 end),
    coalesce(p_end, today)
from (select api.today(p_now) as today) t;
end;
$$;
