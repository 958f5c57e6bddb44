/* A query run: its rows handed out as they come, however many they are. */
#ifndef PF_DB_QUERY_RUN_H
#define PF_DB_QUERY_RUN_H

#include <stddef.h>

struct err;
struct pg;
struct pg_res;
struct query;
struct value_type;

/* Who takes the rows. head comes once, before the first row and also when there is none. */
struct query_sink {
	int (*head)(
	    void *arg, const struct pg_res *res, const struct value_type *types, struct err *e);
	int (*row)(void *arg, const struct pg_res *res, size_t row, struct err *e);
	void *arg;
};

/*
 * Run the bound query in the transaction that is open, and count its rows; what has no rows gives
 * none. ERR_USAGE for SQL that is wrong ("line 2: ...") or writes in a read-only
 * transaction; else as of db/pg.h.
 */
int query_run(
    const struct query *q, struct pg *db, const struct query_sink *to, size_t *rows, struct err *e);

#endif
