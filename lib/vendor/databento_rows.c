#include "vendor/databento_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "rec/field.h"
#include "vendor/dbn.h"

#define LINE_MAX_BYTES ((size_t)64 << 10) /* a bar is a tenth of a KiB */
#define COLUMNS_MAX 32

const char *const databento_encoding_names[DATABENTO_ENCODINGS] = { "dbn", "csv", "json" };

/* The fields of a row that the text forms name, in any order. */
enum column { TS, RTYPE, PUBLISHER, OPEN, HIGH, LOW, CLOSE, VOLUME, SYMBOL, COLUMNS };

static const char *const column_names[COLUMNS] = { "ts_event", "rtype", "publisher_id", "open",
	"high", "low", "close", "volume", "symbol" };

struct databento_rows {
	enum databento_encoding encoding;
	struct dbn *dbn;        /* owned; of DBN */
	struct buf line;        /* the text forms: what came of a line that is not whole */
	struct buf text;        /* decoded fields */
	size_t lineno;          /* lines taken */
	struct rec *rec, *hd;   /* owned; of JSON */
	struct buf names[2];    /* names of theirs that had escapes */
	int place[COLUMNS_MAX]; /* of CSV: which column stands there, or -1 */
	size_t ncols;
	databento_row_fn *fn; /* during a feed */
	void *arg;
};

struct databento_rows *
databento_rows_new(enum databento_encoding encoding)
{
	struct databento_rows *in = mem_new(1, sizeof *in);

	in->encoding = encoding;
	if (encoding == DATABENTO_DBN)
		in->dbn = dbn_new();
	if (encoding == DATABENTO_JSON) {
		in->rec = mem_new(1, sizeof *in->rec);
		in->hd = mem_new(1, sizeof *in->hd);
	}
	return in;
}

void
databento_rows_free(struct databento_rows *in)
{
	if (in == NULL)
		return;
	dbn_free(in->dbn);
	buf_release(&in->line);
	buf_release(&in->text);
	buf_release(&in->names[0]);
	buf_release(&in->names[1]);
	free(in->rec);
	free(in->hd);
	free(in);
}

static int
take_record(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e)
{
	struct databento_rows *in = arg;
	struct databento_row row = { .ts = r->ts_event,
		.rtype = r->rtype,
		.publisher = r->publisher_id,
		.symbol = dbn_symbol(d, r->instrument_id, r->ts_event),
		.open = r->open,
		.high = r->high,
		.low = r->low,
		.close = r->close,
		.volume = r->volume };

	return in->fn(in->arg, &row, e);
}

/* 1709510400000000000, or 2024-03-04T00:00:00.000000000Z; nothing: undefined. */
static int
read_ts(struct slice s, uint64_t *ts)
{
	int64_t ns;

	*ts = UINT64_MAX;
	if (s.n == 0)
		return 0;
	if (num_uint(s.p, s.n, UINT64_MAX, ts) == 0)
		return 0;
	if (clock_parse_time(s.p, s.n, &ns) || ns < 0)
		return -1;
	*ts = (uint64_t)ns;
	return 0;
}

/* 100500000000, or with a point 100.500000000; nothing: undefined. */
static int
read_price(struct slice s, int64_t *price)
{
	*price = FIELD_NONE;
	if (s.n == 0)
		return 0;
	if (memchr(s.p, '.', s.n) != NULL)
		return num_fixed(s.p, s.n, NUM_PRICE_DIGITS, price);
	return num_int(s.p, s.n, INT64_MIN, INT64_MAX, price);
}

/* The texts of a line's fields as a row: an absent one is an empty slice with p NULL. */
static int
take_fields(struct databento_rows *in, const struct slice cell[COLUMNS], struct err *e)
{
	struct databento_row row;
	int64_t price[4] = { 0 };
	size_t i;
	int bad = -1;

	for (i = 0; i < SYMBOL && bad < 0; i++)
		if (cell[i].p == NULL)
			return err_set(
			    e, ERR_DATA, "line %zu: %s is missing", in->lineno, column_names[i]);
	if (read_ts(cell[TS], &row.ts))
		bad = TS;
	else if (num_uint(cell[RTYPE].p, cell[RTYPE].n, UINT8_MAX, &row.rtype))
		bad = RTYPE;
	else if (num_uint(cell[PUBLISHER].p, cell[PUBLISHER].n, UINT16_MAX, &row.publisher))
		bad = PUBLISHER;
	else if (num_uint(cell[VOLUME].p, cell[VOLUME].n, UINT64_MAX, &row.volume))
		bad = VOLUME;
	for (i = 0; i < 4 && bad < 0; i++)
		if (read_price(cell[OPEN + i], &price[i]))
			bad = (int)(OPEN + i);
	if (bad >= 0)
		return err_set(e, ERR_DATA, "line %zu: %s: '%.*s' is no such value", in->lineno,
		    column_names[bad], utf8_cut(cell[bad].p, cell[bad].n, 40), cell[bad].p);
	row.open = price[0];
	row.high = price[1];
	row.low = price[2];
	row.close = price[3];
	row.symbol = NULL;
	if (cell[SYMBOL].n > 0) {
		buf_reset(&in->text);
		buf_add(&in->text, cell[SYMBOL].p, cell[SYMBOL].n);
		row.symbol = in->text.p;
	}
	return in->fn(in->arg, &row, e);
}

/* null is no text at all; a string's escapes are of no use in numbers and tickers. */
static void
json_cell(const struct rec *rec, enum column c, struct slice *cell)
{
	const struct rec_field *f = rec_get(rec, column_names[c]);

	if (f == NULL)
		return;
	*cell = f->text;
	if (f->type == REC_NULL)
		*cell = (struct slice){ "", 0 };
}

static int
json_line(struct databento_rows *in, const char *p, size_t n, struct err *e)
{
	struct slice cell[COLUMNS] = { { NULL, 0 } };
	const struct rec_field *hd;
	struct buf inner = { 0 };
	enum column c;
	int rc;

	if (object_parse(p, n, in->rec, &in->names[0], e))
		return err_wrap(e, "line %zu", in->lineno);
	hd = rec_get(in->rec, "hd");
	if (hd == NULL || hd->type != REC_OBJECT)
		return err_set(e, ERR_DATA, "line %zu: hd is missing", in->lineno);
	buf_add(&inner, hd->text.p, hd->text.n); /* the parser wants an end that it can read */
	rc = object_parse(inner.p, inner.len, in->hd, &in->names[1], e);
	if (rc) {
		(void)err_wrap(e, "line %zu: hd", in->lineno);
		goto out;
	}
	for (c = TS; c < OPEN; c++)
		json_cell(in->hd, c, &cell[c]);
	for (c = OPEN; c < COLUMNS; c++)
		json_cell(in->rec, c, &cell[c]);
	rc = take_fields(in, cell, e);
out:
	buf_release(&inner);
	return rc;
}

/* One field of a CSV line; quoted: its text goes to in->text with doubled quotes made one. */
static int
csv_field(struct buf *text, const char **p, const char *end, struct slice *cell)
{
	const char *s = *p;
	size_t from = text->len;

	if (s == end || *s != '"') {
		*p = memchr(s, ',', (size_t)(end - s));
		*p = *p == NULL ? end : *p;
		*cell = (struct slice){ s, (size_t)(*p - s) };
		return 0;
	}
	for (s++; s < end; s++) {
		if (*s == '"' && (s + 1 == end || s[1] != '"'))
			break;
		s += *s == '"';
		buf_char(text, *s);
	}
	if (s == end || (s + 1 < end && s[1] != ','))
		return -1;
	*p = s + 1;
	*cell = (struct slice){ text->p == NULL ? "" : text->p + from, text->len - from };
	return 0;
}

static int
csv_header(struct databento_rows *in, const struct slice *cell, size_t n, struct err *e)
{
	bool there[COLUMNS] = { false };
	size_t i, c;

	for (i = 0; i < n; i++) {
		in->place[i] = -1;
		for (c = 0; c < COLUMNS; c++)
			if (slice_is(cell[i], column_names[c])) {
				in->place[i] = (int)c;
				there[c] = true;
			}
	}
	for (c = 0; c < SYMBOL; c++)
		if (!there[c])
			return err_set(
			    e, ERR_DATA, "line 1: there is no column %s", column_names[c]);
	in->ncols = n;
	return 0;
}

static int
csv_line(struct databento_rows *in, const char *p, size_t n, struct err *e)
{
	struct slice cell[COLUMNS_MAX], row[COLUMNS] = { { NULL, 0 } };
	const char *end = p + n;
	struct buf text = { 0 };
	size_t k = 0, i;
	int rc = -1;

	(void)buf_room(&text, n); /* the slices must not move */
	for (;; p++) {            /* over the comma */
		if (k == COLUMNS_MAX || csv_field(&text, &p, end, &cell[k++])) {
			(void)err_set(e, ERR_DATA, "line %zu: that is no CSV", in->lineno);
			goto out;
		}
		if (p == end)
			break;
	}
	if (in->ncols == 0) {
		rc = csv_header(in, cell, k, e);
		goto out;
	}
	if (k != in->ncols) {
		(void)err_set(e, ERR_DATA, "line %zu: %zu fields under %zu columns", in->lineno, k,
		    in->ncols);
		goto out;
	}
	for (i = 0; i < k; i++)
		if (in->place[i] >= 0)
			row[in->place[i]] = cell[i];
	rc = take_fields(in, row, e);
out:
	buf_release(&text);
	return rc;
}

static int
take_line(struct databento_rows *in, const char *p, size_t n, struct err *e)
{
	in->lineno++;
	if (in->encoding == DATABENTO_CSV && n > 0 && p[n - 1] == '\r')
		n--; /* to JSON it is a blank */
	if (memchr(p, '\0', n) != NULL)
		return err_set(e, ERR_DATA, "line %zu: a NUL", in->lineno);
	return in->encoding == DATABENTO_JSON ? json_line(in, p, n, e) : csv_line(in, p, n, e);
}

static int
feed_text(struct databento_rows *in, const char *p, size_t n, struct err *e)
{
	size_t at = 0, len;
	const char *end;

	buf_add(&in->line, p, n);
	while ((end = memchr(in->line.p + at, '\n', in->line.len - at)) != NULL) {
		len = (size_t)(end - (in->line.p + at));
		if (take_line(in, in->line.p + at, len, e))
			return -1;
		at += len + 1;
	}
	buf_shift(&in->line, at);
	if (in->line.len > LINE_MAX_BYTES)
		return err_set(e, ERR_DATA, "line %zu is longer than %zu KiB", in->lineno + 1,
		    LINE_MAX_BYTES >> 10);
	return 0;
}

int
databento_rows_feed(struct databento_rows *in, const char *p, size_t n, databento_row_fn *fn,
    void *arg, struct err *e)
{
	in->fn = fn;
	in->arg = arg;
	if (n == 0)
		return 0;
	return in->dbn != NULL ? dbn_feed(in->dbn, p, n, take_record, in, e) < 0 ? -1 : 0
			       : feed_text(in, p, n, e);
}

int
databento_rows_end(struct databento_rows *in, struct err *e)
{
	if (in->dbn != NULL)
		return dbn_end(in->dbn, e);
	if (in->line.len > 0)
		return err_set(e, ERR_DATA, "truncated in line %zu", in->lineno + 1);
	if (in->encoding == DATABENTO_CSV && in->ncols == 0)
		return err_set(e, ERR_DATA, "truncated before the header");
	return 0;
}

const char *
databento_rows_unknown(const struct databento_rows *in, size_t i)
{
	const struct dbn_meta *m = in->dbn == NULL ? NULL : dbn_meta(in->dbn);

	return m == NULL || i >= m->not_found.count ? NULL : m->not_found.p + i * m->not_found.each;
}
