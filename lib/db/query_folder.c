/* Named queries as the files of a folder */
#include "db/query.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
query_names(const char *dir, struct query_names *list, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *f;
	size_t len;

	*list = (struct query_names){ .names = mem_new(1, sizeof *list->names) };
	if (d == NULL)
		return err_errno(e, ERR_NOINPUT, "%s", dir);
	while ((f = readdir(d)) != NULL) {
		len = strlen(f->d_name);
		if (f->d_name[0] == '.' || len <= 4 || strcmp(f->d_name + len - 4, ".sql") != 0)
			continue;
		list->names = mem_grow(list->names, list->n + 2, sizeof *list->names);
		list->names[list->n++] = mem_copy(f->d_name, len - 4);
		list->names[list->n] = NULL;
	}
	(void)closedir(d); /* only read */
	qsort(list->names, list->n, sizeof *list->names, by_name);
	return 0;
}

void
query_names_release(struct query_names *list)
{
	while (list->n > 0)
		free(list->names[--list->n]);
	free(list->names);
	*list = (struct query_names){ 0 };
}

static int
no_query(const char *dir, const char *name, struct err *e)
{
	struct query_names list;
	struct err ignored; /* without the folder no name is near */
	const char *near = NULL;

	if (query_names(dir, &list, &ignored) == 0)
		near = near_word(name, (const char *const *)list.names);
	(void)err_set(e, ERR_USAGE,
	    "no query '%s'%s%s%s (--list names them; SQL has a blank in it, or stands behind -e)",
	    name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	query_names_release(&list);
	return -1;
}

int
query_open(struct query *q, const char *dir, const char *name, struct err *e)
{
	char *path = mem_fmt("%s/%s.sql", dir, name);
	struct buf text = { 0 };
	FILE *fp = NULL;
	int rc = -1;
	size_t n;

	*q = (struct query){ 0 };
	if (name[0] != '.' && strchr(name, '/') == NULL)
		fp = fopen(path, "re");
	if (fp == NULL) {
		if (name[0] == '.' || strchr(name, '/') != NULL || errno == ENOENT)
			(void)no_query(dir, name, e);
		else
			(void)err_errno(e, ERR_NOINPUT, "%s", path);
		goto out;
	}
	do {
		n = fread(buf_room(&text, BUFSIZ), 1, BUFSIZ, fp);
		text.len += n;
	} while (n > 0 && text.len <= QUERY_SIZE_MAX);
	if (ferror(fp)) {
		(void)err_errno(e, ERR_IO, "%s", path);
		goto out;
	}
	rc = query_read(q, path, text.p, text.len, true, e);
out:
	if (fp != NULL)
		(void)fclose(fp); /* only read */
	buf_release(&text);
	free(path);
	return rc;
}
