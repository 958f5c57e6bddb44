/* A session of the gateway: it outlives its connection, and remembers what it told, so that a client may
 * resume (events/gateway.mdx). */
#ifndef PF_SANDBOX_DISCORD_SESSION_H
#define PF_SANDBOX_DISCORD_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct disc_user;
struct disc_connection;

#define DISC_SESSION_LIFE_S 300 /* without a connection */
#define DISC_EVENTS_MAX 1000    /* that are remembered */

struct disc_session {
	char id[33];
	const struct disc_user *user;
	uint64_t intents;
	uint64_t seq;  /* of the last event */
	char **events; /* owned; the last nevents of them, as they were sent */
	size_t nevents;
	struct disc_connection *connection; /* NULL: it was lost */
	int64_t lost;                       /* monotonic */
	struct disc_session *next;
};

struct disc_session *disc_session_new(const struct disc_user *user, uint64_t intents);
void disc_session_free(struct disc_session *s);

/* The event with its number, remembered; borrowed. d: its JSON. */
const char *disc_session_event(struct disc_session *s, const char *type, const struct buf *d);

/* The event of that number, borrowed; NULL: not remembered any more, or not yet. */
const char *disc_session_again(const struct disc_session *s, uint64_t seq);

#endif
