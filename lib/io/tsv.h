/* A table as people write it: a row a line, tabs between its fields. */
#ifndef PF_IO_TSV_H
#define PF_IO_TSV_H

#include <stddef.h>

struct err;

#define TSV_FIELDS_MAX 6
#define TSV_MAX ((size_t)64 << 20) /* bytes of a file */

/* Take a row: its fields, those that it does not have are empty; they may be written to. What is behind more tabs is
 * not there. 0, or -1 with *e, which ends the reading. */
typedef int tsv_fn(void *arg, char *const field[TSV_FIELDS_MAX], struct err *e);

/*
 * Read a file row by row; blank lines, and those that begin with comment, are for people. 0, or -1: ERR_NOINPUT,
 * ERR_PERM, ERR_IO; what take set, or ERR_DATA where a NUL is, with "FILE:LINE: " in front; ERR_DATA: it is too
 * large.
 */
int tsv_read(const char *name, const char *comment, tsv_fn *take, void *arg, struct err *e);

#endif
