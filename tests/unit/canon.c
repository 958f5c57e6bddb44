/* io/canon and base/real: one spelling, as Python prints it, and what is none */
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/real.h"
#include "io/canon.h"
#include "tap.h"

/* What comes out, or "" when it is refused. */
static const char *
spell(struct buf *out, const char *text, size_t n, enum canon_text how)
{
	struct err e = { 0 };

	buf_reset(out);
	buf_str(out, "");
	if (canon_json(out, text, n, how, &e)) {
		CHECK_INT(e.code, ERR_DATA);
		CHECK_INT(out->len, 0);
	}
	return out->p;
}

static void
spellings(void)
{
	/* the right side is what CPython 3.11 prints */
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "null", "null" },
		{ " [ true , false\t,null\r\n] ", "[true,false,null]" },
		{ "{}", "{}" },
		{ "{ \"a\" : { } }", "{\"a\":{}}" },
		{ "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}" },
		{ "{\"b\":{\"d\":1,\"c\":[{\"f\":1,\"e\":2}]},\"a\":2}",
		    "{\"a\":2,\"b\":{\"c\":[{\"e\":2,\"f\":1}],\"d\":1}}" },
		{ "{\"ab\":1,\"a\":2,\"\":3,\"B\":4}", "{\"\":3,\"B\":4,\"a\":2,\"ab\":1}" },
		{ "{\"a\":1,\"b\":2,\"a\":[3]}", "{\"a\":[3],\"b\":2}" },
		{ "{\"a\":1,\"\\u0061\":2}", "{\"a\":2}" },
		{ "{\"a\":{\"x\":1},\"a\":{\"y\":2,\"x\":3}}", "{\"a\":{\"x\":3,\"y\":2}}" },
		{ "{\"\\ud83d\\ude00\":1,\"\\uff5e\":2}", "{\"\\uff5e\":2,\"\\ud83d\\ude00\":1}" },
		{ "\"\\/\\\"\\\\\\b\\f\\n\\r\\t\\u001F\\u007f\"",
		    "\"/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\\u007f\"" },
		{ "\"\\u00E9\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f\"",
		    "\"\\u00e9\\u00e9\\u20ac\\ud83d\\ude00\\u007f\"" },
		{ "[0,-0,10,-5,123456789012345678901234567890]",
		    "[0,0,10,-5,123456789012345678901234567890]" },
		{ "[1.0,1.10,1e5,1E+16,-0.0,0.30000000000000004,1e-7,0.0001,5e-324]",
		    "[1.0,1.1,100000.0,1e+16,-0.0,0.30000000000000004,1e-07,0.0001,5e-324]" },
		{ "[9999999999999998.0,1e22,1e-999,-1.5e300,123456.789e3]",
		    "[9999999999999998.0,1e+22,0.0,-1.5e+300,123456789.0]" },
	};
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_STR(
		    spell(&out, rows[i].text, strlen(rows[i].text), CANON_ASCII), rows[i].want);
		CHECK_STR(
		    spell(&out, rows[i].want, strlen(rows[i].want), CANON_ASCII), rows[i].want);
	}
	buf_release(&out);
}

static void
text_that_stays(void)
{
	static const char text[] =
	    "{\"b\":\"\xc3\xbc\\u00fc\x7f\\u0001\\/\",\"a\":\"\\ud83d\\ude00\"}";
	struct buf out = { 0 };

	CHECK_STR(spell(&out, text, sizeof text - 1, CANON_UTF8),
	    "{\"a\":\"\xf0\x9f\x98\x80\",\"b\":\"\xc3\xbc\xc3\xbc\x7f\\u0001/\"}");
	buf_release(&out);
}

static void
refused(void)
{
	static const char *const bad[] = { "", " ", "{", "[", "\"", "[1", "[1,", "[1,]", "[,1]",
		"{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\" 1}",
		"{1:1}", "]", "}", "1 2", "{}{}", "nul", "nulll", "True", "NaN", "Infinity",
		"-Infinity", "-", "+1", "01", ".5", "1.", "1e", "1e+", "--1", "1e999", "-1e999",
		"0x1", "'a'", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u0000\"", "\"\\ud800\"",
		"\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"\n\"",
		"\"\t\"", "\"\xff\"", "\"\xc3\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
		"\xef\xbb\xbf{}", "[1]//", "\"a\\" };
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_STR(spell(&out, bad[i], strlen(bad[i]), CANON_ASCII), "");
	CHECK_STR(spell(&out, "[1\0]", 4, CANON_ASCII), "");
	CHECK_STR(spell(&out, "\"a\0\"", 4, CANON_ASCII), "");
	CHECK_STR(spell(&out, "1\0", 2, CANON_ASCII), "");
	buf_release(&out);
}

static void
limits(void)
{
	char deep[2 * CANON_DEPTH_MAX + 3];
	struct buf out = { 0 };
	char *big = malloc(CANON_MAX + 1);

	memset(deep, '[', CANON_DEPTH_MAX + 1);
	memset(deep + CANON_DEPTH_MAX + 1, ']', CANON_DEPTH_MAX + 1);
	CHECK_STR(spell(&out, deep, 2 * CANON_DEPTH_MAX + 2, CANON_ASCII), "");
	CHECK_INT(
	    strlen(spell(&out, deep + 1, 2 * CANON_DEPTH_MAX, CANON_ASCII)), 2 * CANON_DEPTH_MAX);
	CHECK(big != NULL);
	if (big == NULL)
		return;
	memset(big, ' ', CANON_MAX + 1);
	big[0] = '1';
	CHECK_STR(spell(&out, big, CANON_MAX, CANON_ASCII), "1");
	CHECK_STR(spell(&out, big, CANON_MAX + 1, CANON_ASCII), "");
	memset(big, '9', CANON_MAX);
	memcpy(big, "0.", 2);
	CHECK_STR(spell(&out, big, CANON_MAX, CANON_ASCII), "1.0");
	free(big);
	buf_release(&out);
}

static void
what_was_there_stays(void)
{
	struct buf out = { .secret = true };
	struct err e;

	buf_str(&out, "head:");
	CHECK_INT(canon_json(&out, "{\"b\":[1,2],\"a\":0}", 17, CANON_ASCII, &e), 0);
	CHECK_STR(out.p, "head:{\"a\":0,\"b\":[1,2]}");
	out.len = 5;
	CHECK_INT(canon_json(&out, "{\"b\":[1,2],\"a\"}", 15, CANON_ASCII, &e), -1);
	CHECK_STR(e.msg, "column 15: a colon is missing");
	CHECK_STR(out.p, "head:");
	buf_release(&out);
}

static void
reals(void)
{
	/* what CPython 3.11 prints; the last ones lie above a power of two, where doubles are unevenly spaced */
	static const char *const rows[][2] = { { "0.1", "0.1" }, { "100", "100.0" },
		{ "-0.0", "-0.0" }, { "1e15", "1000000000000000.0" }, { "1e16", "1e+16" },
		{ "0.00001", "1e-05" }, { "123456789.125", "123456789.125" },
		{ "1.7976931348623157e308", "1.7976931348623157e+308" },
		{ "2.2250738585072014e-308", "2.2250738585072014e-308" }, { "4e-324", "5e-324" },
		{ "2.2250738585072011e-308", "2.225073858507201e-308" },
		{ "0.000000000000056843418860808014869689941406250", "5.684341886080802e-14" },
		{ "9007199254740993.0", "9007199254740992.0" }, { "1e23", "1e+23" },
		{ "9.5367431640625e-07", "9.5367431640625e-07" } };
	char out[REAL_TEXT_MAX];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		CHECK_INT(real_text(out, rows[i][0]), strlen(rows[i][1]));
		CHECK_STR(out, rows[i][1]);
	}
	CHECK_INT(real_text(out, "1e309"), 0);
	CHECK_INT(real_text(out, "-1e309"), 0);
}

int
main(void)
{
	RUN(spellings);
	RUN(text_that_stays);
	RUN(refused);
	RUN(limits);
	RUN(what_was_there_stays);
	RUN(reals);
	return tap_done();
}
