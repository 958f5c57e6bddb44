#include "db/load_same.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "db/pg.h"

#define ROWS_MIN 5000 /* of a batch that is worth a question of its own */
#define ASK_MAX 2 /* stored rows, a row of the batch: between its keys may be most of the table */
#define DIGEST 1099511628211U /* FNV-1a's prime and its beginning, 64 bits */
#define DIGEST_0 14695981039346656037U

/* Whether two texts of a class are one value. */
typedef bool same_fn(struct slice ours, struct slice stored);

/* The rows of a batch by their key: open addressing, at most half full. */
struct index {
	const struct load_rows *rows;
	const struct load_segment *seg;
	bool *key;                   /* owned; a field: it is of the key */
	same_fn **equal;             /* owned; a field */
	struct slice *ours, *stored; /* owned; the fields of two rows */
	struct slice *first, *last;  /* owned; the smallest and the largest of a field of the key */
	uint32_t *slot;              /* owned; a row's number + 1, 0: free */
	size_t mask;
	bool *same, *twice; /* owned; a row: it is stored as it is; its key comes again */
	size_t nsame;
};

static bool
same_text(struct slice ours, struct slice stored)
{
	return ours.n == stored.n && memcmp(ours.p, stored.p, ours.n) == 0;
}

/* Without the zeros at the end of a decimal fraction. */
static struct slice
trimmed(struct slice s)
{
	if (s.n == 0 || memchr(s.p, '.', s.n) == NULL)
		return s;
	while (s.p[s.n - 1] == '0')
		s.n--;
	s.n -= s.p[s.n - 1] == '.';
	return s;
}

/* The server prints no exponents, so a text with one equals none. */
static bool
same_number(struct slice ours, struct slice stored)
{
	return same_text(ours, stored) || same_text(trimmed(ours), trimmed(stored));
}

/* "true" as "t" */
static bool
same_bool(struct slice ours, struct slice stored)
{
	return same_text(ours, stored) ||
	       (stored.n == 1 && (*stored.p == 't' || *stored.p == 'f') && ours.n > 1 &&
		   ours.p[0] == *stored.p);
}

/* "2024-01-02T03:04:05.500Z" as "2024-01-02 03:04:05.5+00" */
static bool
same_time(struct slice ours, struct slice stored)
{
	const size_t date = strlen("2024-01-02");

	if (same_text(ours, stored))
		return true;
	if (ours.n <= date || stored.n <= date || memcmp(ours.p, stored.p, date) != 0)
		return false;
	ours.p += date + 1;
	ours.n -= date + 1;
	stored.p += date + 1;
	stored.n -= date + 1;
	if (ours.n > 0 && (ours.p[ours.n - 1] | 0x20) == 'z')
		ours.n--;
	if (stored.n > 3 && memcmp(stored.p + stored.n - 3, "+00", 3) == 0)
		stored.n -= 3;
	return same_text(trimmed(ours), trimmed(stored));
}

/* Two stamps: whatever they say, it is no difference. */
static bool
same_enough(struct slice ours, struct slice stored)
{
	(void)ours;
	(void)stored;
	return true;
}

/* How values of a type are compared; NULL: their texts do not tell. */
static same_fn *
equality(const struct load_type *t)
{
	if (t->array)
		return NULL; /* the server leaves quotes out where it can */
	switch (t->class) {
	case LOAD_NUMERIC:
		return same_number;
	case LOAD_BOOL:
		return same_bool;
	case LOAD_TIMESTAMP:
	case LOAD_TIMESTAMPTZ:
		return same_time;
	case LOAD_OTHER:
		return NULL;
	default:
		return same_text;
	}
}

/* Cut a row, with its line end, into its fields. */
static void
cut(const struct load_segment *seg, struct slice row, struct slice *fields)
{
	const char *p = row.p, *end = row.p + row.n - 1, *tab;
	size_t i;

	for (i = 0; i < seg->ncols; i++) {
		tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
		if (tab == NULL)
			tab = end;
		fields[i] = (struct slice){ p, (size_t)(tab - p) };
		p = tab < end ? tab + 1 : end;
	}
}

static void
cut_ours(const struct index *x, size_t row)
{
	cut(x->seg, load_rows_text(x->rows, row, row + 1), x->ours);
}

/* Where the row with the key of these fields is, or would be. */
static size_t
place(const struct index *x, const struct slice *fields, struct slice *other)
{
	uint64_t h = DIGEST_0;
	size_t i, k;
	bool same;

	for (k = 0; k < x->seg->ncols; k++)
		for (i = 0; x->key[k] && i <= fields[k].n; i++)
			h = (h ^ (i < fields[k].n ? (unsigned char)fields[k].p[i] : '\t')) * DIGEST;
	for (i = (size_t)(h ^ (h >> 32)) & x->mask; x->slot[i] != 0; i = (i + 1) & x->mask) {
		cut(x->seg, load_rows_text(x->rows, x->slot[i] - 1, x->slot[i]), other);
		same = true;
		for (k = 0; k < x->seg->ncols && same; k++)
			same = !x->key[k] || same_text(fields[k], other[k]);
		if (same)
			break;
	}
	return i;
}

/* Whether no other text is the same value: no null, no escape, no number such as "-0". */
static bool
canonical(const struct load_type *t, struct slice s)
{
	if (memchr(s.p, '\\', s.n) != NULL)
		return false;
	if (t->class == LOAD_DATE)
		return s.n > 0 && *s.p >= '0' && *s.p <= '9';
	if (t->class == LOAD_INT)
		return s.n > 0 && (s.n == 1 || *s.p != '0') &&
		       (s.n < 2 || *s.p != '-' || s.p[1] != '0');
	return true;
}

/* Whether a is below b: dates and texts by their bytes, numbers by sign and length first. */
static bool
below(const struct load_type *t, struct slice a, struct slice b)
{
	bool minus = *a.p == '-';
	size_t n = a.n < b.n ? a.n : b.n;
	int d;

	if (t->class == LOAD_INT && minus != (*b.p == '-'))
		return minus;
	if (t->class == LOAD_INT && a.n != b.n)
		return (a.n < b.n) != minus;
	d = memcmp(a.p, b.p, n);
	if (t->class == LOAD_INT)
		return minus ? d > 0 : d < 0;
	return d < 0 || (d == 0 && a.n < b.n);
}

/* Take a field of the key. False: it cannot be compared as text. */
static bool
take_key(struct index *x, size_t k, bool begin)
{
	const struct load_type *t = &x->rows->table->cols[x->seg->cols[k]].type;

	if (!canonical(t, x->ours[k]))
		return false;
	if (begin || below(t, x->ours[k], x->first[k]))
		x->first[k] = x->ours[k];
	if (begin || below(t, x->last[k], x->ours[k]))
		x->last[k] = x->ours[k];
	return true;
}

/* Find all rows their place. False: one has a key that cannot be compared as text. */
static bool
fill(struct index *x)
{
	size_t row, i, k;

	for (row = 0; row < x->rows->n; row++) {
		cut_ours(x, row);
		for (k = 0; k < x->seg->ncols; k++)
			if (x->key[k] && !take_key(x, k, row == 0))
				return false;
		i = place(x, x->ours, x->stored);
		if (x->slot[i] == 0)
			x->slot[i] = (uint32_t)row + 1;
		else
			x->twice[x->slot[i] - 1] = x->twice[row] = true;
	}
	return true;
}

static int
take_stored(void *arg, const char *p, size_t n, struct err *e)
{
	struct index *x = arg;
	size_t i, k, row;

	(void)e;
	cut(x->seg, (struct slice){ p, n }, x->stored);
	i = place(x, x->stored, x->ours);
	if (x->slot[i] == 0)
		return 0;
	row = x->slot[i] - 1;
	if (x->twice[row] || x->same[row])
		return 0;
	for (k = 0; k < x->seg->ncols; k++)
		if (!x->equal[k](x->ours[k], x->stored[k]))
			return 0;
	x->same[row] = true;
	x->nsame++;
	return 0;
}

static void
bound(struct buf *sql, struct slice s)
{
	char *text = mem_copy(s.p, s.n);

	pg_literal(sql, text);
	free(text);
}

/* The condition on field k. A collation that sees another order costs rows that are staged, no more. */
static void
between(struct buf *sql, const struct index *x, size_t k)
{
	pg_ident(sql, x->rows->table->cols[x->seg->cols[k]].name);
	buf_str(sql, " between ");
	bound(sql, x->first[k]);
	buf_str(sql, " and ");
	bound(sql, x->last[k]);
}

/* Ask for what is stored between the batch's keys. */
static int
ask(struct index *x, struct pg *db, struct err *e)
{
	const char *lead = " where ";
	struct buf sql = { 0 };
	size_t k;
	int rc;

	buf_str(&sql, "copy (select ");
	for (k = 0; k < x->seg->ncols; k++) {
		buf_str(&sql, k > 0 ? ", " : "");
		pg_ident(&sql, x->rows->table->cols[x->seg->cols[k]].name);
	}
	buf_fmt(&sql, " from %s", x->rows->table->quoted);
	for (k = 0; k < x->seg->ncols; k++) {
		if (!x->key[k])
			continue;
		buf_str(&sql, lead);
		lead = " and ";
		between(&sql, x, k);
	}
	buf_fmt(&sql, " limit %zu) to stdout", x->rows->n * ASK_MAX);
	rc = pg_copy_out(db, sql.p, take_stored, x, e);
	buf_release(&sql);
	return rc;
}

/*
 * Whether different texts are different keys, so that an earlier row of the batch cannot have the
 * key of one that is dropped: whole numbers, dates, and texts whose collation is deterministic
 * (types by their oids, fixed in pg_type.dat).
 */
static int
key_is_text(const struct load_table *t, struct pg *db, bool *yes, struct err *e)
{
	struct buf sql = { 0 };
	struct pg_res *res = NULL;
	size_t i;
	int rc;

	buf_fmt(&sql,
	    "select from pg_attribute a left join pg_collation c on c.oid = a.attcollation"
	    " where a.attrelid = %lu and a.attnum > 0"
	    " and a.atttypid in (20, 21, 23, 25, 1043, 1082)"
	    " and coalesce(c.collisdeterministic, true) and a.attname in (",
	    (unsigned long)t->oid);
	for (i = 0; i < t->nkey; i++) {
		buf_str(&sql, i > 0 ? ", " : "");
		pg_literal(&sql, t->cols[t->key[i]].name);
	}
	buf_char(&sql, ')');
	rc = pg_query(db, &res, sql.p, 0, NULL, e);
	*yes = rc == 0 && pg_rows(res) == t->nkey;
	pg_res_free(res);
	buf_release(&sql);
	return rc;
}

/* False: the columns cannot be compared as text. */
static bool
open_index(struct index *x, const struct load_rows *r)
{
	const struct load_segment *seg = r->segs;
	const struct load_col *c;
	bool able = true;
	size_t k;

	*x = (struct index){ .rows = r, .seg = seg };
	x->key = mem_new(seg->ncols, sizeof *x->key);
	x->equal = mem_new(seg->ncols, sizeof *x->equal);
	x->ours = mem_new(seg->ncols, sizeof *x->ours);
	x->stored = mem_new(seg->ncols, sizeof *x->stored);
	x->first = mem_new(seg->ncols, sizeof *x->first);
	x->last = mem_new(seg->ncols, sizeof *x->last);
	x->same = mem_new(r->n, sizeof *x->same);
	x->twice = mem_new(r->n, sizeof *x->twice);
	x->mask = 1;
	while (x->mask < r->n * 2)
		x->mask *= 2;
	x->slot = mem_new(x->mask, sizeof *x->slot);
	x->mask--;
	for (k = 0; k < seg->ncols; k++) {
		c = &r->table->cols[seg->cols[k]];
		x->key[k] = c->key;
		x->equal[k] = c->stamp ? same_enough : equality(&c->type);
		able &= x->equal[k] != NULL;
	}
	return able;
}

static void
close_index(struct index *x)
{
	free(x->key);
	free(x->equal);
	free(x->ours);
	free(x->stored);
	free(x->first);
	free(x->last);
	free(x->same);
	free(x->twice);
	free(x->slot);
}

int
load_same_drop(struct load_same *s, struct load_rows *r, struct pg *db, struct err *e)
{
	struct index x;
	size_t n = r->n;
	bool able = false;
	int rc = 0;

	if (!s->expected || r->nsegs != 1 || r->segs->masked || n < ROWS_MIN || n >= UINT32_MAX)
		return 0;
	if (open_index(&x, r) && key_is_text(r->table, db, &able, e))
		rc = -1;
	if (able && fill(&x))
		rc = ask(&x, db, e);
	log_debug("%s: %zu of %zu rows are stored as they are", r->table->name, x.nsame, n);
	if (rc == 0 && x.nsame > 0) {
		load_rows_drop(r, x.same);
		s->dropped += x.nsame;
	}
	if (x.nsame < n / 2) {
		s->expected = false;
		s->in_vain = true;
	}
	close_index(&x);
	return rc;
}

void
load_same_learn(struct load_same *s, size_t rows, size_t different)
{
	if (!s->in_vain && rows >= ROWS_MIN)
		s->expected = different < rows / 4;
}
