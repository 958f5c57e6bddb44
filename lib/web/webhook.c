/* POST /webhook/snaptrade: a delivery that is signed goes into the inbox, once; a unit works on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "vendor/snaptrade_events.h"
#include "vendor/snaptrade_hook.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

/* The delivery as the record that pf-snaptrade webhook prints; NULL with *e set. */
static char *
make_record(const struct buf *canon, int64_t now, struct err *e)
{
	char *text = NULL;
	size_t n = 0;
	FILE *fp = open_memstream(&text, &n);
	struct emit em;
	int rc;

	if (fp == NULL) {
		(void)err_errno(e, ERR_BUG, "memory");
		return NULL;
	}
	emit_init(&em, fp, false);
	rc = snaptrade_webhook(canon, now, &em, e);
	emit_release(&em);
	if (fclose(fp) != 0 && rc == 0)
		rc = err_errno(e, ERR_BUG, "memory");
	if (rc) {
		free(text);
		return NULL;
	}
	return text;
}

static const char store_sql[] =
    "select json_build_object('status', case when s.stored then 'success' else 'duplicate' end,"
    " 'event', j->>'event_type', 'processed', s.stored,"
    " 'message', case when s.stored then 'taken, and worked on next' else 'it was here before' end)"
    " from (select $2::jsonb) r(j), api.webhook_store($1, j->>'id', j->>'source', j->>'event_type',"
    " (j->>'event_at')::timestamptz, j->>'account_id', j->>'brokerage_authorization', j->'payload') s";

static int
store(struct service *s, const char *record, struct web_reply *r, struct err *e)
{
	char now[CLOCK_TEXT_MAX];
	const char *params[2] = { now, record };
	struct pg_res *res = NULL;
	int rc;

	(void)clock_time_text(now, service_now(s));
	rc = service_begin(s, true, e) || pg_query(s->db, &res, store_sql, 2, params, e) ||
	     service_commit(s, e);
	if (rc == 0)
		buf_str(&r->body, pg_cell(res, 0, 0));
	pg_res_free(res);
	return rc;
}

/* What its sender is told of a delivery that is not taken: it sends again what is not answered with 2xx. */
static void
refuse(const struct web_request *q, struct web_reply *r, bool ours, const struct err *e)
{
	log_note("webhook: %s (request %s)", e->msg, q->id);
	if (e->code == ERR_CONFIG)
		web_reply_detail(r, 503, "no key is configured that deliveries are signed with");
	else if (e->code == ERR_PERM && !ours)
		web_reply_detail(r, 401, "%s", e->msg);
	else
		web_reply_detail(r, 400, "%s", e->msg);
}

void
answer_webhook(struct service *s, const struct web_request *q, struct web_reply *r)
{
	const struct snaptrade_hook hook = { .consumer_key = s->consumer_key,
		.client_secret = s->client_secret,
		.now = service_now(s),
		.window = s->window };
	struct buf canon = { .secret = true };
	char *record = NULL;
	struct err e;

	if (snaptrade_hook_verify(&hook, q->signature, q->body, q->body_len, &canon, &e)) {
		refuse(q, r, canon.len > 0, &e);
	} else if ((record = make_record(&canon, service_now(s), &e)) == NULL) {
		web_reply_detail(r, 400, "%s", e.msg);
	} else if (store(s, record, r, &e)) {
		service_failed(s, q, r, &e);
	}
	free(record);
	buf_release(&canon);
}
