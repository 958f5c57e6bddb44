#include "db/load_batch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/close.h"
#include "db/load_snapshot.h"
#include "db/load_store.h"
#include "db/load_unit.h"
#include "db/pg.h"
#include "rec/field.h"

#define FEED_BYTES ((size_t)256 << 10) /* of rows that the server is given ahead, at least */
#define BATCH_BYTES ((size_t)64 << 20) /* of rows in hand, however few they are */
#define ATTEMPTS 6                     /* at a batch that lost against another writer */
#define STATEMENT_MS 600000
#define LOCK_MS 30000

int
load_reject(struct load *l, size_t input, size_t lineno, const char *reason, struct slice raw,
    struct err *e)
{
	l->nrejected++;
	if (l->opts.strict ||
	    (l->opts.max_rejects >= 0 && l->nrejected > (size_t)l->opts.max_rejects))
		l->stopped = true;
	return l->opts.reject(l->opts.arg, l->inputs[input], lineno, reason, raw, e);
}

bool
load_full(const struct load *l)
{
	size_t n = 0, i;

	for (i = 0; i < l->nstores; i++)
		n += l->stores[i]->rows.text.len + l->stores[i]->rows.raws.len;
	return l->in_hand >= l->opts.batch || n >= BATCH_BYTES;
}

int
load_begin(struct load *l, struct err *e)
{
	const struct pg_begin how = { .statement_ms = STATEMENT_MS, .lock_ms = LOCK_MS };

	if (l->open)
		return 0;
	if (pg_begin(l->db, &how, e))
		return -1;
	l->open = true;
	return 0;
}

bool
load_whole(const struct load *l)
{
	return l->opts.atomic || l->opts.dry_run;
}

/* Put a new store behind the others, but one whose rows are written once before those that change
 * the same rows: the batch may have both of a row. */
static void
add_store(struct load *l, struct load_store *s)
{
	size_t i, at = l->nstores;

	for (i = l->nstores; i-- > 0;) {
		if (l->stores[i]->table.oid != s->table.oid)
			continue;
		l->stores[i]->shared = s->shared = true;
		if (s->table.once)
			at = i;
	}
	l->stores = mem_grow(l->stores, l->nstores + 1, sizeof *l->stores);
	memmove(&l->stores[at + 1], &l->stores[at], (l->nstores - at) * sizeof *l->stores);
	l->stores[at] = s;
	l->nstores++;
}

struct load_store *
load_store_of(struct load *l, const struct kind *kind, struct err *e)
{
	struct load_store *s;
	size_t i;

	for (i = 0; i < l->nstores; i++)
		if (l->stores[i]->table.kind == kind)
			return l->stores[i];
	if (l->fed != NULL &&
	    load_flush(l, e)) /* the catalog cannot be asked in the middle of a COPY */
		return NULL;
	s = mem_new(1, sizeof *s);
	if (load_begin(l, e) ||
	    load_table_read(&s->table, l->db, kind, l->opts.table, l->opts.key, e) ||
	    (!load_whole(l) && pg_commit(l->db, e))) {
		load_table_release(&s->table);
		free(s);
		return NULL;
	}
	l->open = load_whole(l);
	if (l->snapshot != NULL && kind != NULL)
		s->close = close_find(kind);
	if (kind != NULL && kind->unit != NULL)
		s->unit = s->same.in_vain = true; /* its rows are counted: none goes unseen */
	load_rows_init(&s->rows, &s->table, l->opts.strict, l->opts.keep_raw);
	add_store(l, s);
	return s;
}

static int
by_oid(const void *a, const void *b)
{
	uint32_t x = (*(struct load_store *const *)a)->table.oid,
		 y = (*(struct load_store *const *)b)->table.oid;

	return (x > y) - (x < y);
}

int
load_commit(struct load *l, struct err *e)
{
	if (load_whole(l))
		return 0;
	if (pg_commit(l->db, e))
		return -1;
	l->open = false;
	return 0;
}

/* Two loads of the same table take turns, batch by batch and in one order of tables, so they never
 * wait for each other in a circle (where a file is told ahead they may: the server ends that, and the
 * batch is tried again). The lock is an advisory one of the transaction: readers and
 * vacuum do not notice. */
static int
take_turns(struct load *l, struct err *e)
{
	struct load_store **sorted = mem_new(l->nstores + 1, sizeof *sorted);
	struct buf sql = { 0 };
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; i < l->nstores; i++)
		if (l->stores[i]->rows.n > 0 || l->stores[i]->ends)
			sorted[n++] = l->stores[i];
	qsort(sorted, n, sizeof *sorted, by_oid);
	/* 1885760620: "pf-l"; deferred constraints are checked while the row can still be told */
	buf_str(&sql,
	    "set constraints all immediate; set local jit = off; set local work_mem = '32MB'");
	for (i = 0; i < n; i++)
		buf_fmt(&sql, "; select pg_advisory_xact_lock(1885760620, %d)",
		    (int)(int32_t)sorted[i]->table.oid);
	if (n > 0)
		rc = pg_exec(l->db, sql.p, e);
	buf_release(&sql);
	free(sorted);
	return rc;
}

/* Put the store that is in the middle of a COPY first: nothing else can be asked before. */
static int
end_feed(struct load *l, struct err *e)
{
	struct load_store *s = l->fed;

	l->fed = NULL;
	l->no_feed = false;
	l->fed_to = 0;
	if (s == NULL)
		return 0;
	return load_store_put(s, l->db, e) ? err_wrap(e, "%s", s->table.name) : 0;
}

/* All stores but the one that is done. */
static int
put_stores(struct load *l, const struct load_store *done, struct err *e)
{
	size_t i;

	for (i = 0; i < l->nstores; i++) {
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped by a signal");
		if (l->stores[i] != done && l->stores[i]->rows.n > 0 &&
		    load_store_put(l->stores[i], l->db, e))
			return err_wrap(e, "%s", l->stores[i]->table.name);
	}
	return 0;
}

/* The same for a batch with units: until nothing of one is refused, without those of which something was. */
static int
put_units(struct load *l, const struct load_store *done, struct err *e)
{
	size_t i;

	load_units_check(l);
	for (;;) {
		if (pg_exec(l->db, "savepoint pf_units", e) || load_units_clear(l, e) ||
		    put_stores(l, done, e))
			return -1;
		if (!load_units_refused(l))
			return pg_exec(l->db, "release pf_units", e);
		if (pg_exec(l->db, "rollback to pf_units; release pf_units", e))
			return -1;
		for (i = 0; i < l->nstores; i++)
			if (l->stores[i] != done)
				load_store_undo(l->stores[i]);
		load_units_drop(l);
	}
}

static int
try_batch(struct load *l, struct err *e)
{
	const struct load_store *done = l->fed;

	if (end_feed(l, e) || load_begin(l, e) || take_turns(l, e) ||
	    (l->snapshot != NULL && load_snapshot_ask(l, e)) ||
	    (load_units_any(l->units) ? put_units(l, done, e) : put_stores(l, done, e)))
		return -1;
	if (l->snapshot != NULL && load_snapshot_close(l, e))
		return -1;
	if (stop_asked())
		return err_set(e, ERR_TEMP, "stopped by a signal");
	return load_commit(l, e);
}

static int
by_row(const void *a, const void *b)
{
	size_t x = ((const struct load_refused *)a)->row;
	size_t y = ((const struct load_refused *)b)->row;

	return (x > y) - (x < y);
}

/* The batch is in: count it, and say what was refused of it. */
static int
settle(struct load *l, struct err *e)
{
	struct load_store *s;
	const struct load_refused *r;
	const struct load_line *line;
	size_t i, k;
	int rc = 0;

	for (i = 0; i < l->nstores; i++) {
		s = l->stores[i];
		load_same_learn(
		    &s->same, s->rows.n + s->same.dropped, s->inserted + s->updated + s->nrefused);
		s->total_inserted += s->inserted;
		s->total_updated += s->updated;
		s->rejected += s->nrefused;
		s->read += s->rows.n + s->same.dropped;
		if (s->nrefused > 0)
			qsort(s->refused, s->nrefused, sizeof *s->refused, by_row);
		for (k = 0; k < s->nrefused; k++) {
			r = &s->refused[k];
			line = &s->rows.lines[r->row];
			rc |= load_reject(l, line->input, line->lineno, r->reason,
			    load_rows_raw(&s->rows, r->row), e);
			free(s->refused[k].reason);
		}
		s->nrefused = s->inserted = s->updated = s->same.dropped = 0;
		load_rows_clear(&s->rows);
	}
	l->in_hand = 0;
	rc |= load_units_settle(l, e);
	if (l->snapshot != NULL)
		rc |= load_snapshot_settle(l, e);
	return rc;
}

static void
undo(struct load *l)
{
	size_t i;

	pg_rollback(l->db);
	l->open = false;
	l->fed = NULL;
	for (i = 0; i < l->nstores; i++)
		load_store_undo(l->stores[i]);
	if (l->snapshot != NULL)
		load_snapshot_undo(l->snapshot);
}

/* A deadlock or a serialization failure against another writer: again, a little later. */
int
load_try(struct load *l, load_try_fn *once, struct err *e)
{
	struct timespec pause = { 0 };
	unsigned attempt;
	bool again;

	for (attempt = 1; once(l, e); attempt++) {
		again = (strcmp(pg_sqlstate(l->db), "40P01") == 0 ||
			    strcmp(pg_sqlstate(l->db), "40001") == 0) &&
			!load_whole(l) && attempt < ATTEMPTS && !stop_asked();
		undo(l);
		if (!again)
			return -1;
		/* some jitter, or the two meet again */
		pause.tv_nsec = 10000000L * attempt + (long)(clock_mono() % 20000000);
		(void)nanosleep(&pause, NULL); /* a signal cuts it short: fine */
		log_info("another writer was in the way: attempt %u", attempt + 1);
	}
	return 0;
}

int
load_flush(struct load *l, struct err *e)
{
	if (l->in_hand == 0)
		return 0;
	return load_try(l, try_batch, e) ? -1 : settle(l, e);
}

/* Whether the rows in hand of s are the first of the batch: tables are put in the order they were
 * met, parents before children. */
static bool
is_first(const struct load *l, const struct load_store *s)
{
	size_t i = 0;

	while (l->stores[i] != s && l->stores[i]->rows.n == 0)
		i++;
	return l->stores[i] == s;
}

/*
 * While a batch is read from a file the server gets its rows already: it works while we parse. From
 * a pipe nothing is given ahead: it may pause, and no transaction may wait for that; nor for whoever
 * reads what we reject; nor where what is held has to be asked before. A failure here is none: the batch is undone and put as a whole at its end.
 */
void
load_feed(struct load *l)
{
	struct load_store *s = l->last_store;
	struct err ignored;

	if (s == NULL || s->unit || load_units_open(l->units) || l->snapshot != NULL ||
	    s->same.expected || s->shared || (l->fed != NULL && l->fed != s) || load_whole(l) ||
	    l->no_feed || l->nrejected > 0 || s->rows.text.len < l->fed_to + FEED_BYTES ||
	    !is_first(l, s))
		return;
	l->fed_to = s->rows.text.len;
	if ((l->fed == NULL && (load_begin(l, &ignored) || take_turns(l, &ignored))) ||
	    load_store_feed(s, l->db, &ignored)) {
		undo(l);
		l->no_feed = true;
		return;
	}
	l->fed = s;
}
