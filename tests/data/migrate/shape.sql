-- The shape of the tables named by a fresh database's catalog, a fact a line: columns with defaults, constraints, indexes,
-- triggers, row security, policies, grants. Foreign keys are left out where they point to a table that only one side has.
with t as (
    select c.oid, c.relname, c.relrowsecurity, c.relacl, c.relowner
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname = any (string_to_array(:'tables', ' ')))
select 'column ' || t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
union all select 'constraint ' || t.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
    from t join pg_constraint k on k.conrelid = t.oid
    where k.confrelid = 0 or k.confrelid in (select oid from t)
union all select 'index ' || pg_get_indexdef(i.indexrelid) from t join pg_index i on i.indrelid = t.oid
union all select 'trigger ' || t.relname || ' ' || pg_get_triggerdef(g.oid)
    from t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
union all select 'rls ' || relname || ' ' || relrowsecurity from t
union all select 'policy ' || p.tablename || ' ' || p.policyname || ' ' || array_to_string(p.roles, ',') || ' ' || p.cmd
    from pg_policies p where p.schemaname = 'public' and p.tablename in (select relname from t)
union all select 'grant ' || t.relname || ' ' || coalesce(pg_get_userbyid(nullif(x.grantee, 0)), 'public') || ' ' || x.privilege_type
    from t cross join lateral aclexplode(t.relacl) x where x.grantee <> t.relowner
order by 1;
