#include "io/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/file.h"
#include "io/jsonl.h"

int
filter_pass(struct emit *out, const struct rec *rec, struct err *e)
{
	if (fwrite(rec->line.p, 1, rec->line.n, out->fp) == rec->line.n &&
	    fputc('\n', out->fp) != EOF && !(out->flush && fflush(out->fp)))
		return 0;
	return err_errno(e, ERR_IO, "%s", out->name);
}

int
filter_read(FILE *fp, const char *name, const char *kind, filter_fn *take, void *arg,
    struct emit *out, size_t *bad, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct jsonl in;
	int got, rc = 0;

	*bad = 0;
	jsonl_init(&in, fp, name);
	while (rc == 0 && (got = jsonl_next(&in, rec, e)) != 0) {
		if (got > 0)
			got = kind == NULL || slice_is(rec_kind(rec), kind)
				  ? take(arg, rec, e)
				  : filter_pass(out, rec, e);
		if (got >= 0)
			continue;
		if (e->code != ERR_DATA) {
			rc = -1;
			continue;
		}
		log_error("%s:%zu: %s", in.name, in.lineno, e->msg);
		++*bad;
	}
	jsonl_release(&in);
	free(rec);
	return rc;
}

int
filter_files(char *const *names, FILE *standard, const char *kind, filter_fn *take, void *arg,
    struct emit *out, size_t *bad, struct err *e)
{
	const char *name;
	FILE *fp;
	size_t n;
	int rc;

	*bad = 0;
	do {
		name = *names != NULL && strcmp(*names, "-") != 0 ? *names : NULL;
		fp = name == NULL ? standard : file_open(name, e);
		if (fp == NULL)
			return -1;
		rc = filter_read(fp, name == NULL ? "stdin" : name, kind, take, arg, out, &n, e);
		*bad += n;
		if (name != NULL)
			(void)fclose(fp); /* only read */
	} while (rc == 0 && *names != NULL && *++names != NULL);
	return rc;
}
