/* main() of every command: what the world is, what was asked for, and how it ended */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/stop.h"
#include "io/settings.h"

extern const struct cmd cmd;

static void
print_version(void)
{
	(void)printf(
	    "%s %s\n%s\n", cmd.name, PACKAGE_VERSION, PF_FEATURES); /* the flush in leave() tells */
}

/*
 * A closed 0, 1 or 2 would become the next file or socket that somebody opens. What takes its place
 * fails when it is used, as a closed one would, in the programs that we start too: records written
 * to nowhere are no success, and neither is an input that is not there.
 */
static int
hold_std(struct err *e)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
			return err_errno(e, ERR_IO, "/dev/null");
	return 0;
}

/* stdout may be full or closed, and only now it shows. */
static int
leave(int status, struct err *e)
{
	errno = 0;
	if ((fflush(stdout) || ferror(stdout)) && status >= 0) { /* an error keeps its own words */
		if (errno == 0)
			errno = EIO; /* the write that failed lies further back */
		status = err_errno(e, ERR_IO, "standard output");
	}
	if (status < 0) {
		log_error("%s", e->msg);
		return (int)e->code;
	}
	return status;
}

static int
run(struct ctx *ctx, struct cmd_parsed *p, struct err *e)
{
	cmd_run_fn *f = p->verb != NULL ? p->verb->run : cmd.run;

	log_open(cmd.name, NULL, strcmp(p->log_format, "json") == 0 ? LOG_JSON : LOG_TEXT);
	log_show(p->verbose < 0    ? LOG_ERROR
		 : p->verbose == 0 ? LOG_NOTE
		 : p->verbose == 1 ? LOG_INFO
				   : LOG_DEBUG);
	ctx->dry_run = p->dry_run;
	ctx->line_buffered = p->line_buffered;
	ctx->out_tty = isatty(STDOUT_FILENO);
	if (strcmp(p->progress, "always") == 0 ||
	    (strcmp(p->progress, "auto") == 0 && p->verbose >= 0 && isatty(STDERR_FILENO) &&
		!(ctx->out_tty && (cmd.flags & CMD_FILTER)))) /* not among records */
		progress_open(cmd.name, isatty(STDERR_FILENO));
	if (cmd.flags & CMD_STOPS)
		stop_install();
	return f(ctx, p->opts, p->args, e);
}

int
main(int argc, char **argv)
{
	struct ctx ctx = { .name = cmd.name, .in = stdin, .out = stdout, .env = environ };
	struct settings *settings = NULL;
	struct cmd_parsed p = { 0 };
	struct err e = { 0 };
	int status = -1;

	become_begin(&ctx.inherited);
	log_open(cmd.name, NULL, LOG_TEXT);
	if (hold_std(&e) || cmd_parse(&cmd, argc, argv, &p, &e))
		goto out;
	status = 0;
	if (p.help && cmd.more != NULL && cmd.more(p.opts, p.args, stdout))
		status = 0; /* that was the help */
	else if (p.help)
		cmd_help(&cmd, p.verb_named ? p.verb : NULL, stdout);
	else if (p.version)
		print_version();
	else if (p.completion)
		cmd_completion(&cmd, stdout);
	else if (settings_load(&settings, p.config, &e) || clock_now(&ctx.now, &e) ||
		 cmd_settle(&cmd, &p, settings_option, settings, ctx.now, &e))
		status = -1;
	else
		status = run(&ctx, &p, &e);
out:
	status = leave(status, &e);
	cmd_parsed_release(&p);
	settings_free(settings);
	log_forget();
	stop_raise();
	return status;
}
