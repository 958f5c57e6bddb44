-- account_balances gets the key its writers upsert by. Of rows that say the same account, currency and day
-- the physically last is kept. A row without a day gets that of its sync, or 1970-01-01: unknown.

do $$
begin
    if exists (select from pg_catalog.pg_constraint
            where conrelid = 'public.account_balances'::regclass and contype = 'p') then
        return;
    end if;
    lock table public.account_balances in access exclusive mode;
    update public.account_balances
        set snapshot_date = coalesce((sync_timestamp at time zone 'UTC')::date, date '1970-01-01')
        where snapshot_date is null;
    delete from public.account_balances where ctid in (
        select ctid from (
            select ctid, row_number() over (
                partition by account_id, currency_code, snapshot_date order by ctid desc) as nth
            from public.account_balances) as numbered
        where nth > 1);
    -- pf:allow not-null-scan (one row an account, currency and day)
    -- pf:allow constraint-scan
    alter table public.account_balances
        alter column snapshot_date set not null,
        add constraint account_balances_pkey primary key (account_id, currency_code, snapshot_date);
end;
$$;
