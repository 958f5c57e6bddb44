#include "vendor/dbn_bar.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "rec/bar.h"
#include "vendor/dbn.h"

static const char source[] = "databento";

int
dbn_record_schema(const struct dbn_record *r, const struct dbn_meta *meta)
{
	if (r->rtype != DBN_OHLCV_OLD)
		return dbn_rtype_schema(r->rtype);
	switch (meta->schema) {
	case DBN_SCHEMA_OHLCV_1S:
	case DBN_SCHEMA_OHLCV_1M:
	case DBN_SCHEMA_OHLCV_1H:
	case DBN_SCHEMA_OHLCV_1D:
	case DBN_SCHEMA_OHLCV_EOD:
		return (int)meta->schema;
	default:
		return -1;
	}
}

/* What both kinds need: a time that we can count, a symbol that has room. */
static int
take(const struct dbn_record *r, const char *symbol, char *to, int64_t *ts, struct err *e)
{
	size_t n = 0;

	if (r->ts_event == DBN_TIME_NONE)
		return err_set(e, ERR_DATA, "a record without a time, at byte %" PRIu64, r->offset);
	if (r->ts_event > INT64_MAX)
		return err_set(e, ERR_DATA,
		    "a record of a time after the year 2262 (%" PRIu64 "), at byte %" PRIu64,
		    r->ts_event, r->offset);
	if (symbol != NULL) /* a few bytes: calls would cost more */
		for (; symbol[n] != '\0' && n < BAR_SYMBOL_MAX - 1; n++)
			to[n] = symbol[n];
	to[n] = '\0';
	if (symbol != NULL && symbol[n] != '\0')
		return err_set(e, ERR_DATA, "a symbol of more than %d bytes, at byte %" PRIu64,
		    BAR_SYMBOL_MAX - 1, r->offset);
	*ts = (int64_t)r->ts_event;
	return 0;
}

/* DBN_PRICE_NONE is FIELD_NONE: nothing to convert. */
int
dbn_to_bar(const struct dbn_record *r, const char *symbol, struct bar *b, struct err *e)
{
	_Static_assert(DBN_PRICE_NONE == FIELD_NONE, "undefined is undefined");

	if (take(r, symbol, b->symbol, &b->date, e))
		return -1;
	b->date -= b->date % CLOCK_DAY; /* not before the epoch */
	b->open = r->open;
	b->high = r->high;
	b->low = r->low;
	b->close = r->close;
	b->volume = r->volume;
	memcpy(b->source, source, sizeof source);
	return 0;
}

int
dbn_to_candle(
    const struct dbn_record *r, int schema, const char *symbol, struct candle *c, struct err *e)
{
	const char *interval = schema == DBN_SCHEMA_OHLCV_1S   ? "1s"
			       : schema == DBN_SCHEMA_OHLCV_1M ? "1m"
							       : "1h";

	if (take(r, symbol, c->symbol, &c->ts, e))
		return -1;
	c->ts_ns = c->ts;
	memcpy(c->interval, interval, 3);
	c->open = r->open;
	c->high = r->high;
	c->low = r->low;
	c->close = r->close;
	c->volume = r->volume;
	memcpy(c->source, source, sizeof source);
	return 0;
}
