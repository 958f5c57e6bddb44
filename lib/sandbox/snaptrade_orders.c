#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "io/json.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"
#include "sandbox/snaptrade_orders_v2.h"

#define DAYS_USUAL 30
#define DAYS_MAX 90

enum state { ALL, OPEN, EXECUTED };

/* What the broker may still do something with. */
static bool
is_open(struct slice status)
{
	static const char *const open[] = { "PENDING", "ACCEPTED", "CANCEL_PENDING", "PARTIAL",
		"REPLACE_PENDING", "SUSPENDED", "QUEUED", "TRIGGERED", "ACTIVATED",
		"PENDING_RISK_REVIEW", "CONTINGENT_ORDER" };
	size_t i;

	for (i = 0; i < sizeof open / sizeof open[0]; i++)
		if (slice_is(status, open[i]))
			return true;
	return false;
}

static bool
matches(const struct snap_row *row, enum state state)
{
	if (state == OPEN)
		return is_open(row->word);
	return state == ALL || slice_is(row->word, "EXECUTED");
}

/* The orders of that state that were placed since then, as a walk over rows, newest first. */
static bool
next(struct snap_rows *rows, enum state state, int64_t since)
{
	while (rows->n > 0 && rows->row->at >= since && !matches(rows->row, state)) {
		rows->row++;
		rows->n--;
	}
	return rows->n > 0 && rows->row->at >= since;
}

static struct snap_rows
all(const struct snap_call *c)
{
	if (snap_fault(c, "empty"))
		return (struct snap_rows){ NULL, 0 };
	return snap_store_rows(&c->snap->store, c->account, SNAP_ORDER);
}

/* Add them to an array. */
static void
add(struct snap_call *c, enum state state, int64_t since)
{
	struct snap_rows rows = all(c);
	bool odd = snap_fault(c, "status");
	struct buf *out = &c->reply->body;

	for (; next(&rows, state, since); rows.row++, rows.n--) {
		snap_next(out);
		if (odd)
			snap_change(out, rows.row->body, "status", "\"NEW_THING\"");
		else
			snap_add(out, rows.row->body);
		odd = false;
	}
}

/* The same in the newer shape, the legs of an order together. */
static void
add_v2(struct snap_call *c, enum state state, int64_t since)
{
	struct snap_rows rows = all(c), legs;
	bool odd = snap_fault(c, "status");
	struct buf *out = &c->reply->body;

	buf_str(out, "{\"orders\":[");
	for (; next(&rows, state, since); rows.row += legs.n, rows.n -= legs.n) {
		legs = (struct snap_rows){ rows.row, snap_v2_legs(rows) };
		snap_next(out);
		snap_v2_add(out, legs, odd ? "\"NEW_THING\"" : NULL);
		odd = false;
	}
	buf_str(out, "]}");
}

/* Parameters of a list of orders; 0, or -1 with the reply made. */
static int
take_state(struct snap_call *c, enum state *state, int64_t *since)
{
	const char *word = snap_param(c, "state");
	int64_t days = DAYS_USUAL;

	if (snap_param_int(c, "days", 1, &days))
		return -1;
	*state = ALL;
	if (word != NULL && strcmp(word, "open") == 0) {
		*state = OPEN;
	} else if (word != NULL && strcmp(word, "executed") == 0) {
		*state = EXECUTED;
	} else if (word != NULL && strcmp(word, "all") != 0) {
		snap_refuse(c->reply, SNAP_BAD_DATA);
		return -1;
	}
	*since = c->now - (days < DAYS_MAX ? days : DAYS_MAX) * CLOCK_DAY;
	return 0;
}

void
snap_orders(struct snap_call *c)
{
	enum state state;
	int64_t since;

	if (take_state(c, &state, &since))
		return;
	buf_char(snap_ok(c), '[');
	add(c, state, since);
	buf_char(&c->reply->body, ']');
}

void
snap_orders_v2(struct snap_call *c)
{
	enum state state;
	int64_t since;

	if (take_state(c, &state, &since))
		return;
	(void)snap_ok(c);
	add_v2(c, state, since);
}

void
snap_add_orders(struct snap_call *c)
{
	add(c, ALL, c->now - DAYS_USUAL * CLOCK_DAY);
}

void
snap_recent_orders(struct snap_call *c)
{
	bool executed = true;

	if (snap_param_bool(c, "only_executed", &executed))
		return;
	buf_str(snap_ok(c), "{\"orders\":[");
	add(c, executed ? EXECUTED : ALL, c->now - CLOCK_DAY);
	buf_str(&c->reply->body, "]}");
}

void
snap_recent_orders_v2(struct snap_call *c)
{
	bool executed = true;

	if (snap_param_bool(c, "only_executed", &executed))
		return;
	(void)snap_ok(c);
	add_v2(c, executed ? EXECUTED : ALL, c->now - CLOCK_DAY);
}

void
snap_order_details(struct snap_call *c)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, SNAP_ORDER);
	struct err e;
	struct json *body = json_parse(c->r->body.len == 0 ? "" : c->r->body.p, c->r->body.len, &e);
	const char *id = json_str(json_get(body, "brokerage_order_id"));
	size_t i;

	if (id == NULL) {
		snap_refuse(c->reply, SNAP_BAD_DATA);
		goto out;
	}
	for (i = 0; i < rows.n && !slice_is(rows.row[i].id, id);)
		i++;
	if (i == rows.n)
		snap_refuse(c->reply, SNAP_NOT_FOUND);
	else
		snap_add(snap_ok(c), rows.row[i].body);
out:
	json_free(body);
}
