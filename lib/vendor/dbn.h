/*
 * Databento Binary Encoding (DBN), versions 1 to 3, raw or zstd, decoded as it arrives: push bytes
 * in as they come from a file or a socket, get metadata and OHLCV records out. Everything in the
 * stream is untrusted; memory is bounded by what was really received. Sources: the vendor's pages
 * "Databento Binary Encoding" and "Schemas", and the public samples of github.com/databento/dbn.
 * All integers of the stream are little-endian and unaligned.
 *
 *	[zstd frames(] "DBN" u8:version u32:L | L bytes of metadata | records [)]
 */
#ifndef PF_VENDOR_DBN_H
#define PF_VENDOR_DBN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define DBN_VERSION_MAX 3
#define DBN_PRELUDE 8                        /* "DBN", version, u32 length of the metadata */
#define DBN_METADATA_MIN 100                 /* the fixed part, as the vendor's decoder checks it */
#define DBN_METADATA_MAX ((size_t)256 << 20) /* more is refused */
#define DBN_DATASET_LEN 16                   /* NUL padded */
#define DBN_V1_SYMBOL_LEN 22                 /* of version 1; later ones say it, 71 today */
#define DBN_V3_SYMBOL_LEN 71
#define DBN_RECORD_HEADER 16
#define DBN_RECORD_MAX 1020 /* the length byte counts words of 4 */
#define DBN_OHLCV_LEN 56    /* 64 with ts_out */

#define DBN_PRICE_NONE INT64_MAX /* an undefined price */
#define DBN_TIME_NONE UINT64_MAX /* an undefined time */
#define DBN_PRICE_DIGITS 9       /* prices are in 1e-9 */
#define DBN_SCHEMA_MIXED 0xffffu /* of the metadata: records of several schemas */
#define DBN_STYPE_MIXED 0xffu

enum dbn_rtype {
	DBN_OHLCV_OLD = 0x11, /* interval undetermined: the metadata's schema says it */
	DBN_OHLCV_1S = 0x20,
	DBN_OHLCV_1M = 0x21,
	DBN_OHLCV_1H = 0x22,
	DBN_OHLCV_1D = 0x23, /* UTC days */
	DBN_OHLCV_EOD = 0x24,
};

/* The numbers of schemas and symbol types are the positions of their names in these tables. */
enum dbn_schema {
	DBN_SCHEMA_OHLCV_1S = 5,
	DBN_SCHEMA_OHLCV_1M = 6,
	DBN_SCHEMA_OHLCV_1H = 7,
	DBN_SCHEMA_OHLCV_1D = 8,
	DBN_SCHEMA_OHLCV_EOD = 13,
	DBN_SCHEMAS = 20
};
enum dbn_stype { DBN_STYPE_INSTRUMENT_ID = 0, DBN_STYPE_RAW_SYMBOL = 1, DBN_STYPES = 13 };
extern const char *const dbn_schema_names[DBN_SCHEMAS + 1]; /* "mbo" ... ; ends with NULL */
extern const char *const dbn_stype_names[DBN_STYPES + 1];   /* "instrument_id" ... */

/* The schema that records of this type belong to, for the OHLCV types with an interval; else -1. */
int dbn_rtype_schema(unsigned rtype);

/* count strings, UTF-8 and NUL-terminated, each bytes apart. */
struct dbn_list {
	const char *p;
	size_t count, each;
};

struct dbn_interval {
	uint32_t start, end; /* 20240304 as a number; end is excluded */
	const char *symbol;  /* may be empty: not mapped then */
};

struct dbn_mapping {
	const char *raw_symbol;
	size_t first, count; /* of intervals[] */
};

struct dbn_meta { /* everything is borrowed from the decoder */
	unsigned version;
	char dataset[DBN_DATASET_LEN + 1];
	unsigned schema;              /* enum dbn_schema, DBN_SCHEMA_MIXED, or one we do not know */
	uint64_t start, end;          /* ns; end 0 or DBN_TIME_NONE: not said */
	uint64_t limit;               /* 0: none */
	unsigned stype_in, stype_out; /* enum dbn_stype, DBN_STYPE_MIXED, or one we do not know */
	bool ts_out;                  /* records carry the time they were sent at */
	unsigned symbol_len;          /* bytes of a symbol, NUL included */
	struct dbn_list symbols, partial, not_found;
	const struct dbn_mapping *mappings;
	size_t nmappings;
	const struct dbn_interval *intervals;
	size_t nintervals;
};

/* An OHLCV record. What the stream says, nothing is checked but its length. */
struct dbn_record {
	uint64_t offset; /* where it begins in the (decompressed) stream */
	unsigned rtype;  /* enum dbn_rtype */
	unsigned publisher_id;
	uint32_t instrument_id;
	uint64_t ts_event;              /* ns since the epoch, start of the bar; DBN_TIME_NONE */
	int64_t open, high, low, close; /* 1e-9; DBN_PRICE_NONE */
	uint64_t volume;
	uint64_t ts_out; /* DBN_TIME_NONE when undefined or the metadata has no ts_out */
};

struct dbn; /* a decoder of one stream */

/* Takes a record: 0 to go on, 1 that is enough, -1 with *e set. r lives until it returns. */
typedef int dbn_sink_fn(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e);

struct dbn *dbn_new(void) __attribute__((warn_unused_result));
void dbn_free(struct dbn *d); /* NULL is fine */

/*
 * Push the next n bytes of the stream; sink is called for every OHLCV record that is whole with
 * them, records of other types are skipped by their length. Returns 0; 1 when sink had enough (from
 * then on always); -1 with what sink set, or with ERR_DATA after the records before it were
 * delivered (from then on always): no DBN, a version above 3, the older DBZ, metadata that does not
 * hold what it counts, a record shorter than its type, a broken zstd frame. The message has the
 * byte offset, "at byte 412", counted in what zstd gives out.
 */
int dbn_feed(struct dbn *d, const void *p, size_t n, dbn_sink_fn *sink, void *arg, struct err *e);

/*
 * The stream is over: 0 if it ended where a record (and a zstd frame) ended or sink had enough,
 * else -1 with what dbn_feed() failed with or ERR_DATA "truncated inside ... at byte N". No bytes
 * at all are no DBN.
 */
int dbn_end(struct dbn *d, struct err *e);

/* The metadata; NULL until they have arrived whole. */
const struct dbn_meta *dbn_meta(const struct dbn *d);

/*
 * The text symbol of an instrument on the UTC day of ts_event, by the metadata's mappings (which
 * may be reversed, and of which the last one that fits counts); NULL when there is none. Ids are
 * only good for a day: never keep what this says for another one. Fast: a hash and, for ids with
 * several intervals, a binary search.
 */
const char *dbn_symbol(struct dbn *d, uint32_t instrument_id, uint64_t ts_event);

uint64_t dbn_skipped(const struct dbn *d); /* records of other types so far */

#endif
