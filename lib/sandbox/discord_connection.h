/* A connection to the gateway, and what its two halves, discord_gateway and discord_event, do with it. */
#ifndef PF_SANDBOX_DISCORD_CONNECTION_H
#define PF_SANDBOX_DISCORD_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct disc;
struct disc_gateway;
struct disc_guild;
struct disc_session;
struct fault;
struct websock;

/* Intents */
#define GUILDS 1u
#define GUILD_MESSAGES (1u << 9)
#define MESSAGE_CONTENT (1u << 15)

struct disc_connection {
	struct disc_gateway *gateway;
	struct websock *ws;
	struct disc_session *session; /* NULL: who it is was not said yet */
	int64_t beat, window;         /* monotonic: the last pulse, the first message counted */
	int64_t sends;
	bool zombie;
	struct disc_connection *next;
};

struct disc_gateway {
	struct disc *d;
	struct disc_connection *connections; /* list; owned */
	struct disc_session *sessions;       /* list; owned */
	int64_t identified;
};

/* Send a text, in pieces where that is the fault (or NULL). */
void disc_put(struct disc_connection *c, const char *text, const struct fault *f);

/* Close; codes after which nothing can be resumed end the session. */
void disc_bye(struct disc_connection *c, unsigned code, const char *reason);

void disc_forget_session(struct disc_gateway *g, struct disc_session *s);

/* What goes wrong at this word. True: nothing else is to be done. */
bool disc_goes_wrong(struct disc_connection *c, const struct fault *f);

/* What comes before the answer, and does not take its place. */
void disc_comes_too(struct disc_connection *c, const struct fault *f);

/* An event; what goes wrong with it goes wrong on the way, the session has it. */
void disc_tell(struct disc_session *s, const char *type, const struct buf *d);
void disc_tell_ready(struct disc_gateway *g, struct disc_session *s);
void disc_tell_guild(
    struct disc_gateway *g, struct disc_session *s, const struct disc_guild *guild);

#endif
