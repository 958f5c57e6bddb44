#include "sandbox/openai_limit.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/reply.h"

#define MINUTE (60 * CLOCK_SECOND)
#define MILLISECOND (CLOCK_SECOND / 1000)

void
oai_span_text(char out[OAI_SPAN_MAX], int64_t ns)
{
	int64_t ms = (ns + MILLISECOND - 1) / MILLISECOND, s = ms / 1000;
	char seconds[NUM_TEXT_MAX];

	(void)num_fixed_text(seconds, ms % 60000, 3);
	if (ms < 1000)
		(void)snprintf(out, OAI_SPAN_MAX, "%" PRId64 "ms", ms); /* they all fit */
	else if (s < 60)
		(void)snprintf(out, OAI_SPAN_MAX, "%ss", seconds);
	else if (s < 3600)
		(void)snprintf(out, OAI_SPAN_MAX, "%" PRId64 "m%ss", s / 60, seconds);
	else
		(void)snprintf(out, OAI_SPAN_MAX, "%" PRId64 "h%" PRId64 "m%ss", s / 3600,
		    s / 60 % 60, seconds);
}

static void
header(struct reply *reply, const char *kind, const char *what, int64_t v)
{
	char name[64];

	(void)snprintf(name, sizeof name, "x-ratelimit-%s-%s", kind, what); /* they fit */
	reply_header(reply, name, "%" PRId64, v);
}

bool
oai_limit_use(struct oai_limit *l, int64_t limit, int64_t n, const char *what, int64_t now,
    struct reply *reply, int64_t *wait)
{
	int64_t cost = n >= limit ? MINUTE : MINUTE * n / limit, used, left;
	char span[OAI_SPAN_MAX], name[64];
	bool may;

	if (l->full < now)
		l->full = now;
	used = l->full - now;
	may = n <= limit && used + cost <= MINUTE;
	*wait = may ? 0 : used + cost - MINUTE;
	if (may)
		l->full += cost;
	used = l->full - now;
	left = limit - (used * limit + MINUTE - 1) / MINUTE; /* OAI_LIMIT_MAX keeps it in range */
	header(reply, "limit", what, limit);
	header(reply, "remaining", what, left < 0 ? 0 : left);
	oai_span_text(span, used);
	(void)snprintf(name, sizeof name, "x-ratelimit-reset-%s", what); /* it fits */
	reply_header(reply, name, "%s", span);
	return may;
}
