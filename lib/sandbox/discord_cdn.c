#include "sandbox/discord_cdn.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "net/hmac.h"
#include "sandbox/discord_call.h"

#define LIFE_S 86400
#define KEY "invented-discord-cdn-key"

/* clang-format off */
static const unsigned char picture[] = {
	0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55,
	0, 0, 0, 10, 'I', 'D', 'A', 'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82,
};
/* clang-format on */

struct slice
disc_cdn_picture(void)
{
	return (struct slice){ (const char *)picture, sizeof picture };
}

/* The signature of a path and its end. */
static void
sign(struct buf *out, const char *path, size_t n, uint64_t until)
{
	unsigned char mac[HMAC_LEN];
	struct buf text = { 0 };
	size_t i;

	buf_add(&text, path, n);
	buf_fmt(&text, "?%" PRIx64, until);
	hmac_sha256(mac, KEY, sizeof KEY - 1, text.p, text.len);
	for (i = 0; i < sizeof mac; i++)
		buf_fmt(out, "%02x", mac[i]);
	buf_release(&text);
}

void
disc_cdn_url(struct buf *out, const char *host, const struct disc_channel *channel,
    const struct disc_file *file, int64_t now)
{
	uint64_t is = (uint64_t)(now / CLOCK_SECOND);
	struct buf path = { 0 };

	buf_fmt(&path, "/attachments/%" PRIu64 "/%" PRIu64 "/%s", channel->id, file->id,
	    file->filename);
	buf_fmt(
	    out, "http://%s%s?ex=%" PRIx64 "&is=%" PRIx64 "&hm=", host, path.p, is + LIFE_S, is);
	sign(out, path.p, path.len, is + LIFE_S);
	buf_release(&path);
}

/* Seconds in hexadecimal, at most 8 digits. */
static uint64_t
hex(const char *s)
{
	uint64_t v = 0;

	if (s == NULL || strlen(s) > 8)
		return 0;
	for (; *s != '\0'; s++) {
		if (num_hex(*s) < 0)
			return 0;
		v = v * 16 + (uint64_t)num_hex(*s);
	}
	return v;
}

static const struct disc_file *
find(const struct disc_call *c, const struct disc_message **of)
{
	const struct disc_channel *channel = disc_store_channel(&c->d->store, c->ids[0]);
	size_t i, k;

	for (i = 0; channel != NULL && i < channel->n; i++) {
		*of = channel->message[i];
		for (k = 0; k < (*of)->nfiles && disc_message_is(*of, c->now); k++)
			if ((*of)->files[k].id == c->ids[1] &&
			    slice_is(c->words[2], (*of)->files[k].filename))
				return &(*of)->files[k];
	}
	return NULL;
}

void
disc_cdn_answer(struct disc_call *c)
{
	const char *hm = disc_param(c, "hm");
	uint64_t until = hex(disc_param(c, "ex"));
	const struct disc_message *of = NULL;
	const struct disc_file *f = find(c, &of);
	struct buf right = { 0 };

	sign(&right, c->r->path, strlen(c->r->path), until);
	if (f == NULL || hm == NULL || strcmp(hm, right.p) != 0 ||
	    until < (uint64_t)(c->now / CLOCK_SECOND)) {
		c->reply->status = 404;
		reply_header(c->reply, "Content-Type", "text/plain;charset=UTF-8");
		buf_str(&c->reply->body, "This content is no longer available.");
	} else {
		c->reply->status = 200;
		if (f->type.n > 2)
			reply_header(
			    c->reply, "Content-Type", "%.*s", (int)f->type.n - 2, f->type.p + 1);
		buf_add(&c->reply->body, f->bytes.p, f->bytes.n);
	}
	buf_release(&right);
}
