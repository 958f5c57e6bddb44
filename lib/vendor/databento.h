/*
 * Databento's historical HTTP interface: bars, their price, and how far its data sets reach. The key
 * is DATABENTO_API_KEY, the address PF_DATABENTO_URL where that is set. Source: the vendor's pages
 * "Historical API" and "Errors".
 */
#ifndef PF_VENDOR_DATABENTO_H
#define PF_VENDOR_DATABENTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "vendor/databento_rows.h"
#include "vendor/databento_sheet.h"

struct databento;
struct http_request;
struct symbols;

#define DATABENTO_SYMBOLS_MAX 2000 /* of one request */

/* ERR_CONFIG when the key is missing or no key; it is never shown. deadline_ns as http_open(). Close
 * in any case. */
int databento_open(struct databento **db, enum databento_encoding encoding, int64_t deadline_ns,
    bool trace, struct err *e);
void databento_close(struct databento *db);

/* The intervals there are: "1d" with "ohlcv-1d" and the type of its records. */
struct databento_schema {
	const char *interval, *name;
	unsigned rtype;
	bool daily;
};
extern const struct databento_schema databento_schemas[]; /* ends with { 0 } */

/* The range that is there of a schema: [*start, *end), ns. ERR_DATA, or as a refusal or http_once()
 * says. */
int databento_range(struct databento *db, const char *dataset, const char *schema, int64_t *start,
    int64_t *end, struct err *e);

/*
 * Which data set holds the bars of US shares: EQUS.MINI before 2024-07-01, EQUS.SUMMARY, which has
 * days only, from then on. Cuts [start, end) where they meet. Returns how many parts.
 */
struct databento_part {
	const char *dataset;
	int64_t start, end;
};
size_t databento_parts(bool daily, int64_t start, int64_t end, struct databento_part part[2]);

/* One request: some symbols of a set over a range. */
struct databento_fetch {
	const char *dataset; /* borrowed */
	const struct databento_schema *schema;
	const struct symbols *set; /* borrowed; symbols first to first + n - 1 */
	size_t first, n;           /* n at most DATABENTO_SYMBOLS_MAX */
	int64_t start, end; /* ns, end excluded; a clamp changes them; equal: nothing is left */

	/* what is known of it */
	int64_t cost; /* 1e-9 US dollars, rounded up */
	struct databento_sheet sheet;
	bool *unknown; /* owned: of each symbol, whether the data set knows none */
	bool
	    unresolved; /* nothing resolved: the symbols are unknown, or the range has no session */
	bool silent;    /* it is not known which symbols without a bar are unknown */

	/* inside */
	struct databento_fetch_state *state; /* owned */
};

void databento_fetch_release(struct databento_fetch *f);

/* Something happened to a fetch that people want to know; not of its bars. */
struct databento_event {
	const char *name;  /* "clamped", "not-yet", "warning" */
	const char *level; /* "info", "warning" */
	const char *text;
	int64_t from, to; /* the range asked for, as it was before; to is excluded */
};

struct databento_watch {
	int (*bar)(
	    void *arg, struct databento_fetch *f, const struct databento_bar *bar, struct err *e);
	int (*event)(
	    void *arg, struct databento_fetch *f, const struct databento_event *ev, struct err *e);
	/* rc 0: answered whole; -1: with *e, after the bars that came. 0, or -1 to end everything. */
	int (*done)(void *arg, struct databento_fetch *f, int rc, struct err *e);
	void *arg;
};

/* Ask for the price of each; done is called only for those that fail. Clamps as databento_bars()
 * does. 0, or -1 with what ended it. */
int databento_price(struct databento *db, struct databento_fetch *f, size_t n,
    const struct databento_watch *watch, struct err *e);

/*
 * Fetch the bars of each, several at a time; a range that is not there whole is asked for again as
 * far as it is there. A failure that is the account's (key, money) ends everything; others are done
 * with their own. 0, or -1 with what ended it.
 */
int databento_bars(struct databento *db, struct databento_fetch *f, size_t n,
    const struct databento_watch *watch, struct err *e);

#endif
