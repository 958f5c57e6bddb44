#include "db/late.h"

#include <string.h>

#include "base/err.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "db/pg.h"
#include "db/pg_list.h"

/* Locked in order, so that none is changed before what was made of it is stored. */
static const char ask_sql[] =
    "select m.no, coalesce(t.content_hash <> m.hash, false)"
    " from (select t.message_id, t.content_hash, t.parse_status, t.claimed_by from public.discord_messages t"
    " where t.message_id = any ($2::text[]) order by t.message_id for no key update) t"
    " join unnest($1::int[], $2::text[], $3::text[], $4::text[]) as m (no, name, hash, status)"
    " on m.name = t.message_id"
    " where t.content_hash <> m.hash or m.status in ('pending', 'error')"
    " and t.parse_status in ('ok', 'noise', 'skipped') and t.claimed_by is null";

static struct slice
value(const struct load_rows *rows, size_t row, const char *field)
{
	return load_rows_value(rows, row, load_table_find(rows->table, field, strlen(field)));
}

void
late_add(struct late *m, size_t no, const char *name, const struct load_rows *rows, size_t row)
{
	struct slice hash = value(rows, row, "content_hash"),
		     status = value(rows, row, "parse_status");

	if (hash.n == 0 || slice_is(hash, "\\N"))
		return;
	buf_fmt(&m->no, "%zu,", no);
	pg_list_add(&m->name, name, strlen(name));
	pg_list_add(&m->hash, hash.p, hash.n);
	pg_list_add(&m->status, status.p, status.n);
}

void
late_release(struct late *m)
{
	buf_release(&m->no);
	buf_release(&m->name);
	buf_release(&m->hash);
	buf_release(&m->status);
}

int
late_ask(struct pg *db, const struct late *m, void (*found)(void *arg, size_t no, bool edited),
    void *arg, struct err *e)
{
	const struct buf *const lists[] = { &m->no, &m->name, &m->hash, &m->status };
	struct pg_res *res = NULL;
	size_t row;

	if (m->no.len == 0)
		return 0;
	if (pg_list_query(db, &res, ask_sql, 4, lists, e))
		return -1;
	for (row = 0; row < pg_rows(res); row++)
		found(arg, pg_cell_count(res, row, 0), strcmp(pg_cell(res, row, 1), "t") == 0);
	pg_res_free(res);
	return 0;
}
