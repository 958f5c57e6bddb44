/* A scratch folder with files in it, for tests in C */
#ifndef PF_TESTS_SCRATCH_H
#define PF_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	char dir[256];
	char names[32][64]; /* what was written there */
	size_t n;
};

static void
scratch_make(struct scratch *s)
{
	const char *tmp = getenv("TMPDIR");

	*s = (struct scratch){ 0 };
	(void)snprintf(s->dir, sizeof s->dir, "%s/pf-unit.XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(s->dir) == NULL)
		abort();
}

/* Write a file there; its path, good until the next call. */
static const char *
scratch_file(struct scratch *s, const char *name, const char *text)
{
	static char path[512];
	FILE *fp;
	size_t i;

	(void)snprintf(path, sizeof path, "%s/%s", s->dir, name);
	fp = fopen(path, "w");
	if (fp == NULL || fputs(text, fp) < 0 || fclose(fp) != 0)
		abort();
	for (i = 0; i < s->n && strcmp(s->names[i], name) != 0; i++)
		;
	if (i == s->n) {
		if (s->n == sizeof s->names / sizeof s->names[0])
			abort();
		(void)snprintf(s->names[s->n++], sizeof s->names[0], "%s", name);
	}
	return path;
}

static void
scratch_remove(struct scratch *s)
{
	char path[512];

	while (s->n > 0) {
		(void)snprintf(path, sizeof path, "%s/%s", s->dir, s->names[--s->n]);
		(void)unlink(path);
	}
	(void)rmdir(s->dir);
}

#endif
