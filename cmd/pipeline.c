/* pf-pipeline - run a pipeline of commands with time-outs, retries, post-conditions and a ledger */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"
#include "run/graph.h"
#include "run/history.h"
#include "run/journal.h"
#include "run/runs.h"
#include "run/pipeline.h"
#include "run/recover.h"
#include "run/run.h"
#include "run/show.h"
#include "run/status.h"

#define JOBS_MAX 64
#define HISTORY_MAX 10000

struct opts {
	const char *file, *only, *trigger, *format;
	int64_t for_date, jobs, limit;
	bool fail_fast, keep_going, once, local;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
#define FILE_OPT    { 'f', "file", OPT_STR, AT(file), 0, "a pipeline's file, instead of a name", "file" }
#define JOBS_OPT    { 'j', "jobs", OPT_INT, AT(jobs), 0, "steps side by side" }
#define TRIGGER_OPT { 0, "trigger", OPT_STR, AT(trigger), 0, "who starts it, for the ledger (default: systemd, github or manual, by the environment)", "word", "PF_TRIGGER" }
#define FAST_OPT    { 0, "fail-fast", OPT_FLAG, AT(fail_fast), 0, "end the run at the first fatal failure" }
#define GOING_OPT   { 'k', "keep-going", OPT_FLAG, AT(keep_going), 0, "run steps although one that they need failed" }
#define LOCAL_OPT   { 0, "local", OPT_FLAG, AT(local), 0, "look at the journals of this machine only, not at the database" }

static const struct opt run_opts[] = {
	FILE_OPT,
	{ 0,   "for",  OPT_DATE, AT(for_date), 0, "the date it is for: its steps' clock stands at noon UTC of that day" },
	{ 0,   "only", OPT_LIST, AT(only),     0, "run these steps and no others", "step,..." },
	JOBS_OPT,
	FAST_OPT,
	GOING_OPT,
	{ 0,   "once", OPT_FLAG, AT(once),     0, "do nothing when the date was done already" },
	TRIGGER_OPT,
	{ 0 }
};
static const struct opt resume_opts[] = { FILE_OPT, JOBS_OPT, FAST_OPT, GOING_OPT, TRIGGER_OPT, { 0 } };
static const struct opt status_opts[] = { LOCAL_OPT, { 0 } };
static const struct opt history_opts[] = {
	{ 'l', "limit", OPT_INT, AT(limit), 0, "runs of each pipeline" },
	LOCAL_OPT,
	{ 0 }
};
static const struct opt graph_opts[] = {
	FILE_OPT,
	{ 0,   "format", OPT_ENUM, AT(format), 0, "what is printed", "text|dot|svg" },
	{ 0 }
};
/* clang-format on */

/* The definition that a verb is about: --file, or a name. */
static int
open_pipeline(const struct opts *o, const char *name, struct pipeline *p, struct err *e)
{
	char *file;
	int rc;

	if (o->file == NULL && name == NULL)
		return err_set(e, ERR_USAGE, "a pipeline's name or --file is needed");
	file = o->file != NULL ? mem_str(o->file) : pipeline_file(name, e);
	if (file == NULL)
		return -1;
	rc = pipeline_load(p, file, e);
	if (rc == 0 && o->file != NULL && name != NULL && strcmp(p->name, name) != 0) {
		rc = err_set(e, ERR_USAGE, "%s defines '%s', not '%s'", file, p->name, name);
		pipeline_release(p);
	}
	free(file);
	return rc;
}

static int
too_many(char **args, size_t most, struct err *e)
{
	size_t n = 0;

	while (args[n] != NULL)
		n++;
	return n > most ? err_set(e, ERR_USAGE, "'%s' is one operand too many", args[most]) : 0;
}

static int
fill(struct run_how *how, const struct ctx *ctx, const struct opts *o, struct err *e)
{
	if (o->jobs < 1 || o->jobs > JOBS_MAX)
		return err_set(e, ERR_USAGE, "--jobs: 1 to %d", JOBS_MAX);
	if (o->fail_fast && o->keep_going)
		return err_set(e, ERR_USAGE, "--fail-fast and --keep-going exclude each other");
	*how = (struct run_how){ .tool = ctx->name,
		.out = ctx->out_tty ? NULL : ctx->out,
		.now = ctx->now,
		.for_date = o->for_date,
		.only = o->only,
		.trigger = o->trigger,
		.jobs = o->jobs,
		.fail_fast = o->fail_fast,
		.keep_going = o->keep_going,
		.once = o->once };
	return 0;
}

static int
verb_run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct pipeline p = { 0 };
	struct run_how how;
	int rc;

	if (too_many(args, 1, e) || fill(&how, ctx, o, e) || open_pipeline(o, args[0], &p, e))
		return -1;
	if (ctx->dry_run) {
		how.out = ctx->out;
		rc = run_plan(&p, &how, e);
	} else {
		rc = run_pipeline(&p, &how, e);
	}
	pipeline_release(&p);
	return rc;
}

/* Runs as journals and, unless --local, the database know them. */
static int
read_past(const struct ctx *ctx, const struct opts *o, const char *pipeline, int64_t limit,
    struct history *h, struct err *e)
{
	struct runs l;
	struct err why = { 0 };

	runs_init(&l, ctx->name);
	if (!o->local && runs_history(&l, h, pipeline, limit, &why))
		log_info("ledger: %s; only this machine's runs are known", why.msg);
	runs_release(&l);
	return journal_history(h, pipeline, e) ? -1 : recover_seen(h, e);
}

/* The run that "resume" means: an id, or the newest run of a pipeline or of all, if that is not done. */
static const struct past_run *
find_run(const struct history *h, const char *word)
{
	const struct past_run *r = word == NULL ? NULL : history_find(h, word);
	size_t i;

	for (i = 0; r == NULL && i < h->n; i++)
		if (h->runs[i].pipeline != NULL &&
		    (word == NULL || strcmp(h->runs[i].pipeline, word) == 0))
			r = &h->runs[i];
	return r;
}

static int
verb_resume(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct past_run *r;
	struct opts from = *o;
	struct history h = { 0 };
	struct pipeline p = { 0 };
	struct run_how how;
	int rc = -1;

	if (too_many(args, 1, e) || fill(&how, ctx, o, e) || read_past(ctx, o, NULL, 100, &h, e))
		goto out;
	r = find_run(&h, args[0]);
	if (r == NULL) {
		(void)err_set(e, ERR_NOINPUT, "no run%s%s", args[0] ? " of or named " : " yet",
		    args[0] ? args[0] : "");
		goto out;
	}
	if (from.file == NULL)
		from.file = r->file;
	if (open_pipeline(&from, r->pipeline, &p, e))
		goto out;
	rc = run_resume(&p, &how, r->run_id, e);
out:
	pipeline_release(&p);
	history_release(&h);
	return rc;
}

static int
verb_status(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct history h = { 0 };
	int rc = -1;

	if (too_many(args, 1, e) || read_past(ctx, arg, args[0], 1, &h, e))
		goto out;
	rc = show_status(&h, args[0], ctx->out, ctx->out_tty, e);
out:
	history_release(&h);
	return rc;
}

static int
verb_history(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct history h = { 0 };
	int rc = -1;

	if (o->limit < 1 || o->limit > HISTORY_MAX)
		return err_set(e, ERR_USAGE, "--limit: 1 to %d", HISTORY_MAX);
	if (too_many(args, 1, e) || read_past(ctx, arg, args[0], o->limit, &h, e))
		goto out;
	rc = show_history(&h, o->limit, ctx->out, ctx->out_tty, e);
out:
	history_release(&h);
	return rc;
}

static int
verb_graph(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct pipeline p = { 0 };
	struct buf out = { 0 };
	int rc = 0;

	if (too_many(args, 1, e) || open_pipeline(o, args[0], &p, e))
		return -1;
	if (strcmp(o->format, "dot") == 0)
		graph_dot(&p, &out);
	else if (strcmp(o->format, "svg") == 0)
		graph_svg(&p, &out);
	else
		graph_text(&p, &out);
	if (fwrite(out.p, 1, out.len, ctx->out) != out.len)
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&out);
	pipeline_release(&p);
	return rc;
}

/* Check a file: a check record, and a line when it is bad. Returns its status. */
static int
lint_file(const struct ctx *ctx, struct emit *em, const char *file, struct err *e)
{
	struct pipeline p = { 0 };
	struct err why = { 0 };
	int status = 0;

	if (pipeline_load(&p, file, &why)) {
		status = (int)why.code;
		log_error("%s", why.msg);
	} else {
		log_info("%s: pipeline %s, %zu steps", file, p.name, p.nsteps);
	}
	pipeline_release(&p);
	if (ctx->out_tty)
		return status;
	emit_begin(em, "check");
	emit_time(em, "at", ctx->now);
	emit_str(em, "name", file);
	emit_str(em, "status", status == 0 ? "pass" : "fail");
	emit_str(em, "text", status == 0 ? NULL : why.msg);
	return emit_end(em, e) ? -1 : status;
}

static int
verb_lint(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct emit em;
	int status = 0, got;

	(void)arg;
	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "files are needed");
	emit_init(&em, ctx->out, false);
	for (; *args != NULL && status >= 0; args++) {
		got = lint_file(ctx, &em, *args, e);
		if (got != 0 && (status == 0 || got < 0))
			status = got;
	}
	emit_release(&em);
	return status;
}

static int
verb_list(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	(void)arg;
	return too_many(args, 0, e) ? -1 : show_list(ctx->out, ctx->out_tty, e);
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "run",     "[-nk] [-f file] [--for date] [--only step,...] [-j jobs] [--fail-fast] [--once] [name]", "run a pipeline", run_opts, verb_run },
	{ "resume",  "[-k] [-f file] [-j jobs] [--fail-fast] [run | name]", "go on with a run that was interrupted or failed", resume_opts, verb_resume },
	{ "status",  "[--local] [name]", "how the last run of each ended; 1 if one did not end well", status_opts, verb_status },
	{ "history", "[-l limit] [--local] [name]", "the runs before, newest first", history_opts, verb_history },
	{ "graph",   "[-f file] [--format text|dot|svg] [name]", "print what waits for what", graph_opts, verb_graph },
	{ "lint",    "file ...", "check files of pipelines", NULL, verb_lint },
	{ "list",    "", "the pipelines there are", NULL, verb_list },
	{ 0 }
};
static const struct opt no_opts[] = { { 0 } };
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-pipeline",
	.help = "run a pipeline of commands with time-outs, retries, post-conditions and a ledger",
	.opts = no_opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .jobs = 2, .limit = 20, .format = "text" },
	.verbs = verbs,
	.flags = CMD_DRY_RUN | CMD_STOPS,
};
