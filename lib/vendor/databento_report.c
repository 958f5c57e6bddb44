#include "vendor/databento_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/progress.h"
#include "base/stop.h"
#include "rec/bar.h"
#include "rec/symbols.h"

#define SOURCE "databento"
#define WEEKDAYS_SURE                                                                              \
	3 /* the US exchanges have not been closed on more than two weekdays in a row since 2001 */

void
databento_report_init(
    struct databento_report *r, const struct ctx *ctx, const struct databento_schema *schema)
{
	*r = (struct databento_report){ .ctx = ctx, .schema = schema };
	emit_init(&r->em, ctx->out, ctx->line_buffered || ctx->out_tty);
	line_init(&r->line, schema->daily ? &bar_kind : &candle_kind);
}

void
databento_report_release(struct databento_report *r)
{
	emit_release(&r->em);
	buf_release(&r->text);
}

bool
databento_report_failed(const struct databento_report *r, struct err *e)
{
	return worst_end(&r->worst, e) != 0;
}

/* --- events */

static void
emit_bound(struct databento_report *r, const char *name, int64_t ns, bool is_end)
{
	if (ns == CLOCK_NONE)
		return;
	if (r->schema->daily)
		emit_date(&r->em, name, is_end ? ns - 1 : ns);
	else
		emit_time(&r->em, name, ns);
}

int
databento_report_event(struct databento_report *r, const char *event, const char *level,
    const char *subject, const char *text, const struct databento_ranges *ranges, struct err *e)
{
	struct emit *em = &r->em;

	if (strcmp(level, "warning") == 0)
		log_warn(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text);
	else if (strcmp(level, "info") == 0)
		log_info(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text);
	emit_begin(em, "event");
	emit_time(em, "at", r->ctx->now);
	emit_str(em, "tool", r->ctx->name);
	emit_str(em, "event", event);
	emit_str(em, "level", level);
	emit_str(em, "subject", subject);
	emit_str(em, "text", text);
	if (ranges != NULL) {
		emit_open(em, "data", '{');
		emit_str(em, "dataset", ranges->dataset);
		emit_str(em, "interval", r->schema->interval);
		emit_bound(r, "asked_from", ranges->asked_from, false);
		emit_bound(r, "asked_to", ranges->asked_to, true);
		if (ranges->from < ranges->to) {
			emit_bound(r, "from", ranges->from, false);
			emit_bound(r, "to", ranges->to, true);
		}
		emit_close(em, '}');
	}
	return emit_end(em, e);
}

/* A request by the name of its symbol, or of its data set when it has several. */
static const char *
subject_of(const struct databento_fetch *f)
{
	return f->n == 1 ? f->set->name[f->first] : f->dataset;
}

static int
fetch_event(struct databento_report *r, const struct databento_fetch *f, const char *event,
    const char *level, const char *subject, const char *text, struct err *e)
{
	const struct databento_ranges ranges = { f->dataset, CLOCK_NONE, CLOCK_NONE, f->start,
		f->end };

	return databento_report_event(r, event, level, subject, text, &ranges, e);
}

static int
on_event(void *arg, struct databento_fetch *f, const struct databento_event *ev, struct err *e)
{
	const struct databento_ranges ranges = { f->dataset, ev->from, ev->to, f->start, f->end };

	return databento_report_event(
	    arg, ev->name, ev->level, subject_of(f), ev->text, &ranges, e);
}

/* --- bars */

static int
on_bar(void *arg, struct databento_fetch *f, const struct databento_bar *bar, struct err *e)
{
	struct databento_report *r = arg;
	const char *symbol = f->set->name[f->first + bar->symbol];
	struct bar b = { .source = SOURCE, .date = bar->ts, .volume = bar->volume };
	struct candle c = {
		.source = SOURCE, .ts = bar->ts, .ts_ns = bar->ts, .volume = bar->volume
	};

	progress_add(1);
	buf_reset(&r->text);
	if (r->schema->daily) {
		memcpy(b.symbol, symbol, sizeof b.symbol);
		b.open = bar->open;
		b.high = bar->high;
		b.low = bar->low;
		b.close = bar->close;
		line_json(&r->line, &b, &r->text);
	} else {
		memcpy(c.symbol, symbol, sizeof c.symbol);
		(void)snprintf(c.interval, sizeof c.interval, "%s", r->schema->interval);
		c.open = bar->open;
		c.high = bar->high;
		c.low = bar->low;
		c.close = bar->close;
		line_json(&r->line, &c, &r->text);
	}
	r->bars++;
	if (fwrite(r->text.p, 1, r->text.len, r->ctx->out) != r->text.len ||
	    (r->em.flush && fflush(r->ctx->out)))
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

/* --- the end of a request */

/* An unresolved range that surely had a session: then nobody knows the symbols. */
static bool
surely_unknown(const struct databento_fetch *f)
{
	int64_t day;
	int weekdays = 0;

	for (day = clock_midnight(f->start); day < f->end && weekdays < WEEKDAYS_SURE;
	     day += CLOCK_DAY)
		weekdays += clock_weekday(day) != 0 && clock_weekday(day) != 6;
	return weekdays >= WEEKDAYS_SURE;
}

/* The whole days of a range; none when *first >= *end. */
static void
whole_days(const struct databento_fetch *f, int64_t *first, int64_t *end)
{
	*end = clock_midnight(f->end);
	*first = clock_midnight(f->start);
	if (*first != f->start)
		*first = clock_next_day(*first);
}

static int
emit_coverage(struct databento_report *r, const struct databento_fetch *f, const char *symbol,
    const char *state, uint64_t bars, struct err *e)
{
	struct emit *em = &r->em;
	int64_t first, end;

	whole_days(f, &first, &end);
	if (first >= end)
		return 0; /* a part of a day is no claim */
	emit_begin(em, "coverage");
	emit_str(em, "symbol", symbol);
	emit_str(em, "interval", r->schema->interval);
	emit_str(em, "dataset", f->dataset);
	emit_date(em, "first_date", first);
	emit_date(em, "last_date", end - 1);
	emit_str(em, "state", state);
	emit_uint(em, "bars", bars);
	emit_str(em, "source", SOURCE);
	return emit_end(em, e);
}

static int
cover_symbol(struct databento_report *r, const struct databento_fetch *f, size_t i, bool vague,
    struct err *e)
{
	const char *symbol = f->set->name[f->first + i];
	uint64_t bars = f->sheet.bars[i];
	bool unknown = f->unknown[i] || (f->unresolved && !vague);

	if (bars > 0)
		return emit_coverage(r, f, symbol, "bars", bars, e);
	if (f->silent)
		return fetch_event(r, f, "empty", "info", symbol,
		    "no bars in the range; not known whether the data set knows the symbol", e);
	if (unknown && fetch_event(r, f, "unknown", "warning", symbol,
			   "the data set does not know the symbol in this range", e))
		return -1;
	if (!unknown && fetch_event(r, f, "empty", "info", symbol,
			    vague ? "no bars: no session in the range, or nobody knows the symbol"
				  : "no bars in the range",
			    e))
		return -1;
	return emit_coverage(r, f, symbol, unknown ? "unknown" : "empty", 0, e);
}

static int
emit_complete(struct databento_report *r, const struct databento_fetch *f, struct err *e)
{
	struct emit *em = &r->em;

	emit_begin(em, "complete");
	emit_str(em, "of", r->schema->daily ? "bar" : "candle");
	emit_str(em, "dataset", f->dataset);
	emit_str(em, "interval", r->schema->interval);
	emit_bound(r, "from", f->start, false);
	emit_bound(r, "to", f->end, true);
	emit_uint(em, "symbols", f->n);
	emit_uint(em, "count", f->sheet.total);
	emit_time(em, "at", r->ctx->now);
	return emit_end(em, e);
}

/* What is odd about the bars that came. */
static int
oddities(struct databento_report *r, const struct databento_fetch *f, struct err *e)
{
	char text[160];

	if (f->sheet.merged > 0) {
		(void)snprintf(text, sizeof text,
		    "%" PRIu64
		    " bars of further publishers left out: the one with the largest volume "
		    "is taken",
		    f->sheet.merged);
		if (fetch_event(r, f, "merged", "warning", subject_of(f), text, e))
			return -1;
	}
	if (f->sheet.odd > 0) {
		(void)snprintf(text, sizeof text,
		    "%" PRIu64 " bars have a price above their high or below their low",
		    f->sheet.odd);
		if (fetch_event(r, f, "odd", "warning", subject_of(f), text, e))
			return -1;
	}
	if (f->sheet.unordered)
		return fetch_event(r, f, "unordered", "warning", subject_of(f),
		    "the bars did not come in the order of time", e);
	return 0;
}

/* Rows that could not be bars: the answer broke its contract, the rest of it stands. */
static int
dropped(struct databento_report *r, const struct databento_fetch *f, struct err *e)
{
	struct err why;
	char text[160];
	size_t i;

	for (i = 0; i < DATABENTO_DROPS; i++) {
		if (f->sheet.drops[i] == 0)
			continue;
		(void)snprintf(text, sizeof text, "%" PRIu64 " bars left out: %s",
		    f->sheet.drops[i], databento_drop_texts[i]);
		(void)err_set(&why, ERR_DATA, "%s: %s", subject_of(f), text);
		worst_note(&r->worst, &why);
		if (fetch_event(r, f, "dropped", "error", subject_of(f), text, e))
			return -1;
	}
	return 0;
}

static int
on_done(void *arg, struct databento_fetch *f, int rc, struct err *e)
{
	struct databento_report *r = arg;
	bool vague = f->unresolved && !surely_unknown(f);
	size_t i;

	progress_done(1);
	if (rc) {
		if (stop_asked())
			return 0; /* said once, at the end */
		worst_note(&r->worst, e);
		return fetch_event(r, f, "failed", "error", subject_of(f), e->msg, e);
	}
	if (oddities(r, f, e) || dropped(r, f, e))
		return -1;
	if (f->start >= f->end || databento_sheet_dropped(&f->sheet) > 0)
		return 0; /* nothing that could be claimed */
	for (i = 0; i < f->n; i++)
		if (cover_symbol(r, f, i, vague, e))
			return -1;
	return emit_complete(r, f, e);
}

struct databento_watch
databento_report_watch(struct databento_report *r)
{
	return (
	    struct databento_watch){ .bar = on_bar, .event = on_event, .done = on_done, .arg = r };
}

/* --- plans */

int
databento_report_plan(struct databento_report *r, const struct databento_fetch *f, size_t n,
    bool priced, struct err *e)
{
	struct emit *em = &r->em;
	size_t i, k;

	for (i = 0; i < n; i++, f++) {
		emit_begin(em, "plan");
		emit_str(em, "action", "fetch");
		emit_str(em, "target", f->dataset);
		emit_str(em, "dataset", f->dataset);
		emit_str(em, "schema", r->schema->name);
		emit_date(em, "start", f->start);
		emit_date(em, "end", f->end > f->start ? f->end - 1 : f->end);
		emit_int(em, "days", (f->end - f->start + CLOCK_DAY - 1) / CLOCK_DAY);
		if (priced)
			emit_fixed(em, "cost", f->cost, NUM_PRICE_DIGITS);
		else
			emit_null(em, "cost");
		emit_open(em, "symbols", '[');
		for (k = 0; k < f->n; k++)
			emit_str(em, NULL, f->set->name[f->first + k]);
		emit_close(em, ']');
		if (f->n == 1)
			emit_str(em, "symbol", f->set->name[f->first]);
		emit_str(em, "risk", "low");
		if (emit_end(em, e))
			return -1;
	}
	return 0;
}
