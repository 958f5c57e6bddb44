/* pf-snaptrade - read brokerage accounts through SnapTrade */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "io/canon.h"
#include "io/emit.h"
#include "io/whole.h"
#include "show/checks.h"
#include "vendor/snaptrade.h"
#include "vendor/snaptrade_check.h"
#include "vendor/snaptrade_cursors.h"
#include "vendor/snaptrade_events.h"
#include "vendor/snaptrade_hook.h"
#include "vendor/snaptrade_report.h"
#include "vendor/snaptrade_sync.h"

struct opts {
	const char *account, *body, *format, *signature;
	bool cursors, dry_run, events, full, offline, old, raw_body, recent, trace;
	int64_t since, until, timeout, days, overlap, window;
};

#define AT(m) offsetof(struct opts, m)
#define DAYS_MAX 90      /* of orders, the vendor's limit */
#define ACTIVITY_DAYS 90 /* that are read again when nothing else is said */

/* clang-format off */
#define ACCOUNT  { 'a', "account", OPT_LIST, AT(account), 0, "only these accounts, their ids with commas between (default: $SNAPTRADE_ACCOUNT_ID, $ROBINHOOD_ACCOUNT_ID, all)", "id", "SNAPTRADE_ACCOUNT_ID" }
#define TIMEOUT  { 0,   "timeout", OPT_SPAN, AT(timeout), 0, "give up after that time (default: never)" }
#define TRACE    { 0,   "trace",   OPT_FLAG, AT(trace),   0, "show the heads of requests and replies, without secrets" }
#define DAYS     { 0,   "days",    OPT_INT,  AT(days),    0, "orders placed in the last so many days, 1 to 90", "days" }
#define OLD      { 0,   "v1",      OPT_FLAG, AT(old),     0, "positions from the deprecated address first" }
#define SINCE    { 's', "since",   OPT_DATE, AT(since),   0, "activities from that day on (default: 90 days ago)" }
#define UNTIL    { 0,   "until",   OPT_DATE, AT(until),   0, "activities to that day, included (default: all there are)" }
#define FULL     { 0,   "full",    OPT_FLAG, AT(full),    0, "all activities there are" }
#define CURSORS  { 0,   "cursors", OPT_FLAG, AT(cursors), 0, "read cursor records on standard input: an account's activities from there on, all of one without" }
#define OVERLAP  { 0,   "overlap", OPT_INT,  AT(overlap), 0, "with --cursors: days before the cursor that are read again", "days" }

static const struct opt list_opts[] = { ACCOUNT, TIMEOUT, TRACE, { 0 } };
static const struct opt position_opts[] = { ACCOUNT, TIMEOUT, TRACE, OLD, { 0 } };
static const struct opt order_opts[] = {
	ACCOUNT, DAYS,
	{ 0,   "recent",  OPT_FLAG, AT(recent), 0, "those of the last 24 hours, never from a cache" },
	TIMEOUT, TRACE, { 0 }
};
static const struct opt activity_opts[] = { ACCOUNT, CURSORS, FULL, OVERLAP, SINCE, TIMEOUT, TRACE, UNTIL, { 0 } };
static const struct opt sync_opts[] = {
	ACCOUNT, CURSORS, DAYS,
	{ 0,   "events",  OPT_FLAG, AT(events), 0, "read webhook records on standard input, and what they call for" },
	FULL, OVERLAP, SINCE, TIMEOUT, TRACE, UNTIL, OLD, { 0 }
};
static const struct opt check_opts[] = {
	{ 'f', "format",  OPT_ENUM, AT(format),  0, "how results are printed (default: a table on a terminal)", "json|table" },
	{ 0,   "offline", OPT_FLAG, AT(offline), 0, "only which keys are set: nothing is asked" },
	TIMEOUT, TRACE, { 0 }
};
static const struct opt raw_opts[] = {
	{ 0,   "body",    OPT_STR,  AT(body),    0, "file with the body, JSON in ASCII; -: standard input", "file" },
	{ 'n', "dry-run", OPT_FLAG, AT(dry_run), 0, "send nothing but GET: print what would be sent" },
	TIMEOUT, TRACE, { 0 }
};
static const struct opt webhook_opts[] = {
	{ 0,   "raw-body",  OPT_FLAG, AT(raw_body),  0, "take a signature over the bytes as they came, too" },
	{ 0,   "signature", OPT_STR,  AT(signature), 0, "value of the header Signature (default: $HTTP_SIGNATURE)", "text", "HTTP_SIGNATURE" },
	{ 0,   "window",    OPT_SPAN, AT(window),    0, "how old a delivery may be (default: 300s)" },
	{ 0 }
};
/* clang-format on */

/* --- reading accounts */

static int
check_range(const struct opts *o, struct err *e)
{
	int ways = (o->since != CLOCK_NONE) + o->full + o->cursors;

	if (o->days < 1 || o->days > DAYS_MAX)
		return err_set(e, ERR_USAGE, "--days is a number from 1 to %d", DAYS_MAX);
	if (ways > 1)
		return err_set(e, ERR_USAGE, "--since, --full and --cursors exclude each other");
	if (o->until != CLOCK_NONE && o->since != CLOCK_NONE && o->until < o->since)
		return err_set(e, ERR_USAGE, "--until is before --since");
	if (o->cursors && o->events)
		return err_set(e, ERR_USAGE, "--events and --cursors both read standard input");
	if (o->overlap > 36500)
		return err_set(e, ERR_USAGE, "--overlap: that is more than a hundred years");
	return 0;
}

static void
make_plan(struct snaptrade_plan *p, const struct ctx *ctx, const struct opts *o, unsigned what)
{
	const char *robinhood = env_get("ROBINHOOD_ACCOUNT_ID");

	*p = (struct snaptrade_plan){ .what = what,
		.only = o->account != NULL ? o->account : robinhood,
		.days = o->days,
		.since = o->since,
		.until = o->until,
		.old_shapes = o->old };
	if (!o->full && !o->cursors && o->since == CLOCK_NONE)
		p->since = (o->until != CLOCK_NONE ? o->until : clock_midnight(ctx->now)) -
			   ACTIVITY_DAYS * CLOCK_DAY;
}

/* A run in hand. */
struct reading {
	struct ctx *ctx;
	const struct opts *o;
	struct snaptrade *st;
	struct snaptrade_report report;
	struct snaptrade_plan plan;
	struct snaptrade_events *events; /* NULL: none are worked on */
	size_t bad_lines;
};

/* What standard input says about the plan: 1 to go on, 0 when there is nothing to do, -1. */
static int
read_input(struct reading *g, struct err *e)
{
	const struct snaptrade_ours ours = { env_get("SNAPTRADE_USER_ID"), g->plan.only };

	if (g->o->cursors)
		return snaptrade_cursors_read(
			   &g->plan, g->ctx->in, g->o->overlap, &g->report.em, &g->bad_lines, e)
			   ? -1
			   : 1;
	if (!g->o->events)
		return 1;
	if (snaptrade_events_read(&g->events, g->ctx->in, &ours, &g->report.em, &g->bad_lines, e))
		return -1;
	snaptrade_events_plan(g->events, &g->plan);
	return snaptrade_events_count(g->events) > 0;
}

static int
read_accounts(struct reading *g, struct err *e)
{
	int64_t deadline = g->o->timeout == 0 ? 0 : clock_mono() + g->o->timeout;
	struct snaptrade_sync *s = NULL;
	int rc = -1, more;

	if (snaptrade_open(&g->st, deadline, g->o->trace, e))
		return -1;
	more = read_input(g, e);
	if (more < 0)
		return -1;
	s = snaptrade_sync_new(g->st, &g->report, &g->plan);
	if (more > 0 && snaptrade_sync_run(s, e))
		goto out;
	if (g->events != NULL &&
	    snaptrade_events_settle(g->events, s, g->ctx->now, &g->report.em, e))
		goto out;
	rc = worst_end(&g->report.worst, e);
out:
	snaptrade_sync_free(s);
	return rc;
}

static int
reading(struct ctx *ctx, const struct opts *o, unsigned what, struct err *e)
{
	struct reading g = { .ctx = ctx, .o = o };
	int rc;

	if (check_range(o, e))
		return -1;
	if (o->trace)
		log_show(LOG_DEBUG);
	make_plan(&g.plan, ctx, o, what);
	snaptrade_report_init(&g.report, ctx);
	g.report.symbols_too = what != SNAPTRADE_ACCOUNTS && what != SNAPTRADE_CONNECTIONS;
	rc = read_accounts(&g, e);
	snaptrade_events_free(g.events);
	snaptrade_plan_release(&g.plan);
	snaptrade_report_release(&g.report);
	snaptrade_close(g.st);
	return rc == 0 && g.bad_lines > 0 ? ERR_DATA : rc;
}

static int
no_operands(char **args, struct err *e)
{
	return args[0] == NULL ? 0 : err_set(e, ERR_USAGE, "no operand is taken: '%s'", args[0]);
}

/* One verb a kind. */
#define READING(verb, what)                                                                        \
	static int verb(struct ctx *ctx, const void *o, char **args, struct err *e)                \
	{                                                                                          \
		return no_operands(args, e) ? -1 : reading(ctx, o, what, e);                       \
	}

READING(accounts, SNAPTRADE_ACCOUNTS)
READING(balances, SNAPTRADE_BALANCES)
READING(positions, SNAPTRADE_POSITIONS)
READING(activities, SNAPTRADE_ACTIVITIES)
READING(connections, SNAPTRADE_CONNECTIONS)
READING(sync_all, SNAPTRADE_ACCOUNTS | SNAPTRADE_HOLDINGS | SNAPTRADE_ACTIVITIES)

static int
orders(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;

	return no_operands(args, e)
		   ? -1
		   : reading(ctx, o, o->recent ? SNAPTRADE_RECENT : SNAPTRADE_ORDERS, e);
}

/* --- check */

static int
check(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct snaptrade_check how = { .offline = o->offline,
		.trace = o->trace,
		.deadline_ns = o->timeout == 0 ? 0 : clock_mono() + o->timeout };
	bool table = o->format != NULL ? strcmp(o->format, "table") == 0 : ctx->out_tty;
	struct checks out;
	struct err later;
	int rc = -1;

	if (no_operands(args, e))
		return -1;
	if (o->trace)
		log_show(LOG_DEBUG);
	if (checks_begin(&out, ctx->out, table, ctx->now, e) == 0) {
		rc = snaptrade_check(&how, checks_take, &out, e);
		if (checks_end(&out, rc == 0 ? e : &later))
			rc = -1;
		if (rc == 0 && out.failed > 0)
			rc = 1;
	}
	checks_release(&out);
	return rc;
}

/* --- raw */

static int
read_all(FILE *fp, const char *name, struct buf *out, size_t most, struct err *e)
{
	size_t got = 1, n;

	while (got > 0 && out->len < most) {
		n = most - out->len < 65536 ? most - out->len : 65536;
		got = fread(buf_room(out, n), 1, n, fp);
		out->len += got;
	}
	if (ferror(fp))
		return err_errno(e, ERR_IO, "%s", name);
	(void)buf_room(out, 1);
	out->p[out->len] = '\0';
	return 0;
}

static int
read_body(struct ctx *ctx, const char *name, struct buf *canon, struct err *e)
{
	struct buf text = { .secret = true };
	FILE *fp = ctx->in;
	size_t i;
	int rc = -1;

	canon->secret = true;
	if (strcmp(name, "-") != 0)
		fp = fopen(name, "re");
	if (fp == NULL)
		return err_errno(e, ERR_NOINPUT, "%s", name);
	if (read_all(fp, name, &text, CANON_MAX + 1, e) ||
	    canon_json(canon, text.p, text.len, CANON_UTF8, e))
		goto out;
	for (i = 0; i < canon->len; i++)
		if ((canon->p[i] & 0x80) != 0) {
			(void)err_set(e, ERR_DATA,
			    "%s: what is no ASCII is signed in two ways by the vendor's own clients: leave it out",
			    name);
			goto out;
		}
	rc = 0;
out:
	if (fp != ctx->in)
		(void)fclose(fp); /* only read */
	buf_release(&text);
	return rc;
}

static int
add_params(struct snaptrade_call *c, char **params, struct err *e)
{
	char *name, *is;
	int rc = 0;

	for (; rc == 0 && *params != NULL; params++) {
		is = strchr(*params, '=');
		if (is == NULL)
			return err_set(e, ERR_USAGE, "'%s' is no parameter: name=value", *params);
		name = strndup(*params, (size_t)(is - *params));
		rc = snaptrade_call_param(c, name, is + 1, e);
		free(name);
	}
	return rc;
}

static int
print_reply(struct ctx *ctx, const struct buf *body, struct err *e)
{
	struct buf line = { .secret = true };
	struct rec_field root;
	int rc = 0;

	if (body->len > 0)
		rc = whole_parse(&line, body->p, body->len, &root, e);
	if (rc == 0 && body->len > 0 &&
	    (fwrite(root.text.p, 1, root.text.n, ctx->out) != root.text.n ||
		fputc('\n', ctx->out) == EOF))
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&line);
	return rc;
}

static int
print_plan(struct ctx *ctx, const struct snaptrade_call *c, struct err *e)
{
	struct emit em;
	int rc;

	emit_init(&em, ctx->out, false);
	emit_begin(&em, "plan");
	emit_str(&em, "action", c->method);
	emit_str(&em, "target", c->path);
	rc = emit_end(&em, e);
	emit_release(&em);
	return rc;
}

static int
raw(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	static const char *const methods[] = { "GET", "POST", "DELETE", "PUT", "PATCH", NULL };
	const struct opts *o = arg;
	int64_t deadline = o->timeout == 0 ? 0 : clock_mono() + o->timeout;
	struct snaptrade_call c;
	struct snaptrade *st = NULL;
	struct buf body = { 0 };
	size_t i = 0;
	int rc = -1;

	if (args[0] == NULL || args[1] == NULL || args[1][0] != '/' ||
	    strpbrk(args[1], "?# ") != NULL)
		return err_set(e, ERR_USAGE,
		    "raw takes a method, a path from its '/' on without parameters, and name=value for each of those");
	while (methods[i] != NULL && strcmp(methods[i], args[0]) != 0)
		i++;
	if (methods[i] == NULL)
		return err_set(
		    e, ERR_USAGE, "'%s' is none of GET, POST, DELETE, PUT, PATCH", args[0]);
	if (o->trace)
		log_show(LOG_DEBUG);
	snaptrade_call_path(&c, methods[i], args[1]);
	if (add_params(&c, args + 2, e) || (o->body != NULL && read_body(ctx, o->body, &body, e)) ||
	    snaptrade_open(&st, deadline, o->trace, e))
		goto out;
	c.body = o->body != NULL && strcmp(body.p, "{}") != 0 ? body.p : NULL;
	if (o->dry_run && strcmp(c.method, "GET") != 0)
		rc = print_plan(ctx, &c, e);
	else if (snaptrade_once(st, &c, e) == 0)
		rc = print_reply(ctx, &c.r.reply.body, e);
out:
	snaptrade_call_release(&c);
	snaptrade_close(st);
	buf_release(&body);
	return rc;
}

/* --- webhook */

/* A web server says how long it is, and may keep the pipe open. */
static int
read_delivery(struct ctx *ctx, struct buf *body, struct err *e)
{
	const char *length = env_get("CONTENT_LENGTH");
	uint64_t n = SNAPTRADE_HOOK_MAX + 1;

	if (length != NULL && num_uint(length, strlen(length), UINT64_MAX, &n))
		return err_set(e, ERR_DATA, "CONTENT_LENGTH is no number");
	if (n > SNAPTRADE_HOOK_MAX + 1)
		n = SNAPTRADE_HOOK_MAX + 1; /* too long, which is all that is to be known */
	return read_all(ctx->in, "standard input", body, (size_t)n, e);
}

static int
webhook(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct snaptrade_hook hook = { .consumer_key = env_get("SNAPTRADE_CONSUMER_KEY"),
		.client_secret = env_get("SNAPTRADE_CLIENT_SECRET"),
		.raw = o->raw_body,
		.now = ctx->now,
		.window = o->window };
	struct buf body = { .secret = true }, canon = { .secret = true };
	struct emit em;
	int rc = -1;

	if (no_operands(args, e))
		return -1;
	emit_init(&em, ctx->out, false);
	log_secret(o->signature);
	if (read_delivery(ctx, &body, e) == 0 &&
	    snaptrade_hook_verify(&hook, o->signature, body.p, body.len, &canon, e) == 0)
		rc = snaptrade_webhook(&canon, ctx->now, &em, e);
	emit_release(&em);
	buf_release(&body);
	buf_release(&canon);
	return rc;
}

/* clang-format off */
#define READ_SYNOPSIS "[-a id,...] [--timeout time]"

static const struct verb verbs[] = {
	{ "sync",        "[-a id,...] [--days days] [-s date | --full | --cursors] [--events] [--v1]", "print accounts, balances, positions, orders and activities as one stream", sync_opts, sync_all },
	{ "accounts",    READ_SYNOPSIS, "print the accounts",                    list_opts,     accounts },
	{ "balances",    READ_SYNOPSIS, "print the cash of accounts",            list_opts,     balances },
	{ "positions",   "[-a id,...] [--v1]", "print what accounts hold",       position_opts, positions },
	{ "orders",      "[-a id,...] [--days days | --recent]", "print orders as they stand", order_opts, orders },
	{ "activities",  "[-a id,...] [-s date] [--until date] [--full | --cursors]", "print what moved cash and instruments", activity_opts, activities },
	{ "connections", READ_SYNOPSIS, "print the connections to brokers",      list_opts,     connections },
	{ "check",       "[-f format] [--offline]", "find out whether the keys work; 1 when a connection is down", check_opts, check },
	{ "raw",         "[-n] [--body file] method path [name=value ...]", "sign and send one request, print the answer", raw_opts, raw },
	{ "webhook",     "[--signature text] [--window time] [--raw-body]", "check a delivery on standard input, print it as a record", webhook_opts, webhook },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-snaptrade",
	.help = "read brokerage accounts through SnapTrade",
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .since = CLOCK_NONE,
	    .until = CLOCK_NONE,
	    .days = DAYS_MAX,
	    .overlap = 14,
	    .window = SNAPTRADE_HOOK_WINDOW },
	.verbs = verbs,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
