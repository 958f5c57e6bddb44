/* pf-ohlcv - print the bars of symbols from Databento as JSON lines, each as it arrives */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/progress.h"
#include "io/emit.h"
#include "rec/symbol.h"
#include "rec/symbols.h"
#include "vendor/databento.h"
#include "vendor/databento_report.h"

struct opts {
	bool daily, new_symbols, full, any_symbol, trace;
	int64_t start, end; /* ns, UTC midnight; both days are included */
	int64_t lookback, days, max_cost, timeout;
	const char *symbols, *dataset, *schema, *encoding;
};

#define AT(m) offsetof(struct opts, m)
#define SCHEMAS "ohlcv-1d|ohlcv-1h|ohlcv-1m|ohlcv-1s|1d|1h|1m|1s"

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "any-symbol",  OPT_FLAG,  AT(any_symbol),  0, "ask also for what looks like crypto, an option or an id" },
	{ 0,   "daily",       OPT_FLAG,  AT(daily),       0, "the last days up to yesterday" },
	{ 0,   "dataset",     OPT_STR,   AT(dataset),     0, "vendor's dataset (default: EQUS.MINI before 2024-07-01, EQUS.SUMMARY from then)" },
	{ 0,   "days",        OPT_INT,   AT(days),        0, "with --new-symbols: how many days", "days" },
	{ 0,   "encoding",    OPT_ENUM,  AT(encoding),    0, "how the vendor sends them", "dbn|json|csv" },
	{ 'e', "end",         OPT_DATE,  AT(end),         0, "last day (default: yesterday)" },
	{ 0,   "full",        OPT_FLAG,  AT(full),        0, "everything that the dataset has" },
	{ 0,   "lookback",    OPT_INT,   AT(lookback),    0, "with --daily: days before yesterday", "days" },
	{ 0,   "max-cost",    OPT_MONEY, AT(max_cost),    0, "ask the price first, fetch nothing when it is more US dollars", "usd" },
	{ 0,   "new-symbols", OPT_FLAG,  AT(new_symbols), 0, "the last --days days up to yesterday" },
	{ 0,   "schema",      OPT_ENUM,  AT(schema),      0, "interval of the bars", SCHEMAS },
	{ 's', "start",       OPT_DATE,  AT(start),       0, "first day" },
	{ 0,   "symbols",     OPT_LIST,  AT(symbols),     0, "symbols, with commas between", "symbol,..." },
	{ 0,   "timeout",     OPT_SPAN,  AT(timeout),     0, "give up after that time (default: never)" },
	{ 0,   "trace",       OPT_FLAG,  AT(trace),       0, "show the heads of requests and replies, without secrets" },
	{ 0 }
};
/* clang-format on */

/* A run in hand. */
struct ohlcv {
	struct ctx *ctx;
	const struct opts *o;
	const struct databento_schema *schema;
	struct databento *db;
	struct symbols set;
	struct symbol_rules rules;
	int64_t start, end;        /* ns; end is excluded */
	struct databento_fetch *f; /* owned array of n */
	size_t n;
	bool bad_input; /* lines of standard input were rejected */
	struct databento_report report;
};

static enum databento_encoding
encoding_of(const char *word)
{
	size_t i = 0;

	while (strcmp(databento_encoding_names[i], word) != 0)
		i++; /* the option's table has no other words */
	return (enum databento_encoding)i;
}

static const struct databento_schema *
schema_of(const char *word)
{
	const struct databento_schema *s = databento_schemas;

	while (strcmp(s->name, word) != 0 && strcmp(s->interval, word) != 0)
		s++; /* likewise */
	return s;
}

/* --- which symbols */

static int
skip(struct ohlcv *q, const char *symbol, enum symbol_class class, struct err *e)
{
	char text[80];

	(void)snprintf(text, sizeof text, "looks like %s%s: not asked for (--any-symbol asks)",
	    class == SYMBOL_CRYPTO ? "" : "an ", symbol_class_names[class]);
	return databento_report_event(&q->report, "skipped", "info", symbol, text, NULL, e);
}

/* Those of what was named that an equities data set may know. */
static int
choose(struct ohlcv *q, const struct symbols *named, struct err *e)
{
	enum symbol_class class;
	size_t i;

	for (i = 0; i < named->n; i++) {
		class = q->o->any_symbol ? SYMBOL_LISTED : symbol_class(&q->rules, named->name[i]);
		if (class == SYMBOL_LISTED)
			(void)symbols_add(&q->set, named->name[i]); /* its place is no news */
		else if (skip(q, named->name[i], class, e))
			return -1;
	}
	return 0;
}

static int
pass_on(void *arg, const char *line, size_t n, struct err *e)
{
	struct ohlcv *q = arg;

	if (fwrite(line, 1, n, q->ctx->out) != n || fputc('\n', q->ctx->out) == EOF)
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

static int
bad_line(void *arg, size_t lineno, const struct err *why, struct err *e)
{
	struct ohlcv *q = arg;

	(void)e; /* a bad line never ends a stream */
	log_error("standard input:%zu: %s", lineno, why->msg);
	q->bad_input = true;
	return 0;
}

static int
gather(struct ohlcv *q, char **args, struct err *e)
{
	const struct symbols_reader reader = { pass_on, bad_line, q };
	struct symbols named = { 0 };
	bool given = args[0] != NULL || q->o->symbols != NULL;
	int rc = -1;

	if (q->o->symbols != NULL && symbols_split(&named, q->o->symbols, e))
		goto usage;
	for (; *args != NULL; args++)
		if (symbols_split(&named, *args, e))
			goto usage;
	if (!given && isatty(fileno(q->ctx->in))) {
		(void)err_set(e, ERR_USAGE,
		    "no symbols: name them, or give them on standard input (pf-ohlcv --help)");
		goto out;
	}
	if (!given && symbols_read(&named, q->ctx->in, &reader, e))
		goto out;
	rc = choose(q, &named, e);
	goto out;
usage:
	e->code = ERR_USAGE;
out:
	symbols_release(&named);
	return rc;
}

/* --- which days */

static int
check_mode(const struct opts *o, struct err *e)
{
	int modes = o->daily + o->new_symbols + o->full + (o->start != 0);

	if (o->end != 0 && o->start == 0)
		return err_set(e, ERR_USAGE, "--end goes with --start");
	if (modes == 0)
		return err_set(e, ERR_USAGE,
		    "one of --daily, --new-symbols, --full and --start is needed (pf-ohlcv --help)");
	if (modes > 1)
		return err_set(
		    e, ERR_USAGE, "--daily, --new-symbols, --full and --start exclude each other");
	if (o->end != 0 && o->end < o->start)
		return err_set(e, ERR_USAGE, "end is before start");
	if (o->lookback > 36500 || o->days > 36500)
		return err_set(e, ERR_USAGE, "that is more than a hundred years");
	if (o->new_symbols && o->days == 0)
		return err_set(e, ERR_USAGE, "--days must be at least 1");
	return 0;
}

/* The days asked for; --full asks for the first of them later. */
static int
set_range(struct ohlcv *q, struct err *e)
{
	const struct opts *o = q->o;
	int64_t yesterday = clock_yesterday(q->ctx->now), last = o->end ? o->end : yesterday;
	char text[2 * CLOCK_TEXT_MAX + 40], day[CLOCK_TEXT_MAX], set[CLOCK_TEXT_MAX];

	q->start = o->start;
	if (o->daily)
		q->start = yesterday - o->lookback * CLOCK_DAY;
	if (o->new_symbols)
		q->start = yesterday - (o->days - 1) * CLOCK_DAY;
	if (last > yesterday) {
		(void)clock_date_text(day, last);
		(void)clock_date_text(set, yesterday);
		(void)snprintf(text, sizeof text, "end %s is not over: set to %s", day, set);
		last = yesterday;
		if (databento_report_event(
			&q->report, "clamped", "warning", q->o->dataset, text, NULL, e))
			return -1;
	}
	q->end = clock_next_day(last);
	if (q->start < q->end)
		return 0;
	q->end = q->start;
	return databento_report_event(&q->report, "not-yet", "warning", q->o->dataset,
	    "the range begins after yesterday: there is nothing yet", NULL, e);
}

/* The first day that the data set has. */
static int
full_start(struct ohlcv *q, const char *dataset, int64_t *start, struct err *e)
{
	int64_t from, until;

	if (databento_range(q->db, dataset, q->schema->name, &from, &until, e))
		return -1;
	*start = clock_midnight(from);
	if (q->schema->daily && *start != from)
		*start = clock_next_day(*start);
	return 0;
}

/* --- which requests */

static void
add_requests(struct ohlcv *q, const struct databento_part *part)
{
	size_t first, n;

	for (first = 0; first < q->set.n && part->start < part->end; first += n) {
		n = q->set.n - first;
		if (n > DATABENTO_SYMBOLS_MAX)
			n = DATABENTO_SYMBOLS_MAX;
		q->f = mem_grow(q->f, q->n + 1, sizeof *q->f);
		q->f[q->n++] = (struct databento_fetch){ .dataset = part->dataset,
			.schema = q->schema,
			.set = &q->set,
			.first = first,
			.n = n,
			.start = part->start,
			.end = part->end };
	}
}

static int
plan(struct ohlcv *q, struct err *e)
{
	struct databento_part part[2];
	size_t n = 1, i;

	part[0] = (struct databento_part){ q->o->dataset, q->start, q->end };
	if (q->o->dataset == NULL)
		n = databento_parts(q->schema->daily, q->start, q->end, part);
	for (i = 0; i < n; i++) {
		if (q->o->full && i == 0 && full_start(q, part[0].dataset, &part[0].start, e))
			return -1;
		add_requests(q, &part[i]);
	}
	if (q->n > 0 || !q->o->full)
		return 0;
	return databento_report_event(&q->report, "not-yet", "warning", part[0].dataset,
	    "the data set begins after yesterday: there is nothing yet", NULL, e);
}

/* --- money */

/* Dollars as people read them. */
static void
dollars(char out[NUM_TEXT_MAX], int64_t nano)
{
	(void)num_fixed_text(out, nano, NUM_PRICE_DIGITS);
}

static int
check_cost(struct ohlcv *q, struct err *e)
{
	char total[NUM_TEXT_MAX], most[NUM_TEXT_MAX];
	int64_t sum = 0, limit;
	size_t i;

	for (i = 0; i < q->n; i++)
		if (__builtin_add_overflow(sum, q->f[i].cost, &sum))
			sum = INT64_MAX;
	dollars(total, sum);
	if (q->o->max_cost < 0) {
		log_note("it costs %s US dollars", total);
		return 0;
	}
	if (__builtin_mul_overflow(q->o->max_cost, 1000, &limit))
		limit = INT64_MAX;
	dollars(most, limit);
	if (sum > limit)
		return err_set(e, ERR_TEMP,
		    "it costs %s US dollars, more than --max-cost %s: nothing was fetched", total,
		    most);
	log_info("it costs %s US dollars of at most %s", total, most);
	return 0;
}

/* What ended everything is told by the caller; a failure before it was not told yet. */
static int
ended(struct ohlcv *q, const struct err *e)
{
	struct err before;

	if (databento_report_failed(&q->report, &before) && strcmp(before.msg, e->msg) != 0)
		log_error("%s", before.msg);
	return -1;
}

static int
run_requests(struct ohlcv *q, bool can_ask, struct err *e)
{
	const struct databento_watch watch = databento_report_watch(&q->report);
	const struct progress_plan plan = { .what = "bars", .of = "requests", .total = q->n };
	int rc;
	bool price = can_ask && (q->ctx->dry_run || q->o->max_cost >= 0), failed;

	if (price && databento_price(q->db, q->f, q->n, &watch, e))
		return ended(q, e);
	failed = databento_report_failed(&q->report, e);
	if (q->ctx->dry_run && databento_report_plan(&q->report, q->f, q->n, price && !failed, e))
		return -1;
	if (failed)
		return -1; /* without all the prices there is no total */
	if (price && check_cost(q, e))
		return -1;
	if (q->ctx->dry_run)
		return 0;
	progress_begin(&plan);
	rc = databento_bars(q->db, q->f, q->n, &watch, e);
	progress_end();
	if (rc)
		return ended(q, e);
	return databento_report_failed(&q->report, e) ? -1 : 0;
}

static int
go(struct ohlcv *q, char **args, struct err *e)
{
	int64_t deadline = q->o->timeout == 0 ? 0 : clock_mono() + q->o->timeout;
	const char *key = getenv("DATABENTO_API_KEY");
	bool can_ask = !q->ctx->dry_run || q->o->full || (key != NULL && key[0] != '\0');

	if (check_mode(q->o, e) || gather(q, args, e) || set_range(q, e))
		return -1;
	if (q->set.n == 0) {
		log_info("no symbols: nothing to do");
		return 0;
	}
	if (!can_ask)
		log_note("DATABENTO_API_KEY is not set: no prices");
	else if (databento_open(&q->db, encoding_of(q->o->encoding), deadline, q->o->trace, e))
		return -1;
	return plan(q, e) || run_requests(q, can_ask, e) ? -1 : 0;
}

static int
run(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct ohlcv q = { .ctx = ctx, .o = o, .schema = schema_of(o->schema) };
	size_t i;
	int rc;

	if (o->trace)
		log_show(LOG_DEBUG);
	symbol_rules_init(&q.rules);
	databento_report_init(&q.report, ctx, q.schema);
	rc = go(&q, args, e);
	for (i = 0; i < q.n; i++)
		databento_fetch_release(&q.f[i]);
	free(q.f);
	databento_close(q.db);
	databento_report_release(&q.report);
	symbols_release(&q.set);
	symbol_rules_release(&q.rules);
	return rc == 0 && q.bad_input ? ERR_DATA : rc;
}

const struct cmd cmd = {
	.name = "pf-ohlcv",
	.help = "print the bars of symbols from Databento",
	.synopsis = "--daily|--new-symbols|--full|--start day [--end day] [symbol ...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .lookback = 5,
	    .days = 90,
	    .max_cost = -1,
	    .schema = "ohlcv-1d",
	    .encoding = "dbn" },
	.run = run,
	.flags = CMD_DRY_RUN | CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
