/* Records as the vendor's encoders write them: DBN 1 to 3, CSV, JSON lines (vendor's pages
 * "Databento Binary Encoding", "Encodings" and "Schemas"). */
#ifndef PF_SANDBOX_DATABENTO_ENCODE_H
#define PF_SANDBOX_DATABENTO_ENCODE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sandbox/databento_query.h"
#include "sandbox/databento_symbols.h"

#define DBS_RECORD_LEN 56

/* One bar. symbol: for map_symbols; NULL: not mapped. */
struct dbs_record {
	int64_t ts;
	int64_t open, high, low, close;
	uint64_t volume;
	uint32_t id;
	uint16_t publisher;
	uint8_t rtype;
	const char *symbol;
};

/* Bytes of a symbol in DBN of that version, its NUL included. */
size_t dbs_symbol_len(int64_t version);

/* What comes before the first record: metadata, a header line, or nothing. */
void dbs_encode_head(struct buf *out, const struct dbs_query *q, const struct dbs_series *series,
    const struct dbs_resolved *symbols, int64_t version);
void dbs_encode_record(struct buf *out, const struct dbs_query *q, const struct dbs_record *r);

#endif
