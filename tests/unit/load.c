/* What a JSON value becomes on its way into a column: checked by type, escaped for COPY */
#include "db/load_value.h"

#include "base/buf.h"
#include "base/err.h"
#include "db/load_merge.h"
#include "db/load_rows.h"
#include "db/load_table.h"
#include "io/object.h"
#include "tap.h"

static struct buf tmp[2], names;
static struct rec rec;
static char out[512];
static struct err e;

/* The COPY text of a JSON value, or NULL when it is refused. */
static const char *
taken(uint32_t oid, bool array, int typmod, const char *json)
{
	struct load_type type = load_type_of(oid, array, typmod);
	struct slice s;
	char line[512];
	int n = snprintf(line, sizeof line, "{\"v\":%s}", json);

	if (object_parse(line, (size_t)n, &rec, &names, &e))
		return "no JSON";
	if (load_value(&type, &rec.f[0], &s, tmp, &e))
		return NULL;
	(void)snprintf(out, sizeof out, "%.*s", (int)s.n, s.p);
	return out;
}

#define TAKES(oid, json, want) CHECK_STR(taken(oid, false, -1, json), want)
#define REFUSES(oid, json) CHECK(taken(oid, false, -1, json) == NULL)

enum { BOOL = 16, INT8 = 20, INT2 = 21, INT4 = 23, TEXT = 25, FLOAT8 = 701, VARCHAR = 1043 };
enum { DATE = 1082, TIMESTAMP = 1114, TIMESTAMPTZ = 1184, NUMERIC = 1700, UUID = 2950 };
enum { JSONB = 3802, INET = 869 };

static void
text(void)
{
	TAKES(TEXT, "\"plain\"", "plain");
	TAKES(TEXT, "\"\"", "");
	TAKES(TEXT, "\"\\\\N\"", "\\\\N");
	TAKES(TEXT, "\"a\\tb\\nc\\rd\\\\e\\\"f\\u0001\"", "a\\tb\\nc\\rd\\\\e\"f\x01");
	TAKES(TEXT, "\"\\ud83d\\ude00\\u00e9\"", "\xf0\x9f\x98\x80\xc3\xa9");
	REFUSES(TEXT, "1");
	REFUSES(TEXT, "true");
	REFUSES(TEXT, "[]");
	CHECK_STR(taken(VARCHAR, false, 4 + 3, "\"\xc3\xa4\xc3\xb6\xc3\xbc\""),
	    "\xc3\xa4\xc3\xb6\xc3\xbc");
	CHECK(taken(VARCHAR, false, 4 + 3, "\"abcd\"") == NULL);
	CHECK(taken(VARCHAR, false, 4 + 3, "\"abc\\u00e9\"") == NULL);
}

static void
integers(void)
{
	TAKES(INT8, "9223372036854775807", "9223372036854775807");
	TAKES(INT8, "-9223372036854775808", "-9223372036854775808");
	TAKES(INT8, "\"42\"", "42");
	TAKES(INT8, "1.50e2", "150");
	TAKES(INT8, "-0", "-0");
	REFUSES(INT8, "9223372036854775808");
	CHECK_STR(e.msg, "9223372036854775808 is above 9223372036854775807");
	REFUSES(INT8, "-9223372036854775809");
	REFUSES(INT8, "1.5");
	REFUSES(INT8, "\"-\"");
	REFUSES(INT8, "\"\"");
	REFUSES(INT8, "\"+1\"");
	REFUSES(INT8, "\" 1\"");
	REFUSES(INT8, "\"0x1\"");
	TAKES(INT4, "2147483647", "2147483647");
	REFUSES(INT4, "2147483648");
	TAKES(INT2, "-32768", "-32768");
	REFUSES(INT2, "-32769");
}

static void
numbers(void)
{
	TAKES(NUMERIC, "9223372036.854775806", "9223372036.854775806");
	TAKES(NUMERIC, "1e-400", "1e-400");
	TAKES(NUMERIC, "\"1.50\"", "1.50");
	TAKES(NUMERIC, "\"NaN\"", "NaN");
	REFUSES(NUMERIC, "\"nan\"");
	REFUSES(NUMERIC, "\"1_0\"");
	REFUSES(NUMERIC, "true");
	CHECK_STR(taken(NUMERIC, false, 4 + (6 << 16 | 2), "1234.567"), "1234.567");
	CHECK_STR(taken(NUMERIC, false, 4 + (6 << 16 | 2), "0001234"), "no JSON");
	CHECK(taken(NUMERIC, false, 4 + (6 << 16 | 2), "-12345") == NULL);
	TAKES(FLOAT8, "1e300", "1e300");
	TAKES(FLOAT8, "\"-Infinity\"", "-Infinity");
	TAKES(BOOL, "true", "true");
	REFUSES(BOOL, "1");
	REFUSES(BOOL, "\"true\"");
}

static void
times(void)
{
	TAKES(DATE, "\"0001-01-01\"", "0001-01-01");
	TAKES(DATE, "\"2000-02-29\"", "2000-02-29");
	TAKES(DATE, "\"infinity\"", "infinity");
	REFUSES(DATE, "\"1900-02-29\"");
	REFUSES(DATE, "\"0000-01-01\"");
	REFUSES(DATE, "\"2024-13-01\"");
	REFUSES(DATE, "\"2024-1-01\"");
	REFUSES(DATE, "\"today\"");
	REFUSES(DATE, "20240101");
	TAKES(TIMESTAMPTZ, "\"2024-03-04T14:30:00Z\"", "2024-03-04T14:30:00Z");
	TAKES(TIMESTAMPTZ, "\"2024-03-04 14:30:60.123456789+05:30\"",
	    "2024-03-04 14:30:60.123456789+05:30");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T14:30:00\"");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T24:30:00Z\"");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T14:30:00.Z\"");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T14:30Z\"");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T14:30:00+16:00\"");
	REFUSES(TIMESTAMPTZ, "\"2024-03-04T14:30:00Z \"");
	TAKES(TIMESTAMP, "\"2024-03-04T14:30:00\"", "2024-03-04T14:30:00");
	REFUSES(TIMESTAMP, "\"2024-03-04T14:30:00+00:00\"");
}

static void
others(void)
{
	TAKES(UUID, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"",
	    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
	REFUSES(UUID, "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g\"");
	REFUSES(UUID, "\"a0eebc999c0b4ef8bb6d6bb9bd380a11\"");
	TAKES(JSONB, "{\"a\":\t[1,\"\\n\"]}", "{\"a\":\\t[1,\"\\\\n\"]}");
	TAKES(JSONB, "\"s\"", "\"s\"");
	TAKES(JSONB, "\"s\\\\\"", "\"s\\\\\\\\\"");
	TAKES(JSONB, "12", "12");
	TAKES(INET, "\"::1\"", "::1");
	TAKES(INET, "\"a\\\\b\"", "a\\\\b");
}

static void
arrays(void)
{
	CHECK_STR(taken(TEXT, true, -1, "[]"), "{}");
	CHECK_STR(
	    taken(TEXT, true, -1, "[ \"a\" , null,\"NULL\",\"\"]"), "{\"a\",NULL,\"NULL\",\"\"}");
	/* a quote inside: escaped for the literal, and that once more for COPY */
	CHECK_STR(taken(TEXT, true, -1, "[\"\\\"\",\"\\\\\",\",}\"]"),
	    "{\"\\\\\"\",\"\\\\\\\\\",\",}\"}");
	CHECK_STR(taken(TEXT, true, -1, "[\"a\\tb\"]"), "{\"a\\tb\"}");
	CHECK_STR(taken(INT4, true, -1, "[[1,2],[3,4]]"), "{{\"1\",\"2\"},{\"3\",\"4\"}}");
	CHECK_STR(taken(JSONB, true, -1, "[{\"a\":[\"]\"]},[1],null]"),
	    "{\"{\\\\\"a\\\\\":[\\\\\"]\\\\\"]}\",\"[1]\",NULL}");
	CHECK(taken(TEXT, true, -1, "\"{a}\"") == NULL);
	CHECK(taken(TEXT, true, -1, "[1]") == NULL);
	CHECK(taken(INT2, true, -1, "[1,[40000]]") == NULL);
	CHECK(taken(TEXT, true, -1, "{\"a\":1}") == NULL);
}

static char col_names[][2] = { "k", "a", "b" };

/* Records of different keys: where segments begin, and what their rows look like. */
static void
segments(void)
{
	static const char *const lines[] = { "{\"k\":\"1\",\"a\":\"x\"}",
		"{\"a\":\"y\",\"k\":\"2\"}", "{\"k\":\"3\"}", "{\"k\":\"4\",\"b\":null,\"z\":1}",
		"{\"a\":\"no key\"}" };
	struct load_col cols[3] = { 0 };
	const struct load_table table = { .name = col_names[0],
		.cols = cols,
		.ncols = 3,
		.high = LOAD_NONE,
		.low = LOAD_NONE,
		.updated_at = LOAD_NONE };
	struct load_rows rows;
	struct slice s;
	size_t i;

	for (i = 0; i < 3; i++)
		cols[i] = (struct load_col){ .name = col_names[i],
			.json = col_names[i],
			.type = load_type_of(TEXT, false, -1),
			.stand_in = LOAD_NONE,
			.key = i == 0 };
	load_rows_init(&rows, &table, false, true);
	for (i = 0; i < 5; i++) {
		CHECK(object_parse(lines[i], strlen(lines[i]), &rec, &names, &e) == 0);
		CHECK_INT(load_rows_take(&rows, &rec, rec.line, 0, i + 1, &e), i == 4 ? -1 : 0);
		CHECK((rows.unknown != NULL) == (i == 3));
	}
	CHECK_STR(e.msg, "k is missing");
	CHECK_INT(rows.n, 4);
	CHECK_INT(rows.nsegs, 3);
	CHECK(!rows.segs[0].masked && load_merge_can_copy(&table, &rows.segs[0]));
	CHECK(rows.segs[1].masked && rows.segs[1].from == 2 && rows.segs[1].ncols == 2);
	CHECK(rows.segs[2].masked && rows.segs[2].from == 3 && rows.segs[2].ncols == 3);
	s = load_rows_text(&rows, 0, 4);
	CHECK(slice_is(s, "1\tx\n2\ty\n3\t\\N\t10\n4\t\\N\t\\N\t101\n"));
	CHECK(slice_is(load_rows_raw(&rows, 2), lines[2]));
	load_rows_clear(&rows);
	CHECK_INT(rows.n + rows.nsegs, 0);
	load_rows_release(&rows);
}

int
main(void)
{
	RUN(text);
	RUN(integers);
	RUN(numbers);
	RUN(times);
	RUN(others);
	RUN(arrays);
	RUN(segments);
	buf_release(&tmp[0]);
	buf_release(&tmp[1]);
	buf_release(&names);
	return tap_done();
}
