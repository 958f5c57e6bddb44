/* Rows of a query as JSON lines, as CSV (RFC 4180; null is an empty field, "" an empty text) or as
 * a table for people. */
#ifndef PF_SHOW_ROWS_H
#define PF_SHOW_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "show/table.h"

struct err;
struct pg_res;
struct value_type;

enum rows_format { ROWS_JSONL, ROWS_CSV, ROWS_TABLE };

struct rows {
	FILE *fp; /* borrowed */
	enum rows_format format;
	bool flush; /* after every row */

	/* inside */
	const struct value_type *types; /* borrowed */
	size_t ncols;
	struct buf names; /* of JSON: ,"name": one behind the other */
	size_t *ends;     /* owned; where each of them ends */
	struct buf out;   /* lines to be written */
	struct buf cell;
	struct table table;
	bool open; /* the head is out */
};

void rows_init(struct rows *r, FILE *fp, enum rows_format format, bool flush);
void rows_release(struct rows *r);

/* The columns, once; types stay the caller's and live as long as rows come. Then rows, then the
 * end. ERR_IO. */
int rows_head(
    struct rows *r, const struct pg_res *res, const struct value_type *types, struct err *e);
int rows_row(struct rows *r, const struct pg_res *res, size_t row, struct err *e);
int rows_end(struct rows *r, struct err *e);

#endif
