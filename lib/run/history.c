#include "run/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/object.h"
#include "io/rec.h"
#include "run/status.h"

static void
release_step(struct past_step *s)
{
	free(s->line);
	free(s->step);
	free(s->status);
	free(s->message);
	free(s->seconds);
	*s = (struct past_step){ 0 };
}

static void
release_head(struct past_run *r)
{
	free(r->line);
	free(r->pipeline);
	free(r->status);
	free(r->trigger);
	free(r->file);
	free(r->for_date);
	free(r->only);
}

void
history_release(struct history *h)
{
	size_t i, k;

	for (i = 0; i < h->n; i++) {
		release_head(&h->runs[i]);
		for (k = 0; k < h->runs[i].nsteps; k++)
			release_step(&h->runs[i].steps[k]);
		free(h->runs[i].steps);
		free(h->runs[i].run_id);
		free(h->runs[i].journal);
	}
	free(h->runs);
	*h = (struct history){ 0 };
}

struct past_run *
history_find(const struct history *h, const char *run_id)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (strcmp(h->runs[i].run_id, run_id) == 0)
			return &h->runs[i];
	return NULL;
}

/* Owned; NULL when it is missing or null. */
static char *
text(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);
	struct buf out = { 0 };

	if (f == NULL || f->type == REC_NULL)
		return NULL;
	rec_text(f, &out);
	return buf_take(&out);
}

static int64_t
integer(const struct rec *rec, const char *name, int64_t none)
{
	const struct rec_field *f = rec_get(rec, name);
	int64_t v;

	return f != NULL && f->type == REC_NUMBER &&
		       num_int(f->text.p, f->text.n, 0, INT64_MAX, &v) == 0
		   ? v
		   : none;
}

static int64_t
instant(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);
	int64_t v;

	return f != NULL && f->type == REC_STRING && clock_parse_time(f->text.p, f->text.n, &v) == 0
		   ? v
		   : CLOCK_NONE;
}

/* What the run's detail says: a nested object, parsed as a record of its own. */
static void
take_detail(struct past_run *r, const struct rec *rec)
{
	const struct rec_field *f = rec_get(rec, "detail");
	struct rec *in = NULL;
	struct buf names = { 0 };
	char *copy = NULL;
	struct err e;

	if (f == NULL || f->type != REC_OBJECT)
		return;
	copy = mem_copy(f->text.p, f->text.n);
	in = mem_new(1, sizeof *in);
	if (object_parse(copy, f->text.n, in, &names, &e) == 0) {
		r->file = text(in, "file");
		r->for_date = text(in, "for");
		r->only = text(in, "only");
		r->session = integer(in, "session", 0);
	}
	buf_release(&names);
	free(copy);
	free(in);
}

static void
take_run(struct past_run *r, const struct rec *rec)
{
	release_head(r);
	r->line = mem_copy(rec->line.p, rec->line.n);
	r->pipeline = text(rec, "pipeline");
	r->status = text(rec, "status");
	r->trigger = text(rec, "trigger");
	r->started_at = instant(rec, "started_at");
	r->finished_at = instant(rec, "finished_at");
	r->pf_now = instant(rec, "pf_now");
	r->exit_status = integer(rec, "exit_status", -1);
	r->file = r->for_date = r->only = NULL;
	r->session = 0;
	take_detail(r, rec);
}

static int
take_step(struct past_run *r, const struct rec *rec, struct err *e)
{
	char *step = text(rec, "step");
	int64_t attempt = integer(rec, "attempt", -1);
	struct past_step *s;
	size_t i;

	if (step == NULL || attempt < 0) {
		free(step);
		return err_set(e, ERR_DATA, "a step without name or attempt");
	}
	for (i = 0; i < r->nsteps; i++)
		if (r->steps[i].attempt == attempt && strcmp(r->steps[i].step, step) == 0)
			break;
	if (i == r->nsteps) {
		r->steps = mem_grow(r->steps, r->nsteps + 1, sizeof *r->steps);
		r->steps[r->nsteps++] = (struct past_step){ 0 };
	}
	s = &r->steps[i];
	release_step(s);
	*s = (struct past_step){ .line = mem_copy(rec->line.p, rec->line.n),
		.step = step,
		.attempt = attempt,
		.position = integer(rec, "position", 0),
		.status = text(rec, "status"),
		.message = text(rec, "message"),
		.seconds = text(rec, "seconds"),
		.started_at = instant(rec, "started_at"),
		.finished_at = instant(rec, "finished_at"),
		.exit_status = integer(rec, "exit_status", -1) };
	return 0;
}

struct past_run *
history_take(struct history *h, const char *line, size_t n, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	struct past_run *r = NULL;
	struct slice kind;
	char *run_id = NULL;

	if (object_parse(line, n, rec, &names, e))
		goto out;
	kind = rec_kind(rec);
	run_id = text(rec, "run_id");
	if (run_id == NULL || !(slice_is(kind, "run") || slice_is(kind, "step"))) {
		(void)err_set(e, ERR_DATA, "no record of a run or a step");
		goto out;
	}
	r = history_find(h, run_id);
	if (r == NULL) {
		h->runs = mem_grow(h->runs, h->n + 1, sizeof *h->runs);
		r = &h->runs[h->n++];
		*r = (struct past_run){ .run_id = run_id,
			.started_at = CLOCK_NONE,
			.finished_at = CLOCK_NONE,
			.pf_now = CLOCK_NONE,
			.exit_status = -1 };
		run_id = NULL;
	}
	if (slice_is(kind, "run"))
		take_run(r, rec);
	else if (take_step(r, rec, e))
		r = NULL;
out:
	free(run_id);
	buf_release(&names);
	free(rec);
	return r;
}

static int
newest_first(const void *a, const void *b)
{
	const struct past_run *x = a, *y = b;

	if (x->started_at != y->started_at)
		return x->started_at < y->started_at ? 1 : -1;
	return strcmp(x->run_id, y->run_id);
}

static int
in_order(const void *a, const void *b)
{
	const struct past_step *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return x->attempt < y->attempt ? -1 : x->attempt > y->attempt;
}

void
history_sort(struct history *h)
{
	size_t i;

	if (h->n > 0)
		qsort(h->runs, h->n, sizeof *h->runs, newest_first);
	for (i = 0; i < h->n; i++)
		if (h->runs[i].nsteps > 0)
			qsort(h->runs[i].steps, h->runs[i].nsteps, sizeof *h->runs[i].steps,
			    in_order);
}

const struct past_step *
history_last(const struct past_run *r, const char *step)
{
	const struct past_step *last = NULL;
	size_t i;

	for (i = 0; i < r->nsteps; i++)
		if (strcmp(r->steps[i].step, step) == 0 &&
		    (last == NULL || r->steps[i].attempt >= last->attempt))
			last = &r->steps[i];
	return last;
}

int64_t
history_streak(const struct history *h, const char *pipeline, const char *step, const char *run_id)
{
	const struct past_step *s;
	int64_t streak = 0;
	enum status was;
	size_t i;

	for (i = 0; i < h->n; i++) {
		if (h->runs[i].pipeline == NULL || strcmp(h->runs[i].pipeline, pipeline) != 0 ||
		    strcmp(h->runs[i].run_id, run_id) == 0)
			continue;
		s = history_last(&h->runs[i], step);
		was = s == NULL ? STATUS_SKIPPED : status_find(s->status);
		if (status_good(was))
			break;
		streak += status_bad(was);
	}
	return streak;
}
