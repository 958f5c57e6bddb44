/*
 * When a request is sent again, and how long to wait before: exponential with full
 * jitter, unless the reply says how long. Retry-After is RFC 9110 section 10.2.3.
 */
#ifndef PF_NET_RETRY_H
#define PF_NET_RETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct err;

#define RETRY_ATTEMPTS 4                     /* in all; PF_HTTP_ATTEMPTS overrides it */
#define RETRY_ATTEMPTS_MAX 100               /* more is a typing error */
#define RETRY_BACKOFF CLOCK_SECOND           /* PF_HTTP_BACKOFF overrides it */
#define RETRY_WAIT_MAX (30 * CLOCK_SECOND)   /* the longest wait of our own choosing */
#define RETRY_ASKED_MAX (120 * CLOCK_SECOND) /* who asks for more is not waited for */

struct retry {
	int attempts;       /* how often a request is sent at most */
	int64_t backoff_ns; /* the first wait is at most this; it doubles */
	uint64_t rng;       /* inside */
};

/* Fill it from the environment. ERR_CONFIG. */
int retry_init(struct retry *r, struct err *e);

/* Replies after which the same request may go well: 408, 429, 500, 502, 503, 504. */
bool retry_status(long status);

/*
 * What a Retry-After or rate-limit header asks for: seconds (a fraction is fine) or an HTTP-date,
 * which counts from the reply's own clock, date_ns. At least 0 ns, or -1 if it is neither.
 */
int64_t retry_after(const char *s, size_t n, int64_t date_ns);

/* ns to wait before the next attempt when sent attempts were made: asked_ns when that is not
 * negative, else a random time between 0 and the backoff. */
int64_t retry_wait(struct retry *r, int sent, int64_t asked_ns);

#endif
