/* Messages are written, changed and deleted (resources/message.mdx), by webhooks too (resources/webhook.mdx). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/whole.h"
#include "sandbox/discord_body.h"
#include "sandbox/discord_call.h"
#include "sandbox/discord_cdn.h"
#include "sandbox/discord_gateway.h"
#include "sandbox/discord_show.h"

#define NONCE_LIFE (300 * CLOCK_SECOND)
#define BULK_MIN 2
#define BULK_MAX 100

static struct disc_view
view(const struct disc_call *c)
{
	return (
	    struct disc_view){ .store = &c->d->store, .me = c->me, .host = c->host, .now = c->now };
}

static struct slice
keep(const struct disc_call *c, struct slice s)
{
	return s.n == 0 ? (struct slice){ "", 0 } : disc_store_keep(&c->d->store, s.p, s.n);
}

/* The name of a file with what is allowed in one. */
static char *
file_name(struct slice s)
{
	char *name = mem_copy(s.p, s.n), *p;

	for (p = name; *p != '\0'; p++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
			*p) == NULL)
			*p = '_';
	return name;
}

static void
add_files(struct disc_call *c, struct disc_message *m, const struct disc_body *b)
{
	struct disc_file *f;
	struct buf type = { 0 };
	size_t i;

	if (b->nfiles == 0)
		return;
	m->files = mem_new(b->nfiles, sizeof *m->files);
	m->nfiles = b->nfiles;
	for (i = 0; i < b->nfiles; i++) {
		f = &m->files[i];
		*f = (struct disc_file){ .id = disc_store_id(&c->d->store, c->now),
			.filename = file_name(b->files[i].filename),
			.bytes = disc_store_keep(
			    &c->d->store, b->files[i].bytes.p, b->files[i].bytes.n) };
		buf_reset(&type);
		if (b->files[i].type.n > 0)
			emit_quote(&type, b->files[i].type.p, b->files[i].type.n);
		f->type = keep(c, (struct slice){ type.p, type.len });
	}
	buf_release(&type);
}

/* Embeds as they are shown: addresses of files of the message in place of attachment://NAME, and their
 * type. */
static struct slice
make_embeds(struct disc_call *c, const struct disc_message *m, struct slice embeds)
{
	static const char scheme[] = "\"attachment://";
	struct slice rest = embeds, element;
	struct buf out = { 0 };
	struct slice kept;
	const char *p, *end;
	size_t i, n;

	buf_char(&out, '[');
	while (array_next(&rest, &element)) {
		disc_next(&out);
		buf_str(&out, "{");
		if (memmem(element.p, element.n, "\"type\"", 6) == NULL)
			buf_str(&out, element.n > 2 ? "\"type\":\"rich\"," : "\"type\":\"rich\"");
		for (p = element.p + 1, end = element.p + element.n; p < end;) {
			for (n = 0, i = 0; i < m->nfiles && n == 0; i++) {
				n = sizeof scheme - 1 + strlen(m->files[i].filename) + 1;
				if ((size_t)(end - p) <= n ||
				    memcmp(p, scheme, sizeof scheme - 1) != 0 ||
				    memcmp(p + sizeof scheme - 1, m->files[i].filename,
					n - sizeof scheme) != 0 ||
				    p[n - 1] != '"') {
					n = 0;
					continue;
				}
				buf_char(&out, '"');
				disc_cdn_url(&out, c->host, m->channel, &m->files[i], c->now);
				buf_char(&out, '"');
			}
			if (n == 0)
				buf_char(&out, *p++);
			p += n;
		}
	}
	buf_char(&out, ']');
	kept = keep(c, (struct slice){ out.p, out.len });
	buf_release(&out);
	return kept;
}

static bool
is_empty(const struct disc_body *b)
{
	struct slice rest = b->embeds, element;
	size_t i;

	for (i = 1; i + 1 < b->content.n; i++)
		if (strchr(" ", b->content.p[i]) == NULL &&
		    !(b->content.p[i] == '\\' && strchr("nrt", b->content.p[i + 1]) != NULL && i++))
			return false;
	return b->nfiles == 0 && !array_next(&rest, &element);
}

/* What the bot needs to send that. */
static uint64_t
needed(const struct disc_call *c, const struct disc_body *b)
{
	uint64_t p = c->channel->type == DISC_THREAD ? DISC_SEND_IN_THREADS : DISC_SEND_MESSAGES;

	if (b->embeds.n > 2)
		p |= DISC_EMBED_LINKS;
	return b->nfiles > 0 ? p | DISC_ATTACH_FILES : p;
}

/* The message that had that nonce already. */
static struct disc_message *
same_nonce(const struct disc_call *c, const struct disc_body *b)
{
	const struct disc_channel *ch = c->channel;
	struct disc_message *m;
	size_t i;

	for (i = ch->n; i > 0 && b->enforce_nonce && b->nonce.n > 0; i--) {
		m = ch->message[i - 1];
		if (disc_message_is(m, c->now) && m->author == c->me && m->nonce.n == b->nonce.n &&
		    memcmp(m->nonce.p, b->nonce.p, b->nonce.n) == 0 && c->now - m->at < NONCE_LIFE)
			return m;
	}
	return NULL;
}

/* Whether what it replies to is there, or need not be; else the reply is made. */
static bool
check_reply(struct disc_call *c, struct disc_body *b)
{
	struct disc_form form = { 0 };

	if (b->reply_to == 0 || disc_channel_message(c->channel, b->reply_to, c->now) != NULL)
		return true;
	if (b->may_fail) {
		b->reply_to = 0;
		return true;
	}
	disc_form_bad(
	    &form, "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
	disc_refuse_form(c->reply, &form);
	disc_form_release(&form);
	return false;
}

static struct disc_message *
put(struct disc_call *c, const struct disc_body *b)
{
	struct disc_message *m = mem_new(1, sizeof *m);

	m->id = disc_store_id(&c->d->store, c->now);
	m->at = c->now;
	m->deleted = INT64_MAX;
	m->channel = c->channel;
	m->author = c->me;
	m->webhook = c->webhook;
	m->content = b->content.n > 0 ? keep(c, b->content) : (struct slice){ "\"\"", 2 };
	m->nonce = keep(c, b->nonce);
	m->name = c->webhook != NULL ? keep(c, b->username) : (struct slice){ "", 0 };
	m->reply_to = b->reply_to;
	m->type = b->reply_to != 0 ? 19 : 0;
	m->flags = b->flags;
	add_files(c, m, b);
	m->embeds = make_embeds(c, m, b->embeds);
	while (!disc_store_put(c->channel, m)) /* one of a later time has it */
		m->id = disc_store_id(&c->d->store, c->now);
	disc_gateway_tell(c->d->gateway, DISC_CREATED, m);
	return m;
}

void
disc_create_message(struct disc_call *c)
{
	struct disc_view v = view(c);
	struct disc_message *m;
	struct disc_body *b = mem_new(1, sizeof *b);

	if (disc_body_read(b, c))
		goto out;
	if (c->channel->type == DISC_CATEGORY)
		disc_refuse(c->reply, DISC_NOT_TEXT);
	else if (c->channel->archived)
		disc_refuse(c->reply, DISC_ARCHIVED);
	else if (!disc_may(&c->d->store, c->me, c->channel, needed(c, b)))
		disc_refuse(c->reply, DISC_NO_PERMISSION);
	else if (is_empty(b))
		disc_refuse(c->reply, DISC_EMPTY_MESSAGE);
	else if (check_reply(c, b)) {
		m = same_nonce(c, b);
		disc_show_message(disc_ok(c), &v, m != NULL ? m : put(c, b));
	}
out:
	disc_body_release(b);
	free(b);
}

void
disc_edit_message(struct disc_call *c)
{
	struct disc_message *m = disc_channel_message(c->channel, c->ids[1], c->now);
	struct disc_view v = view(c);
	struct disc_body *b = mem_new(1, sizeof *b);
	const struct disc_edit *last;
	struct disc_edit edit;

	if (m == NULL) {
		disc_refuse(c->reply, DISC_NO_MESSAGE);
	} else if (m->author != c->me) {
		disc_refuse(c->reply, DISC_NOT_AUTHOR);
	} else if (disc_body_read(b, c) == 0) {
		last = disc_message_edit(m, c->now);
		edit = (struct disc_edit){ c->now, last != NULL ? last->content : m->content,
			last != NULL ? last->embeds : m->embeds };
		if (b->content.n > 0)
			edit.content = keep(c, b->content);
		if (b->embeds.n > 0)
			edit.embeds = make_embeds(c, m, b->embeds);
		disc_message_change(m, &edit);
		disc_gateway_tell(c->d->gateway, DISC_EDITED, m);
		disc_show_message(disc_ok(c), &v, m);
	}
	disc_body_release(b);
	free(b);
}

void
disc_delete_message(struct disc_call *c)
{
	struct disc_message *m = disc_channel_message(c->channel, c->ids[1], c->now);

	if (m == NULL) {
		disc_refuse(c->reply, DISC_NO_MESSAGE);
	} else if (m->author != c->me &&
		   !disc_may(&c->d->store, c->me, c->channel, DISC_MANAGE_MESSAGES)) {
		disc_refuse(c->reply, DISC_NO_PERMISSION);
	} else {
		m->deleted = c->now;
		disc_gateway_tell(c->d->gateway, DISC_DELETED, m);
		c->reply->status = 204;
	}
}

/* The ids of a bulk; -1: they are none. */
static int
take_ids(const struct disc_call *c, uint64_t ids[BULK_MAX])
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct buf line = { 0 }, names = { 0 };
	struct rec_field value;
	const struct rec_field *f = NULL;
	struct slice rest = { "", 0 }, element;
	struct err e;
	int n = 0;

	if (c->r->body.len > 0 &&
	    whole_parse(&line, c->r->body.p, c->r->body.len, &value, &e) == 0 &&
	    object_parse(line.p, line.len, rec, &names, &e) == 0)
		f = rec_get(rec, "messages");
	if (f != NULL)
		rest = f->text;
	while (n >= 0 && array_next(&rest, &element))
		if (n == BULK_MAX || element.n < 3 ||
		    num_uint(element.p + 1, element.n - 2, UINT64_MAX, &ids[n++]))
			n = -1;
	buf_release(&line);
	buf_release(&names);
	free(rec);
	return n < BULK_MIN ? -1 : n;
}

void
disc_delete_messages(struct disc_call *c)
{
	struct disc_message *gone[BULK_MAX];
	uint64_t ids[BULK_MAX];
	size_t ngone = 0;
	int n = take_ids(c, ids), i;
	struct disc_message *m;

	if (n < 0) {
		disc_refuse(c->reply, DISC_BAD_FORM);
		return;
	}
	if (!disc_may(&c->d->store, c->me, c->channel, DISC_MANAGE_MESSAGES)) {
		disc_refuse(c->reply, DISC_NO_PERMISSION);
		return;
	}
	for (i = 0; i < n; i++) {
		m = disc_channel_message(c->channel, ids[i], c->now);
		if (m == NULL)
			continue;
		m->deleted = c->now;
		gone[ngone++] = m;
	}
	disc_gateway_tell_bulk(c->d->gateway, c->channel, gone, ngone);
	c->reply->status = 204;
}

void
disc_get_webhook(struct disc_call *c)
{
	buf_fmt(disc_ok(c),
	    "{\"id\":\"%" PRIu64 "\",\"type\":1,\"guild_id\":\"%" PRIu64
	    "\",\"channel_id\":\"%" PRIu64
	    "\",\"name\":%.*s,\"avatar\":null,\"application_id\":null,\"token\":\"%s\"}",
	    c->webhook->id, c->webhook->channel->guild->id, c->webhook->channel->id,
	    (int)c->webhook->name.n, c->webhook->name.p, c->webhook->token);
}

void
disc_execute_webhook(struct disc_call *c)
{
	const char *wait = disc_param(c, "wait");
	struct disc_view v = view(c);
	struct disc_body *b = mem_new(1, sizeof *b);
	struct disc_message *m;

	c->channel = c->webhook->channel;
	if (disc_body_read(b, c))
		goto out;
	if (is_empty(b)) {
		disc_refuse(c->reply, DISC_EMPTY_MESSAGE);
		goto out;
	}
	m = put(c, b);
	if (wait != NULL &&
	    (strcmp(wait, "true") == 0 || strcmp(wait, "True") == 0 || strcmp(wait, "1") == 0))
		disc_show_message(disc_ok(c), &v, m);
	else
		c->reply->status = 204;
out:
	disc_body_release(b);
	free(b);
}
