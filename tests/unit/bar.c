/* rec/bar and rec/field: a bar as a record and back */
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/rec.h"
#include "rec/bar.h"
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

int
main(void)
{
	RUN(a_bar_keeps_every_digit);
	RUN(a_bar_comes_back_as_it_was);
	RUN(a_bar_without_symbol_has_null);
	RUN(volumes_that_are_none_are_refused);
	RUN(a_candle_has_its_time_twice);
	return tap_done();
}
