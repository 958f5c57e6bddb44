#include "db/load_store.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/load_merge.h"
#include "db/pg.h"

#define CHUNK ((size_t)64 << 10) /* of COPY data handed to the connection at once */
#define PARTS 16                 /* of rows of which one was refused */
#define UNSTAGE "drop table " LOAD_STAGE "; set local enable_seqscan to default"
#define BOUNDS_ROWS 5000 /* a smaller batch finds its rows one by one */

void
load_store_undo(struct load_store *s)
{
	while (s->nrefused > 0)
		free(s->refused[--s->nrefused].reason);
	s->inserted = s->updated = 0;
	s->copying = false;
	s->how = LOAD_UNDECIDED; /* the lock is gone with the transaction */
}

void
load_store_release(struct load_store *s)
{
	load_store_undo(s);
	free(s->refused);
	load_rows_release(&s->rows);
	load_table_release(&s->table);
}

static void
note_refused(struct load_store *s, size_t row, const struct err *why, bool orphan)
{
	s->refused = mem_grow(s->refused, s->nrefused + 1, sizeof *s->refused);
	s->refused[s->nrefused++] = (struct load_refused){ row, mem_str(why->msg), orphan };
}

/* Whether the last failure is about a row: SQLSTATE classes 22 data, 23 constraint, 44 with check
 * option, P0 raised by a trigger, 54 too large for an index; 21 a key that only the database sees
 * as repeated. */
static bool
about_row(const struct pg *db)
{
	static const char *const classes[] = { "21", "22", "23", "44", "54", "P0", NULL };
	size_t i;

	for (i = 0; classes[i] != NULL; i++)
		if (strncmp(pg_sqlstate(db), classes[i], 2) == 0)
			return true;
	return false;
}

/* Whether the table has no row. */
static int
is_empty(const struct load_store *s, struct pg *db, bool *empty, struct err *e)
{
	char *sql = mem_fmt("select exists (select from %s)", s->table.quoted);
	struct pg_res *res = NULL;
	int rc;

	rc = pg_query(db, &res, sql, 0, NULL, e);
	if (rc == 0)
		*empty = pg_cell(res, 0, 0)[0] == 'f';
	pg_res_free(res);
	free(sql);
	return rc;
}

/* Straight into the table, or by way of a staging table: decided once, under a lock. */
static int
decide(struct load_store *s, struct pg *db, struct err *e)
{
	bool empty = false;
	char *sql;
	int rc = -1;

	sql =
	    mem_fmt("savepoint pf_lock; lock table %s in share row exclusive mode; release pf_lock",
		s->table.quoted);
	s->how = LOAD_STAGED;
	if (is_empty(s, db, &empty, e))
		goto out;
	if (empty) {
		if (pg_exec(db, sql, e)) { /* who may only insert may not lock: then stage */
			rc = strcmp(pg_sqlstate(db), "42501") != 0
				 ? -1
				 : pg_exec(db, "rollback to pf_lock", e);
			goto out;
		}
		if (is_empty(s, db, &empty, e))
			goto out;
		if (empty)
			s->how = LOAD_DIRECT;
	}
	rc = 0;
out:
	free(sql);
	return rc;
}

static int
put_bytes(struct pg *db, const char *p, size_t n, struct err *e)
{
	size_t k;

	for (; n > 0; p += k, n -= k) {
		k = n < CHUNK ? n : CHUNK;
		if (pg_copy_put(db, p, k, e))
			return -1;
	}
	return 0;
}

/* Rows [from, to) with their number in front. */
static int
put_numbered(const struct load_rows *r, struct pg *db, size_t from, size_t to, struct err *e)
{
	char text[NUM_TEXT_MAX];
	struct buf out = { 0 };
	struct slice row;
	int rc = -1;
	size_t i, n;

	for (i = from; i < to; i++) {
		row = load_rows_text(r, i, i + 1);
		n = num_fixed_text(text, (int64_t)i, 0);
		text[n++] = '\t';
		buf_add(&out, text, n);
		buf_add(&out, row.p, row.n);
		if (out.len >= CHUNK) {
			if (pg_copy_put(db, out.p, out.len, e))
				goto out;
			buf_reset(&out);
		}
	}
	rc = out.len == 0 ? 0 : pg_copy_put(db, out.p, out.len, e);
out:
	buf_release(&out);
	return rc;
}

/* Open a COPY of a segment from row from on, straight into the table or into the staging table, which
 * may have to be made; behind a savepoint that is the caller's to end. All in one round trip. */
static int
open_copy(struct load_store *s, const struct load_segment *seg, struct pg *db, bool direct,
    bool make_stage, size_t from, struct err *e)
{
	struct buf sql = { 0 };

	if (make_stage) {
		load_merge_stage(&sql, &s->table, seg);
		buf_str(&sql, "; ");
	}
	buf_str(&sql, "savepoint pf_try; ");
	if (direct)
		load_merge_direct(&sql, &s->table, seg);
	else
		load_merge_copy(&sql, &s->table, seg);
	s->copying = pg_copy_begin(db, sql.p, e) == 0;
	s->next = from;
	buf_release(&sql);
	return s->copying ? 0 : -1;
}

static int
put_rows(
    const struct load_rows *r, struct pg *db, bool direct, size_t from, size_t to, struct err *e)
{
	struct slice text;

	if (!direct)
		return put_numbered(r, db, from, to, e);
	text = load_rows_text(r, from, to);
	return put_bytes(db, text.p, text.n, e);
}

/* COPY rows [from, to) of a segment; a COPY that is open has begun at from and goes on. */
static int
copy(struct load_store *s, const struct load_segment *seg, struct pg *db, bool direct, size_t from,
    size_t to, struct err *e)
{
	if (!s->copying && open_copy(s, seg, db, direct, false, from, e))
		return -1;
	s->copying = false;
	if (put_rows(&s->rows, db, direct, s->next, to, e))
		return -1;
	return pg_copy_end(db, NULL, e);
}

/* Records of a masked segment that share a key become one. */
static int
fold(const struct load_store *s, const struct load_segment *seg, struct pg *db, const char *part,
    struct err *e)
{
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	int rc = -1;

	load_merge_repeats(&sql, &s->table, part);
	if (pg_query(db, &res, sql.p, 0, NULL, e))
		goto out;
	if (pg_rows(res) > 0) {
		buf_reset(&sql);
		load_merge_fold(&sql, &s->table, seg, part);
		if (pg_exec(db, sql.p, e))
			goto out;
	}
	rc = 0;
out:
	pg_res_free(res);
	buf_release(&sql);
	return rc;
}

/* Add the conditions that keep a large batch to its part of the table. */
static int
bounds(
    const struct load_store *s, struct pg *db, const char *part, struct buf *within, struct err *e)
{
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	int rc;

	load_merge_bounds(&sql, &s->table, part);
	rc = pg_query(db, &res, sql.p, 0, NULL, e);
	/* no columns: no key with an order; null: COPY refused every row */
	if (rc == 0 && pg_cols(res) > 0 && pg_cell(res, 0, 0) != NULL)
		load_merge_within(within, &s->table, res);
	pg_res_free(res);
	buf_release(&sql);
	return rc;
}

/* Staged rows [from, to) into the table, or none of them; savepoint pf_try is the caller's to end. */
static int
try_upsert(struct load_store *s, const struct load_segment *seg, struct pg *db, size_t from,
    size_t to, bool all, struct err *e)
{
	struct buf sql = { 0 }, within = { 0 }, part = { 0 };
	struct pg_res *res = NULL;
	size_t fresh, put;
	int rc = -1;

	buf_str(&part, "");
	buf_str(&within, "");
	if (!all)
		load_merge_part(&part, from, to);
	if (pg_exec(db, "savepoint pf_try", e) ||
	    (seg->masked && !s->table.once && fold(s, seg, db, part.p, e)) ||
	    (to - from >= BOUNDS_ROWS && bounds(s, db, part.p, &within, e)))
		goto out;
	load_merge_upsert(&sql, &s->table, seg, within.p, part.p);
	if (pg_query(db, &res, sql.p, 0, NULL, e))
		goto out;
	fresh = pg_cell_count(res, 0, 0);
	put = pg_cell_count(res, 0, 1);
	if (fresh > put)
		fresh = put; /* somebody else was faster with some */
	s->inserted += fresh;
	s->updated += put - fresh;
	rc = 0;
out:
	pg_res_free(res);
	buf_release(&sql);
	buf_release(&within);
	buf_release(&part);
	return rc;
}

/* Rows [from, to) into the staging table; what COPY refuses is noted, at once where it names the
 * row, else found by halves. */
static int
stage(struct load_store *s, const struct load_segment *seg, struct pg *db, size_t from, size_t to,
    struct err *e)
{
	struct err why;
	size_t line, bad;

	while (from < to) {
		if (copy(s, seg, db, false, from, to, &why) == 0)
			return pg_exec(db, "release pf_try", e);
		if (!about_row(db)) {
			*e = why;
			return -1;
		}
		line = pg_error_copy_line(db);
		if (line > to - from)
			line = 0;
		if (pg_exec(db, "rollback to pf_try; release pf_try", e))
			return -1;
		bad = line > 0 ? from + line - 1 : from + (to - from) / 2;
		if (stage(s, seg, db, from, bad, e))
			return -1;
		if (line > 0 || to - from == 1)
			note_refused(s, bad++, &why, false);
		from = bad;
	}
	return 0;
}

/*
 * Staged rows [from, to) into the table; what it refuses is found by trying parts, and parts of the
 * part that failed: many at once, since what is tried in vain leaves dead rows behind.
 */
static int
upsert(struct load_store *s, const struct load_segment *seg, struct pg *db, size_t from, size_t to,
    bool all, struct err *e)
{
	size_t step = (to - from + PARTS - 1) / PARTS, at;
	struct err why;
	bool orphan;

	if (try_upsert(s, seg, db, from, to, all, &why) == 0)
		return pg_exec(db, "release pf_try", e);
	if (!about_row(db)) {
		*e = why;
		return -1;
	}
	orphan = strcmp(pg_sqlstate(db), "23503") == 0; /* foreign_key_violation */
	if (pg_exec(db, "rollback to pf_try; release pf_try", e))
		return -1;
	if (to - from == 1) {
		note_refused(s, from, &why, orphan);
		return 0;
	}
	/* small parts are looked for now, one by one in a table that grew by the rows of failed tries */
	if (all && pg_exec(db,
		       "create index on " LOAD_STAGE " (pf_n); analyze " LOAD_STAGE
		       "; set local enable_seqscan = off",
		       e))
		return -1;
	for (at = from; at < to; at += step)
		if (upsert(s, seg, db, at, to - at < step ? to : at + step, false, e))
			return -1;
	return 0;
}

/*
 * Rows [from, to) of a segment by way of the staging table. It is made once: each one made would
 * hold a lock until the transaction ends, and many bad rows would use up the server's locks.
 */
static int
put_staged(struct load_store *s, const struct load_segment *seg, struct pg *db, size_t from,
    size_t to, struct err *e)
{
	if ((!s->copying && open_copy(s, seg, db, false, true, from, e)) ||
	    stage(s, seg, db, from, to, e) || upsert(s, seg, db, from, to, true, e))
		return -1;
	return pg_exec(db, UNSTAGE, e);
}

static int
try_direct(struct load_store *s, const struct load_segment *seg, struct pg *db, size_t from,
    size_t to, struct err *e)
{
	if (copy(s, seg, db, true, from, to, e) || pg_exec(db, "release pf_try", e))
		return -1;
	s->inserted += to - from;
	return 0;
}

/* Whether staging may do better where a plain COPY failed: it repeats a key, has a bad row, or
 * meets row security. */
static bool
stage_instead(const struct pg *db)
{
	return about_row(db) || strncmp(pg_sqlstate(db), "0A", 2) == 0 ||
	       strcmp(pg_sqlstate(db), "42501") == 0;
}

static bool
straight(const struct load_store *s, const struct load_segment *seg)
{
	return s->how == LOAD_DIRECT && load_merge_can_copy(&s->table, seg);
}

int
load_store_feed(struct load_store *s, struct pg *db, struct err *e)
{
	const struct load_segment *seg = s->rows.segs;
	size_t to = s->rows.nsegs > 1 ? seg[1].from : s->rows.n;

	if (s->how == LOAD_UNDECIDED && decide(s, db, e))
		return -1;
	if (to == 0 || (s->copying && s->next == to))
		return 0;
	if (!s->copying && open_copy(s, seg, db, straight(s, seg), !straight(s, seg), 0, e))
		return -1;
	if (put_rows(&s->rows, db, straight(s, seg), s->next, to, e))
		return -1;
	s->next = to;
	return 0;
}

static size_t
segment_end(const struct load_rows *r, size_t i)
{
	return i + 1 < r->nsegs ? r->segs[i + 1].from : r->n;
}

/* Try the refused rows of a segment that lacked another row once more; *again counts those that went
 * in. */
static int
retry_segment(struct load_store *s, size_t i, struct pg *db, size_t *again, struct err *e)
{
	const struct load_segment *seg = &s->rows.segs[i];
	size_t end = segment_end(&s->rows, i), k = 0, row;
	bool staged = false;
	struct err why;

	while (k < s->nrefused) {
		row = s->refused[k].row;
		if (!s->refused[k].orphan || row < seg->from || row >= end) {
			k++;
			continue;
		}
		if (open_copy(s, seg, db, false, !staged, row, e) ||
		    stage(s, seg, db, row, row + 1, e))
			return -1;
		staged = true;
		if (try_upsert(s, seg, db, row, row + 1, false, &why) == 0) {
			free(s->refused[k].reason);
			s->refused[k] = s->refused[--s->nrefused];
			++*again;
			if (pg_exec(db, "release pf_try", e))
				return -1;
			continue;
		}
		if (!about_row(db)) {
			*e = why;
			return -1;
		}
		if (pg_exec(db, "rollback to pf_try; release pf_try", e))
			return -1;
		k++;
	}
	return staged ? pg_exec(db, UNSTAGE, e) : 0;
}

/* A row may refer to one that stands behind it: it was refused where the two were tried apart. */
static int
retry_orphans(struct load_store *s, struct pg *db, struct err *e)
{
	size_t again, i;

	do {
		again = 0;
		for (i = 0; i < s->rows.nsegs; i++)
			if (retry_segment(s, i, db, &again, e))
				return -1;
	} while (again > 0);
	return 0;
}

int
load_store_put(struct load_store *s, struct pg *db, struct err *e)
{
	const struct load_segment *seg;
	size_t i, to;

	if (s->how == LOAD_UNDECIDED && decide(s, db, e))
		return -1;
	if (!s->copying && load_same_drop(&s->same, &s->rows, db, e))
		return -1;
	for (i = 0; i < s->rows.nsegs; i++) {
		seg = &s->rows.segs[i];
		to = segment_end(&s->rows, i);
		if (seg->from == to)
			continue;
		if (straight(s, seg)) {
			if (try_direct(s, seg, db, seg->from, to, e) == 0)
				continue;
			if (!stage_instead(db) ||
			    pg_exec(db, "rollback to pf_try; release pf_try", e))
				return -1;
			s->how = LOAD_STAGED; /* this batch and all later ones */
		}
		if (put_staged(s, seg, db, seg->from, to, e))
			return -1;
	}
	return retry_orphans(s, db, e);
}
