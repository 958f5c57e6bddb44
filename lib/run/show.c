#include "run/show.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "run/history.h"
#include "run/pipeline.h"
#include "run/status.h"

static int
print_line(FILE *out, const char *line, struct err *e)
{
	return fprintf(out, "%s\n", line) < 0 ? err_errno(e, ERR_IO, "standard output") : 0;
}

/* "2008-10-15 05:00:00" */
static void
when(char text[CLOCK_TEXT_MAX], int64_t ns)
{
	if (ns == CLOCK_NONE) {
		(void)memcpy(text, "-", 2);
		return;
	}
	(void)clock_time_text(text, ns - ns % CLOCK_SECOND);
	text[10] = ' ';
	text[19] = '\0';
}

static int
print_run(const struct past_run *r, FILE *out, struct err *e)
{
	char start[CLOCK_TEXT_MAX];
	int64_t took = r->finished_at == CLOCK_NONE || r->started_at == CLOCK_NONE
			   ? 0
			   : (r->finished_at - r->started_at) / CLOCK_SECOND;

	when(start, r->started_at);
	if (fprintf(out, "%-14s %-11s %s %6lld s  for %s  %s\n", r->pipeline ? r->pipeline : "?",
		r->status ? r->status : "?", start, (long long)took,
		r->for_date ? r->for_date : "-", r->run_id) < 0)
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

static int
print_step(const struct past_step *s, FILE *out, struct err *e)
{
	if (fprintf(out, "  %-16s %-15s %9s s  attempt %lld%s%s\n", s->step,
		s->status ? s->status : "?", s->seconds ? s->seconds : "-", (long long)s->attempt,
		s->message ? "  " : "", s->message ? s->message : "") < 0)
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

/* The run and, of each step, the last attempt. */
static int
show_run(const struct past_run *r, FILE *out, bool people, struct err *e)
{
	size_t i;

	if (people ? print_run(r, out, e) : print_line(out, r->line, e))
		return -1;
	for (i = 0; i < r->nsteps; i++) {
		if (history_last(r, r->steps[i].step) != &r->steps[i])
			continue;
		if (people ? print_step(&r->steps[i], out, e)
			   : print_line(out, r->steps[i].line, e))
			return -1;
	}
	return 0;
}

static bool
newest_of_its_pipeline(const struct history *h, size_t at, int64_t limit)
{
	int64_t before = 0;
	size_t i;

	for (i = 0; i < at; i++)
		before += h->runs[i].line != NULL && h->runs[i].pipeline != NULL &&
			  strcmp(h->runs[i].pipeline, h->runs[at].pipeline) == 0;
	return before < limit;
}

int
show_status(const struct history *h, const char *pipeline, FILE *out, bool people, struct err *e)
{
	const struct past_run *r;
	enum status s;
	bool bad = false, any = false;
	size_t i;

	for (i = 0; i < h->n; i++) {
		r = &h->runs[i];
		if (r->line == NULL || r->pipeline == NULL || !newest_of_its_pipeline(h, i, 1))
			continue;
		any = true;
		s = status_find(r->status);
		bad |= s == STATUS_FAILED || s == STATUS_INTERRUPTED;
		if (show_run(r, out, people, e))
			return -1;
	}
	if (!any && pipeline != NULL)
		log_note("%s has not run yet", pipeline);
	return bad || (!any && pipeline != NULL);
}

int
show_history(const struct history *h, int64_t limit, FILE *out, bool people, struct err *e)
{
	const struct past_run *r;
	size_t i;

	for (i = 0; i < h->n; i++) {
		r = &h->runs[i];
		if (r->line == NULL || r->pipeline == NULL || !newest_of_its_pipeline(h, i, limit))
			continue;
		if (people ? print_run(r, out, e) : print_line(out, r->line, e))
			return -1;
	}
	return 0;
}

static int
list_one(const char *file, struct emit *em, FILE *out, bool people, struct err *e)
{
	struct pipeline p = { 0 };
	struct err why = { 0 };
	int rc = 0;

	if (pipeline_load(&p, file, &why)) {
		log_error("%s", why.msg);
		return ERR_CONFIG;
	}
	if (people) {
		if (fprintf(out, "%-16s %s\n", p.name, p.help ? p.help : "") < 0)
			rc = err_errno(e, ERR_IO, "standard output");
	} else {
		emit_begin(em, "pipeline");
		emit_str(em, "name", p.name);
		emit_str(em, "help", p.help);
		emit_uint(em, "steps", p.nsteps);
		emit_str(em, "file", file);
		rc = emit_end(em, e);
	}
	pipeline_release(&p);
	return rc;
}

int
show_list(FILE *out, bool people, struct err *e)
{
	char **names = pipeline_names(e), *file;
	struct emit em;
	size_t i;
	int rc = 0, got;

	if (names == NULL)
		return -1;
	emit_init(&em, out, false);
	for (i = 0; names[i] != NULL && rc >= 0; i++) {
		file = pipeline_file(names[i], e);
		got = file == NULL ? -1 : list_one(file, &em, out, people, e);
		rc = got != 0 ? got : rc;
		free(file);
	}
	emit_release(&em);
	pipeline_names_free(names);
	return rc;
}
