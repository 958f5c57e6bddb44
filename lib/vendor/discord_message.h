/*
 * A message of Discord as a record of kind message. What it shows is its content: of one that is forwarded
 * the forwarded text, and where nothing was written beside embeds, their text. What the addresses of Discord's
 * own files are signed with is left out: it is another one in every reply, and expires. Source:
 * docs.discord.com/developers/resources/message.
 */
#ifndef PF_VENDOR_DISCORD_MESSAGE_H
#define PF_VENDOR_DISCORD_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "io/rec.h"
#include "rec/map.h"

struct emit;
struct err;

/* Where messages stand; all texts are borrowed, and may be NULL but for id. */
struct discord_place {
	const char *id, *name;
	const char *type; /* "trading", "market", "general" */
	const char *parent_id, *guild_id;
};

struct discord_messages {
	struct emit *em; /* borrowed */
	struct map map;
};

void discord_messages_init(struct discord_messages *m, struct emit *em);

/*
 * Print one, of a checked object; at: when it was read. ERR_DATA when it lacks what a record needs: then
 * none is printed; ERR_IO.
 */
int discord_message_put(struct discord_messages *m, const struct discord_place *p,
    struct slice object, int64_t at, struct err *e);

/* What is to be known of a message before it is printed. */
struct discord_look {
	uint64_t id;
	int64_t at; /* when it was written, ns; CLOCK_NONE: it does not say */
	bool told;  /* there is something in it that is not told to everybody */
	bool
	    hidden; /* there is nothing, and nothing explains it but that contents are kept from us */
};

/* me: our own id, whose messages are never kept from us, 0: not known. ERR_DATA: it has no id. */
int discord_message_look(
    struct discord_look *look, struct slice object, uint64_t me, struct err *e);

#endif
