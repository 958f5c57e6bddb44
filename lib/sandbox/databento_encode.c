#include "sandbox/databento_encode.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "io/emit.h"
#include "sandbox/databento_book.h"
#include "sandbox/databento_error.h"

#define NO_RECORD_COUNT UINT64_MAX
#define LINE_MAX_BYTES 512 /* of a record as text, without its symbol */

size_t
dbs_symbol_len(int64_t version)
{
	return version == 1 ? 22 : DBS_SYMBOL_MAX + 1;
}

/* n bytes, the lowest first. */
static void
le(struct buf *out, uint64_t v, size_t n)
{
	for (; n > 0; n--, v >>= 8)
		buf_char(out, (char)(v & 0xff));
}

/* A string in n bytes, NULs behind it. */
static void
fixed(struct buf *out, const char *s, size_t n)
{
	size_t len = strnlen(s, n - 1);

	memset(buf_room(out, n), 0, n);
	memcpy(out->p + out->len, s, len);
	out->len += n;
}

static uint32_t
yyyymmdd(int64_t ns)
{
	char text[CLOCK_TEXT_MAX];
	uint32_t v = 0;
	size_t i;

	(void)clock_date_text(text, ns);
	for (i = 0; i < 10; i++)
		if (text[i] != '-')
			v = v * 10 + (uint32_t)(text[i] - '0');
	return v;
}

static void
list(struct buf *out, const struct dbs_resolved *s, enum dbs_found found, bool all, size_t n)
{
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < s->nasked; i++)
		count += all || s->asked[i].found == found;
	le(out, count, 4);
	for (i = 0; i < s->nasked; i++)
		if (all || s->asked[i].found == found)
			fixed(out, s->asked[i].text, n);
}

static void
mapping(struct buf *out, const struct dbs_query *q, const struct dbs_series *series,
    const struct dbs_resolved *s, const struct dbs_asked *a, size_t n)
{
	struct buf spelt = { 0 };
	char id[16];
	size_t i;

	fixed(out, a->text, n);
	le(out, a->n, 4);
	for (i = a->at; i < a->at + a->n; i++) {
		const struct dbs_span *span = &s->spans[i];

		le(out, yyyymmdd(span->d0), 4);
		le(out, yyyymmdd(span->d1), 4);
		(void)snprintf(id, sizeof id, "%u", span->id);
		if (q->stype_out == STYPE_INSTRUMENT_ID)
			fixed(out, id, n);
		else
			fixed(out, dbs_spell(series, span->symbol, q->stype_out, &spelt), n);
	}
	buf_release(&spelt);
}

static void
metadata(struct buf *out, const struct dbs_query *q, const struct dbs_series *series,
    const struct dbs_resolved *s, int64_t version)
{
	size_t n = dbs_symbol_len(version), i, len;

	buf_str(out, "DBN");
	le(out, (uint64_t)version, 1);
	le(out, 0, 4); /* the length, set below */
	fixed(out, q->dataset, 17);
	out->len--; /* 16 bytes, NUL or not */
	le(out, q->schema->number, 2);
	le(out, (uint64_t)q->start, 8);
	le(out, (uint64_t)q->end, 8);
	le(out, q->limit, 8);
	if (version == 1)
		le(out, NO_RECORD_COUNT, 8);
	le(out, (uint64_t)q->stype_in, 1);
	le(out, (uint64_t)q->stype_out, 1);
	le(out, 0, 1); /* no ts_out */
	if (version > 1)
		le(out, n, 2);
	while (out->len < 112) /* reserved bytes, and the schema definition's length, which is 0 */
		le(out, 0, 1);
	if (q->symbols == NULL) {
		le(out, 1, 4);
		fixed(out, "ALL_SYMBOLS", n);
		le(out, 0, 12); /* none partial, none not found, no mappings */
	} else {
		list(out, s, FOUND_ALL, true, n);
		list(out, s, FOUND_PART, false, n);
		list(out, s, FOUND_NONE, false, n);
		le(out, s->nasked, 4);
		for (i = 0; i < s->nasked; i++)
			mapping(out, q, series, s, &s->asked[i], n);
	}
	while (version > 2 && out->len % 8 != 0)
		le(out, 0, 1);
	for (len = out->len - 8, i = 4; i < 8; i++, len >>= 8)
		out->p[i] = (char)(len & 0xff);
}

void
dbs_encode_head(struct buf *out, const struct dbs_query *q, const struct dbs_series *series,
    const struct dbs_resolved *symbols, int64_t version)
{
	if (q->encoding == ENCODING_DBN)
		metadata(out, q, series, symbols, version);
	else if (q->encoding == ENCODING_CSV)
		buf_fmt(out,
		    "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume%s\n",
		    q->map_symbols ? ",symbol" : "");
}

/* Text that is put together without looking for room: the caller has made it. */
static char *
put_text(char *to, const char *s)
{
	while (*s != '\0')
		*to++ = *s++;
	return to;
}

static char *
put_uint(char *to, uint64_t v)
{
	char rev[24];
	size_t n = 0;

	do
		rev[n++] = (char)('0' + v % 10);
	while ((v /= 10) != 0);
	while (n > 0)
		*to++ = rev[--n];
	return to;
}

static char *
put_digits(char *to, uint64_t v, unsigned digits)
{
	unsigned i;

	for (i = digits; i > 0; i--, v /= 10)
		to[i - 1] = (char)('0' + v % 10);
	return to + digits;
}

/* The number; with decimals in units of 1e-9, and nothing where there is none. */
static char *
put_price(char *to, int64_t v, bool pretty)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	if (v < 0)
		*to++ = '-';
	if (!pretty)
		return put_uint(to, u);
	to = put_uint(to, u / 1000000000);
	*to++ = '.';
	return put_digits(to, u % 1000000000, 9);
}

static char *
put_time(char *to, int64_t ns, bool pretty)
{
	char text[DBS_TIME_MAX];

	return pretty ? put_text(to, dbs_time_text(text, ns)) : put_uint(to, (uint64_t)ns);
}

static void
encode_dbn(struct buf *out, const struct dbs_record *r)
{
	const uint64_t words[] = { (uint64_t)r->ts, (uint64_t)r->open, (uint64_t)r->high,
		(uint64_t)r->low, (uint64_t)r->close, r->volume };
	char *to = buf_room(out, DBS_RECORD_LEN);
	size_t i, k;

	*to++ = DBS_RECORD_LEN / 4;
	*to++ = (char)r->rtype;
	*to++ = (char)(r->publisher & 0xff);
	*to++ = (char)(r->publisher >> 8);
	for (k = 0; k < 4; k++)
		*to++ = (char)(r->id >> 8 * k & 0xff);
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		for (k = 0; k < 8; k++)
			*to++ = (char)(words[i] >> 8 * k & 0xff);
	out->len += DBS_RECORD_LEN;
}

static void
encode_json(struct buf *out, const struct dbs_query *q, const struct dbs_record *r)
{
	static const char *const names[] = {
		"},\"open\":", ",\"high\":", ",\"low\":", ",\"close\":"
	};
	const int64_t prices[] = { r->open, r->high, r->low, r->close };
	char *start = buf_room(out, LINE_MAX_BYTES), *to = start;
	size_t i;

	to = put_text(to, "{\"hd\":{\"ts_event\":");
	if (q->pretty_ts && r->ts == 0) {
		to = put_text(to, "null");
	} else {
		*to++ = '"';
		to = put_time(to, r->ts, q->pretty_ts);
		*to++ = '"';
	}
	to = put_uint(put_text(to, ",\"rtype\":"), r->rtype);
	to = put_uint(put_text(to, ",\"publisher_id\":"), r->publisher);
	to = put_uint(put_text(to, ",\"instrument_id\":"), r->id);
	for (i = 0; i < 4; i++) {
		to = put_text(to, names[i]);
		if (q->pretty_px && prices[i] == DBS_NO_PRICE) {
			to = put_text(to, "null");
			continue;
		}
		*to++ = '"';
		to = put_price(to, prices[i], q->pretty_px);
		*to++ = '"';
	}
	to = put_uint(put_text(to, ",\"volume\":\""), r->volume);
	*to++ = '"';
	out->len += (size_t)(to - start);
	if (q->map_symbols) {
		buf_str(out, ",\"symbol\":");
		if (r->symbol == NULL)
			buf_str(out, "null");
		else
			emit_quote(out, r->symbol, strlen(r->symbol));
	}
	buf_str(out, "}\n");
}

/* RFC 4180: quotes only where they are needed. */
static void
csv_text(struct buf *out, const char *s)
{
	if (strpbrk(s, ",\"\r\n") == NULL) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_char(out, '"');
		buf_char(out, *s);
	}
	buf_char(out, '"');
}

static void
encode_csv(struct buf *out, const struct dbs_query *q, const struct dbs_record *r)
{
	const int64_t prices[] = { r->open, r->high, r->low, r->close };
	char *start = buf_room(out, LINE_MAX_BYTES), *to = start;
	size_t i;

	if (!q->pretty_ts || r->ts != 0)
		to = put_time(to, r->ts, q->pretty_ts);
	*to++ = ',';
	to = put_uint(to, r->rtype);
	*to++ = ',';
	to = put_uint(to, r->publisher);
	*to++ = ',';
	to = put_uint(to, r->id);
	for (i = 0; i < 4; i++) {
		*to++ = ',';
		if (!q->pretty_px || prices[i] != DBS_NO_PRICE)
			to = put_price(to, prices[i], q->pretty_px);
	}
	*to++ = ',';
	to = put_uint(to, r->volume);
	out->len += (size_t)(to - start);
	if (q->map_symbols) {
		buf_char(out, ',');
		if (r->symbol != NULL)
			csv_text(out, r->symbol);
	}
	buf_char(out, '\n');
}

void
dbs_encode_record(struct buf *out, const struct dbs_query *q, const struct dbs_record *r)
{
	if (q->encoding == ENCODING_DBN)
		encode_dbn(out, r);
	else if (q->encoding == ENCODING_JSON)
		encode_json(out, q, r);
	else
		encode_csv(out, q, r);
}
