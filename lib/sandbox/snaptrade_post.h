/* Deliver webhooks to a receiver as SnapTrade does: again after a while, a few times, when it does
 * not take one. */
#ifndef PF_SANDBOX_SNAPTRADE_POST_H
#define PF_SANDBOX_SNAPTRADE_POST_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct snap_delivery;

#define SNAP_POST_RETRIES 3

struct snap_post {
	const struct snap_delivery *delivery; /* borrowed */
	long status;                          /* the last answer's; 0: there was none */
	int sent;                             /* how often */
	/* inside */
	int64_t due; /* monotonic */
};

/*
 * POST each in order of the array, several at a time; those that are not answered with 200, 201, 202
 * or 204 again after retry_ns, then twice and four times that. Returns when all are done, with what
 * became of each in posts. 0, or -1 with ERR_USAGE, ERR_CONFIG: not such an address.
 */
int snap_post_all(
    struct snap_post *posts, size_t n, const char *to, int64_t retry_ns, struct err *e);

/* Whether it was taken in the end. */
int snap_post_taken(const struct snap_post *p);

#endif
