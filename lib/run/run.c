#include "run/run_part.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "run/pipeline.h"
#include "run/recover.h"
#include "run/redact.h"
#include "run/zone.h"

#define KEEP 50   /* journals of runs that are in the database */
#define MOST 2000 /* and of those it has not got, or there is none */
#define NOON (CLOCK_DAY / 2)

static void
run_release(struct run *r)
{
	size_t i;

	for (i = 0; r->tasks != NULL && i < r->p->nsteps; i++)
		task_release(&r->tasks[i]);
	free(r->tasks);
	report_release(&r->report);
	history_release(&r->past);
	lock_release(r->lock);
	free(r->id_text);
	free(r->file);
	free(r->only);
}

/* The pipeline's variables where they are not set, and what must never be shown of all of them. */
static void
set_environment(const struct pipeline *p)
{
	size_t i, n;
	char *name;

	for (i = 0; p->env != NULL && p->env[i] != NULL; i++) {
		n = strcspn(p->env[i], "=");
		name = mem_copy(p->env[i], n);
		(void)setenv(name, p->env[i] + n + 1, 0); /* the name was checked */
		free(name);
	}
	redact_environment();
}

/* NAME-20081015T050000Z-4f2a: the calendar clock in UTC, so an hour that comes twice has two names. */
static char *
new_id(const char *pipeline, int64_t now)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char at[CLOCK_TEXT_MAX], stamp[CLOCK_TEXT_MAX];
	unsigned char random[4] = { 0 };
	size_t i, n = 0;

	(void)clock_time_text(at, now - now % CLOCK_SECOND);
	for (i = 0; at[i] != '\0'; i++)
		if (at[i] != '-' && at[i] != ':')
			stamp[n++] = at[i];
	stamp[n] = '\0';
	if (getrandom(random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
		for (i = 0; i < sizeof random; i++)
			random[i] = (unsigned char)(clock_mono() >> (8 * i) ^ getpid());
	return mem_fmt("%s-%s-%c%c%c%c", pipeline, stamp, letters[random[0] % 36],
	    letters[random[1] % 36], letters[random[2] % 36], letters[random[3] % 36]);
}

static const char *
guess_trigger(void)
{
	if (getenv("INVOCATION_ID") != NULL)
		return "systemd";
	return getenv("GITHUB_ACTIONS") != NULL ? "github" : "manual";
}

/* The lock, what was before, and what died in it. */
static int
enter(struct run *r, struct err *e)
{
	char *dir = journal_dir(r->p->name, e), *path;
	int rc = -1;

	if (dir == NULL)
		return -1;
	path = mem_fmt("%s/lock", dir);
	r->lock = lock_take(path, 0, e);
	free(path);
	if (r->lock < 0) {
		(void)err_wrap(e, "%s", r->p->name);
		goto out;
	}
	journal_clean(dir);
	if (journal_history(&r->past, r->p->name, e) || recover_died(&r->past, r->p->name, e))
		goto out;
	rc = 0;
out:
	free(dir);
	return rc;
}

/* Who the run is. A clock that was frozen (PF_NOW, --for) is the clock of its steps too. */
static int
identify(struct run *r, const struct past_run *before, struct err *e)
{
	const struct run_how *how = r->how;
	const char *now_text = getenv("PF_NOW");
	char text[CLOCK_TEXT_MAX], *real = realpath(r->p->file, NULL);
	int64_t frozen = now_text != NULL && now_text[0] != '\0' ? how->now : CLOCK_NONE;

	if (how->for_date != 0)
		frozen = how->for_date + NOON; /* the same date in every zone */
	if (before != NULL && frozen == CLOCK_NONE)
		frozen = before->pf_now;
	r->file = real != NULL ? real : mem_str(r->p->file);
	r->id_text = before != NULL ? mem_str(before->run_id)
				    : new_id(r->p->name, frozen != CLOCK_NONE ? frozen : how->now);
	r->id = (struct run_id){ .id = r->id_text,
		.pipeline = r->p->name,
		.trigger = how->trigger != NULL ? how->trigger : guess_trigger(),
		.file = r->file,
		.only = r->only,
		.pf_now = frozen,
		.started_at = before != NULL && before->started_at != CLOCK_NONE
				  ? before->started_at
				  : clock_real(),
		.began = clock_mono() };
	r->id.for_date = how->for_date != 0
			     ? how->for_date
			     : zone_date(frozen != CLOCK_NONE ? frozen : how->now, r->p->zone);
	if (before != NULL && before->for_date != NULL)
		(void)clock_parse_date(before->for_date, strlen(before->for_date), &r->id.for_date);
	if (frozen != CLOCK_NONE) {
		(void)clock_time_text(text, frozen);
		if (setenv("PF_NOW", text, 1))
			return err_errno(e, ERR_BUG, "PF_NOW");
	}
	if (setenv("PF_RUN_ID", r->id_text, 1) || setenv("PF_PIPELINE", r->p->name, 1))
		return err_errno(e, ERR_BUG, "PF_RUN_ID");
	return 0;
}

/* The run that did the same date already, or NULL. */
static const struct past_run *
done_before(struct run *r)
{
	char date[CLOCK_TEXT_MAX];
	const struct past_run *b;
	size_t i;

	(void)clock_date_text(date, r->id.for_date);
	run_ask_past(r);
	for (i = 0; i < r->past.n; i++) {
		b = &r->past.runs[i];
		if (b->pipeline != NULL && strcmp(b->pipeline, r->p->name) == 0 &&
		    b->only == NULL && b->for_date != NULL && strcmp(b->for_date, date) == 0 &&
		    status_good(status_find(b->status)))
			return b;
	}
	return NULL;
}

/* The steps, between the record that says so and the one that says how it ended. */
static int
go(struct run *r, struct err *e)
{
	enum status status;
	int exit_status;

	report_run(&r->report, STATUS_RUNNING, -1, r->tasks, r->p->nsteps);
	recover_stored(&r->report, &r->past, r->p->name);
	run_steps(r);
	status = run_outcome(r);
	exit_status = status == STATUS_INTERRUPTED ? 128 + r->stop_sig : status == STATUS_FAILED;
	report_run(&r->report, status, exit_status, r->tasks, r->p->nsteps);
	report_flush(&r->report, true);
	journal_trim(&r->past, r->p->name, KEEP, MOST);
	if (status == STATUS_INTERRUPTED)
		return err_set(e, ERR_TEMP, "%s: stopped by SIG%s; pf-pipeline resume %s goes on",
		    r->p->name, sigabbrev_np(r->stop_sig), r->id.id);
	if (r->report.full)
		return err_set(e, ERR_IO,
		    "standard output could not be written; the run itself is over: %s",
		    status_name(status));
	return exit_status;
}

/* Who reads our events or messages may go away; the steps go on, and then we end as one does. */
static int
without_sigpipe(struct run *r, struct err *e)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int rc;

	(void)sigaction(SIGPIPE, &ignore, &before);
	rc = go(r, e);
	(void)sigaction(SIGPIPE, &before, NULL);
	if (r->report.closed)
		(void)raise(SIGPIPE);
	return rc;
}

int
run_pipeline(const struct pipeline *p, const struct run_how *how, struct err *e)
{
	struct run r = { .p = p, .how = how, .lock = -1 };
	const struct past_run *before;
	char *dir = NULL;
	int rc = -1;

	report_init(&r.report, &r.id, how->out, how->tool);
	set_environment(p);
	r.only = mem_str(how->only);
	if (run_select(&r, how->only, e) || enter(&r, e) || identify(&r, NULL, e))
		goto out;
	before = how->once ? done_before(&r) : NULL;
	if (before != NULL) {
		log_note("%s: done already for this date by run %s", p->name, before->run_id);
		rc = 0;
		goto out;
	}
	dir = journal_dir(p->name, e);
	if (dir == NULL || journal_create(&r.report.journal, dir, r.id.id, e))
		goto out;
	rc = without_sigpipe(&r, e);
out:
	run_release(&r);
	free(dir);
	return rc;
}

/* Steps that are done stay done; the others get their next attempt. */
static void
take_over(struct run *r, const struct past_run *before)
{
	const struct past_step *s;
	struct task *t;
	size_t i;

	for (i = 0; i < r->p->nsteps; i++) {
		t = &r->tasks[i];
		s = history_last(before, t->step->name);
		if (s == NULL)
			continue;
		t->attempt = s->attempt;
		if (!status_done(status_find(s->status)))
			continue;
		t->status = status_find(s->status);
		t->phase = TASK_OVER;
	}
}

int
run_resume(const struct pipeline *p, const struct run_how *how, const char *run_id, struct err *e)
{
	struct run r = { .p = p, .how = how, .lock = -1 };
	const struct past_run *before;
	char *dir = NULL;
	int rc = -1;

	report_init(&r.report, &r.id, how->out, how->tool);
	set_environment(p);
	if (enter(&r, e))
		goto out;
	before = history_find(&r.past, run_id);
	if (before == NULL) {
		run_ask_past(&r);
		before = history_find(&r.past, run_id);
	}
	if (before == NULL) {
		(void)err_set(e, ERR_NOINPUT, "no run %s", run_id);
		goto out;
	}
	if (before->journal == NULL && status_find(before->status) == STATUS_RUNNING) {
		(void)err_set(
		    e, ERR_TEMP, "run %s is running on another machine, or died there", run_id);
		goto out;
	}
	if (status_find(before->status) == STATUS_OK) {
		/* it may have been killed before the database had its last line */
		r.id.id = "";
		recover_stored(&r.report, &r.past, p->name);
		log_note("run %s ended well: there is nothing to go on with", run_id);
		rc = 0;
		goto out;
	}
	r.only = mem_str(before->only);
	if (run_select(&r, r.only, e) || identify(&r, before, e))
		goto out;
	take_over(&r, before);
	dir = journal_dir(p->name, e);
	if (dir == NULL ||
	    (before->journal != NULL ? journal_open(&r.report.journal, before->journal, e)
				     : journal_create(&r.report.journal, dir, run_id, e)))
		goto out;
	rc = without_sigpipe(&r, e);
out:
	run_release(&r);
	free(dir);
	return rc;
}
