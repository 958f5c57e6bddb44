#include "sandbox/discord_limit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/discord_error.h"
#include "sandbox/reply.h"

#define MS INT64_C(1000000)

void
disc_limits_release(struct disc_limits *l)
{
	free(l->windows);
	*l = (struct disc_limits){ 0 };
}

static struct disc_window *
window(struct disc_limits *l, const struct disc_window *key)
{
	struct disc_window *w;
	size_t i;

	for (i = 0; i < l->n; i++) {
		w = &l->windows[i];
		if (w->bucket == key->bucket && w->of == key->of && w->who == key->who)
			return w;
	}
	l->windows = mem_grow(l->windows, l->n + 1, sizeof *l->windows);
	w = &l->windows[l->n++];
	*w = *key;
	w->began = CLOCK_NONE;
	w->used = 0;
	return w;
}

bool
disc_limits_count(struct disc_limits *l, const struct disc_window *key, int64_t limit,
    int64_t seconds, bool headers, struct reply *reply)
{
	struct disc_window *w = window(l, key);
	int64_t now = clock_mono(), left, reset;
	bool may;

	if (w->began == CLOCK_NONE || now - w->began >= seconds * CLOCK_SECOND) {
		w->began = now;
		w->used = 0;
	}
	may = w->used < limit;
	if (may)
		w->used++;
	left = (w->began + seconds * CLOCK_SECOND - now + MS - 1) / MS;
	if (key->bucket != NULL && headers) {
		reset = clock_real() / MS + left;
		reply_header(reply, "X-RateLimit-Limit", "%" PRId64, limit);
		reply_header(reply, "X-RateLimit-Remaining", "%" PRId64, limit - w->used);
		reply_header(reply, "X-RateLimit-Reset", "%" PRId64 ".%03" PRId64, reset / 1000,
		    reset % 1000);
		reply_header(reply, "X-RateLimit-Reset-After", "%" PRId64 ".%03" PRId64,
		    left / 1000, left % 1000);
		reply_header(reply, "X-RateLimit-Bucket", "%s", key->bucket);
	}
	if (!may)
		disc_throttle(reply, left, key->bucket == NULL ? "global" : "user");
	return may;
}
