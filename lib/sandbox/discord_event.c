/* What the gateway tells, and to whom (events/gateway-events.mdx). */
#include <inttypes.h>
#include <string.h>

#include "sandbox/discord_call.h"
#include "sandbox/discord_connection.h"
#include "sandbox/discord_gateway.h"
#include "sandbox/discord_session.h"
#include "sandbox/discord_show.h"
#include "sandbox/fault.h"
#include "sandbox/websock.h"

void
disc_tell(struct disc_session *s, const char *type, const struct buf *d)
{
	const char *text = disc_session_event(s, type, d);
	struct disc_connection *c = s->connection;
	const struct fault *f;

	if (c == NULL)
		return;
	f = websock_fault(c->ws, "discord.event");
	if (disc_goes_wrong(c, f))
		return;
	disc_comes_too(c, f);
	disc_put(c, text, f);
	if (f != NULL && strcmp(f->kind->name, "repeat") == 0)
		disc_put(c, text, f);
}

static struct disc_view
view(const struct disc_gateway *g, const struct disc_session *s)
{
	return (struct disc_view){ .store = &g->d->store,
		.me = s->user,
		.host = g->d->host,
		.now = disc_now(g->d),
		.no_content = (s->intents & MESSAGE_CONTENT) == 0,
		.event = true };
}

static bool
hears(const struct disc_gateway *g, const struct disc_session *s, const struct disc_channel *ch)
{
	return (s->intents & GUILD_MESSAGES) != 0 &&
	       disc_may(&g->d->store, s->user, ch, DISC_VIEW_CHANNEL);
}

void
disc_gateway_tell(struct disc_gateway *g, int what, const struct disc_message *m)
{
	static const char *const types[] = { [DISC_CREATED] = "MESSAGE_CREATE",
		[DISC_EDITED] = "MESSAGE_UPDATE",
		[DISC_DELETED] = "MESSAGE_DELETE" };
	struct disc_session *s, *next;
	struct buf d = { 0 };

	for (s = g->sessions; s != NULL; s = next) {
		struct disc_view v = view(g, s);

		next = s->next;
		if (!hears(g, s, m->channel))
			continue;
		buf_reset(&d);
		if (what == DISC_DELETED)
			buf_fmt(&d,
			    "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%" PRIu64
			    "\",\"guild_id\":\"%" PRIu64 "\"}",
			    m->id, m->channel->id, m->channel->guild->id);
		else
			disc_show_message(&d, &v, m);
		disc_tell(s, types[what], &d);
	}
	buf_release(&d);
}

void
disc_gateway_tell_bulk(struct disc_gateway *g, const struct disc_channel *channel,
    struct disc_message *const *gone, size_t n)
{
	struct disc_session *s, *next;
	struct buf d = { 0 };
	size_t i;

	buf_str(&d, "{\"ids\":[");
	for (i = 0; i < n; i++)
		buf_fmt(&d, "%s\"%" PRIu64 "\"", i > 0 ? "," : "", gone[i]->id);
	buf_fmt(&d, "],\"channel_id\":\"%" PRIu64 "\",\"guild_id\":\"%" PRIu64 "\"}", channel->id,
	    channel->guild->id);
	for (s = g->sessions; s != NULL && n > 0; s = next) {
		next = s->next;
		if (hears(g, s, channel))
			disc_tell(s, "MESSAGE_DELETE_BULK", &d);
	}
	buf_release(&d);
}

void
disc_tell_guild(struct disc_gateway *g, struct disc_session *s, const struct disc_guild *guild)
{
	struct disc_view v = view(g, s);
	struct buf d = { 0 };
	size_t i;
	int threads;

	disc_show_guild(&d, &v, guild);
	d.len--; /* the object goes on */
	buf_str(&d,
	    ",\"joined_at\":\"2016-01-01T00:00:00+00:00\",\"large\":false,\"unavailable\":false,"
	    "\"member_count\":2,\"voice_states\":[],\"presences\":[],\"stage_instances\":[],"
	    "\"guild_scheduled_events\":[],\"soundboard_sounds\":[],\"members\":[{\"user\":");
	disc_show_user(&d, s->user);
	buf_str(&d,
	    ",\"roles\":[],\"nick\":null,\"joined_at\":\"2016-01-01T00:00:00+00:00\",\"deaf\":false,"
	    "\"mute\":false,\"flags\":0}]");
	for (threads = 0; threads < 2; threads++) {
		buf_str(&d, threads != 0 ? "],\"threads\":[" : ",\"channels\":[");
		for (i = 0; i < g->d->store.nchannels; i++) {
			const struct disc_channel *ch = g->d->store.channels[i];

			if (ch->guild != guild || ch->archived ||
			    (ch->type == DISC_THREAD) != (threads != 0) ||
			    !disc_may(&g->d->store, s->user, ch, DISC_VIEW_CHANNEL))
				continue;
			disc_next(&d);
			disc_show_channel(&d, &v, ch);
		}
	}
	buf_str(&d, "]}");
	disc_tell(s, "GUILD_CREATE", &d);
	buf_release(&d);
}

void
disc_tell_ready(struct disc_gateway *g, struct disc_session *s)
{
	struct buf d = { 0 };
	size_t i;

	buf_str(&d, "{\"v\":10,\"user_settings\":{},\"user\":");
	disc_show_user(&d, s->user);
	buf_str(&d, ",\"guilds\":[");
	for (i = 0; i < g->d->store.nguilds; i++)
		buf_fmt(&d, "%s{\"id\":\"%" PRIu64 "\",\"unavailable\":true}", i > 0 ? "," : "",
		    g->d->store.guilds[i]->id);
	buf_fmt(&d,
	    "],\"session_id\":\"%s\",\"resume_gateway_url\":\"ws://%s\",\"session_type\":\"normal\","
	    "\"relationships\":[],\"private_channels\":[],\"presences\":[],\"guild_join_requests\":[],"
	    "\"application\":{\"id\":\"%" PRIu64 "\",\"flags\":%d}}",
	    s->id, g->d->host, s->user->id, s->user->no_content ? 0 : 1 << 19);
	disc_tell(s, "READY", &d);
	buf_release(&d);
}
