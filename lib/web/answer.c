/* A route's parts, run in one snapshot, as one JSON object */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/pg.h"
#include "db/value.h"
#include "io/emit.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"
#include "web/service.h"
#include "web/values.h"

#define PARTS_MAX 8

/* A part that was written: where its value is in the body, and its rows. */
struct done {
	const struct route_part *part;
	struct pg_res *res; /* owned */
	size_t from, to;
};

struct answering {
	struct service *service;
	struct web_reply *r;
	const struct route *route;
	const char *params[1 + ROUTE_VALUES_MAX]; /* the time, and the values */
	struct done done[PARTS_MAX];
	size_t n;
	bool first, found;
};

static void
put_key(struct answering *a, const char *key)
{
	if (!a->first)
		buf_char(&a->r->body, ',');
	a->first = false;
	emit_quote(&a->r->body, key, strlen(key));
	buf_char(&a->r->body, ':');
}

static void
put_cell(struct buf *out, const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);
	struct value_type type;

	(void)value_type_of(pg_col_type(res, col), &type);
	if (cell == NULL)
		buf_str(out, "null");
	else
		value_json(out, &type, cell, pg_cell_len(res, row, col));
}

/* What is the same in each row: the columns' types, and their names with what stands before and behind them. */
struct columns {
	size_t n;
	struct column {
		struct value_type type;
		size_t from, to; /* in names */
	} * of;
	struct buf names;
};

static void
columns_of(struct columns *c, const struct pg_res *res)
{
	size_t i;

	*c = (struct columns){ .n = pg_cols(res) };
	c->of = mem_new(c->n, sizeof c->of[0]);
	for (i = 0; i < c->n; i++) {
		(void)value_type_of(pg_col_type(res, i), &c->of[i].type);
		c->of[i].from = c->names.len;
		buf_char(&c->names, i > 0 ? ',' : '{');
		emit_quote(&c->names, pg_col_name(res, i), strlen(pg_col_name(res, i)));
		buf_char(&c->names, ':');
		c->of[i].to = c->names.len;
	}
}

static void
columns_release(struct columns *c)
{
	free(c->of);
	buf_release(&c->names);
}

static void
put_row(struct buf *out, const struct columns *c, const struct pg_res *res, size_t row)
{
	size_t i;

	if (c->n == 0)
		buf_char(out, '{');
	for (i = 0; i < c->n; i++) {
		const struct column *col = &c->of[i];
		const char *cell = pg_cell(res, row, i);

		buf_add(out, c->names.p + col->from, col->to - col->from);
		if (cell == NULL)
			buf_add(out, "null", 4);
		else
			value_json(out, &col->type, cell, pg_cell_len(res, row, i));
	}
	buf_char(out, '}');
}

/* What "positions" or "summary.lastSync" names. */
static void
put_again(struct answering *a, const char *what)
{
	const char *column = strchr(what, '.');
	size_t n = column != NULL ? (size_t)(column - what) : strlen(what), i, k;
	struct buf *out = &a->r->body;

	for (i = 0; i < a->n; i++) {
		const struct done *d = &a->done[i];

		if (d->part->key == NULL || strlen(d->part->key) != n ||
		    memcmp(d->part->key, what, n) != 0)
			continue;
		if (column == NULL) {
			(void)buf_room(out, d->to - d->from); /* so that it does not move below */
			buf_add(out, out->p + d->from, d->to - d->from);
			return;
		}
		for (k = 0; k < pg_cols(d->res); k++)
			if (strcmp(pg_col_name(d->res, k), column + 1) == 0 &&
			    pg_rows(d->res) > 0) {
				put_cell(out, d->res, 0, k);
				return;
			}
	}
	buf_str(out, "null");
}

/* How many rows the part of that key has. */
static size_t
rows_of(const struct answering *a, const char *key)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->done[i].part->key != NULL && strcmp(a->done[i].part->key, key) == 0)
			return pg_rows(a->done[i].res);
	return 0;
}

static void
put_given(struct answering *a, const char *name)
{
	const struct route_value *v = a->route->values;
	const char *value = NULL;
	size_t i;

	for (i = 0; v[i].name != NULL; i++)
		if (strcmp(v[i].name, name) == 0)
			value = a->params[1 + i];
	if (value != NULL)
		emit_quote(&a->r->body, value, strlen(value));
	else
		buf_str(&a->r->body, "null");
}

/* Whether it is the database's to say. */
static bool
asks(const struct route_part *part)
{
	return part->shape == PART_ROWS || part->shape == PART_ROW || part->shape == PART_INLINE ||
	       part->shape == PART_FOUND;
}

static void
put_rows(struct buf *out, const struct pg_res *res)
{
	struct columns c;
	size_t i;

	columns_of(&c, res);
	buf_char(out, '[');
	for (i = 0; i < pg_rows(res); i++) {
		if (i > 0)
			buf_char(out, ',');
		put_row(out, &c, res, i);
	}
	buf_char(out, ']');
	columns_release(&c);
}

/* The first row, or null. */
static void
put_one(struct buf *out, const struct pg_res *res)
{
	struct columns c;

	if (pg_rows(res) == 0) {
		buf_str(out, "null");
		return;
	}
	columns_of(&c, res);
	put_row(out, &c, res, 0);
	columns_release(&c);
}

static void
put_inline(struct answering *a, const struct pg_res *res)
{
	size_t i;

	for (i = 0; pg_rows(res) > 0 && i < pg_cols(res); i++) {
		put_key(a, pg_col_name(res, i));
		put_cell(&a->r->body, res, 0, i);
	}
}

/* How many parameters a statement has: the server wants so many, not those that the others need. */
static size_t
count_params(const char *sql)
{
	size_t most = 0;

	for (; (sql = strchr(sql, '$')) != NULL; sql++)
		if (sql[1] >= '1' && sql[1] <= '9' && (size_t)(sql[1] - '0') > most)
			most = (size_t)(sql[1] - '0');
	return most;
}

static int
put_part(struct answering *a, const struct route_part *part, struct err *e)
{
	struct done *d = &a->done[a->n];
	struct buf *out = &a->r->body;

	*d = (struct done){ .part = part };
	if (asks(part) &&
	    pg_query(a->service->db, &d->res, part->sql, count_params(part->sql), a->params, e))
		return -1;
	a->n++;
	if (part->key != NULL)
		put_key(a, part->key);
	d->from = out->len;
	switch (part->shape) {
	case PART_ROWS:
		put_rows(out, d->res);
		break;
	case PART_ROW:
		put_one(out, d->res);
		break;
	case PART_FOUND:
		a->found = pg_rows(d->res) > 0;
		put_inline(a, d->res);
		break;
	case PART_INLINE:
		put_inline(a, d->res);
		break;
	case PART_AGAIN:
		put_again(a, part->sql);
		break;
	case PART_LENGTH:
		buf_fmt(out, "%zu", rows_of(a, part->sql));
		break;
	case PART_SOURCE:
		buf_fmt(out, "{\"source\":\"databento\",\"count\":%zu}", rows_of(a, part->sql));
		break;
	case PART_GIVEN:
		put_given(a, part->sql);
		break;
	}
	d->to = out->len;
	return 0;
}

void
service_parts(struct service *s, const struct route_match *m, const struct values *v,
    const struct web_request *q, struct web_reply *r)
{
	struct answering a = {
		.service = s, .r = r, .route = m->route, .first = true, .found = true
	};
	const struct route_part *part = m->route->parts;
	char now[CLOCK_TEXT_MAX];
	struct err e;
	size_t i;
	int rc;

	(void)clock_time_text(now, service_now(s));
	a.params[0] = now;
	memcpy(a.params + 1, v->value, v->n * sizeof v->value[0]);
	rc = service_begin(s, (m->route->flags & ROUTE_WRITES) != 0, &e);
	buf_char(&r->body, '{');
	for (; rc == 0 && a.found && (part->key != NULL || part->sql != NULL); part++)
		rc = put_part(&a, part, &e);
	buf_char(&r->body, '}');
	if (rc == 0)
		rc = service_commit(s, &e);
	for (i = 0; i < a.n; i++)
		pg_res_free(a.done[i].res);
	if (rc)
		service_failed(s, q, r, &e);
	else if (!a.found)
		web_reply_detail(r, 404, "%s is not known",
		    v->n > 0 && v->value[0] != NULL ? v->value[0] : "it");
	else if (m->route->cache != NULL)
		web_reply_header(r, "Cache-Control", m->route->cache);
}
