#include "base/clock.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

void
snap_add_accounts(const struct snap_call *c, const struct snap_connection *of)
{
	const struct snap_store *s = &c->snap->store;
	struct buf *out = snap_ok(c);
	bool twice = snap_fault(c, "twin");
	const struct snap_account *a = s->accounts;

	buf_char(out, '[');
	for (; a < s->accounts + s->naccounts && !snap_fault(c, "empty"); a++) {
		if (!snap_is_mine(c, a->connection) || (of != NULL && a->connection != of))
			continue;
		snap_next(out);
		snap_add(out, a->body);
		if (twice) {
			buf_char(out, ',');
			snap_add(out, a->body);
			twice = false;
		}
	}
	buf_char(out, ']');
}

void
snap_list_accounts(struct snap_call *c)
{
	snap_add_accounts(c, NULL);
}

void
snap_get_account(struct snap_call *c)
{
	snap_add(snap_ok(c), c->account->body);
}

void
snap_balances(struct snap_call *c)
{
	struct buf *out = snap_ok(c);

	buf_char(out, '[');
	snap_add_rows(c, snap_store_rows(&c->snap->store, c->account, SNAP_BALANCE));
	buf_char(out, ']');
}

/* A position whose instrument has lost its name, as the vendor's have had. */
static void
add_nameless(struct buf *out, struct slice body)
{
	struct snap_object *o = snap_object_new(body);
	struct buf one = { 0 }, two = { 0 };

	snap_change(&one, snap_member(o, "instrument"), "symbol", "null");
	snap_change(&two, (struct slice){ one.p, one.len }, "raw_symbol", "null");
	snap_change(out, body, "instrument", two.p);
	buf_release(&one);
	buf_release(&two);
	snap_object_free(o);
}

void
snap_positions(struct snap_call *c)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, SNAP_POSITION);
	struct buf *out = snap_ok(c);
	char now[CLOCK_TEXT_MAX];

	buf_str(out, "{\"results\":[");
	if (snap_fault(c, "shrink") && (uint64_t)snap_fault_value(c) < rows.n)
		rows.n = (size_t)snap_fault_value(c);
	if (snap_fault(c, "no-symbol") && rows.n > 0) {
		add_nameless(out, rows.row[0].body);
		rows.row++;
		rows.n--;
	}
	snap_add_rows(c, rows);
	snap_time_text(now, c->now);
	buf_str(out, "],\"data_freshness\":{\"as_of\":\"");
	if (c->account->as_of.n > 0)
		snap_add(out, c->account->as_of);
	else
		buf_str(out, now);
	buf_str(out, "\"}}");
}

/* The kind of an account in the union that a connection's accounts are. */
static const char *
kind_of(const struct snap_object *account)
{
	struct slice category = snap_string(account, "account_category");

	return slice_is(category, "DEPOSIT") ? "deposit"
	       : slice_is(category, "LOC")   ? "line_of_credit"
					     : "investment";
}

/* The last four characters of an account's number. */
static void
put_number(struct buf *out, struct slice number)
{
	size_t n = number.n < 4 ? number.n : 4;

	snap_put_text(out, "number", "\"****");
	buf_add(out, number.p + number.n - n, n);
	buf_char(out, '"');
}

static void
add_union(const struct snap_call *c, struct buf *out, const struct snap_account *a)
{
	struct snap_object *o = snap_object_new(a->body);
	struct snap_object *balance = snap_object_new(snap_member(o, "balance"));
	struct snap_object *connection = snap_object_new(c->connection->body);
	struct snap_object *broker = snap_object_new(snap_member(connection, "brokerage"));
	const char *kind = kind_of(o);
	bool investment = kind[0] == 'i';

	buf_fmt(out, "{\"kind\":\"%s\"", kind);
	snap_put(out, "id", snap_member(o, "id"));
	snap_put(out, "connection_id", snap_member(connection, "id"));
	snap_put(out, "display_name", snap_member(o, "name"));
	put_number(out, snap_string(o, "number"));
	snap_put(out, "institution_account_id", snap_member(o, "institution_account_id"));
	snap_put(out, "institution_id", snap_member(broker, "id"));
	snap_put(out, "opening_date", snap_member(o, "opening_date"));
	if (investment)
		snap_put(out, "funding_date", snap_member(o, "funding_date"));
	snap_put(out, "sync_status", snap_member(o, "sync_status"));
	snap_put(out, "raw_type", snap_member(o, "raw_type"));
	snap_put(out, "net_value", snap_member(balance, "total"));
	if (investment)
		snap_put(out, "is_paper", snap_member(o, "is_paper"));
	buf_char(out, '}');
	snap_object_free(broker);
	snap_object_free(connection);
	snap_object_free(balance);
	snap_object_free(o);
}

void
snap_union_accounts(struct snap_call *c)
{
	const struct snap_store *s = &c->snap->store;
	const struct snap_account *a = s->accounts;
	struct buf *out = snap_ok(c);

	buf_char(out, '[');
	for (; a < s->accounts + s->naccounts && !snap_fault(c, "empty"); a++) {
		if (a->connection != c->connection)
			continue;
		snap_next(out);
		add_union(c, out, a);
	}
	buf_char(out, ']');
}
