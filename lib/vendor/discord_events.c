#include "vendor/discord_events.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/array.h"
#include "io/pick.h"
#include "vendor/discord_channel.h"
#include "vendor/discord_id.h"
#include "vendor/discord_plan.h"
#include "vendor/discord_report.h"

void
discord_events_init(struct discord_events *v, struct discord_collect *collect)
{
	*v = (struct discord_events){ .collect = collect };
}

void
discord_events_release(struct discord_events *v)
{
	free(v->pending);
	*v = (struct discord_events){ 0 };
}

/* The channel that it is about, when it is one of ours. */
static struct channel *
channel_of(const struct discord_events *v, struct slice data)
{
	const struct rec_field id = pick_one(data, "channel_id");

	return id.type == REC_STRING && id.text.p != NULL
		   ? channel_find(v->collect, id.text.p, id.text.n)
		   : NULL;
}

static void
put_off(struct discord_events *v, struct channel *ch, const struct rec_field *id, bool deleted)
{
	uint64_t message;

	if (discord_id_of(id, &message))
		return;
	if (v->npending == v->cap) {
		v->cap = mem_more(v->cap, v->npending + 1);
		v->pending = mem_grow(v->pending, v->cap, sizeof *v->pending);
	}
	v->pending[v->npending].channel = ch;
	v->pending[v->npending].message = message;
	v->pending[v->npending++].deleted = deleted;
}

/* --- events */

typedef int event_fn(struct discord_events *v, struct slice data, bool *missing, struct err *e);

static int
put(struct channel *ch, struct slice data, struct err *e)
{
	struct discord_look look;
	struct err why;
	int rc;

	ch->asked_at = discord_report_now(ch->of->report);
	if (discord_message_look(&look, data, ch->of->me, &why))
		return discord_report_failure(ch->of->report, ch->id, &why, e);
	rc = channel_put(ch, data, e);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	ch->doubt = ch->doubt && ch->busy; /* what is not of a page says nothing about one */
	if (look.id <= ch->cursor)
		return 0;
	ch->fresh++;
	if (ch->live) {
		ch->cursor = look.id;
		ch->cursor_at = look.at;
		ch->has_cursor = true;
		ch->dirty = true;
	}
	return 0;
}

static int
created(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	struct channel *ch = channel_of(v, data);

	(void)missing;
	return ch == NULL ? 0 : put(ch, data, e);
}

/* All of it, or what was changed alone: then it is asked for, when the channel is not being read. */
static int
updated(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	static const char *const paths[] = { "id", "content", "author.username", "timestamp" };
	struct channel *ch = channel_of(v, data);
	struct rec_field f[4];

	(void)missing;
	if (ch == NULL)
		return 0;
	pick(data, paths, 4, f);
	/* a page that is on its way may show it as it was, and comes behind it */
	if (!ch->busy && pick_has(&f[1]) && pick_has(&f[2]) && pick_has(&f[3]))
		return put(ch, data, e);
	put_off(v, ch, &f[0], false);
	return 0;
}

static int
deleted(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	struct channel *ch = channel_of(v, data);
	const struct rec_field id = pick_one(data, "id");

	(void)missing;
	(void)e; /* nothing here fails */
	if (ch != NULL)
		put_off(v, ch, &id, true);
	return 0;
}

static int
deleted_many(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	struct channel *ch = channel_of(v, data);
	struct rec_field list = pick_one(data, "ids"), id;
	struct slice one;

	(void)missing;
	(void)e; /* nothing here fails */
	while (ch != NULL && list.type == REC_ARRAY && array_next(&list.text, &one)) {
		id = (struct rec_field){ .type = REC_STRING };
		if (one.n < 2 || *one.p != '"')
			continue;
		id.text = (struct slice){ one.p + 1, one.n - 2 };
		put_off(v, ch, &id, true);
	}
	return 0;
}

static int
threaded(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	const struct rec_field fresh = pick_one(data, "newly_created");
	struct channel *ch;

	(void)e; /* nothing here fails */
	if (!v->collect->plan->threads)
		return 0;
	ch = thread_take(v->collect, data);
	if (ch == NULL || ch->live || ch->walked)
		return 0;
	if (fresh.type == REC_TRUE && !ch->has_cursor) {
		ch->has_cursor = true; /* there was nothing before */
		ch->cursor = 0;
	}
	*missing = true;
	return 0;
}

static int
renamed(struct discord_events *v, struct slice data, bool *missing, struct err *e)
{
	const struct rec_field id = pick_one(data, "id");
	struct channel *ch = id.type == REC_STRING && id.text.p != NULL
				 ? channel_find(v->collect, id.text.p, id.text.n)
				 : NULL;

	(void)missing;
	(void)e; /* nothing here fails */
	if (ch != NULL)
		channel_describe(ch, data);
	return 0;
}

/* clang-format off */
static const struct {
	const char *name;
	event_fn *take;
} table[] = {
	{ "MESSAGE_CREATE",      created },
	{ "MESSAGE_UPDATE",      updated },
	{ "MESSAGE_DELETE",      deleted },
	{ "MESSAGE_DELETE_BULK", deleted_many },
	{ "THREAD_CREATE",       threaded },
	{ "THREAD_UPDATE",       threaded },
	{ "CHANNEL_UPDATE",      renamed },
};
/* clang-format on */

int
discord_events_take(
    struct discord_events *v, struct slice name, struct slice data, bool *missing, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof table / sizeof table[0]; i++)
		if (slice_is(name, table[i].name))
			return table[i].take(v, data, missing, e);
	return 0;
}

/* --- what is pending */

/* What was printed of the channel is told as a window in which nothing can be: a loader forgets it then. */
static int
tell_printed(struct channel *ch, struct err *e)
{
	const struct discord_window w = { .channel_id = ch->id,
		.first = 1,
		.last = 1, /* no message has that id */
		.count = ch->printed,
		.at = discord_report_now(ch->of->report) };

	if (ch->printed == 0)
		return 0;
	ch->printed = 0;
	return discord_report_window(ch->of->report, &w, e);
}

/* It is gone: a window of its own, behind what was printed of the channel before. */
static int
tell_deleted(struct channel *ch, uint64_t message, struct err *e)
{
	const struct discord_window w = { .channel_id = ch->id,
		.first = message,
		.last = message,
		.at = discord_report_now(ch->of->report) };

	return tell_printed(ch, e) ? -1 : discord_report_window(ch->of->report, &w, e);
}

static int
ask_for(struct channel *ch, uint64_t message, struct err *e)
{
	char *path = mem_fmt("/channels/%s/messages/%" PRIu64, ch->id, message);
	struct discord_call c;
	struct buf line = { 0 };
	struct slice object;
	enum discord_why why;
	struct err told;
	int rc;

	discord_call_init(&c, "GET message", ch->id, path);
	free(path);
	rc = discord_once(ch->of->d, &c, e);
	why = c.why;
	if (rc == 0)
		rc = discord_reply_object(&c, &line, &object, e);
	if (rc == 0)
		rc = put(ch, object, e);
	else if (why == DISCORD_UNKNOWN || stop_asked())
		rc = 0; /* deleted since, which is told, too; or nothing can be asked any more */
	else if (why != DISCORD_TOKEN) {
		told = *e;
		rc = discord_report_failure(ch->of->report, ch->id, &told, e);
	}
	buf_release(&line);
	discord_call_release(&c);
	return rc;
}

int
discord_events_settle(struct discord_events *v, struct err *e)
{
	struct channel *ch;
	uint64_t message;
	size_t i, kept = 0;
	int rc = 0;

	for (i = 0; i < v->npending; i++) {
		ch = v->pending[i].channel;
		message = v->pending[i].message;
		if (ch->busy || rc)
			v->pending[kept++] = v->pending[i];
		else
			rc = v->pending[i].deleted ? tell_deleted(ch, message, e)
						   : ask_for(ch, message, e);
	}
	v->npending = kept;
	return rc;
}

/* --- all channels */

void
discord_events_gap(struct discord_events *v)
{
	size_t i;

	for (i = 0; i < v->collect->nchannels; i++)
		v->collect->channels[i]->live = false;
}

bool
discord_events_behind(const struct discord_events *v)
{
	size_t i;

	for (i = 0; i < v->collect->nchannels; i++)
		if (v->collect->channels[i]->failed)
			return true;
	return false;
}

int
discord_events_states(struct discord_events *v, struct err *e)
{
	struct channel *ch;
	struct discord_state s;
	size_t i;

	for (i = 0; i < v->collect->nchannels; i++) {
		ch = v->collect->channels[i];
		if (!ch->busy && tell_printed(ch, e))
			return -1;
		if (!ch->dirty)
			continue;
		ch->dirty = false;
		s = (struct discord_state){ .channel_id = ch->id,
			.name = ch->name,
			.last = ch->cursor,
			.last_at = ch->cursor_at,
			.fresh = ch->fresh,
			.status = "idle",
			.at = ch->asked_at };
		if (discord_report_state(v->collect->report, &s, e))
			return -1;
	}
	return 0;
}
