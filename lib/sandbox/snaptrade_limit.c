#include "sandbox/snaptrade_limit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/reply.h"

#define WINDOW (60 * CLOCK_SECOND)

void
snap_window_release(struct snap_window *w)
{
	free(w->at);
	*w = (struct snap_window){ 0 };
}

static void
add(struct snap_window *w, int64_t now)
{
	if (w->end == w->cap && w->first > w->cap / 2) {
		memmove(w->at, w->at + w->first, (w->end - w->first) * sizeof *w->at);
		w->end -= w->first;
		w->first = 0;
	} else if (w->end == w->cap) {
		w->cap = mem_more(w->cap, w->end + 1);
		w->at = mem_grow(w->at, w->cap, sizeof *w->at);
	}
	w->at[w->end++] = now;
}

static void
header(struct reply *reply, const char *layer, const char *what, int64_t v)
{
	char name[48];

	(void)snprintf(name, sizeof name, "X-RateLimit-%s%s", layer, what); /* they fit */
	reply_header(reply, name, "%" PRId64, v);
}

bool
snap_window_count(struct snap_window *w, int64_t limit, const char *layer, int64_t now,
    struct reply *reply, int64_t *wait_s)
{
	int64_t used;
	bool may;

	while (w->first < w->end && w->at[w->first] <= now - WINDOW)
		w->first++;
	used = (int64_t)(w->end - w->first);
	may = used < limit;
	if (may) {
		add(w, now);
		used++;
	}
	/* what was refused does not count, so the wait gets shorter; it is never 0 */
	*wait_s = w->first == w->end
		      ? WINDOW / CLOCK_SECOND
		      : (w->at[w->first] + WINDOW - now + CLOCK_SECOND - 1) / CLOCK_SECOND;
	header(reply, layer, "Limit", limit);
	header(reply, layer, "Remaining", limit - used);
	header(reply, layer, "Reset", *wait_s);
	return may;
}
