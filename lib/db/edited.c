#include "db/edited.h"

#include <string.h>

#include "base/err.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "db/pg.h"
#include "db/pg_list.h"

/* Locked in order, so that none is changed before what was made of it is stored. */
static const char ask_sql[] =
    "select m.no from (select t.message_id, t.content_hash from public.discord_messages t"
    " where t.message_id = any ($2::text[]) order by t.message_id for no key update) t"
    " join unnest($1::int[], $2::text[], $3::text[]) as m (no, name, hash) on m.name = t.message_id"
    " where t.content_hash <> m.hash";

void
edited_add(struct edited *m, size_t no, const char *name, const struct load_rows *rows, size_t row)
{
	static const char field[] = "content_hash";
	struct slice hash =
	    load_rows_value(rows, row, load_table_find(rows->table, field, strlen(field)));

	if (hash.n == 0 || slice_is(hash, "\\N"))
		return;
	buf_fmt(&m->no, "%zu,", no);
	pg_list_add(&m->name, name, strlen(name));
	pg_list_add(&m->hash, hash.p, hash.n);
}

void
edited_release(struct edited *m)
{
	buf_release(&m->no);
	buf_release(&m->name);
	buf_release(&m->hash);
}

int
edited_ask(struct pg *db, const struct edited *m, void (*found)(void *arg, size_t no), void *arg,
    struct err *e)
{
	const struct buf *const lists[] = { &m->no, &m->name, &m->hash };
	struct pg_res *res = NULL;
	size_t row;

	if (m->no.len == 0)
		return 0;
	if (pg_list_query(db, &res, ask_sql, 3, lists, e))
		return -1;
	for (row = 0; row < pg_rows(res); row++) {
		found(arg, pg_cell_count(res, row, 0));
	}
	pg_res_free(res);
	return 0;
}
