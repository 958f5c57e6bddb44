/* Named queries as the files of a folder */
#include "db/query.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"

#define LISTED_MAX 256 /* queries of a folder that a wrong name is held against */

/* The nearest name of a query in dir, owned; NULL when there is none. */
static char *
nearest(const char *dir, const char *name)
{
	char *names[LISTED_MAX + 1] = { NULL }, *near = NULL;
	DIR *d = opendir(dir);
	struct dirent *f;
	size_t n = 0, len;

	while (d != NULL && n < LISTED_MAX && (f = readdir(d)) != NULL) {
		len = strlen(f->d_name);
		if (len > 4 && strcmp(f->d_name + len - 4, ".sql") == 0)
			names[n++] = mem_copy(f->d_name, len - 4);
	}
	if (d != NULL)
		(void)closedir(d);
	near = mem_str(near_word(name, (const char *const *)names));
	while (n > 0)
		free(names[--n]);
	return near;
}

static int
no_query(const char *dir, const char *name, struct err *e)
{
	char *near = nearest(dir, name);

	(void)err_set(e, ERR_USAGE,
	    "no query '%s'%s%s%s (--list names them; SQL has a blank in it, or stands behind -e)",
	    name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	free(near);
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
