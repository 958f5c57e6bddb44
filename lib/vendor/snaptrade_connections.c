/* The vendor's list of connections: which are up, and who is told that one is not */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/whole.h"
#include "rec/records.h"
#include "vendor/snaptrade_holder.h"

/* A list that a reply is, checked. */
int
sync_list(const struct snaptrade_call *c, struct buf *line, struct slice *rest, struct err *e)
{
	const struct buf *body = &c->r.reply.body;
	struct rec_field root;

	if (whole_parse(line, body->len > 0 ? body->p : "", body->len, &root, e))
		return err_wrap(e, "snaptrade: %s: the reply is no JSON", c->path);
	if (root.type != REC_ARRAY)
		return err_set(e, ERR_DATA, "snaptrade: %s: the reply is no list", c->path);
	*rest = root.text;
	return 0;
}

/* clang-format off */
static const struct map_row connection_rows[] = {
	{ "id",          "id" },
	{ "broker",      "brokerage.display_name", "brokerage.name" },
	{ "name",        "name" },
	{ "type",        "type" },
	{ "freshness",   "data_freshness_mode" },
	{ "created_at",  "created_date" },
	{ "disabled_at", "disabled_date" },
	{ 0 }
};
/* clang-format on */

static int
print_connection(
    const struct snaptrade_sync *s, const struct connection *c, struct slice object, struct err *e)
{
	struct rec_field values[PICK_MAX];
	struct emit *em = &s->report->em;
	const char *odd = NULL;
	struct map m;

	if ((s->plan->what & SNAPTRADE_CONNECTIONS) == 0)
		return 0;
	map_init(&m, &connection_kind, connection_rows);
	map_pick(&m, object, values);
	emit_begin(em, "connection");
	if (map_emit(&m, values, em, &odd, e))
		return -1;
	emit_str(em, "status", c->link.status);
	return emit_end(em, e);
}

static int
take_connection(struct snaptrade_sync *s, struct slice object, struct err *e)
{
	static const char *const paths[] = { "id", "disabled", "disabled_date",
		"brokerage.display_name", "brokerage.name" };
	struct rec_field v[sizeof paths / sizeof paths[0]];
	struct connection c = {
		.link = { .known = true, .status = "connected", .disabled_at = CLOCK_NONE }
	};
	char since[CLOCK_TEXT_MAX] = "an unknown time";

	pick(object, paths, sizeof paths / sizeof paths[0], v);
	c.id = rec_take_text(&v[0]);
	if (c.id == NULL)
		return err_set(e, ERR_DATA, "snaptrade: a connection has no id");
	c.broker = rec_take_text(pick_has(&v[3]) ? &v[3] : &v[4]);
	c.link.known = v[1].type == REC_TRUE || v[1].type == REC_FALSE;
	if (v[1].type == REC_TRUE) {
		c.link.status = "disconnected";
		if (v[2].type == REC_STRING &&
		    clock_parse_time(v[2].text.p, v[2].text.n, &c.link.disabled_at) == 0)
			(void)clock_time_text(since, c.link.disabled_at);
		c.message = mem_fmt("%s: the connection is disabled since %s; what it tells is as "
				    "old as that: connect it again",
		    c.broker != NULL ? c.broker : c.id, since);
		c.link.message = c.message;
	}
	s->connections = mem_grow(s->connections, s->nconnections + 1, sizeof *s->connections);
	s->connections[s->nconnections++] = c;
	return print_connection(s, &c, object, e);
}

/* What is down is told once, and makes the run's status: data that looks fresh and is not is bad data. */
static int
tell_disabled(struct snaptrade_sync *s, const struct connection *c, struct err *e)
{
	struct err why;

	if (c->message == NULL)
		return 0;
	(void)err_set(&why, ERR_DATA, "%s", c->message);
	worst_note(&s->report->worst, &why);
	return snaptrade_report_event(s->report, "disabled", "error", c->id, e, "%s", c->message);
}

const struct connection *
sync_connection(const struct snaptrade_sync *s, const char *id)
{
	size_t i;

	for (i = 0; id != NULL && i < s->nconnections; i++)
		if (strcmp(s->connections[i].id, id) == 0)
			return &s->connections[i];
	return NULL;
}

static int
take_connections(struct snaptrade_call *c, struct err *e)
{
	struct snaptrade_sync *s = c->arg;
	struct buf line = { 0 };
	struct slice rest, one;
	struct err why;
	size_t i;
	int rc = sync_list(c, &line, &rest, e);

	while (rc == 0 && array_next(&rest, &one))
		rc = take_connection(s, one, e);
	s->connections_known = rc == 0;
	for (i = 0; rc == 0 && i < s->nconnections; i++)
		rc = tell_disabled(s, &s->connections[i], e);
	buf_release(&line);
	if (rc == 0 || e->code == ERR_IO)
		return rc;
	why = *e;
	return snaptrade_report_failure(s->report, "connections", &why, e);
}

int
sync_connections_done(struct snaptrade_call *c, int rc, struct err *e)
{
	struct snaptrade_sync *s = c->arg;
	struct err why = *e;

	if (rc == 0)
		return take_connections(c, e);
	if (c->why == SNAPTRADE_KEYS)
		return -1;
	(void)err_wrap(&why, "which connections are up is not known");
	return snaptrade_report_failure(s->report, "connections", &why, e);
}
