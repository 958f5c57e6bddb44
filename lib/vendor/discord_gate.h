/*
 * Discord's gateway, version 10, as a conversation: what came in, what is to be said, when, and what follows
 * from how it ended. It knows no network: who holds the connection hands frames in and sends those that come
 * out. Source: docs.discord.com/developers, events/gateway, topics/opcodes-and-status-codes.
 */
#ifndef PF_VENDOR_DISCORD_GATE_H
#define PF_VENDOR_DISCORD_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

#define DISCORD_GATE_QUERY "/?v=10&encoding=json"
#define DISCORD_GATE_FRAME_MAX ((size_t)16 << 20) /* bytes of a frame that comes */
#define DISCORD_GATE_ZOMBIE 4000                  /* we close with that: the session stays */
#define DISCORD_GATE_INTENTS 33281                /* GUILDS, GUILD_MESSAGES, MESSAGE_CONTENT */

struct discord_gate {
	const char *token; /* borrowed */
	struct buf out; /* frames to be sent, each with a line feed behind; the holder empties it */
	bool ready;     /* the session is on: events come */

	/* inside */
	char *session, *resume_url; /* owned; NULL: there is none */
	int64_t seq;                /* of the last event; -1: none came */
	int64_t interval_ns, beat_at;
	bool hello, acked;
	uint64_t rng;
	struct buf line; /* the frame in hand, checked */
};

void discord_gate_init(struct discord_gate *g, const char *token);
void discord_gate_release(struct discord_gate *g);

/* Where to resume, NULL: a new session has to be begun. */
const char *discord_gate_resume_url(const struct discord_gate *g);

/* The session is over: the next one is new. */
void discord_gate_forget(struct discord_gate *g);

/* A connection stands; the session, if there is one, is to be resumed. */
void discord_gate_opened(struct discord_gate *g);

enum gate_what {
	GATE_NOTHING,
	GATE_READY,     /* a new session: what came since the last one is missed */
	GATE_RESUMED,   /* the same: nothing is */
	GATE_EVENT,     /* name and data */
	GATE_RECONNECT, /* close with DISCORD_GATE_ZOMBIE, connect again */
	GATE_RENEW,     /* likewise, after a wait of 1 to 5 s: the session is over */
};

struct gate_got {
	enum gate_what what;
	struct slice name, data; /* of an event; valid until the next frame */
	int64_t wait_ns;         /* of GATE_RENEW */
};

/* A frame came at now, monotonic. ERR_DATA: it is none; the connection is of no use then. */
int discord_gate_take(struct discord_gate *g, const char *text, size_t n, int64_t now,
    struct gate_got *got, struct err *e);

/* When the next heartbeat is due, monotonic; INT64_MAX: none is. */
int64_t discord_gate_due(const struct discord_gate *g);

/* Beat, if it is due. -1: the last one was not answered, nobody is there any more: close with
 * DISCORD_GATE_ZOMBIE and connect again. */
int discord_gate_beat(struct discord_gate *g, int64_t now);

/* The connection ended with that code, 0: none. 0: connect again, to resume_url() if there is one; -1 with *e:
 * that would be of no use. */
int discord_gate_closed(struct discord_gate *g, int code, struct err *e);

/* A random time up to most ns. */
int64_t discord_gate_random(struct discord_gate *g, int64_t most);

#endif
