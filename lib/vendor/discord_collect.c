#include "vendor/discord_collect.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/progress.h"
#include "base/stop.h"
#include "io/pick.h"
#include "vendor/discord_channel.h"
#include "vendor/discord_id.h"
#include "vendor/discord_plan.h"
#include "vendor/discord_report.h"
#include "vendor/discord_words.h"

/* The vendor's numbers of what channels are: docs.discord.com/developers/resources/channel. */
enum {
	CHANNEL_TEXT = 0,
	CHANNEL_CATEGORY = 4,
	CHANNEL_NEWS = 5,
	CHANNEL_THREAD_NEWS = 10,
	CHANNEL_THREAD = 11,
	CHANNEL_THREAD_PRIVATE = 12,
	CHANNEL_DIRECTORY = 14,
	CHANNEL_FORUM = 15,
	CHANNEL_MEDIA = 16
};

/* --- channels */

struct channel *
channel_find(const struct discord_collect *c, const char *id, size_t n)
{
	size_t i;

	for (i = 0; i < c->nchannels; i++)
		if (strncmp(c->channels[i]->id, id, n) == 0 && c->channels[i]->id[n] == '\0')
			return c->channels[i];
	return NULL;
}

struct channel *
channel_new(struct discord_collect *c, const char *id, size_t n)
{
	struct channel *ch = mem_new(1, sizeof *ch);
	const struct discord_cursor *cursor;

	*ch = (struct channel){ .of = c, .id = mem_copy(id, n), .kind = -1, .type = "general" };
	ch->asked_at = discord_report_now(c->report);
	ch->cursor_at = CLOCK_NONE;
	cursor = discord_plan_cursor(c->plan, ch->id);
	if (cursor != NULL) {
		ch->cursor = cursor->after;
		ch->has_cursor = true;
	}
	c->channels = mem_grow(c->channels, c->nchannels + 1, sizeof *c->channels);
	c->channels[c->nchannels++] = ch;
	return ch;
}

void
channel_free(struct channel *ch)
{
	discord_call_release(&ch->call);
	free(ch->id);
	free(ch->name);
	free(ch->parent_id);
	free(ch->guild_id);
	free(ch);
}

static void
take_text(char **to, const struct rec_field *v)
{
	if (v->type != REC_STRING || v->text.p == NULL || v->text.n == 0)
		return;
	free(*to);
	*to = rec_take_text(v);
}

void
channel_describe(struct channel *ch, struct slice object)
{
	enum { NAME, GUILD, PARENT, TYPE, LAST, N };
	static const char *const paths[N] = { "name", "guild_id", "parent_id", "type",
		"last_message_id" };
	struct rec_field v[N];

	pick(object, paths, N, v);
	take_text(&ch->name, &v[NAME]);
	take_text(&ch->guild_id, &v[GUILD]);
	if (v[TYPE].type == REC_NUMBER &&
	    num_int(v[TYPE].text.p, v[TYPE].text.n, 0, INT32_MAX, &ch->kind))
		ch->kind = -1;
	if (ch->kind >= CHANNEL_THREAD_NEWS && ch->kind <= CHANNEL_THREAD_PRIVATE)
		ch->thread = true;
	if (ch->thread)
		take_text(&ch->parent_id, &v[PARENT]); /* of others it is a category */
	if (discord_id_of(&v[LAST], &ch->hint))
		ch->hint = 0;
	if (ch->name != NULL)
		ch->type = discord_channel_type(ch->name);
}

bool
channel_has_messages(const struct channel *ch)
{
	return ch->kind != CHANNEL_CATEGORY && ch->kind != CHANNEL_DIRECTORY &&
	       ch->kind != CHANNEL_FORUM && ch->kind != CHANNEL_MEDIA;
}

bool
channel_has_threads(const struct channel *ch)
{
	return ch->guild_id != NULL && (ch->kind == CHANNEL_TEXT || ch->kind == CHANNEL_NEWS ||
					   ch->kind == CHANNEL_FORUM || ch->kind == CHANNEL_MEDIA);
}

struct discord_place
channel_place(const struct channel *ch)
{
	return (struct discord_place){ ch->id, ch->name, ch->type, ch->parent_id, ch->guild_id };
}

/* --- who and what */

struct discord_collect *
discord_collect_new(struct discord *d, struct discord_report *r, const struct discord_plan *plan)
{
	struct discord_collect *c = mem_new(1, sizeof *c);
	size_t i;

	*c = (struct discord_collect){ .d = d, .report = r, .plan = plan };
	discord_messages_init(&c->messages, &r->em);
	for (i = 0; i < plan->nchannels; i++)
		(void)channel_new(c, plan->channels[i], strlen(plan->channels[i]));
	return c;
}

static void
forget_guilds(struct discord_collect *c)
{
	while (c->nguilds > 0)
		free(c->guilds[--c->nguilds]);
}

void
discord_collect_free(struct discord_collect *c)
{
	size_t i;

	if (c == NULL)
		return;
	threads_free(c);
	for (i = 0; i < c->nchannels; i++)
		channel_free(c->channels[i]);
	forget_guilds(c);
	free(c->guilds);
	free(c->channels);
	buf_release(&c->line);
	free(c);
}

uint64_t
discord_collect_me(const struct discord_collect *c)
{
	return c->me;
}

/* A token that is not taken shows here, before anything else is asked. */
static int
ask_me(struct discord_collect *c, struct err *e)
{
	struct discord_call call;
	struct slice object;
	struct rec_field id;
	int rc;

	discord_call_init(&call, "GET me", "", "/users/@me");
	rc = discord_once(c->d, &call, e);
	if (rc == 0)
		rc = discord_reply_object(&call, &c->line, &object, e);
	if (rc == 0) {
		id = pick_one(object, "id");
		if (discord_id_of(&id, &c->me))
			rc = err_set(e, ERR_DATA, "discord: /users/@me: the reply has no id");
	}
	discord_call_release(&call);
	return rc;
}

static int
channel_done(struct discord_call *call, int rc, struct err *e)
{
	struct channel *ch = call->arg;
	struct slice object;
	struct err why;

	if (rc == 0)
		rc = discord_reply_object(call, &ch->of->line, &object, e);
	if (rc == 0) {
		channel_describe(ch, object);
		ch->busy = false;
		discord_call_release(call);
		return 0;
	}
	if (e->code == ERR_IO || stop_asked() || call->why == DISCORD_TOKEN)
		return -1;
	why = *e;
	return walk_fail(ch, &why, e);
}

static void
ask_channel(struct channel *ch)
{
	char *path = mem_fmt("/channels/%s", ch->id);

	discord_call_release(&ch->call);
	discord_call_init(&ch->call, "GET channel", ch->id, path);
	free(path);
	ch->call.done = channel_done;
	ch->call.arg = ch;
	ch->busy = true;
	ch->failed = ch->any = false;
	discord_add(ch->of->d, &ch->call);
}

/* --- a run */

static int
begin(struct channel *ch, struct err *e)
{
	if (ch->failed)
		return 0;
	if (!channel_has_messages(ch) && !channel_has_threads(ch))
		return discord_report_event(ch->of->report, "no-messages", "warning", ch->id, e,
		    "a category or directory has no messages: name the channels in it");
	if (threads_ask(ch, e))
		return -1;
	return channel_has_messages(ch) ? walk_begin(ch, e) : 0;
}

static int
run(struct discord_collect *c, struct err *e)
{
	size_t asked = c->nchannels, i;
	int rc;

	for (i = 0; i < asked; i++) {
		c->channels[i]->walked = false;
		if (c->channels[i]->live)
			continue;
		c->channels[i]->failed = false; /* the last time is over */
		if (c->channels[i]->kind < 0)
			ask_channel(c->channels[i]);
	}
	rc = discord_run(c->d, e);
	for (i = 0; rc == 0 && i < asked; i++)
		if (!c->channels[i]->live && !c->channels[i]->walked)
			rc = begin(c->channels[i], e);
	if (rc == 0)
		rc = discord_run(c->d, e);
	threads_free(c);
	return rc;
}

int
discord_collect_run(struct discord_collect *c, struct err *e)
{
	const struct progress_plan plan = {
		.what = "messages", .of = "channels", .total = c->nchannels
	};
	int rc;

	if (ask_me(c, e))
		return -1;
	progress_begin(&plan);
	rc = run(c, e);
	progress_end();
	return rc;
}

int
discord_collect_again(struct discord_collect *c, struct err *e)
{
	forget_guilds(c);
	return run(c, e);
}
