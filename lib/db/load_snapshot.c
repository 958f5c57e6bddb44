#include "db/load_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/close.h"
#include "db/held.h"
#include "db/load_batch.h"
#include "db/load_store.h"
#include "db/pg.h"
#include "db/pg_list.h"
#include "db/scope.h"
#include "rec/broker.h"
#include "rec/field.h"
#include "rec/records.h"

/* Scopes, borrowed. */
struct list {
	struct scope **s; /* owned */
	size_t n, cap;
};

/* An event that waits to be told. */
struct waiting {
	const char *event, *level; /* borrowed */
	char *subject, *text, *data;
};

struct load_snapshot {
	struct scopes scopes;
	struct list begun;       /* whose answer begins in the batch */
	struct list ended;       /* whose answer ends in it */
	struct list some;        /* of a kind */
	struct buf accounts;     /* elements of an array's literal: whose positions counted */
	struct waiting *waiting; /* owned */
	size_t nwaiting;
	size_t refused;
};

struct load_snapshot *
load_snapshot_new(void)
{
	return mem_new(1, sizeof(struct load_snapshot));
}

static void
drop_waiting(struct load_snapshot *p)
{
	struct waiting *w;

	for (; p->nwaiting > 0; p->nwaiting--) {
		w = &p->waiting[p->nwaiting - 1];
		free(w->subject);
		free(w->text);
		free(w->data);
	}
}

void
load_snapshot_free(struct load_snapshot *p)
{
	if (p == NULL)
		return;
	drop_waiting(p);
	free(p->waiting);
	free(p->begun.s);
	free(p->ended.s);
	free(p->some.s);
	buf_release(&p->accounts);
	scopes_release(&p->scopes);
	free(p);
}

size_t
load_snapshot_refused(const struct load_snapshot *p)
{
	return p->refused;
}

static void
list_add(struct list *list, struct scope *s)
{
	if (list->n == list->cap) {
		list->cap = mem_more(list->cap, list->n + 1);
		list->s = mem_grow(list->s, list->cap, sizeof *list->s);
	}
	list->s[list->n++] = s;
}

static void
begin(struct load_snapshot *p, struct scope *s)
{
	if (!s->begun)
		list_add(&p->begun, s);
	s->begun = true;
}

/* A text that names something, or NULL. */
static const struct rec_field *
name_of(const struct rec *rec, const char *field)
{
	const struct rec_field *f = rec_get(rec, field);

	return f != NULL && f->type == REC_STRING && f->text.n > 0 ? f : NULL;
}

int
load_snapshot_of(struct load *l, const struct close_kind *kind, const struct rec *rec,
    struct scope **of, struct err *e)
{
	const struct rec_field *name = name_of(rec, kind->scope);

	*of = name != NULL ? scopes_of(&l->snapshot->scopes, kind, name) : NULL;
	return *of != NULL && (*of)->ended ? load_flush(l, e) : 0;
}

void
load_snapshot_take(struct load *l, struct scope *of, const struct rec *rec, bool taken)
{
	begin(l->snapshot, of);
	if (taken)
		scope_take(
		    of, rec_get(rec, of->kind->key)); /* part of the key: it is there, a text */
	else
		of->rejected++;
}

int
load_snapshot_complete(struct load *l, const struct rec *rec, struct err *e)
{
	const struct close_kind *close;
	const struct rec_field *name;
	const struct kind *kind;
	struct load_store *store;
	struct scope *s;

	if (!slice_is(rec_kind(rec), complete_kind.name))
		return 0;
	name = name_of(rec, "of");
	if (name == NULL)
		return err_set(e, ERR_DATA, "of is missing");
	kind = kind_find(name->text.p, name->text.n);
	close = kind != NULL ? close_find(kind) : NULL;
	if (close == NULL)
		return 0;
	name = name_of(rec, close->scope);
	if (name == NULL)
		return err_set(e, ERR_DATA, "%s is missing", close->scope);
	store = load_store_of(l, kind, e);
	if (store == NULL)
		return -1;
	s = scopes_of(&l->snapshot->scopes, close, name);
	if ((s->ended && load_flush(l, e)) || close_take(close, rec, s, e))
		return -1;
	begin(l->snapshot, s);
	list_add(&l->snapshot->ended, s);
	store->ends = true;
	l->in_hand++;
	return 0;
}

/* Those of a list that are of a kind and wait for something yet. */
static const struct list *
of_kind(struct load_snapshot *p, const struct list *list, const struct close_kind *kind)
{
	size_t i;

	p->some.n = 0;
	for (i = 0; i < list->n; i++)
		if (list->s[i]->kind == kind && list->s[i]->fate == SCOPE_NOTHING)
			list_add(&p->some, list->s[i]);
	return &p->some;
}

int
load_snapshot_ask(struct load *l, struct err *e)
{
	const struct close_kind *kind;
	const struct list *some;

	for (kind = close_kinds; kind->kind != NULL; kind++) {
		some = of_kind(l->snapshot, &l->snapshot->begun, kind);
		if (some->n > 0 && close_ask(l->db, kind, some->s, some->n, e))
			return -1;
	}
	return 0;
}

/* What the database refused of the batch is missing in its scope. */
static void
count_refused(struct load *l)
{
	const struct load_store *s;
	struct slice name;
	size_t i, k;

	for (i = 0; i < l->nstores; i++) {
		s = l->stores[i];
		for (k = 0; s->close != NULL && k < s->nrefused; k++) {
			name = load_rows_value(&s->rows, s->refused[k].row,
			    load_table_find(&s->table, s->close->scope, strlen(s->close->scope)));
			if (name.n > 0 && !slice_is(name, "\\N"))
				scopes_at(&l->snapshot->scopes, s->close, name)->refused_now++;
		}
	}
}

int
load_snapshot_close(struct load *l, struct err *e)
{
	struct load_snapshot *p = l->snapshot;
	const struct close_kind *kind;
	const struct list *some;
	struct scope *s;
	size_t i;

	count_refused(l);
	for (i = 0; i < p->ended.n; i++) {
		s = p->ended.s[i];
		if (s->rejected + s->refused + s->refused_now > 0 || s->count != s->records)
			s->fate = SCOPE_INCOMPLETE;
	}
	for (kind = close_kinds; kind->kind != NULL; kind++) {
		some = of_kind(p, &p->ended, kind);
		if (some->n > 0 &&
		    close_rest(l->db, kind, some->s, some->n, l->opts.now, l->opts.allow_shrink, e))
			return -1;
	}
	return 0;
}

void
load_snapshot_undo(struct load_snapshot *p)
{
	size_t i;

	for (i = 0; i < p->scopes.n; i++)
		scope_undo(p->scopes.all[i]);
}

/* The event of an answer, in words and figures. False: there is nothing to tell. */
static bool
describe(const struct scope *s, struct waiting *w)
{
	const char *what = s->kind->kind->name;
	size_t bad = s->rejected + s->refused + s->refused_now;

	*w = (struct waiting){ .level = "warning" };
	switch (s->fate) {
	case SCOPE_NOTHING:
		return false;
	case SCOPE_CLOSED:
		w->event = "closed";
		w->level = "info";
		w->text = mem_fmt("closed %zu that the answer does not have any more", s->closed);
		w->data = mem_fmt("{\"closed\":%zu,\"first\":%s}", s->closed, s->some);
		break;
	case SCOPE_REFUSED:
		w->event = "shrink-refused";
		w->text = mem_fmt(
		    "%zu were held and %zu are missing in the answer, %s, so none is closed; look at the "
		    "broker: an answer with the same missing, told 15 minutes after the first, closes them, "
		    "and so does --allow-shrink",
		    s->held, s->closing,
		    s->kind->careful ? "and all they hold would go with them"
				     : "which is suspiciously much");
		w->data = mem_fmt(
		    "{\"held\":%zu,\"closing\":%zu,\"first\":%s}", s->held, s->closing, s->some);
		break;
	case SCOPE_STALE:
		w->event = "stale";
		w->text = mem_fmt(
		    "the account's connection is out of order, so nothing is closed by what it "
		    "says");
		w->data = mem_fmt("{\"held\":%zu,\"closing\":%zu}", s->held, s->closing);
		break;
	case SCOPE_INCOMPLETE:
		w->event = "incomplete";
		w->text = mem_fmt(
		    "the answer had %llu records and %zu came, %zu of them rejected, so nothing "
		    "is closed",
		    (unsigned long long)s->count, s->records + s->rejected, bad);
		w->data = mem_fmt("{\"count\":%llu,\"came\":%zu,\"rejected\":%zu}",
		    (unsigned long long)s->count, s->records + s->rejected, bad);
		break;
	}
	w->subject = mem_fmt("%s %s", what, s->name);
	return true;
}

static void
queue(struct load_snapshot *p, const struct scope *s)
{
	struct waiting w;

	if (!describe(s, &w))
		return;
	p->waiting = mem_grow(p->waiting, p->nwaiting + 1, sizeof *p->waiting);
	p->waiting[p->nwaiting++] = w;
}

int
load_snapshot_tell(struct load *l, struct err *e)
{
	struct load_snapshot *p = l->snapshot;
	const struct waiting *w;
	struct load_event event;
	size_t i;
	int rc = 0;

	for (i = 0; i < p->nwaiting && rc == 0; i++) {
		w = &p->waiting[i];
		event = (struct load_event){ w->event, w->level, w->subject, w->text, w->data };
		rc = l->opts.event(l->opts.arg, &event, e);
	}
	drop_waiting(p);
	return rc;
}

int
load_snapshot_settle(struct load *l, struct err *e)
{
	struct load_snapshot *p = l->snapshot;
	struct load_store *store;
	struct scope *s;
	size_t i;

	for (i = 0; i < p->ended.n; i++) {
		s = p->ended.s[i];
		store = load_store_of(l, s->kind->kind, e); /* it is there since the answer ended */
		store->closed += s->closed;
		store->ends = false;
		p->refused += s->fate == SCOPE_REFUSED;
		if (s->kind->kind == &position_kind && s->fate != SCOPE_INCOMPLETE)
			pg_list_add(&p->accounts, s->name, strlen(s->name));
		queue(p, s);
		scope_renew(s);
	}
	for (i = 0; i < p->scopes.n; i++) {
		s = p->scopes.all[i];
		s->refused += s->refused_now;
		s->refused_now = 0;
		s->asked_now = false;
	}
	p->begun.n = p->ended.n = 0;
	return l->opts.atomic ? 0 : load_snapshot_tell(l, e);
}

static int
write_held(struct load *l, struct err *e)
{
	struct buf accounts = { 0 };
	int rc = -1;

	buf_char(&accounts, '{');
	buf_add(&accounts, l->snapshot->accounts.p, l->snapshot->accounts.len);
	if (load_begin(l, e) == 0 && held_write(l->db, pg_list_end(&accounts), l->opts.now, e) == 0)
		rc = load_commit(l, e);
	buf_release(&accounts);
	return rc;
}

int
load_snapshot_end(struct load *l, struct err *e)
{
	return l->snapshot->accounts.len > 0 ? load_try(l, write_held, e) : 0;
}
