#include "db/profile.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/pg.h"
#include "db/query.h"
#include "rec/profile.h"

static const char left_sql[] =
    "select count(*), to_json((array_agg(s.ticker order by s.ticker))[1:10])"
    " from public.pf_profile_symbols() s"
    " where length(s.ticker) > 10 and ($1::text is null or s.ticker = upper(btrim($1)))";

/* Writers of a table take turns; the lock is that of pf-load's batches: load_batch.c. */
static int
take_turn(struct pg *db, const char *table, struct err *e)
{
	struct buf sql = { 0 };
	int rc;

	buf_fmt(&sql,
	    "set local jit = off; select pg_advisory_xact_lock(1885760620, 'public.%s'::regclass::oid::int)",
	    table);
	rc = pg_exec(db, sql.p, e);
	buf_release(&sql);
	return rc;
}

static int
write_table(
    struct pg *db, const struct profile_refresh *how, struct profile_table *t, struct err *e)
{
	const bool history = strcmp(t->name, "stock_profile_history") == 0;
	char now[CLOCK_TEXT_MAX];
	const char *params[] = { now, how->ticker };
	struct pg_res *res = NULL;

	(void)clock_time_text(now, how->now);
	if (take_turn(db, t->name, e) ||
	    pg_query(db, &res,
		history ? "select * from public.pf_profiles_history($1::timestamptz, $2)"
			: "select * from public.pf_profiles_current($1::timestamptz, $2)",
		2, params, e))
		return err_wrap(e, "%s", t->name);
	t->inserted = pg_cell_count(res, 0, 0);
	t->updated = pg_cell_count(res, 0, 1);
	t->unchanged = pg_cell_count(res, 0, 2);
	pg_res_free(res);
	return 0;
}

int
profile_write(struct pg *db, const struct profile_refresh *how, struct profile_table *tables,
    size_t n, struct err *e)
{
	const struct pg_begin begin = {
		.statement_ms = how->timeout > 0 ? how->timeout / (CLOCK_SECOND / 1000) : -1
	};
	const char *params[] = { how->ticker };
	struct pg_res *left = NULL;
	size_t i, over;
	int rc = -1;

	if (pg_begin(db, &begin, e))
		return -1;
	for (i = 0; i < n; i++)
		if (write_table(db, how, &tables[i], e))
			goto out;
	if (pg_query(db, &left, left_sql, 1, params, e))
		goto out;
	over = pg_cell_count(left, 0, 0);
	for (i = 0; i < n; i++)
		tables[i].left_out = over;
	if (how->dry_run)
		pg_rollback(db);
	else if (pg_commit(db, e))
		goto out;
	rc = over > 0 ? how->left_out(how->arg, over, pg_cell(left, 0, 1), e) : 0;
out:
	pg_res_free(left);
	if (rc)
		pg_rollback(db);
	return rc;
}

int
profile_query(struct query *q, struct err *e)
{
	const struct field *f;
	struct buf sql = { 0 };
	int rc;

	buf_str(&sql, "select 'profile' as kind");
	for (f = profile_kind.fields; f->name != NULL; f++) {
		buf_str(&sql, ", p.");
		pg_ident(&sql, f->column);
	}
	buf_fmt(&sql,
	    " from public.%s p where p.ticker in (select upper(btrim(n.name))"
	    " from unnest(string_to_array(:tickers, ',')) n (name)) order by p.ticker",
	    profile_kind.table);
	rc = query_read(q, "show", sql.p, sql.len, false, e);
	buf_release(&sql);
	return rc;
}
