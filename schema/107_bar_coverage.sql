-- What has been asked of a vendor, so that a missing bar can be told apart:
--   known-empty  the session lies inside a range that was asked and answered, and no bar came;
--   not-yet      it lies behind the last day any range of that data set reaches: the vendor had no more;
--   missing      anything else: nobody has asked, or the load was cut short.
-- A row is one answered range of a symbol, both days included; last_date is never later than the day
-- the vendor had data to, so a clamped request claims only what it got. Ranges may overlap.

create table if not exists public.bar_coverage (
    symbol text not null,
    "interval" text default '1d' not null,
    dataset text not null,
    first_date date not null,
    last_date date not null,
    state text not null
        -- bars: some came; empty: the symbol is known and has none; unknown: the vendor does not know it
        constraint bar_coverage_state_check check (state in ('bars', 'empty', 'unknown')),
    bars bigint,
    asked_at timestamp with time zone default now(),
    source text default 'databento',
    constraint bar_coverage_pkey primary key (symbol, "interval", dataset, first_date, last_date),
    constraint bar_coverage_range_check check (first_date <= last_date)
);

create index if not exists idx_bar_coverage_dataset_last
    on public.bar_coverage (dataset, "interval", last_date desc);

alter table public.bar_coverage enable row level security;
