-- What the HTTP API answers from: a function for each set of rows, whose columns are the keys of the JSON, in
-- its order. All files of this folder are applied together, in order, whenever one of them is new or changed:
-- this one drops what was there, the last one gives the rights.
--
-- Each takes the time that it is (none asks the clock). A parameter that is null is not asked for. Money and
-- percentages have two places, a half goes to the even one; quantities have what they have. A number that is
-- none (NaN, infinite) is null. Rows of deleted and of simulated accounts and what was found in deleted messages
-- are in none of them. What stands below prosecdef in a request's role is refused: the helpers here are not for it.

drop schema if exists api cascade;
create schema api;

-- Money, a price or a percentage as it is shown.
create function api.money(p_value numeric) returns numeric
    language sql immutable parallel safe
    as $$
select case
    when scale(p_value) <= 2 then p_value -- nearly every price, and 20 times as fast
    when p_value <> 'NaN' and abs(p_value) < 'Infinity' then public.pf_half_even(p_value, 2)
end
$$;

-- A number as it is.
create function api.figure(p_value numeric) returns numeric
    language sql immutable parallel safe
    as $$
select case when p_value <> 'NaN' and abs(p_value) < 'Infinity' then p_value end
$$;

-- The same inside a JSON value: with all its digits, no zeros behind them, and a whole one with one.
create function api.digits(p_value numeric) returns numeric
    language sql immutable parallel safe
    as $$
select case when p_value <> 'NaN' and abs(p_value) < 'Infinity' then round(p_value, greatest(min_scale(p_value), 1)) end
$$;

-- A time where the answer wants a text, empty when there is none.
create function api.stamp(p_time timestamptz) returns text
    language sql stable parallel safe
    as $$
select coalesce(to_char(p_time at time zone 'UTC', case when extract(microseconds from p_time)::bigint % 1000000 = 0
    then 'YYYY-MM-DD"T"HH24:MI:SS' else 'YYYY-MM-DD"T"HH24:MI:SS.US' end) || '+00:00', '')
$$;

-- A session's day.
create function api.today(p_now timestamptz) returns date
    language sql stable parallel safe
    as $$
select (p_now at time zone 'UTC')::date
$$;

-- Whether an account counts: neither deleted nor simulated; one that nobody knows does.
create function api.counts(p_account text) returns boolean
    language sql stable
    as $$
select not exists (select from public.accounts a
    where a.id = p_account and (a.connection_status = 'deleted' or a.is_paper))
$$;
