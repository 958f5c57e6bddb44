/* A message that somebody sends, JSON or a form with files, checked against all limits (resources/message.mdx:
 * Create Message, Embed Limits; reference.mdx: Uploading Files; resources/webhook.mdx). */
#ifndef PF_SANDBOX_DISCORD_BODY_H
#define PF_SANDBOX_DISCORD_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"
#include "sandbox/multipart.h"

struct disc_call;

#define DISC_FILES_MAX 10

struct disc_body {
	struct slice content, embeds, nonce, username; /* JSON; empty: not there */
	struct slice attachments;                      /* JSON, an array; empty: not there */
	struct multipart_part files[DISC_FILES_MAX];
	size_t nfiles;
	uint64_t reply_to; /* 0: no reply */
	int64_t flags;
	bool may_fail; /* a reply to what is not there is none */
	bool enforce_nonce;
	/* inside */
	struct buf line, names;
	struct rec rec;
};

/* Read the request's body. 0, or -1 with the reply made. Release in any case. What it has lies in the
 * request and in itself. */
int disc_body_read(struct disc_body *b, const struct disc_call *c);
void disc_body_release(struct disc_body *b);

#endif
