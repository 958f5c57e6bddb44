/* deploy/git: a checkout of its own, against the git that is installed */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/proc.h"
#include "deploy/git.h"
#include "tap.h"

static char scratch[] = "/tmp/pf-unit.XXXXXX", checkout[64];
static struct git g = { .dir = checkout, .remote = "origin", .branch = "main" };

/* A command in the scratch folder; its output, without the line end, in out. */
static int
run(const char *command, char *out, size_t cap)
{
	const char *argv[] = { "sh", "-ec", command, NULL };
	struct proc p = PROC_INIT;
	struct buf text = { 0 }, log = { 0 };
	struct err e = { 0 };
	int rc;

	p.argv = argv;
	p.dir = scratch;
	p.group = true;
	rc = proc_read(&p, clock_mono() + 30 * CLOCK_SECOND, 1 << 20, &text, &log, &e);
	if (rc != 0)
		(void)fprintf(stderr, "# %s: %d %s\n", command, rc, log.p != NULL ? log.p : e.msg);
	while (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	if (out != NULL)
		(void)snprintf(out, cap, "%.*s", (int)text.len, text.p != NULL ? text.p : "");
	buf_release(&text);
	buf_release(&log);
	return rc;
}

/* A bare repository with three commits on main, one beside it, two tags; and a checkout at the first. */
static void
make(void)
{
	CHECK_INT(
	    run("git init -q --bare -b main remote.git; git init -q -b main work; cd work;"
		"git config user.name pf; git config user.email pf@example.org;"
		"printf '*.log\\n' >.gitignore; echo one >a; echo same >'b c'; git add -A; git commit -qm 'first';"
		"echo two >a; git commit -qam 'second\ttab'; git tag v2; git tag -am annotated v2a;"
		"echo three >a; git rm -q 'b c'; echo new >d; git add d; git commit -qam third;"
		"git checkout -q -b side HEAD~1; echo side >a; git commit -qam side;"
		"git remote add origin ../remote.git; git push -q origin main side --tags;"
		"cd ..; git clone -q remote.git checkout; cd checkout; git checkout -q --detach main~2",
		NULL, 0),
	    0);
	(void)snprintf(checkout, sizeof checkout, "%s/checkout", scratch);
}

static void
where_it_is(void)
{
	char want[GIT_ID_MAX], id[GIT_ID_MAX] = "";
	struct git other = g;
	struct err e;

	CHECK_INT(git_check(&g, &e), 0);
	CHECK_INT(git_head(&g, id, &e), 0);
	CHECK_INT(run("git -C work rev-parse main~2", want, sizeof want), 0);
	CHECK_STR(id, want);
	CHECK_INT(git_tip(&g, id, &e), 0);
	CHECK_INT(run("git -C work rev-parse main", want, sizeof want), 0);
	CHECK_STR(id, want);
	other.dir = "/nonexistent/pf";
	CHECK_INT(git_check(&other, &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	other.dir = scratch;
	CHECK_INT(git_check(&other, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
}

static void
names_become_commits(void)
{
	static const char *const bad[] = { "", "-x", "--all", "main~1", "HEAD@{1}", "a..b", ":a",
		"0123456789012345678901234567890123456789", "nothing", "abcd efgh",
		"remotes/../x" };
	static const char *const good[] = { "main", "side", "v2", "v2a" };
	char command[128], want[GIT_ID_MAX], id[GIT_ID_MAX], part[GIT_ID_MAX];
	struct err e;
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		(void)snprintf(
		    command, sizeof command, "git -C work rev-parse '%s^{commit}'", good[i]);
		CHECK_INT(run(command, want, sizeof want), 0);
		CHECK_INT(git_resolve(&g, good[i], id, &e), 0);
		CHECK_STR(id, want);
		(void)snprintf(part, sizeof part, "%.8s", want);
		CHECK_INT(git_resolve(&g, part, id, &e), 0);
		CHECK_STR(id, want);
	}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(git_resolve(&g, bad[i], id, &e), -1);
		CHECK_INT(e.code, ERR_USAGE);
	}
	CHECK_INT(run("git -C work rev-parse main:a", part, sizeof part), 0);
	CHECK_INT(git_resolve(&g, part, id, &e), -1);
	CHECK(strstr(e.msg, "is a blob, not a commit") != NULL);
}

static void
what_may_be_deployed(void)
{
	char id[GIT_ID_MAX];
	struct err e;

	CHECK_INT(git_resolve(&g, "v2", id, &e), 0);
	CHECK_INT(git_on_branch(&g, id, &e), 1);
	CHECK_INT(git_resolve(&g, "side", id, &e), 0);
	CHECK_INT(git_on_branch(&g, id, &e), 0);
	CHECK_INT(git_tracked(&g, "a", &e), 1);
	CHECK_INT(git_tracked(&g, ".env.aws", &e), 0);
}

/* What the host changed is saved, the secret is not in it, and after the checkout only the secret and what is ignored is there. */
static void
a_dirty_tree(void)
{
	char patch[96], id[GIT_ID_MAX], text[256];
	struct buf paths = { 0 };
	struct stat st;
	struct err e;
	size_t n = 9;

	CHECK_INT(git_dirty(&g, &n, NULL, &e), 0);
	CHECK_INT((int)n, 0);
	CHECK_INT(
	    run("cd checkout; echo mine >a; printf 'x\\0y' >bin; mkdir sub; echo u >sub/u; rm 'b c';"
		"echo KEY=hush >.env.aws; echo l >x.log",
		NULL, 0),
	    0);
	g.keep = ".env.aws";
	CHECK_INT(git_dirty(&g, &n, &paths, &e), 0);
	CHECK_INT((int)n, 4);
	CHECK(paths.p != NULL && strstr(paths.p, "sub/u\n") != NULL &&
	      strstr(paths.p, ".env") == NULL);
	(void)snprintf(patch, sizeof patch, "%s/saved.patch", scratch);
	CHECK_INT(git_save(&g, patch, &e), 0);
	CHECK(stat(patch, &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK_INT(git_save(&g, patch, &e), -1); /* nothing is written over */
	CHECK_INT(e.code, ERR_CREATE);
	CHECK_INT(run("! grep -q hush saved.patch; ls saved.patch*", text, sizeof text), 0);
	CHECK_STR(text, "saved.patch");
	CHECK_INT(git_tip(&g, id, &e), 0);
	CHECK_INT(git_checkout(&g, id, &e), 0);
	CHECK_INT(run("cd checkout; ls -A | tr '\\n' ' '; cat .env.aws a", text, sizeof text), 0);
	CHECK_STR(text, ".env.aws .git .gitignore a d x.log KEY=hush\nthree");
	CHECK_INT(git_dirty(&g, &n, NULL, &e), 0);
	CHECK_INT((int)n, 0);
	/* and it comes back */
	CHECK_INT(
	    run("cd checkout; git checkout -q --detach main~2; git apply ../saved.patch; cat a sub/u; ls bin; ! ls 'b c' 2>/dev/null;"
		"git checkout -qf --detach main~2; git clean -qfd -e .env.aws",
		text, sizeof text),
	    0);
	CHECK_STR(text, "mine\nu\nbin");
	buf_release(&paths);
}

static void
what_changed(void)
{
	char one[GIT_ID_MAX], three[GIT_ID_MAX];
	struct buf out = { 0 };
	struct err e;

	CHECK_INT(git_head(&g, one, &e), 0);
	CHECK_INT(git_tip(&g, three, &e), 0);
	CHECK_INT(git_changes(&g, one, three, &out, &e), 0);
	CHECK(out.len == 8 && memcmp(out.p, "a\0b c\0d\0", 8) == 0);
	buf_reset(&out);
	CHECK_INT(git_log(&g, 2, &out, &e), 0);
	CHECK(out.len > 0 && strncmp(out.p, three, strlen(three)) == 0 &&
	      strstr(out.p, "\tthird\n") != NULL && strstr(out.p, "\tsecond\ttab\n") != NULL &&
	      strstr(out.p, "first") == NULL);
	buf_release(&out);
}

static void
a_branch_that_was_forced(void)
{
	char was[GIT_ID_MAX], id[GIT_ID_MAX], want[GIT_ID_MAX];
	struct err e;

	CHECK_INT(git_tip(&g, was, &e), 0);
	CHECK_INT(
	    run("cd work; git checkout -q main; git reset -q --hard HEAD~1; echo again >a; git commit -qam again;"
		"git push -qf origin main; git rev-parse HEAD",
		want, sizeof want),
	    0);
	CHECK_INT(git_fetch(&g, &e), 0);
	CHECK_INT(git_tip(&g, id, &e), 0);
	CHECK_STR(id, want);
	CHECK_INT(git_on_branch(&g, was, &e), 0); /* it is there yet, and no longer on the branch */
	CHECK_INT(git_resolve(&g, was, id, &e), 0);
}

static void
remotes_that_fail(void)
{
	struct git other = g;
	struct err e;

	other.branch = "nothing";
	CHECK_INT(git_fetch(&other, &e), -1);
	CHECK_INT(e.code, ERR_REMOTE);
	other = g;
	other.remote = "elsewhere";
	CHECK_INT(git_fetch(&other, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK_INT(run("mv remote.git away", NULL, 0), 0);
	CHECK_INT(git_fetch(&g, &e), -1);
	CHECK(strstr(e.msg, "cannot fetch main from origin") != NULL);
	CHECK_INT(run("mv away remote.git", NULL, 0), 0);
}

/* A hook of the checkout is no step of a deployment. */
static void
hooks_are_not_run(void)
{
	char id[GIT_ID_MAX], text[64];
	struct err e;

	CHECK_INT(
	    run("cd checkout/.git/hooks; printf '#!/bin/sh\\ntouch %s/hooked\\n' \"$(cd ../../..; pwd)\" >post-checkout; chmod +x post-checkout",
		NULL, 0),
	    0);
	CHECK_INT(git_tip(&g, id, &e), 0);
	CHECK_INT(git_checkout(&g, id, &e), 0);
	CHECK_INT(run("ls hooked 2>/dev/null || echo none", text, sizeof text), 0);
	CHECK_STR(text, "none");
	CHECK_INT(git_checkout(&g, "main", &e), -1); /* whole ids only */
}

int
main(void)
{
	char command[64];

	if (mkdtemp(scratch) == NULL)
		return 1;
	(void)setenv("HOME", scratch, 1);
	(void)setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	make();
	RUN(where_it_is);
	RUN(names_become_commits);
	RUN(what_may_be_deployed);
	RUN(a_dirty_tree);
	RUN(what_changed);
	RUN(a_branch_that_was_forced);
	RUN(remotes_that_fail);
	RUN(hooks_are_not_run);
	(void)snprintf(command, sizeof command, "rm -rf %s", scratch);
	(void)run(command, NULL, 0);
	return tap_done();
}
