/*
 * What pf-snaptrade prints beside the broker's records: events, that an answer was whole, each symbol
 * once; and the failure that counts.
 */
#ifndef PF_VENDOR_SNAPTRADE_REPORT_H
#define PF_VENDOR_SNAPTRADE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/worst.h"
#include "io/emit.h"
#include "io/rec.h"
#include "rec/map.h"
#include "rec/symbols.h"

struct ctx;
struct err;

struct snaptrade_report {
	const struct ctx *ctx; /* borrowed */
	struct emit em;
	struct worst worst;
	bool symbols_too;                     /* print symbol records */
	struct symbols listings, instruments; /* printed, of either sort */
	struct symbols said;                  /* words that were told of */
	struct map from_listing, from_instrument;
};

void snaptrade_report_init(struct snaptrade_report *r, const struct ctx *ctx);
void snaptrade_report_release(struct snaptrade_report *r);

/* An event record, and its text for people by its level; subject may be NULL. 0, or -1 ERR_IO. */
int snaptrade_report_event(struct snaptrade_report *r, const char *event, const char *level,
    const char *subject, struct err *e, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* What failed, as an event too; *e is changed only by an error of writing. 0 or -1 for that. */
int snaptrade_report_failure(
    struct snaptrade_report *r, const char *subject, const struct err *why, struct err *e);

/* The answer about a scope was whole; what is NULL or CLOCK_NONE is left out. */
struct snaptrade_whole {
	const char *of, *scope, *account;
	uint64_t count;
	int64_t first, last; /* days */
};
int snaptrade_report_complete(
    struct snaptrade_report *r, const struct snaptrade_whole *w, struct err *e);

/* The symbol of a listing (a UniversalSymbol) or an instrument of the unified positions, which says less:
 * a ticker's first listing is printed, and its first instrument if there was none before. */
int snaptrade_report_listing(struct snaptrade_report *r, struct slice listing, struct err *e);
int snaptrade_report_instrument(struct snaptrade_report *r, struct slice instrument, struct err *e);

#endif
