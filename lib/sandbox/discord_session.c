#include "sandbox/discord_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/fault.h"

struct disc_session *
disc_session_new(const struct disc_user *user, uint64_t intents)
{
	struct disc_session *s = mem_new(1, sizeof *s);
	uint64_t luck = fault_mix((uint64_t)clock_mono());

	(void)snprintf(s->id, sizeof s->id, "%016" PRIx64 "%016" PRIx64, luck, fault_mix(luck));
	s->user = user;
	s->intents = intents;
	s->events = mem_new(DISC_EVENTS_MAX, sizeof *s->events);
	return s;
}

void
disc_session_free(struct disc_session *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nevents; i++)
		free(s->events[i]);
	free(s->events);
	free(s);
}

const char *
disc_session_event(struct disc_session *s, const char *type, const struct buf *d)
{
	if (s->nevents == DISC_EVENTS_MAX) {
		free(s->events[0]);
		memmove(s->events, s->events + 1, (DISC_EVENTS_MAX - 1) * sizeof *s->events);
		s->nevents--;
	}
	s->seq++;
	s->events[s->nevents++] =
	    mem_fmt("{\"t\":\"%s\",\"s\":%" PRIu64 ",\"op\":0,\"d\":%s}", type, s->seq, d->p);
	return s->events[s->nevents - 1];
}

const char *
disc_session_again(const struct disc_session *s, uint64_t seq)
{
	uint64_t first = s->seq - s->nevents + 1;

	return seq < first || seq > s->seq ? NULL : s->events[seq - first];
}
