/*
 * What pf-ohlcv prints of its requests: bars or candles as they come, what happened as events, and
 * of each request that was answered whole what has been asked for (coverage, a record a symbol) and
 * that it was (complete). Remembers the failure that matters most.
 */
#ifndef PF_VENDOR_DATABENTO_REPORT_H
#define PF_VENDOR_DATABENTO_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/worst.h"
#include "io/emit.h"
#include "rec/line.h"
#include "vendor/databento.h"

struct ctx;

struct databento_report {
	const struct ctx *ctx; /* borrowed */
	const struct databento_schema *schema;
	struct emit em;
	struct line line; /* bars or candles */
	struct buf text;
	struct worst worst;
	uint64_t bars;
};

void databento_report_init(
    struct databento_report *r, const struct ctx *ctx, const struct databento_schema *schema);
void databento_report_release(struct databento_report *r);

struct databento_watch databento_report_watch(struct databento_report *r);

/* Ranges of an event, days or instants as the schema has them; ends are excluded here, included
 * where days are printed. */
struct databento_ranges {
	const char *dataset;
	int64_t asked_from, asked_to; /* CLOCK_NONE: not told */
	int64_t from, to;
};

/* An event record, and its text for people by its level. ranges NULL: without. */
int databento_report_event(struct databento_report *r, const char *event, const char *level,
    const char *subject, const char *text, const struct databento_ranges *ranges, struct err *e);

/* The requests as plan records, with their prices when those were asked for. */
int databento_report_plan(struct databento_report *r, const struct databento_fetch *f, size_t n,
    bool priced, struct err *e);

/* Whether something failed; then *e is the failure that matters most: the others were logged. */
bool databento_report_failed(const struct databento_report *r, struct err *e);

#endif
