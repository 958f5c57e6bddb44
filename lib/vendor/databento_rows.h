/*
 * The bars of a Databento reply as rows, whatever its encoding, decoded as it arrives: DBN (raw or
 * zstd), CSV with a header, JSON lines; the text forms with symbols mapped, prices and times either
 * plain (1e-9, ns) or pretty. Source: the vendor's page "Standards and conventions" and vendor/dbn.
 */
#ifndef PF_VENDOR_DATABENTO_ROWS_H
#define PF_VENDOR_DATABENTO_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct err;

enum databento_encoding { DATABENTO_DBN, DATABENTO_CSV, DATABENTO_JSON, DATABENTO_ENCODINGS };

/* "dbn", "csv", "json". */
extern const char *const databento_encoding_names[DATABENTO_ENCODINGS];

struct databento_row {
	uint64_t ts;        /* ns since the epoch, start of the bar; UINT64_MAX: undefined */
	uint64_t rtype;     /* enum dbn_rtype */
	uint64_t publisher; /* the vendor's number of it */
	const char *symbol; /* NULL: not mapped on that day */
	int64_t open, high, low, close; /* 1e-9; FIELD_NONE: undefined */
	uint64_t volume;
};

struct databento_rows;

/* Takes a row, which lives until it returns. 0, or -1 with *e set. */
typedef int databento_row_fn(void *arg, const struct databento_row *row, struct err *e);

struct databento_rows *databento_rows_new(enum databento_encoding encoding)
    __attribute__((warn_unused_result));
void databento_rows_free(struct databento_rows *in);

/* Push n bytes; fn gets every row that is whole with them. 0, or -1 with what fn set, or ERR_DATA
 * with the place after the rows before it. */
int databento_rows_feed(struct databento_rows *in, const char *p, size_t n, databento_row_fn *fn,
    void *arg, struct err *e);

/* The reply is over: 0 if it is whole, -1 with ERR_DATA if it cannot be. */
int databento_rows_end(struct databento_rows *in, struct err *e);

/* The i-th symbol that the reply says it does not know, NULL behind the last. Only DBN says so. */
const char *databento_rows_unknown(const struct databento_rows *in, size_t i);

#endif
