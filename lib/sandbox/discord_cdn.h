/* The addresses of attached files: signed, with an end (reference.mdx, Signed Attachment CDN URLs). */
#ifndef PF_SANDBOX_DISCORD_CDN_H
#define PF_SANDBOX_DISCORD_CDN_H

#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct disc_call;
struct disc_channel;
struct disc_file;

/* The bytes of a file of which nothing else is said: a picture, PNG, one pixel. */
struct slice disc_cdn_picture(void);

/* Add the address below a host ("127.0.0.1:1234"), good for a day from then. */
void disc_cdn_url(struct buf *out, const char *host, const struct disc_channel *channel,
    const struct disc_file *file, int64_t now);

/* Answer /attachments/CHANNEL/FILE/NAME: the bytes, or 404. */
void disc_cdn_answer(struct disc_call *c);

#endif
