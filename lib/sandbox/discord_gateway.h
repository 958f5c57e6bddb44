/*
 * Discord's gateway, version 10 (events/gateway.mdx, events/gateway-events.mdx,
 * topics/opcodes-and-status-codes.mdx): connections, who is behind them, and what they are told.
 */
#ifndef PF_SANDBOX_DISCORD_GATEWAY_H
#define PF_SANDBOX_DISCORD_GATEWAY_H

#include <stddef.h>
#include <stdint.h>

struct disc;
struct disc_channel;
struct disc_gateway;
struct disc_message;

struct disc_gateway *disc_gateway_new(struct disc *d);
void disc_gateway_free(struct disc_gateway *g);

/* Tell all who may know: DISC_CREATED, DISC_EDITED or DISC_DELETED; several deleted at once. */
void disc_gateway_tell(struct disc_gateway *g, int what, const struct disc_message *m);
void disc_gateway_tell_bulk(struct disc_gateway *g, const struct disc_channel *channel,
    struct disc_message *const *gone, size_t n);

/* How many more sessions may begin today. */
int64_t disc_gateway_left(const struct disc_gateway *g);

/* The hook of struct sandbox_vendor: what the data has for now, and pulses that did not come. */
int64_t disc_tick(void *state);

#endif
