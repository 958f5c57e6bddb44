/*
 * The batch in hand of one table: records as rows of COPY text. Rows of one set of columns stand
 * together as a segment; a segment is masked when its rows do not all have all of its columns. The
 * set grows with what is met and never shrinks, so there are few segments however records differ.
 */
#ifndef PF_DB_LOAD_ROWS_H
#define PF_DB_LOAD_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;
struct load_table;

struct load_line {
	size_t at;     /* where its row begins in text */
	size_t raw;    /* where the line as it was read begins in raws, when those are kept */
	size_t lineno; /* in the input */
	size_t input;  /* which of the inputs */
	size_t unit;   /* which of the batch's units, from 1; 0: it belongs to none */
};

struct load_segment {
	size_t from; /* its first row; it ends where the next begins */
	size_t *cols;
	size_t ncols; /* owned: columns, in the order of the rows' fields */
	bool masked;  /* a last field has a digit a column, 1: the record had it */
};

struct load_shape;

struct load_rows {
	const struct load_table *table; /* borrowed */
	bool strict;                    /* a key without a column is an error */
	bool keep_raw;

	struct buf text, raws;
	struct load_line *lines; /* owned */
	size_t n, cap;
	struct load_segment *segs; /* owned */
	size_t nsegs;
	bool crossed;        /* the last record has its high below its low */
	const char *unknown; /* a key of the last record that has no column and was not named yet */

	/* inside */
	struct load_shape *shape; /* how the last record looked */
	size_t nshape;
	bool shaped;
	size_t lacks; /* a needed column that this shape does not have, or LOAD_NONE */
	const struct rec_field **slot;
	bool *used;
	bool masked;
	struct buf tmp[2];
	char **names; /* keys without a column */
	size_t nnames;
};

void load_rows_init(
    struct load_rows *r, const struct load_table *table, bool strict, bool keep_raw);
void load_rows_release(struct load_rows *r);

/* Add a record as a row. ERR_DATA, and nothing added: a needed field missing, a value that is none
 * of its column, with strict a key without a column. */
int load_rows_take(struct load_rows *r, const struct rec *rec, struct slice raw, size_t input,
    size_t lineno, struct err *e);

void load_rows_clear(struct load_rows *r); /* the batch is in the database */

/* Take out the rows whose place in gone is true. */
void load_rows_drop(struct load_rows *r, const bool *gone);

/* The text of rows [from, to), each with its line end; and a row's line as it was read. */
struct slice load_rows_text(const struct load_rows *r, size_t from, size_t to);
struct slice load_rows_raw(const struct load_rows *r, size_t row);

/* The COPY text of a row's column; empty when the row does not have it. */
struct slice load_rows_value(const struct load_rows *r, size_t row, size_t col);

#endif
