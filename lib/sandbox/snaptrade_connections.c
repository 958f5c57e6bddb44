#include "base/clock.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

/* A connection that was refreshed is not again for so long. */
#define REFRESH_PAUSE (300 * CLOCK_SECOND)

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

/* What a broker is asked for needs a connection that works. */
static bool
works(struct snap_call *c)
{
	if (!c->connection->disabled)
		return true;
	snap_refuse(c->reply, SNAP_DISABLED);
	return false;
}

static void
say(struct snap_call *c, const char *detail)
{
	buf_fmt(snap_ok(c), "{\"detail\":\"%s\"}", detail);
}

void
snap_refresh(struct snap_call *c)
{
	struct snap_object *o = snap_object_new(c->connection->body);
	bool delayed = slice_is(snap_string(o, "data_freshness_mode"), "delayed");
	int64_t now = clock_mono(), last = c->connection->refreshed;

	snap_object_free(o);
	if (!works(c))
		return;
	if (!delayed) {
		snap_refuse(c->reply, SNAP_NO_FEATURE);
	} else if (last != CLOCK_NONE && now - last < REFRESH_PAUSE) {
		snap_refuse(c->reply, SNAP_TOO_SOON);
	} else {
		c->connection->refreshed = now;
		say(c, "The connection is queued for a refresh of its holdings");
	}
}

void
snap_sync(struct snap_call *c)
{
	if (works(c))
		say(c, "The connection is queued for a sync of its transactions");
}

void
snap_disable(struct snap_call *c)
{
	if (c->connection->disabled) {
		snap_refuse(c->reply, SNAP_DISABLED_ALREADY);
		return;
	}
	c->connection->disabled = true;
	c->connection->disabled_at = c->now;
	say(c, "The connection is disabled");
}

void
snap_delete_connection(struct snap_call *c)
{
	struct buf *out = snap_ok(c);

	c->connection->deleted = true;
	buf_str(out, "{\"detail\":\"The connection is queued for deletion\"");
	buf_fmt(out, ",\"connection_id\":\"%.*s\"}", (int)c->connection->id.n, c->connection->id.p);
}
