#include "run/record.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "run/pipeline.h"
#include "run/redact.h"
#include "run/report.h"
#include "run/task.h"

#define COMMAND_MAX 4096 /* bytes of a command that are kept */

static void
end(struct buf *out, struct emit *em)
{
	buf_add(out, em->line.p, em->line.len);
	buf_str(out, "}\n");
	emit_release(em);
}

static void
time_or_null(struct emit *em, const char *name, int64_t ns)
{
	if (ns == CLOCK_NONE)
		emit_null(em, name);
	else
		emit_time(em, name, ns - ns % 1000); /* what the database keeps */
}

static void
int_or_null(struct emit *em, const char *name, int v)
{
	if (v < 0)
		emit_null(em, name);
	else
		emit_int(em, name, v);
}

void
record_run(struct buf *out, const struct run_id *run, enum status status, int exit_status,
    const struct task *tasks, size_t n)
{
	char host[256] = "";
	struct emit em;
	size_t i;

	(void)gethostname(host, sizeof host - 1); /* it is only told */
	emit_init(&em, NULL, false);
	emit_begin(&em, "run");
	emit_str(&em, "run_id", run->id);
	emit_str(&em, "pipeline", run->pipeline);
	time_or_null(&em, "started_at", run->started_at);
	time_or_null(&em, "finished_at", status == STATUS_RUNNING ? CLOCK_NONE : clock_real());
	emit_str(&em, "status", status_name(status));
	int_or_null(&em, "exit_status", exit_status);
	emit_str(&em, "trigger", run->trigger);
	emit_str(&em, "host", host);
	emit_str(&em, "tool_version", PACKAGE_VERSION);
	time_or_null(&em, "pf_now", run->pf_now);
	emit_open(&em, "detail", '{');
	emit_str(&em, "file", run->file);
	emit_date(&em, "for", run->for_date);
	emit_str(&em, "only", run->only);
	emit_int(&em, "session", getsid(0));
	emit_open(&em, "steps", '{');
	for (i = 0; i < n; i++)
		if (tasks[i].selected)
			emit_str(&em, tasks[i].step->name, status_name(tasks[i].status));
	emit_close(&em, '}');
	emit_close(&em, '}');
	end(out, &em);
}

/* The last messages as an array of lines. */
static void
add_tail(struct emit *em, const struct buf *tail)
{
	const char *p = tail->p, *nl;

	emit_open(em, "tail", '[');
	for (; p != NULL && (nl = strchr(p, '\n')) != NULL; p = nl + 1)
		emit_strn(em, NULL, p, (size_t)(nl - p));
	emit_close(em, ']');
}

static void
add_command(struct emit *em, const struct task *t)
{
	struct buf command = { 0 };

	pipeline_show(t->step, &command);
	redact_text(&command);
	emit_strn(em, "command", command.p, command.len < COMMAND_MAX ? command.len : COMMAND_MAX);
	buf_release(&command);
}

void
record_step(struct buf *out, const struct run_id *run, const struct task *t)
{
	bool over = t->status != STATUS_RUNNING;
	struct emit em;

	emit_init(&em, NULL, false);
	emit_begin(&em, "step");
	emit_str(&em, "run_id", run->id);
	emit_str(&em, "step", t->step->name);
	emit_int(&em, "attempt", t->attempt);
	emit_uint(&em, "position", t->position + 1);
	emit_str(&em, "status", status_name(t->status));
	int_or_null(&em, "exit_status", over ? t->exit_status : -1);
	time_or_null(&em, "started_at", t->started_at);
	time_or_null(&em, "finished_at", over ? t->finished_at : CLOCK_NONE);
	if (over)
		emit_fixed(&em, "seconds", t->took / (CLOCK_SECOND / 1000), 3);
	else
		emit_null(&em, "seconds");
	emit_str(&em, "message", over && t->message.len > 0 ? t->message.p : NULL);
	add_command(&em, t);
	emit_open(&em, "detail", '{');
	emit_bool(&em, "fatal", t->fatal);
	if (over) {
		if (t->members.len > 0)
			emit_json(&em, "members", t->members.p, t->members.len);
		emit_open(&em, "records", '[');
		buf_add(&em.line, t->records.p != NULL ? t->records.p : "", t->records.len);
		emit_close(&em, ']');
		if (t->more > 0)
			emit_uint(&em, "records_dropped", t->more);
		if (status_bad(t->status) || t->status == STATUS_RETRIED ||
		    t->status == STATUS_DEGRADED)
			add_tail(&em, &t->tail);
	}
	emit_close(&em, '}');
	end(out, &em);
}

int
record_died(struct buf *out, const char *line, struct err *e)
{
	static const char why[] =
	    "pf-pipeline ended without a word (killed, or the machine went down)";
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 }, text = { 0 };
	const struct rec_field *f;
	struct emit em;
	char *name;
	size_t i;
	int rc = -1;

	emit_init(&em, NULL, false);
	if (object_parse(line, strlen(line), rec, &names, e))
		goto out;
	buf_char(&em.line, '{');
	em.first = true;
	for (i = 0; i < rec->n; i++) {
		f = &rec->f[i];
		name = mem_copy(f->name.p, f->name.n);
		if (strcmp(name, "status") == 0)
			emit_str(&em, name, status_name(STATUS_INTERRUPTED));
		else if (strcmp(name, "finished_at") == 0)
			time_or_null(&em, name, clock_real());
		else if (strcmp(name, "message") == 0)
			emit_str(&em, name, why);
		else if (f->type == REC_STRING) {
			buf_reset(&text);
			rec_text(f, &text);
			emit_strn(&em, name, text.p != NULL ? text.p : "", text.len);
		} else {
			emit_json(&em, name, f->text.p, f->text.n);
		}
		free(name);
	}
	buf_add(out, em.line.p, em.line.len);
	buf_str(out, "}\n");
	rc = 0;
out:
	emit_release(&em);
	buf_release(&names);
	buf_release(&text);
	free(rec);
	return rc;
}
