#include "db/load.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/stop.h"
#include "db/load_batch.h"
#include "db/load_snapshot.h"
#include "db/load_store.h"
#include "db/load_unit.h"
#include "db/pg.h"
#include "io/jsonl.h"
#include "io/utf8.h"
#include "rec/field.h"

#define CROSSED_MAX 20 /* warnings of a high below a low that are printed */

struct load *
load_new(struct pg *db, const struct load_opts *opts)
{
	struct load *l = mem_new(1, sizeof *l);

	l->db = db;
	l->units = load_units_new();
	l->opts = *opts;
	if (opts->snapshot)
		l->snapshot = load_snapshot_new();
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
	load_snapshot_free(l->snapshot);
	load_units_free(l->units);
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

size_t
load_doubted(const struct load *l)
{
	return l->snapshot != NULL ? load_snapshot_refused(l->snapshot) : 0;
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
			    utf8_cut(name.p, name.n, 60), name.p);
		if (kind->table == NULL)
			return 0;
	}
	if (l->last_store == NULL || kind != l->last_kind) {
		l->last_store = load_store_of(l, kind, e);
		l->last_kind = kind;
	}
	*s = l->last_store;
	return *s == NULL ? -1 : 1;
}

/* A record without a table: 0, or -1 with ERR_DATA: it is rejected. */
static int
take_plain(struct load *l, const struct rec *rec, struct err *e)
{
	int got = load_unit_complete(l, rec, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	return l->snapshot != NULL ? load_snapshot_complete(l, rec, e) : 0;
}

static int
take_of_unit(struct load *l, struct load_store *s, const struct jsonl *in, const struct rec *rec,
    struct err *e)
{
	int got;

	if (load_unit_begin(l, s, rec, in->raw.n, e))
		got = -1;
	else
		got = load_rows_take(&s->rows, rec, in->raw, l->ninputs - 1, in->lineno, e);
	if (got == 0 || e->code == ERR_DATA)
		load_unit_taken(l, s, got ? e : NULL);
	return got;
}

/* Take one record into its batch. ERR_DATA: it is rejected. */
static int
take(struct load *l, const struct jsonl *in, const struct rec *rec, struct err *e)
{
	struct load_store *s = NULL;
	struct scope *of = NULL;
	int got = route(l, rec, &s, e);

	if (got == 0)
		got = take_plain(l, rec, e);
	if (got < 0) {
		l->no_table += e->code == ERR_DATA;
		return -1;
	}
	if (got == 0) {
		l->ignored++;
		return 0;
	}
	progress_add(1);
	if (s->close != NULL && load_snapshot_of(l, s->close, rec, &of, e))
		return -1;
	got = s->unit ? take_of_unit(l, s, in, rec, e)
		      : load_rows_take(&s->rows, rec, in->raw, l->ninputs - 1, in->lineno, e);
	if (got && e->code != ERR_DATA)
		return -1;
	if (got) {
		s->read++;
		s->rejected++;
	} else {
		l->in_hand++;
	}
	if (of != NULL)
		load_snapshot_take(l, of, rec, got == 0);
	warn(l, s, in);
	return got;
}

/* Tell of a line that is not loaded, while no transaction waits for whoever reads it. */
static int
reject_line(struct load *l, const struct jsonl *in, struct err *e)
{
	const struct err why = *e;

	if (l->fed != NULL && load_flush(l, e))
		return -1;
	return load_reject(l, l->ninputs - 1, in->lineno, why.msg, in->raw, e);
}

int
load_pause(struct load *l, struct err *e)
{
	return l->fed != NULL ? load_flush(l, e) : 0;
}

/* The next record; what is in hand is put before a long wait for it, where no unit goes on. */
static int
next(struct load *l, struct jsonl *in, struct rec *rec, struct err *e)
{
	if (l->opts.idle_ns > 0 && l->in_hand > 0 && !load_units_open(l->units) &&
	    !jsonl_ready(in) && !jsonl_wait(in, l->opts.idle_ns) && load_flush(l, e))
		return -1;
	return jsonl_next(in, rec, e);
}

int
load_input(struct load *l, struct jsonl *in, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	bool file = jsonl_is_file(in);
	int got, rc = -1;

	if (!file && load_pause(l, e))
		goto out;
	l->inputs = mem_grow(l->inputs, l->ninputs + 1, sizeof *l->inputs);
	l->inputs[l->ninputs++] = in->name;
	if (l->opts.table != NULL && l->nstores == 0 && load_store_of(l, NULL, e) == NULL)
		goto out;
	while (!l->stopped && (got = next(l, in, rec, e)) != 0) {
		if (stop_asked()) {
			(void)err_set(e, ERR_TEMP, "stopped by a signal");
			goto out;
		}
		if (got < 0 && e->code == ERR_DATA)
			l->no_table++;
		if (got > 0 && take(l, in, rec, e) == 0)
			got = 0;
		else if (e->code != ERR_DATA || reject_line(l, in, e))
			goto out;
		if (file)
			load_feed(l);
		if (load_full(l) && !load_units_open(l->units) && load_flush(l, e))
			goto out;
	}
	load_units_end(l->units);
	rc = 0;
out:
	free(rec);
	return rc;
}

/* Whether what was counted stays, or would. */
static bool
kept(const struct load *l)
{
	return l->opts.dry_run ? !l->opts.atomic || l->nrejected == 0
			       : !l->opts.atomic || l->committed;
}

int
load_end(struct load *l, struct err *e)
{
	if (load_flush(l, e) || (l->snapshot != NULL && load_snapshot_end(l, e)))
		return -1;
	if (l->open && !l->opts.dry_run && l->nrejected == 0) {
		l->open = false;
		if (pg_commit(l->db, e))
			return -1;
		l->committed = true;
	}
	if (l->open)
		pg_rollback(l->db);
	l->open = false;
	return l->snapshot != NULL && kept(l) ? load_snapshot_tell(l, e) : 0;
}

/* Whether it is the first store of its table. */
static bool
first_of_table(const struct load *l, size_t i)
{
	size_t k;

	for (k = 0; k < i && l->stores[k]->table.oid != l->stores[i]->table.oid; k++)
		;
	return k == i;
}

bool
load_counts(const struct load *l, size_t i, struct load_count *c)
{
	const struct load_store *s;
	size_t k, first = 0, n = 0;

	while (first < l->nstores && (!first_of_table(l, first) || n++ < i))
		first++;
	if (first >= l->nstores && i > 0)
		return false;
	*c = (struct load_count){ 0 };
	for (k = first; k < l->nstores; k++) {
		s = l->stores[k];
		if (s->table.oid != l->stores[first]->table.oid)
			continue;
		c->table = s->table.name;
		c->read += s->read;
		c->rejected += s->rejected;
		if (!kept(l))
			continue;
		c->closed += s->closed;
		c->inserted += s->total_inserted;
		c->updated += s->total_updated;
		c->unchanged += s->read - s->rejected - s->total_inserted - s->total_updated;
	}
	if (i == 0) {
		c->read += l->no_table + l->ignored;
		c->rejected += l->no_table;
		c->ignored = l->ignored;
	}
	return true;
}
