/* pf-db - the private PostgreSQL: start, stop, show, or run a command under a throw-away one */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/become.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/proc.h"
#include "base/stop.h"
#include "db/cluster.h"
#include "db/pg.h"
#include "io/emit.h"

struct opts {
	bool fast, yes;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt start_opts[] = {
	{ 0, "fast", OPT_FLAG, AT(fast), 0, "sync nothing to the disk: for tests, a crash of the machine loses it" },
	{ 0 }
};

static const struct opt destroy_opts[] = {
	{ 'y', "yes", OPT_FLAG, AT(yes), 0, "do not ask" },
	{ 0 }
};
/* clang-format on */

static int
no_operands(char **args, struct err *e)
{
	return args[0] == NULL ? 0
			       : err_set(e, ERR_USAGE, "'%s': nothing is expected here", args[0]);
}

/* What was done or found, as an event record with the cluster's figures. */
static int
report(struct ctx *ctx, const char *event, struct cluster *c, struct err *e)
{
	struct cluster_state s;
	struct emit em;
	int rc;

	cluster_look(c, &s);
	emit_init(&em, ctx->out, ctx->line_buffered);
	emit_begin(&em, "event");
	emit_time(&em, "at", ctx->now);
	emit_str(&em, "tool", ctx->name);
	emit_str(&em, "event", event);
	emit_str(&em, "level", "info");
	emit_str(&em, "subject", cluster_folder(c));
	emit_str(&em, "text", s.url);
	emit_open(&em, "data", '{');
	emit_bool(&em, "running", s.running);
	if (s.pid != 0)
		emit_int(&em, "pid", s.pid);
	if (s.major != 0)
		emit_int(&em, "version", s.major);
	emit_close(&em, '}');
	rc = emit_end(&em, e);
	emit_release(&em);
	free(s.url);
	return rc;
}

static int
run_start(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct cluster *c = NULL;
	bool started;
	int rc = -1;

	if (no_operands(args, e) || cluster_open(&c, e) || cluster_start(c, o->fast, &started, e))
		goto out;
	if (!started)
		log_info("it runs already");
	rc = report(ctx, started ? "started" : "running", c, e);
out:
	cluster_close(c);
	return rc;
}

static int
run_stop(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct cluster *c = NULL;
	bool stopped;
	int rc = -1;

	(void)arg; /* no options */
	if (no_operands(args, e) || cluster_open(&c, e) || cluster_stop(c, &stopped, e))
		goto out;
	if (!stopped)
		log_info("it did not run");
	rc = report(ctx, "stopped", c, e);
out:
	cluster_close(c);
	return rc;
}

static int
run_status(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct cluster_state s = { 0 };
	struct cluster *c = NULL;
	int rc = -1;

	(void)arg; /* no options */
	if (no_operands(args, e) || cluster_open(&c, e))
		goto out;
	cluster_look(c, &s);
	if (report(ctx, s.running ? "running" : s.there ? "stopped" : "absent", c, e))
		goto out;
	rc = s.running ? 0 : 1;
out:
	free(s.url);
	cluster_close(c);
	return rc;
}

static int
run_url(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	char *url = NULL;
	int rc = -1;

	(void)arg; /* no options */
	if (no_operands(args, e) || (url = cluster_url(e)) == NULL)
		goto out;
	rc = fprintf(ctx->out, "%s\n", url) < 0 ? err_errno(e, ERR_IO, "standard output") : 0;
out:
	free(url);
	return rc;
}

/* Become psql: nothing of ours is left to do afterwards. */
static int
run_psql(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	char *url = cluster_url(e), *psql = NULL;
	struct cluster *c = NULL;
	const char **argv = NULL;
	size_t n = 0, i;

	(void)arg; /* no options */
	if (url == NULL || cluster_open(&c, e) || (psql = cluster_program(c, "psql", e)) == NULL)
		goto out;
	while (args[n] != NULL)
		n++;
	argv = mem_new(n + 4, sizeof *argv);
	argv[0] = psql;
	argv[1] = "-d";
	argv[2] = url;
	for (i = 0; i < n; i++)
		argv[3 + i] = args[i];
	(void)become(
	    (char *const *)(const void *)argv, NULL, &ctx->inherited); /* exec writes to none */
	(void)err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_PERM, "%s", psql);
out:
	free(argv);
	free(psql);
	free(url);
	cluster_close(c);
	return -1;
}

/* One record of a size: the whole database, then each table with its indexes. */
static int
print_size(void *arg, const struct pg_res *row, struct err *e)
{
	struct ctx *ctx = arg;
	struct emit em;
	size_t r;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (r = 0; rc == 0 && r < pg_rows(row); r++) {
		emit_begin(&em, "event");
		emit_time(&em, "at", ctx->now);
		emit_str(&em, "tool", ctx->name);
		emit_str(&em, "event", "size");
		emit_str(&em, "level", "info");
		emit_str(&em, "subject", pg_cell(row, r, 0));
		emit_open(&em, "data", '{');
		emit_num(&em, "bytes", pg_cell(row, r, 1), pg_cell_len(row, r, 1));
		emit_close(&em, '}');
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	return rc;
}

static int
run_size(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	static const char sql[] =
	    "select 'database', pg_database_size(current_database())"
	    " union all (select n.nspname || '.' || c.relname, pg_total_relation_size(c.oid) from pg_class c"
	    " join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm')"
	    " and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_t'"
	    " order by 2 desc, 1)";
	struct pg_where where = { .tool = ctx->name };
	struct pg *db = NULL;
	char *url = NULL;
	int rc = -1;

	(void)arg; /* no options */
	if (no_operands(args, e) || (url = cluster_url(e)) == NULL)
		goto out;
	where.url = url;
	if (pg_open(&db, &where, e) || pg_begin(db, &(struct pg_begin){ .read_only = true }, e) ||
	    pg_stream(db, sql, 0, NULL, print_size, ctx, e) || pg_commit(db, e))
		goto out;
	rc = 0;
out:
	pg_close(db);
	free(url);
	return rc;
}

/* Typed on a terminal, or --yes. */
static int
confirm(const struct cluster *c, struct err *e)
{
	char answer[16];

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return err_set(e, ERR_USAGE, "this removes %s with all that is in it: say --yes",
		    cluster_folder(c));
	log_error(
	    "this removes %s with all that is in it; type \"destroy\" to go on", cluster_folder(c));
	if (fgets(answer, sizeof answer, stdin) == NULL || strcmp(answer, "destroy\n") != 0)
		return err_set(e, ERR_USAGE, "not confirmed, nothing was done");
	return 0;
}

static int
run_destroy(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct cluster *c = NULL;
	bool there;
	int rc = -1;

	if (no_operands(args, e) || cluster_open(&c, e) || (!o->yes && confirm(c, e)) ||
	    cluster_destroy(c, &there, e))
		goto out;
	rc = report(ctx, there ? "destroyed" : "absent", c, e);
out:
	cluster_close(c);
	return rc;
}

/*
 * Wait for the command, passing on what we are signalled. The terminal's signals reach the command
 * by themselves. The signals are blocked, so none is lost and none ends us before the cluster is
 * gone.
 */
static int
attend(pid_t pid, const sigset_t *set, int *asked, struct err *e)
{
	int status = 0, sig;
	siginfo_t from;
	pid_t got;

	for (;;) {
		got = waitpid(pid, &status, WNOHANG);
		if (got == pid)
			return proc_exit(status);
		if (got < 0)
			return err_errno(e, ERR_BUG, "waiting for process %d", (int)pid);
		sig = sigwaitinfo(set, &from);
		if (sig < 0 || sig == SIGCHLD)
			continue;
		*asked = sig;
		if (from.si_code <= 0)
			(void)kill(pid, sig);
	}
}

/* The signals we attend to: not those that whoever started us ignores (nohup). */
static void
attended(sigset_t *set)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old;
	size_t i;

	(void)sigemptyset(set);
	(void)sigaddset(set, SIGCHLD);
	for (i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaddset(set, signals[i]);
}

/* The command with the cluster as its only database. */
static int
run_command(const struct cluster *c, char **args, struct err *e)
{
	char *url = cluster_address(cluster_socket(c), "pf"),
	     *var = mem_fmt("DATABASE_URL=%s", url);
	char *host = mem_fmt("PGHOST=%s", cluster_socket(c));
	const char *env[] = { var, "DATABASE_DIRECT_URL", host, "PGPORT=5432", "PGUSER=pf",
		"PGDATABASE=pf", "PGHOSTADDR", "PGPASSWORD", "PGSERVICE", "PGOPTIONS", NULL };
	struct proc p = PROC_INIT;
	int rc = -1, asked = 0;
	sigset_t set, before;
	pid_t pid;

	attended(&set);
	(void)sigprocmask(SIG_BLOCK, &set, &before);
	p.argv = (const char *const *)(const void *)args;
	p.env = env;
	p.parent_death = SIGTERM;
	if (stop_asked()) {
		(void)err_set(e, ERR_TEMP, "stopped");
		goto out;
	}
	pid = proc_start(&p, e);
	if (pid > 0)
		rc = attend(pid, &set, &asked, e);
out:
	free(host);
	free(var);
	free(url);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	if (asked != 0)
		(void)raise(asked); /* noted; main raises it again when all is cleaned up */
	return rc;
}

static int
run_run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct cluster *c = NULL;
	struct err later;
	bool started, there;
	int rc = -1;

	(void)ctx;
	(void)arg; /* no options */
	if (args[0] == NULL)
		return err_set(e, ERR_USAGE, "run what? (pf-db run -- command ...)");
	if (cluster_scratch(&c, e))
		return -1;
	if (cluster_start(c, true, &started, e) == 0)
		rc = run_command(c, args, e);
	if (cluster_destroy(c, &there, &later))
		log_warn("%s", later.msg);
	cluster_close(c);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "start",   "[--fast]",             "start the private cluster, making it first when it is not there", start_opts, run_start },
	{ "stop",    "",                     "stop it",                                                 NULL, run_stop },
	{ "status",  "",                     "tell whether it runs; 1 when it does not",                NULL, run_status },
	{ "url",     "",                     "print its address, as DATABASE_URL takes it",             NULL, run_url },
	{ "psql",    "[-- argument ...]",    "become psql, connected to it",                            NULL, run_psql, true },
	{ "size",    "",                     "print what the database and its tables take, in bytes",   NULL, run_size },
	{ "destroy", "[--yes]",              "stop it and remove it with its data",                     destroy_opts, run_destroy },
	{ "run",     "-- command [argument ...]", "run a command under a throw-away cluster, with its exit status", NULL, run_run, true },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-db",
	.help = "start, stop, show or run a command under a private PostgreSQL",
	.opts_size = sizeof(struct opts),
	.verbs = verbs,
	.flags = CMD_STOPS,
};
