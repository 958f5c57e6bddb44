/* The threads of channels: those that are active, from the guild, and those that were archived */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/array.h"
#include "io/pick.h"
#include "vendor/discord_channel.h"
#include "vendor/discord_id.h"
#include "vendor/discord_plan.h"
#include "vendor/discord_report.h"
#include "vendor/discord_words.h"

#define PAGES_MAX 1000 /* of a hundred threads; more is a list without an end */

struct listing {
	struct discord_call call;
	struct discord_collect *of;
	struct channel *parent; /* borrowed; NULL: a guild's active ones */
	char *guild;            /* owned, then */
	int pages;
	struct listing *next;
};

static discord_done listing_done;

static void
listing_free(struct listing *l)
{
	struct listing **at = &l->of->listings;

	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	discord_call_release(&l->call);
	free(l->guild);
	free(l);
}

void
threads_free(struct discord_collect *c)
{
	while (c->listings != NULL)
		listing_free(c->listings);
}

static struct listing *
listing_new(struct discord_collect *c, struct channel *parent, const char *guild)
{
	struct listing *l = mem_new(1, sizeof *l);

	*l = (struct listing){
		.of = c, .parent = parent, .guild = mem_str(guild), .next = c->listings
	};
	c->listings = l;
	return l;
}

/* before: a time as the vendor wrote it, or an empty one. */
static void
send(struct listing *l, struct slice before)
{
	struct buf path = { 0 };
	char *time;

	if (l->parent == NULL) {
		buf_fmt(&path, "/guilds/%s/threads/active", l->guild);
	} else {
		buf_fmt(&path, "/channels/%s/threads/archived/public?limit=100", l->parent->id);
		time = mem_copy(before.n > 0 ? before.p : "", before.n);
		if (before.n > 0)
			http_form(&path, "before", time);
		free(time);
	}
	discord_call_release(&l->call);
	discord_call_init(&l->call,
	    l->parent == NULL ? "GET active threads" : "GET archived threads",
	    l->parent == NULL ? l->guild : l->parent->id, path.p);
	buf_release(&path);
	l->call.done = listing_done;
	l->call.arg = l;
	discord_add(l->of->d, &l->call);
}

/* Whether the guild's active threads are asked for already; they are from now on. */
static bool
is_asked(struct discord_collect *c, const char *guild)
{
	size_t i;

	for (i = 0; i < c->nguilds; i++)
		if (strcmp(c->guilds[i], guild) == 0)
			return true;
	c->guilds = mem_grow(c->guilds, c->nguilds + 1, sizeof *c->guilds);
	c->guilds[c->nguilds++] = mem_str(guild);
	return false;
}

int
threads_ask(struct channel *ch, struct err *e)
{
	struct discord_collect *c = ch->of;

	(void)e; /* nothing here fails */
	if (!c->plan->threads || !channel_has_threads(ch))
		return 0;
	if (!is_asked(c, ch->guild_id))
		send(listing_new(c, NULL, ch->guild_id), (struct slice){ 0 });
	send(listing_new(c, ch, NULL), (struct slice){ 0 });
	return 0;
}

struct channel *
thread_take(struct discord_collect *c, struct slice object)
{
	static const char *const paths[] = { "id", "parent_id" };
	struct rec_field v[2];
	struct channel *parent, *ch;
	uint64_t id;

	if (object.n == 0 || *object.p != '{')
		return NULL;
	pick(object, paths, 2, v);
	if (discord_id_of(&v[0], &id) || discord_id_of(&v[1], &id))
		return NULL;
	parent = channel_find(c, v[1].text.p, v[1].text.n);
	if (parent == NULL || parent->thread)
		return NULL;
	ch = channel_find(c, v[0].text.p, v[0].text.n);
	if (ch == NULL)
		ch = channel_new(c, v[0].text.p, v[0].text.n);
	channel_describe(ch, object);
	ch->thread = true;
	if (parent->name != NULL)
		ch->type = discord_channel_type(parent->name); /* what it is about is its title */
	return ch;
}

/* Whether a walk would show nothing: its last message is known, and too old to be read again. */
static bool
is_quiet(const struct channel *ch)
{
	const struct discord_plan *plan = ch->of->plan;
	int64_t now = discord_report_now(ch->of->report), last;

	if (ch->hint == 0)
		return false;
	if (!ch->has_cursor)
		return plan->since != CLOCK_NONE && ch->hint < discord_id_at(plan->since);
	return ch->hint <= ch->cursor &&
	       (__builtin_add_overflow(discord_id_time(ch->cursor), plan->reread, &last) == 0 &&
		   last < now);
}

/* The threads of a page; *before: when its last was archived. */
static int
take_threads(struct listing *l, struct slice rest, struct slice *before, struct err *e)
{
	struct slice one;
	struct rec_field time;
	struct channel *ch;

	while (array_next(&rest, &one)) {
		if (*one.p != '{')
			return err_set(e, ERR_DATA, "a thread that is no object");
		time = pick_one(one, "thread_metadata.archive_timestamp");
		if (time.type == REC_STRING)
			*before = time.text;
		ch = thread_take(l->of, one);
		if (ch == NULL || ch->walked || ch->live || is_quiet(ch))
			continue;
		if (walk_begin(ch, e))
			return -1;
	}
	return 0;
}

/* Whether those that were archived before have nothing that is to be read. What a cursor tells of one thread
 * tells nothing of others: a run that ended early may have read any of them. */
static bool
is_before(const struct discord_plan *plan, struct slice time)
{
	int64_t at;

	return plan->since != CLOCK_NONE && clock_parse_time(time.p, time.n, &at) == 0 &&
	       at < plan->since;
}

static int
take_reply(struct listing *l, struct err *e)
{
	static const char *const paths[] = { "threads", "has_more" };
	struct slice before = { 0 };
	struct rec_field root, v[2];
	struct buf line = { 0 };
	int rc = -1;

	if (discord_reply(&l->call, &line, &root, e))
		goto out;
	if (root.type == REC_OBJECT)
		pick(root.text, paths, 2, v);
	if (root.type != REC_OBJECT || v[0].type != REC_ARRAY) {
		(void)err_set(e, ERR_DATA, "the reply has no list of threads");
		goto out;
	}
	if (take_threads(l, v[0].text, &before, e))
		goto out;
	rc = 0;
	/* the last archived come first */
	if (l->parent == NULL || v[1].type != REC_TRUE || before.n == 0 ||
	    is_before(l->of->plan, before))
		goto out;
	if (++l->pages >= PAGES_MAX) {
		rc = err_set(e, ERR_DATA, "a list of more than %d pages of threads", PAGES_MAX);
		goto out;
	}
	send(l, before);
	rc = 1;
out:
	buf_release(&line);
	return rc;
}

static int
listing_done(struct discord_call *c, int rc, struct err *e)
{
	struct listing *l = c->arg;
	enum discord_why said = c->why;
	struct err why;

	if (rc == 0)
		rc = take_reply(l, e);
	if (rc > 0)
		return 0;
	if (rc < 0 && e->code != ERR_IO && !stop_asked() && said != DISCORD_TOKEN) {
		why = *e;
		rc = discord_report_failure(
		    l->of->report, l->parent != NULL ? l->parent->id : l->guild, &why, e);
	}
	listing_free(l);
	return rc;
}
