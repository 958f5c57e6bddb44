/*
 * What the HTTP API answers: a table of routes, each with its parameters and, in SQL of the schema api, the parts
 * of its answer. Which rows those are and what their numbers mean is said there; a column's name is its key.
 */
#ifndef PF_WEB_ROUTE_H
#define PF_WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct web_request;
struct web_reply;

#define ROUTE_VALUES_MAX 8 /* $2 to $9 */

enum value_from { FROM_QUERY, FROM_PATH, FROM_BODY };
enum value_kind {
	VALUE_OF_TEXT,
	VALUE_OF_INT,
	VALUE_OF_DATE,
	VALUE_OF_WORD, /* one of words, in any case; else 400 */
	VALUE_OF_TICKER, /* one to six letters, and a point with more letters or not, in any case; else 400 */
};

#define VALUE_NEEDED 1u

struct route_value {
	const char *name;
	enum value_from from;
	enum value_kind kind;
	const char *usual; /* where it is not given; NULL: null */
	int64_t min, max;  /* of a number; of a text its characters, max 0: as long as it comes */
	const char *words; /* "1W|1M" */
	unsigned flags;
};

enum part_shape {
	PART_ROWS,   /* "key": [{...}, ...] */
	PART_ROW,    /* "key": {...}, null when there is none */
	PART_INLINE, /* the columns of one row as keys of the answer itself */
	PART_FOUND,  /* likewise; without a row the answer is 404 */
	PART_AGAIN,  /* "key": what another part has: its key, or "key.column"; sql names it */
	PART_LENGTH, /* "key": how many rows the part has that sql names */
	PART_SOURCE, /* "key": {"source": "databento", "count": likewise} */
	PART_GIVEN,  /* "key": the route's value that sql names, as it was taken */
};

/* In sql, $1 is the time that it is, $2 is the route's first value, and so on. */
struct route_part {
	const char *key; /* NULL: of those that have none */
	enum part_shape shape;
	const char *sql;
};

struct service;

#define ROUTE_OPEN 1u   /* no key is asked for */
#define ROUTE_WRITES 2u /* it changes something */

struct route {
	const char *method;
	const char *path; /* "/stocks/{ticker}/ohlcv": a part in braces is the value of that name */
	const struct route_value *values;
	const struct route_part *parts;
	const char *cache; /* Cache-Control; NULL: none */
	unsigned flags;
	/* What the tables do not say; then there are no parts. */
	void (*answer)(struct service *s, const struct web_request *q, struct web_reply *r);
};

extern const struct route web_routes[]; /* ends with { 0 } */

struct route_match {
	const struct route *route; /* NULL: none */
	const char *at[2];         /* where the values in braces are in the path */
	size_t len[2];
	bool known;     /* the path is there, perhaps by another method */
	bool slash;     /* it would be with a slash less at its end */
	char allow[64]; /* the methods that it has */
};

void route_find(
    const struct route *routes, const char *method, const char *path, struct route_match *m);

#endif
