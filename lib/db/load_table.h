/* A table as pf-load sees it: columns, types and keys from the catalog, names from the kind. */
#ifndef PF_DB_LOAD_TABLE_H
#define PF_DB_LOAD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/load_value.h"

struct err;
struct field;
struct kind;
struct pg;

#define LOAD_NONE SIZE_MAX /* no column */

struct load_col {
	char *name;                /* owned; in SQL */
	const char *json;          /* borrowed; NULL: no field of the kind is stored here */
	const struct field *field; /* borrowed; NULL for a table that was named */
	struct load_type type;
	char *otherwise; /* owned; the default as an expression, NULL: none */
	char *base;      /* owned; of a domain, the type below it; NULL: no domain */
	size_t stand_in; /* column whose value an absent one takes in a new row, or LOAD_NONE */
	bool key, notnull;
	bool fixed;    /* generated: cannot be written */
	bool identity; /* generated always as identity: wants "overriding system value" */
	bool checked;  /* a check constraint looks at it */
	bool as_text;  /* its type has no equality: compared as text */
	bool stamp;    /* a difference in it alone is none */
};

struct load_table {
	char *name;   /* owned; "ohlcv_daily", "other.bars" */
	char *quoted; /* owned; schema and name as an identifier */
	uint32_t oid;
	const struct kind *kind; /* borrowed; NULL: the table was named */
	struct load_col *cols;   /* owned */
	size_t ncols;
	size_t *key; /* owned; columns */
	size_t nkey;
	size_t updated_at; /* column of that name, or LOAD_NONE */
	size_t high, low;  /* of a kind with both, or LOAD_NONE */
	bool once; /* a row that is there is left alone; of several records the first counts */
};

/*
 * Read the catalog, in the transaction that is open. The table and key of kind, or, when that is
 * NULL, of name ("table" in schema public, or "schema.table") and key ("a,b"; NULL: the primary
 * key). ERR_CONFIG when table, columns or a unique key over exactly those columns are missing.
 * Release in any case.
 */
int load_table_read(struct load_table *t, struct pg *db, const struct kind *kind, const char *name,
    const char *key, struct err *e);
void load_table_release(struct load_table *t);

/* The column that a record's key of that name goes to, or LOAD_NONE. */
size_t load_table_find(const struct load_table *t, const char *json, size_t n);

#endif
