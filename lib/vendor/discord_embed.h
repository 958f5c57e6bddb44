/* What a message shows beside its words: embeds as text, its files as a list, and both without what Discord
 * signs the addresses of files with, which is new in each reply. Source: docs.discord.com/developers,
 * resources/message (Embed Object, Attachment Object), reference (Signed Attachment CDN URLs). */
#ifndef PF_VENDOR_DISCORD_EMBED_H
#define PF_VENDOR_DISCORD_EMBED_H

#include "io/rec.h"

struct buf;

/* Add what the embeds of a checked array say to a reader: titles, descriptions, names and values of fields,
 * each in a line. */
void discord_embeds_text(struct buf *out, struct slice embeds);

/* Add a checked array of attachments as JSON: a list of url, filename, size, content_type; nothing when
 * there are none. */
void discord_attachments(struct buf *out, struct slice attachments);

/* Add a JSON text; of addresses in it that have the parameters ex, is and hm without these. */
void discord_unsigned(struct buf *out, struct slice json);

#endif
