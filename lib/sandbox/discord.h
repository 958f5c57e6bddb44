/*
 * Discord's side of the wire, API v10 (docs.discord.com/developers, github.com/discord/discord-api-docs):
 *
 *	discord_store          guilds, channels, users and messages, from a file, read by
 *	discord_read
 *	discord_limit          how often a client may ask
 *	discord_error          what goes wrong, in the vendor's shapes
 *	discord_fault          what goes wrong on purpose
 *	discord_call           a request on its way; its parameters
 *	discord_show           the vendor's objects
 *	discord_channels, _messages, _write, _cdn
 *	                       the endpoints
 *	discord_body           what a message to be sent may be
 *	discord_gateway        the WebSocket, and
 *	discord_session        what it tells, and tells again
 */
#ifndef PF_SANDBOX_DISCORD_H
#define PF_SANDBOX_DISCORD_H

struct sandbox_vendor;

#define DISC_TEST_TOKEN "invented-discord-bot-token"

extern const struct sandbox_vendor disc_vendor;

#endif
