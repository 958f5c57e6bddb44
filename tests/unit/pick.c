/* Values by their paths, of a text that was checked whole */
#include "io/pick.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/array.h"
#include "io/member.h"
#include "io/whole.h"
#include "tap.h"

static const char *const paths[] = { "id", "a.b.c", "a.b", "a.x", "n", "list", "t.u", "no.such" };
#define PATHS (sizeof paths / sizeof paths[0])

static struct buf line;

static int
take(const char *text, struct rec_field v[PATHS])
{
	struct rec_field root;
	struct err e;

	if (whole_parse(&line, text, strlen(text), &root, &e))
		return -1;
	pick(root.text, paths, PATHS, v);
	return 0;
}

static bool
is(const struct rec_field *f, const char *text)
{
	return slice_is(f->text, text);
}

static void
by_path(void)
{
	struct rec_field v[PATHS];

	CHECK(
	    take(
		"{ \"a\" : {\"b\":{\"c\":123456789.0000000001 , \"z\":[1,{\"c\":2}]},\n\"x\":null}, \"id\":\"q\\\"}\","
		"\"list\":[ {\"id\":1}, 2 ],\"n\":-1e5,\"t\":\"no object\"}",
		v) == 0);
	CHECK(is(&v[0], "q\\\"}") && v[0].type == REC_STRING && v[0].escaped);
	CHECK(is(&v[1], "123456789.0000000001") && v[1].type == REC_NUMBER);
	CHECK(v[2].type == REC_OBJECT);
	CHECK(v[3].type == REC_NULL && v[3].text.p != NULL); /* null */
	CHECK(is(&v[4], "-1e5"));
	CHECK(v[5].type == REC_ARRAY);
	CHECK(v[6].text.p == NULL && v[7].text.p == NULL); /* absent */
	CHECK(!pick_has(&v[3]) && !pick_has(&v[6]) && pick_has(&v[0]));
}

static void
first_of_a_name(void)
{
	struct rec_field v[PATHS];

	CHECK(take("{\"id\":1,\"id\":2,\"a\":{\"x\":true},\"a\":{\"x\":false}}", v) == 0);
	CHECK(is(&v[0], "1"));
	CHECK(v[3].type == REC_TRUE);
}

static void
members_and_elements(void)
{
	static const char list[] = "\n[{}, {\"a\" :\t{ } , \"b\":\"]\"} ,[], 7 ]\r\n";
	struct rec_field root, m;
	struct slice rest, one;
	struct err e;
	size_t n = 0;

	CHECK(whole_parse(&line, list, strlen(list), &root, &e) == 0);
	rest = root.text;
	while (array_next(&rest, &one)) {
		n++;
		if (n != 2)
			continue;
		CHECK(member_next(&one, &m) && slice_is(m.name, "a") && m.type == REC_OBJECT);
		CHECK(member_next(&one, &m) && slice_is(m.name, "b") && is(&m, "]"));
		CHECK(!member_next(&one, &m));
	}
	CHECK_INT(n, 4);
	rest = (struct slice){ "{}", 2 };
	CHECK(!member_next(&rest, &m));
}

static void
what_is_no_json(void)
{
	static const char *const bad[] = { "", "[", "{\"a\":1", "[1,]", "{} {}", "[1 2]",
		"{\"a\" 1}", "\"a\nb\"", "[\"\xff\"]", "nul", "[1]x", "{\"a\":01}", "[\"\\ud800\"]",
		"<html>" };
	struct rec_field v[PATHS];
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(take(bad[i], v) == -1);
	CHECK(take("[]", v) == 0 && v[0].text.p == NULL);
	CHECK(take("7", v) == 0 && take(" null ", v) == 0);
}

int
main(void)
{
	RUN(by_path);
	RUN(first_of_a_name);
	RUN(members_and_elements);
	RUN(what_is_no_json);
	buf_release(&line);
	return tap_done();
}
