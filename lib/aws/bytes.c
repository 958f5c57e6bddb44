#include "aws/bytes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define PIECE ((size_t)64 << 10)

static bool
is_regular(FILE *fp)
{
	struct stat st;

	return fstat(fileno(fp), &st) == 0 && S_ISREG(st.st_mode);
}

/* All of in into a file that nobody else sees. */
static int
spool(struct aws_upload *u, FILE *in, struct err *e)
{
	char *piece;
	size_t n;

	u->fp = tmpfile();
	u->owned = u->fp != NULL;
	if (u->fp == NULL)
		return err_errno(e, ERR_CREATE, "a file for what standard input holds");
	piece = mem_new(PIECE, 1);
	while ((n = fread(piece, 1, PIECE, in)) > 0)
		if (fwrite(piece, 1, n, u->fp) != n)
			break;
	free(piece);
	if (ferror(in))
		return err_errno(e, ERR_IO, "standard input");
	return fflush(u->fp) ? err_errno(e, ERR_IO, "what standard input holds, in a file") : 0;
}

int
aws_upload_open(struct aws_upload *u, const char *path, FILE *in, struct err *e)
{
	bool dash = strcmp(path, "-") == 0;

	*u = (struct aws_upload){ 0 };
	if (dash && !is_regular(in))
		return spool(u, in, e);
	u->fp = dash ? in : fopen(path, "re");
	u->owned = !dash;
	if (u->fp == NULL)
		return err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_IO, "%s", path);
	if (!is_regular(u->fp))
		return err_set(e, ERR_IO, "%s is no regular file", path);
	return 0;
}

void
aws_upload_close(struct aws_upload *u)
{
	if (u->owned && u->fp != NULL)
		(void)fclose(u->fp); /* what it had was sent */
	*u = (struct aws_upload){ 0 };
}

/* Beside the file that is to be, so that it can take its place. */
static int
open_next(struct aws_download *d, struct err *e)
{
	int fd;

	d->next = mem_fmt("%s.XXXXXX", d->real);
	fd = mkstemp(d->next);
	d->fp = fd < 0 ? NULL : fdopen(fd, "w+e");
	if (d->fp != NULL)
		return 0;
	(void)err_errno(e, ERR_CREATE, "%s", d->path);
	if (fd >= 0) {
		(void)unlink(d->next);
		(void)close(fd);
	}
	free(d->next);
	d->next = NULL;
	return -1;
}

int
aws_download_open(struct aws_download *d, const char *path, FILE *out, struct err *e)
{
	struct stat st;

	*d = (struct aws_download){ .fp = out };
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	d->path = path;
	if (stat(path, &st)) {
		d->mode = umask(0);
		(void)umask(d->mode);
		d->mode = 0666 & ~d->mode;
		d->real = mem_str(path);
		return open_next(d, e);
	}
	if (S_ISREG(st.st_mode)) {
		d->mode = st.st_mode & 0777;
		d->real = realpath(path, NULL);
		if (d->real != NULL)
			return open_next(d, e);
		d->fp = NULL;
	} else { /* nothing may take the place of a device */
		d->fp = fopen(path, "we");
	}
	return d->fp != NULL ? 0 : err_errno(e, ERR_CREATE, "%s", path);
}

int
aws_download_take(void *arg, const char *p, size_t n, struct err *e)
{
	struct aws_download *d = arg;

	d->n += n;
	return fwrite(p, 1, n, d->fp) == n
		   ? 0
		   : err_errno(e, ERR_IO, "%s", d->path == NULL ? "standard output" : d->path);
}

int
aws_download_again(void *arg, struct err *e)
{
	struct aws_download *d = arg;

	if (d->next == NULL)
		return d->n == 0
			   ? 0
			   : err_set(e, ERR_TEMP, "it broke off after %zu bytes went out", d->n);
	d->n = 0;
	if (fflush(d->fp) || ftruncate(fileno(d->fp), 0) || fseeko(d->fp, 0, SEEK_SET))
		return err_errno(e, ERR_IO, "%s", d->path);
	return 0;
}

int
aws_download_end(struct aws_download *d, struct err *e)
{
	if (d->path == NULL)
		return 0;
	if (d->next == NULL)
		return fflush(d->fp) ? err_errno(e, ERR_IO, "%s", d->path) : 0;
	if (fchmod(fileno(d->fp), d->mode) || fflush(d->fp) || fsync(fileno(d->fp)) ||
	    rename(d->next, d->real))
		return err_errno(e, ERR_IO, "%s", d->path);
	free(d->next);
	d->next = NULL;
	return 0;
}

void
aws_download_release(struct aws_download *d)
{
	if (d->next != NULL)
		(void)unlink(d->next);
	if (d->path != NULL && d->fp != NULL)
		(void)fclose(d->fp); /* it was flushed, or is of no use */
	free(d->next);
	free(d->real);
	*d = (struct aws_download){ 0 };
}
