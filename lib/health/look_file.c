/* Files: there, as they should be, new enough; programs that are installed */
#include "health/looks.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "io/file.h"
#include "run/words.h"

#define READ_MAX ((size_t)4 << 20)
#define SYSTEM_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* The path as it is typed in a command; for free(). */
static char *
typed(const char *path)
{
	struct buf out = { 0 };

	word_show(path, &out);
	return buf_take(&out);
}

static void
not_there(const struct health_check *c, const char *path, struct finding *f)
{
	int why = errno;
	char *word = typed(path);

	finding_put(&f->observed, "%s", strerror(why));
	finding_say(f, CHECK_FAILED, "%s: %s", path, strerror(why));
	if (why != ENOENT)
		finding_put(&f->fix, "ls -ld %s", word);
	else if (c->folder)
		finding_put(&f->fix, "install -d -m %04" PRIo64 " %s",
		    c->mode == HEALTH_UNSAID ? (int64_t)0755 : c->mode, word);
	else
		finding_put(&f->fix, "install -D -m %04" PRIo64 " /dev/null %s",
		    c->mode == HEALTH_UNSAID ? (int64_t)0644 : c->mode, word);
	free(word);
}

static void
look_inside(const struct health_check *c, const char *path, struct finding *f)
{
	struct buf text = { 0 };
	struct err why = { 0 };

	if (file_read(path, READ_MAX, &text, &why))
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	else if (regexec(&c->says_re, text.p, 0, NULL, 0) != 0)
		finding_say(f, CHECK_FAILED, "%s does not say '%s'", path, c->says);
	else
		finding_say(f, CHECK_OK, "%s says what it should", path);
	finding_put(&f->fix, "put it into %s", path);
	buf_release(&text);
}

void
look_file(struct health *h, const struct health_check *c, struct finding *f)
{
	char *path = health_path(h, c->path), *word = typed(path);
	struct stat s;
	int64_t mode;

	if (stat(path, &s) != 0) {
		not_there(c, path, f);
		goto out;
	}
	mode = s.st_mode & 07777;
	if (c->folder != (S_ISDIR(s.st_mode) != 0)) {
		finding_say(f, CHECK_FAILED, "%s is %s folder", path, c->folder ? "no" : "a");
		finding_put(&f->fix, "mv %s %s.was", word, word);
	} else if (c->mode != HEALTH_UNSAID && (mode & ~c->mode) != 0) {
		finding_put(&f->observed, "%04" PRIo64, mode);
		finding_put(&f->limit, "%04" PRIo64, c->mode);
		finding_say(f, CHECK_FAILED, "%s has mode %04" PRIo64 ", more than %04" PRIo64,
		    path, mode, c->mode);
		finding_put(&f->fix, "chmod %04" PRIo64 " %s", c->mode, word);
	} else if (c->writable && access(path, W_OK) != 0) {
		finding_say(f, CHECK_FAILED, "%s cannot be written to", path);
		finding_put(&f->fix, "chown %ld %s", (long)geteuid(), word);
	} else if (c->says != NULL) {
		look_inside(c, path, f);
	} else {
		finding_say(f, CHECK_OK, "%s is there", path);
	}
out:
	free(word);
	free(path);
}

void
look_program(struct health *h, const struct health_check *c, struct finding *f)
{
	const char *list = env_get("PATH"),
		   *s = list != NULL && h->root[0] == '\0' ? list : SYSTEM_PATH;
	char *path;
	size_t n;
	bool found = false;

	for (; !found && *s != '\0'; s += n + (s[n] == ':')) {
		n = strcspn(s, ":");
		path = mem_fmt("%s%.*s/%s", h->root, (int)n, s, c->program);
		found = access(path, X_OK) == 0;
		if (found)
			finding_say(f, CHECK_OK, "%s is installed", path);
		free(path);
	}
	if (found)
		return;
	finding_say(f, CHECK_FAILED, "%s is not installed", c->program);
	finding_put(&f->observed, "none");
	finding_put(&f->fix, "apt-get install %s", c->package != NULL ? c->package : c->program);
}

/* The newest of the files; false: there is none. */
static bool
newest(const glob_t *g, struct stat *s, const char **path)
{
	struct stat one;
	bool any = false;
	size_t i;

	for (i = 0; i < g->gl_pathc; i++) {
		if (stat(g->gl_pathv[i], &one) != 0 || !S_ISREG(one.st_mode) ||
		    (any && one.st_mtim.tv_sec <= s->st_mtim.tv_sec))
			continue;
		*s = one;
		*path = g->gl_pathv[i];
		any = true;
	}
	return any;
}

void
look_backup(struct health *h, const struct health_check *c, struct finding *f)
{
	char *pattern = health_path(h, c->files), *is = NULL, *limit = NULL;
	const char *path = NULL;
	glob_t g = { 0 };
	struct stat s = { 0 };
	int64_t age;

	finding_put(&f->fix, "make a backup, and see why the last ones were not made");
	if (glob(pattern, 0, NULL, &g) != 0 || !newest(&g, &s, &path)) {
		finding_say(f, CHECK_FAILED, "there is no backup %s", pattern);
		finding_put(&f->observed, "none");
		goto out;
	}
	age = h->now - (int64_t)s.st_mtim.tv_sec * CLOCK_SECOND;
	is = age < CLOCK_SECOND ? mem_str("0 s") : finding_span(age);
	limit = finding_span(c->max_age);
	if (c->min_size != HEALTH_UNSAID && s.st_size < c->min_size) {
		finding_put(&f->observed, "%" PRId64, (int64_t)s.st_size);
		finding_put(&f->limit, "%" PRId64, c->min_size);
		finding_say(f, CHECK_FAILED, "the last backup %s has only %" PRId64 " bytes", path,
		    (int64_t)s.st_size);
		goto out;
	}
	finding_put(&f->observed, "%" PRId64 " s", age / CLOCK_SECOND);
	finding_put(&f->limit, "%" PRId64 " s", c->max_age / CLOCK_SECOND);
	finding_say(f, age > c->max_age ? CHECK_FAILED : CHECK_OK,
	    "the last backup %s is %s old, of %s that it may be", path, is, limit);
out:
	globfree(&g);
	free(is);
	free(limit);
	free(pattern);
}
