#include "base/clock.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

/* The connection as it is by now. */
static void
add(const struct snap_call *c, const struct snap_connection *connection)
{
	struct buf *out = &c->reply->body, one = { 0 };
	bool fault = snap_fault(c, "disabled") && !connection->disabled;
	char at[CLOCK_TEXT_MAX + 2] = "\"";
	size_t n;

	if (!fault && connection->disabled_at == CLOCK_NONE) {
		snap_add(out, connection->body);
		return;
	}
	n = clock_time_text(at + 1, fault ? clock_yesterday(c->now) : connection->disabled_at);
	at[n + 1] = '"';
	at[n + 2] = '\0';
	snap_change(&one, connection->body, "disabled", "true");
	snap_change(out, (struct slice){ one.p, one.len }, "disabled_date", at);
	buf_release(&one);
}

void
snap_list_connections(struct snap_call *c)
{
	const struct snap_store *s = &c->snap->store;
	const struct snap_connection *at = s->connections;
	struct buf *out = snap_ok(c);

	buf_char(out, '[');
	for (; at < s->connections + s->nconnections && !snap_fault(c, "empty"); at++) {
		if (!snap_is_mine(c, at))
			continue;
		snap_next(out);
		add(c, at);
	}
	buf_char(out, ']');
}

void
snap_get_connection(struct snap_call *c)
{
	(void)snap_ok(c);
	add(c, c->connection);
}

void
snap_connection_accounts(struct snap_call *c)
{
	snap_add_accounts(c, c->connection);
}
