/* pf-logs - print and follow the logs of this host, wait for a line, fail on another */
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "base/stop.h"
#include "io/emit.h"
#include "io/utf8.h"
#include "logs/merge.h"
#include "logs/show.h"
#include "logs/source.h"
#include "logs/watch.h"
#include "run/redact.h"

#define TOLD 200 /* bytes of a line that an event tells */

struct opts {
	const char *since, *lines, *grep, *expect, *forbid, *format;
	int64_t within;
	bool follow;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "expect", OPT_STR,  AT(expect), 0, "end with 0 at a line that has this", "regex" },
	{ 0,   "follow", OPT_FLAG, AT(follow), 0, "print what comes, too, until a signal or --within ends it" },
	{ 0,   "forbid", OPT_STR,  AT(forbid), 0, "end with 1 at a line that has this", "regex" },
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how it is printed (default: text on a terminal, else jsonl)", "jsonl|text" },
	{ 0,   "grep",   OPT_STR,  AT(grep),   0, "print only lines that have this", "regex" },
	{ 'n', "lines",  OPT_STR,  AT(lines),  0, "the last so many of each source, or all (default: 10, all with --since)", "number" },
	{ 0,   "since",  OPT_STR,  AT(since),  0, "not what is older: a span before now, a time, or a day", "when" },
	{ 0,   "within", OPT_SPAN, AT(within), 0, "follow for so long at most" },
	{ 0 }
};
/* clang-format on */

struct job {
	struct ctx *ctx;
	const struct opts *o;
	struct log_want want;
	struct watch watch;
	struct pattern grep;
	struct log_show show;
	struct buf clean;
};

static int
read_want(struct job *j, struct err *e)
{
	const struct opts *o = j->o;
	struct log_want *w = &j->want;
	size_t n = o->since != NULL ? strlen(o->since) : 0;
	int64_t span;

	w->now = j->ctx->now;
	w->since = CLOCK_NONE;
	w->follow = o->follow || o->within != 0;
	w->lines = o->since != NULL ? -1 : 10;
	if (o->lines != NULL && strcmp(o->lines, "all") == 0)
		w->lines = -1;
	else if (o->lines != NULL && num_int(o->lines, strlen(o->lines), 0, INT32_MAX, &w->lines))
		return err_set(e, ERR_USAGE, "--lines: %s is neither a number nor all", o->lines);
	if (o->since == NULL)
		return 0;
	if (clock_parse_span(o->since, n, &span) == 0)
		return __builtin_sub_overflow(w->now, span, &w->since)
			   ? err_set(e, ERR_USAGE, "--since: %s is too long", o->since)
			   : 0;
	if (clock_parse_time(o->since, n, &w->since) && clock_parse_date(o->since, n, &w->since))
		return err_set(e, ERR_USAGE,
		    "--since: %s is no span (10m), time (2008-10-15T05:00:00Z) or day", o->since);
	return 0;
}

/* Say how it ended: a record among records, else to people. */
static int
tell(struct job *j, const char *event, const char *source, const char *text, struct err *e)
{
	bool good = strcmp(event, "expected") == 0;

	if (!j->show.text)
		return emit_event(&j->show.em, j->ctx->now, j->ctx->name, event,
		    good ? "info" : "error", source, text, e);
	if (good)
		log_note("%s%s%s: %s", source != NULL ? source : "", source != NULL ? ": " : "",
		    event, text);
	else
		log_error("%s%s%s: %s", source != NULL ? source : "", source != NULL ? ": " : "",
		    event, text);
	return 0;
}

static int
tell_line(struct job *j, const char *event, const struct log_line *line, struct err *e)
{
	struct buf text = { 0 };
	int n = utf8_cut(j->clean.p, j->clean.len, TOLD), rc;

	buf_fmt(&text, "%.*s%s", n, j->clean.p, (size_t)n < j->clean.len ? "..." : "");
	rc = tell(j, event, line->source, text.p, e);
	buf_release(&text);
	return rc;
}

/* The exit status once a line decided it, -1 with *e set, or 2: go on. */
static int
take(struct job *j, const struct log_line *line, struct err *e)
{
	enum watch_seen seen;

	log_show_clean(line, &j->clean);
	if ((!j->grep.set || pattern_finds(&j->grep, j->clean.p)) &&
	    log_show_line(&j->show, line, &j->clean, e))
		return -1;
	seen = watch_look(&j->watch, j->clean.p);
	if (seen == WATCH_NOTHING)
		return 2;
	if (tell_line(j, seen == WATCH_EXPECTED ? "expected" : "forbidden", line, e))
		return -1;
	return seen != WATCH_EXPECTED;
}

/* No more lines: nobody waited, or in vain. */
static int
finish(struct job *j, struct err *e)
{
	struct buf text = { 0 };
	int rc;

	if (stop_asked()) {
		if (stop_asked() == SIGTERM && !j->watch.expect.set)
			stop_obeyed(); /* who follows has done it by then */
		return watch_missed(&j->watch);
	}
	if (watch_missed(&j->watch) == 0)
		return 0;
	buf_fmt(&text, "no line has %s", j->o->expect);
	rc = tell(j, j->want.follow ? "timeout" : "missing", NULL, text.p, e);
	buf_release(&text);
	return rc < 0 ? -1 : 1;
}

/* The time is over: what is behind the last line end is a line by now, as the end of a file that nobody follows is. What is
 * written meanwhile is not waited for. */
static int
take_rest(struct job *j, struct logs *logs, struct err *e)
{
	int64_t end = clock_mono() + CLOCK_SECOND;
	struct log_line line;
	int got, rc = 2;

	j->want.follow = false;
	while (rc == 2 && clock_mono() < end && (got = logs_next(logs, 0, &line, e)) != 0)
		rc = got < 0 ? -1 : take(j, &line, e);
	j->want.follow = true;
	return rc;
}

static int
work(struct job *j, char **args, struct err *e)
{
	int64_t until = j->o->within != 0 ? clock_mono() + j->o->within : INT64_MAX;
	struct logs *logs = NULL;
	struct log_line line;
	size_t n = 0;
	int got, rc = 2;

	if (logs_open(&logs, args, &j->want, e))
		return -1;
	while (rc == 2 && (got = logs_next(logs, until, &line, e)) != 0) {
		rc = got < 0 ? -1 : take(j, &line, e);
		n++;
	}
	if (rc == 2 && j->want.follow && !stop_asked())
		rc = take_rest(j, logs, e);
	logs_close(logs);
	if (n == 0 && !j->want.follow)
		log_note("no line is there: the log is empty%s, or no unit is called so",
		    j->o->since != NULL ? " since then" : "");
	return rc == 2 ? finish(j, e) : rc;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct job j = { .ctx = ctx, .o = o };
	bool text = o->format != NULL ? strcmp(o->format, "text") == 0 : ctx->out_tty;
	int rc = -1;

	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "no source: name one as unit:NAME or file:PATH");
	redact_environment();
	if (read_want(&j, e) == 0) {
		log_show_init(
		    &j.show, ctx->out, text, args[1] != NULL, ctx->line_buffered || j.want.follow);
		if (pattern_set(&j.grep, "grep", o->grep, e) == 0 &&
		    pattern_set(&j.watch.expect, "expect", o->expect, e) == 0 &&
		    pattern_set(&j.watch.forbid, "forbid", o->forbid, e) == 0)
			rc = work(&j, args, e);
		log_show_release(&j.show);
	}
	pattern_release(&j.grep);
	pattern_release(&j.watch.expect);
	pattern_release(&j.watch.forbid);
	buf_release(&j.clean);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-logs",
	.help = "print and follow the logs of this host, wait for a line, fail on another",
	.synopsis =
	    "[--since when] [-n number] [--follow] [--grep regex] [--expect regex] [--forbid regex] [--within span] [-f format] source ...",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.run = run,
	.flags = CMD_FILTER | CMD_STOPS,
};
