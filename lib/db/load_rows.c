#include "db/load_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/load_table.h"
#include "db/load_value.h"
#include "io/utf8.h"
#include "rec/field.h"

#define NAMES_MAX 64 /* keys without a column that are remembered */

/* A key at its place in the record, and where it goes: records of a stream mostly look alike. */
struct load_shape {
	struct slice name;
	size_t col; /* LOAD_NONE: nowhere */
};

void
load_rows_init(struct load_rows *r, const struct load_table *table, bool strict, bool keep_raw)
{
	*r = (struct load_rows){ .table = table, .strict = strict, .keep_raw = keep_raw };
	r->shape = mem_new(REC_FIELDS_MAX, sizeof *r->shape);
	r->slot = mem_new(table->ncols, sizeof *r->slot);
	r->used = mem_new(table->ncols, sizeof *r->used);
	r->names = mem_new(NAMES_MAX, sizeof *r->names);
}

static void
drop_segments(struct load_rows *r, size_t keep)
{
	while (r->nsegs > keep)
		free(r->segs[--r->nsegs].cols);
}

void
load_rows_release(struct load_rows *r)
{
	size_t i;

	drop_segments(r, 0);
	for (i = 0; i < r->nnames; i++)
		free(r->names[i]);
	free(r->names);
	free(r->shape);
	free(r->slot);
	free(r->used);
	free(r->segs);
	free(r->lines);
	buf_release(&r->text);
	buf_release(&r->raws);
	buf_release(&r->tmp[0]);
	buf_release(&r->tmp[1]);
	*r = (struct load_rows){ 0 };
}

void
load_rows_clear(struct load_rows *r)
{
	drop_segments(r, 0);
	r->shaped = r->masked = false; /* the next record begins a segment */
	memset(r->used, 0, r->table->ncols * sizeof *r->used);
	r->n = 0;
	buf_reset(&r->text);
	buf_reset(&r->raws);
}

void
load_rows_drop(struct load_rows *r, const bool *gone)
{
	struct load_line line;
	struct slice text, raw;
	size_t i, kept = 0, at = 0, raws = 0, seg = 0;

	for (i = 0; i < r->n; i++) {
		for (; seg < r->nsegs && r->segs[seg].from == i; seg++)
			r->segs[seg].from = kept;
		if (gone[i])
			continue;
		line = r->lines[i];
		text = load_rows_text(r, i, i + 1);
		raw = load_rows_raw(r, i);
		line.at = at;
		line.raw = raws;
		memmove(r->text.p + at, text.p, text.n);
		at += text.n;
		if (r->keep_raw)
			memmove(r->raws.p + raws, raw.p, raw.n);
		raws += raw.n;
		r->lines[kept++] = line; /* of a row in front of those that are looked at next */
	}
	for (; seg < r->nsegs; seg++)
		r->segs[seg].from = kept;
	r->n = kept;
	r->text.len = at;
	r->raws.len = r->keep_raw ? raws : r->raws.len;
}

struct slice
load_rows_text(const struct load_rows *r, size_t from, size_t to)
{
	size_t at = from < r->n ? r->lines[from].at : r->text.len;
	size_t end = to < r->n ? r->lines[to].at : r->text.len;

	return (struct slice){ r->text.p + at, end - at };
}

struct slice
load_rows_raw(const struct load_rows *r, size_t row)
{
	size_t at = r->lines[row].raw, end = row + 1 < r->n ? r->lines[row + 1].raw : r->raws.len;

	return r->keep_raw ? (struct slice){ r->raws.p + at, end - at } : (struct slice){ "", 0 };
}

struct slice
load_rows_value(const struct load_rows *r, size_t row, size_t col)
{
	struct slice text = load_rows_text(r, row, row + 1);
	const char *tab, *end = text.p + text.n - 1; /* without the line's end */
	const struct load_segment *s;
	size_t i = r->nsegs, n;

	while (r->segs[--i].from > row)
		;
	s = &r->segs[i];
	for (i = 0; i < s->ncols; i++) {
		tab = memchr(text.p, '\t', (size_t)(end - text.p));
		n = (size_t)((tab != NULL ? tab : end) - text.p);
		if (s->cols[i] == col)
			return (struct slice){ text.p, n };
		text.p += n + (tab != NULL);
	}
	return (struct slice){ text.p, 0 };
}

/* Whether the record looks as the last one did; then its fields are in their slots. */
static bool
same_shape(struct load_rows *r, const struct rec *rec)
{
	const struct load_shape *s = r->shape;
	size_t i;

	if (!r->shaped || rec->n != r->nshape)
		return false;
	for (i = 0; i < rec->n; i++)
		if (rec->f[i].name.n != s[i].name.n ||
		    memcmp(rec->f[i].name.p, s[i].name.p, s[i].name.n) != 0)
			return false;
	for (i = 0; i < rec->n; i++)
		if (s[i].col != LOAD_NONE)
			r->slot[s[i].col] = &rec->f[i];
	return true;
}

/* A stable name for a key without a column; NULL when too many were met to remember this one. */
static const char *
remember(struct load_rows *r, struct slice name)
{
	const struct field *f =
	    r->table->kind != NULL ? field_find(r->table->kind->fields, name.p, name.n) : NULL;
	size_t i;

	if (slice_is(name, "kind"))
		return "kind";
	if (f != NULL)
		return f->name; /* known, and not stored */
	for (i = 0; i < r->nnames; i++)
		if (slice_is(name, r->names[i]))
			return r->names[i];
	if (r->nnames == NAMES_MAX)
		return NULL;
	r->names[r->nnames] = mem_copy(name.p, name.n);
	r->unknown = r->names[r->nnames];
	return r->names[r->nnames++];
}

/* Look up where the record's key i goes. ERR_DATA with strict when it goes nowhere. */
static int
learn_key(struct load_rows *r, const struct rec *rec, size_t i, struct err *e)
{
	const struct load_table *t = r->table;
	struct slice name = rec->f[i].name;
	size_t c = load_table_find(t, name.p, name.n);

	if (c != LOAD_NONE) {
		r->slot[c] = &rec->f[i];
		r->shape[i] = (struct load_shape){ { t->cols[c].json, name.n }, c };
		return 0;
	}
	r->shape[i] = (struct load_shape){ { remember(r, name), name.n }, LOAD_NONE };
	if (r->shape[i].name.p == NULL)
		r->shaped = false;
	if (!r->strict || slice_is(name, "kind") ||
	    (t->kind != NULL && field_find(t->kind->fields, name.p, name.n) != NULL))
		return 0;
	r->shaped = false;
	return err_set(e, ERR_DATA, "%.*s is no field of %s", utf8_cut(name.p, name.n, 80), name.p,
	    t->kind != NULL ? t->kind->name : t->name);
}

/* Look every key up; ERR_DATA with strict. */
static int
learn(struct load_rows *r, const struct rec *rec, struct err *e)
{
	const struct load_table *t = r->table;
	size_t i, c;

	r->shaped = true;
	r->nshape = rec->n;
	r->lacks = LOAD_NONE;
	memset(r->slot, 0, t->ncols * sizeof *r->slot);
	for (i = 0; i < rec->n; i++)
		if (learn_key(r, rec, i, e))
			return -1;
	for (c = 0; c < t->ncols && r->lacks == LOAD_NONE; c++)
		if (r->slot[c] == NULL &&
		    (t->cols[c].key ||
			(t->cols[c].field != NULL && (t->cols[c].field->flags & FIELD_NEEDED))))
			r->lacks = c;
	return 0;
}

/* Begin a segment when the record has a column that the last one lacks, or lacks one for the first
 * time. */
static void
fit_segment(struct load_rows *r)
{
	const struct load_table *t = r->table;
	bool begin = r->nsegs == 0;
	struct load_segment *s;
	size_t c;

	for (c = 0; c < t->ncols; c++) {
		if (r->slot[c] != NULL && !r->used[c])
			r->used[c] = begin = true;
		else if (r->slot[c] == NULL && r->used[c] && !r->masked)
			r->masked = begin = true;
	}
	if (!begin)
		return;
	if (r->nsegs > 0 && r->segs[r->nsegs - 1].from == r->n)
		drop_segments(r, r->nsegs - 1); /* nothing is in it yet */
	r->segs = mem_grow(r->segs, r->nsegs + 1, sizeof *r->segs);
	s = &r->segs[r->nsegs++];
	*s = (struct load_segment){ .from = r->n, .masked = r->masked };
	s->cols = mem_new(t->ncols, sizeof *s->cols);
	for (c = 0; c < t->ncols; c++)
		if (r->used[c])
			s->cols[s->ncols++] = c;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether decimal a is below decimal b; what is out of the range of prices is not compared. */
static bool
below(const struct rec_field *a, const struct rec_field *b)
{
	int64_t x, y;
	size_t i = 0;

	if (a == NULL || b == NULL || a->type != REC_NUMBER || b->type != REC_NUMBER)
		return false;
	if (a->text.n == b->text.n) /* with the point at the same place bytes decide */
		while (i < a->text.n && ((digit(a->text.p[i]) && digit(b->text.p[i])) ||
					    (a->text.p[i] == '.' && b->text.p[i] == '.')))
			i++;
	if (i == a->text.n)
		return memcmp(a->text.p, b->text.p, a->text.n) < 0;
	return num_fixed(a->text.p, a->text.n, NUM_PRICE_DIGITS, &x) == 0 &&
	       num_fixed(b->text.p, b->text.n, NUM_PRICE_DIGITS, &y) == 0 && x < y;
}

/* Add the value of column c; ERR_DATA with the field's name. */
static int
add_value(struct load_rows *r, size_t c, struct err *e)
{
	const struct load_col *col = &r->table->cols[c];
	const struct rec_field *f = r->slot[c];
	struct slice s;

	if (f == NULL || f->type == REC_NULL) {
		if (f != NULL && (col->notnull || col->key ||
				     (col->field != NULL && (col->field->flags & FIELD_NEEDED))))
			return err_set(e, ERR_DATA, "%s is missing", col->json);
		buf_add(&r->text, "\\N", 2);
		return 0;
	}
	if (load_value(&col->type, f, &s, r->tmp, e))
		return err_wrap(e, "%s", col->json);
	if (s.n == 0 && col->key && col->field != NULL)
		return err_set(e, ERR_DATA, "%s is empty", col->json);
	buf_add(&r->text, s.p, s.n);
	return 0;
}

static int
add_row(struct load_rows *r, struct err *e)
{
	const struct load_segment *s = &r->segs[r->nsegs - 1];
	size_t i;

	for (i = 0; i < s->ncols; i++) {
		if (add_value(r, s->cols[i], e))
			return -1;
		buf_char(&r->text, '\t');
	}
	if (s->masked)
		for (i = 0; i < s->ncols; i++)
			buf_char(&r->text, r->slot[s->cols[i]] != NULL ? '1' : '0');
	else
		r->text.len--; /* the last tab */
	buf_char(&r->text, '\n');
	return 0;
}

int
load_rows_take(struct load_rows *r, const struct rec *rec, struct slice raw, size_t input,
    size_t lineno, struct err *e)
{
	const struct load_table *t = r->table;
	size_t at = r->text.len;

	r->unknown = NULL;
	r->crossed = false;
	if (!same_shape(r, rec)) {
		if (learn(r, rec, e))
			return -1;
		if (r->lacks == LOAD_NONE)
			fit_segment(r);
	}
	if (r->lacks != LOAD_NONE)
		return err_set(e, ERR_DATA, "%s is missing", t->cols[r->lacks].json);
	if (add_row(r, e)) {
		r->text.len = at;
		return -1;
	}
	r->crossed = t->high != LOAD_NONE && below(r->slot[t->high], r->slot[t->low]);
	if (r->n == r->cap) {
		r->cap = mem_more(r->cap, r->n + 1);
		r->lines = mem_grow(r->lines, r->cap, sizeof *r->lines);
	}
	r->lines[r->n++] =
	    (struct load_line){ .at = at, .raw = r->raws.len, .lineno = lineno, .input = input };
	if (r->keep_raw)
		buf_add(&r->raws, raw.p, raw.n);
	return 0;
}
