/* Discord's objects as JSON: resources/message.mdx, user.mdx, channel.mdx, guild.mdx. */
#ifndef PF_SANDBOX_DISCORD_SHOW_H
#define PF_SANDBOX_DISCORD_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct disc_channel;
struct disc_guild;
struct disc_message;
struct disc_store;
struct disc_user;

/* To whom, and when. */
struct disc_view {
	const struct disc_store *store;
	const struct disc_user *me; /* NULL: a webhook, which sees its own */
	const char *host;           /* of the addresses of files */
	int64_t now;
	bool no_content; /* as if the intent of message content were not there */
	bool event;      /* of the gateway: with guild_id and member */
};

void disc_show_time(struct buf *out, int64_t ns); /* with its quotes */
void disc_show_user(struct buf *out, const struct disc_user *user);
void disc_show_guild(struct buf *out, const struct disc_view *v, const struct disc_guild *guild);
void disc_show_channel(
    struct buf *out, const struct disc_view *v, const struct disc_channel *channel);
void disc_show_message(
    struct buf *out, const struct disc_view *v, const struct disc_message *message);

#endif
