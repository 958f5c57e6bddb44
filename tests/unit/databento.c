/* vendor/databento without a wire: refusals from recorded bodies, rows of every encoding, bars put
 * together, symbols that are asked for */
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "rec/field.h"
#include "rec/symbol.h"
#include "rec/symbols.h"
#include "tap.h"
#include "vendor/databento.h"
#include "vendor/databento_refusal.h"
#include "vendor/dbn.h"

#define DAY(n) (INT64_C(1709510400) * CLOCK_SECOND + (n)*CLOCK_DAY) /* 2024-03-04 + n days */

static int64_t
instant(const char *s)
{
	int64_t ns = CLOCK_NONE;

	if (s != NULL && clock_parse_time(s, strlen(s), &ns))
		abort();
	return ns;
}

#define DETAIL(name, text, payload)                                                                \
	"{\"detail\":{\"case\":\"" name "\",\"message\":\"" text                                   \
	"\",\"status_code\":422,\"docs\":\"https://databento.com/docs\",\"payload\":" payload "}}"
#define RANGE                                                                                      \
	"{\"dataset\":\"EQUS.MINI\",\"start\":\"2026-11-01T00:00:00.000000000Z\","                 \
	"\"end\":\"2026-11-25T00:00:00.000000000Z\","                                              \
	"\"available_start\":\"2023-03-28T00:00:00.000000000Z\","                                  \
	"\"available_end\":\"2026-11-20T12:30:00.000000001Z\"}"

/* clang-format off */
static const struct {
	long status;
	const char *body;
	enum databento_act act;
	enum err_code code;
	bool whole;
	const char *from, *until;
} bodies[] = {
	/* the field wins over the words */
	{ 422, DETAIL("data_end_after_available_end", "The dataset EQUS.MINI has data available up to '2026-11-19 00:00:00+00:00'. The `end` in the query ('2026-11-25 00:00:00+00:00') is after the available range.", RANGE),
	  DATABENTO_CLAMP, ERR_REMOTE, false, "2023-03-28T00:00:00Z", "2026-11-20T12:30:00.000000001Z" },
	{ 422, DETAIL("data_start_before_available_start", "", RANGE),
	  DATABENTO_CLAMP, ERR_REMOTE, false, "2023-03-28T00:00:00Z", "2026-11-20T12:30:00.000000001Z" },
	{ 422, DETAIL("data_schema_not_fully_available", "", "{\"available_start\":\"2023-03-28\",\"available_end\":\"2026-11-20 00:00:00+00:00\"}"),
	  DATABENTO_CLAMP, ERR_REMOTE, false, "2023-03-28T00:00:00Z", "2026-11-20T00:00:00Z" },
	{ 422, DETAIL("data_start_after_available_end", "", RANGE),
	  DATABENTO_NOT_YET, ERR_REMOTE, false, "2023-03-28T00:00:00Z", "2026-11-20T12:30:00.000000001Z" },
	/* no payload: the words, in both spellings of a time */
	{ 422, DETAIL("data_end_after_available_end", "The dataset EQUS.MINI has data available up to '2026-05-08 08:30:00.5+00:00'. The `end` in the query ('2026-05-09 00:00:00+00:00') is after the available range.", "null"),
	  DATABENTO_CLAMP, ERR_REMOTE, false, NULL, "2026-05-08T08:30:00.5Z" },
	{ 422, DETAIL("dataset_unavailable_range", "Part or all of your request requires a license. Try again with an end time before 2026-04-02T08:36:14.380325000Z.", "null"),
	  DATABENTO_CLAMP, ERR_PERM, false, NULL, "2026-04-02T08:36:14.380325Z" },
	{ 403, DETAIL("license_not_found_unauthorized", "A live data license is required to access EQUS.MINI data after 2026-04-02T00:00:00.000000000Z.", "{}"),
	  DATABENTO_CLAMP, ERR_PERM, false, NULL, "2026-04-02T00:00:00Z" },
	/* neither: nothing to go by */
	{ 422, DETAIL("data_end_after_available_end", "The `end` in the query ('2026-05-09 00:00:00+00:00') is too late.", "null"),
	  DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 403, DETAIL("license_not_found_unauthorized", "No license.", "null"), DATABENTO_FAIL, ERR_PERM, false, NULL, NULL },
	{ 422, DETAIL("data_end_after_available_end", "", "{\"available_end\":\"soon\"}"), DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 422, "{\"detail\":{\"case\":\"symbology_invalid_request\",\"message\":\"None of the symbols could be resolved\"}}",
	  DATABENTO_UNRESOLVED, ERR_REMOTE, false, NULL, NULL },
	{ 400, DETAIL("symbology_invalid_symbol", "", "null"), DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 422, DETAIL("data_time_range_start_on_or_after_end", "", "{\"start\":\"x\"}"), DATABENTO_FAIL, ERR_BUG, false, NULL, NULL },
	{ 401, DETAIL("auth_authentication_failed", "Authentication failed.", "null"), DATABENTO_FAIL, ERR_PERM, true, NULL, NULL },
	{ 403, DETAIL("auth_account_locked", "", "null"), DATABENTO_FAIL, ERR_PERM, true, NULL, NULL },
	{ 402, DETAIL("account_insufficient_funds", "", "null"), DATABENTO_FAIL, ERR_TEMP, true, NULL, NULL },
	{ 422, DETAIL("something_new", "What?", "null"), DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 422, "{\"detail\":{\"case\":null,\"message\":null}}", DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	/* the other shapes */
	{ 401, "{\"detail\":\"Not authenticated\"}", DATABENTO_FAIL, ERR_PERM, true, NULL, NULL },
	{ 422, "{\"detail\":[{\"loc\":[\"query\",\"start\"],\"msg\":\"bad start\",\"type\":\"t\"}]}", DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 504, "<html><head><title>504 Gateway Time-out</title></head></html>", DATABENTO_FAIL, ERR_TEMP, false, NULL, NULL },
	{ 503, "upstream connect error", DATABENTO_FAIL, ERR_TEMP, false, NULL, NULL },
	{ 500, "", DATABENTO_FAIL, ERR_TEMP, false, NULL, NULL },
	{ 404, "[]", DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
	{ 302, "", DATABENTO_FAIL, ERR_REMOTE, false, NULL, NULL },
};
/* clang-format on */

static void
refusals_by_their_fields(void)
{
	struct databento_refusal r;
	size_t i;

	for (i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		databento_refusal(&r, bodies[i].status, bodies[i].body, strlen(bodies[i].body));
		CHECK_INT(r.act, bodies[i].act);
		CHECK_INT(r.code, bodies[i].code);
		CHECK_INT(r.whole, bodies[i].whole);
		CHECK_INT(r.from, instant(bodies[i].from));
		CHECK_INT(r.until, instant(bodies[i].until));
		if (!tap.ok) {
			(void)printf("# %s\n", bodies[i].body);
			return;
		}
	}
}

static void
refusals_in_words(void)
{
	static const char list[] = "{\"detail\":[{\"msg\":\"bad\\nstart\"}]}";
	static const char name[] = "{\"detail\":{\"case\":\"\xff\\n\",\"message\":\"x\"}}";
	char big[2000];
	struct databento_refusal r;

	databento_refusal(&r, 422, list, strlen(list));
	CHECK_STR(r.text, "bad start");
	databento_refusal(&r, 503, "upstream\001 caf\xe9", 14);
	CHECK_STR(r.text, "upstream  caf?");
	databento_refusal(&r, 422, name, strlen(name));
	CHECK_STR(r.name, "? ");
	databento_refusal(&r, 504, "<html>", 6);
	CHECK_STR(r.text, "");
	memset(big, 'x', sizeof big);
	databento_refusal(&r, 500, big, sizeof big);
	CHECK(strlen(r.text) < sizeof r.text);
}

/* --- rows */

struct seen {
	struct buf text;
	int stop; /* refuse after that many; 0: never */
};

static int
see(void *arg, const struct databento_row *row, struct err *e)
{
	struct seen *s = arg;

	buf_fmt(&s->text,
	    "%" PRIu64 " %" PRIu64 " %" PRIu64 " %s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
	    " %" PRIu64 "\n",
	    row->ts, row->rtype, row->publisher, row->symbol == NULL ? "-" : row->symbol, row->open,
	    row->high, row->low, row->close, row->volume);
	return s->stop > 0 && --s->stop == 0 ? err_set(e, ERR_IO, "enough") : 0;
}

/* Everything in pieces of step bytes; 0 or -1, and what came. */
static int
feed(enum databento_encoding encoding, const char *p, size_t n, size_t step, struct seen *s,
    struct err *e)
{
	struct databento_rows *in = databento_rows_new(encoding);
	size_t len;
	int rc = 0;

	buf_reset(&s->text);
	for (; n > 0 && rc == 0; p += len, n -= len) {
		len = n < step ? n : step;
		rc = databento_rows_feed(in, p, len, see, s, e);
	}
	if (rc == 0)
		rc = databento_rows_end(in, e);
	databento_rows_free(in);
	return rc;
}

#define HEAD "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n"
static const char csv[] =
    HEAD "1709510400000000000,35,95,1001,100500000000,101250000000,99999999999,101000000001,"
	 "9007199254740993,TEST.A\n"
	 "18446744073709551615,35,95,1001,9223372036854775807,9223372036854775807,"
	 "9223372036854775807,-9223372036854775808,18446744073709551615,\n";
static const char csv_pretty[] =
    "ts_event,open,high,low,close,volume,rtype,publisher_id,ts_out,symbol\r\n"
    "2024-03-04T00:00:00.000000000Z,100.500000000,101.250000000,99.999999999,101.000000001,"
    "9007199254740993,35,95,,\"TEST.A\"\r\n"
    ",,,,-9223372036.854775808,18446744073709551615,35,95,,\n";
static const char json[] =
    "{\"hd\":{\"ts_event\":\"1709510400000000000\",\"rtype\":35,\"publisher_id\":95,"
    "\"instrument_id\":1001},\"open\":\"100500000000\",\"high\":\"101250000000\","
    "\"low\":\"99999999999\",\"close\":\"101000000001\",\"volume\":\"9007199254740993\","
    "\"symbol\":\"TEST.A\"}\n"
    "{\"hd\":{\"ts_event\":null,\"rtype\":35,\"publisher_id\":95,\"instrument_id\":1001},"
    "\"open\":null,\"high\":\"9223372036854775807\",\"low\":null,"
    "\"close\":\"-9223372036.854775808\",\"volume\":\"18446744073709551615\",\"symbol\":null}\n";
static const char rows[] =
    "1709510400000000000 35 95 TEST.A 100500000000 101250000000 99999999999 101000000001 "
    "9007199254740993\n"
    "18446744073709551615 35 95 - 9223372036854775807 9223372036854775807 9223372036854775807 "
    "-9223372036854775808 18446744073709551615\n";

static void
rows_of_every_text_form(void)
{
	static const struct {
		enum databento_encoding encoding;
		const char *text;
	} forms[] = { { DATABENTO_CSV, csv }, { DATABENTO_CSV, csv_pretty },
		{ DATABENTO_JSON, json } };
	struct seen s = { 0 };
	struct buf crlf = { 0 };
	struct err e;
	size_t i, step, at = 0, n;

	for (i = 0; i < 3; i++)
		for (step = 1; step < 500; step += 31) {
			CHECK_INT(feed(forms[i].encoding, forms[i].text, strlen(forms[i].text),
				      step, &s, &e),
			    0);
			CHECK_STR(s.text.p, rows);
		}
	for (; strchr(json + at, '\n') != NULL; at += n + 1) {
		n = strcspn(json + at, "\n");
		buf_fmt(&crlf, "%.*s\r\n", (int)n, json + at);
	}
	CHECK_INT(feed(DATABENTO_JSON, crlf.p, crlf.len, 31, &s, &e), 0);
	CHECK_STR(s.text.p, rows);
	buf_release(&crlf);
	CHECK_INT(feed(DATABENTO_JSON, "", 0, 1, &s, &e), 0); /* no rows: no bytes */
	CHECK_INT(feed(DATABENTO_CSV, HEAD, strlen(HEAD), 7, &s, &e), 0);
	CHECK_INT(s.text.len == 0, 1);
	buf_release(&s.text);
}

static void
text_that_is_no_answer(void)
{
	static const struct {
		enum databento_encoding encoding;
		const char *text, *why;
	} bad[] = {
		{ DATABENTO_CSV, "", "truncated before the header" },
		{ DATABENTO_CSV, "<html>\n", "line 1: there is no column ts_event" },
		{ DATABENTO_CSV, HEAD "1,35\n", "line 2: 2 fields under 10 columns" },
		{ DATABENTO_CSV, HEAD "1,35,1,1,1,1,1,1,1,A", "truncated in line 2" },
		{ DATABENTO_CSV, HEAD "1,35,1,1,x,1,1,1,1,A\n", "line 2: open: 'x'" },
		{ DATABENTO_CSV, HEAD "1,256,1,1,1,1,1,1,1,A\n", "line 2: rtype: '256'" },
		{ DATABENTO_CSV, HEAD "1,35,1,1,1,1,1,1,-1,A\n", "line 2: volume: '-1'" },
		{ DATABENTO_CSV, HEAD "1,35,1,1,1,1,1,9223372036854775808,1,A\n",
		    "line 2: close: " },
		{ DATABENTO_CSV, HEAD "1,35,1,1,1,1,1,1,1,\"A\n", "line 2: that is no CSV" },
		{ DATABENTO_CSV, HEAD "1,35,1,1,1,1,1,1,1,\"A\"B\n", "line 2: that is no CSV" },
		{ DATABENTO_CSV, HEAD ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
		    "line 2: that is no CSV" },
		{ DATABENTO_JSON, "[]\n", "line 1: " },
		{ DATABENTO_JSON, "{}\n", "line 1: hd is missing" },
		{ DATABENTO_JSON, "{\"hd\":1}\n", "line 1: hd is missing" },
		{ DATABENTO_JSON, "{\"hd\":{}}\n", "line 1: ts_event is missing" },
		{ DATABENTO_JSON, "{\"hd\":{\"ts_event\":\"1\"", "truncated in line 1" },
	};
	struct seen s = { 0 };
	struct err e;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(feed(bad[i].encoding, bad[i].text, strlen(bad[i].text), 5, &s, &e), -1);
		CHECK_INT(e.code, ERR_DATA);
		if (strstr(e.msg, bad[i].why) != e.msg) {
			(void)printf("# '%s', not '%s'\n", e.msg, bad[i].why);
			tap.ok = false;
		}
	}
	s.stop = 1; /* what the taker says comes through */
	CHECK_INT(feed(DATABENTO_CSV, csv, strlen(csv), 1000, &s, &e), -1);
	CHECK_INT(e.code, ERR_IO);
	buf_release(&s.text);
}

static void
a_line_without_end_is_not_kept(void)
{
	struct databento_rows *in = databento_rows_new(DATABENTO_JSON);
	char block[4096];
	struct err e;
	int i, rc = 0;

	memset(block, ' ', sizeof block);
	for (i = 0; i < 1000 && rc == 0; i++)
		rc = databento_rows_feed(in, block, sizeof block, see, NULL, &e);
	CHECK_INT(rc, -1);
	CHECK(i < 20);
	databento_rows_free(in);
}

/* --- bars */

static int
keep(void *arg, const struct databento_bar *bar, struct err *e)
{
	(void)e;
	buf_fmt(arg, "%zu@%" PRId64 "=%" PRIu64 "/%" PRIu64 " ", bar->symbol,
	    (bar->ts - DAY(0)) / CLOCK_DAY, bar->volume, bar->publisher);
	return 0;
}

static struct symbols set;
static struct buf got;

static void
sheet_open(struct databento_sheet *s)
{
	*s = (struct databento_sheet){ .set = &set,
		.first = 1,
		.n = 2,
		.rtype = DBN_OHLCV_1D,
		.daily = true,
		.start = DAY(0),
		.end = DAY(5) };
	buf_reset(&got);
	databento_sheet_init(s, keep, &got);
}

static void
add(struct databento_sheet *s, const char *symbol, int64_t day, uint64_t publisher, uint64_t volume)
{
	const struct databento_row row = { .ts = (uint64_t)DAY(day),
		.rtype = DBN_OHLCV_1D,
		.publisher = publisher,
		.symbol = symbol,
		.open = 2,
		.high = 3,
		.low = 1,
		.close = 2,
		.volume = volume };
	struct err e;

	CHECK_INT(databento_sheet_add(s, &row, &e), 0);
}

static void
one_bar_of_several_publishers(void)
{
	struct databento_sheet s;
	struct err e;

	sheet_open(&s);
	add(&s, "B", 0, 40, 7);
	add(&s, "C", 0, 40, 7);
	add(&s, "B", 0, 39, 7); /* as large: the lower number */
	add(&s, "B", 0, 41, 6);
	add(&s, "C", 0, 59, 8); /* larger */
	add(&s, "C", 0, 59, 9); /* said again */
	add(&s, "B", 1, 41, 1);
	CHECK_STR(got.p, "0@0=7/39 1@0=9/59 ");
	CHECK_INT(databento_sheet_flush(&s, &e), 0);
	CHECK_STR(got.p, "0@0=7/39 1@0=9/59 0@1=1/41 ");
	CHECK(s.merged == 3 && s.total == 3 && s.bars[0] == 2 && s.bars[1] == 1 && !s.unordered);
	databento_sheet_release(&s);
}

static void
what_was_not_asked_for_is_left_out(void)
{
	struct databento_row row = {
		.ts = (uint64_t)DAY(0), .rtype = DBN_OHLCV_1H, .symbol = "B", .high = 1, .low = 2
	};
	struct databento_sheet s;
	struct err e;

	sheet_open(&s);
	CHECK_INT(databento_sheet_add(&s, &row, &e), 0);
	row.rtype = DBN_OHLCV_1D;
	row.ts = UINT64_MAX;
	CHECK_INT(databento_sheet_add(&s, &row, &e), 0);
	add(&s, NULL, 0, 1, 1);
	add(&s, "A", 0, 1, 1); /* of the set, but of another request */
	add(&s, "Z", 0, 1, 1);
	add(&s, "B", 5, 1, 1);
	add(&s, "B", -1, 1, 1);
	CHECK_INT(databento_sheet_flush(&s, &e), 0);
	CHECK(got.len == 0 && s.total == 0 && databento_sheet_dropped(&s) == 7);
	CHECK(s.drops[DATABENTO_DROP_TYPE] == 1 && s.drops[DATABENTO_DROP_UNMAPPED] == 1);
	CHECK(s.drops[DATABENTO_DROP_FOREIGN] == 2 && s.drops[DATABENTO_DROP_TIME] == 3);
	row.ts = (uint64_t)DAY(0);
	CHECK_INT(databento_sheet_add(&s, &row, &e), 0);
	CHECK_INT(databento_sheet_flush(&s, &e), 0);
	CHECK(s.odd == 1 && s.total == 1);
	databento_sheet_release(&s);
}

static void
a_broken_transfer_goes_on_with_the_day_in_hand(void)
{
	struct databento_sheet s;
	int64_t from = 0;
	struct err e;

	sheet_open(&s);
	CHECK_INT(databento_sheet_resume(&s, &from, &e), 0); /* nothing came yet */
	CHECK_INT(from, DAY(0));
	add(&s, "B", 0, 1, 1);
	add(&s, "C", 0, 1, 1);
	add(&s, "B", 1, 1, 1);
	CHECK_INT(databento_sheet_resume(&s, &from, &e), 0);
	CHECK_INT(from, DAY(1));
	add(&s, "B", 0, 1, 1); /* the vendor began too early: known already */
	add(&s, "B", 1, 1, 2);
	add(&s, "C", 1, 1, 2);
	CHECK_INT(databento_sheet_resume(&s, &from, &e), 0);
	CHECK_INT(from, DAY(1));
	CHECK_INT(databento_sheet_flush(&s, &e), 0); /* it never came again: what came is kept */
	CHECK_STR(got.p, "0@0=1/1 1@0=1/1 0@1=2/1 1@1=2/1 ");
	CHECK(databento_sheet_dropped(&s) == 0);
	databento_sheet_release(&s);
	sheet_open(&s);
	add(&s, "B", 2, 1, 1);
	add(&s, "B", 1, 1, 1);
	CHECK_INT(databento_sheet_resume(&s, &from, &e), -1); /* out of order */
	CHECK_INT(e.code, ERR_TEMP);
	databento_sheet_release(&s);
}

static void
which_data_set_by_date(void)
{
	struct databento_part p[2];
	const int64_t cut = instant("2024-07-01T00:00:00Z");

	CHECK_INT(databento_parts(true, cut - CLOCK_DAY, cut, p) == 1, 1);
	CHECK_STR(p[0].dataset, "EQUS.MINI");
	CHECK_INT(databento_parts(true, cut, cut + CLOCK_DAY, p) == 1, 1);
	CHECK_STR(p[0].dataset, "EQUS.SUMMARY");
	CHECK_INT(databento_parts(true, cut - CLOCK_DAY, cut + CLOCK_DAY, p) == 2, 1);
	CHECK(p[0].end == cut && p[1].start == cut && p[1].end == cut + CLOCK_DAY);
	CHECK_INT(databento_parts(false, cut, cut + CLOCK_DAY, p) == 1, 1);
	CHECK_STR(p[0].dataset, "EQUS.MINI");
}

int
main(void)
{
	(void)symbols_add(&set, "A");
	(void)symbols_add(&set, "B");
	(void)symbols_add(&set, "C");
	RUN(refusals_by_their_fields);
	RUN(refusals_in_words);
	RUN(rows_of_every_text_form);
	RUN(text_that_is_no_answer);
	RUN(a_line_without_end_is_not_kept);
	RUN(one_bar_of_several_publishers);
	RUN(what_was_not_asked_for_is_left_out);
	RUN(a_broken_transfer_goes_on_with_the_day_in_hand);
	RUN(which_data_set_by_date);
	symbols_release(&set);
	buf_release(&got);
	return tap_done();
}
