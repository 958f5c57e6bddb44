#include "db/replaced.h"

#include <string.h>

#include "base/err.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "db/pg.h"
#include "db/pg_list.h"

#define GIVEN                                                                                      \
	"with m as materialized (select * from unnest($1::int[], $2::text[]) as m (no, name)),"    \
	" given as materialized (select * from unnest($3::int[], $4::int[], $5::int[], $6::int[])" \
	" as g (no, chunk, local, place))"

/* Locked, so that nobody reviews one before it is replaced. */
static const char ask_sql[] = GIVEN
    ", held as materialized (select m.no, t.review_status from m"
    " join public.discord_parsed_ideas t on t.message_id = m.name for update of t),"
    " reviewed as (select h.no from held h where h.review_status <> 'unreviewed' group by h.no),"
    " twice as (select g.no from given g group by g.no"
    " having count(*) > count(distinct (g.chunk, g.local)))"
    " select m.no, r.no is not null, t.no is not null from m"
    " left join reviewed r on r.no = m.no left join twice t on t.no = m.no"
    " where r.no is not null or t.no is not null";

/* One that moves within its message goes too: places are unique, row by row of a statement. */
static const char clear_sql[] =
    GIVEN " delete from public.discord_parsed_ideas t using m where t.message_id = m.name"
	  " and not exists (select from given g where g.no = m.no and g.chunk = t.soft_chunk_index"
	  " and g.local = t.local_idea_index and g.place = t.idea_index)";

void
replaced_add_message(struct replaced *i, size_t no, const char *name)
{
	buf_fmt(&i->no, "%zu,", no);
	pg_list_add(&i->name, name, strlen(name));
}

static void
add_number(struct buf *out, const struct load_rows *rows, size_t row, const char *field)
{
	struct slice v =
	    load_rows_value(rows, row, load_table_find(rows->table, field, strlen(field)));

	buf_add(out, v.p, v.n);
	buf_char(out, ',');
}

void
replaced_add(struct replaced *i, size_t no, const struct load_rows *rows, size_t row)
{
	buf_fmt(&i->of, "%zu,", no);
	add_number(&i->chunk, rows, row, "soft_chunk_index");
	add_number(&i->local, rows, row, "local_idea_index");
	add_number(&i->place, rows, row, "idea_index");
}

void
replaced_release(struct replaced *i)
{
	buf_release(&i->no);
	buf_release(&i->name);
	buf_release(&i->of);
	buf_release(&i->chunk);
	buf_release(&i->local);
	buf_release(&i->place);
}

static int
run(struct pg *db, struct pg_res **res, const char *sql, const struct replaced *i, struct err *e)
{
	const struct buf *const lists[] = { &i->no, &i->name, &i->of, &i->chunk, &i->local,
		&i->place };

	return pg_list_query(db, res, sql, sizeof lists / sizeof lists[0], lists, e);
}

int
replaced_ask(
    struct pg *db, const struct replaced *i, replaced_found_fn *found, void *arg, struct err *e)
{
	struct pg_res *res = NULL;
	size_t row;

	if (i->no.len == 0)
		return 0;
	if (run(db, &res, ask_sql, i, e))
		return -1;
	for (row = 0; row < pg_rows(res); row++) {
		found(arg, pg_cell_count(res, row, 0), pg_cell(res, row, 1)[0] == 't',
		    pg_cell(res, row, 2)[0] == 't');
	}
	pg_res_free(res);
	return 0;
}

int
replaced_clear(struct pg *db, const struct replaced *i, size_t *gone, struct err *e)
{
	struct pg_res *res = NULL;

	*gone = 0;
	if (i->no.len == 0)
		return 0;
	if (run(db, &res, clear_sql, i, e))
		return -1;
	*gone = pg_affected(res);
	pg_res_free(res);
	return 0;
}
