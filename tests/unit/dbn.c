/* vendor/dbn: streams in any pieces, streams cut anywhere, streams that lie */
#include <stdlib.h>

#include <zstd.h>

#include "base/buf.h"
#include "base/err.h"
#include "rec/bar.h"
#include "stream.h"
#include "tap.h"
#include "vendor/dbn.h"
#include "vendor/dbn_bar.h"

/* The outcome of a stream: "day id symbol open volume;" a record, then "ok" or the message. */
static int
note(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e)
{
	const char *symbol = dbn_symbol(d, r->instrument_id, r->ts_event);
	struct buf *out = arg;

	(void)e; /* cannot fail */
	buf_fmt(out, "%" PRIu64 " %u %s %" PRId64 " %" PRIu64 ";", r->ts_event / 86400000000000u,
	    (unsigned)r->instrument_id, symbol != NULL ? symbol : "-", r->open, r->volume);
	return 0;
}

static char *
decode(const char *p, size_t n, size_t step)
{
	struct dbn *d = dbn_new();
	struct buf out = { 0 };
	struct err e = { 0 };
	char *piece;
	size_t at, len;
	int rc = 0;

	for (at = 0; rc == 0 && at < n; at += len) {
		len = step < n - at ? step : n - at;
		piece = malloc(len); /* of its own, so that a sanitizer sees who reads beyond it */
		memcpy(piece, p + at, len);
		rc = dbn_feed(d, piece, len, note, &out, &e);
		free(piece);
	}
	if (rc == 0)
		rc = dbn_end(d, &e);
	CHECK(rc == 0 || (rc == -1 && e.code == ERR_DATA));
	buf_str(&out, rc == 0 ? "ok" : e.msg);
	dbn_free(d);
	return buf_take(&out);
}

#define DECODED(b, want)                                                                           \
	do {                                                                                       \
		char *got_text = decode((b)->p, (b)->len, SIZE_MAX);                               \
		CHECK_STR(got_text, want);                                                         \
		free(got_text);                                                                    \
	} while (0)

static void
read_file(struct buf *b, const char *name)
{
	char path[512];
	FILE *fp;

	(void)snprintf(path, sizeof path, "%s/tests/data/dbn/%s", PF_SRCDIR, name);
	fp = fopen(path, "rb");
	CHECK(fp != NULL);
	if (fp == NULL)
		return;
	b->len += fread(buf_room(b, 65536), 1, 65536, fp);
	(void)fclose(fp);
}

#define DAY UINT64_C(86400000000000)
#define D20240304 19786u

static const char s1_want[] = "19786 1001 TEST.A 100500000000 9007199254740993;"
			      "19787 2002 TEST.A -37630000000 0;"
			      "19787 1001 - 9223372036854775807 18446744073709551615;";
static const char s2_want[] = "19786 1001 TEST.A 1000000000 7;19786 1001 TEST.A 1500000000 1;";

static const struct {
	const char *file, *want;
} files[] = {
	{ "v3-1d.dbn", s1_want },
	{ "v3-1d.dbn.zst", s1_want },
	{ "v1-1m-ts_out.dbn", s2_want },
	{ "v1-1m-ts_out.dbn.zst", s2_want },
};

static void
pieces_do_not_matter(void)
{
	struct buf b = { 0 };
	char want[512], *got;
	size_t i, step;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		buf_reset(&b);
		read_file(&b, files[i].file);
		(void)snprintf(want, sizeof want, "%sok", files[i].want);
		for (step = 1; step <= b.len; step++) {
			got = decode(b.p, b.len, step);
			CHECK_STR(got, want);
			free(got);
		}
	}
	buf_release(&b);
}

/* Cut at any byte: all that is whole, and then the truth. A raw stream may end behind a record. */
static void
a_cut_is_told(void)
{
	struct buf b = { 0 };
	size_t i, n, whole;
	char *got, *end;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		buf_reset(&b);
		read_file(&b, files[i].file);
		for (n = 0, whole = 0; n < b.len; n++) {
			got = decode(b.p, n, 7);
			end = strrchr(got, ';');
			end = end == NULL ? got : end + 1;
			CHECK(strncmp(files[i].want, got, (size_t)(end - got)) == 0);
			CHECK(strstr(end, "truncated inside") != NULL || strcmp(end, "ok") == 0 ||
			      n == 0);
			whole += strcmp(end, "ok") == 0;
			free(got);
		}
		/* behind the metadata and each record but the last; behind a frame, of which one
		 * file has two that end in a record, so that it is cut there as well */
		CHECK_INT((intmax_t)whole, i == 0 ? 4 : i == 2 ? 2 : 0);
	}
	buf_release(&b);
}

static void
no_dbn_is_refused(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *want;
	} bad[] = {
		{ "", 0, "the input is empty, no DBN, at byte 0" },
		{ "D", 1, "truncated inside the first bytes, at byte 1" },
		{ "DBN", 3, "truncated inside the first bytes, at byte 3" },
		{ "DBZ\1", 4, "the older DBZ, not DBN: the vendor's tools convert it, at byte 0" },
		{ "\x51\x2a\x4d\x18\x08\0\0\0DBZ\1....", 16,
		    "the older DBZ, not DBN: the vendor's tools convert it, at byte 0" },
		{ "\x50\x2a\x4d\x18\x01\0\0", 7, "truncated inside the first bytes, at byte 7" },
		{ "\x50\x2a\x4d\x18\x08\0\0\0abcd", 12,
		    "truncated inside the first bytes, at byte 0" },
		{ "{\"hd\":", 6, "no DBN: it begins with neither \"DBN\" nor zstd, at byte 0" },
		{ "DBM", 3, "no DBN: it begins with neither \"DBN\" nor zstd, at byte 0" },
		{ "DBN\4\x80\0\0\0", 8, "DBN of version 4, we know 1 to 3, at byte 3" },
		{ "DBN\0\x80\0\0\0", 8, "DBN of version 0, we know 1 to 3, at byte 3" },
		{ "DBN\3\x63\0\0\0", 8,
		    "metadata of 99 bytes, less than their fixed part, at byte 4" },
		{ "DBN\3\0\0\0\x10", 8,
		    "truncated inside the metadata (8 of 268435464 bytes), at byte 8" },
		{ "DBN\3\1\0\0\x10", 8,
		    "metadata of 268435457 bytes, more than the 268435456 that we take, at byte 4" },
	};
	char *got;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		got = decode(bad[i].bytes, bad[i].n, SIZE_MAX);
		CHECK_STR(got, bad[i].want);
		free(got);
		got = decode(bad[i].bytes, bad[i].n, 1);
		CHECK_STR(got, bad[i].want);
		free(got);
	}
}

/* Bytes of the synthetic v3 file changed one way each. */
static void
lies_are_refused(void)
{
	static const struct {
		size_t at;
		const char *bytes;
		size_t n;
		const char *want;
	} lies[] = {
		{ 108, "\1", 1, "a schema definition, which no version of DBN has, at byte 108" },
		{ 112, "\xff\xff\xff\xff", 4,
		    "the metadata claims 4294967295 symbols and has 540 bytes left for them, at byte 112" },
		{ 258, "\xff\xff\xff\xff", 4,
		    "the metadata claims 4294967295 partial symbols and has 394 bytes left for them, at byte 258" },
		{ 53, "\0\0", 2, "2 symbols of no length, at byte 112" },
		{ 53, "\xff\xff", 2,
		    "the metadata claims 2 symbols and has 540 bytes left for them, at byte 112" },
		{ 116, "\xff", 1, "not UTF-8 in the symbols, at byte 116" },
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		buf_reset(&b);
		read_file(&b, "v3-1d.dbn");
		memcpy(b.p + lies[i].at, lies[i].bytes, lies[i].n);
		DECODED(&b, lies[i].want);
	}
	buf_release(&b);
}

static void
record_lengths_are_checked(void)
{
	struct buf b = { 0 };
	size_t at;

	put_head(&b, 2, DBN_STYPE_RAW_SYMBOL, DBN_STYPE_INSTRUMENT_ID);
	put(&b, 0, 4);
	put_len(&b);
	at = b.len;
	put_bar(&b, DBN_OHLCV_1D, 1, D20240304 * DAY);
	put_bar(&b, DBN_OHLCV_1D, 1, D20240304 * DAY);
	b.p[at + 56] = 0;
	DECODED(&b, "19786 1 - 1 5;a record of 0 bytes, shorter than its header, at byte 184");
	b.p[at + 56] = 3;
	DECODED(&b, "19786 1 - 1 5;a record of 12 bytes, shorter than its header, at byte 184");
	b.p[at + 56] = 13;
	DECODED(&b,
	    "19786 1 - 1 5;a record of type 0x23 and 52 bytes, which has at least 56, at byte 184");
	b.p[at + 56] = 15;
	DECODED(&b, "19786 1 - 1 5;truncated inside a record (56 of 60 bytes), at byte 184");
	put(&b, 0, 4); /* longer than we know is fine */
	DECODED(&b, "19786 1 - 1 5;19786 1 - 1 5;ok");
	b.p[52] = 1; /* now ts_out is promised, and not there */
	DECODED(&b, "a record of type 0x23 and 56 bytes, which has at least 64, at byte 128");
	buf_release(&b);
}

static void
the_day_decides_the_symbol(void)
{
	struct buf b = { 0 };

	put_head(&b, 2, DBN_STYPE_RAW_SYMBOL, DBN_STYPE_INSTRUMENT_ID);
	put(&b, 7, 4);
	put_map(&b, "A", 20240301, 20240306, "1");
	put_map(&b, "B", 20240304, 20240305, "1"); /* later ones win, in the middle */
	put_map(&b, "C", 20240305, 20240305, "1"); /* an empty interval does not */
	put_map(&b, "D", 20240305, 20240306, "");
	put_map(&b, "E", 20240305, 20240307, "2");
	put_map(&b, "F", 20240303, 20240306, "2");
	put_map(&b, "G", 20240101, 20250101, "4294967295");
	put_len(&b);
	put_bar(&b, DBN_OHLCV_1D, 1, (D20240304 - 1) * DAY);
	put_bar(&b, DBN_OHLCV_1D, 1, D20240304 * DAY);
	put_bar(&b, DBN_OHLCV_1D, 1, (D20240304 + 2) * DAY - 1);
	put_bar(&b, DBN_OHLCV_1D, 1, (D20240304 + 2) * DAY);
	put_bar(&b, DBN_OHLCV_1D, 2, (D20240304 + 1) * DAY);
	put_bar(&b, DBN_OHLCV_1D, 2, (D20240304 + 2) * DAY);
	put_bar(&b, DBN_OHLCV_1D, 2, (D20240304 - 2) * DAY);
	put_bar(&b, DBN_OHLCV_1D, UINT32_MAX, D20240304 * DAY);
	put_bar(&b, DBN_OHLCV_1D, 0, D20240304 * DAY);
	put_bar(&b, DBN_OHLCV_1D, 1, UINT64_MAX);
	DECODED(&b, "19785 1 A 1 5;19786 1 B 1 5;19787 1 A 1 5;19788 1 - 1 5;19787 2 F 1 5;"
		    "19788 2 E 1 5;19784 2 - 1 5;19786 4294967295 G 1 5;19786 0 - 1 5;"
		    "213503 1 - 1 5;ok");
	buf_release(&b);
}

static void
mappings_may_be_reversed_absent_or_wrong(void)
{
	struct buf b = { 0 };
	size_t len;

	put_head(&b, 2, DBN_STYPE_INSTRUMENT_ID, DBN_STYPE_RAW_SYMBOL);
	put(&b, 1, 4);
	put_map(&b, "17", 20240304, 20240305, "A");
	put_len(&b);
	put_bar(&b, DBN_OHLCV_1D, 17, D20240304 * DAY);
	DECODED(&b, "19786 17 A 1 5;ok");
	b.p[50] = b.p[51] = DBN_STYPE_RAW_SYMBOL; /* neither is an id */
	DECODED(&b, "19786 17 - 1 5;ok");
	b.p[51] = DBN_STYPE_INSTRUMENT_ID;
	DECODED(&b,
	    "the metadata map '17' to 'A', which is no pair of symbol and instrument id, at byte 152");
	buf_reset(&b);
	put_head(&b, 2, DBN_STYPE_RAW_SYMBOL, DBN_STYPE_INSTRUMENT_ID);
	put(&b, 2, 4);
	put_map(&b, "A", 20240304, 20240305, "1");
	len = b.len;
	put_str(&b, "B", SYMBOL_LEN);
	put(&b, 3, 4);
	put_len(&b);
	DECODED(&b, "the metadata claims 3 intervals and has 0 bytes left for them, at byte 176");
	b.len = len + 4;
	put_len(&b);
	DECODED(&b, "the metadata ends inside its mappings, at byte 164");
	buf_release(&b);
}

/* Ids by the thousand, each another symbol every day: the answer is that of counting. */
static void
many_mappings_are_found(void)
{
	enum { IDS = 3000, DAYS = 9 };
	struct buf b = { 0 };
	struct dbn *d = dbn_new();
	const char *symbol;
	char name[SYMBOL_LEN], number[SYMBOL_LEN];
	struct err e;
	unsigned i, k, bad = 0;

	put_head(&b, 2, DBN_STYPE_RAW_SYMBOL, DBN_STYPE_INSTRUMENT_ID);
	put(&b, IDS * DAYS, 4);
	for (k = 0; k < DAYS; k++)
		for (i = 0; i < IDS; i++) {
			(void)snprintf(name, sizeof name, "S%u", (i + k) % IDS);
			(void)snprintf(number, sizeof number, "%u", i * 7919);
			put_map(&b, name, 20240304 + k, 20240305 + k, number);
		}
	put_len(&b);
	CHECK(dbn_feed(d, b.p, b.len, note, NULL, &e) == 0 && dbn_end(d, &e) == 0);
	for (k = 0; k <= DAYS; k++)
		for (i = 0; i < IDS; i++) {
			(void)snprintf(name, sizeof name, "S%u", (i + k) % IDS);
			symbol = dbn_symbol(d, i * 7919, (D20240304 + k) * DAY);
			bad += k == DAYS ? symbol != NULL
					 : symbol == NULL || strcmp(symbol, name) != 0;
			bad += dbn_symbol(d, i * 7919 + 1, (D20240304 + k) * DAY) != NULL;
		}
	CHECK_INT(bad, 0);
	dbn_free(d);
	buf_release(&b);
}

/* What zstd made of the blocks before a broken one is not lost. */
static void
a_broken_frame_keeps_what_came_before(void)
{
	enum { RECORDS = 20000 };
	struct buf b = { 0 }, z = { 0 };
	char *got, *end;
	size_t n, i;

	put_head(&b, 2, DBN_STYPE_RAW_SYMBOL, DBN_STYPE_INSTRUMENT_ID);
	put(&b, 0, 4);
	put_len(&b);
	for (i = 0; i < RECORDS; i++)
		put_bar(&b, DBN_OHLCV_1D, (unsigned)(i * 2654435769u),
		    i * 40503 * DAY % (150u * 365 * DAY));
	n = ZSTD_compress(
	    buf_room(&z, ZSTD_compressBound(b.len)), ZSTD_compressBound(b.len), b.p, b.len, 1);
	CHECK(!ZSTD_isError(n));
	memset(z.p + n - 1000, 0xff, 900);
	got = decode(z.p, n, SIZE_MAX);
	for (i = 0, end = got; strchr(end, ';') != NULL; i++)
		end = strchr(end, ';') + 1;
	CHECK(i > RECORDS / 2 && i < RECORDS);
	CHECK(strncmp(end, "broken zstd (", 13) == 0);
	free(got);
	buf_release(&z);
	buf_release(&b);
}

static int
stop_at_two(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e)
{
	(void)d;
	(void)r;
	(void)e;
	return ++*(int *)arg == 2;
}

static void
enough_is_enough(void)
{
	struct dbn *d = dbn_new();
	struct buf b = { 0 };
	struct err e;
	int count = 0;

	read_file(&b, "v3-1d.dbn");
	CHECK_INT(dbn_feed(d, b.p, b.len - 1, stop_at_two, &count, &e), 1);
	CHECK_INT(dbn_feed(d, "x", 1, stop_at_two, &count, &e), 1);
	CHECK_INT(count, 2);
	CHECK_INT(dbn_end(d, &e), 0);
	dbn_free(d);
	buf_release(&b);
}

static void
the_metadata_are_there(void)
{
	struct dbn *d = dbn_new();
	const struct dbn_meta *m;
	struct buf b = { 0 };
	struct err e;

	read_file(&b, "v3-1d.dbn");
	CHECK(dbn_feed(d, b.p, 400, note, NULL, &e) == 0 && dbn_meta(d) == NULL);
	CHECK(dbn_feed(d, b.p + 400, 656 - 400, note, NULL, &e) == 0 && dbn_meta(d) != NULL);
	m = dbn_meta(d);
	CHECK_INT(m->version, 3);
	CHECK_STR(m->dataset, "EQUS.MINI");
	CHECK_INT(m->schema, DBN_SCHEMA_OHLCV_1D);
	CHECK_INT(m->symbol_len, 71);
	CHECK_INT((intmax_t)m->symbols.count, 2);
	CHECK_STR(m->symbols.p + m->symbols.each, "NOPE");
	CHECK_STR(m->not_found.p, "NOPE");
	CHECK_INT((intmax_t)m->nmappings, 2);
	CHECK_INT((intmax_t)m->nintervals, 2);
	CHECK_INT(m->intervals[1].start, 20240305);
	CHECK_STR(m->intervals[1].symbol, "2002");
	dbn_free(d);
	buf_release(&b);
}

static void
records_become_bars(void)
{
	struct dbn_record r = { .rtype = DBN_OHLCV_1D,
		.ts_event = D20240304 * DAY + 5,
		.open = DBN_PRICE_NONE,
		.high = 2,
		.low = 3,
		.close = 4,
		.volume = UINT64_MAX,
		.offset = 9 };
	struct dbn_meta meta = { .schema = DBN_SCHEMA_OHLCV_1H };
	char symbol[BAR_SYMBOL_MAX + 1];
	struct candle c;
	struct bar b;
	struct err e;

	CHECK(dbn_to_bar(&r, "X", &b, &e) == 0);
	CHECK_STR(b.symbol, "X");
	CHECK_STR(b.source, "databento");
	CHECK(b.date == (int64_t)(D20240304 * DAY) && b.open == FIELD_NONE && b.high == 2 &&
	      b.low == 3);
	CHECK(b.close == 4 && b.volume == UINT64_MAX);
	CHECK(dbn_to_bar(&r, NULL, &b, &e) == 0 && b.symbol[0] == '\0');
	CHECK(dbn_to_candle(&r, DBN_SCHEMA_OHLCV_1M, "X", &c, &e) == 0);
	CHECK_STR(c.interval, "1m");
	CHECK(c.ts == (int64_t)r.ts_event && c.ts_ns == c.ts && c.close == 4);
	r.ts_event = DBN_TIME_NONE;
	CHECK(dbn_to_bar(&r, "X", &b, &e) && e.code == ERR_DATA);
	CHECK_STR(e.msg, "a record without a time, at byte 9");
	r.ts_event = (uint64_t)INT64_MAX + 1;
	CHECK(dbn_to_candle(&r, DBN_SCHEMA_OHLCV_1S, "X", &c, &e) && e.code == ERR_DATA);
	r.ts_event--;
	CHECK(dbn_to_bar(&r, "X", &b, &e) == 0);
	memset(symbol, 'x', sizeof symbol);
	symbol[BAR_SYMBOL_MAX] = '\0';
	CHECK(dbn_to_bar(&r, symbol, &b, &e) && e.code == ERR_DATA);
	CHECK(dbn_to_bar(&r, symbol + 1, &b, &e) == 0);
	CHECK_INT(dbn_record_schema(&r, &meta), DBN_SCHEMA_OHLCV_1D);
	r.rtype = DBN_OHLCV_OLD;
	CHECK_INT(dbn_record_schema(&r, &meta), DBN_SCHEMA_OHLCV_1H);
	meta.schema = DBN_SCHEMA_MIXED;
	CHECK_INT(dbn_record_schema(&r, &meta), -1);
}

int
main(void)
{
	RUN(pieces_do_not_matter);
	RUN(a_cut_is_told);
	RUN(no_dbn_is_refused);
	RUN(lies_are_refused);
	RUN(record_lengths_are_checked);
	RUN(the_day_decides_the_symbol);
	RUN(mappings_may_be_reversed_absent_or_wrong);
	RUN(many_mappings_are_found);
	RUN(a_broken_frame_keeps_what_came_before);
	RUN(enough_is_enough);
	RUN(the_metadata_are_there);
	RUN(records_become_bars);
	return tap_done();
}
