/*
 * A message to be sent to Discord: its text, embeds and files, held against the vendor's limits before anything
 * is sent, as the body of a request. Nobody is pinged by it. Source: docs.discord.com/developers,
 * resources/message (Create Message, Embed Limits, Allowed Mentions), reference (Uploading Files),
 * resources/webhook (Execute Webhook).
 */
#ifndef PF_VENDOR_DISCORD_POST_H
#define PF_VENDOR_DISCORD_POST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct discord;
struct emit;
struct err;

#define DISCORD_TEXT_MAX 2000                  /* characters */
#define DISCORD_FILE_MAX ((size_t)10 << 20)    /* bytes of a file */
#define DISCORD_REQUEST_MAX ((size_t)25 << 20) /* bytes of a request */
#define DISCORD_FILES_MAX 10
#define DISCORD_EMBEDS_MAX 10
#define DISCORD_NONCE_MAX 25

struct discord_post {
	const char *text;     /* UTF-8; NULL or "": none */
	struct buf embeds;    /* a JSON array that discord_post_embeds() checked; empty: none */
	const char *reply_to; /* a message's id; NULL: it answers none */
	bool silent;          /* nobody's device makes a noise */
	struct {
		char *name; /* owned; letters, digits, "-_." */
		struct buf bytes;
	} files[DISCORD_FILES_MAX];
	size_t nfiles;
};

void discord_post_release(struct discord_post *p);

/* Add the embeds of a JSON text, an object or an array of them. ERR_DATA: it is none, or more than the
 * vendor takes. */
int discord_post_embeds(struct discord_post *p, const char *json, size_t n, struct err *e);

/* Add a file; its name is the last part of the path. As file_read(); ERR_DATA: too large, too
 * many. */
int discord_post_file(struct discord_post *p, const char *path, struct err *e);

/* ERR_DATA: the text is too long or no UTF-8, or there is nothing to be sent. */
int discord_post_check(const struct discord_post *p, struct err *e);

/* Where it goes: a channel, or, when that is NULL, a webhook by its address, which is a secret. */
struct discord_to {
	const char *channel;
	char *id, *token; /* owned; of the webhook */
};

/* Take a webhook's address apart; it is registered as a secret. ERR_CONFIG. */
int discord_to_webhook(struct discord_to *to, const char *url, struct err *e);
void discord_to_release(struct discord_to *to);

/* Print what would be sent as a plan record. ERR_IO. */
int discord_post_plan(
    const struct discord_post *p, const struct discord_to *to, struct emit *em, struct err *e);

/* Send it, and print the message that it became, unless em is NULL. To a channel it goes once, however often it is tried. */
int discord_post_send(struct discord *d, const struct discord_post *p, const struct discord_to *to,
    struct emit *em, struct err *e);

#endif
