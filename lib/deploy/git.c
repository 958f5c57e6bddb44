/* A checkout that deployments move: every call of git(1) */
#include "deploy/git.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/proc.h"

#define WITHIN_NS (60 * CLOCK_SECOND)
#define ARGS_MAX 24
#define OUTPUT_MAX ((size_t)16 << 20)
#define WORDS_MAX 200 /* bytes of git's last words that are told */

/* A call under way: what it is given and what it says. */
struct call {
	const char *const *args; /* NULL-terminated, without "git" */
	const char *index;       /* another file for the index; NULL: the checkout's */
	int out;                 /* where its output goes; -1: into out_text */
	struct buf *out_text;
	struct buf said;
};

/* The last line of what it said, without the word in front. */
static void
last_words(const struct buf *said, char out[WORDS_MAX + 1])
{
	const char *p = said->p != NULL ? said->p : "", *end = p + said->len, *line;

	while (end > p && isspace((unsigned char)end[-1]))
		end--;
	for (line = end; line > p && line[-1] != '\n';)
		line--;
	if (strncmp(line, "fatal: ", 7) == 0)
		line += 7;
	else if (strncmp(line, "error: ", 7) == 0)
		line += 7;
	(void)snprintf(out, WORDS_MAX + 1, "%.*s", (int)(end - line), line);
}

static void
add_environment(const struct call *c, char *index, size_t cap, const char *env[])
{
	size_t n = 0;

	env[n++] = "GIT_TERMINAL_PROMPT=0";
	env[n++] = "GIT_OPTIONAL_LOCKS=0";
	env[n++] = "LC_ALL=C";
	/* what a hook that starts us has set would lead to another checkout */
	env[n++] = "GIT_DIR";
	env[n++] = "GIT_WORK_TREE";
	env[n++] = "GIT_OBJECT_DIRECTORY";
	if (env_get("GIT_SSH_COMMAND") == NULL)
		env[n++] = "GIT_SSH_COMMAND=ssh -o BatchMode=yes";
	(void)snprintf(index, cap, "GIT_INDEX_FILE%s%s", c->index != NULL ? "=" : "",
	    c->index != NULL ? c->index : "");
	env[n++] = index;
	env[n] = NULL;
}

/* Run it: its exit status, or -1 with *e. */
static int
call(const struct git *g, struct call *c, struct err *e)
{
	const char *argv[ARGS_MAX + 12], *env[12];
	char trust[PATH_MAX], index[PATH_MAX];
	int64_t until = clock_mono() + (g->within > 0 ? g->within : WITHIN_NS);
	struct proc p = PROC_INIT;
	size_t n = 0, i;
	int rc;

	(void)snprintf(trust, sizeof trust, "safe.directory=%s", g->dir);
	argv[n++] = "git";
	argv[n++] = "-c";
	argv[n++] = "core.hooksPath=/dev/null";
	argv[n++] = "-c";
	argv[n++] = trust;
	argv[n++] = "-c";
	argv[n++] = "advice.detachedHead=false";
	argv[n++] = "-C";
	argv[n++] = g->dir;
	for (i = 0; c->args[i] != NULL && i < ARGS_MAX; i++)
		argv[n++] = c->args[i];
	argv[n] = NULL;
	add_environment(c, index, sizeof index, env);
	p.argv = argv;
	p.env = env;
	p.group = true;
	p.out = c->out;
	p.in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	rc = proc_read(&p, until, OUTPUT_MAX, c->out_text, &c->said, e);
	if (p.in >= 0)
		(void)close(p.in);
	if (rc < 0)
		(void)err_wrap(e, "git %s in %s", c->args[0], g->dir);
	return rc;
}

/* Run it with its output in *out, which may be NULL; it has to end well. code is what it is otherwise. */
static int
must(const struct git *g, const char *const *args, struct buf *out, enum err_code code,
    struct err *e)
{
	struct buf spare = { 0 };
	struct call c = { .args = args, .out = -1, .out_text = out != NULL ? out : &spare };
	char words[WORDS_MAX + 1];
	int rc = call(g, &c, e);

	if (rc > 0) {
		last_words(&c.said, words);
		(void)err_set(e, code, "git %s in %s: %s", args[0], g->dir,
		    words[0] != '\0' ? words : "it says nothing");
	}
	buf_release(&c.said);
	buf_release(&spare);
	return rc == 0 ? 0 : -1;
}

/* Run it for its yes or no: 1 when it ends with 0, 0 with 1. */
static int
asks(const struct git *g, const char *const *args, struct err *e)
{
	struct buf spare = { 0 };
	struct call c = { .args = args, .out = -1, .out_text = &spare };
	char words[WORDS_MAX + 1];
	int rc = call(g, &c, e);

	if (rc > 1) {
		last_words(&c.said, words);
		(void)err_set(e, ERR_CONFIG, "git %s in %s: %s", args[0], g->dir, words);
	}
	buf_release(&c.said);
	buf_release(&spare);
	return rc == 0 ? 1 : rc == 1 ? 0 : -1;
}

static bool
is_id(const char *text, size_t n)
{
	return (n == 40 || n == 64) && strspn(text, "0123456789abcdef") >= n;
}

/* The one line that it prints is an id. */
static int
take_id(const struct git *g, const char *const *args, enum err_code code, char id[GIT_ID_MAX],
    struct err *e)
{
	struct buf out = { 0 };
	int rc = must(g, args, &out, code, e);

	while (out.len > 0 && isspace((unsigned char)out.p[out.len - 1]))
		out.len--;
	if (rc == 0 && !is_id(out.len > 0 ? out.p : "", out.len))
		rc = err_set(e, ERR_BUG, "git %s in %s: no id comes back", args[0], g->dir);
	if (rc == 0) {
		memcpy(id, out.p, out.len);
		id[out.len] = '\0';
	}
	buf_release(&out);
	return rc;
}

int
git_check(const struct git *g, struct err *e)
{
	static const char *const args[] = { "rev-parse", "--show-prefix", NULL };
	struct buf out = { 0 };
	int rc;

	if (access(g->dir, X_OK) != 0)
		return err_errno(e, errno == EACCES ? ERR_PERM : ERR_NOINPUT, "%s", g->dir);
	rc = must(g, args, &out, ERR_CONFIG, e);
	if (rc == 0 && out.len > 1)
		rc = err_set(e, ERR_CONFIG, "%s is inside of a checkout, not its top", g->dir);
	buf_release(&out);
	return rc;
}

int
git_head(const struct git *g, char id[GIT_ID_MAX], struct err *e)
{
	static const char *const args[] = { "rev-parse", "--verify", "HEAD^{commit}", NULL };

	return take_id(g, args, ERR_CONFIG, id, e);
}

/* What git says of a remote that it cannot read from. */
static enum err_code
remote_code(const char *words)
{
	static const struct {
		const char *says;
		enum err_code code;
	} known[] = {
		{ "couldn't find remote ref", ERR_REMOTE },
		{ "Permission denied", ERR_PERM },
		{ "Authentication failed", ERR_PERM },
		{ "could not read Username", ERR_PERM },
		{ "Host key verification failed", ERR_PERM },
		{ "does not appear to be a git repository", ERR_CONFIG },
		{ "No such remote", ERR_CONFIG },
	};
	size_t i;

	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strstr(words, known[i].says) != NULL)
			return known[i].code;
	return ERR_TEMP;
}

int
git_fetch(const struct git *g, struct err *e)
{
	char ref[512];
	const char *const args[] = { "fetch", "--prune", "--tags", "--force",
		"--no-recurse-submodules", "--end-of-options", g->remote, ref, NULL };
	struct buf spare = { 0 };
	struct call c = { .args = args, .out = -1, .out_text = &spare };
	char words[WORDS_MAX + 1];
	int rc;

	(void)snprintf(
	    ref, sizeof ref, "+refs/heads/%s:refs/remotes/%s/%s", g->branch, g->remote, g->branch);
	rc = call(g, &c, e);
	if (rc > 0) {
		last_words(&c.said, words);
		rc = err_set(e, remote_code(c.said.p != NULL ? c.said.p : ""),
		    "cannot fetch %s from %s: %s", g->branch, g->remote, words);
	}
	buf_release(&c.said);
	buf_release(&spare);
	return rc == 0 ? 0 : -1;
}

int
git_tip(const struct git *g, char id[GIT_ID_MAX], struct err *e)
{
	char ref[512];
	const char *const args[] = { "rev-parse", "--verify", "--end-of-options", ref, NULL };

	(void)snprintf(ref, sizeof ref, "refs/remotes/%s/%s^{commit}", g->remote, g->branch);
	return take_id(g, args, ERR_NOINPUT, id, e);
}

/* Why a name is no commit, from what git says of it. */
static int
not_a_commit(const struct git *g, const char *name, struct err *e)
{
	char any[256];
	const char *const args[] = { "cat-file", "-t", any, NULL };
	struct buf out = { 0 };
	struct call c = { .args = args, .out = -1, .out_text = &out };
	int rc;

	(void)snprintf(any, sizeof any, "%s", name);
	rc = call(g, &c, e);
	while (out.len > 0 && isspace((unsigned char)out.p[out.len - 1]))
		out.len--;
	if (rc == 0)
		(void)err_set(e, ERR_USAGE, "'%s' is a %.*s, not a commit", name, (int)out.len,
		    out.p != NULL ? out.p : "");
	else if (rc > 0 && c.said.p != NULL && strstr(c.said.p, "ambiguous") != NULL)
		(void)err_set(
		    e, ERR_USAGE, "'%s' is the beginning of several ids: write more of it", name);
	else if (rc > 0)
		(void)err_set(
		    e, ERR_USAGE, "'%s' is no commit, tag or branch of %s", name, g->remote);
	buf_release(&c.said);
	buf_release(&out);
	return -1;
}

int
git_resolve(const struct git *g, const char *name, char id[GIT_ID_MAX], struct err *e)
{
	char ref[512];
	const char *const args[] = { "rev-parse", "--verify", "--quiet", "--end-of-options", ref,
		NULL };
	size_t n = strlen(name);
	struct err ignored;

	/* no expressions: HEAD~3 of a host means something else an hour later */
	if (n == 0 || n > 200 || name[0] == '-' || strpbrk(name, "^~:@{}?*[\\ \t\n") != NULL ||
	    strstr(name, "..") != NULL)
		return err_set(e, ERR_USAGE, "'%s' is no id, tag or branch", name);
	if (n >= 4 && n < GIT_ID_MAX && strspn(name, "0123456789abcdefABCDEF") == n) {
		(void)snprintf(ref, sizeof ref, "%s^{commit}", name);
		if (take_id(g, args, ERR_USAGE, id, &ignored) == 0)
			return 0;
	}
	(void)snprintf(ref, sizeof ref, "refs/tags/%s^{commit}", name);
	if (take_id(g, args, ERR_USAGE, id, &ignored) == 0)
		return 0;
	(void)snprintf(ref, sizeof ref, "refs/remotes/%s/%s^{commit}", g->remote, name);
	if (take_id(g, args, ERR_USAGE, id, &ignored) == 0)
		return 0;
	return not_a_commit(g, name, e);
}

int
git_on_branch(const struct git *g, const char *id, struct err *e)
{
	char ref[512];
	const char *const args[] = { "merge-base", "--is-ancestor", id, ref, NULL };

	(void)snprintf(ref, sizeof ref, "refs/remotes/%s/%s", g->remote, g->branch);
	return asks(g, args, e);
}

int
git_tracked(const struct git *g, const char *path, struct err *e)
{
	const char *const args[] = { "ls-files", "--error-unmatch", "--", path, NULL };

	return asks(g, args, e);
}

/* The pathspec behind "." that leaves the host's own file out; NULL: there is none. */
static const char *
others(const struct git *g, char but[PATH_MAX])
{
	if (g->keep == NULL)
		return NULL;
	(void)snprintf(but, PATH_MAX, ":(top,exclude,literal)%s", g->keep);
	return but;
}

int
git_dirty(const struct git *g, size_t *n, struct buf *paths, struct err *e)
{
	char but[PATH_MAX];
	const char *const args[] = { "status", "--porcelain=v1", "--untracked-files=all",
		"--ignore-submodules=none", "--no-renames", "--", ".", others(g, but), NULL };
	struct buf out = { 0 };
	const char *p, *end;
	int rc = must(g, args, &out, ERR_CONFIG, e);

	*n = 0;
	for (p = out.p; rc == 0 && out.len > 0 && (end = strchr(p, '\n')) != NULL; p = end + 1) {
		++*n;
		if (paths != NULL && end - p > 3)
			buf_add(paths, p + 3, (size_t)(end - p - 3) + 1);
	}
	buf_release(&out);
	return rc;
}

/* The whole tree into an index that is nobody's, and what differs from HEAD into the file. */
static int
write_patch(const struct git *g, const char *index, int fd, struct err *e)
{
	static const char *const read[] = { "read-tree", "HEAD", NULL };
	char but[PATH_MAX];
	const char *const add[] = { "add", "--all", "--", ".", others(g, but), NULL };
	static const char *const diff[] = { "diff-index", "--cached", "--binary", "--full-index",
		"--no-ext-diff", "--no-textconv", "HEAD", NULL };
	const char *const *const all[] = { read, add, diff };
	struct buf out = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < 3; i++) {
		struct call c = { .args = all[i], .index = index, .out = -1, .out_text = &out };
		char words[WORDS_MAX + 1];

		rc = call(g, &c, e);
		if (rc > 0) {
			last_words(&c.said, words);
			rc = err_set(e, ERR_IO, "git %s in %s: %s", all[i][0], g->dir, words);
		}
		buf_release(&c.said);
	}
	for (i = 0; rc == 0 && i < out.len;) {
		ssize_t n = write(fd, out.p + i, out.len - i);

		if (n < 0 && errno != EINTR)
			rc = err_errno(e, ERR_IO, "writing what the checkout has of its own");
		i += n > 0 ? (size_t)n : 0;
	}
	buf_release(&out);
	return rc;
}

int
git_save(const struct git *g, const char *path, struct err *e)
{
	char index[PATH_MAX];
	int fd, rc;

	if (snprintf(index, sizeof index, "%s.index", path) >= (int)sizeof index)
		return err_set(e, ERR_CREATE, "%s: the name is too long", path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, ERR_CREATE, "%s", path);
	rc = write_patch(g, index, fd, e);
	if (rc == 0 && fsync(fd) != 0)
		rc = err_errno(e, ERR_IO, "%s", path);
	if (close(fd) != 0 && rc == 0)
		rc = err_errno(e, ERR_IO, "%s", path);
	(void)unlink(index);
	if (rc != 0)
		(void)unlink(path); /* half a patch is none */
	return rc;
}

int
git_checkout(const struct git *g, const char *id, struct err *e)
{
	const char *const out[] = { "checkout", "--quiet", "--force", "--detach",
		"--no-recurse-submodules", id, NULL };
	char but[PATH_MAX];
	const char *const clean[] = { "clean", "--quiet", "-ffd", g->keep != NULL ? but : NULL,
		NULL };
	char now[GIT_ID_MAX];

	(void)snprintf(but, sizeof but, "--exclude=/%s", g->keep != NULL ? g->keep : "");
	if (!is_id(id, strlen(id)))
		return err_set(e, ERR_BUG, "'%s' is no whole id", id);
	if (must(g, out, NULL, ERR_IO, e) || must(g, clean, NULL, ERR_IO, e) || git_head(g, now, e))
		return -1;
	if (strcmp(now, id) != 0)
		return err_set(e, ERR_BUG, "%s is at %.*s and not at %.*s", g->dir, GIT_SHORT, now,
		    GIT_SHORT, id);
	return 0;
}

int
git_changes(const struct git *g, const char *from, const char *to, struct buf *paths, struct err *e)
{
	const char *const args[] = { "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff",
		"--end-of-options", from, to, "--", NULL };

	return must(g, args, paths, ERR_NOINPUT, e);
}

int
git_log(const struct git *g, size_t n, struct buf *lines, struct err *e)
{
	char count[32], ref[512];
	const char *const args[] = { "log", count, "--format=%H%x09%ct%x09%s", "--no-color",
		"--end-of-options", ref, NULL };

	(void)snprintf(count, sizeof count, "--max-count=%zu", n);
	(void)snprintf(ref, sizeof ref, "refs/remotes/%s/%s", g->remote, g->branch);
	return must(g, args, lines, ERR_NOINPUT, e);
}
