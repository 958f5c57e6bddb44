/* DBN files to be served, versions 1 to 3 (vendor's page "Databento Binary Encoding"): read whole,
 * then taken apart. The sandbox has a reader of its own, so that it is no mirror of the tools'. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "sandbox/databento_book.h"
#include "sandbox/databento_words.h"

#define FILE_BYTES_MAX ((size_t)1 << 32)
#define V1_SYMBOL 22
#define OHLCV_LEN 56

static uint64_t
number(const char *p, size_t bytes)
{
	uint64_t v = 0;

	while (bytes > 0)
		v = v << 8 | (unsigned char)p[--bytes];
	return v;
}

static int
slurp(const char *path, struct buf *to, struct err *e)
{
	FILE *fp = fopen(path, "re");
	size_t got;
	int rc = -1;

	if (fp == NULL)
		return err_errno(e, ERR_NOINPUT, "%s", path);
	do {
		got = fread(buf_room(to, 1 << 16), 1, 1 << 16, fp);
		to->len += got;
	} while (got > 0 && to->len < FILE_BYTES_MAX);
	if (ferror(fp))
		(void)err_errno(e, ERR_IO, "%s", path);
	else if (to->len >= FILE_BYTES_MAX)
		(void)err_set(e, ERR_DATA, "%s: too large to be served", path);
	else
		rc = 0;
	(void)fclose(fp); /* only read */
	return rc;
}

/* All frames of *from to *to. */
static int
inflate(const struct buf *from, struct buf *to, struct err *e)
{
	ZSTD_DCtx *z = ZSTD_createDCtx();
	ZSTD_inBuffer in = { from->p, from->len, 0 };
	ZSTD_outBuffer out;
	size_t left = 1;
	int rc = 0;

	while (rc == 0 && (in.pos < in.size || left != 0)) {
		out = (ZSTD_outBuffer){ buf_room(to, 1 << 16), 1 << 16, 0 };
		left = ZSTD_decompressStream(z, &out, &in);
		to->len += out.pos;
		if (ZSTD_isError(left))
			rc = err_set(e, ERR_DATA, "zstd: %s", ZSTD_getErrorName(left));
		else if (in.pos == in.size && left != 0 && out.pos < out.size)
			rc = err_set(e, ERR_DATA, "zstd: the last frame is cut short");
		else if (to->len >= FILE_BYTES_MAX)
			rc = err_set(e, ERR_DATA, "too large to be served");
	}
	(void)ZSTD_freeDCtx(z); /* takes NULL, cannot fail */
	return rc;
}

/* A file in hand. */
struct reading {
	struct dbs_file file;
	const char *p; /* where we are in the metadata */
	const char *end;
	size_t symbol_len;
	bool reversed;                /* mappings go from ids to symbols */
	struct dbs_listing *listings; /* owned; symbol is the place in names */
	char **names;                 /* owned; of each listing */
	size_t n;
	dbs_place_fn *place;
	void *arg;
};

static int
short_of(struct err *e)
{
	return err_set(e, ERR_DATA, "the metadata is shorter than what it counts");
}

static int
take_u32(struct reading *r, uint32_t *v, struct err *e)
{
	if (r->end - r->p < 4)
		return short_of(e);
	*v = (uint32_t)number(r->p, 4);
	r->p += 4;
	return 0;
}

/* A string of the fixed length; *n is what it is long. */
static int
take_text(struct reading *r, const char **s, size_t *n, struct err *e)
{
	if ((size_t)(r->end - r->p) < r->symbol_len)
		return short_of(e);
	*s = r->p;
	*n = strnlen(r->p, r->symbol_len);
	r->p += r->symbol_len;
	return 0;
}

static int
skip_list(struct reading *r, struct err *e)
{
	uint32_t n = 0;

	if (take_u32(r, &n, e))
		return -1;
	if (r->symbol_len == 0 ? n > 0 : n > (size_t)(r->end - r->p) / r->symbol_len)
		return short_of(e);
	r->p += n * r->symbol_len;
	return 0;
}

/* 20240304 as midnight. */
static int
take_day(struct reading *r, int64_t *ns, struct err *e)
{
	char text[16];
	uint32_t v = 0;

	if (take_u32(r, &v, e))
		return -1;
	(void)snprintf(
	    text, sizeof text, "%04u-%02u-%02u", v / 10000 % 10000, v / 100 % 100, v % 100);
	if (clock_parse_date(text, strlen(text), ns))
		return err_set(e, ERR_DATA, "%u is no date of a mapping", v);
	return 0;
}

static int
take_interval(struct reading *r, const char *raw, size_t raw_len, struct err *e)
{
	struct dbs_listing l = { 0 };
	const char *s = NULL, *id, *name;
	size_t n = 0, id_len, name_len;
	char text[24];
	unsigned long v;

	if (take_day(r, &l.d0, e) || take_day(r, &l.d1, e) || take_text(r, &s, &n, e))
		return -1;
	id = r->reversed ? raw : s;
	id_len = r->reversed ? raw_len : n;
	name = r->reversed ? s : raw;
	name_len = r->reversed ? n : raw_len;
	if (id_len == 0 || name_len == 0 || id_len >= sizeof text || l.d0 >= l.d1)
		return 0;
	memcpy(text, id, id_len);
	text[id_len] = '\0';
	errno = 0;
	v = strtoul(text, NULL, 10);
	if (errno != 0 || v > UINT32_MAX)
		return err_set(e, ERR_DATA, "'%s' is no id of a mapping", text);
	l.id = (uint32_t)v;
	r->listings = mem_grow(r->listings, r->n + 1, sizeof *r->listings);
	r->names = mem_grow(r->names, r->n + 1, sizeof *r->names);
	r->listings[r->n] = l;
	r->names[r->n++] = mem_copy(name, name_len);
	return 0;
}

static int
take_mappings(struct reading *r, struct err *e)
{
	uint32_t n = 0, k = 0;
	const char *raw = NULL;
	size_t len = 0;

	if (skip_list(r, e) || skip_list(r, e) || skip_list(r, e) || take_u32(r, &n, e))
		return -1;
	for (; n > 0; n--) {
		if (take_text(r, &raw, &len, e) || take_u32(r, &k, e))
			return -1;
		for (; k > 0; k--)
			if (take_interval(r, raw, len, e))
				return -1;
	}
	return 0;
}

static int
take_metadata(struct reading *r, const struct buf *b, size_t *records_at, struct err *e)
{
	unsigned version = b->len < 8 ? 0 : (unsigned char)b->p[3];
	uint64_t len, end;
	size_t shift;

	if (b->len < 8 || memcmp(b->p, "DBN", 3) != 0)
		return err_set(e, ERR_DATA, "no DBN");
	if (version < 1 || version > 3)
		return err_set(e, ERR_DATA, "DBN version %u is not known", version);
	len = number(b->p + 4, 4);
	if (len < 120 || len > b->len - 8)
		return err_set(e, ERR_DATA, "the metadata is cut short");
	shift = version == 1 ? 8 : 0;
	memcpy(r->file.dataset, b->p + 8, 16);
	r->file.schema = (unsigned)number(b->p + 24, 2);
	r->file.start = (int64_t)number(b->p + 26, 8);
	end = number(b->p + 34, 8);
	r->file.end = end == 0 || end > INT64_MAX ? INT64_MIN : (int64_t)end;
	r->reversed = (unsigned char)b->p[50 + shift] == STYPE_INSTRUMENT_ID;
	r->symbol_len = version == 1 ? V1_SYMBOL : number(b->p + 53, 2);
	r->p = b->p + 112;
	r->end = b->p + 8 + len;
	*records_at = 8 + (size_t)len;
	return take_mappings(r, e);
}

/* The symbol that the listings give an id on a day; later ones win. */
static const char *
name_on(const struct reading *r, uint32_t id, int64_t ts)
{
	size_t i;

	for (i = r->n; i > 0; i--)
		if (r->listings[i - 1].id == id && r->listings[i - 1].d0 <= ts &&
		    ts < r->listings[i - 1].d1)
			return r->names[i - 1];
	return NULL;
}

static const struct dbs_schema *
schema_of(unsigned rtype)
{
	const struct dbs_schema *s;

	for (s = dbs_schemas; s->name != NULL; s++)
		if (s->rtype == rtype && rtype != 0)
			return s;
	return NULL;
}

static void
take_record(const struct reading *r, const char *p, unsigned schema)
{
	struct dbs_book *b = r->place(r->arg, &r->file, schema);
	struct dbs_row row = { .symbol = DBS_NO_SYMBOL };
	const char *name;

	row.publisher = (uint16_t)number(p + 2, 2);
	row.id = (uint32_t)number(p + 4, 4);
	row.ts = (int64_t)number(p + 8, 8);
	row.open = (int64_t)number(p + 16, 8);
	row.high = (int64_t)number(p + 24, 8);
	row.low = (int64_t)number(p + 32, 8);
	row.close = (int64_t)number(p + 40, 8);
	row.volume = number(p + 48, 8);
	name = name_on(r, row.id, row.ts);
	if (b == NULL || row.ts < 0) /* an undefined time: nobody can ask for it */
		return;
	if (name != NULL)
		row.symbol = dbs_book_symbol(b, name, strlen(name));
	dbs_book_row(b, &row);
}

/* The symbols of the file, in a book of each of its schemas. */
static void
list_symbols(struct reading *r, unsigned schema)
{
	struct dbs_book *b = r->place(r->arg, &r->file, schema);
	struct dbs_listing l;
	size_t i;

	for (i = 0; b != NULL && i < r->n; i++) {
		l = r->listings[i];
		l.symbol = dbs_book_symbol(b, r->names[i], strlen(r->names[i]));
		b->listed = true;
		dbs_book_list(b, &l);
	}
}

static int
take_records(struct reading *r, const struct buf *b, size_t at, struct err *e)
{
	bool listed[UINT8_MAX + 1] = { false };
	const struct dbs_schema *s;
	size_t len;

	if (r->file.schema <= UINT8_MAX) {
		listed[r->file.schema] = true;
		list_symbols(r, r->file.schema);
	}
	for (; at < b->len; at += len) {
		len = (size_t)(unsigned char)b->p[at] * 4;
		if (len < 16 || len > b->len - at)
			return err_set(
			    e, ERR_DATA, "a record is cut short or has no length, at byte %zu", at);
		s = schema_of((unsigned char)b->p[at + 1]);
		if (s == NULL || len < OHLCV_LEN)
			continue;
		if (!listed[s->number])
			list_symbols(r, s->number);
		listed[s->number] = true;
		take_record(r, b->p + at, s->number);
	}
	return 0;
}

int
dbs_read_dbn(const char *path, dbs_place_fn *place, void *arg, struct err *e)
{
	struct reading r = { .place = place, .arg = arg };
	struct buf raw = { 0 }, plain = { 0 };
	size_t records_at = 0, i;
	int rc = -1;

	if (slurp(path, &raw, e))
		goto out;
	if (raw.len >= 4 && memcmp(raw.p, "\x28\xb5\x2f\xfd", 4) == 0) {
		if (inflate(&raw, &plain, e)) {
			(void)err_wrap(e, "%s", path);
			goto out;
		}
	} else {
		buf_add(&plain, raw.p, raw.len);
	}
	if (take_metadata(&r, &plain, &records_at, e) || take_records(&r, &plain, records_at, e)) {
		(void)err_wrap(e, "%s", path);
		goto out;
	}
	rc = 0;
out:
	for (i = 0; i < r.n; i++)
		free(r.names[i]);
	free(r.names);
	free(r.listings);
	buf_release(&plain);
	buf_release(&raw);
	return rc;
}
