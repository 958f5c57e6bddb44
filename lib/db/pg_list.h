/*
 * Lists that a statement takes as parameters: PostgreSQL's literals of arrays (its manual, 8.15.2). A list is
 * built up as its inside, each element with a comma behind: "a","b\"c",
 */
#ifndef PF_DB_PG_LIST_H
#define PF_DB_PG_LIST_H

#include <stddef.h>

#include "base/buf.h"

struct err;
struct pg;
struct pg_res;

#define PG_LIST_MAX 8 /* lists of a query */

/* Add n bytes of text. */
void pg_list_add(struct buf *inside, const char *p, size_t n);

/* What began with a '{' is a literal: the comma behind the last element becomes the bracket. Its text. */
const char *pg_list_end(struct buf *text);

/* A query with n insides as its parameters from $1 on; errors as pg_query(). */
int pg_list_query(struct pg *db, struct pg_res **res, const char *sql, size_t n,
    const struct buf *const *inside, struct err *e);

#endif
