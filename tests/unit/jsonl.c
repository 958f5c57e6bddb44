/* io/jsonl and io/object: what is a record and what is not */
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/jsonl.h"
#include "io/object.h"
#include "tap.h"

static struct rec rec;

/* The outcome of a text as a string: fields of each record, "!" for a refused line. */
static char *
outcome(const char *text, size_t n)
{
	FILE *fp = fmemopen((void *)(uintptr_t)text, n, "r");
	struct buf out = { 0 };
	struct jsonl in;
	struct err e;
	size_t i;
	int got;

	jsonl_init(&in, fp, "test");
	while ((got = jsonl_next(&in, &rec, &e)) != 0) {
		if (got < 0) {
			buf_fmt(&out, "!%zu ", in.lineno);
			continue;
		}
		for (i = 0; i < rec.n; i++) {
			buf_fmt(&out, "%.*s%c", (int)rec.f[i].name.n, rec.f[i].name.p,
			    "nftN\"{["[rec.f[i].type]);
			rec_text(&rec.f[i], &out);
			buf_char(&out, ' ');
		}
		buf_char(&out, ';');
	}
	jsonl_release(&in);
	(void)fclose(fp);
	return buf_take(&out);
}

#define OUTCOME(text, want)                                                                        \
	do {                                                                                       \
		char *got_text = outcome(text, sizeof(text) - 1);                                  \
		CHECK_STR(got_text, want);                                                         \
		free(got_text);                                                                    \
	} while (0)

static void
records_are_read(void)
{
	OUTCOME("{\"a\":1}\n{\"b\":\"x\"}\r\n\n   \n{}\n{\"c\":null}", "aN1 ;b\"x ;;cnnull ;");
	OUTCOME("{\"n\":-12.50e+3,\"t\":true,\"f\":false,\"o\":{\"a\":[1,{}]},\"l\":[ ]}\n",
	    "nN-12.50e+3 tttrue fffalse o{{\"a\":[1,{}]} l[[ ] ;");
	OUTCOME(" { \"a\" : 1 , \"b\" : 2 } \t\n", "aN1 bN2 ;");
	OUTCOME("{\"a\":1704153600123456789}", "aN1704153600123456789 ;");
}

static void
escapes_are_decoded(void)
{
	OUTCOME("{\"a\":\"\\u00e4\\ud83d\\ude00\\n\\/\\\"\\\\\"}",
	    "a\"\xc3\xa4\xf0\x9f\x98\x80\n/\"\\ ;");
	OUTCOME("{\"\\u0061b\":1,\"c\":2,\"d\\u0065\":3}", "abN1 cN2 deN3 ;");
}

static void
what_is_wrong_is_refused(void)
{
	static const char *const lines[] = { "[1]", "1", "\"a\"", "{", "{\"a\"}", "{\"a\":}",
		"{\"a\":1,}", "{,}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
		"{\"a\":1e}", "{\"a\":-}", "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":truex}",
		"{\"a\":'x'}", "{a:1}", "{\"a\":1}{\"b\":2}", "{\"a\":1} x", "{\"a\":\"\\x\"}",
		"{\"a\":\"\\u12g4\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\x01\"}",
		"{\"a\":\"\xc3\"}", "{\"a\":\"\xc0\xaf\"}", "{\"a\":\"\xed\xa0\x80\"}",
		"{\"a\":\"\xf4\x90\x80\x80\"}", "{\"a\":\"x", "{\"a\":1,\"a\":2}",
		"{\"a\":1,\"\\u0061\":2}", "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":{\"b\"}}",
		"{\"a\":1 \"b\":2}", "{\"a\":\"\\u", "{\"a\":\"\\", NULL };
	char text[128], *got;
	size_t i;

	for (i = 0; lines[i] != NULL; i++) {
		(void)snprintf(text, sizeof text, "%s\n{\"z\":1}\n", lines[i]);
		got = outcome(text, strlen(text));
		if (strcmp(got, "!1 zN1 ;") != 0) {
			printf("# '%s' gave '%s'\n", lines[i], got);
			tap.ok = false;
		}
		free(got);
	}
	OUTCOME("{\"a\":\"x\0y\"}\n{\"z\":1}", "!1 zN1 ;");
	OUTCOME("{\"a\":1}\0\n{\"z\":1}", "!1 zN1 ;");
}

/* Whether the first n bytes of text are an object. */
static bool
is_object(const char *text, size_t n)
{
	struct buf names = { 0 };
	struct err e;
	bool is = object_parse(text, n, &rec, &names, &e) == 0;

	buf_release(&names);
	return is;
}

static void
what_stands_behind_the_end_does_not_count(void)
{
	CHECK(is_object("{\"a\":1}\r\n", 7));
	CHECK(is_object("{\"a\":1}\r\n", 8));
	CHECK(is_object("{\"a\":1} \t\r", 9));
	CHECK(!is_object("{\"a\":1}x\r\n", 8));
	CHECK(!is_object("{\"a\":1} \rx\n", 10));
	CHECK(!is_object("{\"a\":1\r}\n", 6)); /* its end is not within */
	CHECK(!is_object("{\"a\":1,\r\"b\":2}", 7));
}

/* A line of n bytes: {"a":"xxx..."} */
static char *
long_line(size_t n, const char *behind)
{
	char *line = malloc(n + strlen(behind) + 1);

	memset(line, 'x', n);
	memcpy(line, "{\"a\":\"", 6);
	memcpy(line + n - 2, "\"}", 2);
	memcpy(line + n, behind, strlen(behind) + 1);
	return line;
}

static void
lines_have_a_limit(void)
{
	char *line = long_line(JSONL_LINE_MAX, "\n{\"z\":1}\n"), *got = outcome(line, strlen(line));

	CHECK_INT((intmax_t)strlen(got), (intmax_t)(JSONL_LINE_MAX - 8 + 9));
	free(got);
	free(line);
	line = long_line(JSONL_LINE_MAX + 1, "\n{\"z\":1}\n");
	got = outcome(line, strlen(line));
	CHECK_STR(got, "!1 zN1 ;");
	free(got);
	free(line);
}

static void
nesting_has_a_limit(void)
{
	char text[400];
	size_t i;

	for (i = 62; i <= 64; i++) {
		char *got;

		memcpy(text, "{\"a\":", 5);
		memset(text + 5, '[', i);
		memset(text + 5 + i, ']', i);
		memcpy(text + 5 + 2 * i, "}", 2);
		got = outcome(text, strlen(text));
		CHECK(i < 64 ? got[0] == 'a' : got[0] == '!');
		free(got);
	}
}

static void
fields_have_a_limit(void)
{
	struct buf text = { 0 };
	char *got;
	int i;

	buf_char(&text, '{');
	for (i = 0; i <= REC_FIELDS_MAX; i++)
		buf_fmt(&text, "%s\"f%d\":%d", i ? "," : "", i, i);
	buf_str(&text, "}\n");
	got = outcome(text.p, text.len);
	CHECK_STR(got, "!1 ");
	free(got);
	buf_release(&text);
}

/* Names are compared with those of the line before: every way to be like them and yet not the same. */
static void
lines_may_differ_from_the_one_before(void)
{
#define FIRST "{\"kind\":1,\"symbol\":2,\"volume\":3}\n"
#define THREE "kindN1 symbolN2 volumeN3 ;"
	OUTCOME(FIRST FIRST FIRST, THREE THREE THREE);
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":2}\n" FIRST, THREE "kindN1 symbolN2 ;" THREE);
	OUTCOME(FIRST "{}\n" FIRST, THREE ";" THREE);
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":2,\"volume\":3,\"v\":4}\n" FIRST,
	    THREE "kindN1 symbolN2 volumeN3 vN4 ;" THREE);
	OUTCOME(
	    FIRST "{\"symbol\":2,\"kind\":1,\"volume\":3}\n", THREE "symbolN2 kindN1 volumeN3 ;");
	OUTCOME(FIRST "{\"kind\" :1,\"symbol\": 2, \"volume\" : 3 }\n" FIRST, THREE THREE THREE);
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":2,\"kind\":3}\n" FIRST, THREE "!2 " THREE);
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":2,\"volume\":3,\"symbol\":4}\n", THREE "!2 ");
	OUTCOME(FIRST "{\"kind\":1,\"s\\u0079mbol\":2,\"volume\":3}\n" FIRST, THREE THREE THREE);
	OUTCOME(FIRST "{\"kind\":1,\"s\\u0079mbol\":2,\"symbol\":3}\n", THREE "!2 ");
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":}\n" FIRST, THREE "!2 " THREE);
	OUTCOME(FIRST "{\"kind\":", THREE "!2 ");
	OUTCOME(FIRST "{\"kind\":1,\"symbol\":2,\"volume\"", THREE "!2 ");
	OUTCOME("{\"a_name_of_fourteen\":1}\n{\"a_name_of_fourteen\":2}\n",
	    "a_name_of_fourteenN1 ;a_name_of_fourteenN2 ;");
	OUTCOME(
	    "{\"thirteen_long\":1,\"b\":2}\n{\"thirteen_long\":3,\"b\":4}\n{\"thirteen_longe\":5}\n",
	    "thirteen_longN1 bN2 ;thirteen_longN3 bN4 ;thirteen_longeN5 ;");
	OUTCOME("{\"\":1,\"a\":2}\n{\"\":3,\"a\":4}\n", "N1 aN2 ;N3 aN4 ;");
#undef FIRST
#undef THREE
}

int
main(void)
{
	RUN(records_are_read);
	RUN(escapes_are_decoded);
	RUN(what_is_wrong_is_refused);
	RUN(what_stands_behind_the_end_does_not_count);
	RUN(lines_have_a_limit);
	RUN(nesting_has_a_limit);
	RUN(fields_have_a_limit);
	RUN(lines_may_differ_from_the_one_before);
	return tap_done();
}
