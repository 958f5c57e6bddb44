/*
 * What is served, in memory: the rows of one source (all CSV files together, or the DBN files of
 * one dataset and schema) in order of time, and its symbols with the ids that they have on which
 * days. Times are ns, prices 1e-9 with INT64_MAX for "undefined", as in DBN.
 */
#ifndef PF_SANDBOX_DATABENTO_BOOK_H
#define PF_SANDBOX_DATABENTO_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define DBS_NO_PRICE INT64_MAX
#define DBS_NO_SYMBOL UINT32_MAX
#define DBS_SYMBOL_MAX 70 /* bytes of a symbol in DBN 2 and 3 */

struct dbs_row {
	int64_t ts;
	int64_t open, high, low, close;
	uint64_t volume;
	uint32_t symbol; /* of dbs_book.symbols, or DBS_NO_SYMBOL */
	uint32_t id;
	uint16_t publisher; /* 0: the dataset's publishers */
};

/* A symbol has this id from d0 until before d1 (midnights). */
struct dbs_listing {
	int64_t d0, d1;
	uint32_t symbol, id;
};

struct dbs_book {
	char **symbols; /* owned; sorted when sealed */
	size_t nsymbols, cap_symbols;
	uint32_t *slots; /* owned; a hash of the symbols while they are added */
	size_t nslots;
	struct dbs_row *rows; /* owned; sorted by time, symbol and publisher when sealed */
	size_t nrows, cap_rows;
	struct dbs_listing *listings; /* owned; sorted by symbol and day */
	size_t nlistings, cap_listings;
	struct dbs_listing *by_id; /* owned; the same sorted by id and day */
	bool listed; /* the source says the listings; else they follow from the rows */
};

void dbs_book_release(struct dbs_book *b);

/* The symbol's number, which dbs_book_seal() changes; new ones are added. */
uint32_t dbs_book_symbol(struct dbs_book *b, const char *name, size_t n);
void dbs_book_row(struct dbs_book *b, const struct dbs_row *row);
void dbs_book_list(struct dbs_book *b, const struct dbs_listing *l);

/*
 * All was added: sort, drop what was said twice (the later one stays; returns how many), and, when
 * the source gave no listings, list each symbol from its first session to its last, with an id. Ids
 * of every second symbol go to another symbol with the month, as they do at the vendor, only
 * faster.
 */
size_t dbs_book_seal(struct dbs_book *b);

/* The symbol of that name, or DBS_NO_SYMBOL. */
uint32_t dbs_book_find(const struct dbs_book *b, const char *name);

/* The listings of a symbol, or of an id: *n of them, in order of days. */
const struct dbs_listing *dbs_book_listings(const struct dbs_book *b, uint32_t symbol, size_t *n);
const struct dbs_listing *dbs_book_id(const struct dbs_book *b, uint32_t id, size_t *n);

/* The first row at or behind a time. */
size_t dbs_book_at(const struct dbs_book *b, int64_t ts);

/* Read files into the book. ERR_DATA with place, ERR_NOINPUT, ERR_IO. */

/* symbol, date, open, high, low, close, volume (other columns are ignored); an empty price is an
 * undefined one. *taken is false when the file has not these columns: then it is something else. */
int dbs_read_csv(struct dbs_book *b, const char *path, bool *taken, struct err *e);

struct dbs_file {
	char dataset[17];
	unsigned schema;    /* number; 0xffff: mixed */
	int64_t start, end; /* that it covers; end INT64_MIN: not said */
};

/* Asks where rows of a dataset and schema go; NULL: nowhere. */
typedef struct dbs_book *dbs_place_fn(void *arg, const struct dbs_file *file, unsigned schema);

/* A DBN file, raw or zstd; records that are no bars are skipped. */
int dbs_read_dbn(const char *path, dbs_place_fn *place, void *arg, struct err *e);

#endif
