#include "run/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "rec/run.h"
#include "run/history.h"

#define PAUSE (30 * CLOCK_SECOND)
#define FIELDS_MAX 32
#define TIME_SQL "to_char(%s%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

void
runs_init(struct runs *l, const char *tool)
{
	*l = (struct runs){ .tool = tool };
}

void
runs_release(struct runs *l)
{
	pg_close(l->db);
	buf_release(&l->waiting);
	*l = (struct runs){ 0 };
}

void
runs_add(struct runs *l, const char *line, size_t n)
{
	buf_add(&l->waiting, line, n);
}

/* insert into TABLE (...) values ($1, ...) on conflict (KEY) do update set ... */
static void
upsert_sql(const struct kind *kind, struct buf *sql)
{
	const struct field *f;
	const char *sep = "";
	size_t n = 0;

	buf_fmt(sql, "insert into public.%s (", kind->table);
	for (f = kind->fields; f->name != NULL; f++, sep = ", ")
		buf_fmt(sql, "%s%s", sep, f->column);
	buf_str(sql, ") values (");
	for (f = kind->fields, sep = ""; f->name != NULL; f++, sep = ", ")
		buf_fmt(sql, "%s$%zu", sep, ++n);
	buf_str(sql, ") on conflict (");
	for (f = kind->fields, sep = ""; f->name != NULL; f++)
		if (f->flags & FIELD_KEY) {
			buf_fmt(sql, "%s%s", sep, f->column);
			sep = ", ";
		}
	buf_str(sql, ") do update set ");
	for (f = kind->fields, sep = ""; f->name != NULL; f++)
		if (!(f->flags & FIELD_KEY)) {
			buf_fmt(sql, "%s%s = excluded.%s", sep, f->column, f->column);
			sep = ", ";
		}
}

static int
upsert(struct pg *db, const struct kind *kind, const struct rec *rec, struct err *e)
{
	const char *params[FIELDS_MAX];
	char *texts[FIELDS_MAX] = { 0 };
	struct buf sql = { 0 }, text = { 0 };
	const struct rec_field *value;
	struct pg_res *res = NULL;
	size_t n = 0, i;
	int rc;

	upsert_sql(kind, &sql);
	for (; kind->fields[n].name != NULL && n < FIELDS_MAX; n++) {
		value = rec_get(rec, kind->fields[n].name);
		if (value != NULL && value->type != REC_NULL) {
			rec_text(value, &text);
			texts[n] = buf_take(&text);
		}
		params[n] = texts[n];
	}
	rc = pg_query(db, &res, sql.p, n, params, e);
	pg_res_free(res);
	for (i = 0; i < n; i++)
		free(texts[i]);
	buf_release(&sql);
	return rc;
}

static int
connect_db(struct runs *l, struct err *e)
{
	const struct pg_where where = { .tool = l->tool };

	return l->db != NULL ? 0 : pg_open(&l->db, &where, e);
}

/* Every waiting line, in order: of several records of one key the last is the one that stays. */
static int
write_all(struct runs *l, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	struct slice kind;
	char *p = l->waiting.p, *end;
	int rc = -1;

	if (connect_db(l, e) || pg_begin(l->db, NULL, e))
		goto out;
	for (; p < l->waiting.p + l->waiting.len; p = end + 1) {
		end = strchr(p, '\n');
		if (object_parse(p, (size_t)(end - p), rec, &names, e))
			goto out;
		kind = rec_kind(rec);
		if (upsert(l->db, slice_is(kind, "run") ? &run_kind : &step_kind, rec, e))
			goto out;
	}
	rc = pg_commit(l->db, e);
out:
	if (rc) {
		pg_rollback(l->db);
		pg_close(l->db);
		l->db = NULL;
	}
	buf_release(&names);
	free(rec);
	return rc;
}

bool
runs_flush(struct runs *l, bool now)
{
	struct err e = { 0 };

	if (l->waiting.len == 0)
		return true;
	if (!now && clock_mono() < l->retry_at)
		return false;
	if (write_all(l, &e)) {
		l->retry_at = clock_mono() + PAUSE;
		if (!l->told && e.code == ERR_CONFIG && getenv("DATABASE_URL") == NULL)
			log_note("ledger: %s; the journal of the run is kept", e.msg);
		else if (!l->told)
			log_warn(
			    "ledger: %s (the run is kept in its journal and stored later)", e.msg);
		l->told = true;
		return false;
	}
	if (l->told)
		log_info("ledger: the database has caught up");
	l->told = false;
	buf_reset(&l->waiting);
	return true;
}

/* select COLUMNS in the form that records have them. */
static void
select_sql(const struct kind *kind, const char *alias, struct buf *sql)
{
	const struct field *f;
	const char *sep = "select ";

	for (f = kind->fields; f->name != NULL; f++, sep = ", ") {
		buf_str(sql, sep);
		if (f->type == FIELD_TIME)
			buf_fmt(sql, TIME_SQL, alias, f->column);
		else
			buf_fmt(sql, "%s%s", alias, f->column);
	}
}

static void
emit_cell(struct emit *em, const struct field *f, const char *cell, size_t n)
{
	if (cell == NULL)
		emit_null(em, f->name);
	else if (f->type == FIELD_JSON)
		emit_json(em, f->name, cell, n);
	else if ((f->type == FIELD_INT || f->type == FIELD_DECIMAL) && num_is_decimal(cell, n))
		emit_num(em, f->name, cell, n);
	else
		emit_strn(em, f->name, cell, n);
}

/* Each row as the record it was. */
static int
take_rows(struct history *h, const struct kind *kind, const struct pg_res *res, struct err *e)
{
	struct emit em;
	size_t row, col;
	int rc = 0;

	emit_init(&em, NULL, false);
	for (row = 0; row < pg_rows(res) && rc == 0; row++) {
		emit_begin(&em, kind->name);
		for (col = 0; kind->fields[col].name != NULL; col++)
			emit_cell(&em, &kind->fields[col], pg_cell(res, row, col),
			    pg_cell_len(res, row, col));
		buf_char(&em.line, '}');
		if (history_take(h, em.line.p, em.line.len, e) == NULL)
			rc = -1;
	}
	emit_release(&em);
	return rc;
}

#define NEWEST                                                                                      \
	"(select *, row_number() over (partition by pipeline order by started_at desc nulls last, " \
	"run_id) as nth from public.pipeline_runs where $1::text is null or pipeline = $1) r "      \
	"where nth <= $2::bigint"

int
runs_history(struct runs *l, struct history *h, const char *pipeline, int64_t limit, struct err *e)
{
	const struct pg_begin how = { .read_only = true, .repeatable = true };
	char number[NUM_TEXT_MAX];
	const char *params[2] = { pipeline, number };
	struct buf runs = { 0 }, steps = { 0 };
	struct pg_res *res[2] = { NULL, NULL };
	int rc = -1;

	(void)num_fixed_text(number, limit, 0);
	select_sql(&run_kind, "r.", &runs);
	buf_str(&runs, " from " NEWEST);
	select_sql(&step_kind, "s.", &steps);
	buf_str(&steps,
	    " from public.pipeline_steps s where s.run_id in (select r.run_id from " NEWEST ")");
	if (connect_db(l, e) || pg_begin(l->db, &how, e) ||
	    pg_query(l->db, &res[0], runs.p, 2, params, e) ||
	    pg_query(l->db, &res[1], steps.p, 2, params, e))
		goto out;
	rc = take_rows(h, &run_kind, res[0], e) || take_rows(h, &step_kind, res[1], e) ? -1 : 0;
out:
	pg_rollback(l->db); /* only read */
	pg_res_free(res[0]);
	pg_res_free(res[1]);
	buf_release(&runs);
	buf_release(&steps);
	return rc;
}
