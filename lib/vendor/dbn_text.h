/*
 * OHLCV records and metadata as the vendor's service and its dbn tool print them (encodings "json"
 * and "csv", with pretty_px, pretty_ts and map_symbols). Prices, times and volumes are strings of
 * digits there.
 */
#ifndef PF_VENDOR_DBN_TEXT_H
#define PF_VENDOR_DBN_TEXT_H

#include <stdbool.h>

struct buf;
struct dbn_meta;
struct dbn_record;

struct dbn_style {
	bool csv;         /* else JSON, a record a line */
	bool pretty;      /* prices with a point, times as RFC 3339 with 9 digits */
	bool map_symbols; /* a symbol behind the rest */
};

/* The line of names that CSV begins with; nothing for JSON. ts_out as in the metadata. */
void dbn_text_header(const struct dbn_style *style, bool ts_out, struct buf *out);

/* symbol may be NULL. */
void dbn_text_record(const struct dbn_style *style, bool ts_out, const struct dbn_record *r,
    const char *symbol, struct buf *out);

/* The metadata as one line of JSON. */
void dbn_text_metadata(const struct dbn_meta *meta, bool pretty, struct buf *out);

#endif
