/* The datasets that the files of a folder make: which schema of which covers what. */
#ifndef PF_SANDBOX_DATABENTO_STORE_H
#define PF_SANDBOX_DATABENTO_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/databento_book.h"
#include "sandbox/databento_words.h"

struct err;

/* A schema of a dataset. */
struct dbs_series {
	char dataset[17];
	const struct dbs_schema *schema;
	const struct dbs_book *book; /* borrowed from the store */
	const struct dbs_dataset
	    *words;         /* of CSV files; NULL: of DBN files, whose rows say it all */
	int64_t start, end; /* available, [start, end) */
	size_t first, last; /* its rows of the book, [first, last) */
};

#define DBS_SERIES_MAX 128

struct dbs_store {
	struct dbs_book csv;
	struct dbs_book *books[DBS_SERIES_MAX];   /* owned; of DBN files, one a series */
	struct dbs_series series[DBS_SERIES_MAX]; /* by dataset, then schema */
	size_t n;
};

/* Read *.csv, *.dbn and *.dbn.zst of the folder, in order of name. ERR_NOINPUT, ERR_DATA, ERR_IO.
 */
int dbs_store_open(struct dbs_store *s, const char *dir, struct err *e);
void dbs_store_release(struct dbs_store *s);

/* A dataset's schema, or with schema NULL the first of its schemas; NULL when there is none. */
const struct dbs_series *dbs_store_find(
    const struct dbs_store *s, const char *dataset, const struct dbs_schema *schema);

/* What the dataset covers altogether. */
void dbs_store_range(const struct dbs_store *s, const char *dataset, int64_t *start, int64_t *end);

/* Whether a day, one of those that the series has rows of, lacks prices: "degraded". */
bool dbs_series_degraded(const struct dbs_series *s, int64_t midnight);

/* The first row at or behind ts, within the series. */
size_t dbs_series_at(const struct dbs_series *s, int64_t ts);

#endif
