#include "db/query_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "db/query.h"
#include "db/sqltext.h"
#include "db/value.h"

#define FETCH "fetch 2000 from pf_rows"
#define DECLARE "declare pf_rows no scroll cursor for "

struct run {
	struct pg *db;
	const struct query_sink *to;
	struct value_type *types; /* owned; NULL until the head is out */
	size_t rows;
	bool ask; /* the catalog can be asked while rows are under way */
};

/* A type that is not built in: an array of an enum, of a domain; a domain itself comes as its base
 * type. */
static int
ask_catalog(struct run *r, uint32_t oid, struct value_type *type, struct err *e)
{
	static const char sql[] =
	    "select case when e.typtype = 'd' then e.typbasetype else e.oid end, t.typdelim"
	    " from pg_type t join pg_type e on e.oid = t.typelem where t.oid = $1"
	    " and t.typcategory = 'A'";
	struct pg_res *res = NULL;
	char text[NUM_TEXT_MAX];
	const char *param = text;
	uint64_t elem;

	(void)num_fixed_text(text, oid, 0);
	if (pg_query(r->db, &res, sql, 1, &param, e))
		return -1;
	if (pg_rows(res) > 0 &&
	    num_uint(pg_cell(res, 0, 0), pg_cell_len(res, 0, 0), UINT32_MAX, &elem) == 0) {
		(void)value_type_of((uint32_t)elem, type);
		type->array = true;
		type->comma = pg_cell(res, 0, 1)[0];
	}
	pg_res_free(res);
	return 0;
}

static int
head(struct run *r, const struct pg_res *res, struct err *e)
{
	size_t n = pg_cols(res), i, k;

	for (i = 1; i < n; i++)
		for (k = 0; k < i; k++)
			if (strcmp(pg_col_name(res, i), pg_col_name(res, k)) == 0)
				return err_set(e, ERR_USAGE,
				    "two columns are named %s: give one another name with AS",
				    pg_col_name(res, i));
	r->types = mem_new(n + 1, sizeof *r->types);
	for (i = 0; i < n; i++)
		if (!value_type_of(pg_col_type(res, i), &r->types[i]) && r->ask &&
		    ask_catalog(r, pg_col_type(res, i), &r->types[i], e))
			return -1;
	return r->to->head(r->to->arg, res, r->types, e);
}

static int
take(void *arg, const struct pg_res *res, struct err *e)
{
	struct run *r = arg;
	size_t n = pg_rows(res), i;

	if (pg_cols(res) == 0)
		return 0; /* a statement without rows */
	if (r->types == NULL && head(r, res, e))
		return -1;
	for (i = 0; i < n; i++)
		if (r->to->row(r->to->arg, res, i, e))
			return -1;
	r->rows += n;
	return 0;
}

/* Whether a cursor can be declared for it. */
static bool
is_select(const char *sql)
{
	static const char *const words[] = { "select", "with", "values", "table", NULL };
	struct sql_token t;
	struct sql_scan scan;
	size_t i;

	sql_scan_init(&scan, sql, strlen(sql), 1);
	do
		sql_next(&scan, &t);
	while (t.kind == SQL_COMMENT || sql_mark(&t, '('));
	for (i = 0; words[i] != NULL; i++)
		if (sql_word(&t, words[i]))
			return true;
	return false;
}

static int
by_cursor(struct run *r, const struct query *q, struct err *e)
{
	struct buf sql = { 0 };
	struct pg_res *res = NULL;
	size_t n = 1;
	int rc = -1;

	buf_str(&sql, DECLARE);
	buf_str(&sql, q->sql.p);
	r->ask = true;
	/* a cursor is planned for its first tenth unless told otherwise */
	if (pg_exec(r->db, "set local cursor_tuple_fraction = 1", e) ||
	    pg_query(r->db, &res, sql.p, q->nvalues, q->values, e))
		goto out;
	while (n > 0) {
		pg_res_free(res);
		res = NULL;
		if (pg_query(r->db, &res, FETCH, 0, NULL, e) || take(r, res, e))
			goto out;
		n = pg_rows(res);
	}
	rc = 0;
out:
	pg_res_free(res);
	buf_release(&sql);
	return rc;
}

/* SQL that is wrong is the command line's fault, and people want to know where. */
static int
explain(const struct query *q, struct pg *db, bool cursor, struct err *e)
{
	size_t at = pg_error_position(db), shift = cursor ? strlen(DECLARE) : 0;
	const char *state = pg_sqlstate(db);

	if (strcmp(state, "25006") == 0) {
		e->code = ERR_USAGE;
		return err_wrap(e, "--write allows it");
	}
	if (strncmp(state, "42", 2) != 0 || strcmp(state, "42501") == 0)
		return -1;
	if (e->code == ERR_REMOTE)
		e->code = ERR_USAGE;
	if (at > shift)
		(void)err_wrap(e, "line %zu", sql_position_line(q->sql.p, q->sql.len, at - shift));
	return q->help != NULL ? err_wrap(e, "%s", q->name) : -1;
}

int
query_run(
    const struct query *q, struct pg *db, const struct query_sink *to, size_t *rows, struct err *e)
{
	struct run r = { .db = db, .to = to };
	bool cursor = is_select(q->sql.p);
	int rc;

	rc = cursor ? by_cursor(&r, q, e)
		    : pg_stream(db, q->sql.p, q->nvalues, q->values, take, &r, e);
	if (rc && pg_sqlstate(db)[0] != '\0')
		(void)explain(q, db, cursor, e);
	free(r.types);
	*rows = r.rows;
	return rc;
}
