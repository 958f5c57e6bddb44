#include "run/report.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "run/history.h"
#include "run/pipeline.h"
#include "run/record.h"
#include "run/task.h"

#define TOOL "pf-pipeline"
#define MS (CLOCK_SECOND / 1000)

void
report_init(struct report *r, const struct run_id *run, FILE *out, const char *tool)
{
	*r = (struct report){ .run = run, .out = out, .journal = { .fd = -1 } };
	runs_init(&r->runs, tool);
}

void
report_release(struct report *r)
{
	journal_close(&r->journal);
	runs_release(&r->runs);
}

/* The journal first: what the database has is in it. That it cannot be written does not stop the work. */
static void
keep(struct report *r, const struct buf *line)
{
	struct err e = { 0 };

	if (r->journal.fd >= 0 && journal_add(&r->journal, line->p, line->len, &e) &&
	    !r->journal_told) {
		log_warn("journal: %s", e.msg);
		r->journal_told = true;
	}
	runs_add(&r->runs, line->p, line->len);
	(void)runs_flush(&r->runs, false); /* it waits otherwise */
}

void
report_flush(struct report *r, bool now)
{
	struct err e = { 0 };

	if (runs_flush(&r->runs, now) && now && r->journal.fd >= 0 &&
	    journal_stored(&r->journal, &e))
		log_warn(
		    "journal: %s", e.msg); /* it is stored a second time, which changes nothing */
}

static const char *
level(enum status s)
{
	switch (s) {
	case STATUS_FAILED:
		return "error";
	case STATUS_DEGRADED:
	case STATUS_BLOCKED:
	case STATUS_RETRIED:
	case STATUS_OPTIONAL:
	case STATUS_TIMEOUT:
	case STATUS_INTERRUPTED:
		return "warning";
	default:
		return "info";
	}
}

/* Write an event out; that nobody reads it is no reason to stop a night in the middle. */
static void
send(struct report *r, struct emit *em)
{
	struct err e = { 0 };

	if (r->closed || r->full)
		return;
	if (emit_end(em, &e) || fflush(r->out)) {
		r->closed = errno == EPIPE;
		r->full = !r->closed;
		clearerr(r->out);
	}
}

static void
begin(struct report *r, struct emit *em, const char *event, const char *how, const char *subject,
    const char *text)
{
	emit_init(em, r->out, true);
	emit_begin(em, "event");
	emit_time(em, "at", clock_real());
	emit_str(em, "tool", TOOL);
	emit_str(em, "event", event);
	emit_str(em, "level", how);
	emit_str(em, "subject", subject);
	emit_str(em, "text", text);
	emit_open(em, "data", '{');
	emit_str(em, "run_id", r->run->id);
}

static void
finish(struct report *r, struct emit *em)
{
	emit_close(em, '}');
	if (r->out != NULL)
		send(r, em);
	emit_release(em);
}

static void
run_event(struct report *r, enum status status, int exit_status, const struct task *tasks, size_t n)
{
	struct emit em;
	size_t i;

	begin(r, &em, status == STATUS_RUNNING ? "run-started" : "run-finished", level(status),
	    r->run->pipeline, status_name(status));
	emit_str(&em, "pipeline", r->run->pipeline);
	emit_str(&em, "status", status_name(status));
	emit_date(&em, "for", r->run->for_date);
	if (status != STATUS_RUNNING) {
		if (exit_status >= 0)
			emit_int(&em, "exit_status", exit_status);
		else
			emit_null(&em, "exit_status");
		emit_fixed(&em, "seconds", (clock_mono() - r->run->began) / MS, 3);
	}
	emit_open(&em, "steps", '{');
	for (i = 0; i < n; i++)
		if (tasks[i].selected)
			emit_str(&em, tasks[i].step->name, status_name(tasks[i].status));
	emit_close(&em, '}');
	finish(r, &em);
}

/* The last line for people: it is loud when not everything went well, also with -q. */
static void
say_run(const struct report *r, enum status status, const struct task *tasks, size_t n)
{
	int64_t ms = (clock_mono() - r->run->began) / MS;
	struct buf text = { 0 };
	const char *sep = " (";
	size_t i;

	buf_fmt(&text, "%s: %s after %lld.%03lld s", r->run->pipeline, status_name(status),
	    (long long)(ms / 1000), (long long)(ms % 1000));
	for (i = 0; i < n; i++) {
		if (!tasks[i].selected || tasks[i].status == STATUS_OK ||
		    tasks[i].status == STATUS_SKIPPED)
			continue;
		buf_fmt(&text, "%s%s %s", sep, tasks[i].step->name, status_name(tasks[i].status));
		sep = ", ";
	}
	buf_fmt(&text, "%s, run %s", sep[0] == ',' ? ")" : "", r->run->id);
	if (status == STATUS_OK)
		log_note("%s", text.p);
	else
		log_error("%s", text.p);
	buf_release(&text);
}

void
report_run(
    struct report *r, enum status status, int exit_status, const struct task *tasks, size_t n)
{
	struct buf line = { 0 };

	record_run(&line, r->run, status, exit_status, tasks, n);
	keep(r, &line);
	buf_release(&line);
	run_event(r, status, exit_status, tasks, n);
	if (status == STATUS_RUNNING)
		log_info("%s: run %s", r->run->pipeline, r->run->id);
	else
		say_run(r, status, tasks, n);
}

/* The line of a step for people. */
static void
say_step(const struct task *t)
{
	const char *why = t->message.len > 0 ? t->message.p : "",
		   *sep = t->message.len > 0 ? ": " : "";
	long long ms = t->took / MS;

	if (t->status == STATUS_RUNNING)
		log_info("%s: attempt %lld", t->step->name, (long long)t->attempt);
	else if (t->status == STATUS_FAILED || (t->status == STATUS_TIMEOUT && t->fatal))
		log_error("%s: %s after %lld.%03lld s%s%s", t->step->name, status_name(t->status),
		    ms / 1000, ms % 1000, sep, why);
	else if (strcmp(level(t->status), "warning") == 0)
		log_warn("%s: %s after %lld.%03lld s%s%s", t->step->name, status_name(t->status),
		    ms / 1000, ms % 1000, sep, why);
	else
		log_note("%s: %s after %lld.%03lld s%s%s", t->step->name, status_name(t->status),
		    ms / 1000, ms % 1000, sep, why);
}

static void
step_event(struct report *r, const struct task *t)
{
	bool began = t->status == STATUS_RUNNING;
	struct emit em;

	begin(r, &em, began ? "step-started" : "step-finished",
	    t->status == STATUS_TIMEOUT && t->fatal ? "error" : level(t->status), t->step->name,
	    t->message.len > 0 ? t->message.p : status_name(t->status));
	emit_str(&em, "step", t->step->name);
	emit_int(&em, "attempt", t->attempt);
	emit_str(&em, "status", status_name(t->status));
	emit_bool(&em, "fatal", t->fatal);
	if (!began) {
		if (t->exit_status >= 0)
			emit_int(&em, "exit_status", t->exit_status);
		else
			emit_null(&em, "exit_status");
		emit_fixed(&em, "seconds", t->took / MS, 3);
		emit_open(&em, "records", '[');
		buf_add(&em.line, t->records.p != NULL ? t->records.p : "", t->records.len);
		emit_close(&em, ']');
		if (t->more > 0)
			emit_uint(&em, "records_dropped", t->more);
	}
	finish(r, &em);
}

void
report_step(struct report *r, const struct task *t)
{
	struct buf line = { 0 };

	record_step(&line, r->run, t);
	keep(r, &line);
	buf_release(&line);
	say_step(t);
	step_event(r, t);
}

void
report_loud(struct report *r, const char *event, const char *subject, const char *text)
{
	struct emit em;

	log_error("%s: %s", subject, text);
	begin(r, &em, event, "error", subject, text);
	finish(r, &em);
}

int
report_died(const struct past_run *run, struct err *e)
{
	struct journal j = { .fd = -1 };
	struct buf line = { 0 };
	size_t i;
	int rc = -1;

	if (journal_open(&j, run->journal, e))
		return -1;
	for (i = 0; i <= run->nsteps; i++) { /* the steps, and the run last */
		buf_reset(&line);
		if (i < run->nsteps && status_find(run->steps[i].status) != STATUS_RUNNING)
			continue;
		if (i == run->nsteps && run->line == NULL)
			continue;
		if (record_died(&line, i < run->nsteps ? run->steps[i].line : run->line, e) ||
		    journal_add(&j, line.p, line.len, e))
			goto out;
	}
	rc = 0;
out:
	journal_close(&j);
	buf_release(&line);
	return rc;
}
