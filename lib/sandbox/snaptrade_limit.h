/* How often something was done in the last 60 seconds, and how often it may be
 * (docs.snaptrade.com/docs/ratelimiting). */
#ifndef PF_SANDBOX_SNAPTRADE_LIMIT_H
#define PF_SANDBOX_SNAPTRADE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reply;

/* Times of the monotonic clock, oldest first. */
struct snap_window {
	int64_t *at;       /* owned */
	size_t first, end; /* those that count are [first, end) */
	size_t cap;
};

void snap_window_release(struct snap_window *w);

/*
 * Count one, if it may be: whether it may. The reply gets the headers X-RateLimit-Limit, -Remaining
 * and -Reset, or with layer "Account-" X-RateLimit-Account-Limit and so on; *wait_s becomes the
 * seconds until there is room for another.
 */
bool snap_window_count(struct snap_window *w, int64_t limit, const char *layer, int64_t now,
    struct reply *reply, int64_t *wait_s);

#endif
