/* pf-secrets - run a command with the secrets it needs in its environment */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/become.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/dotenv.h"
#include "secret/check.h"
#include "secret/choice.h"
#include "secret/contract.h"
#include "secret/format.h"
#include "secret/judge.h"
#include "secret/key.h"
#include "secret/gather.h"
#include "secret/output.h"
#include "secret/vars.h"
#include "secret/verb.h"
#include "show/checks.h"
#include "show/variable.h"

struct opts {
	struct secret_opts s;
	const char *keep, *require, *format, *env_format;
	bool clean, all, show, newline, strict;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "env-file", OPT_STR,  AT(s.env_file), 0, "file of NAME=VALUE lines (default: /etc/pf/pf.env, /etc/llm-portfolio/llm.env)", "file", "PF_ENV_FILE" },
	{ 0, "from",     OPT_LIST, AT(s.from),     0, "sources beside those of the environment: aws:SECRET, exec:COMMAND", "source,...", "PF_SECRETS_FROM" },
	{ 0, "cache",    OPT_FLAG, AT(s.cache),  0, "keep what AWS gives in memory, and take it when AWS cannot be reached" },
	{ 0, "max-stale", OPT_SPAN, AT(s.max_stale), 0, "with --cache: how old that may be" },
	{ 0, "timeout",  OPT_SPAN, AT(s.timeout),  0, "all sources together may take so long" },
	{ 0 }
};
#define CONTRACT { 0, "contract", OPT_STR, AT(s.contract), 0, "what the command wants of its environment: a name (pf-secrets contract lists them) or a file", "name" }
static const struct opt exec_opts[] = {
	{ 0, "clean",   OPT_FLAG, AT(clean),   0, "nothing of our environment but what --keep names" },
	{ 0, "keep",    OPT_LIST, AT(keep),    0, "with --clean: variables that stay", "name,..." },
	{ 0, "require", OPT_LIST, AT(require), 0, "run nothing when one of these is missing or empty", "name,..." },
	CONTRACT,
	{ 0, "strict",  OPT_FLAG, AT(strict),  0, "with --contract: run nothing when it is not kept; else that is told" },
	{ 0 }
};
static const struct opt list_opts[] = {
	{ 'a', "all",    OPT_FLAG, AT(all),    0, "also what the environment alone has" },
	CONTRACT,
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
static const struct opt check_opts[] = {
	CONTRACT,
	{ 'f', "format",  OPT_ENUM, AT(format),  0, "how checks look", "jsonl|table" },
	{ 0,   "require", OPT_LIST, AT(require), 0, "these must be there too", "name,..." },
	{ 0 }
};
static const struct opt env_opts[] = {
	{ 'a', "all",    OPT_FLAG, AT(all),        0, "also what the environment alone has" },
	CONTRACT,
	{ 'f', "format", OPT_ENUM, AT(env_format), 0, "who shall read it", "dotenv|sh|json|systemd|github" },
	{ 0,   "show",   OPT_FLAG, AT(show),       0, "even when that is a terminal" },
	{ 0 }
};
static const struct opt gen_opts[] = {
	{ 0, "bytes",   OPT_INT,  AT(s.bytes),   0, "bytes of chance in a key" },
	{ 0, "put",     OPT_FLAG, AT(s.put),     0, "into the secret, not to standard output; a key that is there stays" },
	{ 0, "replace", OPT_FLAG, AT(s.replace), 0, "with --put: also keys that are there" },
	{ 0, "secret",  OPT_STR,  AT(s.secret),  0, "with --put: which one, by name or ARN (default: the one of AWS_SECRET_NAME)", "name" },
	{ 0 }
};
/* clang-format on */

static struct gather_options
how_of(const struct ctx *ctx, const struct opts *o)
{
	struct gather_options how = verb_sources(ctx, &o->s);

	how.clean = o->clean;
	how.keep = o->keep;
	return how;
}

/* Everything there is, by the options. */
static int
load(const struct ctx *ctx, const struct opts *o, struct vars *v, struct err *e)
{
	const struct gather_options how = how_of(ctx, o);

	return verb_load(ctx, &how, v, e);
}

/* What is on a terminal stays to be seen. */
static int
not_shown(const struct ctx *ctx, const struct opts *o, struct err *e)
{
	if (!ctx->out_tty || o->show)
		return 0;
	return err_set(e, ERR_USAGE,
	    "it would be shown on a terminal: put it into a pipe or a file, or say --show");
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

/* The names alone are told. */
static int
require(const struct vars *v, const char *list, struct err *e)
{
	struct buf missing = { 0 };
	int rc = 0;

	judge_list(list, v, &missing);
	if (missing.len > 0)
		rc = err_set(
		    e, ERR_CONFIG, "missing or empty: %s (pf-secrets check tells more)", missing.p);
	buf_release(&missing);
	return rc;
}

/* With --strict a key that does not keep the contract is an error. */
static int
keep_contract(const struct vars *v, const struct opts *o, struct err *e)
{
	struct contract c = { 0 };
	struct buf broken = { 0 };
	int rc = 0;

	if (o->s.contract == NULL)
		return 0;
	if (contract_open(&c, o->s.contract, e))
		return -1;
	judge_contract(&c, v, &broken);
	if (broken.len > 0 && o->strict)
		rc = err_set(
		    e, ERR_CONFIG, "contract %s is not kept, nothing is run: %s", c.name, broken.p);
	buf_release(&broken);
	contract_release(&c);
	return rc;
}

/* What would be run, and with how much. */
static int
tell(const struct vars *v, char **args)
{
	size_t sources, n;

	gather_count(v, &sources, &n);
	log_note("would run %s with %zu variable%s from %zu source%s", args[0], n,
	    n == 1 ? "" : "s", sources, sources == 1 ? "" : "s");
	return 0;
}

#define VARIABLE_MAX (32 * (size_t)4096) /* MAX_ARG_STRLEN (execve(2)) */

/* The command did not start: the status. */
static int
not_started(const char *name, int error, char *const *env)
{
	size_t i, n;

	for (i = 0; error == E2BIG && env[i] != NULL; i++) {
		n = strlen(env[i]);
		if (n < VARIABLE_MAX)
			continue;
		log_error(
		    "%s: %.*s has %zu bytes, and a program can be given less than %zu in one variable",
		    name, (int)strcspn(env[i], "="), env[i], n, VARIABLE_MAX);
		return become_status(error);
	}
	log_error("%s: %s", name, strerror(error));
	return become_status(error);
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
	if (o->strict && o->s.contract == NULL)
		return err_set(e, ERR_USAGE, "--strict goes with --contract");
	if (load(ctx, o, &v, e) || require(&v, o->require, e) || keep_contract(&v, o, e))
		goto out;
	if (ctx->dry_run) {
		rc = tell(&v, args);
		goto out;
	}
	env = vars_environ(&v, o->clean ? NULL : ctx->env);
	vars_release(&v);
	(void)become(args, env, &ctx->inherited);
	if (errno == EINTR) {
		(void)err_set(e, ERR_TEMP, "stopped");
		goto out;
	}
	rc = not_started(args[0], errno, env);
out:
	vars_environ_free(env);
	vars_release(&v);
	return rc;
}

static int
no_operands(char **args, struct err *e)
{
	return args[0] == NULL ? 0
			       : err_set(e, ERR_USAGE, "'%s': nothing is expected here", args[0]);
}

static bool
as_table(const struct opts *o)
{
	return strcmp(o->format, "table") == 0;
}

/* Load, and choose what is told: what was given on purpose and what the contract wants. */
static int
choose(const struct ctx *ctx, const struct opts *o, struct vars *v, struct choice *c, struct err *e)
{
	struct contract contract = { 0 };
	int rc;

	if (o->s.contract != NULL && contract_open(&contract, o->s.contract, e))
		return -1;
	rc = load(ctx, o, v, e);
	if (rc == 0)
		choice_make(c, v, &contract, o->all);
	contract_release(&contract);
	return rc;
}

static int
run_list(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct choice c = { 0 };
	struct vars v = { 0 };
	int rc = -1;

	if (no_operands(args, e))
		return -1;
	if (choose(ctx, o, &v, &c, e) == 0)
		rc = variable_print(&v, &c, ctx->out, as_table(o), ctx->now, e);
	if (rc == 0 && c.n == 0)
		log_note(
		    "no source has a variable; sources are named by --env-file, USE_AWS_SECRETS and --from");
	choice_release(&c);
	vars_release(&v);
	return rc;
}

static int
run_env(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	static const char *const names[] = { "dotenv", "sh", "json", "systemd" };
	const struct opts *o = arg;
	enum format_type type = FORMAT_DOTENV;
	struct buf text = { 0 };
	struct choice c = { 0 };
	struct vars v = { 0 };
	int rc = -1;

	if (no_operands(args, e) || not_shown(ctx, o, e))
		return -1;
	while (type < FORMAT_GITHUB && strcmp(names[type], o->env_format) != 0)
		type++;
	if (choose(ctx, o, &v, &c, e))
		goto out;
	if (type == FORMAT_GITHUB)
		rc = output_github(ctx->out, &c, ctx->dry_run, e);
	else if (format_vars(type, c.list, c.n, &text, e) == 0)
		rc = output_write(ctx->out, "standard output", &text, e);
out:
	buf_wipe(&text);
	choice_release(&c);
	vars_release(&v);
	return rc;
}

static int
run_check(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct gather_options how = how_of(ctx, o);
	struct contract c = { 0 };
	struct checks out = { 0 };
	int rc = -1;

	if (no_operands(args, e) || verb_close_up(e) ||
	    (o->s.contract != NULL && contract_open(&c, o->s.contract, e)))
		return -1;
	if (checks_begin(&out, ctx->out, as_table(o), ctx->now, e) == 0 &&
	    check_secrets(
		&how, o->s.contract != NULL ? &c : NULL, o->require, checks_take, &out, e) == 0)
		rc = checks_end(&out, e);
	if (rc == 0 && out.failed > 0) {
		log_error("%zu of the checks failed", out.failed);
		rc = 1;
	}
	checks_release(&out);
	contract_release(&c);
	return rc;
}

static int
run_contract(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	(void)arg; /* no options of its own */
	if (args[0] != NULL && args[1] != NULL)
		return err_set(e, ERR_USAGE, "one contract at a time: what is '%s'?", args[1]);
	return contract_print(args[0], ctx->out, e);
}

static int
no_source(const char *name)
{
	log_note("%s: no source has it", name);
	return 1;
}

static int
run_why(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct choice c = { 0 };
	struct vars v = { 0 };
	int rc = -1;

	if (one_name(args, e))
		return -1;
	if (load(ctx, o, &v, e))
		goto out;
	choice_named(&c, &v, args[0]);
	rc = variable_print(&v, &c, ctx->out, as_table(o), ctx->now, e);
	if (rc == 0 && c.n == 0)
		rc = no_source(args[0]);
out:
	choice_release(&c);
	vars_release(&v);
	return rc;
}

static int
run_get(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct buf text = { 0 };
	const struct var *var;
	struct vars v = { 0 };
	int rc = -1;

	if (one_name(args, e) || not_shown(ctx, o, e))
		return -1;
	if (load(ctx, o, &v, e))
		goto out;
	var = vars_get(&v, args[0]);
	if (var == NULL) {
		rc = no_source(args[0]);
		goto out;
	}
	(void)buf_room(&text, var->len + 1); /* what grows leaves copies behind */
	buf_add(&text, var->value, var->len);
	if (o->newline)
		buf_char(&text, '\n');
	rc = output_write(ctx->out, "standard output", &text, e);
out:
	buf_wipe(&text);
	vars_release(&v);
	return rc;
}

static int
run_gen(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct buf text = { 0 };
	int rc = -1;

	if (o->s.bytes < KEY_BYTES_MIN || o->s.bytes > KEY_BYTES_MAX)
		return err_set(
		    e, ERR_USAGE, "--bytes: a key has %d to %d", KEY_BYTES_MIN, KEY_BYTES_MAX);
	if (o->s.put)
		return verb_gen_put(ctx, arg, args, e);
	if (verb_close_up(e) == 0 && key_lines(&text, args, (size_t)o->s.bytes, e) == 0)
		rc = output_write(ctx->out, "standard output", &text, e);
	buf_wipe(&text);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "exec",     "[--clean [--keep name,...]] [--require name,...] [--contract name [--strict]] -- command [argument ...]", "become a command, with the variables in its environment", exec_opts, run_exec, true },
	{ "check",    "[--contract name] [--require name,...] [-f format]", "find out why something is missing; 1 when it is",   check_opts, run_check },
	{ "list",     "[-a] [--contract name] [-f format]", "name the variables that the sources have, without their values",    list_opts,  run_list },
	{ "get",      "[--show] [--no-newline] name",       "print a value; 1 when no source has it",                            get_opts,   run_get },
	{ "why",      "[-f format] name",                   "tell every source that has it, and which of them wins",             why_opts,   run_why },
	{ "env",      "[-a] [--contract name] [--show] [-f format]", "print the variables for somebody else to read",            env_opts,   run_env },
	{ "redact",   "[--contract name] [--except name,...]", "pass standard input on, with [NAME] in the place of values",     verb_redact_opts, verb_redact },
	{ "scan",     "[--contract name] [--except name,...] [--git] path ...", "find values in files or, with -, in standard input; 1 when there are any", verb_scan_opts, verb_scan },
	{ "contract", "[name]",                             "print what a contract wants; without a name, which there are",      NULL,       run_contract },
	{ "put",      "[--secret name] [--file file | --delete] key", "write a key of a secret: its value is standard input",      verb_put_opts, verb_put },
	{ "create",   "name [file]",                        "make a secret, with the keys that a file has",                      NULL, verb_create },
	{ "import",   "[--secret name] file",               "write the keys that a file has into a secret",                      verb_secret_opts, verb_import },
	{ "diff",     "[--secret name] file",               "name the keys that a file and a secret have not alike; 1 when there are any",      verb_secret_opts, verb_diff },
	{ "set-up",   "[--prefix prefix | --secret name] contract", "fill secrets with what a contract wants, and ask for what is not at hand", verb_setup_opts, verb_setup },
	{ "gen",      "[--bytes n] [--put [--replace] [--secret name]] [name ...]",             "make keys of chance, in hexadecimal",                               gen_opts,   run_gen },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-secrets",
	.help = "run a command with the secrets it needs in its environment",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .format = "jsonl",
	    .env_format = "dotenv",
	    .s.timeout = 30 * CLOCK_SECOND,
	    .s.max_stale = CLOCK_DAY,
	    .s.bytes = 32,
	    .newline = true },
	.verbs = verbs,
	.flags = CMD_STOPS | CMD_DRY_RUN,
};
