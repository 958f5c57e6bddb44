/* The steps of a run, side by side: which may start, what a failure stops */
#include "run/run_part.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/stop.h"
#include "run/pipeline.h"

#define MS (CLOCK_SECOND / 1000)

static int
unknown_step(const struct pipeline *p, const char *word, struct err *e)
{
	const char *names[PIPELINE_STEPS_MAX + 1], *near;
	size_t i;

	for (i = 0; i < p->nsteps; i++)
		names[i] = p->steps[i].name;
	names[i] = NULL;
	near = near_word(word, names);
	return err_set(e, ERR_USAGE, "--only: no step '%s' in %s%s%s%s", word, p->name,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

int
run_select(struct run *r, const char *only, struct err *e)
{
	const struct pipeline *p = r->p;
	const char *s = only;
	char *word;
	size_t n, i;
	int at;

	r->tasks = mem_new(p->nsteps, sizeof *r->tasks);
	for (i = 0; i < p->nsteps; i++) {
		task_init(&r->tasks[i], &p->steps[i], i);
		r->tasks[i].selected = only == NULL;
		if (pipeline_fatal(&p->steps[i], &r->tasks[i].fatal, e))
			return -1;
	}
	for (; s != NULL; s = s[n] == ',' ? s + n + 1 : NULL) {
		n = strcspn(s, ",");
		word = mem_copy(s, n);
		at = pipeline_find(p, word);
		if (at < 0)
			(void)unknown_step(p, word, e);
		else
			r->tasks[at].selected = true;
		free(word);
		if (at < 0)
			return -1;
	}
	return 0;
}

void
run_ask_past(struct run *r)
{
	struct err e = { 0 };

	if (r->asked_db)
		return;
	r->asked_db = true;
	history_release(&r->past);
	if (runs_history(&r->report.runs, &r->past, r->p->name, 100, &e))
		log_info("ledger: %s; only this machine's runs are known", e.msg);
	if (journal_history(&r->past, r->p->name, &e))
		log_warn("journal: %s", e.msg);
}

/* Whether a failure of this step fails the run and stops what needs it. */
static bool
fatal_end(const struct task *t)
{
	return t->status == STATUS_FAILED || t->status == STATUS_BLOCKED ||
	       t->status == STATUS_INTERRUPTED || (t->status == STATUS_TIMEOUT && t->fatal);
}

enum status
run_outcome(const struct run *r)
{
	enum status s = STATUS_OK;
	const struct task *t;
	size_t i;

	for (i = 0; i < r->p->nsteps; i++) {
		t = &r->tasks[i];
		if (t->selected && (fatal_end(t) || t->loud))
			return r->stop_sig != 0 ? STATUS_INTERRUPTED : STATUS_FAILED;
		if (t->selected && t->phase != TASK_OVER)
			return STATUS_INTERRUPTED;
		if (t->selected && (status_bad(t->status) || t->status == STATUS_DEGRADED))
			s = STATUS_DEGRADED;
	}
	return s;
}

static void
began(void *arg, struct task *t)
{
	struct run *r = arg;

	report_step(&r->report, t);
}

/* An optional step that fails night after night is not optional any more: somebody has to look. */
static void
count_failures(struct run *r, struct task *t)
{
	char *text;

	if (t->fatal || !status_bad(t->status) || t->step->escalate_after == 0)
		return;
	run_ask_past(r);
	t->streak = 1 + history_streak(&r->past, r->p->name, t->step->name, r->id.id);
	if (t->streak < t->step->escalate_after)
		return;
	t->loud = true;
	text = mem_fmt("failed %lld times in a row (escalate_after: %lld): the run fails with it",
	    (long long)t->streak, (long long)t->step->escalate_after);
	report_loud(&r->report, "escalated", t->step->name, text);
	free(text);
}

static void
over(void *arg, struct task *t)
{
	struct run *r = arg;

	report_step(&r->report, t);
	count_failures(r, t);
	if (r->how->fail_fast && fatal_end(t))
		r->stopping = true;
}

/* What a waiting step waits for: NULL when nothing; *block: it never comes. */
static const struct task *
waits_for(const struct run *r, const struct pipeline_refs *refs, bool needs, bool *block)
{
	const struct task *t;
	size_t i;

	*block = false;
	for (i = 0; i < refs->n; i++) {
		t = &r->tasks[refs->at[i]];
		if (!t->selected)
			continue;
		*block = needs && !r->how->keep_going && t->phase == TASK_OVER && fatal_end(t);
		if (*block || t->phase != TASK_OVER)
			return t;
	}
	return NULL;
}

static size_t
count_running(const struct run *r)
{
	size_t n = 0, i;

	for (i = 0; i < r->p->nsteps; i++)
		n += task_running(&r->tasks[i]);
	return n;
}

/* True when something changed: what follows may be able to start now. */
static bool
start_ready(struct run *r, const struct task_hooks *hooks)
{
	const struct task *other;
	bool changed = false, block;
	struct task *t;
	char *why;
	size_t i;

	for (i = 0; i < r->p->nsteps && !r->stopping; i++) {
		t = &r->tasks[i];
		if (!t->selected || t->phase != TASK_WAIT)
			continue;
		other = waits_for(r, &t->step->needs, true, &block);
		if (block) {
			why = mem_fmt(
			    "needs %s, which is %s", other->step->name, status_name(other->status));
			task_settle(t, STATUS_BLOCKED, why, hooks);
			free(why);
			changed = true;
			continue;
		}
		if (other != NULL || waits_for(r, &t->step->after, false, &block) != NULL ||
		    (int64_t)count_running(r) >= r->how->jobs)
			continue;
		task_start(t, hooks);
		changed |= t->phase == TASK_OVER;
	}
	return changed;
}

/* Wait until there is something to read or to look at. */
static void
wait_some(const struct run *r)
{
	struct pollfd *fds = mem_new(2 * r->p->nsteps, sizeof *fds);
	int64_t due = INT64_MAX, left;
	const struct task *t;
	size_t n = 0, i;

	for (i = 0; i < r->p->nsteps; i++) {
		t = &r->tasks[i];
		if (!task_running(t))
			continue;
		n += stage_fds(&t->stage, fds + n);
		if (task_due(t) < due)
			due = task_due(t);
	}
	left = (due - clock_mono()) / MS;
	left = left < 0      ? 0
	       : left > 1000 ? 1000
			     : left; /* a signal between asking and poll waits that long */
	(void)poll(fds, (nfds_t)n, (int)left); /* whatever came, everything is looked at */
	free(fds);
}

static void
stop_all(struct run *r, const struct task_hooks *hooks)
{
	int sig = r->stop_sig == 0 || r->stop_sig == SIGHUP ? SIGTERM : r->stop_sig;
	size_t i;

	for (i = 0; i < r->p->nsteps; i++)
		task_stop(&r->tasks[i], sig, hooks);
}

void
run_steps(struct run *r)
{
	const struct task_hooks hooks = { .began = began, .over = over, .arg = r };
	size_t i;

	for (;;) {
		if (stop_asked() != 0 && r->stop_sig == 0) {
			r->stop_sig = stop_asked();
			r->stopping = true;
		}
		if (r->stopping)
			stop_all(r, &hooks);
		while (start_ready(r, &hooks))
			continue;
		if (count_running(r) == 0)
			break;
		wait_some(r);
		for (i = 0; i < r->p->nsteps; i++)
			task_poll(&r->tasks[i], &hooks);
		report_flush(&r->report, false);
	}
	for (i = 0; i < r->p->nsteps && r->stopping && r->stop_sig == 0; i++)
		if (r->tasks[i].selected && r->tasks[i].phase == TASK_WAIT)
			task_settle(&r->tasks[i], STATUS_BLOCKED,
			    "--fail-fast: another step failed", &hooks);
}
