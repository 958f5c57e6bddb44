#include "run/pipeline.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/path.h"

#define SUFFIX ".yaml"

static void
release_conds(struct pipeline_conds *conds)
{
	size_t i;

	for (i = 0; i < conds->n; i++) {
		free(conds->c[i].name);
		free(conds->c[i].value);
	}
	free(conds->c);
}

static void
release_step(struct pipeline_step *s)
{
	size_t i;

	for (i = 0; i < s->npipe; i++)
		words_release(&s->pipe[i]);
	for (i = 0; i < s->nensure; i++)
		words_release(&s->ensure[i].command);
	words_release(&s->when);
	release_conds(&s->fatal_if);
	release_conds(&s->nonfatal_if);
	free(s->needs.at);
	free(s->after.at);
	free(s->script);
	free(s->name);
	free(s->help);
}

void
pipeline_release(struct pipeline *p)
{
	size_t i;

	for (i = 0; i < p->nsteps; i++)
		release_step(&p->steps[i]);
	free(p->steps);
	for (i = 0; p->env != NULL && p->env[i] != NULL; i++)
		free(p->env[i]);
	free(p->env);
	free(p->zone);
	free(p->name);
	free(p->help);
	free(p->file);
	*p = (struct pipeline){ 0 };
}

int
pipeline_load(struct pipeline *p, const char *file, struct err *e)
{
	FILE *fp = fopen(file, "re");
	int rc;

	*p = (struct pipeline){ 0 };
	if (fp == NULL)
		return err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", file);
	rc = pipeline_read(p, fp, file, e);
	(void)fclose(fp); /* only read */
	return rc;
}

bool
pipeline_name_ok(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= PIPELINE_NAME_MAX && name[0] >= 'a' && name[0] <= 'z' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
pipeline_names(struct err *e)
{
	char *dir = path_data("pipelines"), **names = NULL;
	struct dirent *d;
	size_t n = 0, len;
	DIR *dp = opendir(dir);

	if (dp == NULL) {
		(void)err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", dir);
		goto out;
	}
	names = mem_new(1, sizeof *names);
	while ((d = readdir(dp)) != NULL) {
		len = strlen(d->d_name);
		if (len <= strlen(SUFFIX) || strcmp(d->d_name + len - strlen(SUFFIX), SUFFIX) != 0)
			continue;
		names = mem_grow(names, n + 2, sizeof *names);
		names[n] = mem_copy(d->d_name, len - strlen(SUFFIX));
		if (!pipeline_name_ok(names[n])) {
			free(names[n]);
			continue;
		}
		names[++n] = NULL;
	}
	names[n] = NULL;
	(void)closedir(dp); /* only read */
	qsort(names, n, sizeof *names, by_name);
out:
	free(dir);
	return names;
}

void
pipeline_names_free(char **names)
{
	size_t i;

	for (i = 0; names != NULL && names[i] != NULL; i++)
		free(names[i]);
	free(names);
}

static bool
is_file(const char *name)
{
	size_t n = strlen(name);

	return strchr(name, '/') != NULL ||
	       (n > strlen(SUFFIX) && strcmp(name + n - strlen(SUFFIX), SUFFIX) == 0);
}

char *
pipeline_file(const char *name, struct err *e)
{
	char *dir, *path, **names;
	const char *near;

	if (is_file(name))
		return mem_str(name);
	dir = path_data("pipelines");
	path = mem_fmt("%s/%s" SUFFIX, dir, name);
	if (pipeline_name_ok(name) && access(path, F_OK) == 0) {
		free(dir);
		return path;
	}
	names = pipeline_names(e);
	if (names != NULL) {
		near = near_word(name, (const char *const *)names);
		(void)err_set(e, ERR_NOINPUT, "no pipeline '%s' in %s%s%s%s", name, dir,
		    near ? "; did you mean '"
			 : " (pf-pipeline list names them; --file FILE takes any)",
		    near ? near : "", near ? "'?" : "");
	}
	pipeline_names_free(names);
	free(path);
	free(dir);
	return NULL;
}

int
pipeline_find(const struct pipeline *p, const char *step)
{
	size_t i;

	for (i = 0; i < p->nsteps; i++)
		if (strcmp(p->steps[i].name, step) == 0)
			return (int)i;
	return -1;
}

/* 1 yes, 0 no, -1 neither. */
static int
truth(const char *s)
{
	static const char *const yes[] = { "1", "true", "yes", "on" }, *const no[] = { "0", "false",
		"no", "off" };
	size_t i;

	for (i = 0; i < sizeof yes / sizeof yes[0]; i++) {
		if (strcasecmp(s, yes[i]) == 0)
			return 1;
		if (strcasecmp(s, no[i]) == 0)
			return 0;
	}
	return -1;
}

/* Whether one of the conditions holds; an empty variable is one that is not set. */
static int
holds(const struct pipeline_conds *conds, bool *yes, struct err *e)
{
	const struct pipeline_cond *c;
	const char *v;
	int want, is;
	size_t i;

	*yes = false;
	for (i = 0; i < conds->n; i++) {
		c = &conds->c[i];
		v = getenv(c->name);
		if (v == NULL || v[0] == '\0')
			continue;
		want = c->value == NULL ? 1 : truth(c->value);
		is = truth(v);
		if (want < 0) {
			*yes |= strcmp(v, c->value) == 0;
			continue;
		}
		if (is < 0)
			return err_set(e, ERR_CONFIG,
			    "%s: '%s' is neither yes (1, true, yes, on) nor no (0, false, no, off)",
			    c->name, v);
		*yes |= is == want;
	}
	return 0;
}

int
pipeline_fatal(const struct pipeline_step *s, bool *fatal, struct err *e)
{
	bool yes, no;

	if (holds(&s->fatal_if, &yes, e) || holds(&s->nonfatal_if, &no, e))
		return err_wrap(e, "step %s", s->name);
	*fatal = (s->fatal || yes) && !no;
	return 0;
}

void
pipeline_show(const struct pipeline_step *s, struct buf *out)
{
	size_t i;

	if (s->script != NULL) {
		buf_str(out, s->script);
		while (out->len > 0 && out->p[out->len - 1] == '\n')
			out->p[--out->len] = '\0';
		return;
	}
	for (i = 0; i < s->npipe; i++) {
		if (i > 0)
			buf_str(out, " | ");
		words_show(&s->pipe[i], out);
	}
}
