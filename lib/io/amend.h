/* A record that goes on with some of its keys set, and every other byte of it as it came. */
#ifndef PF_IO_AMEND_H
#define PF_IO_AMEND_H

#include <stddef.h>

#include "io/rec.h"

#define AMEND_MAX 16 /* keys set at once */

struct buf;
struct emit;
struct err;

struct amend {
	const char *name;
	struct slice json; /* its value, valid JSON text */
};

/*
 * Add the record to *out, without an end of line. A key of set that is there gets its value in its
 * place, the others come last, in the order of set, of at most AMEND_MAX keys. The slices of rec are
 * those of io/jsonl.
 */
void amend(const struct rec *rec, const struct amend *set, size_t n, struct buf *out);

/* Print it as a line. 0, or -1 with ERR_IO. */
int amend_print(
    struct emit *out, const struct rec *rec, const struct amend *set, size_t n, struct err *e);

#endif
