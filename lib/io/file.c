#include "io/file.h"

#include <errno.h>

#include "base/buf.h"
#include "base/err.h"

#define PIECE 65536
#define MIB ((size_t)1 << 20)

FILE *
file_open(const char *name, struct err *e)
{
	FILE *fp = fopen(name, "re");

	if (fp == NULL)
		(void)err_errno(e, errno == EACCES ? ERR_PERM : ERR_NOINPUT, "%s", name);
	return fp;
}

int
file_rest(FILE *fp, const char *name, size_t max, struct buf *out, struct err *e)
{
	size_t from = out->len, n;

	do {
		n = fread(buf_room(out, PIECE), 1, PIECE, fp);
		out->len += n;
	} while (n > 0 && out->len - from <= max);
	out->p[out->len] = '\0'; /* there is room for it */
	if (ferror(fp))
		return err_errno(e, ERR_IO, "%s", name);
	if (out->len - from <= max)
		return 0;
	return max % MIB == 0
		   ? err_set(e, ERR_DATA, "%s: it has more than %zu MiB", name, max / MIB)
		   : err_set(e, ERR_DATA, "%s: it has more than %zu bytes", name, max);
}

int
file_read(const char *name, size_t max, struct buf *out, struct err *e)
{
	FILE *fp = file_open(name, e);
	int rc;

	if (fp == NULL)
		return -1;
	rc = file_rest(fp, name, max, out, e);
	(void)fclose(fp); /* only read */
	return rc;
}
