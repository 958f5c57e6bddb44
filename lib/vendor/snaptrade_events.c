#include "vendor/snaptrade_events.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/filter.h"
#include "io/member.h"
#include "io/pick.h"
#include "net/hmac.h"

#define ATTEMPTS_MAX 20 /* a delivery that cannot be worked on that often is given up */

/* clang-format off */
/* What follows from an event: what is read again, of its account or of its connection's accounts. */
static const struct effect {
	const char *type;
	unsigned what;
} effects[] = {
	{ "ACCOUNT_HOLDINGS_UPDATED",            SNAPTRADE_HOLDINGS },
	{ "ACCOUNT_TRANSACTIONS_INITIAL_UPDATE", SNAPTRADE_ACTIVITIES },
	{ "ACCOUNT_TRANSACTIONS_UPDATED",        SNAPTRADE_ACTIVITIES },
	{ "TRADE_DETECTION",                     SNAPTRADE_RECENT },
	{ "TRADE_UPDATE",                        SNAPTRADE_RECENT },
	{ "NEW_ACCOUNT_AVAILABLE",               SNAPTRADE_HOLDINGS | SNAPTRADE_ACTIVITIES },
	{ "ACCOUNT_REMOVED",                     SNAPTRADE_ACCOUNTS },
	{ "CONNECTION_ADDED",                    SNAPTRADE_HOLDINGS | SNAPTRADE_ACTIVITIES },
	{ "CONNECTION_FIXED",                    SNAPTRADE_HOLDINGS },
	{ "CONNECTION_UPDATED",                  SNAPTRADE_ACCOUNTS },
	{ "CONNECTION_BROKEN",                   SNAPTRADE_ACCOUNTS },
	{ "CONNECTION_DELETED",                  SNAPTRADE_ACCOUNTS },
	{ 0 }
};

/* Parts of an update of holdings that did not go well at the broker say nothing new. */
static const struct part {
	const char *path;
	unsigned what;
} parts[] = {
	{ "details.positions.success", SNAPTRADE_POSITIONS },
	{ "details.balances.success",  SNAPTRADE_BALANCES },
	{ "details.orders.success",    SNAPTRADE_ORDERS },
};
/* clang-format on */

struct delivery {
	char *id, *account, *connection; /* owned; NULL where there is none */
	unsigned what;                   /* 0: nothing follows */
	bool whole_history;              /* of activities */
	int64_t attempts;
};

struct snaptrade_events {
	struct delivery *list; /* owned */
	size_t n;
	const struct snaptrade_ours *ours; /* borrowed while they are read */
};

/* --- a delivery as a record */

/* All of it but the secret, which proves nothing and is nobody's business. */
static void
put_payload(struct emit *em, struct slice object)
{
	struct buf text = { 0 };
	struct rec_field m;

	while (member_next(&object, &m)) {
		if (slice_is(m.name, "webhookSecret"))
			continue;
		buf_str(&text, text.len == 0 ? "{\"" : ",\"");
		buf_add(&text, m.name.p, m.name.n);
		buf_str(&text, "\":");
		rec_json(&m, &text);
	}
	buf_str(&text, text.len == 0 ? "{}" : "}");
	emit_json(em, "payload", text.p, text.len);
	buf_release(&text);
}

/* One that names itself not is known by what it says. */
static void
put_id(struct emit *em, const struct rec_field *id, const struct rec_field *misspelt,
    const struct buf *canon)
{
	char hash[HMAC_BASE64_LEN + 1];
	char *text = rec_take_text(pick_has(id) ? id : misspelt);

	if (text == NULL) {
		hmac_base64(hash, "delivery", 8, canon->p, canon->len);
		text = mem_fmt("hash:%s", hash);
	}
	emit_str(em, "id", text);
	free(text);
}

int
snaptrade_webhook(const struct buf *canon, int64_t received, struct emit *em, struct err *e)
{
	static const char *const paths[] = { "webhookId", "webookId", "eventType", "eventTimestamp",
		"accountId", "brokerageAuthorizationId", "connectionId" };
	struct rec_field v[sizeof paths / sizeof paths[0]];
	char *type, *account, *connection;
	int64_t at;
	int rc = -1;

	pick((struct slice){ canon->p, canon->len }, paths, sizeof paths / sizeof paths[0], v);
	type = rec_take_text(&v[2]);
	account = rec_take_text(&v[4]);
	connection = rec_take_text(pick_has(&v[5]) ? &v[5] : &v[6]);
	if (type == NULL) {
		(void)err_set(e, ERR_DATA, "the delivery has no eventType");
	} else if (v[3].type != REC_STRING || clock_parse_time(v[3].text.p, v[3].text.n, &at)) {
		(void)err_set(e, ERR_DATA, "the delivery's eventTimestamp is no time");
	} else {
		emit_begin(em, "webhook");
		put_id(em, &v[0], &v[1], canon);
		emit_str(em, "source", "snaptrade");
		emit_str(em, "event_type", type);
		emit_time(em, "event_at", at);
		emit_time(em, "received_at", received);
		emit_str(em, "account_id", account);
		emit_str(em, "brokerage_authorization", connection);
		put_payload(em, (struct slice){ canon->p, canon->len });
		rc = emit_end(em, e);
	}
	free(type);
	free(account);
	free(connection);
	return rc;
}

/* --- records that wait */

static unsigned
effect_of(const char *type)
{
	const struct effect *f;

	for (f = effects; f->type != NULL; f++)
		if (strcmp(f->type, type) == 0)
			return f->what;
	return 0;
}

static void
take_delivery(
    struct snaptrade_events *events, const struct rec *rec, struct delivery d, const char *type)
{
	const struct rec_field *payload = rec_get(rec, "payload"),
			       *tries = rec_get(rec, "attempts");
	struct rec_field v;
	size_t i;

	d.what = effect_of(type);
	d.whole_history = strcmp(type, "ACCOUNT_TRANSACTIONS_INITIAL_UPDATE") == 0 ||
			  strcmp(type, "NEW_ACCOUNT_AVAILABLE") == 0 ||
			  strcmp(type, "CONNECTION_ADDED") == 0;
	d.account = rec_take_text(rec_get(rec, "account_id"));
	d.connection = rec_take_text(rec_get(rec, "brokerage_authorization"));
	if (tries != NULL)
		(void)num_int(tries->text.p, tries->text.n, 0, INT32_MAX, &d.attempts);
	for (i = 0;
	     payload != NULL && payload->type == REC_OBJECT && i < sizeof parts / sizeof parts[0];
	     i++) {
		v = pick_one(payload->text, parts[i].path);
		if (v.type == REC_FALSE && strcmp(type, "ACCOUNT_HOLDINGS_UPDATED") == 0)
			d.what &= ~parts[i].what;
	}
	events->list = mem_grow(events->list, events->n + 1, sizeof *events->list);
	events->list[events->n++] = d;
}

/* A signature is by the client, whose users are several: another one's accounts are not in our list. */
static bool
is_ours(const struct snaptrade_ours *ours, const struct rec *rec)
{
	const struct rec_field *payload = rec_get(rec, "payload");
	char *account = rec_take_text(rec_get(rec, "account_id")), *user = NULL;
	struct rec_field v;
	bool good;

	if (payload != NULL && payload->type == REC_OBJECT) {
		v = pick_one(payload->text, "userId");
		user = rec_take_text(&v);
	}
	good = (ours->user == NULL || user == NULL || strcmp(user, ours->user) == 0) &&
	       (ours->only == NULL || account == NULL || snaptrade_names(ours->only, account));
	free(account);
	free(user);
	return good;
}

static int
take_record(void *arg, const struct rec *rec, struct err *e)
{
	struct snaptrade_events *events = arg;
	struct delivery d = { 0 };
	char *type;
	int rc = -1;

	if (!is_ours(events->ours, rec))
		return 0;
	d.id = rec_take_text(rec_get(rec, "id"));
	type = rec_take_text(rec_get(rec, "event_type"));
	if (d.id != NULL && type != NULL) {
		take_delivery(events, rec, d, type);
		rc = 0;
	} else {
		free(d.id);
		(void)err_set(e, ERR_DATA, "a webhook without id or event_type");
	}
	free(type);
	return rc;
}

int
snaptrade_events_read(struct snaptrade_events **out, FILE *fp, const struct snaptrade_ours *ours,
    struct emit *em, size_t *bad, struct err *e)
{
	*out = mem_new(1, sizeof **out);
	(*out)->ours = ours;
	return filter_read(fp, "stdin", "webhook", take_record, *out, em, bad, e);
}

void
snaptrade_events_free(struct snaptrade_events *events)
{
	size_t i;

	if (events == NULL)
		return;
	for (i = 0; i < events->n; i++) {
		free(events->list[i].id);
		free(events->list[i].account);
		free(events->list[i].connection);
	}
	free(events->list);
	free(events);
}

size_t
snaptrade_events_count(const struct snaptrade_events *events)
{
	size_t n = 0, i;

	for (i = 0; i < events->n; i++)
		n += events->list[i].what != 0;
	return n;
}

void
snaptrade_events_plan(const struct snaptrade_events *events, struct snaptrade_plan *plan)
{
	const struct delivery *d;
	struct snaptrade_want *w;
	size_t i;

	plan->what = SNAPTRADE_ACCOUNTS; /* what the list says of connections comes with it */
	for (i = 0; i < events->n; i++) {
		d = &events->list[i];
		if (d->what == 0 || (d->account == NULL && d->connection == NULL))
			continue;
		w = snaptrade_plan_want(plan, d->account != NULL ? d->account : d->connection);
		w->what |= d->what;
		w->whole_history |= d->whole_history;
	}
}

/* --- what became of them */

/* Whether all that one wants of an account was read; NULL: it was, else why not. */
static const char *
missing(const struct snaptrade_sync *s, const struct delivery *d, const char *account)
{
	unsigned want = d->what & ~SNAPTRADE_ACCOUNTS;

	if (want == 0)
		return NULL; /* the lists were read */
	if (!snaptrade_sync_lists(s, account))
		return "the vendor does not list its account";
	return (snaptrade_sync_done(s, account) & want) == want ? NULL : "not all of it was read";
}

static const char *
missing_of(const struct snaptrade_sync *s, const struct delivery *d)
{
	const char *account, *why = NULL;
	size_t i = 0;

	if (d->account != NULL)
		return missing(s, d, d->account);
	if ((d->what & ~SNAPTRADE_ACCOUNTS) == 0)
		return NULL;
	for (; why == NULL && d->connection != NULL &&
	       (account = snaptrade_sync_account(s, d->connection, i)) != NULL;
	     i++)
		why = missing(s, d, account);
	return i == 0 ? "the vendor lists no account of it" : why;
}

static int
put_status(const struct delivery *d, const char *why, int64_t now, struct emit *em, struct err *e)
{
	const char *status = d->what == 0                     ? "ignored"
			     : why == NULL                    ? "done"
			     : d->attempts + 1 < ATTEMPTS_MAX ? "pending"
							      : "failed";

	emit_begin(em, "webhook_status");
	emit_str(em, "id", d->id);
	emit_str(em, "status", status);
	emit_int(em, "attempts", d->attempts + 1);
	if (strcmp(status, "pending") != 0)
		emit_time(em, "done_at", now);
	emit_str(em, "message", why);
	return emit_end(em, e);
}

int
snaptrade_events_settle(const struct snaptrade_events *events, const struct snaptrade_sync *s,
    int64_t now, struct emit *em, struct err *e)
{
	const struct delivery *d;
	size_t i;

	for (i = 0; i < events->n; i++) {
		d = &events->list[i];
		if (put_status(d, missing_of(s, d), now, em, e))
			return -1;
	}
	return 0;
}
