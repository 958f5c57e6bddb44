/* A session's bar and an intraday candle: open, high, low, close, volume. */
#ifndef PF_REC_BAR_H
#define PF_REC_BAR_H

#include <stdint.h>

#include "rec/field.h"

#define BAR_SYMBOL_MAX 72 /* the longest symbol of DBN, with its NUL */
#define BAR_SOURCE_MAX 32

struct bar {
	char symbol[BAR_SYMBOL_MAX];
	int64_t date;                   /* the session, ns of its UTC midnight */
	int64_t open, high, low, close; /* 1e-9; FIELD_NONE when undefined */
	uint64_t volume;                /* shares or contracts; a table takes up to 2^63-1 */
	char source[BAR_SOURCE_MAX];    /* "databento" */
};

struct candle {
	char symbol[BAR_SYMBOL_MAX];
	char interval[8]; /* "1s", "1m", "1h" */
	int64_t ts;       /* ns, start of the interval */
	int64_t ts_ns;    /* the same, kept to the ns in a bigint */
	int64_t open, high, low, close;
	uint64_t volume;
	char source[BAR_SOURCE_MAX];
};

extern const struct kind bar_kind;    /* table ohlcv_daily, key symbol, date */
extern const struct kind candle_kind; /* table ohlcv_intraday, key symbol, interval, ts */

#endif
