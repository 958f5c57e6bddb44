#include "db/migrate_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"

/* One row: tables besides the ledger and extensions' own, the ledger itself, our last column in it.
 */
static const char state_sql[] =
    "select exists (select from pg_catalog.pg_class c"
    " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations'"
    " and not exists (select from pg_catalog.pg_depend d"
    " where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid"
    " and d.deptype = 'e')),"
    " pg_catalog.to_regclass('public.schema_migrations') is not null,"
    " exists (select from pg_catalog.pg_attribute a"
    " where a.attrelid = pg_catalog.to_regclass('public.schema_migrations')"
    " and a.attname = 'adopted' and not a.attisdropped)";

static int
read_rows(struct ledger *ledger, struct pg *db, struct err *e)
{
	struct pg_res *res = NULL;
	const char *sql =
	    ledger->ours
		? "select version, checksum from public.schema_migrations order by version collate \"C\""
		: "select version::text, null from public.schema_migrations order by version::text collate \"C\"";
	size_t k;

	if (pg_query(db, &res, sql, 0, NULL, e))
		return -1;
	ledger->count = pg_rows(res);
	ledger->rows = mem_new(ledger->count + 1, sizeof(*ledger->rows));
	for (k = 0; k < ledger->count; k++) {
		ledger->rows[k].version = mem_str(pg_cell(res, k, 0));
		ledger->rows[k].sum = mem_str(pg_cell(res, k, 1));
	}
	pg_res_free(res);
	return 0;
}

int
ledger_read(struct ledger *ledger, struct pg *db, struct err *e)
{
	struct pg_res *res = NULL;

	memset(ledger, 0, sizeof(*ledger));
	if (pg_query(db, &res, state_sql, 0, NULL, e))
		return -1;
	ledger->tables = pg_cell(res, 0, 0)[0] == 't';
	ledger->exists = pg_cell(res, 0, 1)[0] == 't';
	ledger->ours = pg_cell(res, 0, 2)[0] == 't';
	pg_res_free(res);
	return ledger->exists ? read_rows(ledger, db, e) : 0;
}

void
ledger_release(struct ledger *ledger)
{
	size_t k;

	for (k = 0; k < ledger->count; k++) {
		free(ledger->rows[k].version);
		free(ledger->rows[k].sum);
	}
	free(ledger->rows);
	memset(ledger, 0, sizeof(*ledger));
}

static int
by_version(const void *version, const void *row)
{
	return strcmp(version, ((const struct ledger_row *)row)->version);
}

const struct ledger_row *
ledger_find(const struct ledger *ledger, const char *version)
{
	return ledger->count == 0 ? NULL
				  : bsearch(version, ledger->rows, ledger->count,
					sizeof(*ledger->rows), by_version);
}

void
ledger_sql_make(struct buf *sql)
{
	buf_str(sql,
	    "create table if not exists public.schema_migrations (version text not null,"
	    " applied_at timestamp without time zone default now(), description text,"
	    " constraint schema_migrations_pkey primary key (version));"
	    "alter table public.schema_migrations enable row level security;"
	    "alter table public.schema_migrations add column if not exists checksum text,"
	    " add column if not exists seconds numeric, add column if not exists applied_by text,"
	    " add column if not exists tool_version text,"
	    " add column if not exists adopted boolean default false not null;");
}

void
ledger_sql_write(struct buf *sql, const struct ledger_entry *entry)
{
	char seconds[NUM_TEXT_MAX];

	buf_str(sql, "insert into public.schema_migrations (version, applied_at, checksum, seconds,"
		     " applied_by, tool_version, adopted) values (");
	pg_literal(sql, entry->version);
	buf_str(sql, ", pg_catalog.clock_timestamp() at time zone 'UTC', ");
	pg_literal(sql, entry->sum);
	if (entry->took_ms == LEDGER_UNKNOWN) {
		buf_str(sql, ", null");
	} else if (entry->took_ms == LEDGER_TRANSACTION) {
		buf_str(sql, ", pg_catalog.round(extract(epoch from pg_catalog.clock_timestamp() - "
			     "pg_catalog.transaction_timestamp())::numeric, 3)");
	} else {
		(void)num_fixed_text(seconds, entry->took_ms, 3); /* its length is not needed */
		buf_fmt(sql, ", %s", seconds);
	}
	buf_str(sql, ", session_user, ");
	pg_literal(sql, entry->tool_version);
	buf_fmt(
	    sql, ", %s) on conflict (version) do update set", entry->adopted ? "true" : "false");
	buf_str(sql, " checksum = excluded.checksum, seconds = excluded.seconds,"
		     " applied_by = excluded.applied_by, tool_version = excluded.tool_version");
	if (entry->took_ms != LEDGER_UNKNOWN) /* a row that another tool wrote keeps its time */
		buf_str(sql, ", applied_at = excluded.applied_at");
	buf_char(sql, ';');
}
