#include "sandbox/snaptrade_delivery.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/canon.h"
#include "sandbox/fault.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_json.h"
#include "sandbox/snaptrade_orders_v2.h"

#define BROKER 1u
#define CONNECTION 2u
#define ACCOUNT 4u
#define RESULT 8u /* of an attempt to connect */
#define SYNC 16u  /* what of an account could be read */
#define ORDERS 32u

/* clang-format off */
static const struct sort {
	const char *event;
	unsigned has;
} sorts[] = {
	{ "ACCOUNT_HOLDINGS_UPDATED",            ACCOUNT | CONNECTION | BROKER | SYNC },
	{ "ACCOUNT_REMOVED",                     ACCOUNT | CONNECTION },
	{ "ACCOUNT_TRANSACTIONS_INITIAL_UPDATE", ACCOUNT | CONNECTION },
	{ "ACCOUNT_TRANSACTIONS_UPDATED",        ACCOUNT | CONNECTION },
	{ "CONNECTION_ADDED",                    CONNECTION | BROKER },
	{ "CONNECTION_ATTEMPTED",                BROKER | RESULT },
	{ "CONNECTION_BROKEN",                   CONNECTION },
	{ "CONNECTION_DELETED",                  CONNECTION | BROKER },
	{ "CONNECTION_FAILED",                   0 },
	{ "CONNECTION_FIXED",                    CONNECTION },
	{ "CONNECTION_UPDATED",                  CONNECTION },
	{ "NEW_ACCOUNT_AVAILABLE",               ACCOUNT | CONNECTION },
	{ "TRADE_DETECTION",                     ACCOUNT | CONNECTION | BROKER | ORDERS },
	{ "TRADE_UPDATE",                        ACCOUNT | CONNECTION | BROKER | ORDERS },
	{ "USER_DELETED",                        0 },
	{ "USER_REGISTERED",                     0 },
};
/* clang-format on */

#define SORTS (sizeof sorts / sizeof sorts[0])

/* What a delivery is made of. */
struct maker {
	const struct snap *snap;
	const struct snap_client *client;
	const struct snap_account *account; /* NULL: there is none */
	struct sort sort;
	uint64_t luck;
	struct buf body;
};

int
snap_delivery_sign(
    char out[HMAC_BASE64_LEN + 1], const char *body, size_t n, const char *key, struct err *e)
{
	struct buf text = { 0 };
	int rc = canon_json(&text, body, n, CANON_ASCII, e);

	if (rc == 0)
		hmac_base64(out, key, strlen(key), text.p, text.len);
	buf_release(&text);
	return rc;
}

void
snap_delivery_release(struct snap_delivery *d)
{
	free(d->body);
	*d = (struct snap_delivery){ 0 };
}

/* A version 4 uuid (RFC 9562) of these numbers. */
static void
uuid(char out[37], uint64_t seed, uint64_t n)
{
	uint64_t a = fault_mix(seed * UINT64_C(0x9e3779b97f4a7c15) + n), b = fault_mix(a ^ n);

	(void)snprintf(out, 37,
	    "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-b%03" PRIx64 "-%012" PRIx64, a >> 32,
	    a >> 16 & 0xffff, a & 0xfff, b >> 48 & 0xfff, b & UINT64_C(0xffffffffffff));
}

/* "name": "value" with a blank behind the colon and the comma, as Python writes it. */
static void
put(struct maker *m, const char *name, struct slice value)
{
	buf_fmt(&m->body, "%s\"%s\": \"%.*s\"", m->body.len > 1 ? ", " : "", name, (int)value.n,
	    value.p);
}

static void
put_text(struct maker *m, const char *name, const char *value)
{
	put(m, name, (struct slice){ value, strlen(value) });
}

/* The vendor's stamp: microseconds, all of them, and +00:00. */
static void
put_stamp(struct maker *m, int64_t ns)
{
	char day[CLOCK_TEXT_MAX], text[80];
	int64_t us = (ns - clock_midnight(ns)) / 1000;

	(void)clock_date_text(day, ns);
	(void)snprintf(text, sizeof text, "%sT%02d:%02d:%02d.%06d+00:00", day,
	    (int)(us / 3600000000), (int)(us / 60000000 % 60), (int)(us / 1000000 % 60),
	    (int)(us % 1000000));
	put_text(m, "eventTimestamp", text);
}

static void
put_broker(struct maker *m)
{
	struct snap_object *o = snap_object_new(m->account->connection->body);
	struct snap_object *broker = snap_object_new(snap_member(o, "brokerage"));

	put(m, "brokerageId", snap_string(broker, "id"));
	snap_object_free(broker);
	snap_object_free(o);
}

/* What could be read; of every third something could not, in words that are no ASCII. */
static void
put_sync(struct maker *m)
{
	static const char *const parts[] = { "total_value", "positions", "balances", "orders" };
	size_t i;
	bool bad;

	buf_str(&m->body, ", \"details\": {");
	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		bad = m->luck % 3 == 0 && m->luck / 3 % 4 == i;
		buf_fmt(&m->body, "%s\"%s\": {\"success\": %s, \"error\": %s}", i > 0 ? ", " : "",
		    parts[i], bad ? "false" : "true",
		    bad ? "\"Bank \xe2\x80\x9cX\xc3\xa9\xe2\x80\x9d/down \\ud83d\\ude00\""
			: "null");
	}
	buf_char(&m->body, '}');
}

/* One of the account's orders. */
static void
put_orders(struct maker *m)
{
	struct snap_rows rows = snap_store_rows(&m->snap->store, m->account, SNAP_ORDER);
	size_t skip = rows.n == 0 ? 0 : m->luck % rows.n;

	buf_str(&m->body, ", \"details\": {\"orders\": [");
	if (rows.n > 0) {
		rows.row += skip;
		rows.n -= skip;
		rows.n = snap_v2_legs(rows);
		snap_v2_add(&m->body, rows, NULL);
	}
	buf_str(&m->body, "]}");
}

static void
put_result(struct maker *m)
{
	static const char *const results[] = { "SUCCESS", "AUTH_EXPIRED", "INVALID_AUTH_CODE",
		"AUTH_NOT_IN_PROGRESS", "DIFFERENT_ACCOUNT", "UNCAUGHT_ERROR",
		"INVALID_CREDENTIALS", "INVALID_MFA_CODE", "NO_DATA" };

	put_text(m, "connectionAttemptedResult",
	    results[m->luck % (sizeof results / sizeof results[0])]);
}

/* The payload: names in the order of the vendor's examples, not sorted. */
static void
make_body(struct maker *m, const char *id, int64_t at)
{
	unsigned has = m->account == NULL ? m->sort.has & RESULT : m->sort.has;

	buf_char(&m->body, '{');
	put_text(m, "webhookId", id);
	if ((has & ORDERS) != 0)
		put_text(m, "webookId", id); /* the vendor's examples have both */
	put_text(m, "userId", m->account != NULL ? m->account->connection->user : SNAP_TEST_USER);
	put_text(m, "eventType", m->sort.event);
	put_stamp(m, at);
	put_text(m, "clientId", m->client->id);
	if ((has & ACCOUNT) != 0)
		put(m, "accountId", m->account->id);
	if ((has & CONNECTION) != 0)
		put(m, "brokerageAuthorizationId", m->account->connection_id);
	if ((has & BROKER) != 0)
		put_broker(m);
	if ((has & RESULT) != 0)
		put_result(m);
	if ((has & SYNC) != 0)
		put_sync(m);
	if ((has & ORDERS) != 0)
		put_orders(m);
	put_text(m, "webhookSecret", "invented-snaptrade-webhook-secret"); /* deprecated */
	buf_char(&m->body, '}');
}

/* Spoil it: another key, the bytes as they are sent instead of their one spelling, or another text
 * than was signed. */
static int
forge(struct maker *m, struct snap_delivery *d, struct err *e)
{
	char *at;

	d->genuine = false;
	if (m->luck / 100 % 3 == 0)
		return snap_delivery_sign(
		    d->signature, m->body.p, m->body.len, "another-key-that-nobody-has", e);
	if (m->luck / 100 % 3 == 1) {
		hmac_base64(
		    d->signature, m->client->key, strlen(m->client->key), m->body.p, m->body.len);
		return 0;
	}
	at = strstr(m->body.p, "\"eventType\": \"") + sizeof "\"eventType\": \"" - 1;
	*at = *at == 'X' ? 'Y' : 'X';
	return 0;
}

/* The client, the sort and the account. */
static int
choose(struct maker *m, const struct snap_delivery_plan *plan, size_t i, struct err *e)
{
	const struct snap_store *s = &m->snap->store;
	const char *client = plan->client != NULL ? plan->client : SNAP_TEST_CLIENT;
	size_t k;

	m->client = snap_users_client(&m->snap->users, client);
	if (m->client == NULL)
		return err_set(e, ERR_USAGE, "--client: there is no '%s'", client);
	m->sort = (struct sort){ plan->event, ACCOUNT | CONNECTION };
	for (k = 0; k < SORTS; k++)
		if (plan->event == NULL ? k == i % SORTS : strcmp(plan->event, sorts[k].event) == 0)
			m->sort = sorts[k];
	if (plan->account != NULL) {
		m->account =
		    snap_store_account(s, (struct slice){ plan->account, strlen(plan->account) });
		if (m->account == NULL)
			return err_set(e, ERR_USAGE, "--account: there is no '%s'", plan->account);
	} else if (s->naccounts > 0) {
		m->account = &s->accounts[i % s->naccounts];
	}
	return 0;
}

int
snap_delivery_make(struct snap_delivery *d, const struct snap *snap,
    const struct snap_delivery_plan *plan, size_t i, struct err *e)
{
	struct maker m = { .snap = snap };
	int rc;

	*d = (struct snap_delivery){ .genuine = true };
	if (choose(&m, plan, i, e))
		return -1;
	m.luck = fault_mix(fault_mix(plan->seed) + i);
	uuid(d->id, plan->seed, i);
	d->event = m.sort.event;
	make_body(&m, d->id, plan->at);
	rc = snap_delivery_sign(d->signature, m.body.p, m.body.len, m.client->key, e);
	if (rc == 0 && m.luck % 100 < (uint64_t)plan->forged)
		rc = forge(&m, d, e);
	d->body = buf_take(&m.body);
	return rc;
}
