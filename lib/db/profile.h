/* Profiles of symbols: the rows that SQL computes (schema/113_profiles.sql) into their tables. */
#ifndef PF_DB_PROFILE_H
#define PF_DB_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct pg;
struct query;

/* A table of profiles, and what came of it: rows; symbols whose name is too long for it. */
struct profile_table {
	const char *name;
	size_t inserted, updated, unchanged, left_out;
};

/* Of the symbols that are left out: how many, and a few of them, an array of JSON. */
typedef int profile_left_fn(void *arg, size_t n, const char *some, struct err *e);

struct profile_refresh {
	const char *ticker; /* only this one; NULL: all */
	int64_t now;        /* the calendar clock */
	int64_t timeout;    /* ns that a statement may take; 0: any */
	bool dry_run;       /* do it, and roll back */
	profile_left_fn *left_out;
	void *arg;
};

/* Write stock_profile_current, stock_profile_history, or both, in one transaction; of rows only those that
 * are new or different. left_out is called once, behind, if there is any. Errors are the database's. */
int profile_write(struct pg *db, const struct profile_refresh *how, struct profile_table *tables,
    size_t n, struct err *e);

/* The query of stored profiles as records, by its parameter tickers, with commas between them. Release in any
 * case. */
int profile_query(struct query *q, struct err *e);

#endif
