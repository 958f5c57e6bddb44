/* A message on its way: its body, in parts when there are files, and what it became */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"
#include "io/pick.h"
#include "vendor/discord.h"
#include "vendor/discord_id.h"
#include "vendor/discord_message.h"
#include "vendor/discord_post.h"
#include "vendor/discord_words.h"

#define SUPPRESS_NOTIFICATIONS 4096
#define RANDOM_LEN 24 /* of a nonce, and of what stands between parts */

/* clang-format off */
static const struct {
	const char *end, *type;
} types[] = {
	{ ".png",  "image/png" },
	{ ".jpg",  "image/jpeg" },
	{ ".jpeg", "image/jpeg" },
	{ ".gif",  "image/gif" },
	{ ".svg",  "image/svg+xml" },
	{ ".csv",  "text/csv" },
	{ ".txt",  "text/plain" },
	{ ".json", "application/json" },
	{ ".pdf",  "application/pdf" },
};
/* clang-format on */

/* --- where to */

int
discord_to_webhook(struct discord_to *to, const char *url, struct err *e)
{
	const char *at = strstr(url, "/webhooks/"), *slash, *end;
	uint64_t id;

	*to = (struct discord_to){ 0 };
	log_secret(url);
	slash = at != NULL ? strchr(at + 10, '/') : NULL;
	if (slash == NULL || discord_id_read(at + 10, (size_t)(slash - at - 10), &id))
		return err_set(e, ERR_CONFIG,
		    "DISCORD_WEBHOOK_URL is no webhook's address: https://discord.com/api/webhooks/ID/TOKEN");
	end = slash + 1 + strcspn(slash + 1, "/?#");
	if (end == slash + 1 || strcspn(slash + 1, " %\"\\") < (size_t)(end - slash - 1))
		return err_set(e, ERR_CONFIG, "DISCORD_WEBHOOK_URL has no token at its end");
	to->id = mem_copy(at + 10, (size_t)(slash - at - 10));
	to->token = mem_copy(slash + 1, (size_t)(end - slash - 1));
	log_secret(to->token);
	return 0;
}

void
discord_to_release(struct discord_to *to)
{
	free(to->id);
	if (to->token != NULL)
		explicit_bzero(to->token, strlen(to->token));
	free(to->token);
	*to = (struct discord_to){ 0 };
}

/* --- the body */

static void
random_text(char out[RANDOM_LEN + 1])
{
	unsigned char r[RANDOM_LEN / 2];
	uint64_t seed = (uint64_t)clock_mono();
	size_t i;

	if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r)
		for (i = 0; i < sizeof r; i++) /* it tells messages apart, no more */
			r[i] = (unsigned char)(seed >> (i % 8 * 8));
	for (i = 0; i < sizeof r; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", r[i]);
}

/* nonce NULL: none, which webhooks do not have. */
static void
make_payload(struct buf *out, const struct discord_post *p, const char *nonce)
{
	size_t i;

	buf_str(out, "{\"allowed_mentions\":{\"parse\":[],\"replied_user\":false}");
	if (p->text != NULL && p->text[0] != '\0') {
		buf_str(out, ",\"content\":");
		emit_quote(out, p->text, strlen(p->text));
	}
	if (p->embeds.len > 0)
		buf_fmt(out, ",\"embeds\":%s", p->embeds.p);
	if (p->reply_to != NULL)
		buf_fmt(out,
		    ",\"message_reference\":{\"message_id\":\"%s\",\"fail_if_not_exists\":false}",
		    p->reply_to);
	if (p->silent)
		buf_fmt(out, ",\"flags\":%d", SUPPRESS_NOTIFICATIONS);
	if (nonce != NULL)
		buf_fmt(out, ",\"nonce\":\"%s\",\"enforce_nonce\":true", nonce);
	for (i = 0; i < p->nfiles; i++)
		buf_fmt(out, "%s{\"id\":%zu,\"filename\":\"%s\"}",
		    i == 0 ? ",\"attachments\":[" : ",", i, p->files[i].name);
	buf_str(out, p->nfiles > 0 ? "]}" : "}");
}

static const char *
type_of(const char *name)
{
	size_t n = strlen(name), len, i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		len = strlen(types[i].end);
		if (n > len && strcasecmp(name + n - len, types[i].end) == 0)
			return types[i].type;
	}
	return "application/octet-stream";
}

/* RFC 7578; a random text of 96 bits is in no file by chance. */
static void
make_parts(
    struct buf *out, const struct discord_post *p, const struct buf *payload, const char *between)
{
	size_t i;

	buf_fmt(out,
	    "--%s\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n"
	    "Content-Type: application/json\r\n\r\n%s\r\n",
	    between, payload->p);
	for (i = 0; i < p->nfiles; i++) {
		buf_fmt(out,
		    "--%s\r\nContent-Disposition: form-data; name=\"files[%zu]\"; filename=\"%s\"\r\n"
		    "Content-Type: %s\r\n\r\n",
		    between, i, p->files[i].name, type_of(p->files[i].name));
		if (p->files[i].bytes.len > 0)
			buf_add(out, p->files[i].bytes.p, p->files[i].bytes.len);
		buf_str(out, "\r\n");
	}
	buf_fmt(out, "--%s--\r\n", between);
}

int
discord_post_plan(
    const struct discord_post *p, const struct discord_to *to, struct emit *em, struct err *e)
{
	struct buf payload = { 0 };
	char *target = mem_fmt("%s/%s", to->channel != NULL ? "channel" : "webhook",
	    to->channel != NULL ? to->channel : to->id);
	int rc;

	make_payload(&payload, p, NULL);
	emit_begin(em, "plan");
	emit_str(em, "action", "send");
	emit_str(em, "target", target);
	emit_json(em, "after", payload.p, payload.len);
	emit_str(em, "risk", "low");
	rc = emit_end(em, e);
	free(target);
	buf_release(&payload);
	return rc;
}

/* --- sending */

/* What the channel is called: the record that is printed says it. */
static int
ask_place(struct discord *d, const char *channel, char **name, char **guild, struct err *e)
{
	char *path = mem_fmt("/channels/%s", channel);
	struct discord_call c;
	struct buf line = { 0 };
	struct slice object;
	struct rec_field v;
	int rc;

	discord_call_init(&c, "GET channel", channel, path);
	rc = discord_once(d, &c, e);
	if (rc == 0)
		rc = discord_reply_object(&c, &line, &object, e);
	if (rc == 0) {
		v = pick_one(object, "name");
		*name = rec_take_text(&v);
		v = pick_one(object, "guild_id");
		*guild = rec_take_text(&v);
	}
	buf_release(&line);
	discord_call_release(&c);
	free(path);
	return rc;
}

static int
put_reply(const struct discord_call *c, const char *name, const char *guild, struct emit *em,
    struct err *e)
{
	struct discord_messages m;
	struct discord_place place;
	struct buf line = { 0 };
	struct slice object;
	struct rec_field v;
	char *channel = NULL;
	int rc = discord_reply_object(c, &line, &object, e);

	if (rc == 0) {
		v = pick_one(object, "channel_id");
		channel = rec_take_text(&v);
		if (channel == NULL)
			rc = err_set(e, ERR_DATA, "discord: the reply is no message");
	}
	if (rc == 0) {
		place = (struct discord_place){ .id = channel,
			.name = name,
			.type = name != NULL ? discord_channel_type(name) : NULL,
			.guild_id = guild };
		discord_messages_init(&m, em);
		rc = discord_message_put(&m, &place, object, clock_real(), e);
	}
	free(channel);
	buf_release(&line);
	return rc;
}

static void
make_call(struct discord_call *c, const struct discord_to *to)
{
	char *path = to->channel != NULL ? mem_fmt("/channels/%s/messages", to->channel)
					 : mem_fmt("/webhooks/%s/%s?wait=true", to->id, to->token);

	discord_call_init(c, to->channel != NULL ? "POST messages" : "POST webhook",
	    to->channel != NULL ? to->channel : to->id, path);
	free(path);
	c->method = "POST";
	c->repeatable = to->channel != NULL; /* the nonce makes it one message */
	c->shown = to->channel != NULL ? NULL : "the webhook";
}

int
discord_post_send(struct discord *d, const struct discord_post *p, const struct discord_to *to,
    struct emit *em, struct err *e)
{
	char nonce[RANDOM_LEN + 1], between[RANDOM_LEN + 1], *type = NULL, *name = NULL,
							     *guild = NULL;
	struct buf payload = { 0 }, parts = { 0 };
	struct discord_call c;
	int rc = -1;

	random_text(nonce);
	random_text(between);
	make_call(&c, to);
	make_payload(&payload, p, to->channel != NULL ? nonce : NULL);
	if (p->nfiles > 0) {
		make_parts(&parts, p, &payload, between);
		type = mem_fmt("multipart/form-data; boundary=%s", between);
		c.type = type;
	}
	c.body = p->nfiles > 0 ? parts.p : payload.p;
	c.body_len = p->nfiles > 0 ? parts.len : payload.len;
	if (c.body_len > DISCORD_REQUEST_MAX)
		(void)err_set(e, ERR_DATA, "with its files it is larger than %zu MiB",
		    DISCORD_REQUEST_MAX >> 20);
	else if ((to->channel == NULL || ask_place(d, to->channel, &name, &guild, e) == 0) &&
		 discord_once(d, &c, e) == 0)
		rc = em != NULL ? put_reply(&c, name, guild, em, e) : 0;
	discord_call_release(&c);
	buf_release(&payload);
	buf_release(&parts);
	free(type);
	free(name);
	free(guild);
	return rc;
}
