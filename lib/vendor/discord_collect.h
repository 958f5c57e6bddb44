/*
 * The messages of channels and of their threads, read page by page and printed as records, oldest first in
 * each channel; behind them how far it was read, and which part of it was read whole: what of that part is
 * stored and did not come is deleted there. A page is kept, and said to be read, before the next one is asked
 * for. Several channels are read at a time. Source: docs.discord.com/developers, resources/message (Get
 * Channel Messages), resources/channel (threads), resources/guild (List Active Guild Threads).
 */
#ifndef PF_VENDOR_DISCORD_COLLECT_H
#define PF_VENDOR_DISCORD_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"

struct discord;
struct discord_collect;
struct discord_messages;
struct discord_plan;
struct discord_report;
struct err;

/* All are borrowed. */
struct discord_collect *discord_collect_new(
    struct discord *d, struct discord_report *r, const struct discord_plan *plan);
void discord_collect_free(struct discord_collect *c);

/*
 * Read all that the plan names. What fails of a channel goes to the report. -1: nothing more can be
 * done: the token is not taken, standard output is broken, a signal or the deadline came.
 */
int discord_collect_run(struct discord_collect *c, struct err *e);

/* Once more, from where each channel was read to without a hole; only those that miss something. */
int discord_collect_again(struct discord_collect *c, struct err *e);

/* Our own id; 0: not asked yet. */
uint64_t discord_collect_me(const struct discord_collect *c);

#endif
