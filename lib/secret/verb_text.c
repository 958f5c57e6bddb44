/* Verbs that look for values in texts: redact, scan */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"
#include "io/emit.h"
#include "io/input.h"
#include "secret/hide.h"
#include "secret/needles.h"
#include "secret/scan.h"
#include "secret/verb.h"

#define AT(m) offsetof(struct secret_opts, m)
#define GIT_GRACE (5 * CLOCK_SECOND)

/* clang-format off */
#define COMMON \
	{ 0, "contract", OPT_STR,  AT(contract), 0, "what it does not call secret is left alone", "name" }, \
	{ 0, "except",   OPT_LIST, AT(except),   0, "variables whose values are left alone", "name,..." }
const struct opt verb_redact_opts[] = {
	COMMON,
	{ 0 }
};
const struct opt verb_scan_opts[] = {
	COMMON,
	{ 0, "git",      OPT_FLAG, AT(git),      0, "search what git log -p --all prints of each folder, not its files" },
	{ 0 }
};
/* clang-format on */

/* What is in hand goes out at once: somebody may be watching. */
static int
pass(struct hide *h, FILE *from, FILE *to, struct err *e)
{
	struct buf out = { .secret = true };
	struct input in;
	int rc = 1;

	input_init(&in, from, "standard input");
	while (rc == 1) {
		rc = input_more(&in, e);
		if (rc < 0)
			break;
		buf_reset(&out);
		if (rc == 0)
			hide_end(h, &out);
		else
			hide_feed(h, in.p + in.at, in.end - in.at, &out);
		in.at = in.end;
		if ((out.len > 0 && fwrite(out.p, 1, out.len, to) != out.len) || fflush(to))
			rc = err_errno(e, ERR_IO, "standard output");
	}
	if (in.p != NULL)
		explicit_bzero(in.p, in.cap);
	input_release(&in);
	buf_release(&out);
	return rc;
}

/* The needles, by the options. */
static int
make(struct needles *s, const struct ctx *ctx, const struct secret_opts *o, struct err *e)
{
	const struct gather_options how = verb_sources(ctx, o);
	struct vars v = { 0 };
	int rc = verb_load(ctx, &how, &v, e) || verb_needles(s, &v, o, e) ? -1 : 0;

	vars_release(&v);
	return rc;
}

int
verb_redact(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct needles s = { 0 };
	struct hide *h = NULL;
	int rc = -1;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE,
		    "'%s': it is a filter, and reads nothing but standard input", args[0]);
	if (make(&s, ctx, arg, e))
		goto out;
	if (s.nvalues == 0)
		log_warn("no source has a secret: everything passes as it is");
	h = hide_new(&s);
	rc = pass(h, ctx->in, ctx->out, e);
out:
	hide_free(h);
	needles_release(&s);
	return rc;
}

/* All that git knows of a folder, as text. */
static int
scan_git(struct scan *sc, const char *path, struct err *e)
{
	const char *const argv[] = { "git", "-C", path, "log", "-p", "--all", "--no-color",
		"--no-ext-diff", "--no-textconv", "--text", NULL };
	struct proc p = PROC_INIT;
	int fds[2], status = 0, rc;
	pid_t pid;

	if (pipe(fds))
		return err_errno(e, ERR_IO, "pipe");
	p.argv = argv;
	p.out = fds[1];
	p.group = true;
	pid = proc_start(&p, e);
	(void)close(fds[1]);
	rc = pid < 0 ? -1 : scan_stream(sc, fds[0], "git log -p --all", e);
	(void)close(fds[0]);
	if (pid < 0)
		return -1;
	if (rc) {
		proc_end(pid, true, SIGTERM, GIT_GRACE);
		return -1;
	}
	if (proc_wait(pid, INT64_MAX, &status, e) != 1)
		return -1;
	return proc_exit(status) == 0
		   ? 0
		   : err_set(e, ERR_IO, "%s: git log ended with %d", path, proc_exit(status));
}

static int
scan_one(struct scan *sc, const struct ctx *ctx, const struct secret_opts *o, const char *path,
    struct err *e)
{
	if (strcmp(path, "-") == 0)
		return scan_stream(sc, fileno(ctx->in), "-", e);
	return o->git ? scan_git(sc, path, e) : scan_path(sc, path, e);
}

int
verb_scan(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct secret_opts *o = arg;
	struct needles s = { 0 };
	struct emit em;
	struct scan sc = { .s = &s, .out = &em };
	int rc = -1;

	if (args[0] == NULL)
		return err_set(
		    e, ERR_USAGE, "search what? (folders, files, or - for standard input)");
	emit_init(&em, ctx->out, ctx->line_buffered);
	if (make(&s, ctx, o, e))
		goto out;
	if (s.nvalues == 0) {
		(void)err_set(e, ERR_CONFIG, "no source has a secret that could be looked for");
		goto out;
	}
	for (rc = 0; rc == 0 && *args != NULL; args++)
		rc = scan_one(&sc, ctx, o, *args, e);
	if (rc)
		goto out;
	log_info("%llu found in %llu file%s", (unsigned long long)sc.found,
	    (unsigned long long)sc.files, sc.files == 1 ? "" : "s");
	rc = sc.found > 0;
	if (rc == 0 && sc.unread > 0) {
		*e = sc.why;
		rc = err_wrap(e, "not all could be searched");
	}
out:
	emit_release(&em);
	needles_release(&s);
	return rc;
}
