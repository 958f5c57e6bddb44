/*
 * A reader of CSV (RFC 4180) with a header line, one record at a time: quoted fields with doubled
 * quotes and line ends inside, LF or CRLF, a last line without an end, a byte order mark. Strict
 * about what cannot be meant: a quote inside an unquoted field, text behind a closing quote,
 * another number of fields than the header's, a NUL, a lone CR, bad UTF-8. Empty lines are skipped,
 * unless there is one column only, which is then empty.
 */
#ifndef PF_IO_CSV_H
#define PF_IO_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "io/input.h"
#include "io/rec.h"

struct buf;
struct err;

#define CSV_LINE_MAX ((size_t)1 << 20) /* bytes of a record */
#define CSV_COLUMNS_MAX 128

struct csv {
	struct input in;
	size_t lineno; /* 1-based, of the first line of the last record */
	size_t ncols;
	struct slice cols[CSV_COLUMNS_MAX]; /* the header's names */
	struct slice cell[CSV_COLUMNS_MAX]; /* the last record's fields, decoded */
	/* inside */
	size_t nextline;
	char *header; /* owned; the text of cols[] */
};

/* Reads the header at once; name is borrowed. ERR_DATA "line 1: ..." (also for an empty file, an
 * empty or repeated name), ERR_IO. Release in any case. */
int csv_open(struct csv *in, FILE *fp, const char *name, struct err *e);
void csv_release(struct csv *in);

/* The column of that name, or -1. */
int csv_column(const struct csv *in, const char *name);

/*
 * 1 with in->cell[0..ncols) filled (valid until the next call), 0 at the end, -1: ERR_DATA, "column
 * 3: ..." counted in fields (the caller adds name and line; the next call goes on behind the
 * record, at the next line where that cannot be told), ERR_IO, ERR_TEMP (io/input.h).
 */
int csv_next(struct csv *in, struct err *e);

/* Write a field, in quotes where it needs them (RFC 4180); to has room for 2 * n + 2 bytes. Returns
 * what is behind it, which is not terminated. */
char *csv_put(char *to, const char *s, size_t n);
void csv_add(struct buf *out, const char *s, size_t n);

#endif
