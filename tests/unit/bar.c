/* rec/bar and rec/field: a bar as a record and back */
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "rec/bar.h"
#include "rec/line.h"
#include "tap.h"

static struct rec rec;

static char *
emitted(const struct kind *kind, const void *s)
{
	char *text = NULL;
	size_t n = 0;
	FILE *fp = open_memstream(&text, &n);
	struct emit em;
	struct err e;

	emit_init(&em, fp, false);
	CHECK(field_emit(kind, s, &em, &e) == 0);
	emit_release(&em);
	(void)fclose(fp);
	return text;
}

static int
read_back(const struct kind *kind, const char *text, void *s, struct err *e)
{
	struct buf names = { 0 };
	int rc = object_parse(text, strcspn(text, "\n"), &rec, &names, e) ||
		 field_read(kind, &rec, s, e);

	buf_release(&names);
	return rc;
}

#define EMITTED(kind, s, want)                                                                     \
	do {                                                                                       \
		char *got_text = emitted(kind, s);                                                 \
		CHECK_STR(got_text, want);                                                         \
		free(got_text);                                                                    \
	} while (0)

static const struct bar goog = { .symbol = "GOOG",
	.date = INT64_C(1092873600000000000),
	.open = INT64_C(100010000000),
	.high = FIELD_NONE,
	.low = -1,
	.close = INT64_MAX - 1,
	.volume = UINT64_MAX,
	.source = "databento" };

static void
a_bar_keeps_every_digit(void)
{
	EMITTED(&bar_kind, &goog,
	    "{\"kind\":\"bar\",\"symbol\":\"GOOG\",\"date\":\"2004-08-19\",\"open\":100.01,"
	    "\"high\":null,\"low\":-0.000000001,\"close\":9223372036.854775806,"
	    "\"volume\":18446744073709551615,\"source\":\"databento\"}\n");
}

static void
a_bar_comes_back_as_it_was(void)
{
	struct bar b = { 0 };
	char *text;
	struct err e;
	struct bar whole = goog;

	whole.high = 5;
	text = emitted(&bar_kind, &whole);
	CHECK(read_back(&bar_kind, text, &b, &e) == 0);
	CHECK(memcmp(&b, &whole, sizeof b) == 0);
	free(text);
}

static void
a_bar_without_symbol_has_null(void)
{
	struct bar b = goog;

	b.symbol[0] = b.source[0] = '\0';
	b.volume = 0;
	EMITTED(&bar_kind, &b,
	    "{\"kind\":\"bar\",\"symbol\":null,\"date\":\"2004-08-19\",\"open\":100.01,\"high\":null,"
	    "\"low\":-0.000000001,\"close\":9223372036.854775806,\"volume\":0}\n");
}

static void
volumes_that_are_none_are_refused(void)
{
	static const char *const bad[] = { "-1", "1.5", "18446744073709551616", "\"7\"" };
	struct bar b;
	struct err e;
	char text[256];
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		(void)snprintf(text, sizeof text,
		    "{\"symbol\":\"A\",\"date\":\"2004-08-19\",\"open\":1,\"high\":1,\"low\":1,"
		    "\"close\":1,\"volume\":%s}",
		    bad[i]);
		CHECK(read_back(&bar_kind, text, &b, &e) && e.code == ERR_DATA);
	}
	CHECK(read_back(&bar_kind,
		  "{\"symbol\":\"A\",\"date\":\"2004-08-19\",\"open\":1,\"high\":1,\"low\":1,"
		  "\"close\":1,\"volume\":1.5e3}",
		  &b, &e) == 0 &&
	      b.volume == 1500);
}

static void
a_message_cuts_no_character(void)
{
	struct bar b;
	struct err e;

	CHECK(read_back(&bar_kind,
	    "{\"symbol\":\"A\",\"date\":\"0123456789012345678901234567890123456789012345678901234567890123456789"
	    "012345678\xe2\x82\xac\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1}",
	    &b, &e));
	CHECK(utf8_valid(e.msg, strlen(e.msg)));
}

static void
a_candle_has_its_time_twice(void)
{
	const struct candle c = { .symbol = "A\"B",
		.interval = "1m",
		.ts = INT64_C(1709562600000000001),
		.ts_ns = INT64_C(1709562600000000001),
		.open = 1,
		.volume = 3 };

	EMITTED(&candle_kind, &c,
	    "{\"kind\":\"candle\",\"symbol\":\"A\\\"B\",\"interval\":\"1m\","
	    "\"ts\":\"2024-03-04T14:30:00.000000001Z\",\"ts_ns\":1709562600000000001,"
	    "\"open\":0.000000001,\"high\":0,\"low\":0,\"close\":0,\"volume\":3}\n");
}

/* Numbers of every length, and those around the places where the form changes. */
static int64_t
some_number(unsigned i)
{
	static const int64_t edges[] = { 0, 1, -1, 9, 10, 99, 100, 999999999, 1000000000,
		1000000001, 1010000000, 1100000000, 10000000, 20000000, 9999999, 10000001,
		INT64_MAX, INT64_MAX - 1, INT64_MIN, INT64_MIN + 1 };
	const unsigned n = sizeof edges / sizeof edges[0];
	uint64_t x = i * UINT64_C(6364136223846793005) + 1442695040888963407u;

	if (i < n)
		return edges[i];
	x ^= x >> 29;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	return (int64_t)(i % 3 == 0   ? x >> i % 64
			 : i % 3 == 1 ? x >> i % 64 << i % 40
				      : (x >> 20) / 10000000 * 10000000);
}

static void
lines_are_what_field_emit_writes(void)
{
	static const char *const symbols[] = { "GOOG", "", "BRK.B", "A\"B\\", "\x01\x7f",
		"\xc3\xa9", "\xff",
		"01234567890123456789012345678901234567890123456789012345678901234567890" };
	struct line lb, lc;
	struct buf got = { 0 };
	struct candle c = { .interval = "1s" };
	struct bar b = { 0 };
	char *want;
	unsigned i;

	line_init(&lb, &bar_kind);
	line_init(&lc, &candle_kind);
	for (i = 0; i < 5000; i++) {
		(void)snprintf(b.symbol, sizeof b.symbol, "%s", symbols[i % 8]);
		(void)snprintf(b.source, sizeof b.source, "%s", symbols[i % 3]);
		b.date = some_number(i);
		b.open = some_number(i + 1);
		b.high = some_number(i + 2);
		b.low = -(some_number(i + 3) % INT64_MAX);
		b.close = some_number(i + 4);
		b.volume = (uint64_t)some_number(i + 5);
		want = emitted(&bar_kind, &b);
		line_json(&lb, &b, &got);
		CHECK_STR(got.p, want);
		free(want);
		buf_reset(&got);

		memcpy(c.symbol, b.symbol, sizeof c.symbol);
		c.ts = i % 2 == 0 ? b.date : b.date / 1000000000 * 1000000000;
		c.ts_ns = c.ts;
		c.close = b.close;
		c.volume = b.volume;
		want = emitted(&candle_kind, &c);
		line_json(&lc, &c, &got);
		CHECK_STR(got.p, want);
		free(want);
		buf_reset(&got);
	}
	buf_release(&got);
}

static void
a_line_may_be_csv(void)
{
	struct buf got = { 0 };
	struct bar b = goog;
	struct line l;

	line_init(&l, &bar_kind);
	line_csv_header(&l, &got);
	line_csv(&l, &b, &got);
	(void)snprintf(b.symbol, sizeof b.symbol, "a\"b,c");
	b.source[0] = '\0';
	line_csv(&l, &b, &got);
	b.symbol[0] = '\0';
	line_csv(&l, &b, &got);
	CHECK_STR(got.p,
	    "symbol,date,open,high,low,close,volume,source\n"
	    "GOOG,2004-08-19,100.01,,-0.000000001,9223372036.854775806,18446744073709551615,databento\n"
	    "\"a\"\"b,c\",2004-08-19,100.01,,-0.000000001,9223372036.854775806,18446744073709551615,\n"
	    ",2004-08-19,100.01,,-0.000000001,9223372036.854775806,18446744073709551615,\n");
	buf_release(&got);
}

/* The digits against printf's. */
static void
numbers_are_printed_exactly(void)
{
	char got[NUM_TEXT_MAX], want[64], *end;
	int64_t v;
	unsigned i;

	for (i = 0; i < 20000; i++) {
		v = some_number(i);
		CHECK_INT((intmax_t)num_uint_text(got, (uint64_t)v),
		    snprintf(want, sizeof want, "%" PRIu64, (uint64_t)v));
		CHECK_STR(got, want);
		(void)snprintf(want, sizeof want, "%s%" PRIu64 ".%09" PRIu64, v < 0 ? "-" : "",
		    (v < 0 ? -(uint64_t)v : (uint64_t)v) / 1000000000,
		    (v < 0 ? -(uint64_t)v : (uint64_t)v) % 1000000000);
		for (end = want + strlen(want) - 1; *end == '0'; end--)
			*end = '\0';
		if (*end == '.')
			*end = '\0';
		CHECK_INT((intmax_t)num_fixed_text(got, v, 9), (intmax_t)strlen(want));
		CHECK_STR(got, want);
	}
}

int
main(void)
{
	RUN(a_bar_keeps_every_digit);
	RUN(a_bar_comes_back_as_it_was);
	RUN(a_bar_without_symbol_has_null);
	RUN(volumes_that_are_none_are_refused);
	RUN(a_message_cuts_no_character);
	RUN(a_candle_has_its_time_twice);
	RUN(lines_are_what_field_emit_writes);
	RUN(a_line_may_be_csv);
	RUN(numbers_are_printed_exactly);
	return tap_done();
}
