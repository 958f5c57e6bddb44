/*
 * What Discord's gateway tells, as records: messages that are written and changed at once; those that are
 * deleted, or told of in parts only, as soon as their channel is not being read. Source:
 * docs.discord.com/developers, events/gateway-events.
 */
#ifndef PF_VENDOR_DISCORD_EVENTS_H
#define PF_VENDOR_DISCORD_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"

struct channel;
struct discord_collect;
struct err;

struct discord_events {
	struct discord_collect *collect; /* borrowed */
	struct {
		struct channel *channel; /* borrowed */
		uint64_t message;
		bool deleted; /* else it is to be asked for */
	} * pending;          /* owned */
	size_t npending, cap;
};

void discord_events_init(struct discord_events *v, struct discord_collect *collect);
void discord_events_release(struct discord_events *v);

/* An event of that name; *missing: a channel came to light that is to be read. -1: ERR_IO. */
int discord_events_take(
    struct discord_events *v, struct slice name, struct slice data, bool *missing, struct err *e);

/* Work on what is pending. -1: ERR_IO, or the token is not taken. */
int discord_events_settle(struct discord_events *v, struct err *e);

/* Events were missed: no channel is read without a hole any more. */
void discord_events_gap(struct discord_events *v);

/* Whether a channel could not be read. */
bool discord_events_behind(const struct discord_events *v);

/* Print how far the channels were read, of which something came. ERR_IO. */
int discord_events_states(struct discord_events *v, struct err *e);

#endif
