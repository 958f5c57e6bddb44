/* What a run would do, as plan records */
#include "run/run_part.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/emit.h"
#include "run/capture.h"
#include "run/pipeline.h"

static void
names(struct emit *em, const char *key, const struct pipeline *p, const struct pipeline_refs *refs)
{
	size_t i;

	emit_open(em, key, '[');
	for (i = 0; i < refs->n; i++)
		emit_str(em, NULL, p->steps[refs->at[i]].name);
	emit_close(em, ']');
}

static int
plan_step(struct emit *em, const struct pipeline *p, const struct task *t, struct err *e)
{
	const struct pipeline_step *s = t->step;
	struct buf command = { 0 };

	pipeline_show(s, &command);
	capture_redact(&command);
	emit_begin(em, "plan");
	emit_str(em, "action", "run");
	emit_str(em, "target", s->name);
	emit_open(em, "after", '{');
	emit_strn(em, "command", command.p, command.len);
	names(em, "needs", p, &s->needs);
	names(em, "after", p, &s->after);
	if (s->timeout == 0)
		emit_null(em, "timeout_s");
	else
		emit_fixed(em, "timeout_s", s->timeout, 9);
	emit_int(em, "attempts", s->attempts);
	emit_bool(em, "fatal", t->fatal);
	emit_close(em, '}');
	emit_str(em, "risk", "low");
	buf_release(&command);
	return emit_end(em, e);
}

int
run_plan(const struct pipeline *p, const struct run_how *how, struct err *e)
{
	struct run r = { .p = p, .how = how, .lock = -1 };
	struct emit em;
	size_t i;
	int rc = -1;

	emit_init(&em, how->out, false);
	if (run_select(&r, how->only, e))
		goto out;
	for (i = 0; i < p->nsteps; i++)
		if (r.tasks[i].selected && plan_step(&em, p, &r.tasks[i], e))
			goto out;
	rc = 0;
out:
	for (i = 0; r.tasks != NULL && i < p->nsteps; i++)
		task_release(&r.tasks[i]);
	free(r.tasks);
	emit_release(&em);
	return rc;
}
