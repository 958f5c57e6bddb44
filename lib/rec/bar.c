#include "rec/bar.h"

#include <stddef.h>

/* clang-format off */
#define AT(m) offsetof(struct bar, m), sizeof(((struct bar *)0)->m)
static const struct field bar_fields[] = {
	{ "symbol", "symbol", FIELD_TEXT,  AT(symbol), FIELD_KEY | FIELD_NEEDED, NULL, "as the dataset spells it" },
	{ "date",   "date",   FIELD_DATE,  AT(date),   FIELD_KEY | FIELD_NEEDED, NULL, "the session: the UTC date of the vendor's interval start" },
	{ "open",   "open",   FIELD_PRICE, AT(open),   FIELD_NEEDED, "currency", "first price" },
	{ "high",   "high",   FIELD_PRICE, AT(high),   FIELD_NEEDED, "currency", "highest price" },
	{ "low",    "low",    FIELD_PRICE, AT(low),    FIELD_NEEDED, "currency", "lowest price" },
	{ "close",  "close",  FIELD_PRICE, AT(close),  FIELD_NEEDED, "currency", "last price; not adjusted for splits and dividends" },
	{ "volume", "volume", FIELD_COUNT, AT(volume), 0,            "shares",   "traded" },
	{ "source", "source", FIELD_TEXT,  AT(source), 0,            NULL,       "who says so: databento" },
	{ 0 }
};
#undef AT
#define AT(m) offsetof(struct candle, m), sizeof(((struct candle *)0)->m)
static const struct field candle_fields[] = {
	{ "symbol",   "symbol",   FIELD_TEXT,  AT(symbol),   FIELD_KEY | FIELD_NEEDED, NULL, "as the dataset spells it" },
	{ "interval", "interval", FIELD_TEXT,  AT(interval), FIELD_KEY | FIELD_NEEDED, NULL, "1s, 1m or 1h" },
	{ "ts",       "ts",       FIELD_TIME,  AT(ts),       FIELD_KEY | FIELD_NEEDED, NULL, "start of the interval" },
	{ "ts_ns",    "ts_ns",    FIELD_INT,   AT(ts_ns),    0,            "ns since the epoch", "the same, exact (the database keeps a time to the microsecond)" },
	{ "open",     "open",     FIELD_PRICE, AT(open),     FIELD_NEEDED, "currency", "first price" },
	{ "high",     "high",     FIELD_PRICE, AT(high),     FIELD_NEEDED, "currency", "highest price" },
	{ "low",      "low",      FIELD_PRICE, AT(low),      FIELD_NEEDED, "currency", "lowest price" },
	{ "close",    "close",    FIELD_PRICE, AT(close),    FIELD_NEEDED, "currency", "last price" },
	{ "volume",   "volume",   FIELD_COUNT, AT(volume),   0,            "shares",   "traded" },
	{ "source",   "source",   FIELD_TEXT,  AT(source),   0,            NULL,       "who says so: databento" },
	{ 0 }
};
/* clang-format on */

const struct kind bar_kind = { "bar", "ohlcv_daily", bar_fields,
	"a symbol's session: open, high, low, close, volume" };
const struct kind candle_kind = { "candle", "ohlcv_intraday", candle_fields,
	"a symbol's second, minute or hour" };
