-- The role that requests of the HTTP API run as. It cannot log in; who serves the API is its member and changes
-- to it for each request. What it may do is made with the functions in api/: call them, and nothing else.

do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'pf_api') then
        begin
            create role pf_api nologin noinherit;
        exception
            -- somebody who migrates another database of this server was first
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise exception using errcode = 'insufficient_privilege',
                    message = format('%I may not create the role pf_api, which the HTTP API runs as', current_user),
                    hint = format('As a superuser: ALTER ROLE %1$I CREATEROLE; or CREATE ROLE pf_api NOLOGIN NOINHERIT;'
                        ' GRANT pf_api TO %1$I; then migrate again.', current_user);
        end;
    end if;
    if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
        begin
            execute format('grant pf_api to %I', current_user);
        exception when insufficient_privilege then
            if not pg_catalog.pg_has_role(current_user, 'pf_api', 'member') then
                raise exception using errcode = 'insufficient_privilege',
                    message = format('%I is no member of the role pf_api, which the HTTP API runs as, and may not become'
                        ' one', current_user),
                    hint = format('As a superuser: GRANT pf_api TO %I; then migrate again.', current_user);
            end if;
        end;
    end if;
end;
$$;

-- Servers before 15 let everybody make functions and tables here, which ours would then find.
do $$
begin
    if pg_catalog.has_schema_privilege('pf_api', 'public', 'create') then
        revoke create on schema public from public;
    end if;
exception when insufficient_privilege then
    raise notice 'everybody may create in schema public: its owner should revoke that';
end;
$$;
