/* Keys set in a record that else goes on byte for byte */
#include "io/amend.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/emit.h"
#include "io/filter.h"
#include "io/object.h"
#include "tap.h"

static const struct amend set[] = {
	{ "sentiment", { "{\"neg\":0}", 9 } },
	{ "score", { "0.5", 3 } },
};

static void
becomes(const char *from, const char *want)
{
	static struct rec rec;
	struct buf names = { 0 }, out = { 0 };
	struct err e = { 0 };

	CHECK(object_parse(from, strlen(from), &rec, &names, &e) == 0);
	amend(&rec, set, 2, &out);
	CHECK_STR(out.p, want);
	buf_release(&names);
	buf_release(&out);
}

static void
keys_are_set(void)
{
	becomes("{\"a\":1}", "{\"a\":1,\"sentiment\":{\"neg\":0},\"score\":0.5}");
	becomes("{}", "{\"sentiment\":{\"neg\":0},\"score\":0.5}");
	becomes("{ }", "{ \"sentiment\":{\"neg\":0},\"score\":0.5}");
	becomes("{\"score\":\"x\\\"y\",\"a\":[1, 2]}",
	    "{\"score\":0.5,\"a\":[1, 2],\"sentiment\":{\"neg\":0}}");
	becomes("{\"score\" : null , \"sentiment\": {\"score\":{}} }",
	    "{\"score\" : 0.5 , \"sentiment\": {\"neg\":0} }");
	becomes("{\"sc\\u006fre\":\"\",\"x\":{\"score\":1}}",
	    "{\"sc\\u006fre\":0.5,\"x\":{\"score\":1},\"sentiment\":{\"neg\":0}}");
}

static void
the_rest_is_untouched(void)
{
	becomes(" {\"p\": 1.50e+00,\"t\":\"\\u00e4 \\/\" , \"n\":-0}\t\r",
	    " {\"p\": 1.50e+00,\"t\":\"\\u00e4 \\/\" , \"n\":-0,"
	    "\"sentiment\":{\"neg\":0},\"score\":0.5}");
}

struct pipe {
	struct emit out;
	size_t taken;
};

static int
take(void *arg, const struct rec *rec, struct err *e)
{
	struct pipe *p = arg;

	if (rec_get(rec, "bad") != NULL)
		return err_set(e, ERR_DATA, "bad");
	p->taken++;
	return rec_get(rec, "pass") != NULL ? filter_pass(&p->out, rec, e)
					    : amend_print(&p->out, rec, set + 1, 1, e);
}

static void
a_filter_of_every_kind(void)
{
	static char in[] = "{\"kind\":\"a\"}\n{\"pass\" : 1}\n{\"bad\":1}\n{\"b\":2}";
	FILE *from = fmemopen(in, sizeof in - 1, "r"), *to;
	struct err e = { 0 };
	struct pipe p = { 0 };
	char *text = NULL;
	size_t n = 0, bad = 0;

	to = open_memstream(&text, &n);
	emit_init(&p.out, to, true);
	CHECK(filter_read(from, "in", NULL, take, &p, &p.out, &bad, &e) == 0);
	CHECK_INT(bad, 1);
	CHECK_INT(p.taken, 3);
	emit_release(&p.out);
	CHECK(fclose(to) == 0 && fclose(from) == 0);
	CHECK_STR(
	    text, "{\"kind\":\"a\",\"score\":0.5}\n{\"pass\" : 1}\n{\"b\":2,\"score\":0.5}\n");
	free(text);
}

int
main(void)
{
	RUN(keys_are_set);
	RUN(the_rest_is_untouched);
	RUN(a_filter_of_every_kind);
	return tap_done();
}
