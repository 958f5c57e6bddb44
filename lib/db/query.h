/*
 * A query with a name: a file NAME.sql, whose comment at the top says what it is and takes:
 *
 *	-- pf-query: the last bars of a symbol
 *	-- kind: bar
 *	-- param: symbol text[] needed "which symbols, with commas between them"
 *	-- param: limit bigint = 5 "how many rows"
 *
 * The SQL names them ":symbol", ":limit"; a parameter that is not given is null. ":now" is always
 * there: the clock of the run, a timestamptz. Values go to the server as parameters, never as SQL.
 */
#ifndef PF_DB_QUERY_H
#define PF_DB_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

struct err;
struct pg;
struct pg_res;

#define QUERY_PARAMS_MAX 16
#define QUERY_VALUES_MAX (QUERY_PARAMS_MAX + 1) /* and ":now" */
#define QUERY_WORD_MAX 64
#define QUERY_SIZE_MAX ((size_t)1 << 20)

enum query_type {
	QUERY_TEXT,
	QUERY_TEXTS, /* "a,b" */
	QUERY_INT,
	QUERY_NUMERIC,
	QUERY_DATE, /* "today" and "yesterday" are understood */
	QUERY_TIME,
	QUERY_BOOL, /* a flag */
	QUERY_ANY,  /* of SQL without a header: the server finds out */
};

struct query_param {
	char name[QUERY_WORD_MAX];
	enum query_type type;
	bool needed;
	char *fallback; /* owned; NULL: null */
	char *help;     /* owned */
	char *value;    /* owned; as the server takes it, NULL: null */
	bool given;
	size_t place; /* of $1 and so on; 0: the SQL does not name it */
};

struct query {
	char *name; /* owned; for messages */
	char *help; /* owned; NULL without a header */
	char *kind; /* owned; NULL: not said */
	char *text; /* owned; as it was read */
	struct query_param params[QUERY_VALUES_MAX];
	size_t nparams;

	/* by query_bind() */
	struct buf sql;
	const char *values[QUERY_VALUES_MAX];
	size_t nvalues;
};

/* Take SQL as it is given; with header, its comment at the top is read as above. ERR_CONFIG with
 * "NAME:LINE: " for a header that is wrong. Release in any case. */
int query_read(
    struct query *q, const char *name, const char *text, size_t n, bool header, struct err *e);

/* Read NAME.sql below dir. ERR_USAGE for a name that is none, with the nearest one. */
int query_open(struct query *q, const char *dir, const char *name, struct err *e);
void query_release(struct query *q);

/* The names of the queries of a folder, sorted. ERR_NOINPUT. Release in any case. */
struct query_names {
	char **names; /* owned, each too; NULL-terminated */
	size_t n;
};
int query_names(const char *dir, struct query_names *list, struct err *e);
void query_names_release(struct query_names *list);

/* Give a parameter its value; NULL: named without a value, as a flag is. ERR_USAGE: no such
 * parameter, or no value of its type. */
int query_set(struct query *q, const char *name, const char *value, int64_t now, struct err *e);

/* Put places where the SQL names parameters. ERR_USAGE: a needed one is missing, or the SQL has
 * places ($1) itself; of a file that is ERR_CONFIG. */
int query_bind(struct query *q, int64_t now, struct err *e);

/* What --help says about it: its line, its parameters. */
void query_help(const struct query *q, const char *tool, FILE *fp);

const char *query_type_name(enum query_type type); /* "text[]" */

#endif
