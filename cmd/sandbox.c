/* pf-sandbox - stand in for every vendor on loopback, check what is asked, go wrong on demand */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/proc.h"
#include "io/emit.h"
#include "sandbox/server.h"
#include "sandbox/vars.h"

struct opts {
	const char *data, *log, *env, *faults, *dbn_version;
	int64_t port;
};

#define AT(m) offsetof(struct opts, m)
#define PORT_MAX 65000

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

/* clang-format off */
static const struct verb verbs[] = {
	{ "serve",  "[-d dir] [-e file] [-f spec] [-l file] [-p port]", "serve until a signal ends it", serve_opts, serve, false },
	{ "run",    "[-d dir] [-f spec] [-l file] [-p port] -- command [argument ...]", "serve as long as a command runs, which finds it by its environment", serve_opts, run, true },
	{ "env",    "-p port", "print the shell lines that lead to a sandbox at that port", env_opts, print_env, false },
	{ "faults", "", "print what can go wrong, a record a kind", NULL, print_faults, false },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-sandbox",
	.help = "stand in for every vendor, check what is asked, go wrong on demand",
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .dbn_version = "3" },
	.verbs = verbs,
};
