/*
 * Discord's REST interface, version 10: authenticated calls, what a refusal means, its rate limits, which
 * are read from its answers and never known beforehand. The token is DISCORD_BOT_TOKEN, the address
 * PF_DISCORD_URL where that is set. Source: docs.discord.com/developers, reference, topics/rate-limits,
 * topics/opcodes-and-status-codes.
 */
#ifndef PF_VENDOR_DISCORD_H
#define PF_VENDOR_DISCORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"
#include "net/http.h"
#include "vendor/discord_refusal.h"

struct discord;
struct err;

#define DISCORD_URL "https://discord.com" /* PF_DISCORD_URL overrides it */
#define DISCORD_API "/api/v10"

/* The token of the environment; registered as a secret. NULL with ERR_CONFIG when there is none. */
const char *discord_token(struct err *e);

/* token NULL: calls carry none (a webhook's address does). deadline_ns as http_open(). ERR_CONFIG. Close in
 * any case. */
int discord_open(
    struct discord **d, const char *token, int64_t deadline_ns, bool trace, struct err *e);
void discord_close(struct discord *d);

/* Whether an answer said that the token is not taken: nothing more is to be asked. */
bool discord_token_refused(const struct discord *d);

/* As http_beside(), while discord_run() and discord_once() wait. */
void discord_beside(struct discord *d, http_tick *tick, void *arg);

struct discord_call;

/* It ended: rc 0 with a reply 2xx in c->r.reply, or -1 with *e, and c->why where the vendor refused. May
 * free c, or add it again. 0, or -1 with *e to end the run. */
typedef int discord_done(struct discord_call *c, int rc, struct err *e);

/* One call. Limits are of a route, which several may share, and of a channel or guild: route is what calls
 * of one sort have in common, place what tells their channels apart. */
struct discord_call {
	const char *method; /* "GET" */
	const char *route;  /* borrowed, constant: "GET messages" */
	char *place;        /* owned; the channel's or guild's id, or "" */
	char *path;         /* owned; behind DISCORD_API: "/channels/ID/messages?limit=100" */
	const char *shown;  /* borrowed; the path in messages, where it has a secret; NULL: path */
	const char *body;   /* borrowed; NULL: none */
	size_t body_len;
	const char *type;   /* of the body; NULL: application/json */
	bool repeatable;    /* other than GET, which always is */
	discord_done *done; /* NULL for discord_once() */
	void *arg;          /* the owner's */
	enum discord_why why;

	/* inside */
	struct discord *d;
	struct http_request r;
	struct buf url;
};

/* A GET. place and path are copied; the rest is set by the caller where it differs. */
void discord_call_init(
    struct discord_call *c, const char *route, const char *place, const char *path);
void discord_call_release(struct discord_call *c);

/* Queue it, not to be sent before its limit allows; all that is queued is sent by run(), several at a time. */
void discord_add(struct discord *d, struct discord_call *c);
int discord_run(struct discord *d, struct err *e);

/* One call to its end: 0 with such a reply, or -1 as above. */
int discord_once(struct discord *d, struct discord_call *c, struct err *e);

/* The JSON that such a reply is, or the object: checked, mended (vendor/discord_mend.h), and in *line, which the caller
 * holds. ERR_DATA "discord: PATH: the reply is no object". */
int discord_reply(
    const struct discord_call *c, struct buf *line, struct rec_field *root, struct err *e);
int discord_reply_object(
    const struct discord_call *c, struct buf *line, struct slice *object, struct err *e);

#endif
