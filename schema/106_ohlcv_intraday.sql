-- Candles: bars of less than a day, by the start of their interval. ts keeps microseconds, ts_ns the
-- nanoseconds since 1970. A partition a year (UTC), so that an old year can be detached or dropped at
-- once; what lies outside 2010 to 2039 goes to ohlcv_intraday_other. The key holds the time, so an
-- upsert works on the parent as on any table.

create or replace function public.pf_touch_updated_at() returns trigger
    language plpgsql
    set search_path = pg_catalog
    as $$
begin
    new.updated_at = now();
    return new;
end;
$$;

create table if not exists public.ohlcv_intraday (
    symbol text not null,
    "interval" text not null
        constraint ohlcv_intraday_interval_check check ("interval" ~ '^[1-9][0-9]*[smhd]$'),
    ts timestamp with time zone not null,
    ts_ns bigint,
    open numeric,
    high numeric,
    low numeric,
    close numeric,
    volume bigint,
    created_at timestamp with time zone default now(),
    updated_at timestamp with time zone default now(),
    source text default 'databento',
    constraint ohlcv_intraday_pkey primary key (symbol, "interval", ts)
) partition by range (ts);

alter table public.ohlcv_intraday enable row level security;

do $$
declare
    part text;
begin
    for year in 2010..2039 loop
        part := 'ohlcv_intraday_' || year;
        execute format('create table if not exists public.%I partition of public.ohlcv_intraday'
            ' for values from (%L) to (%L)', part,
            year || '-01-01 00:00:00+00', (year + 1) || '-01-01 00:00:00+00');
        execute format('alter table public.%I enable row level security', part);
    end loop;
    create table if not exists public.ohlcv_intraday_other partition of public.ohlcv_intraday default;
    alter table public.ohlcv_intraday_other enable row level security;
    if not exists (select from pg_catalog.pg_trigger
            where tgrelid = 'public.ohlcv_intraday'::regclass
                and tgname = 'touch_ohlcv_intraday_updated_at') then
        create trigger touch_ohlcv_intraday_updated_at before update on public.ohlcv_intraday
            for each row execute function public.pf_touch_updated_at();
    end if;
end;
$$;
