/* OHLCV records of DBN as our kinds: those of a day are bars, those of seconds to hours candles. */
#ifndef PF_VENDOR_DBN_BAR_H
#define PF_VENDOR_DBN_BAR_H

struct bar;
struct candle;
struct dbn_meta;
struct dbn_record;
struct err;

/* The enum dbn_schema of a record by its type, or, where that does not tell, by the metadata; -1
 * when neither does. */
int dbn_record_schema(const struct dbn_record *r, const struct dbn_meta *meta);

/*
 * A record of ohlcv-1d or ohlcv-eod: the session is the UTC date of ts_event. An undefined price is
 * FIELD_NONE, symbol NULL an empty one. ERR_DATA "... at byte N" when its time is undefined or
 * after 2262, or the symbol has BAR_SYMBOL_MAX bytes or more.
 */
int dbn_to_bar(const struct dbn_record *r, const char *symbol, struct bar *b, struct err *e);

/* A record of ohlcv-1s, -1m or -1h (the schema), likewise. */
int dbn_to_candle(
    const struct dbn_record *r, int schema, const char *symbol, struct candle *c, struct err *e);

#endif
