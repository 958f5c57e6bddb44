/*
 * The messages of channels as they come, over Discord's gateway: what the gateway tells becomes the same
 * records that vendor/discord_collect prints. When a session begins, and after one that could not be resumed,
 * the channels are read from where they were read to without a hole, while what is new goes on coming; how
 * far a channel was read moves on only then. Source: docs.discord.com/developers, events/gateway-events.
 */
#ifndef PF_VENDOR_DISCORD_FOLLOW_H
#define PF_VENDOR_DISCORD_FOLLOW_H

#include <stdint.h>

struct discord;
struct discord_plan;
struct discord_report;
struct err;

/*
 * Until stop_asked() or until_ns, monotonic, 0: never. 0 then; -1 when going on is of no use: the token or
 * the intents are not taken, standard output is broken.
 */
int discord_follow(struct discord *d, struct discord_report *r, const struct discord_plan *plan,
    const char *token, int64_t until_ns, struct err *e);

#endif
