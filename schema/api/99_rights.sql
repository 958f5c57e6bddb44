-- The role of the HTTP API may call what is made for it (those run with the rights of their owner), and nobody
-- else may.
revoke all on schema api from public;
grant usage on schema api to pf_api;

do $$
declare
    made regprocedure;
begin
    for made in select p.oid::regprocedure from pg_catalog.pg_proc p where p.pronamespace = 'api'::regnamespace loop
        execute format('revoke all on function %s from public', made);
    end loop;
    for made in select p.oid::regprocedure from pg_catalog.pg_proc p
            where p.pronamespace = 'api'::regnamespace and p.prosecdef loop
        execute format('grant execute on function %s to pf_api', made);
    end loop;
end;
$$;

-- The state of the trading system is asked for by its own function.
grant execute on function public.pf_system_health(timestamptz, numeric) to pf_api;
