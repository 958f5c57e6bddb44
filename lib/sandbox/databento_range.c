#include "sandbox/databento_range.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/databento_check.h"
#include "sandbox/databento_encode.h"
#include "sandbox/databento_error.h"
#include "sandbox/zpack.h"

#define Q(m) offsetof(struct dbs_query, m)
#define CHUNK 60000

/* clang-format off */
#define SELECTION                                                                                  \
	{ "dataset",     DBS_TEXT,   Q(dataset),     true },                                       \
	{ "start",       DBS_START,  Q(start),       true },                                       \
	{ "end",         DBS_TIME,   Q(end),         false },                                      \
	{ "symbols",     DBS_LIST,   Q(symbols),     false },                                      \
	{ "schema",      DBS_SCHEMA, Q(schema),      false },                                      \
	{ "stype_in",    DBS_WORD,   Q(stype_in),    false, dbs_stypes },                          \
	{ "limit",       DBS_COUNT,  Q(limit),       false }

static const struct dbs_param range_params[] = {
	SELECTION,
	{ "stype_out",   DBS_WORD,   Q(stype_out),   false, dbs_stypes },
	{ "encoding",    DBS_WORD,   Q(encoding),    false, dbs_encodings },
	{ "compression", DBS_WORD,   Q(compression), false, dbs_compressions },
	{ "pretty_px",   DBS_BOOL,   Q(pretty_px),   false },
	{ "pretty_ts",   DBS_BOOL,   Q(pretty_ts),   false },
	{ "map_symbols", DBS_BOOL,   Q(map_symbols), false },
	{ 0 }
};

static const struct dbs_param count_params[] = { SELECTION, { 0 } };
static const struct dbs_param cost_params[] = {
	SELECTION,
	{ "mode",        DBS_WORD,   Q(mode),        false, dbs_modes },
	{ 0 }
};
/* clang-format on */

/* The rows that a query selects, one after the other. */
struct selection {
	const struct dbs_series *series;
	struct dbs_query q;
	struct dbs_resolved symbols;
	bool *wanted;  /* owned; by symbol of the book; NULL: all */
	uint32_t *ids; /* owned, sorted; asked for by id; NULL: not */
	size_t nids;
	size_t at, last;                       /* rows of the book */
	const struct dbs_publisher *publisher; /* the next one of row at; NULL: the row's own */
	uint64_t left;                         /* of the limit */
};

static void
selection_release(struct selection *s)
{
	dbs_resolved_release(&s->symbols);
	free(s->wanted);
	free(s->ids);
	*s = (struct selection){ 0 };
}

static int
by_value(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static void
mark_wanted(struct selection *s)
{
	const struct dbs_resolved *r = &s->symbols;
	size_t i;

	if (s->q.symbols == NULL)
		return;
	if (s->q.stype_in != STYPE_INSTRUMENT_ID) {
		s->wanted = mem_new(s->series->book->nsymbols + 1, sizeof *s->wanted);
		for (i = 0; i < r->nspans; i++)
			s->wanted[r->spans[i].symbol] = true;
		return;
	}
	s->ids = mem_new(r->nspans + 1, sizeof *s->ids);
	for (i = 0; i < r->nspans; i++)
		s->ids[s->nids++] = r->spans[i].id;
	qsort(s->ids, s->nids, sizeof *s->ids, by_value);
}

static int64_t
ceil_day(int64_t ns)
{
	int64_t midnight = clock_midnight(ns);

	return midnight == ns ? ns : clock_next_day(midnight);
}

/* Whether any day of [d0, d1) has rows at all, of whatever symbol. */
static bool
any_session(const struct dbs_series *s, int64_t d0, int64_t d1)
{
	return s->words == NULL || dbs_series_at(s, d0) < dbs_series_at(s, d1);
}

/* Parameters to selection: 0, or -1 with the reply made. */
static int
select_rows(struct selection *s, const struct dbs_service *service, const struct request *r,
    const struct dbs_param *params, struct reply *reply)
{
	int64_t d0, d1;
	size_t len = dbs_symbol_len(service->dbn_version);

	*s = (struct selection){ .q = { .stype_in = STYPE_RAW, .stype_out = STYPE_INSTRUMENT_ID } };
	if (dbs_query_take(&s->q, r, params, reply) ||
	    dbs_check(&service->store, r, &s->q, &s->series, reply))
		return -1;
	if (params != range_params && s->q.stype_in == STYPE_INSTRUMENT_ID)
		s->q.stype_out = STYPE_RAW; /* these have no stype_out */
	d0 = clock_midnight(s->q.start);
	d1 = ceil_day(s->q.end);
	if (dbs_resolve(&s->symbols, s->series, &s->q, d0, d1, len, false, reply))
		return -1;
	if (!any_session(s->series, d0, d1) || (s->q.symbols != NULL && s->symbols.found == 0)) {
		dbs_error_case(reply, 422, "symbology_invalid_request", "symbology",
		    "None of the symbols could be resolved.");
		return -1;
	}
	mark_wanted(s);
	s->at = dbs_series_at(s->series, s->q.start);
	s->last = dbs_series_at(s->series, s->q.end);
	s->left = s->q.limit == 0 ? UINT64_MAX : s->q.limit;
	return 0;
}

static bool
is_wanted(const struct selection *s, const struct dbs_row *row)
{
	uint32_t id;

	if (s->ids != NULL) {
		id = row->id + (s->series->words == NULL ? 0 : s->series->words->id_shift);
		return bsearch(&id, s->ids, s->nids, sizeof id, by_value) != NULL;
	}
	return s->wanted == NULL || (row->symbol != DBS_NO_SYMBOL && s->wanted[row->symbol]);
}

static int64_t
extreme(int64_t a, int64_t b, bool high)
{
	if (a == DBS_NO_PRICE || b == DBS_NO_PRICE)
		return DBS_NO_PRICE;
	return (a > b) == high ? a : b;
}

/* What one publisher saw of a session. */
static void
see(struct dbs_record *r, const struct dbs_publisher *p)
{
	if (p->seen == SEEN_ENDS) {
		r->high = extreme(r->open, r->close, true);
		r->low = extreme(r->open, r->close, false);
	} else if (p->seen == SEEN_CLOSE) {
		r->open = r->high = r->low = r->close;
	}
	r->volume /= p->share;
	r->publisher = p->id;
}

/* The next record: true, or false at the end. Its symbol is not filled in. */
static bool
next_record(struct selection *s, struct dbs_record *r, uint32_t *symbol)
{
	const struct dbs_dataset *words = s->series->words;
	const struct dbs_row *row;

	if (s->publisher == NULL || s->publisher->id == 0) {
		while (s->at < s->last && !is_wanted(s, &s->series->book->rows[s->at]))
			s->at++;
		s->publisher = words == NULL ? NULL : words->publishers;
	}
	if (s->at >= s->last || s->left == 0)
		return false;
	s->left--;
	row = &s->series->book->rows[s->at];
	*symbol = row->symbol;
	*r = (struct dbs_record){ .ts = row->ts,
		.open = row->open,
		.high = row->high,
		.low = row->low,
		.close = row->close,
		.volume = row->volume,
		.id = row->id,
		.publisher = row->publisher,
		.rtype = (uint8_t)s->series->schema->rtype };
	if (words != NULL) {
		r->id += words->id_shift;
		see(r, s->publisher++);
	}
	if (words == NULL || s->publisher->id == 0)
		s->at++;
	return true;
}

/* A reply on its way. */
struct stream {
	struct selection sel;
	struct zpack *zpack; /* owned; NULL: not compressed */
	struct buf plain, spelt;
};

static void
stream_free(void *arg)
{
	struct stream *s = arg;

	if (s == NULL)
		return;
	selection_release(&s->sel);
	zpack_free(s->zpack);
	buf_release(&s->plain);
	buf_release(&s->spelt);
	free(s);
}

/* reply_more */
static int
stream_more(void *arg, struct buf *out)
{
	struct stream *s = arg;
	struct buf *to = s->zpack == NULL ? out : &s->plain;
	size_t full = to->len + CHUNK; /* *out may hold all that came before */
	struct dbs_record r;
	uint32_t symbol;
	bool more = true;
	int64_t stype = s->sel.q.stype_in == STYPE_INSTRUMENT_ID ? STYPE_RAW : s->sel.q.stype_in;

	while (to->len < full && (more = next_record(&s->sel, &r, &symbol))) {
		if (s->sel.q.map_symbols && symbol != DBS_NO_SYMBOL)
			r.symbol = dbs_spell(s->sel.series, symbol, stype, &s->spelt);
		dbs_encode_record(to, &s->sel.q, &r);
	}
	if (s->zpack != NULL) {
		zpack_add(s->zpack, s->plain.p, s->plain.len, !more, out);
		buf_reset(&s->plain);
	}
	return more;
}

static const char *
content_type(const struct dbs_query *q)
{
	if (q->compression != 0)
		return "application/zstd";
	return q->encoding == ENCODING_DBN   ? "application/octet-stream"
	       : q->encoding == ENCODING_CSV ? "text/csv"
					     : "application/x-ndjson";
}

/* Look at the first record without taking it: is there any? */
static bool
has_records(const struct selection *s)
{
	struct selection look = *s;
	struct dbs_record r;
	uint32_t symbol;

	return next_record(&look, &r, &symbol);
}

void
dbs_get_range(const struct dbs_service *service, const struct request *r, struct reply *reply)
{
	struct stream *s = mem_new(1, sizeof *s);
	bool frames = r->fault != NULL && strcmp(r->fault->kind->name, "frames") == 0;

	if (select_rows(&s->sel, service, r, range_params, reply)) {
		stream_free(s);
		return;
	}
	if (r->fault != NULL && strcmp(r->fault->kind->name, "big") == 0 &&
	    (s->sel.q.end - s->sel.q.start) / CLOCK_DAY > r->fault->value) {
		stream_free(s);
		reply->status = 504;
		reply_header(reply, "Content-Type", "text/html");
		buf_str(&reply->body, "<html><body><h1>504 Gateway Time-out</h1></body></html>");
		return;
	}
	reply->status = 200;
	reply->more = stream_more;
	reply->stream = s;
	reply->end = stream_free;
	reply_header(reply, "Content-Type", "%s", content_type(&s->sel.q));
	dbs_warn(s->sel.series, &s->sel.q, !has_records(&s->sel), r->fault, reply);
	dbs_encode_head(&s->plain, &s->sel.q, s->sel.series, &s->sel.symbols, service->dbn_version);
	if (s->sel.q.compression != 0) {
		s->zpack = zpack_new(frames);
		return;
	}
	if (s->sel.q.encoding == ENCODING_DBN) {
		reply->record_at = s->plain.len;
		reply->record_len = DBS_RECORD_LEN;
	}
	buf_add(&reply->body, s->plain.p, s->plain.len);
	buf_reset(&s->plain);
}

/* How many records a query selects: 0, or -1 with the reply made. */
static int
count(const struct dbs_service *s, const struct request *r, const struct dbs_param *params,
    uint64_t *n, unsigned *price, struct reply *reply)
{
	struct selection sel;
	struct dbs_record record;
	uint32_t symbol;
	int rc = select_rows(&sel, s, r, params, reply);

	for (*n = 0; rc == 0 && next_record(&sel, &record, &symbol);)
		++*n;
	*price = rc == 0 ? sel.series->schema->price_gb : 0;
	selection_release(&sel);
	if (rc == 0)
		reply_json(reply, 200);
	return rc;
}

void
dbs_get_record_count(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	uint64_t n;
	unsigned price;

	if (count(s, r, count_params, &n, &price, reply) == 0)
		buf_fmt(&reply->body, "%" PRIu64, n);
}

void
dbs_get_billable_size(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	uint64_t n;
	unsigned price;

	if (count(s, r, count_params, &n, &price, reply) == 0)
		buf_fmt(&reply->body, "%" PRIu64, n * DBS_RECORD_LEN);
}

void
dbs_get_cost(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	uint64_t n, nano;
	unsigned price;

	if (count(s, r, cost_params, &n, &price, reply))
		return;
	nano = n * DBS_RECORD_LEN * price; /* dollars for 1e9 bytes are 1e-9 dollars a byte */
	buf_fmt(&reply->body, "%" PRIu64 ".%09" PRIu64 "000", nano / 1000000000, nano % 1000000000);
}
