/* lib/web/route, lib/web/values: which route a path is of, and the values that it takes, or what is wrong with them */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tap.h"
#include "web.h"
#include "web/route.h"
#include "web/values.h"

/* clang-format off */
static const struct route_value values[] = {
	{ "ticker", FROM_PATH,  VALUE_OF_TICKER, NULL, 0, 0,   NULL,     VALUE_NEEDED },
	{ "limit",  FROM_QUERY, VALUE_OF_INT,    "50", 1, 100, NULL,     0 },
	{ "day",    FROM_QUERY, VALUE_OF_DATE,   NULL, 0, 0,   NULL,     0 },
	{ "period", FROM_QUERY, VALUE_OF_WORD,   "1M", 0, 0,   "1M|1Y",  0 },
	{ "q",      FROM_QUERY, VALUE_OF_TEXT,   NULL, 2, 4,   NULL,     VALUE_NEEDED },
	{ 0 }
};
static const struct route_value said[] = {
	{ "id",     FROM_PATH,  VALUE_OF_TEXT,   NULL, 1, 5,   NULL,     VALUE_NEEDED },
	{ "text",   FROM_BODY,  VALUE_OF_TEXT,   NULL, 0, 5,   NULL,     VALUE_NEEDED },
	{ "more",   FROM_BODY,  VALUE_OF_TEXT,   "x",  0, 0,   NULL,     0 },
	{ 0 }
};
static const struct route routes[] = {
	{ "GET",    "/",                NULL,   NULL, NULL, 0, NULL },
	{ "GET",    "/stocks/{ticker}", values, NULL, NULL, 0, NULL },
	{ "POST",   "/stocks/{ticker}", NULL,   NULL, NULL, 0, NULL },
	{ "GET",    "/a/{x}/b/{y}",     NULL,   NULL, NULL, 0, NULL },
	{ "POST",   "/say/{id}",        said,   NULL, NULL, 0, NULL },
	{ "GET",    "/ui/",             NULL,   NULL, NULL, 0, NULL },
	{ 0 }
};
/* clang-format on */

static struct web_request q;
static struct web_reply r;
static struct values v;
static struct route_match m;
static struct err e;

/* "/stocks/{ticker}"; or what there is instead. */
static const char *
find(const char *method, const char *path)
{
	route_find(routes, method, path, &m);
	return m.route != NULL ? m.route->path : m.known ? "405" : m.slash ? "slash" : "404";
}

static void
paths(void)
{
	CHECK_STR(find("GET", "/"), "/");
	CHECK_STR(find("GET", "/stocks/A.B"), "/stocks/{ticker}");
	CHECK(m.len[0] == 3 && strncmp(m.at[0], "A.B", 3) == 0);
	CHECK_STR(find("GET", "/a/1/b/22"), "/a/{x}/b/{y}");
	CHECK(m.len[0] == 1 && m.len[1] == 2 && strcmp(m.at[1], "22") == 0);
	CHECK_STR(find("GET", "/stocks"), "404");
	CHECK_STR(find("GET", "/stocks/A/B"), "404"); /* so an encoded slash ends a value, too */
	CHECK_STR(find("GET", "/Stocks/A"), "404");
	CHECK_STR(find("GET", "/stocks/A/"), "slash");
	CHECK_STR(find("GET", "/stocks/"), "404"); /* a value is not empty */
	CHECK_STR(find("GET", "/stocks//"), "404");
	CHECK_STR(find("GET", "//"), "slash");
	CHECK_STR(find("GET", "/a//b/1"), "404");
	CHECK_STR(find("GET", "/ui/"), "/ui/");
	CHECK_STR(find("GET", "/ui"), "404");
	CHECK_STR(find("GET", ""), "404");
}

static void
methods(void)
{
	CHECK_STR(find("DELETE", "/stocks/A"), "405");
	CHECK_STR(m.allow, "GET, POST");
	CHECK_STR(find("HEAD", "/stocks/A"), "405");
	CHECK_STR(find("get", "/"), "405");
	CHECK_STR(m.allow, "GET");
	CHECK_STR(find("", "/"), "405");
	CHECK_STR(find("POST", "/nothing"), "404");
}

/* Every path of ours has one route a method, and no more values in it than there is room for. */
static void
our_routes(void)
{
	const struct route *a, *b;
	const struct route_value *spec;
	size_t n;

	for (a = web_routes; a->path != NULL; a++) {
		for (b = a + 1; b->path != NULL; b++)
			CHECK(strcmp(a->path, b->path) != 0 || strcmp(a->method, b->method) != 0);
		for (n = 0, spec = a->values; spec != NULL && spec->name != NULL; spec++)
			n++;
		CHECK(n <= ROUTE_VALUES_MAX);
		CHECK((a->answer != NULL) != (a->parts != NULL));
	}
}

/* The values' route of a request: 0, or the status of what is answered. */
static int
take(const char *method, const char *path, const char *query, const char *body)
{
	char *p = mem_fmt("PATH_INFO=%s", path), *s = mem_fmt("QUERY_STRING=%s", query);
	int rc;

	web_reply_reset(&r);
	CHECK_INT(WEB_TAKE(&q, &e, p, s), 0);
	q.body = body;
	q.body_len = strlen(body);
	route_find(routes, method, q.path, &m);
	CHECK(m.route != NULL);
	rc = m.route == NULL ? -1 : values_take(&v, &m, &q, &r);
	free(p);
	free(s);
	return rc == 0 ? 0 : r.status;
}

static void
values_as_they_are_taken(void)
{
	CHECK_INT(take("GET", "/stocks/ abnb ", "q=ab&limit=7&day=2024-02-29&period=1y", ""), 0);
	CHECK_INT(v.n, 5);
	CHECK_STR(v.value[0], "ABNB");
	CHECK_STR(v.value[1], "7");
	CHECK_STR(v.value[2], "2024-02-29");
	CHECK_STR(v.value[3], "1Y");
	CHECK_STR(v.value[4], "ab");
	CHECK_INT(take("GET", "/stocks/BRK.B", "q=\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc&day=", ""), 0);
	CHECK_STR(v.value[0], "BRK.B");
	CHECK_STR(v.value[1], "50");
	CHECK(v.value[2] == NULL);
	CHECK_STR(v.value[3], "1M");
}

static void
what_is_wrong_is_a_list(void)
{
	CHECK_INT(take("GET", "/stocks/A", "q=a&limit=0&day=2023-02-29", ""), 422);
	CHECK_STR(web_body(&r),
	    "{\"detail\":["
	    "{\"type\":\"greater_than_equal\",\"loc\":[\"query\",\"limit\"],\"msg\":\"Input should be greater than or equal to 1\",\"input\":\"0\",\"ctx\":{\"ge\":1}},"
	    "{\"type\":\"date_from_datetime_parsing\",\"loc\":[\"query\",\"day\"],\"msg\":\"Input should be a valid date, YYYY-MM-DD\",\"input\":\"2023-02-29\"},"
	    "{\"type\":\"string_too_short\",\"loc\":[\"query\",\"q\"],\"msg\":\"String should have a length of at least 2\",\"input\":\"a\",\"ctx\":{\"min_length\":2}}]}");
	CHECK_INT(take("GET", "/stocks/A", "", ""), 422);
	CHECK_STR(web_body(&r), "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"query\",\"q\"],"
				"\"msg\":\"Field required\",\"input\":null}]}");
	CHECK_INT(take("GET", "/stocks/A", "q=ab&limit=101", ""), 422);
	CHECK(strstr(web_body(&r), "\"ctx\":{\"le\":100}") != NULL);
	CHECK_INT(take("GET", "/stocks/A", "q=abcde", ""), 422);
	CHECK(strstr(web_body(&r), "\"string_too_long\"") != NULL);
}

static void
numbers_that_are_none(void)
{
	static const char *const bad[] = { "", "x", "1x", "1.0", "1e1", "0x10", "--1",
		"9999999999999999999", "2147483648", "%201", "1%20", "%27;drop" };
	char query[64];
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		(void)snprintf(query, sizeof query, "q=ab&limit=%s", bad[i]);
		CHECK_INT(take("GET", "/stocks/A", query, ""), 422);
		CHECK(strstr(web_body(&r), "\"type\":\"int_parsing\"") != NULL);
	}
}

static void
words_and_symbols_that_are_none(void)
{
	static const char *const bad[] = { "/stocks/TOOLONG", "/stocks/A1", "/stocks/.A",
		"/stocks/A.", "/stocks/A.B.C", "/stocks/A.1", "/stocks/A-B", "/stocks/A'B",
		"/stocks/\xc3\x84", "/stocks/ " };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK_INT(take("GET", bad[i], "q=ab", ""), 400);
	CHECK(strncmp(web_body(&r), "{\"detail\":\"ticker: ", 19) == 0);
	CHECK_INT(take("GET", "/stocks/A", "q=ab&period=1W", ""), 400);
	CHECK_STR(web_body(&r), "{\"detail\":\"period: it is one of 1M|1Y\"}");
	CHECK_INT(take("GET", "/stocks/A", "q=ab&period=", ""), 400);
	CHECK_INT(take("GET", "/stocks/A", "q=ab&period=1M|1Y", ""), 400);
}

static void
bodies(void)
{
	CHECK_INT(take("POST", "/say/1", "text=no", "{\"text\":\"a\\u00e4\\n\"}"), 0);
	CHECK_STR(v.value[0], "1");
	CHECK_STR(v.value[1], "a\xc3\xa4\n");
	CHECK_STR(v.value[2], "x");
	CHECK_INT(
	    take("POST", "/say/1", "", "\r\n{ \"text\" :\n\"a\\\"b\", \"other\": [1, {}] }\n"), 0);
	CHECK_STR(v.value[1], "a\"b");
	CHECK_INT(take("POST", "/say/1", "", "{\"text\":null}"), 422);
	CHECK(strstr(web_body(&r), "\"missing\",\"loc\":[\"body\",\"text\"]") != NULL);
	CHECK_INT(take("POST", "/say/1", "", "{\"text\":[\"a\"]}"), 422);
	CHECK(strstr(web_body(&r), "\"string_type\",\"loc\":[\"body\",\"text\"]") != NULL);
	CHECK_INT(take("POST", "/say/123456", "", "{\"text\":\"a\"}"), 422);
	CHECK(strstr(web_body(&r), "\"string_too_long\",\"loc\":[\"path\",\"id\"]") != NULL);
}

static void
bodies_that_are_none(void)
{
	static const char *const bad[] = { "", "{", "[]", "null", "{\"text\":\"a\"",
		"{\"text\":\"\\u0000\"}", "{\"text\":\"a\",\"text\":\"b\"}", "{\"text\":\"\xff\"}",
		"{\"text\":\"a\nb\"}", "{\"text\":\"\\ud800\"}", "{\"text\":\"a\"}}",
		"{'text':'a'}" };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(take("POST", "/say/1", "", bad[i]), 422);
		CHECK(
		    strstr(web_body(&r), "{\"type\":\"json_invalid\",\"loc\":[\"body\"]") != NULL);
	}
}

int
main(void)
{
	RUN(paths);
	RUN(methods);
	RUN(our_routes);
	RUN(values_as_they_are_taken);
	RUN(what_is_wrong_is_a_list);
	RUN(numbers_that_are_none);
	RUN(words_and_symbols_that_are_none);
	RUN(bodies);
	RUN(bodies_that_are_none);
	values_release(&v);
	web_reply_release(&r);
	web_request_release(&q);
	return tap_done();
}
