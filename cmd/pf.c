/* pf - run a tool of the toolkit by its short name, as git does: pf load is pf-load */
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/become.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/path.h"
#include "base/proc.h"
#include "io/emit.h"

struct opts {
	bool list;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 'l', "list", OPT_FLAG, AT(list), 0, "print each tool with its one line" },
	{ 0 }
};
/* clang-format on */

#define TOOLS_MAX 256

/* The names behind "pf-" of the tools that are there. */
struct tools {
	char *names[TOOLS_MAX + 1]; /* owned; NULL-terminated */
	size_t n;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* pf-NAME beside this program: executable files, no completions or other files with a dot. */
static int
find_tools(struct tools *t, const char *dir, struct err *e)
{
	struct dirent *d;
	struct stat st;
	DIR *dp = opendir(dir);

	if (dp == NULL)
		return err_errno(e, ERR_IO, "%s", dir);
	while ((d = readdir(dp)) != NULL && t->n < TOOLS_MAX) {
		if (strncmp(d->d_name, "pf-", 3) != 0 || strchr(d->d_name, '.') != NULL)
			continue;
		if (fstatat(dirfd(dp), d->d_name, &st, 0) == 0 && S_ISREG(st.st_mode) &&
		    (st.st_mode & 0111))
			t->names[t->n++] = mem_str(d->d_name + 3);
	}
	(void)closedir(dp); /* only read */
	qsort(t->names, t->n, sizeof t->names[0], by_name);
	return 0;
}

static void
release_tools(struct tools *t)
{
	while (t->n > 0)
		free(t->names[--t->n]);
}

/* The line "pf-load - upsert ..." of a tool's --help. */
static int
one_line(const char *name, struct buf *out, struct err *e)
{
	char *tool = mem_fmt("pf-%s", name), *path = path_tool(tool);
	const char *argv[] = { path, "--help", NULL };
	struct proc p = PROC_INIT;
	struct buf help = { 0 };
	char *lead = mem_fmt("\n%s - ", tool), *at, *end;
	int rc;

	p.argv = argv;
	rc = proc_read(&p, clock_mono() + 10 * CLOCK_SECOND, 1 << 20, &help, NULL, e);
	if (rc == 0 && (at = strstr(help.p, lead)) != NULL) {
		at += strlen(lead);
		end = strchr(at, '\n');
		buf_add(out, at, end == NULL ? strlen(at) : (size_t)(end - at));
	}
	buf_release(&help);
	free(lead);
	free(path);
	free(tool);
	return rc < 0 ? -1 : 0;
}

static int
list(struct ctx *ctx, const struct tools *t, struct err *e)
{
	struct emit em;
	struct buf line = { 0 };
	size_t i;
	int rc = -1;

	emit_init(&em, ctx->out, false);
	for (i = 0; i < t->n; i++) {
		buf_reset(&line);
		if (one_line(t->names[i], &line, e))
			goto out;
		if (ctx->out_tty) {
			if (fprintf(ctx->out, "pf-%-12s %s\n", t->names[i],
				line.p != NULL ? line.p : "") < 0) {
				(void)err_errno(e, ERR_IO, "standard output");
				goto out;
			}
			continue;
		}
		emit_begin(&em, "tool");
		emit_str(&em, "name", t->names[i]);
		emit_str(&em, "help", line.p != NULL ? line.p : "");
		if (emit_end(&em, e))
			goto out;
	}
	rc = 0;
out:
	emit_release(&em);
	buf_release(&line);
	return rc;
}

/* Become pf-NAME. Comes back only with an error. */
static int
become_tool(struct ctx *ctx, char **argv, const struct tools *t, const char *name, struct err *e)
{
	const char *near;

	(void)become(argv, NULL, &ctx->inherited);
	if (errno != ENOENT)
		return err_errno(e, errno == EACCES ? ERR_PERM : ERR_IO, "%s", argv[0]);
	near = near_word(name, (const char *const *)t->names);
	return err_set(e, ERR_USAGE, "no tool pf-%s%s%s%s (pf --list names them)", name,
	    near ? "; did you mean pf-" : "", near ? near : "", near ? "?" : "");
}

static int
help(char **args, struct err *e)
{
	char *page = args[0] == NULL ? mem_str("pf") : mem_fmt("pf-%s", args[0]);
	char *here = path_here(),
	     *near_page = mem_fmt("%s/../man/%s.%s", here, page, args[0] == NULL ? "7" : "1");
	const char *argv[] = { "man", "--", access(near_page, R_OK) == 0 ? near_page : page, NULL };
	int rc;

	(void)execvp("man", (char *const *)(const void *)argv);
	rc = err_errno(e, ERR_NOINPUT, "cannot run man; %s --help says the most important", page);
	free(near_page);
	free(here);
	free(page);
	return rc;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct tools t = { 0 };
	char *here = path_here(), *tool = NULL, *path = NULL;
	const char *name;
	int rc = -1;

	if (find_tools(&t, here, e))
		goto out;
	if (o->list || args[0] == NULL) {
		rc = list(ctx, &t, e);
		goto out;
	}
	if (strcmp(args[0], "help") == 0) {
		rc = help(args + 1, e);
		goto out;
	}
	tool = mem_fmt("pf-%s", args[0]);
	path = path_tool(tool);
	name = args[0];
	args[0] = path;
	rc = become_tool(ctx, args, &t, name, e);
out:
	release_tools(&t);
	free(path);
	free(tool);
	free(here);
	return rc;
}

const struct cmd cmd = {
	.name = "pf",
	.help = "run a tool of the toolkit by its short name",
	.synopsis = "[--list] [help] [name [argument ...]]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.run = run,
	.flags = CMD_REST,
};
