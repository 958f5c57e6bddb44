/* What there is: the bot itself, guilds, channels and threads. */
#include <inttypes.h>

#include "sandbox/discord_call.h"
#include "sandbox/discord_gateway.h"
#include "sandbox/discord_show.h"

static struct disc_view
view(const struct disc_call *c)
{
	return (
	    struct disc_view){ .store = &c->d->store, .me = c->me, .host = c->host, .now = c->now };
}

void
disc_get_me(struct disc_call *c)
{
	disc_show_user(disc_ok(c), c->me);
}

void
disc_get_my_guilds(struct disc_call *c)
{
	struct buf *out = disc_ok(c);
	const struct disc_guild *g;
	size_t i;

	buf_char(out, '[');
	for (i = 0; i < c->d->store.nguilds; i++) {
		g = c->d->store.guilds[i];
		disc_next(out);
		buf_fmt(out, "{\"id\":\"%" PRIu64 "\",\"name\":%.*s,\"icon\":null,\"owner\":%s,",
		    g->id, (int)g->name.n, g->name.p, g->owner == c->me->id ? "true" : "false");
		buf_fmt(out, "\"permissions\":\"%" PRIu64 "\",\"features\":[]}", g->permissions);
	}
	buf_char(out, ']');
}

void
disc_get_application(struct disc_call *c)
{
	struct buf *out = disc_ok(c);

	/* GATEWAY_MESSAGE_CONTENT_LIMITED */
	buf_fmt(out,
	    "{\"id\":\"%" PRIu64
	    "\",\"name\":%.*s,\"icon\":null,\"description\":\"\",\"bot_public\":false,"
	    "\"bot_require_code_grant\":false,\"verify_key\":\"\",\"flags\":%d}",
	    c->me->id, (int)c->me->name.n, c->me->name.p, c->me->no_content ? 0 : 1 << 19);
}

void
disc_get_gateway(struct disc_call *c)
{
	buf_fmt(disc_ok(c), "{\"url\":\"ws://%s\"}", c->host);
}

void
disc_get_gateway_bot(struct disc_call *c)
{
	int64_t total = c->d->store.settings.identifies;

	buf_fmt(disc_ok(c),
	    "{\"url\":\"ws://%s\",\"shards\":1,\"session_start_limit\":{\"total\":%" PRId64
	    ",\"remaining\":%" PRId64 ",\"reset_after\":86400000,\"max_concurrency\":1}}",
	    c->host, total, disc_gateway_left(c->d->gateway));
}

void
disc_get_guild(struct disc_call *c)
{
	struct disc_view v = view(c);

	disc_show_guild(disc_ok(c), &v, c->guild);
}

/* All of a guild but threads, also those that the bot may not see. */
void
disc_list_channels(struct disc_call *c)
{
	struct disc_view v = view(c);
	struct buf *out = disc_ok(c);
	size_t i;

	buf_char(out, '[');
	for (i = 0; i < c->d->store.nchannels; i++) {
		const struct disc_channel *channel = c->d->store.channels[i];

		if (channel->guild != c->guild || channel->type == DISC_THREAD)
			continue;
		disc_next(out);
		disc_show_channel(out, &v, channel);
	}
	buf_char(out, ']');
}

/* Those that hang on a channel, or (NULL) all of the guild; with its end. */
static void
list_threads(struct disc_call *c, const struct disc_guild *guild, const struct disc_channel *parent,
    bool archived)
{
	struct disc_view v = view(c);
	struct buf *out = disc_ok(c);
	size_t i;

	buf_str(out, "{\"threads\":[");
	for (i = 0; i < c->d->store.nchannels; i++) {
		const struct disc_channel *t = c->d->store.channels[i];

		if (t->type != DISC_THREAD || t->guild != guild || t->archived != archived ||
		    (parent != NULL && t->parent != parent->id) ||
		    !disc_may(&c->d->store, c->me, t, DISC_VIEW_CHANNEL))
			continue;
		disc_next(out);
		disc_show_channel(out, &v, t);
	}
	buf_str(out, "],\"members\":[]");
	if (archived)
		buf_str(out, ",\"has_more\":false");
	buf_char(out, '}');
}

void
disc_list_active_threads(struct disc_call *c)
{
	list_threads(c, c->guild, NULL, false);
}

void
disc_list_archived_threads(struct disc_call *c)
{
	if (!disc_may(&c->d->store, c->me, c->channel, DISC_READ_HISTORY))
		disc_refuse(c->reply, DISC_NO_PERMISSION);
	else
		list_threads(c, c->channel->guild, c->channel, true);
}

void
disc_get_channel(struct disc_call *c)
{
	struct disc_view v = view(c);

	disc_show_channel(disc_ok(c), &v, c->channel);
}
