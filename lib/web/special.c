/* Answers that are no rows: what this is, how it is, and what changes something */
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/num.h"
#include "base/stop.h"
#include "db/pg.h"
#include "health/system.h"
#include "io/emit.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define API_VERSION "1.0.0" /* of the API, which clients know; not ours */
#define POLL_NS (CLOCK_SECOND / 4)

void
answer_root(struct service *s, const struct web_request *q, struct web_reply *r)
{
	(void)s;
	(void)q;
	buf_str(&r->body, "{\"message\":\"Portfolio API\",\"docs\":\"/docs\"}");
}

/* Microseconds and the zone written out, as clients of this route compare texts. */
static size_t
exact_time(char out[CLOCK_TEXT_MAX], int64_t ns)
{
	int64_t micro = ns % CLOCK_SECOND / 1000;
	size_t n = clock_time_text(out, ns - ns % CLOCK_SECOND) - 1; /* without the Z */

	return n + (size_t)snprintf(out + n, CLOCK_TEXT_MAX - n, ".%06d+00:00", (int)micro);
}

void
answer_health(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct pg_res *res = NULL;
	char now[CLOCK_TEXT_MAX];
	struct err e;
	bool up = service_begin(s, false, &e) == 0 &&
		  pg_query(s->db, &res, "select 1", 0, NULL, &e) == 0 && service_commit(s, &e) == 0;

	pg_res_free(res);
	if (!up)
		service_failed(s, q, r, &e);
	r->status = 200; /* whatever the database does */
	buf_reset(&r->body);
	(void)exact_time(now, service_now(s));
	buf_fmt(&r->body,
	    "{\"status\":\"%s\",\"timestamp\":\"%s\",\"database\":\"%s\",\"version\":\"" API_VERSION
	    "\"}",
	    up ? "healthy" : "degraded", now, up ? "connected" : "disconnected");
}

void
answer_alive(struct service *s, const struct web_request *q, struct web_reply *r)
{
	(void)s;
	(void)q;
	buf_str(&r->body, "{\"status\":\"ok\",\"path\":\"/api/health\"}");
}

/* Always 200: what fails is in it. */
void
answer_system(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct system system;
	struct err e = { 0 };
	bool up = service_begin(s, false, &e) == 0;

	if (!up) { /* whoever asks shows no key: what exactly is in the log */
		log_warn("%s %s: %s (request %s)", q->method, q->path, e.msg, q->id);
		(void)err_set(&e, e.code, "the database does not answer");
	}
	system_health(up ? s->db : NULL, &e, service_now(s), &system, &r->body);
	if (up && service_commit(s, &e))
		log_warn("the state of the system: %s", e.msg);
}

/* --- a sync: a job that a unit works, and that is waited for */

/* A text of one row and column; false: there is none, or it failed. */
static bool
ask(struct service *s, bool writes, const char *sql, const char *param, struct buf *out,
    struct err *e)
{
	char now[CLOCK_TEXT_MAX];
	const char *params[2] = { now, param };
	struct pg_res *res = NULL;
	bool ok;

	(void)clock_time_text(now, service_now(s));
	ok = service_begin(s, writes, e) == 0 &&
	     pg_query(s->db, &res, sql, param != NULL ? 2 : 1, params, e) == 0 &&
	     service_commit(s, e) == 0;
	buf_reset(out);
	if (ok && pg_rows(res) > 0 && pg_cell(res, 0, 0) != NULL)
		buf_str(out, pg_cell(res, 0, 0));
	pg_res_free(res);
	return ok;
}

static void
pause_a_little(void)
{
	const struct timespec t = { 0, POLL_NS };

	(void)nanosleep(&t, NULL);
}

/* Its answer, empty while it is not done. */
static const char state_sql[] =
    "select case state"
    " when 'done' then json_build_object('status', coalesce(result->>'status', 'success'),"
    "  'message', coalesce(result->>'message', 'sync finished'), 'accounts', coalesce((result->>'accounts')::int, 0),"
    "  'balances', coalesce((result->>'balances')::int, 0), 'positions', coalesce((result->>'positions')::int, 0),"
    "  'orders', coalesce((result->>'orders')::int, 0), 'errorCount', coalesce((result->>'errorCount')::int, 0))"
    " when 'failed' then json_build_object('detail', coalesce(error, 'the sync failed'))"
    " end from api.sync_state($1, $2)";

void
answer_sync(struct service *s, const struct web_request *q, struct web_reply *r)
{
	struct buf job = { 0 }, state = { 0 };
	int64_t until = service_wait_begin(s) ? clock_mono() + s->patience : 0;
	struct err e;
	bool ok = ask(s, true, "select id from api.sync_ask($1)", NULL, &job, &e);

	while (ok && (ok = ask(s, false, state_sql, job.p, &state, &e)) && state.len == 0 &&
	       clock_mono() < until && stop_asked() == 0)
		pause_a_little();
	service_wait_end(s);
	if (!ok) {
		service_failed(s, q, r, &e);
	} else if (state.len == 0) {
		web_reply_header(r, "Retry-After", "30");
		web_reply_detail(r, 504, "the sync goes on, job %s; ask again later", job.p);
	} else {
		buf_add(&r->body, state.p, state.len);
		if (strncmp(state.p, "{\"detail\"", 9) == 0)
			r->status = 500;
	}
	buf_release(&job);
	buf_release(&state);
}
