#include "sandbox/discord.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "sandbox/discord_call.h"
#include "sandbox/discord_cdn.h"
#include "sandbox/discord_fault.h"
#include "sandbox/discord_gateway.h"
#include "sandbox/route.h"
#include "sandbox/vendors.h"

#define DATA_FILE "discord.jsonl"
#define PREFIX "discord."
#define API "/api/v10"
#define AGENT "DiscordBot ("

#define DISC_BODY_TAKEN ((size_t)32 << 20)
#define BODY_MAX ((size_t)25 << 20)

#define CHANNEL 1u /* the path begins with a channel's id */
#define GUILD 2u
#define WEBHOOK 4u /* and this one with a webhook's, whose token stands in the path */
#define OPEN 8u    /* no token */
#define CDN 16u    /* outside of the API */

enum bucket { READS, WRITES, EDITS, DELETES, OTHERS, NONE };

/* clang-format off */
static const struct route {
	const char *method, *path; /* a star stands for an id or word */
	const char *word;          /* the METHOD of a fault */
	unsigned flags;
	enum bucket bucket;
	disc_answer *answer;
} routes[] = {
	{ "GET",  API "/applications/@me",                     "application",      0,       OTHERS, disc_get_application },
	{ "GET",  "/attachments/*/*/*",                        "attachment",       OPEN | CDN, NONE, disc_cdn_answer },
	{ "GET",  API "/channels/*",                           "channel",          CHANNEL, OTHERS, disc_get_channel },
	{ "GET",  API "/channels/*/messages",                  "messages",         CHANNEL, READS,  disc_list_messages },
	{ "GET",  API "/channels/*/messages/*",                "message",          CHANNEL, READS,  disc_get_message },
	{ "GET",  API "/channels/*/threads/archived/public",   "archived-threads", CHANNEL, OTHERS, disc_list_archived_threads },
	{ "GET",  API "/gateway",                              "gateway",          OPEN,    OTHERS, disc_get_gateway },
	{ "GET",  API "/gateway/bot",                          "gateway-bot",      0,       OTHERS, disc_get_gateway_bot },
	{ "GET",  API "/guilds/*",                             "guild",            GUILD,   OTHERS, disc_get_guild },
	{ "GET",  API "/guilds/*/channels",                    "channels",         GUILD,   OTHERS, disc_list_channels },
	{ "GET",  API "/guilds/*/threads/active",              "active-threads",   GUILD,   OTHERS, disc_list_active_threads },
	{ "GET",  API "/oauth2/applications/@me",              "application",      0,       OTHERS, disc_get_application },
	{ "GET",  API "/users/@me",                            "me",               0,       OTHERS, disc_get_me },
	{ "GET",  API "/users/@me/guilds",                     "my-guilds",        0,       OTHERS, disc_get_my_guilds },
	{ "POST", API "/channels/*/messages",                  "create",           CHANNEL, WRITES, disc_create_message },
	{ "POST", API "/channels/*/messages/bulk-delete",      "bulk-delete",      CHANNEL, WRITES, disc_delete_messages },
	{ "PATCH", API "/channels/*/messages/*",               "edit",             CHANNEL, EDITS,  disc_edit_message },
	{ "DELETE", API "/channels/*/messages/*",              "delete",           CHANNEL, DELETES, disc_delete_message },
	{ "GET",  API "/webhooks/*/*",                         "webhook",          OPEN | WEBHOOK, OTHERS, disc_get_webhook },
	{ "POST", API "/webhooks/*/*",                         "execute",          OPEN | WEBHOOK, WRITES, disc_execute_webhook },
	{ "GET",  "/",                                         "connect",          OPEN | CDN, NONE, disc_connect },
};

static const struct sandbox_var vars[] = {
	{ "PF_DISCORD_URL",    VAR_URL,    "" },
	{ "DISCORD_BOT_TOKEN", VAR_SECRET, DISC_TEST_TOKEN },
	{ "DISCORD_WEBHOOK_URL", VAR_URL,  API "/webhooks/154600000000000050/invented-discord-webhook-token" },
	{ "LOG_CHANNEL_IDS",   VAR_WORD,   "154700000000000101,154700000000000102,154700000000000103" },
	{ 0 }
};
/* clang-format on */

static const char *const hidden[] = { "hm", NULL };

static int
disc_open(void **state, const struct sandbox_config *config, struct err *e)
{
	struct disc *d = mem_new(1, sizeof *d);
	char *path = mem_fmt("%s/" DATA_FILE, config->data);
	int rc = -1;

	*state = d;
	d->gateway = disc_gateway_new(d);
	d->began_mono = clock_mono();
	if (clock_now(&d->began, e) == 0)
		rc = disc_store_open(&d->store, path, d->began, e);
	free(path);
	return rc;
}

static void
disc_close(void *state)
{
	struct disc *d = state;

	free(d->host);
	disc_gateway_free(d->gateway);
	disc_limits_release(&d->limits);
	disc_store_release(&d->store);
	free(d);
}

/* The route; NULL: none, and *other tells whether there is one of another method. */
static const struct route *
find(const struct request *r, struct slice words[DISC_IDS_MAX], bool *other)
{
	const struct route *route, *end = routes + sizeof routes / sizeof routes[0];

	*other = false;
	for (route = routes; route < end; route++) {
		if (!route_fits(route->path, r->path, words, DISC_IDS_MAX))
			continue;
		if (strcmp(route->method, r->method) == 0)
			return route;
		*other = true;
	}
	return NULL;
}

static char *
disc_target(const struct request *r)
{
	struct slice words[DISC_IDS_MAX];
	bool other;
	const struct route *route = find(r, words, &other);

	return route == NULL ? NULL : mem_fmt(PREFIX "%s", route->word);
}

/* "DiscordBot (URL, VERSION)", and what may follow. */
static bool
is_bot(const char *agent)
{
	const char *comma, *end;

	if (agent == NULL || strncmp(agent, AGENT, sizeof AGENT - 1) != 0)
		return false;
	comma = strstr(agent, ", ");
	end = comma == NULL ? NULL : strchr(comma, ')');
	return end != NULL && comma > agent + sizeof AGENT - 1 && end > comma + 2;
}

/* Whose token it is. 0, or -1 with the reply made. */
static int
authenticate(struct disc_call *c)
{
	const char *sent = request_header(c->r, "authorization");

	if (sent != NULL && strncmp(sent, "Bot ", 4) == 0)
		c->me = disc_store_token(&c->d->store, sent + 4);
	if (c->me != NULL)
		return 0;
	disc_refuse(c->reply, DISC_UNAUTHORIZED);
	return -1;
}

/* Whether there may be another request; else the reply is made. */
static bool
may_ask(struct disc_call *c, const struct route *route)
{
	static const char *const ids[] = { "2b5d1a0c6e8f4a7790c3d1e2f4a5b607",
		"80c17d2f203122d936070c88c8d10f33", "57cbd1d6e3a04c0f8a1b2c90d4e7f611",
		"c9e2a7b05d3f41768e6a0f1b2d94c835", "4a4a3fc0f2c44c4a8e2b3f5f9a1d7c55" };
	const struct disc_settings *s = &c->d->store.settings;
	const int64_t limits[] = { s->reads, s->writes, s->writes, s->writes, s->others };
	const int64_t usual[] = { 1, 5, 5, 5, 1 }, w = s->window;
	struct disc_window key = { .who = c->me == NULL ? 0 : c->me->id };

	if (route->bucket == NONE)
		return true;
	if (!disc_limits_count(&c->d->limits, &key, s->global, w > 0 ? w : 1, false, c->reply))
		return false;
	key.bucket = ids[route->bucket];
	key.of = c->ids[0];
	return disc_limits_count(&c->d->limits, &key, limits[route->bucket],
	    w > 0 ? w : usual[route->bucket], !disc_fault(c, "no-headers"), c->reply);
}

/* The channel or guild that the path names. 0, or -1 with the reply made. */
static int
find_thing(struct disc_call *c, unsigned flags)
{
	uint64_t needed = DISC_VIEW_CHANNEL;

	if ((flags & GUILD) != 0 &&
	    (c->guild = disc_store_guild(&c->d->store, c->ids[0])) == NULL) {
		disc_refuse(c->reply, DISC_NO_GUILD);
		return -1;
	}
	if ((flags & WEBHOOK) != 0) {
		c->webhook = disc_store_webhook(&c->d->store, c->ids[0]);
		if (c->webhook != NULL && slice_is(c->words[1], c->webhook->token))
			return 0;
		disc_refuse(
		    c->reply, c->webhook == NULL ? DISC_NO_WEBHOOK : DISC_BAD_WEBHOOK_TOKEN);
		return -1;
	}
	if ((flags & CHANNEL) == 0)
		return 0;
	c->channel = disc_store_channel(&c->d->store, c->ids[0]);
	if (c->channel == NULL) {
		disc_refuse(c->reply, DISC_NO_CHANNEL);
		return -1;
	}
	if (c->channel->type == DISC_VOICE)
		needed |= DISC_CONNECT;
	if (disc_may(&c->d->store, c->me, c->channel, needed))
		return 0;
	disc_refuse(c->reply, DISC_NO_ACCESS);
	return -1;
}

static void
refuse_path(struct disc_call *c, bool other)
{
	if (strncmp(c->r->path, "/api/", 5) == 0 &&
	    (strncmp(c->r->path, API, sizeof API - 1) != 0 ||
		c->r->path[sizeof API - 1] != '/')) /* version 6 was the one without a number */
		disc_refuse(c->reply, DISC_BAD_VERSION);
	else
		disc_refuse(c->reply, other ? DISC_NO_METHOD : DISC_NO_PAGE);
}

/* What addresses of ours begin with. Some clients of WebSockets leave the port out, and that leads
 * nowhere. */
static void
know_host(struct disc *d, const char *host)
{
	if (host == NULL || (d->host != NULL && strchr(host, ':') == NULL))
		host = d->host != NULL ? d->host : "127.0.0.1";
	if (d->host != NULL && strcmp(d->host, host) == 0)
		return;
	free(d->host);
	d->host = mem_str(host);
}

static void
disc_answer_request(void *state, const struct request *r, struct reply *reply)
{
	struct disc_call c = { .d = state, .r = r, .reply = reply };
	const struct route *route;
	size_t i;
	bool other;

	know_host(c.d, request_header(r, "host"));
	c.host = c.d->host;
	c.now = disc_now(c.d);
	route = find(r, c.words, &other);
	for (i = 0; route != NULL && i < DISC_IDS_MAX && c.words[i].p != NULL; i++)
		if (num_uint(c.words[i].p, c.words[i].n, UINT64_MAX, &c.ids[i]))
			c.ids[i] = 0;
	if ((route == NULL || (route->flags & CDN) == 0) &&
	    !is_bot(request_header(r, "user-agent")))
		disc_refuse(reply, DISC_BLOCKED);
	else if (r->body.len > BODY_MAX)
		disc_refuse(reply, DISC_TOO_LARGE);
	else if (route == NULL)
		refuse_path(&c, other);
	else if (((route->flags & OPEN) != 0 || authenticate(&c) == 0) && may_ask(&c, route) &&
		 !disc_fault_refuses(&c) && find_thing(&c, route->flags) == 0)
		route->answer(&c);
}

const struct sandbox_vendor disc_vendor = {
	.name = "discord",
	.vars = vars,
	.hidden = hidden,
	.faults = disc_faults,
	.open = disc_open,
	.close = disc_close,
	.target = disc_target,
	.answer = disc_answer_request,
	.body_max = DISC_BODY_TAKEN,
	.tick = disc_tick,
	.fail = disc_fail,
};
