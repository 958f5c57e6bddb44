/* Headers and parameters of named queries, values of the server as JSON, columns for people */
#include "db/query.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/value.h"
#include "show/table.h"
#include "tap.h"

#define NOW (INT64_C(1224028800) * CLOCK_SECOND) /* 2008-10-15 */

static struct err e;

static int
read_text(struct query *q, const char *text)
{
	return query_read(q, "q.sql", text, strlen(text), true, &e);
}

static void
header(void)
{
	struct query q;

	CHECK_INT(
	    read_text(&q,
		"-- pf-query: it prints\r\n-- a comment\n--kind: bar\n"
		"-- param: symbol text[] needed \"which ones\"\n"
		"-- param:  limit\tbigint = 5   how many\n"
		"-- param: held boolean \"= needed\"\n\n-- param: later date \"no\"\nselect 1"),
	    0);
	CHECK_STR(q.help, "it prints");
	CHECK_STR(q.kind, "bar");
	CHECK_INT(q.nparams, 3);
	CHECK(q.params[0].type == QUERY_TEXTS && q.params[0].needed);
	CHECK_STR(q.params[0].help, "which ones");
	CHECK(q.params[1].type == QUERY_INT && !q.params[1].needed);
	CHECK_STR(q.params[1].fallback, "5");
	CHECK_STR(q.params[1].help, "how many");
	CHECK_STR(q.params[2].help, "= needed");
	query_release(&q);
}

static void
bad_headers(void)
{
	static const struct {
		const char *text, *says;
	} bad[] = {
		{ "select 1", "q.sql: the first lines" },
		{ "", "q.sql: the first lines" },
		{ "-- pf-query:\n", "q.sql:1: nothing behind" },
		{ "-- pf-query: a\n-- pf-query: b\n", "q.sql:2: pf-query: stands there twice" },
		{ "-- pf-query: a\n-- param: x\n", "q.sql:2: parameter x: type ''" },
		{ "-- pf-query: a\n-- param: x int \"y\"\n", "q.sql:2: parameter x: type 'int'" },
		{ "-- pf-query: a\n-- param: x text\n", "q.sql:2: parameter x: what it means" },
		{ "-- pf-query: a\n-- param: x text =\n", "q.sql:2: parameter x: no default" },
		{ "-- pf-query: a\n-- param: X text \"y\"\n", "q.sql:2: 'X' is no name" },
		{ "-- pf-query: a\n-- param: x text \"y\"\n-- param: x text \"y\"\n",
		    "q.sql:3: parameter x" },
	};
	struct query q;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CHECK_INT(read_text(&q, bad[i].text), -1);
		CHECK_INT(e.code, ERR_CONFIG);
		if (strncmp(e.msg, bad[i].says, strlen(bad[i].says)) != 0)
			CHECK_STR(e.msg, bad[i].says);
		query_release(&q);
	}
}

static void
binding(void)
{
	struct query q;

	CHECK_INT(
	    read_text(&q,
		"-- pf-query: x\n-- param: a_b text[] \"l\"\n-- param: d date = today \"d\"\n"
		"-- param: n bigint \"n\"\n"
		"select ':n', $$:n$$, \":n\", :n::text, :d, x[1:n], :a_b, :now, :n /* :d */ -- :d"),
	    0);
	CHECK_INT(query_set(&q, "a-b", "x,y\"\\,,z", NOW, &e), 0);
	CHECK_INT(query_bind(&q, NOW, &e), 0);
	CHECK_STR(strstr(q.sql.p, "select"),
	    "select ':n', $$:n$$, \":n\", $1::bigint::text, $2::date, x[1$1::bigint], $3::text[], "
	    "$4::timestamptz, $1::bigint /* :d */ -- :d");
	CHECK_INT(q.nvalues, 4);
	CHECK(q.values[0] == NULL);
	CHECK_STR(q.values[1], "2008-10-15");
	CHECK_STR(q.values[2], "{\"x\",\"y\\\"\\\\\",\"z\"}");
	CHECK_STR(q.values[3], "2008-10-15T00:00:00Z");
	query_release(&q);
}

static void
now_is_there_beside_as_many_as_there_may_be(void)
{
	struct buf text = { 0 };
	struct query q;
	int i;

	buf_str(&text, "-- pf-query: x\n");
	for (i = 0; i < QUERY_PARAMS_MAX; i++)
		buf_fmt(&text, "-- param: p%d bigint = %d \"p\"\n", i, i);
	buf_str(&text, "select :now");
	for (i = 0; i < QUERY_PARAMS_MAX; i++)
		buf_fmt(&text, ", :p%d", i);
	CHECK_INT(read_text(&q, text.p), 0);
	CHECK_INT(query_bind(&q, NOW, &e), 0);
	CHECK_INT(q.nvalues, QUERY_PARAMS_MAX + 1);
	CHECK_STR(q.values[0], "2008-10-15T00:00:00Z");
	CHECK_STR(q.values[QUERY_PARAMS_MAX], "15");
	query_release(&q);
	buf_release(&text);
}

static void
values_of_parameters(void)
{
	struct query q;

	CHECK_INT(
	    read_text(&q, "-- pf-query: x\n-- param: d date \"d\"\n-- param: t timestamptz \"t\"\n"
			  "-- param: n numeric needed \"n\"\n-- param: b boolean \"b\"\nselect :n"),
	    0);
	CHECK_INT(query_bind(&q, NOW, &e), -1);
	CHECK_STR(e.msg, "the query needs --n");
	CHECK_INT(query_set(&q, "d", "2008-02-30", NOW, &e), -1);
	CHECK_INT(query_set(&q, "t", "2008-02-01", NOW, &e), 0);
	CHECK_STR(q.params[1].value, "2008-02-01T00:00:00Z");
	CHECK_INT(query_set(&q, "d", "0001-01-01", NOW, &e), 0);
	CHECK_STR(q.params[0].value, "0001-01-01");
	CHECK_INT(query_set(&q, "d", "9999-12-31", NOW, &e), 0);
	CHECK_STR(q.params[0].value, "9999-12-31");
	CHECK_INT(query_set(&q, "d", "yesterday", NOW, &e), 0);
	CHECK_STR(q.params[0].value, "2008-10-14");
	CHECK_INT(query_set(&q, "d", "0000-01-01", NOW, &e), -1);
	CHECK_INT(query_set(&q, "t", "9999-12-31", NOW, &e), 0);
	CHECK_STR(q.params[1].value, "9999-12-31T00:00:00Z");
	CHECK_INT(query_set(&q, "t", "1600-01-01t00:00:00+01:00", NOW, &e), 0);
	CHECK_STR(q.params[1].value, "1600-01-01t00:00:00+01:00");
	CHECK_INT(query_set(&q, "t", "1600-01-01T00:00:00", NOW, &e), -1);
	CHECK_INT(query_set(&q, "n", "1,5", NOW, &e), -1);
	CHECK_INT(query_set(&q, "n", NULL, NOW, &e), -1);
	CHECK_INT(query_set(&q, "b", NULL, NOW, &e), 0);
	CHECK_INT(query_set(&q, "b", "yes", NOW, &e), -1);
	CHECK_INT(query_set(&q, "x", "1", NOW, &e), -1);
	CHECK_INT(e.code, ERR_USAGE);
	query_release(&q);
}

/* A value of an oid as JSON. */
static const char *
json(uint32_t oid, const char *text)
{
	static struct buf out; /* of a test: lives as long as it runs */
	struct value_type type;

	(void)value_type_of(oid, &type);
	buf_reset(&out);
	value_json(&out, &type, text, strlen(text));
	return out.p;
}

static void
values(void)
{
	CHECK_STR(json(1700, "1.500"), "1.5");
	CHECK_STR(json(1700, "100"), "100");
	CHECK_STR(json(1700, "100.00"), "100");
	CHECK_STR(json(1700, "NaN"), "\"NaN\"");
	CHECK_STR(json(701, "1e+20"), "100000000000000000000");
	CHECK_STR(json(701, "1e+300"), "1e+300");
	CHECK_STR(json(20, "9223372036854775807"), "9223372036854775807");
	CHECK_STR(json(16, "f"), "false");
	CHECK_STR(json(1184, "2024-03-04 14:30:00.5+00"), "\"2024-03-04T14:30:00.5Z\"");
	CHECK_STR(json(1184, "10000-01-01 00:00:00+00"), "\"10000-01-01 00:00:00+00\"");
	CHECK_STR(json(1184, "infinity"), "\"infinity\"");
	CHECK_STR(json(1114, "2024-03-04 14:30:00"), "\"2024-03-04T14:30:00\"");
	CHECK_STR(json(114, "{\"a\":\n1}"), "{\"a\": 1}");
	CHECK_STR(json(25, "a\"\\\n\x01"), "\"a\\\"\\\\\\n\\u0001\"");
}

static void
arrays(void)
{
	CHECK_STR(json(1009, "{}"), "[]");
	CHECK_STR(json(1009, "{a,NULL,\"NULL\",\"\",\"x\\\"y\\\\\",\" ,}\"}"),
	    "[\"a\",null,\"NULL\",\"\",\"x\\\"y\\\\\",\" ,}\"]");
	CHECK_STR(json(1231, "{{1.50,NULL},{3.00,NaN}}"), "[[1.5,null],[3,\"NaN\"]]");
	CHECK_STR(json(1007, "[0:1][2:2]={{7},{8}}"), "[[7],[8]]");
	CHECK_STR(json(1185, "{\"2024-03-04 14:30:00+00\"}"), "[\"2024-03-04T14:30:00Z\"]");
	/* what is no literal stays a text */
	CHECK_STR(json(1009, "{a"), "\"{a\"");
	CHECK_STR(json(1009, "{\"a"), "\"{\\\"a\"");
	CHECK_STR(json(1009, "{a}x"), "\"{a}x\"");
	CHECK_STR(json(1009, "a"), "\"a\"");
	CHECK_STR(json(1009, ""), "\"\"");
	CHECK_STR(json(1009, "[0:1]"), "\"[0:1]\"");
	CHECK_STR(json(1009, "{{{{{{{a}}}}}}}"), "\"{{{{{{{a}}}}}}}\"");
}

static void
widths(void)
{
	CHECK_INT(table_width("abc", 3), 3);
	CHECK_INT(table_width("\xc3\xa9", 2), 1);
	CHECK_INT(table_width("e\xcc\x81", 3), 1);
	CHECK_INT(table_width("\xe6\x97\xa5", 3), 2);
	CHECK_INT(table_width("\xe2\x96\x88", 3), 1);
	CHECK_INT(table_width("\xf0\x9f\x98\x80", 4), 2);
	CHECK_INT(table_width("\xff\xc3", 2), 2);
}

int
main(void)
{
	RUN(header);
	RUN(bad_headers);
	RUN(binding);
	RUN(now_is_there_beside_as_many_as_there_may_be);
	RUN(values_of_parameters);
	RUN(values);
	RUN(arrays);
	RUN(widths);
	return tap_done();
}
