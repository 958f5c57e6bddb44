/* The parameters of a request, checked strictly: an unknown one, one given twice and a bad value
 * are all told, as a list (422). */
#ifndef PF_SANDBOX_DATABENTO_QUERY_H
#define PF_SANDBOX_DATABENTO_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/databento_words.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define DBS_SYMBOLS_MAX 2000

struct dbs_query {
	const char *dataset; /* borrowed from the request */
	const struct dbs_schema *schema;
	int64_t start, end; /* ns, [start, end); end is filled in when it was not given */
	bool has_start, has_end;
	const char *symbols; /* comma-separated; NULL: all */
	size_t nsymbols;
	int64_t stype_in, stype_out, encoding, compression, mode;
	bool pretty_px, pretty_ts, map_symbols;
	uint64_t limit; /* 0: none */
};

enum dbs_type {
	DBS_TEXT,
	DBS_SCHEMA,
	DBS_WORD,  /* of .words */
	DBS_TIME,  /* a date, a date and time, or ns */
	DBS_START, /* the same, which decides the end that is not given */
	DBS_DATE,
	DBS_FROM, /* the same, which decides the end that is not given */
	DBS_BOOL,
	DBS_COUNT, /* above 0 */
	DBS_LIST,  /* of symbols */
};

struct dbs_param {
	const char *name;
	enum dbs_type type;
	size_t at; /* offsetof in struct dbs_query */
	bool needed;
	const struct dbs_word *words;
};

/* Fill *q by a table, which ends with { 0 }. 0, or -1 with the reply made. */
int dbs_query_take(struct dbs_query *q, const struct request *r, const struct dbs_param *params,
    struct reply *reply);

#endif
