#include "db/query_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/progress.h"
#include "db/pg.h"
#include "db/query.h"
#include "db/sqltext.h"
#include "db/value.h"

/* A type that is not built in: an array of an enum or of a domain; a domain itself comes as its base
 * type. */
struct array_type {
	uint32_t oid;
	struct value_type type;
};

struct run {
	const struct query_sink *to;
	struct value_type *types;  /* owned; NULL until the head is out */
	struct array_type *arrays; /* owned */
	size_t narrays;
	size_t rows;
};

/* Those that there are: while rows come the catalog cannot be asked. */
static int
read_arrays(struct run *r, struct pg *db, struct err *e)
{
	static const char sql[] =
	    "select t.oid, case when e.typtype = 'd' then e.typbasetype else e.oid end, t.typdelim"
	    " from pg_type e join pg_type t on t.oid = e.typarray where e.typtype in ('d', 'e')"
	    " and e.oid >= 16384";
	struct pg_res *res = NULL;
	size_t i;

	if (pg_query(db, &res, sql, 0, NULL, e))
		return -1;
	r->narrays = pg_rows(res);
	r->arrays = mem_new(r->narrays, sizeof *r->arrays);
	for (i = 0; i < r->narrays; i++) {
		r->arrays[i].oid = (uint32_t)pg_cell_count(res, i, 0);
		(void)value_type_of((uint32_t)pg_cell_count(res, i, 1), &r->arrays[i].type);
		r->arrays[i].type.array = true;
		r->arrays[i].type.comma = pg_cell(res, i, 2)[0];
	}
	pg_res_free(res);
	return 0;
}

static struct value_type
type_of(const struct run *r, uint32_t oid)
{
	struct value_type type;
	size_t i;

	(void)value_type_of(oid, &type);
	for (i = 0; i < r->narrays; i++)
		if (r->arrays[i].oid == oid)
			type = r->arrays[i].type;
	return type;
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
		r->types[i] = type_of(r, pg_col_type(res, i));
	return r->to->head(r->to->arg, res, r->types, e);
}

static int
take(void *arg, const struct pg_res *res, struct err *e)
{
	struct run *r = arg;
	size_t n = pg_rows(res), i;

	if (pg_cols(res) == 0) { /* a statement without rows, or "select from": rows, of nothing */
		r->rows += n;
		return 0;
	}
	if (r->types == NULL && head(r, res, e))
		return -1;
	for (i = 0; i < n; i++)
		if (r->to->row(r->to->arg, res, i, e))
			return -1;
	r->rows += n;
	progress_add(n);
	return 0;
}

/* SQL that is wrong is the command line's fault, and people want to know where. */
static int
explain(const struct query *q, const struct pg *db, struct err *e)
{
	size_t at = pg_error_position(db);
	const char *state = pg_sqlstate(db);

	if (strcmp(state, "25006") == 0) {
		e->code = ERR_USAGE;
		return err_wrap(e, "--write allows it");
	}
	if (strcmp(state, "08P01") == 0 && e->code == ERR_REMOTE) {
		e->code = ERR_USAGE;
		return err_wrap(e, "the statement does not take these parameters");
	}
	if (strncmp(state, "42", 2) != 0 || strcmp(state, "42501") == 0)
		return -1;
	if (e->code == ERR_REMOTE || (q->help == NULL && strcmp(state, "42P01") != 0))
		e->code = ERR_USAGE;
	if (at > 0)
		(void)err_wrap(e, "line %zu", sql_position_line(q->sql.p, q->sql.len, at));
	return q->help != NULL ? err_wrap(e, "%s", q->name) : -1;
}

int
query_run(
    const struct query *q, struct pg *db, const struct query_sink *to, size_t *rows, struct err *e)
{
	struct run r = { .to = to };
	int rc = -1;

	if (read_arrays(&r, db, e))
		goto out;
	rc = pg_stream(db, q->sql.p, q->nvalues, q->values, take, &r, e);
	if (rc && pg_sqlstate(db)[0] != '\0')
		(void)explain(q, db, e);
	else if (rc && e->code == ERR_DATA) /* COPY to or from us */
		e->code = ERR_USAGE;
out:
	free(r.arrays);
	free(r.types);
	*rows = r.rows;
	return rc;
}
