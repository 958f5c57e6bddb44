#include "run/recover.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "run/history.h"
#include "run/orphan.h"
#include "run/record.h"
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

/* Whether the pf-pipeline that holds the lock beside this journal, or held it last, is there. */
static bool
holder_lives(const struct past_run *r)
{
	size_t dir = (size_t)(strrchr(r->journal, '/') - r->journal), n = 0;
	char *path = mem_fmt("%.*s/lock", (int)dir, r->journal), text[32];
	FILE *fp = fopen(path, "re");
	int64_t pid = 0;
	bool lives;

	if (fp != NULL) {
		n = fread(text, 1, sizeof text, fp);
		(void)fclose(fp); /* only read */
	}
	while (n > 0 && text[n - 1] == '\n')
		n--;
	lives = num_int(text, n, 1, INT32_MAX, &pid) == 0 &&
		(kill((pid_t)pid, 0) == 0 || errno == EPERM);
	free(path);
	return lives;
}

int
recover_seen(struct history *h, struct err *e)
{
	struct buf line = { 0 };
	struct past_run *r;
	size_t i, k;
	int rc = 0;

	for (i = 0; i < h->n && rc == 0; i++) {
		r = &h->runs[i];
		if (r->journal == NULL || r->line == NULL ||
		    status_find(r->status) != STATUS_RUNNING || holder_lives(r))
			continue;
		for (k = 0; k <= r->nsteps && rc == 0; k++) {
			if (k < r->nsteps && status_find(r->steps[k].status) != STATUS_RUNNING)
				continue;
			buf_reset(&line);
			rc = record_died(&line, k < r->nsteps ? r->steps[k].line : r->line, e);
			if (rc == 0 && history_take(h, line.p, line.len - 1, e) == NULL)
				rc = -1;
		}
	}
	buf_release(&line);
	return rc;
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
