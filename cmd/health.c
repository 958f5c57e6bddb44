/* pf-health - check everything: database, freshness, services, host; before a deployment and after it */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/pg.h"
#include "health/health.h"
#include "health/kinds.h"
#include "health/plan.h"
#include "health/results.h"
#include "health/system.h"
#include "io/emit.h"
#include "io/file.h"
#include "run/redact.h"

#define PAUSE_MIN (10 * CLOCK_SECOND / 1000)

struct opts {
	const char *profile, *format, *root, *env_file, *until, *gate;
	int64_t within, every;
	bool offline;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
#define PROFILE_OPT { 'p', "profile", OPT_LIST, AT(profile), 0, "files of checks, by name or path (default: host,database)", "name,..." }
#define COMMON_OPTS \
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how it is printed (default: table on a terminal, else jsonl)", RESULTS_FORMATS }, \
	{ 0, "env-file", OPT_STR,  AT(env_file), 0, "the file with the variables of the services", "file" }, \
	{ 0, "offline",  OPT_FLAG, AT(offline),  0, "look at files only: no database, no network, no other program" }, \
	{ 0, "root",     OPT_STR,  AT(root),     0, "the machine's files lie below this folder", "folder" }

static const struct opt check_opts[] = { PROFILE_OPT, COMMON_OPTS, { 0 } };
static const struct opt own_opts[] = { COMMON_OPTS, { 0 } };
static const struct opt list_opts[] = { PROFILE_OPT, { 0 } };
static const struct opt compare_opts[] = {
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how it is printed (default: table on a terminal, else jsonl)", RESULTS_FORMATS },
	{ 0 }
};
static const struct opt wait_opts[] = {
	PROFILE_OPT, COMMON_OPTS,
	{ 0, "every",  OPT_SPAN, AT(every),  0, "the time between two looks" },
	{ 0, "until",  OPT_ENUM, AT(until),  0, "what is waited for: that no check fails, or that one does", "pass|fail" },
	{ 0, "within", OPT_SPAN, AT(within), 0, "how long at most" },
	{ 0 }
};
static const struct opt system_opts[] = {
	{ 0, "gate", OPT_LIST, AT(gate), 0, "the components that decide over the status", "component,..." },
	{ 0 }
};
static const struct opt no_opts[] = { { 0 } };
/* clang-format on */

static int
read_plan(struct health_plan *p, const char *names, struct err *e)
{
	char *list = mem_str(names), *at = list, *end;
	int rc = 0;

	for (; rc == 0 && at != NULL; at = end) {
		end = strchr(at, ',');
		if (end != NULL)
			*end++ = '\0';
		if (*at != '\0')
			rc = health_plan_add(p, at, e);
	}
	free(list);
	if (rc == 0 && p->n == 0)
		rc = err_set(e, ERR_USAGE, "--profile: '%s' names no file of checks", names);
	return rc;
}

static const char *
format_of(const struct ctx *ctx, const struct opts *o)
{
	return o->format != NULL ? o->format : ctx->out_tty ? "table" : "jsonl";
}

/* Look at it all once. now: the clock of this look. */
static int
look(const struct ctx *ctx, const struct opts *o, const struct health_plan *p, int64_t now,
    char **words, struct results *r, struct err *e)
{
	struct health h = { .tool = ctx->name,
		.root = o->root != NULL && strcmp(o->root, "/") != 0 ? o->root : "",
		.env = ctx->env,
		.now = now,
		.offline = o->offline };
	int rc = health_look(&h, p, words, results_take, r, e);

	health_release(&h);
	if (rc == 0 && stop_asked())
		rc = err_set(e, ERR_TEMP, "a signal asked to stop");
	return rc;
}

/* What the files of checks and the secrets find. */
static int
begin(const struct opts *o, const char *profile, struct health_plan *p, struct err *e)
{
	if (o->env_file != NULL && setenv("PF_ENV_FILE", o->env_file, 1) != 0)
		return err_errno(e, ERR_IO, "PF_ENV_FILE");
	redact_environment();
	return read_plan(p, o->profile != NULL ? o->profile : profile, e);
}

/* A monitor reads standard output and knows 0 to 3 alone: what kept us from looking is unknown to it. */
static int
answer(struct ctx *ctx, const char *format, int rc, const struct err *e)
{
	struct buf out = { 0 };

	if (rc >= 0 || strcmp(format, "nagios") != 0 || stop_asked() || e->code == ERR_IO)
		return rc;
	results_unknown(e->msg, &out);
	rc = fwrite(out.p, 1, out.len, ctx->out) == out.len ? 3 : -1;
	buf_release(&out);
	return rc;
}

static int
check(struct ctx *ctx, const struct opts *o, const char *profile, char **words, struct err *e)
{
	const char *format = format_of(ctx, o);
	struct health_plan p = { 0 };
	struct results r = { 0 };
	int rc = -1;

	if (begin(o, profile, &p, e) == 0 && look(ctx, o, &p, ctx->now, words, &r, e) == 0 &&
	    results_print(&r, format, ctx->now, ctx->out, e) == 0)
		rc = results_status(&r, format);
	results_release(&r);
	health_plan_release(&p);
	return answer(ctx, format, rc, e);
}

#define USUAL "host,database"

static int
verb_check(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return check(ctx, arg, USUAL, args, e);
}

static int
verb_services(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return check(ctx, arg, "services", args, e);
}

static int
verb_preflight(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	return check(ctx, arg, "preflight", args, e);
}

/* What was found is no answer here: it is kept for compare. */
static int
verb_snapshot(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct opts o = *(const struct opts *)arg;

	o.format = "jsonl";
	return check(ctx, &o, USUAL, args, e) < 0 ? -1 : 0;
}

static void
pause_for(int64_t ns)
{
	const struct timespec t = { .tv_sec = (time_t)(ns / CLOCK_SECOND),
		.tv_nsec = (long)(ns % CLOCK_SECOND) };

	(void)nanosleep(&t, NULL); /* a signal is asked for afterwards */
}

/* Look again and again; only the last look is printed. */
static int
verb_wait(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const char *format = format_of(ctx, o);
	bool until_pass = strcmp(o->until, "pass") == 0, reached = false;
	int64_t end = clock_mono() + o->within, now = ctx->now, left;
	struct health_plan p = { 0 };
	struct results r = { 0 };
	int rc = begin(o, USUAL, &p, e);

	while (rc == 0 && !reached) {
		results_release(&r);
		if (clock_now(&now, e) || look(ctx, o, &p, now, args, &r, e)) {
			rc = -1;
			break;
		}
		reached = (r.counts[CHECK_FAILED] == 0) == until_pass;
		left = end - clock_mono();
		if (reached || left <= 0)
			break;
		log_info("%zu of %zu checks fail", r.counts[CHECK_FAILED], r.n);
		pause_for(left < o->every ? left : o->every < PAUSE_MIN ? PAUSE_MIN : o->every);
	}
	if (rc == 0 && results_print(&r, format, now, ctx->out, e) != 0)
		rc = -1;
	if (rc == 0)
		rc = strcmp(format, "nagios") == 0 ? results_status(&r, format) : !reached;
	results_release(&r);
	health_plan_release(&p);
	return answer(ctx, format, rc, e);
}

static int
read_results(struct ctx *ctx, const char *name, struct results *r, struct err *e)
{
	FILE *fp;
	int rc;

	if (strcmp(name, "-") == 0)
		return results_read(r, ctx->in, "standard input", e);
	fp = file_open(name, e);
	if (fp == NULL)
		return -1;
	rc = results_read(r, fp, name, e);
	(void)fclose(fp); /* only read */
	return rc;
}

static int
verb_compare(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const char *format = format_of(ctx, arg);
	struct results before = { 0 }, now = { 0 }, r = { 0 };
	int rc = -1;

	if (args[0] == NULL || args[1] == NULL || args[2] != NULL)
		return err_set(
		    e, ERR_USAGE, "two files are needed: the look before, and the one after");
	if (read_results(ctx, args[0], &before, e) == 0 &&
	    read_results(ctx, args[1], &now, e) == 0) {
		results_compare(&before, &now, &r);
		if (now.n == 0) /* who looked died of it, or never began: that is no look */
			rc = err_set(e, ERR_DATA,
			    "%s: no check is in it: the look afterwards was not made",
			    strcmp(args[1], "-") == 0 ? "standard input" : args[1]);
		else if (results_print(&r, format, ctx->now, ctx->out, e) == 0)
			rc = results_status(&r, format);
	}
	results_release(&before);
	results_release(&now);
	results_release(&r);
	return answer(ctx, format, rc, e);
}

/* Whether a component of the list failed; ERR_USAGE for a word that is none. */
static int
gated(const struct system *s, const char *gate, struct err *e)
{
	const char *at = gate;
	size_t n;
	int status = 0, i;

	for (; *at != '\0'; at += n + (at[n] == ',')) {
		n = strcspn(at, ",");
		for (i = 0; i < SYSTEM_PARTS; i++)
			if (strlen(system_part_name((enum system_part)i)) == n &&
			    strncmp(system_part_name((enum system_part)i), at, n) == 0)
				break;
		if (i == SYSTEM_PARTS)
			return err_set(
			    e, ERR_USAGE, "--gate: no component is called '%.*s'", (int)n, at);
		if (s->failed[i] && !(i == SYSTEM_TELEGRAM && s->telegram_off))
			status = 1;
	}
	return status;
}

static int
verb_system(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct pg_where where = { .tool = ctx->name };
	const struct pg_begin how = { .read_only = true, .statement_ms = 2000, .lock_ms = 1000 };
	struct system s = { 0 };
	struct err why = { 0 };
	struct buf out = { 0 };
	struct pg *db = NULL;
	int rc;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "'%s' is one operand too many", args[0]);
	rc = gated(&s, o->gate, e);
	if (rc != 0)
		return -1;
	if (pg_open(&db, &where, &why) || pg_begin(db, &how, &why)) {
		log_warn("%s", why.msg);
		pg_close(db);
		db = NULL;
	}
	system_health(db, &why, ctx->now, &s, &out);
	pg_close(db);
	buf_char(&out, '\n');
	rc = fwrite(out.p, 1, out.len, ctx->out) == out.len
		 ? gated(&s, o->gate, e)
		 : err_errno(e, ERR_IO, "standard output");
	buf_release(&out);
	return rc;
}

static int
verb_list(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct health_plan p = { 0 };
	struct emit em;
	size_t i;
	int rc;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "'%s' is one operand too many", args[0]);
	rc = read_plan(&p, o->profile != NULL ? o->profile : USUAL, e);
	emit_init(&em, ctx->out, false);
	for (i = 0; rc == 0 && i < p.n; i++) {
		emit_begin(&em, NULL);
		emit_str(&em, "check", p.checks[i]->name);
		emit_str(&em, "kind", p.checks[i]->kind->name);
		emit_str(&em, "help",
		    p.checks[i]->help != NULL ? p.checks[i]->help : p.checks[i]->kind->help);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	health_plan_release(&p);
	return rc;
}

static int
verb_kinds(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct health_kind *k;
	struct emit em;
	int rc = 0;

	(void)arg;
	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "'%s' is one operand too many", args[0]);
	emit_init(&em, ctx->out, false);
	for (k = health_kinds; rc == 0 && k->name != NULL; k++) {
		emit_begin(&em, NULL);
		emit_str(&em, "check", k->name);
		emit_str(&em, "keys", k->keys);
		emit_str(&em, "help", k->help);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	return rc;
}

/* clang-format off */
#define LOOK "[-p name,...] [-f format] [--env-file file] [--offline] [--root folder] [name ...]"
#define OWN "[-f format] [--env-file file] [--offline] [--root folder] [name ...]"
static const struct verb verbs[] = {
	{ "check",     LOOK, "look at everything, or at what is named; 1 when a check fails", check_opts, verb_check },
	{ "services",  OWN, "the units of systemd, and when timers ran and will run", own_opts, verb_services },
	{ "preflight", OWN, "whether a host is ready for a deployment", own_opts, verb_preflight },
	{ "system",    "[--gate component,...]", "the state of the trading system, as the HTTP API tells it", system_opts, verb_system },
	{ "snapshot",  LOOK, "look, and print records for compare whatever they say", check_opts, verb_snapshot },
	{ "compare",   "[-f format] before after", "what fails that did not fail before; 1 when something does", compare_opts, verb_compare },
	{ "wait",      "[--until pass|fail] [--within time] [--every time] " LOOK, "look again and again; 1 when the time is over", wait_opts, verb_wait },
	{ "list",      "[-p name,...]", "the checks there are", list_opts, verb_list },
	{ "kinds",     "", "what can be looked at, and what each kind of check wants to know", NULL, verb_kinds },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-health",
	.help =
	    "check everything: database, freshness, services, host; before a deployment and after it",
	.opts = no_opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .until = "pass",
	    .within = 90 * CLOCK_SECOND,
	    .every = 2 * CLOCK_SECOND,
	    .gate = "market_data,market_updater,trade_system" },
	.verbs = verbs,
	.verb = "check",
	.flags = CMD_STOPS | CMD_TACIT,
};
