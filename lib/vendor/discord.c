#include "vendor/discord.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "vendor/discord_limit.h"
#include "vendor/discord_mend.h"

/* The vendor wants an address of who asks; a package is known by its name where it has no page. */
#define AGENT "User-Agent: DiscordBot (https://packages.invalid/pf-utils, " PACKAGE_VERSION ")"

struct discord {
	struct http *http;
	struct discord_limits limits;
	struct buf authorization;
	const char *headers[3];
	bool refused; /* the token was not taken */
};

static const struct http_vendor vendor = {
	.name = "discord",
	.url = DISCORD_URL,
	.url_env = "PF_DISCORD_URL",
	.limits = discord_limits_asked,
};

const char *
discord_token(struct err *e)
{
	const char *token = env_get("DISCORD_BOT_TOKEN"), *p;

	if (token == NULL) {
		(void)err_set(e, ERR_CONFIG, "DISCORD_BOT_TOKEN is not set");
		return NULL;
	}
	log_secret(token);
	for (p = token; *p > ' ' && *p < 0x7f; p++)
		;
	if (*p == '\0')
		return token;
	(void)err_set(e, ERR_CONFIG,
	    "DISCORD_BOT_TOKEN has a blank or what is no ASCII in it: it is the token alone, without 'Bot' before it");
	return NULL;
}

int
discord_open(
    struct discord **out, const char *token, int64_t deadline_ns, bool trace, struct err *e)
{
	struct discord *d = mem_new(1, sizeof *d);
	size_t n = 0;

	*out = d;
	d->headers[n++] = AGENT;
	if (token != NULL) {
		d->authorization.secret = true;
		buf_fmt(&d->authorization, "Authorization: Bot %s", token);
		d->headers[n++] = d->authorization.p;
	}
	if (http_open(&d->http, &vendor, deadline_ns, e))
		return -1;
	http_trace(d->http, trace);
	return 0;
}

void
discord_close(struct discord *d)
{
	if (d == NULL)
		return;
	http_close(d->http);
	discord_limits_release(&d->limits);
	buf_release(&d->authorization);
	free(d);
}

bool
discord_token_refused(const struct discord *d)
{
	return d->refused;
}

void
discord_beside(struct discord *d, http_tick *tick, void *arg)
{
	http_beside(d->http, tick, arg);
}

void
discord_call_init(struct discord_call *c, const char *route, const char *place, const char *path)
{
	*c = (struct discord_call){
		.method = "GET", .route = route, .place = mem_str(place), .path = mem_str(path)
	};
}

void
discord_call_release(struct discord_call *c)
{
	http_reply_release(&c->r.reply);
	buf_release(&c->url);
	free(c->place);
	free(c->path);
	c->place = c->path = NULL;
}

static int
wrap(const struct discord_call *c, struct err *e)
{
	const char *path = c->shown != NULL ? c->shown : c->path;

	return err_wrap(e, "discord: %.*s", (int)strcspn(path, "?"), path);
}

/* 0 with a 2xx; else *e and why. */
static int
judge(struct discord_call *c, int rc, struct err *e)
{
	const struct http_reply *reply = &c->r.reply;

	if (rc == 0)
		discord_limits_note(&c->d->limits, c->route, c->place, reply, clock_mono());
	c->why = DISCORD_FINE;
	if (rc == 0 && reply->status / 100 == 2)
		return 0;
	c->why = rc == 0 ? discord_refused(reply, e) : DISCORD_OTHER;
	c->d->refused |= c->why == DISCORD_TOKEN;
	return wrap(c, e);
}

static int
request_done(struct http_request *r, int rc, struct err *e)
{
	struct discord_call *c = r->arg;

	rc = judge(c, rc, e);
	return c->done(c, rc, e);
}

static void
fill(struct discord *d, struct discord_call *c)
{
	struct http_reply kept = c->r.reply;

	c->d = d;
	buf_reset(&c->url);
	buf_str(&c->url, DISCORD_API);
	buf_str(&c->url, c->path);
	c->r = (struct http_request){ .method = c->method,
		.path = c->url.p,
		.headers = d->headers,
		.repeatable = c->repeatable || strcmp(c->method, "GET") == 0,
		.done = request_done,
		.arg = c,
		.not_before = discord_limits_from(&d->limits, c->route, c->place),
		.reply = kept };
	if (c->body != NULL) {
		c->r.body = c->body;
		c->r.body_len = c->body_len;
		c->r.type = c->type != NULL ? c->type : "application/json";
	}
}

void
discord_add(struct discord *d, struct discord_call *c)
{
	fill(d, c);
	http_add(d->http, &c->r);
}

int
discord_run(struct discord *d, struct err *e)
{
	return http_run(d->http, e);
}

int
discord_once(struct discord *d, struct discord_call *c, struct err *e)
{
	fill(d, c);
	return judge(c, http_once(d->http, &c->r, e), e);
}

int
discord_reply(const struct discord_call *c, struct buf *line, struct rec_field *root, struct err *e)
{
	const struct buf *body = &c->r.reply.body;

	if (discord_mend(line, body->len > 0 ? body->p : "", body->len, root, e) == 0)
		return 0;
	(void)err_wrap(e, "the reply is no JSON");
	return wrap(c, e);
}

int
discord_reply_object(
    const struct discord_call *c, struct buf *line, struct slice *object, struct err *e)
{
	struct rec_field root;

	if (discord_reply(c, line, &root, e))
		return -1;
	*object = root.text;
	if (root.type == REC_OBJECT)
		return 0;
	(void)err_set(e, ERR_DATA, "the reply is no object");
	return wrap(c, e);
}
