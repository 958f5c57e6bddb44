#include "show/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "db/pg.h"
#include "db/value.h"
#include "io/csv.h"
#include "io/emit.h"

#define OUT_SIZE ((size_t)64 << 10) /* written at once */

void
rows_init(struct rows *r, FILE *fp, enum rows_format format, bool flush)
{
	*r = (struct rows){ .fp = fp, .format = format, .flush = flush };
}

void
rows_release(struct rows *r)
{
	buf_release(&r->names);
	buf_release(&r->out);
	buf_release(&r->cell);
	table_release(&r->table);
	free(r->ends);
	*r = (struct rows){ 0 };
}

static int
write_out(struct rows *r, struct err *e)
{
	if (fwrite(r->out.p, 1, r->out.len, r->fp) != r->out.len || (r->flush && fflush(r->fp)))
		return err_errno(e, ERR_IO, "standard output");
	buf_reset(&r->out);
	return 0;
}

/* A field of CSV; an empty text has quotes, to differ from null. */
static void
csv_field(struct buf *out, const char *p, size_t n)
{
	if (n == 0)
		buf_str(out, "\"\"");
	else
		csv_add(out, p, n);
}

static void
json_names(struct rows *r, const struct pg_res *res)
{
	const char *name;
	size_t i;

	r->ends = mem_new(r->ncols, sizeof *r->ends);
	for (i = 0; i < r->ncols; i++) {
		name = pg_col_name(res, i);
		buf_char(&r->names, i == 0 ? '{' : ',');
		emit_quote(&r->names, name, strlen(name));
		buf_char(&r->names, ':');
		r->ends[i] = r->names.len;
	}
}

int
rows_head(struct rows *r, const struct pg_res *res, const struct value_type *types, struct err *e)
{
	const char *name;
	size_t i;

	r->types = types;
	r->ncols = pg_cols(res);
	r->open = true;
	if (r->format == ROWS_JSONL) {
		json_names(r, res);
		return 0;
	}
	if (r->format == ROWS_TABLE)
		table_init(&r->table, r->fp, r->ncols);
	for (i = 0; i < r->ncols; i++) {
		name = pg_col_name(res, i);
		if (r->format == ROWS_CSV) {
			if (i > 0)
				buf_char(&r->out, ',');
			csv_field(&r->out, name, strlen(name));
			continue;
		}
		if (value_is_number(&types[i]))
			table_right(&r->table, i);
		if (table_cell(&r->table, name, strlen(name), e))
			return -1;
	}
	if (r->format == ROWS_CSV)
		buf_char(&r->out, '\n');
	return 0;
}

static void
json_row(struct rows *r, const struct pg_res *res, size_t row)
{
	size_t i, from = 0;
	const char *p;

	for (i = 0; i < r->ncols; from = r->ends[i++]) {
		buf_add(&r->out, r->names.p + from, r->ends[i] - from);
		p = pg_cell(res, row, i);
		if (p == NULL)
			buf_add(&r->out, "null", 4);
		else
			value_json(&r->out, &r->types[i], p, pg_cell_len(res, row, i));
	}
	buf_add(&r->out, "}\n", 2);
}

/* The cell's text for CSV and people; NULL for null. */
static const char *
cell_text(struct rows *r, const struct pg_res *res, size_t row, size_t col)
{
	const char *p = pg_cell(res, row, col);

	if (p == NULL)
		return NULL;
	buf_reset(&r->cell);
	value_text(&r->cell, &r->types[col], p, pg_cell_len(res, row, col));
	return r->cell.p != NULL ? r->cell.p : "";
}

static void
csv_row(struct rows *r, const struct pg_res *res, size_t row)
{
	const char *p;
	size_t i;

	for (i = 0; i < r->ncols; i++) {
		if (i > 0)
			buf_char(&r->out, ',');
		p = cell_text(r, res, row, i);
		if (p != NULL)
			csv_field(&r->out, p, r->cell.len);
	}
	buf_char(&r->out, '\n');
}

static int
table_row(struct rows *r, const struct pg_res *res, size_t row, struct err *e)
{
	const char *p;
	size_t i;

	for (i = 0; i < r->ncols; i++) {
		p = cell_text(r, res, row, i);
		if (table_cell(&r->table, p != NULL ? p : "", p != NULL ? r->cell.len : 0, e))
			return -1;
	}
	return 0;
}

int
rows_row(struct rows *r, const struct pg_res *res, size_t row, struct err *e)
{
	if (r->format == ROWS_TABLE)
		return table_row(r, res, row, e);
	if (r->format == ROWS_JSONL)
		json_row(r, res, row);
	else
		csv_row(r, res, row);
	return r->flush || r->out.len >= OUT_SIZE ? write_out(r, e) : 0;
}

int
rows_end(struct rows *r, struct err *e)
{
	if (r->format == ROWS_TABLE)
		return r->open ? table_end(&r->table, e) : 0;
	return r->out.len > 0 ? write_out(r, e) : 0;
}
