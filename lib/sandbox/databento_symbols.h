/* Which instruments the symbols of a request mean on which days (vendor's page "Symbology"). */
#ifndef PF_SANDBOX_DATABENTO_SYMBOLS_H
#define PF_SANDBOX_DATABENTO_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sandbox/databento_query.h"
#include "sandbox/databento_store.h"

/* Resolved from d0 until before d1. */
struct dbs_span {
	int64_t d0, d1;
	uint32_t symbol, id; /* the id is the dataset's */
};

enum dbs_found { FOUND_ALL, FOUND_PART, FOUND_NONE };

struct dbs_asked {
	char *text;   /* owned; as it was asked for */
	size_t at, n; /* its spans */
	enum dbs_found found;
};

struct dbs_resolved {
	struct dbs_asked
	    *asked; /* owned; each symbol once, in the order asked; none for all symbols */
	size_t nasked;
	struct dbs_span *spans; /* owned */
	size_t nspans, cap;
	size_t found; /* how many of asked are there at all */
};

/*
 * Resolve the symbols of a query over the days [d0, d1). With all (symbology.resolve), "all
 * symbols" becomes each of them. 0, or -1 with the reply made: a symbol that is none (400), a pair
 * of symbol types that does not go together (422).
 */
int dbs_resolve(struct dbs_resolved *out, const struct dbs_series *s, const struct dbs_query *q,
    int64_t d0, int64_t d1, size_t symbol_max, bool all, struct reply *reply);
void dbs_resolved_release(struct dbs_resolved *r);

/* How the dataset spells a symbol when it was asked for with this type; valid until the next call
 * with the same buffer. */
const char *dbs_spell(const struct dbs_series *s, uint32_t symbol, int64_t stype, struct buf *to);

#endif
