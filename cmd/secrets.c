/* pf-secrets - run a command with the secrets it needs in its environment */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>

#include "base/become.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/dotenv.h"
#include "secret/load.h"
#include "secret/vars.h"
#include "show/variable.h"

struct opts {
	const char *env_file, *from, *keep, *require, *format;
	int64_t timeout, bytes;
	bool clean, all, show, newline;
};

#define AT(m) offsetof(struct opts, m)
#define KEY_MAX 1024 /* bytes that gen makes */

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "env-file", OPT_STR,  AT(env_file), 0, "file of NAME=VALUE lines (default: /etc/pf/pf.env, /etc/llm-portfolio/llm.env)", "file", "PF_ENV_FILE" },
	{ 0, "from",     OPT_LIST, AT(from),     0, "sources beside those of the environment: aws:SECRET, exec:COMMAND", "source,...", "PF_SECRETS_FROM" },
	{ 0, "timeout",  OPT_SPAN, AT(timeout),  0, "all sources together may take so long" },
	{ 0 }
};
static const struct opt exec_opts[] = {
	{ 0, "clean",   OPT_FLAG, AT(clean),   0, "nothing of our environment but what --keep names" },
	{ 0, "keep",    OPT_LIST, AT(keep),    0, "with --clean: variables that stay", "name,..." },
	{ 0, "require", OPT_LIST, AT(require), 0, "run nothing when one of these is missing or empty", "name,..." },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 'a', "all",    OPT_FLAG, AT(all),    0, "also what the environment alone has" },
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how rows look", "jsonl|table" },
	{ 0 }
};
static const struct opt get_opts[] = {
	{ 0, "show",    OPT_FLAG, AT(show),    0, "even when that is a terminal" },
	{ 0, "newline", OPT_FLAG, AT(newline), 0, "end it with a line feed; --no-newline: the value alone" },
	{ 0 }
};
static const struct opt why_opts[] = {
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how rows look", "jsonl|table" },
	{ 0 }
};
static const struct opt gen_opts[] = {
	{ 0, "bytes", OPT_INT, AT(bytes), 0, "bytes of chance in a key" },
	{ 0 }
};
/* clang-format on */

/* No other process may look into this one's memory; what it becomes starts anew (prctl(2)). */
static int
close_up(struct err *e)
{
	return prctl(PR_SET_DUMPABLE, 0) ? err_errno(e, ERR_BUG, "prctl") : 0;
}

/* Everything there is, by the options. */
static int
load(const struct ctx *ctx, const struct opts *o, struct vars *v, struct err *e)
{
	const struct load_options how = { .env_file = o->env_file,
		.from = o->from,
		.env = ctx->env,
		.clean = o->clean,
		.keep = o->keep,
		.timeout = o->timeout };
	size_t sources, n;

	if (close_up(e) || load_all(v, &how, e))
		return -1;
	load_count(v, &sources, &n);
	log_info("loaded %zu variable%s from %zu source%s", n, n == 1 ? "" : "s", sources,
	    sources == 1 ? "" : "s");
	return 0;
}

/* One operand, the name of a variable. */
static int
one_name(char **args, struct err *e)
{
	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "which variable?");
	if (args[1] != NULL)
		return err_set(e, ERR_USAGE, "one variable at a time: what is '%s'?", args[1]);
	return dotenv_name(args[0], strlen(args[0]))
		   ? 0
		   : err_set(e, ERR_USAGE, "'%s' is no name of a variable", args[0]);
}

/* The first that is missing or empty is the error; the names alone are told. */
static int
require(const struct vars *v, const char *list, struct err *e)
{
	struct buf missing = { 0 };
	char *name;
	size_t n;

	for (; list != NULL && *(list += strspn(list, ", ")) != '\0'; list += n) {
		n = strcspn(list, ", ");
		name = mem_copy(list, n);
		if (vars_value(v, name) == NULL)
			buf_fmt(&missing, "%s%s", missing.len > 0 ? ", " : "", name);
		free(name);
	}
	if (missing.len > 0)
		(void)err_set(
		    e, ERR_CONFIG, "missing or empty: %s (pf-secrets check tells more)", missing.p);
	n = missing.len;
	buf_release(&missing);
	return n > 0 ? -1 : 0;
}

/* What would be run, and with how much. */
static int
tell(const struct vars *v, char **args)
{
	size_t sources, n;

	load_count(v, &sources, &n);
	log_note("would run %s with %zu variable%s from %zu source%s", args[0], n,
	    n == 1 ? "" : "s", sources, sources == 1 ? "" : "s");
	return 0;
}

static int
run_exec(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct vars v = { 0 };
	char **env = NULL;
	int rc = -1;

	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "run what? (pf-secrets exec -- command ...)");
	if (o->keep != NULL && !o->clean)
		return err_set(e, ERR_USAGE, "--keep goes with --clean");
	if (load(ctx, o, &v, e) || require(&v, o->require, e))
		goto out;
	if (ctx->dry_run) {
		rc = tell(&v, args);
		goto out;
	}
	env = vars_environ(&v, o->clean ? NULL : ctx->env);
	vars_release(&v);
	(void)become(args, env, &ctx->core);
	if (errno == EINTR) {
		(void)err_set(e, ERR_TEMP, "stopped");
		goto out;
	}
	rc = become_status(errno);
	log_error("%s: %s", args[0], strerror(errno));
out:
	vars_environ_free(env);
	vars_release(&v);
	return rc;
}

/* Whether a source beside the environment has all[i]'s name; the environment's comes first. */
static bool
is_ours(const struct vars *v, size_t i)
{
	size_t k;

	for (k = i; k < v->n && strcmp(v->all[k].name, v->all[i].name) == 0; k++)
		if (v->sources[v->all[k].source].type != VARS_ENVIRONMENT)
			return true;
	return false;
}

static int
run_list(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct variable_out out = { 0 };
	struct vars v = { 0 };
	size_t i;
	int rc = -1;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "'%s': nothing is expected here", args[0]);
	if (load(ctx, o, &v, e) ||
	    variable_begin(&out, &v, ctx->out, strcmp(o->format, "table") == 0, ctx->now, e))
		goto out;
	for (i = 0; i < v.n; i++)
		if (vars_wins(&v, i) && (o->all || is_ours(&v, i)) &&
		    variable_print(&out, &v.all[i], true, e))
			goto out;
	rc = variable_end(&out, e);
out:
	variable_release(&out);
	vars_release(&v);
	return rc;
}

static int
run_why(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct variable_out out = { 0 };
	struct vars v = { 0 };
	size_t i, found = 0;
	int rc = -1;

	if (one_name(args, e))
		return -1;
	if (load(ctx, o, &v, e) ||
	    variable_begin(&out, &v, ctx->out, strcmp(o->format, "table") == 0, ctx->now, e))
		goto out;
	for (i = 0; i < v.n; i++)
		if (strcmp(v.all[i].name, args[0]) == 0) {
			found++;
			if (variable_print(&out, &v.all[i], vars_wins(&v, i), e))
				goto out;
		}
	rc = variable_end(&out, e);
	if (rc == 0 && found == 0) {
		log_note("%s: no source has it", args[0]);
		rc = 1;
	}
out:
	variable_release(&out);
	vars_release(&v);
	return rc;
}

static int
run_get(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct var *var;
	struct vars v = { 0 };
	int rc = -1;

	if (one_name(args, e))
		return -1;
	if (ctx->out_tty && !o->show)
		return err_set(e, ERR_USAGE,
		    "it would be shown on a terminal: put it into a pipe or a file, or say --show");
	if (load(ctx, o, &v, e))
		goto out;
	var = vars_get(&v, args[0]);
	if (var == NULL) {
		log_note("%s: no source has it", args[0]);
		rc = 1;
		goto out;
	}
	(void)setvbuf(ctx->out, NULL, _IONBF, 0); /* its buffer would keep a copy */
	rc = fwrite(var->value, 1, var->len, ctx->out) != var->len ||
		     (o->newline && fputc('\n', ctx->out) == EOF)
		 ? err_errno(e, ERR_IO, "standard output")
		 : 0;
out:
	vars_release(&v);
	return rc;
}

/* A key of chance, in hexadecimal. */
static int
make_key(struct buf *out, size_t n, struct err *e)
{
	unsigned char bytes[256];
	size_t part, i;

	for (; n > 0; n -= part) {
		part = n < sizeof bytes
			   ? n
			   : sizeof bytes; /* such a piece comes whole (getrandom(2)) */
		if (getrandom(bytes, part, 0) != (ssize_t)part)
			return err_errno(e, ERR_IO, "getrandom");
		for (i = 0; i < part; i++) {
			buf_char(out, "0123456789abcdef"[bytes[i] >> 4]);
			buf_char(out, "0123456789abcdef"[bytes[i] & 15]);
		}
		explicit_bzero(bytes, sizeof bytes);
	}
	return 0;
}

static int
run_gen(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct buf line = { 0 };
	size_t n = (size_t)o->bytes, i;
	int rc = 0;

	if (o->bytes < 16 || o->bytes > KEY_MAX)
		return err_set(e, ERR_USAGE, "--bytes: a key has 16 to %d", KEY_MAX);
	for (i = 0; args[i] != NULL; i++)
		if (!dotenv_name(args[i], strlen(args[i])))
			return err_set(e, ERR_USAGE, "'%s' is no name of a variable", args[i]);
	if (close_up(e))
		return -1;
	(void)setvbuf(ctx->out, NULL, _IONBF, 0);
	do {
		(void)buf_room(&line, 2 * n + (*args != NULL ? strlen(*args) : 0) + 2);
		if (*args != NULL)
			buf_fmt(&line, "%s=", *args);
		rc = make_key(&line, n, e);
		buf_char(&line, '\n');
		if (rc == 0 && fwrite(line.p, 1, line.len, ctx->out) != line.len)
			rc = err_errno(e, ERR_IO, "standard output");
		buf_wipe(&line);
	} while (rc == 0 && *args != NULL && *++args != NULL);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "exec", "[--clean [--keep name,...]] [--require name,...] -- command [argument ...]", "become a command, with the variables in its environment", exec_opts, run_exec, true },
	{ "list", "[-a] [-f format]",           "name the variables that the sources have, without their values",  list_opts, run_list },
	{ "get",  "[--show] [--no-newline] name", "print a value; 1 when no source has it",                        get_opts,  run_get },
	{ "why",  "[-f format] name",           "tell every source that has it, and which of them wins",           why_opts,  run_why },
	{ "gen",  "[--bytes n] [name ...]",     "make keys of chance, in hexadecimal",                             gen_opts,  run_gen },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-secrets",
	.help = "run a command with the secrets it needs in its environment",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults =
	    &(const struct opts){
		.format = "jsonl", .timeout = 30 * CLOCK_SECOND, .bytes = 32, .newline = true },
	.verbs = verbs,
	.flags = CMD_STOPS | CMD_DRY_RUN,
};
