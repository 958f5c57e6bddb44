/* A request of a stranger: it is refused, or a route takes it with values that SQL can have */
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "fuzz.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"
#include "web/values.h"

/* Method, path and parameters with NUL behind each, then the body. */
struct parts {
	const char *part[3];
};

static const char *
variable(void *arg, const char *name)
{
	const struct parts *p = arg;

	return strcmp(name, "REQUEST_METHOD") == 0 ? p->part[0]
	       : strcmp(name, "REQUEST_URI") == 0  ? p->part[1]
	       : strcmp(name, "QUERY_STRING") == 0 ? p->part[2]
						   : NULL;
}

static void
is_json(const struct buf *body)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf names = { 0 };
	struct err e;

	HOLDS(object_parse(body->p, body->len, rec, &names, &e) == 0);
	buf_release(&names);
	free(rec);
}

static void
route_it(const struct web_request *q)
{
	struct values v = { 0 };
	struct web_reply r = { .status = 200 };
	struct route_match m;
	size_t i;

	route_find(web_routes, q->method, q->path, &m);
	if (m.route != NULL && m.route->answer == NULL) {
		if (values_take(&v, &m, q, &r)) {
			HOLDS(r.status == 400 || r.status == 422);
			is_json(&r.body);
		} else {
			for (i = 0; i < v.n; i++)
				HOLDS(v.value[i] == NULL ||
				      utf8_valid(v.value[i], strlen(v.value[i])));
		}
	}
	values_release(&v);
	web_reply_release(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = mem_new(n + 4, 1);
	struct web_request q = { 0 };
	struct parts p;
	struct err e;
	size_t i, at = 0;

	if (n > 0)
		memcpy(text, bytes, n);
	for (i = 0; i < 3; i++) {
		p.part[i] = text + at;
		at += strlen(text + at);
		at += at < n;
	}
	if (web_request_take(&q, variable, &p, &e)) {
		HOLDS(e.code == ERR_DATA);
	} else {
		q.body = text + at;
		q.body_len = at < n ? n - at : 0;
		route_it(&q);
	}
	web_request_release(&q);
	free(text);
	return 0;
}
