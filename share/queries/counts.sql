-- pf-query: how many rows each table has
select c.relname as table,
	(xpath('/row/n/text()', query_to_xml(
		format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]
		::text::bigint as rows
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
order by c.relname
