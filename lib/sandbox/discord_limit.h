/* Discord's rate limits: a bucket for each sort of request, apart for each channel, guild or webhook; and
 * all requests of a bot (topics/rate-limits.mdx). */
#ifndef PF_SANDBOX_DISCORD_LIMIT_H
#define PF_SANDBOX_DISCORD_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reply;

struct disc_window {
	const char *bucket; /* its opaque id; borrowed */
	uint64_t of;        /* the channel, guild or webhook */
	uint64_t who;       /* the bot; 0: none */
	int64_t began;      /* monotonic, of the first request in it */
	int64_t used;
};

struct disc_limits {
	struct disc_window *windows; /* owned */
	size_t n;
};

void disc_limits_release(struct disc_limits *l);

/* Count a request: NULL key->bucket counts all of a bot. False when it may not be: the reply is a 429.
 * headers: whether the reply tells the bucket. */
bool disc_limits_count(struct disc_limits *l, const struct disc_window *key, int64_t limit,
    int64_t seconds, bool headers, struct reply *reply);

#endif
