/* What pf-discord is to read: which channels, and of each from where on. */
#ifndef PF_VENDOR_DISCORD_PLAN_H
#define PF_VENDOR_DISCORD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct emit;
struct err;

struct discord_cursor {
	char *channel;  /* owned */
	uint64_t after; /* read without a hole up to that message; 0: nothing is */
};

struct discord_plan {
	char **channels; /* owned texts: ids */
	size_t nchannels;
	struct discord_cursor *cursors; /* owned, sorted by channel once they are read */
	size_t ncursors;
	int64_t since;  /* ns: of a channel without a cursor; CLOCK_NONE: all there is */
	int64_t reread; /* ns before a cursor that are read again: edits and deletions show there */
	int64_t pages;  /* of a channel at most; 0: all */
	bool threads;   /* those of the channels, too */
	bool live_only; /* of a channel without a cursor nothing that was before */
};

void discord_plan_release(struct discord_plan *p);

/* Add a list of ids with commas between, each once; from: what the list is called in messages. ERR_USAGE when
 * one is no id. */
int discord_plan_add(struct discord_plan *p, const char *list, const char *from, struct err *e);

/* Read cursor records of messages from fp; other records go on to out. Lines that are none are told and
 * counted. -1: ERR_IO, ERR_TEMP. */
int discord_plan_read(
    struct discord_plan *p, FILE *fp, struct emit *out, size_t *bad, struct err *e);

/* A channel's cursor, or NULL. */
const struct discord_cursor *discord_plan_cursor(const struct discord_plan *p, const char *channel);

#endif
