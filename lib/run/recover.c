#include "run/recover.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "run/history.h"
#include "run/orphan.h"
#include "run/report.h"

#define GRACE (10 * CLOCK_SECOND)

static bool
is_of(const struct past_run *r, const char *pipeline)
{
	return r->journal != NULL && r->pipeline != NULL && strcmp(r->pipeline, pipeline) == 0;
}

int
recover_died(struct history *h, const char *pipeline, struct err *e)
{
	struct past_run *r;
	unsigned left;
	bool any = false;
	size_t i;

	for (i = 0; i < h->n; i++) {
		r = &h->runs[i];
		if (!is_of(r, pipeline) || status_find(r->status) != STATUS_RUNNING)
			continue;
		left = orphan_end(r->run_id, r->session, GRACE);
		log_warn("%s: run %s ended without a word%s", pipeline, r->run_id,
		    left > 0 ? "; what it had started was still running and has been ended" : "");
		if (report_died(r, e))
			return err_wrap(e, "run %s", r->run_id);
		any = true;
	}
	if (!any)
		return 0;
	history_release(h);
	return journal_history(h, pipeline, e);
}

static void
add_line(struct runs *l, const char *line)
{
	if (line == NULL)
		return;
	runs_add(l, line, strlen(line));
	runs_add(l, "\n", 1);
}

/* The steps of a run that goes on now: the record of the run itself is newer than its journal's. */
static void
add_steps(struct runs *l, const struct past_run *run)
{
	size_t i;

	for (i = 0; i < run->nsteps; i++)
		add_line(l, run->steps[i].line);
}

void
recover_stored(struct report *r, struct history *h, const char *pipeline)
{
	struct journal j = { .fd = -1 };
	struct past_run *run;
	struct err e = { 0 };
	size_t i;

	run = history_find(h, r->run->id);
	if (run != NULL)
		add_steps(&r->runs, run);
	if (!runs_flush(&r->runs, true))
		return;            /* the next run finds them in their journals */
	for (i = h->n; i-- > 0;) { /* the oldest first */
		run = &h->runs[i];
		if (!is_of(run, pipeline) || !run->pending || strcmp(run->run_id, r->run->id) == 0)
			continue;
		add_line(&r->runs, run->line);
		add_steps(&r->runs, run);
		if (!runs_flush(&r->runs, true)) {
			buf_reset(&r->runs.waiting); /* it is in its journal */
			return;
		}
		if (journal_open(&j, run->journal, &e) || journal_stored(&j, &e))
			log_warn("journal: %s", e.msg);
		journal_close(&j);
		run->pending = false;
	}
}
