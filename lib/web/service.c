#include "web/service.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "web/guard.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"
#include "web/values.h"

#define STATEMENT_MS 15000
#define LOCK_MS 5000
#define SILENT_NS (2 * CLOCK_SECOND) /* so long without a connection is silence */
#define PAUSE_NS (5 * CLOCK_SECOND)
#define RETRY_AFTER "5"  /* seconds */
#define REDIRECT_MAX 512 /* bytes: a web server has not much room for headers */

int64_t
service_now(const struct service *s)
{
	return s->frozen ? s->now : clock_real();
}

/* A server that is silent is not tried by each request: all would wait for it, and nobody have an answer. */
static int
open_database(struct service *s, struct err *e)
{
	int64_t began = clock_mono();

	if (began < s->silent_until)
		return err_set(e, ERR_TEMP, "the database was silent a moment ago");
	if (pg_open(&s->db, &s->where, e) == 0)
		return 0;
	if (clock_mono() - began > SILENT_NS)
		s->silent_until = clock_mono() + PAUSE_NS;
	return -1;
}

static int
begin(struct service *s, const struct pg_begin *how, struct err *e)
{
	return s->db == NULL && open_database(s, e) ? -1 : pg_begin(s->db, how, e);
}

static void
hang_up(struct service *s)
{
	pg_close(s->db);
	s->db = NULL;
}

/* Say what an administrator has to do, where the database says only what it is. */
static void
explain(const struct service *s, bool begins, struct err *e)
{
	const char *state = s->db != NULL ? pg_sqlstate(s->db) : "";
	struct err was = *e;

	if (begins && strcmp(state, "22023") == 0) /* invalid_parameter_value: no such role */
		(void)err_set(e, ERR_CONFIG, "%s: run pf-migrate up", was.msg);
	else if (begins && strcmp(state, "42501") == 0) /* insufficient_privilege */
		(void)err_set(e, was.code, "%s: grant pf_api to the role that logs in", was.msg);
	else if (strcmp(state, "42501") == 0 || strcmp(state, "3F000") == 0 ||
		 strcmp(state, "42883") == 0) /* refused, no such schema, no such function */
		(void)err_set(e, was.code,
		    "%s: the schema api is not this version's, run pf-migrate up", was.msg);
}

int
service_begin(struct service *s, bool writes, struct err *e)
{
	const struct pg_begin how = { .read_only = !writes,
		.repeatable = !writes,
		.statement_ms = STATEMENT_MS,
		.lock_ms = LOCK_MS,
		.role = "pf_api" };
	bool old = s->db != NULL;

	if (begin(s, &how, e) == 0)
		return 0;
	if (old && e->code == ERR_TEMP) {
		hang_up(s);
		if (begin(s, &how, e) == 0) /* nothing was asked on the old one */
			return 0;
	}
	explain(s, true, e);
	hang_up(s);
	return -1;
}

int
service_commit(struct service *s, struct err *e)
{
	return pg_commit(s->db, e);
}

bool
service_wait_begin(struct service *s)
{
	size_t i, n = 0;

	if (s->waits == NULL)
		return true;
	atomic_store(&s->waits[s->worker], true);
	for (i = 0; i < s->workers; i++)
		n += atomic_load(&s->waits[i]);
	return n < s->workers;
}

void
service_wait_end(struct service *s)
{
	if (s->waits != NULL)
		atomic_store(&s->waits[s->worker], false);
}

void
service_failed(
    struct service *s, const struct web_request *q, struct web_reply *r, const struct err *e)
{
	struct err why = *e;

	explain(s, false, &why);
	log_warn("%s %s: %s (request %s)", q->method, q->path, why.msg, q->id);
	hang_up(s);
	if (e->code == ERR_TEMP) {
		web_reply_header(r, "Retry-After", RETRY_AFTER);
		web_reply_detail(r, 503,
		    "the database does not answer now, ask again in " RETRY_AFTER " seconds");
	} else {
		web_reply_detail(
		    r, 500, "this cannot be answered; the log says why, request %s", q->id);
	}
}

void
service_release(struct service *s)
{
	hang_up(s);
}

/* The path with a slash less, as it stands in a URL, and the parameters as they came. */
static void
redirect(const struct web_request *q, struct web_reply *r)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/";
	struct buf to = { 0 };
	size_t i, n = strlen(q->path) - 1;

	for (i = 0; i < n; i++)
		buf_fmt(&to, strchr(plain, q->path[i]) != NULL ? "%c" : "%%%02X",
		    (unsigned char)q->path[i]);
	if (q->query[0] != '\0')
		buf_fmt(&to, "?%s", q->query);
	web_reply_header(r, "Location", to.p);
	web_reply_detail(r, 307, "the path has no slash at its end");
	buf_release(&to);
}

static bool
is_page(const struct web_request *q)
{
	return strncmp(q->path, "/ui/", 4) == 0;
}

/* A path that is not there, for people. */
static void
refuse_page(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct page p;

	page_init(&p, s, q, r);
	page_refuse(&p, 404, "Not found", "There is no page %s.", q->path);
}

static void
refuse_path(struct service *s, const struct route_match *m, const struct web_request *q,
    struct web_reply *r)
{
	if (m->known) {
		web_reply_header(r, "Allow", m->allow);
		web_reply_detail(r, 405, "Method Not Allowed");
	} else if (m->slash && strlen(q->path) + strlen(q->query) <= REDIRECT_MAX) {
		redirect(q, r);
	} else if (is_page(q)) {
		refuse_page(s, q, r);
	} else {
		web_reply_detail(r, 404, "Not Found");
	}
}

static void
route(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct route_match m;
	struct values v = { 0 };

	if (!is_page(q) && guard_origin(s, q, r)) /* pages are for no other */
		return;
	route_find(web_routes, q->method, q->path, &m);
	if (m.route == NULL) {
		refuse_path(s, &m, q, r);
		return;
	}
	if (!(m.route->flags & ROUTE_OPEN) && !guard_admits(s, q, r))
		return;
	if (m.route->answer != NULL)
		m.route->answer(s, q, r);
	else if (values_take(&v, &m, q, r) == 0)
		service_parts(s, &m, &v, q, r);
	values_release(&v);
}

void
service_answer(void *service, struct web_request *q, struct web_reply *r)
{
	int64_t began = clock_mono();

	web_reply_header(r, "X-Request-ID", q->id);
	route(service, q, r);
	log_info("%s %s %d %zu bytes %.1f ms request %s", q->method, q->path, r->status,
	    r->body.len, (double)(clock_mono() - began) / 1e6, q->id);
}
