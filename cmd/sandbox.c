/* pf-sandbox - stand in for every vendor on loopback, check what is asked, go wrong on demand */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/proc.h"
#include "io/emit.h"
#include "sandbox/server.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_delivery.h"
#include "sandbox/snaptrade_post.h"
#include "sandbox/vars.h"

struct opts {
	const char *data, *log, *env, *faults, *dbn_version;
	int64_t port;
	/* of webhooks */
	const char *to, *event, *account, *client;
	int64_t count, seed, forged, repeat;
	int64_t late, retry_after; /* ns */
};

#define AT(m) offsetof(struct opts, m)
#define PORT_MAX 65000
#define DELIVERIES_MAX 1000000
#define REPEAT_MAX 100

/* clang-format off */
static const struct opt serve_opts[] = {
	{ 'd', "data",        OPT_STR,  AT(data),        0, "folder with what is served (default: the shipped one)", "DIR" },
	{ 0,   "dbn-version", OPT_ENUM, AT(dbn_version), 0, "version of Databento's binary encoding", "1|2|3" },
	{ 'e', "env",         OPT_STR,  AT(env),         0, "file that gets shell lines with addresses and test keys when all is ready", "FILE" },
	{ 'f', "fault",       OPT_LIST, AT(faults),      0, "what goes wrong: VENDOR[/METHOD]:KIND[=VALUE][:HOW]", "SPEC" },
	{ 'l', "log",         OPT_STR,  AT(log),         0, "file that gets a JSON line for each request", "FILE" },
	{ 'p', "port",        OPT_INT,  AT(port),        0, "port of the first vendor, the others follow; 0: free ones" },
	{ 0 }
};

static const struct opt webhook_opts[] = {
	{ 0,   "account",     OPT_STR,  AT(account),     0, "the account that all are about (default: each in turn)", "ID" },
	{ 0,   "client",      OPT_STR,  AT(client),      0, "the client of the data whose key signs", "ID" },
	{ 0,   "count",       OPT_INT,  AT(count),       0, "how many" },
	{ 'd', "data",        OPT_STR,  AT(data),        0, "folder with what is served (default: the shipped one)", "DIR" },
	{ 0,   "event",       OPT_STR,  AT(event),       0, "what all tell (default: every sort in turn)", "TYPE" },
	{ 0,   "forged",      OPT_INT,  AT(forged),      0, "so many of 100 have a wrong signature", "PERCENT" },
	{ 0,   "late",        OPT_SPAN, AT(late),        0, "they are that old" },
	{ 0,   "repeat",      OPT_INT,  AT(repeat),      0, "each comes once to N times, in any order", "N" },
	{ 0,   "retry-after", OPT_SPAN, AT(retry_after), 0, "wait before one that was not taken is sent again; the next waits are twice as long" },
	{ 0,   "seed",        OPT_INT,  AT(seed),        0, "another number, other deliveries", "N" },
	{ 0,   "to",          OPT_STR,  AT(to),          0, "POST them there (default: print them)", "URL" },
	{ 0 }
};

static const struct opt env_opts[] = {
	{ 'p', "port",        OPT_INT,  AT(port),        OPT_NEEDED, "the port that the sandbox was given" },
	{ 0 }
};
/* clang-format on */

static int
open_server(struct server **s, const struct opts *o, struct err *e)
{
	char *shipped = path_data("sandbox");
	struct server_options so = { .port = o->port, .log = o->log, .faults = o->faults };
	int rc;

	so.config.data = o->data != NULL ? o->data : shipped;
	so.config.dbn_version = o->dbn_version[0] - '0';
	rc = o->port > PORT_MAX ? err_set(e, ERR_USAGE, "--port: at most %d", PORT_MAX)
				: server_open(s, &so, e);
	free(shipped);
	return rc;
}

static void
say_where(const struct server *s)
{
	const char *const *v;

	for (v = server_vars(s); *v != NULL; v++)
		if (strstr(*v, "_URL=http") != NULL)
			log_note("%s", *v);
}

static int
serve(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct server *s = NULL;
	int rc = -1;

	(void)ctx;
	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "serve takes no operand: '%s'", args[0]);
	if (o->env != NULL)
		(void)unlink(o->env); /* whoever waits for it must not find an old one */
	if (open_server(&s, o, e) || (o->env != NULL && vars_write(server_vars(s), o->env, e)))
		goto out;
	say_where(s);
	rc = server_run(s, 0, e);
	if (o->env != NULL)
		(void)unlink(o->env); /* it leads nowhere now */
out:
	server_close(s);
	return rc;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct server *s = NULL;
	struct proc p = PROC_INIT;
	pid_t child;
	int rc = -1;

	(void)ctx;
	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "run needs a command");
	if (open_server(&s, o, e) || (o->env != NULL && vars_write(server_vars(s), o->env, e)))
		goto out;
	p.argv = (const char *const *)args;
	p.env = server_vars(s);
	child = proc_start(&p, e);
	if (child > 0)
		rc = server_run(s, child, e);
	if (o->env != NULL)
		(void)unlink(o->env); /* it leads nowhere now */
out:
	server_close(s);
	return rc;
}

static int
print_env(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	uint16_t ports[64];
	struct buf text = { 0 };
	char **vars = NULL;
	size_t i;
	int rc = 0;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "env takes no operand: '%s'", args[0]);
	if (o->port == 0 || o->port > PORT_MAX)
		return err_set(e, ERR_USAGE, "--port: 1 to %d", PORT_MAX);
	for (i = 0; i < sizeof ports / sizeof ports[0]; i++)
		ports[i] = (uint16_t)(o->port + (int64_t)i);
	vars = vars_new(ports);
	vars_text((const char *const *)vars, &text);
	if (fwrite(text.p, 1, text.len, ctx->out) != text.len)
		rc = err_errno(e, ERR_IO, "standard output");
	buf_release(&text);
	vars_free(vars);
	return rc;
}

static int
print_kind(struct emit *em, const struct fault_kind *k, const char *vendor, struct err *e)
{
	emit_begin(em, "fault");
	emit_str(em, "vendor", vendor);
	emit_str(em, "name", k->name);
	emit_str(em, "value", k->value);
	if (k->value != NULL && k->usual >= 0)
		emit_int(em, "default", k->usual);
	emit_str(em, "help", k->help);
	return emit_end(em, e);
}

static int
print_faults(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct fault_kind *k;
	struct emit em;
	size_t i;
	int rc = -1;

	(void)arg;
	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "faults takes no operand: '%s'", args[0]);
	emit_init(&em, ctx->out, false);
	for (k = fault_kinds; k->name != NULL; k++)
		if (print_kind(&em, k, NULL, e))
			goto out;
	for (i = 0; sandbox_vendors[i] != NULL; i++)
		for (k = sandbox_vendors[i]->faults; k->name != NULL; k++)
			if (print_kind(&em, k, sandbox_vendors[i]->name, e))
				goto out;
	rc = 0;
out:
	emit_release(&em);
	return rc;
}

/* The deliveries of a plan, each in once to so many places of the order, which is shuffled then. */
struct batch {
	struct snap snap;
	struct snap_delivery *deliveries; /* owned */
	size_t n;
	const struct snap_delivery **order; /* owned; of deliveries */
	size_t norder;
};

static void
batch_release(struct batch *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		snap_delivery_release(&b->deliveries[i]);
	free(b->deliveries);
	free(b->order);
	snap_release(&b->snap);
}

static void
order_batch(struct batch *b, const struct opts *o)
{
	const struct snap_delivery *other;
	uint64_t luck = (uint64_t)o->seed;
	size_t i, k, times;

	for (i = 0; i < b->n; i++) {
		luck = fault_mix(luck);
		for (times = 1 + luck % (uint64_t)o->repeat; times > 0; times--) {
			b->order = mem_grow(b->order, b->norder + 1, sizeof *b->order);
			b->order[b->norder++] = &b->deliveries[i];
		}
	}
	for (i = b->norder; o->repeat > 1 && i > 1; i--) {
		luck = fault_mix(luck);
		k = luck % i;
		other = b->order[k];
		b->order[k] = b->order[i - 1];
		b->order[i - 1] = other;
	}
}

static int
make_batch(struct batch *b, const struct opts *o, int64_t now, struct err *e)
{
	struct snap_delivery_plan plan = { o->client, o->event, o->account, (uint64_t)o->seed,
		o->forged, now - o->late };
	char *shipped = path_data("sandbox");
	int rc = snap_init(&b->snap, o->data != NULL ? o->data : shipped, e);

	free(shipped);
	if (rc)
		return -1;
	b->deliveries = mem_new((size_t)o->count + 1, sizeof *b->deliveries);
	for (; b->n < (size_t)o->count; b->n++)
		if (snap_delivery_make(&b->deliveries[b->n], &b->snap, &plan, b->n, e)) {
			snap_delivery_release(&b->deliveries[b->n]);
			return -1;
		}
	order_batch(b, o);
	return 0;
}

static void
begin_delivery(struct emit *em, const struct snap_delivery *d, const struct opts *o)
{
	emit_begin(em, "delivery");
	emit_str(em, "webhook_id", d->id);
	emit_str(em, "event", d->event);
	emit_bool(em, "true", d->genuine);
	emit_bool(em, "late", o->late > 0);
}

static int
print_batch(struct emit *em, const struct batch *b, const struct opts *o, struct err *e)
{
	size_t i;

	for (i = 0; i < b->norder; i++) {
		begin_delivery(em, b->order[i], o);
		emit_str(em, "signature", b->order[i]->signature);
		emit_str(em, "body", b->order[i]->body);
		if (emit_end(em, e))
			return -1;
	}
	return 0;
}

/* 1 when one that is genuine was not taken. */
static int
post_batch(struct emit *em, const struct batch *b, const struct opts *o, struct err *e)
{
	struct snap_post *posts = mem_new(b->norder + 1, sizeof *posts);
	size_t i;
	int rc = 0;

	for (i = 0; i < b->norder; i++)
		posts[i].delivery = b->order[i];
	if (snap_post_all(posts, b->norder, o->to, o->retry_after, e))
		rc = -1;
	for (i = 0; i < b->norder && rc >= 0; i++) {
		begin_delivery(em, posts[i].delivery, o);
		emit_int(em, "status", posts[i].status);
		emit_int(em, "sent", posts[i].sent);
		if (emit_end(em, e))
			rc = -1;
		else if (posts[i].delivery->genuine && !snap_post_taken(&posts[i]))
			rc = 1;
	}
	free(posts);
	return rc;
}

static int
webhook(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct batch b = { 0 };
	struct emit em;
	int rc = -1;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "webhook takes no operand: '%s'", args[0]);
	if (o->forged > 100)
		return err_set(e, ERR_USAGE, "--forged: at most 100");
	if (o->count > DELIVERIES_MAX || o->repeat < 1 || o->repeat > REPEAT_MAX)
		return err_set(e, ERR_USAGE, "--count: at most %d; --repeat: 1 to %d",
		    DELIVERIES_MAX, REPEAT_MAX);
	emit_init(&em, ctx->out, false);
	if (make_batch(&b, o, ctx->now, e) == 0)
		rc = o->to != NULL ? post_batch(&em, &b, o, e) : print_batch(&em, &b, o, e);
	emit_release(&em);
	batch_release(&b);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "serve",  "[-d dir] [-e file] [-f spec] [-l file] [-p port]", "serve until a signal ends it", serve_opts, serve, false },
	{ "run",    "[-d dir] [-f spec] [-l file] [-p port] -- command [argument ...]", "serve as long as a command runs, which finds it by its environment", serve_opts, run, true },
	{ "env",    "-p port", "print the shell lines that lead to a sandbox at that port", env_opts, print_env, false },
	{ "faults", "", "print what can go wrong, a record a kind", NULL, print_faults, false },
	{ "webhook", "[-d dir] [--count n] [--event type] [--forged percent] [--to url]", "send webhooks as SnapTrade does, good ones and bad ones", webhook_opts, webhook, false },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-sandbox",
	.help = "stand in for every vendor, check what is asked, go wrong on demand",
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .dbn_version = "3",
	    .count = 1,
	    .seed = 1,
	    .repeat = 1,
	    .retry_after = 30 * 60 * CLOCK_SECOND },
	.verbs = verbs,
};
