#include "db/load.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/load_store.h"
#include "db/pg.h"
#include "io/jsonl.h"
#include "rec/field.h"

#define BATCH_BYTES ((size_t)64 << 20) /* of rows in hand, however few they are */
#define FEED_BYTES ((size_t)256 << 10) /* of rows that the server is given ahead, at least */
#define ATTEMPTS 6                     /* at a batch that lost against another writer */
#define STATEMENT_MS 600000
#define LOCK_MS 30000
#define CROSSED_MAX 20 /* warnings of a high below a low that are printed */

struct load {
	struct pg *db; /* borrowed */
	struct load_opts opts;
	struct load_store **stores; /* owned; in the order they were met */
	size_t nstores;
	const struct kind *last_kind; /* of the last record, and its store */
	struct load_store *last_store;
	const char **inputs; /* names, borrowed */
	size_t ninputs;
	size_t in_hand;         /* records of the batch */
	struct load_store *fed; /* in the middle of a COPY, or NULL */
	size_t fed_to;    /* bytes of its rows that were given to the server, or were tried to */
	bool open;        /* a transaction is open and stays so: atomic, dry run */
	bool stopped;     /* no more is read */
	bool committed;   /* of atomic: the one transaction */
	size_t no_table;  /* records rejected before their table was known */
	size_t ignored;   /* of kinds without a table */
	size_t nrejected; /* in all */
	size_t crossed;
};

struct load *
load_new(struct pg *db, const struct load_opts *opts)
{
	struct load *l = mem_new(1, sizeof *l);

	l->db = db;
	l->opts = *opts;
	return l;
}

void
load_free(struct load *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->nstores; i++) {
		load_store_release(l->stores[i]);
		free(l->stores[i]);
	}
	free(l->stores);
	free(l->inputs);
	free(l);
}

bool
load_stopped(const struct load *l)
{
	return l->stopped;
}

size_t
load_rejected(const struct load *l)
{
	return l->nrejected;
}

static int
reject(struct load *l, size_t input, size_t lineno, const char *reason, struct slice raw,
    struct err *e)
{
	l->nrejected++;
	if (l->opts.strict ||
	    (l->opts.max_rejects >= 0 && l->nrejected > (size_t)l->opts.max_rejects))
		l->stopped = true;
	return l->opts.reject(l->opts.arg, l->inputs[input], lineno, reason, raw, e);
}

static int
begin(struct load *l, struct err *e)
{
	const struct pg_begin how = { .statement_ms = STATEMENT_MS, .lock_ms = LOCK_MS };

	if (l->open)
		return 0;
	if (pg_begin(l->db, &how, e))
		return -1;
	l->open = true;
	return 0;
}

static bool
whole(const struct load *l)
{
	return l->opts.atomic || l->opts.dry_run;
}

static int
by_oid(const void *a, const void *b)
{
	uint32_t x = (*(struct load_store *const *)a)->table.oid,
		 y = (*(struct load_store *const *)b)->table.oid;

	return (x > y) - (x < y);
}

/* Two loads of the same table take turns, batch by batch and in one order of tables, so they never
 * wait for each other in a circle. The lock is an advisory one of the transaction: readers and
 * vacuum do not notice. */
static int
take_turns(struct load *l, struct err *e)
{
	struct load_store **sorted = mem_new(l->nstores + 1, sizeof *sorted);
	struct buf sql = { 0 };
	size_t i, n = 0;
	int rc = 0;

	for (i = 0; i < l->nstores; i++)
		if (l->stores[i]->rows.n > 0)
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
	l->fed_to = 0;
	if (s == NULL)
		return 0;
	return load_store_put(s, l->db, e) ? err_wrap(e, "%s", s->table.name) : 0;
}

static int
try_batch(struct load *l, struct err *e)
{
	const struct load_store *done = l->fed;
	size_t i;

	if (end_feed(l, e) || begin(l, e) || take_turns(l, e))
		return -1;
	for (i = 0; i < l->nstores; i++) {
		if (stop_asked())
			return err_set(e, ERR_TEMP, "stopped by a signal");
		if (l->stores[i] != done && l->stores[i]->rows.n > 0 &&
		    load_store_put(l->stores[i], l->db, e))
			return err_wrap(e, "%s", l->stores[i]->table.name);
	}
	if (stop_asked())
		return err_set(e, ERR_TEMP, "stopped by a signal");
	if (whole(l))
		return 0;
	if (pg_commit(l->db, e))
		return -1;
	l->open = false;
	return 0;
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
		s->total_inserted += s->inserted;
		s->total_updated += s->updated;
		s->rejected += s->nrefused;
		s->read += s->rows.n;
		if (s->nrefused > 0)
			qsort(s->refused, s->nrefused, sizeof *s->refused, by_row);
		for (k = 0; k < s->nrefused; k++) {
			r = &s->refused[k];
			line = &s->rows.lines[r->row];
			rc |= reject(l, line->input, line->lineno, r->reason,
			    load_rows_raw(&s->rows, r->row), e);
			free(s->refused[k].reason);
		}
		s->nrefused = s->inserted = s->updated = 0;
		load_rows_clear(&s->rows);
	}
	l->in_hand = 0;
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
}

/* A deadlock or a serialization failure against another writer: the batch again, a little later. */
static int
flush(struct load *l, struct err *e)
{
	struct timespec pause = { 0 };
	unsigned attempt;
	bool again;

	if (l->in_hand == 0)
		return 0;
	for (attempt = 1; try_batch(l, e); attempt++) {
		again = (strcmp(pg_sqlstate(l->db), "40P01") == 0 ||
			    strcmp(pg_sqlstate(l->db), "40001") == 0) &&
			!whole(l) && attempt < ATTEMPTS && !stop_asked();
		undo(l);
		if (!again)
			return -1;
		/* some jitter, or the two meet again */
		pause.tv_nsec = 10000000L * attempt + (long)(clock_mono() % 20000000);
		(void)nanosleep(&pause, NULL); /* a signal cuts it short: fine */
		log_info("another writer was in the way: attempt %u", attempt + 1);
	}
	return settle(l, e);
}

/* The store of a kind, or of the table that was named (kind NULL); made when it is met first. */
static struct load_store *
store_of(struct load *l, const struct kind *kind, struct err *e)
{
	struct load_store *s;
	size_t i;

	for (i = 0; i < l->nstores; i++)
		if (l->stores[i]->table.kind == kind)
			return l->stores[i];
	if (l->fed != NULL && flush(l, e)) /* the catalog cannot be asked in the middle of a COPY */
		return NULL;
	s = mem_new(1, sizeof *s);
	l->stores = mem_grow(l->stores, l->nstores + 1, sizeof *l->stores);
	if (begin(l, e) || load_table_read(&s->table, l->db, kind, l->opts.table, l->opts.key, e) ||
	    (!whole(l) && pg_commit(l->db, e))) {
		load_table_release(&s->table);
		free(s);
		return NULL;
	}
	l->open = whole(l);
	load_rows_init(&s->rows, &s->table, l->opts.strict, l->opts.keep_raw);
	l->stores[l->nstores++] = s;
	return s;
}

/*
 * While a batch is read from a file the server gets its rows already: it works while we parse. From
 * a pipe nothing is given ahead: it may pause, and no transaction may wait for that. A failure here
 * is none: the batch is undone and put as a whole at its end.
 */
static void
feed(struct load *l)
{
	struct load_store *s = l->last_store;
	struct err ignored;

	if (s == NULL || (l->fed != NULL && l->fed != s) || whole(l) || l->stopped ||
	    s->rows.text.len < l->fed_to + FEED_BYTES)
		return;
	l->fed_to = s->rows.text.len;
	if ((l->fed == NULL && (begin(l, &ignored) || take_turns(l, &ignored))) ||
	    load_store_feed(s, l->db, &ignored)) {
		undo(l);
		l->fed_to = SIZE_MAX - FEED_BYTES; /* no more of this batch */
		return;
	}
	l->fed = s;
}

static void
warn(struct load *l, const struct load_store *s, const struct jsonl *in)
{
	if (s->rows.unknown != NULL)
		log_warn("%s:%zu: %s: key %s has no column in %s and is ignored (said once)",
		    in->name, in->lineno,
		    s->table.kind != NULL ? s->table.kind->name : s->table.name, s->rows.unknown,
		    s->table.name);
	if (s->rows.crossed && ++l->crossed <= CROSSED_MAX)
		log_warn("%s:%zu: the high is below the low (kept)%s", in->name, in->lineno,
		    l->crossed == CROSSED_MAX ? "; no more of these are shown" : "");
}

/* Where a record goes: 1 with *s, 0 when it has no table, -1 with ERR_DATA for a reject; other
 * errors end the load. */
static int
route(struct load *l, const struct rec *rec, struct load_store **s, struct err *e)
{
	const struct kind *kind = NULL;
	struct slice name;

	if (l->opts.table == NULL) {
		name = rec->n > 0 && rec->f[0].name.n == 4 && rec->f[0].type == REC_STRING &&
			       memcmp(rec->f[0].name.p, "kind", 4) == 0
			   ? rec->f[0].text
			   : rec_kind(rec);
		if (name.n == 0)
			return err_set(
			    e, ERR_DATA, "no kind (--table names a table for such records)");
		kind = l->last_kind;
		if (kind == NULL || !slice_is(name, kind->name))
			kind = kind_find(name.p, name.n);
		if (kind == NULL)
			return err_set(e, ERR_DATA, "unknown kind '%.*s'",
			    name.n > 60 ? 60 : (int)name.n, name.p);
		if (kind->table == NULL)
			return 0;
	}
	if (l->last_store == NULL || kind != l->last_kind) {
		l->last_store = store_of(l, kind, e);
		l->last_kind = kind;
	}
	*s = l->last_store;
	return *s == NULL ? -1 : 1;
}

/* Take one record into its batch. ERR_DATA: it is rejected. */
static int
take(struct load *l, const struct jsonl *in, const struct rec *rec, struct err *e)
{
	struct load_store *s = NULL;
	int got = route(l, rec, &s, e);

	if (got < 0) {
		l->no_table += e->code == ERR_DATA;
		return -1;
	}
	if (got == 0) {
		l->ignored++;
		return 0;
	}
	got = load_rows_take(&s->rows, rec, in->raw, l->ninputs - 1, in->lineno, e);
	if (got) {
		s->read++;
		s->rejected++;
	} else {
		l->in_hand++;
	}
	warn(l, s, in);
	return got;
}

static size_t
bytes_in_hand(const struct load *l)
{
	size_t n = 0, i;

	for (i = 0; i < l->nstores; i++)
		n += l->stores[i]->rows.text.len + l->stores[i]->rows.raws.len;
	return n;
}

int
load_input(struct load *l, struct jsonl *in, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	bool file = jsonl_is_file(in);
	int got, rc = -1;

	/* a COPY that is open does not wait for a pipe */
	if (!file && l->fed != NULL && flush(l, e))
		goto out;
	l->inputs = mem_grow(l->inputs, l->ninputs + 1, sizeof *l->inputs);
	l->inputs[l->ninputs++] = in->name;
	if (l->opts.table != NULL && l->nstores == 0 && store_of(l, NULL, e) == NULL)
		goto out;
	while (!l->stopped && (got = jsonl_next(in, rec, e)) != 0) {
		if (stop_asked()) {
			(void)err_set(e, ERR_TEMP, "stopped by a signal");
			goto out;
		}
		if (got < 0 && e->code == ERR_DATA)
			l->no_table++;
		if (got > 0 && take(l, in, rec, e) == 0)
			got = 0;
		else if (e->code != ERR_DATA ||
			 reject(l, l->ninputs - 1, in->lineno, e->msg, in->raw, e))
			goto out;
		if (file)
			feed(l);
		if ((l->in_hand >= l->opts.batch || bytes_in_hand(l) >= BATCH_BYTES) && flush(l, e))
			goto out;
	}
	rc = 0;
out:
	free(rec);
	return rc;
}

int
load_end(struct load *l, struct err *e)
{
	if (flush(l, e))
		return -1;
	if (!l->open)
		return 0;
	if (!l->opts.dry_run && l->nrejected == 0) {
		l->open = false;
		if (pg_commit(l->db, e))
			return -1;
		l->committed = true;
		return 0;
	}
	pg_rollback(l->db);
	l->open = false;
	return 0;
}

bool
load_counts(const struct load *l, size_t i, struct load_count *c)
{
	const struct load_store *s = i < l->nstores ? l->stores[i] : NULL;
	bool kept = l->opts.dry_run ? !l->opts.atomic || l->nrejected == 0
				    : !l->opts.atomic || l->committed;

	if (s == NULL && i > 0)
		return false;
	*c = (struct load_count){ 0 };
	if (s != NULL)
		*c = (struct load_count){ .table = s->table.name,
			.read = s->read,
			.inserted = kept ? s->total_inserted : 0,
			.updated = kept ? s->total_updated : 0,
			.unchanged =
			    kept ? s->read - s->rejected - s->total_inserted - s->total_updated : 0,
			.rejected = s->rejected };
	if (i == 0) {
		c->read += l->no_table + l->ignored;
		c->rejected += l->no_table;
		c->ignored = l->ignored;
	}
	return true;
}
