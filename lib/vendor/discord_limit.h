/*
 * Rate limits as answers tell them: a bucket, which several routes may share, counts apart for each channel
 * or guild; an answer that leaves nothing of it says for how long. What no answer told is not known. Source:
 * docs.discord.com/developers/topics/rate-limits.
 */
#ifndef PF_VENDOR_DISCORD_LIMIT_H
#define PF_VENDOR_DISCORD_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISCORD_BUCKET_MAX 80 /* bytes; a longer name is told apart by its beginning */

struct http_reply;

struct discord_limits {
	struct {
		const char *route; /* borrowed */
		char bucket[DISCORD_BUCKET_MAX];
	} * routes; /* owned */
	size_t nroutes;
	struct {
		char bucket[DISCORD_BUCKET_MAX];
		char *place;   /* owned */
		int64_t until; /* monotonic */
	} * waits;             /* owned */
	size_t nwaits;
};

void discord_limits_release(struct discord_limits *l);

/* From when on such a call may be sent, monotonic; 0: at once. */
int64_t discord_limits_from(const struct discord_limits *l, const char *route, const char *place);

/* What an answer to such a call says; now: monotonic. */
void discord_limits_note(struct discord_limits *l, const char *route, const char *place,
    const struct http_reply *reply, int64_t now);

/* For struct http_vendor: how long a 429 asks to wait, the larger of what its body and its header say, and
 * whether all requests must: its limit is global, or it is not the API that answers. */
int64_t discord_limits_asked(const struct http_reply *reply, bool *all);

#endif
