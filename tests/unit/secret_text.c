/* The text of a secret as variables: exact, or refused with the key's name and no value */
#include "secret/text.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "tap.h"

#define HIDDEN "SeCrEt" /* in each value that no message may show */

static struct buf got;

static int
take(void *arg, const char *name, const char *value, size_t lineno, struct err *e)
{
	(void)arg;
	(void)lineno;
	(void)e;
	buf_fmt(&got, "%s=%s;", name, value);
	return 0;
}

static void
is(const char *text, const char *want)
{
	struct err e = { 0 };

	buf_reset(&got);
	CHECK_INT(text_object(text, strlen(text), take, NULL, &e), 0);
	CHECK_STR(e.msg, "");
	CHECK_STR(got.p, want);
}

static void
refused(const char *text, size_t n, const char *want)
{
	struct err e = { 0 };

	buf_reset(&got);
	CHECK_INT(text_object(text, n, take, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, HIDDEN) == NULL);
	if (strstr(e.msg, want) == NULL)
		CHECK_STR(e.msg, want);
}

#define REFUSED(text, want) refused(text, sizeof text - 1, want)

static void
test_scalars(void)
{
	is("{\"A\":\"x\",\"B\":12345678901234567890.10,\"C\":1E400,\"D\":true,\"E\":false,\"F\":null,\"G\":\"\"}",
	    "A=x;B=12345678901234567890.10;C=1E400;D=true;E=false;G=;");
	is("{\"A\":-0.0}", "A=-0.0;");
	is("{ \"\\u0041B\" : \"\\u00e9\\n\\\"\\ud83d\\ude00\" }",
	    "AB=\xc3\xa9\n\"\xf0\x9f\x98\x80;");
}

static void
test_lines(void)
{
	is("\n{\r\n\t\"A\": \"x\\\\\",\n\t\"B\": \"{\"\n}\n", "A=x\\;B={;");
	REFUSED("{\"A\": \"" HIDDEN "\n\"}", "key 'A': column");
	REFUSED("{\"A\": \"" HIDDEN "\\\n\"}", "key 'A': column");
}

static void
test_shapes(void)
{
	REFUSED("", "it is empty");
	REFUSED(" \n", "it is empty");
	REFUSED("{}", "an object without a value");
	REFUSED("{\"A\":null}", "an object without a value");
	REFUSED("[\"" HIDDEN "\"]", "it is a JSON array");
	REFUSED(HIDDEN, "it is a plain text");
	REFUSED("\"" HIDDEN "\"", "it is a plain text");
	REFUSED("{\"A\":\"" HIDDEN "\"", "a comma or the closing bracket is missing");
	REFUSED("{\"A\":\"" HIDDEN "\"} x", "something behind the object");
	REFUSED("{\"\\u0041\":\"" HIDDEN "\", \"A\":\"x\"",
	    "a comma or the closing bracket is missing");
}

static void
test_keys(void)
{
	REFUSED("{\"A\":{\"B\":\"" HIDDEN "\"}}", "key 'A' is an object");
	REFUSED("{\"A\":[\"" HIDDEN "\"]}", "key 'A' is an array");
	REFUSED("{\"9A\":\"" HIDDEN "\"}", "key '9A' is no name");
	REFUSED("{\"A B\":\"" HIDDEN "\"}", "key 'A B' is no name");
	REFUSED("{\"\":\"" HIDDEN "\"}", "key '' is no name");
	REFUSED("{\"A=B\":\"" HIDDEN "\"}", "key 'A=B' is no name");
	REFUSED("{\"A\":\"x\",\"B\":\"" HIDDEN "\",\"B\":\"" HIDDEN "\"}",
	    "key 'B' stands there twice");
	REFUSED("{\"A\":\"x\",\"\\u0041\":\"" HIDDEN "\"}", "key 'A' stands there twice");
}

static void
test_bytes(void)
{
	REFUSED("{\"A\":\"" HIDDEN "\\u0000\"}", "key 'A': column 13: a NUL");
	REFUSED("{\"A\":\"x\",\"B\":\"\0" HIDDEN "\"}", "key 'B': column");
	REFUSED("{\"A\":\"" HIDDEN "\xff\"}", "key 'A': column 13: no UTF-8");
	REFUSED("{\"A\":\"" HIDDEN "\\ud800\"}", "key 'A': column 13: half of a surrogate pair");
	REFUSED("{\"A\xff\":\"" HIDDEN "\"}", "no UTF-8");
	REFUSED("{\"A\":\"" HIDDEN, "key 'A': column");
}

static void
test_large(void)
{
	struct buf text = { 0 };
	struct err e = { 0 };
	size_t i;

	buf_str(&text, "{\"A\":\"");
	for (i = 0; i < 65536 - 8; i++)
		buf_char(&text, 'x');
	buf_str(&text, "\"}");
	CHECK_INT(text.len, 65536);
	buf_reset(&got);
	CHECK_INT(text_object(text.p, text.len, take, NULL, &e), 0);
	CHECK_INT(got.len, 65536 - 8 + 3);
	buf_reset(&text);
	for (i = 0; i < 600; i++)
		buf_fmt(&text, "%c\"K%zu\":1", i == 0 ? '{' : ',', i);
	buf_char(&text, '}');
	CHECK_INT(text_object(text.p, text.len, take, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	buf_release(&text);
}

static void
test_any(void)
{
	static const char lines[] = "# c\nexport A='x y'\nB=1\r\n", object[] = " {\"A\":1}\n",
			  bad[] = "A=1\n" HIDDEN "\n";
	struct err e = { 0 };

	buf_reset(&got);
	CHECK_INT(text_any(lines, sizeof lines - 1, take, NULL, &e), 0);
	CHECK_STR(got.p, "A=x y;B=1;");
	buf_reset(&got);
	CHECK_INT(text_any(object, sizeof object - 1, take, NULL, &e), 0);
	CHECK_STR(got.p, "A=1;");
	CHECK_INT(text_any(bad, sizeof bad - 1, take, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
	CHECK(strstr(e.msg, "line 2") != NULL && strstr(e.msg, HIDDEN) == NULL);
	CHECK_INT(text_any("\n", 1, take, NULL, &e), -1);
	CHECK_INT(e.code, ERR_CONFIG);
}

int
main(void)
{
	RUN(test_scalars);
	RUN(test_lines);
	RUN(test_shapes);
	RUN(test_keys);
	RUN(test_bytes);
	RUN(test_large);
	RUN(test_any);
	buf_release(&got);
	return tap_done();
}
