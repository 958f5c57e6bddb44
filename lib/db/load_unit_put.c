/* The units of a batch at the database: what is left, what goes, what was refused. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/late.h"
#include "db/load_batch.h"
#include "db/load_store.h"
#include "db/load_unit.h"
#include "db/load_unit_inside.h"
#include "db/replaced.h"
#include "rec/field.h"
#include "rec/words.h"

static bool
goes(const struct unit *u)
{
	return u->why != NULL || u->left != NULL;
}

static void
drop_row(struct load_units *u, struct load_store *s, size_t row)
{
	struct slice raw = load_rows_raw(&s->rows, row);

	if (u->ndropped == u->dropped_cap) {
		u->dropped_cap = mem_more(u->dropped_cap, u->ndropped + 1);
		u->dropped = mem_grow(u->dropped, u->dropped_cap, sizeof *u->dropped);
	}
	u->dropped[u->ndropped++] =
	    (struct dropped){ s, s->rows.lines[row], mem_copy(raw.p, raw.n) };
}

void
load_units_drop(struct load *l)
{
	struct load_units *u = l->units;
	struct load_store *s;
	size_t i, row, n;
	bool *gone;

	for (i = 0; i < l->nstores; i++) {
		s = l->stores[i];
		if (s->table.kind == NULL || s->table.kind->unit == NULL)
			continue;
		gone = mem_new(s->rows.n + 1, sizeof *gone);
		for (row = n = 0; row < s->rows.n; row++) {
			gone[row] = goes(&u->all[s->rows.lines[row].unit - 1]);
			if (!gone[row])
				continue;
			drop_row(u, s, row);
			n++;
		}
		if (n > 0)
			load_rows_drop(&s->rows, gone);
		free(gone);
	}
}

void
load_units_check(struct load *l)
{
	struct load_units *u = l->units;
	struct unit *of;
	bool any = false;
	size_t i;

	if (u->open && u->n > 0)
		u->all[u->n - 1].cut = true;
	for (i = 0; i < u->n; i++) {
		of = &u->all[i];
		if (of->cut)
			unit_spoil_whole(of, "goes on behind something that ends a batch");
		else if (u->told && (of->parts > 0 || of->complete) && !of->complete)
			unit_spoil_whole(of, "has no complete record behind it");
		else if (u->told && of->complete && !of->ended)
			unit_spoil_whole(of, "comes without its last record");
		any |= goes(of);
	}
	if (any)
		load_units_drop(l);
}

static struct load_store *
store_of(const struct load *l, const struct kind *kind)
{
	size_t i;

	for (i = 0; i < l->nstores; i++)
		if (l->stores[i]->table.kind == kind)
			return l->stores[i];
	return NULL;
}

/* The messages that have ideas, or are said to have none; whole: only those that are to be replaced. */
static void
gather(const struct load *l, const struct load_store *s, bool whole, struct replaced *ideas)
{
	const struct load_units *u = l->units;
	const struct unit *of;
	size_t i;

	for (i = 0; i < u->n; i++) {
		of = &u->all[i];
		if (!goes(of) && (of->complete || (!whole && of->parts > 0)))
			replaced_add_message(ideas, i, of->name);
	}
	for (i = 0; i < s->rows.n; i++)
		replaced_add(ideas, s->rows.lines[i].unit - 1, &s->rows, i);
}

static void
found(void *arg, size_t no, bool reviewed, bool twice)
{
	struct load_units *u = arg;

	if (reviewed)
		u->all[no].left =
		    "somebody has reviewed an idea of it, so all of it is left as it is";
	else if (twice)
		unit_spoil_whole(&u->all[no], "has two ideas with the same place");
}

static void
found_late(void *arg, size_t no, bool edited)
{
	struct load_units *u = arg;

	u->all[no].left =
	    edited ? "its text was changed since it was read, so it is to be parsed again"
		   : "its text has an answer already, and the claim of who says otherwise is over";
}

static int
leave_late(struct load *l, struct err *e)
{
	const struct load_store *s = store_of(l, &message_status_kind);
	struct late messages = { 0 };
	const struct unit *of;
	size_t i;
	int rc;

	for (i = 0; s != NULL && i < s->rows.n; i++) {
		of = &l->units->all[s->rows.lines[i].unit - 1];
		late_add(&messages, s->rows.lines[i].unit - 1, of->name, &s->rows, i);
	}
	rc = late_ask(l->db, &messages, found_late, l->units, e);
	late_release(&messages);
	return rc;
}

static void
drop_any(struct load *l)
{
	bool any = false;
	size_t i;

	for (i = 0; i < l->units->n; i++)
		any |= goes(&l->units->all[i]);
	if (any)
		load_units_drop(l);
}

int
load_units_clear(struct load *l, struct err *e)
{
	struct load_store *s = store_of(l, &idea_kind);
	struct replaced ideas = { 0 };
	size_t gone = 0;
	int rc = -1;

	if (leave_late(l, e))
		return -1;
	if (s == NULL) {
		drop_any(l);
		return 0;
	}
	s->closed_now = 0;
	gather(l, s, false, &ideas);
	if (replaced_ask(l->db, &ideas, found, l->units, e))
		goto out;
	drop_any(l);
	replaced_release(&ideas);
	gather(l, s, true, &ideas);
	if (replaced_clear(l->db, &ideas, &gone, e))
		goto out;
	s->closed_now = gone;
	rc = 0;
out:
	replaced_release(&ideas);
	return rc;
}

/* The place of a row among those of its unit and kind, from 1. */
static size_t
place_in(const struct load_rows *rows, size_t row)
{
	size_t n = 1;

	while (row >= n && rows->lines[row - n].unit == rows->lines[row].unit)
		n++;
	return n;
}

bool
load_units_refused(struct load *l)
{
	const struct load_refused *r;
	const struct load_line *line;
	struct load_store *s;
	struct unit *of;
	bool any = false;
	size_t i, k;

	for (i = 0; i < l->nstores; i++) {
		s = l->stores[i];
		if (s->table.kind == NULL || s->table.kind->unit == NULL)
			continue;
		for (k = 0; k < s->nrefused; k++) {
			r = &s->refused[k];
			line = &s->rows.lines[r->row];
			of = &l->units->all[line->unit - 1];
			any = true;
			if (of->why != NULL)
				continue;
			unit_spoil_by(of, s->table.kind,
			    s->table.kind->unit_end ? 0 : place_in(&s->rows, r->row), r->reason);
			of->bad = line->lineno;
			of->bad_in = line->input;
			of->refused = mem_str(r->reason);
		}
	}
	return any;
}

static int
by_line(const void *a, const void *b)
{
	const struct load_line *x = &((const struct dropped *)a)->line;
	const struct load_line *y = &((const struct dropped *)b)->line;

	if (x->input != y->input)
		return (x->input > y->input) - (x->input < y->input);
	return (x->lineno > y->lineno) - (x->lineno < y->lineno);
}

static int
reject(struct load *l, const struct dropped *d, const struct unit *u, struct err *e)
{
	const struct slice raw = { d->raw, strlen(d->raw) };
	struct buf why = { 0 };
	int rc;

	if (u->bad == d->line.lineno && u->bad_in == d->line.input)
		buf_str(&why, u->refused);
	else
		buf_fmt(&why, "not taken, because %s", u->why);
	rc = load_reject(l, d->line.input, d->line.lineno, why.p, raw, e);
	buf_release(&why);
	return rc;
}

static int
tell_left(struct load *l, const struct unit *u, struct err *e)
{
	struct buf name = { 0 };
	struct load_event event = { "left", "warning", NULL, u->left, "{}" };
	int rc;

	unit_name(&name, u);
	event.subject = name.p;
	rc = l->opts.event(l->opts.arg, &event, e);
	buf_release(&name);
	return rc;
}

int
load_units_settle(struct load *l, struct err *e)
{
	struct load_units *u = l->units;
	struct load_store *s;
	struct dropped *d;
	size_t i;
	int rc = 0;

	if (u->ndropped > 0)
		qsort(u->dropped, u->ndropped, sizeof *u->dropped, by_line);
	for (i = 0; i < u->ndropped; i++) {
		d = &u->dropped[i];
		d->store->read++;
		if (u->all[d->line.unit - 1].left != NULL)
			continue; /* unchanged */
		d->store->rejected++;
		rc |= reject(l, d, &u->all[d->line.unit - 1], e);
	}
	units_forget_dropped(u);
	s = store_of(l, &idea_kind);
	if (s != NULL) {
		s->closed += s->closed_now;
		s->closed_now = 0;
		s->ends = false;
	}
	for (i = 0; i < u->n; i++)
		if (u->all[i].left != NULL)
			rc |= tell_left(l, &u->all[i], e);
	units_renew(u);
	return rc;
}
