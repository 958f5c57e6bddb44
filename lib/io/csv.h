/*
 * A reader of CSV (RFC 4180) with a header line, one record at a time: quoted fields with doubled
 * quotes and line ends inside, LF or CRLF. Strict about what cannot be meant: a quote inside an
 * unquoted field, text behind a closing quote, another number of fields than the header's, a NUL,
 * bad UTF-8.
 */
#ifndef PF_IO_CSV_H
#define PF_IO_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

#define CSV_LINE_MAX ((size_t)1 << 20)
#define CSV_COLUMNS_MAX 128

struct csv {
	FILE *fp;         /* borrowed */
	const char *name; /* borrowed; what messages call it */
	size_t lineno;    /* 1-based, of the first line of the last record */

	/* inside */
	size_t nextline;
	struct buf header, line; /* decoded texts, one behind the other */
	size_t ncols;
	struct slice cols[CSV_COLUMNS_MAX]; /* the header's names */
	struct slice cell[CSV_COLUMNS_MAX]; /* the last record's fields */
};

/* Reads the header at once. ERR_DATA (also for an empty file or a repeated name), ERR_IO. Release
 * in any case. */
int csv_open(struct csv *in, FILE *fp, const char *name, struct err *e);
void csv_release(struct csv *in);

/* The column of that name, or -1. */
int csv_column(const struct csv *in, const char *name);

/* 1 with in->cell filled (valid until the next call), 0 at the end, -1: ERR_DATA (goes on behind
 * the record), ERR_IO. */
int csv_next(struct csv *in, struct err *e);

#endif
