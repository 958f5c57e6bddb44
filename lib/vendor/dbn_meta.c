/* DBN metadata: fixed fields at fixed places, then lists of strings and mappings back to back */
#include "vendor/dbn_meta.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/utf8.h"

const char *const dbn_schema_names[DBN_SCHEMAS + 1] = { "mbo", "mbp-1", "mbp-10", "tbbo", "trades",
	"ohlcv-1s", "ohlcv-1m", "ohlcv-1h", "ohlcv-1d", "definition", "statistics", "status",
	"imbalance", "ohlcv-eod", "cmbp-1", "cbbo-1s", "cbbo-1m", "tcbbo", "bbo-1s", "bbo-1m",
	NULL };

const char *const dbn_stype_names[DBN_STYPES + 1] = { "instrument_id", "raw_symbol", "smart",
	"continuous", "parent", "nasdaq_symbol", "cms_symbol", "isin", "us_code", "bbg_comp_id",
	"bbg_comp_ticker", "figi", "figi_ticker", NULL };

int
dbn_rtype_schema(unsigned rtype)
{
	switch (rtype) {
	case DBN_OHLCV_1S:
		return DBN_SCHEMA_OHLCV_1S;
	case DBN_OHLCV_1M:
		return DBN_SCHEMA_OHLCV_1M;
	case DBN_OHLCV_1H:
		return DBN_SCHEMA_OHLCV_1H;
	case DBN_OHLCV_1D:
		return DBN_SCHEMA_OHLCV_1D;
	case DBN_OHLCV_EOD:
		return DBN_SCHEMA_OHLCV_EOD;
	default:
		return -1;
	}
}

/* Where the fields stand in the file. */
enum {
	AT_DATASET = 8,
	AT_SCHEMA = 24,
	AT_START = 26,
	AT_END = 34,
	AT_LIMIT = 42,
	AT_STYPE_IN = 50, /* version 1: 58, behind a count of records that is never right */
	AT_SYMBOL_LEN = 53,
	V1_SHIFT = 8,
	AT_DEFINITION = 108, /* a length that must be 0 */
	AT_LISTS = 112
};

/* The rest of the metadata, which is read from the front. */
struct cursor {
	const char *p;
	size_t n;    /* bytes left */
	uint64_t at; /* of p in the stream */
	size_t each; /* bytes of a symbol */
};

static const char *
take(struct cursor *c, size_t n)
{
	const char *p = c->p;

	c->p += n;
	c->n -= n;
	c->at += n;
	return p;
}

/* A count of things that need at least each bytes, which must be there. */
static int
take_count(struct cursor *c, const char *what, size_t each, uint32_t *count, struct err *e)
{
	uint64_t at = c->at;

	if (c->n < 4)
		return err_set(
		    e, ERR_DATA, "the metadata ends before its %s, at byte %" PRIu64, what, at);
	*count = dbn_u32(take(c, 4));
	if (*count > 0 && c->each == 0)
		return err_set(
		    e, ERR_DATA, "%" PRIu32 " %s of no length, at byte %" PRIu64, *count, what, at);
	if ((uint64_t)*count * each > c->n)
		return err_set(e, ERR_DATA,
		    "the metadata claims %" PRIu32
		    " %s and has %zu bytes left for them, at byte %" PRIu64,
		    *count, what, c->n, at);
	return 0;
}

/* A string in its c->each bytes. */
static int
take_symbol(struct cursor *c, const char *what, const char **symbol, struct err *e)
{
	uint64_t at = c->at;
	size_t len;

	*symbol = take(c, c->each);
	len = strnlen(*symbol, c->each);
	if (len == c->each)
		return err_set(
		    e, ERR_DATA, "a string without end in the %s, at byte %" PRIu64, what, at);
	if (!utf8_valid(*symbol, len))
		return err_set(e, ERR_DATA, "not UTF-8 in the %s, at byte %" PRIu64, what, at);
	return 0;
}

static int
take_list(struct cursor *c, const char *what, struct dbn_list *list, struct err *e)
{
	const char *symbol;
	uint32_t count, i;

	if (take_count(c, what, c->each, &count, e))
		return -1;
	*list = (struct dbn_list){ .p = c->p, .count = count, .each = c->each };
	for (i = 0; i < count; i++)
		if (take_symbol(c, what, &symbol, e))
			return -1;
	return 0;
}

/* The intervals of a mapping, behind those that are there. */
static int
take_intervals(
    struct cursor *c, struct dbn_metadata *md, size_t *cap, uint32_t count, struct err *e)
{
	struct dbn_interval *iv;
	size_t need = md->meta.nintervals + count;

	if (need > *cap) {
		*cap = mem_more(*cap, need);
		md->intervals = mem_grow(md->intervals, *cap, sizeof *md->intervals);
	}
	for (; count > 0; count--) {
		iv = &md->intervals[md->meta.nintervals++];
		iv->start = dbn_u32(take(c, 4));
		iv->end = dbn_u32(take(c, 4));
		if (take_symbol(c, "mappings", &iv->symbol, e))
			return -1;
	}
	return 0;
}

static int
take_mappings(struct cursor *c, struct dbn_metadata *md, struct err *e)
{
	struct dbn_mapping *m;
	uint32_t count, n;
	size_t cap = 0;

	if (take_count(c, "mappings", c->each + 4, &count, e))
		return -1;
	md->mappings = mem_new((size_t)count + 1, sizeof *md->mappings);
	for (; count > 0; count--) {
		m = &md->mappings[md->meta.nmappings];
		m->first = md->meta.nintervals;
		if (c->n < c->each)
			return err_set(e, ERR_DATA,
			    "the metadata ends inside its mappings, at byte %" PRIu64, c->at);
		if (take_symbol(c, "mappings", &m->raw_symbol, e) ||
		    take_count(c, "intervals", c->each + 8, &n, e) ||
		    take_intervals(c, md, &cap, n, e))
			return -1;
		m->count = n;
		md->meta.nmappings++;
	}
	return 0;
}

/* What stands at fixed places of the file. */
static int
fixed_part(struct dbn_meta *m, const char *p, struct err *e)
{
	const char *v1 = m->version == 1 ? p + V1_SHIFT : p;

	memcpy(m->dataset, p + AT_DATASET, DBN_DATASET_LEN);
	if (!utf8_valid(m->dataset, strlen(m->dataset)))
		return err_set(
		    e, ERR_DATA, "the dataset's name is not UTF-8, at byte %d", AT_DATASET);
	m->schema = dbn_u16(p + AT_SCHEMA);
	m->start = dbn_u64(p + AT_START);
	m->end = dbn_u64(p + AT_END);
	m->limit = dbn_u64(p + AT_LIMIT);
	m->stype_in = (unsigned char)v1[AT_STYPE_IN];
	m->stype_out = (unsigned char)v1[AT_STYPE_IN + 1];
	m->ts_out = v1[AT_STYPE_IN + 2] != 0;
	m->symbol_len = m->version == 1 ? DBN_V1_SYMBOL_LEN : dbn_u16(p + AT_SYMBOL_LEN);
	if (dbn_u32(p + AT_DEFINITION) != 0)
		return err_set(e, ERR_DATA,
		    "a schema definition, which no version of DBN has, at byte %d", AT_DEFINITION);
	return 0;
}

int
dbn_metadata_parse(struct dbn_metadata *md, const char *text, size_t n, struct err *e)
{
	struct dbn_meta *m = &md->meta;
	struct cursor c = { .at = AT_LISTS };

	*md = (struct dbn_metadata){ .meta.version = (unsigned char)text[3] };
	if (n < AT_LISTS)
		return err_set(
		    e, ERR_DATA, "the metadata ends inside its fixed part, at byte %zu", n);
	if (fixed_part(m, text, e))
		return -1;
	c.p = text + AT_LISTS;
	c.n = n - AT_LISTS;
	c.each = m->symbol_len;
	if (take_list(&c, "symbols", &m->symbols, e) ||
	    take_list(&c, "partial symbols", &m->partial, e) ||
	    take_list(&c, "symbols not found", &m->not_found, e) || take_mappings(&c, md, e))
		return -1;
	m->mappings = md->mappings;
	m->intervals = md->intervals;
	return 0;
}

void
dbn_metadata_release(struct dbn_metadata *md)
{
	free(md->mappings);
	free(md->intervals);
	*md = (struct dbn_metadata){ 0 };
}
