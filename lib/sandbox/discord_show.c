#include "sandbox/discord_show.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "io/emit.h"
#include "sandbox/discord_cdn.h"
#include "sandbox/discord_store.h"

#define HAS_THREAD 32 /* a message's flag */
#define REPLY 19

static void
add(struct buf *out, struct slice json)
{
	buf_add(out, json.p, json.n);
}

static void
member(struct buf *out, const char *name, struct slice json)
{
	buf_fmt(out, ",\"%s\":", name);
	add(out, json);
}

void
disc_show_time(struct buf *out, int64_t ns)
{
	int64_t us = ns / 1000 % 1000000;
	char text[CLOCK_TEXT_MAX];
	size_t n = clock_time_text(text, ns - ns % CLOCK_SECOND);

	buf_char(out, '"');
	buf_add(out, text, n - 1);
	if (us != 0)
		buf_fmt(out, ".%06" PRId64, us);
	buf_str(out, "+00:00\"");
}

void
disc_show_user(struct buf *out, const struct disc_user *u)
{
	buf_fmt(out, "{\"id\":\"%" PRIu64 "\"", u->id);
	member(out, "username", u->name);
	member(out, "global_name", u->global_name);
	buf_str(out, ",\"avatar\":null,\"discriminator\":\"0\",\"public_flags\":0,\"flags\":0");
	if (u->bot)
		buf_str(out, ",\"bot\":true");
	buf_char(out, '}');
}

void
disc_show_guild(struct buf *out, const struct disc_view *v, const struct disc_guild *g)
{
	(void)v;
	buf_fmt(out, "{\"id\":\"%" PRIu64 "\"", g->id);
	member(out, "name", g->name);
	buf_fmt(out,
	    ",\"icon\":null,\"splash\":null,\"owner_id\":\"%" PRIu64
	    "\",\"afk_channel_id\":null,\"afk_timeout\":300,\"verification_level\":0,"
	    "\"default_message_notifications\":1,\"explicit_content_filter\":0,\"roles\":[{\"id\":\"%" PRIu64
	    "\",\"name\":\"@everyone\",\"permissions\":\"%" PRIu64
	    "\",\"position\":0,\"color\":0,\"hoist\":false,\"managed\":false,\"mentionable\":false,"
	    "\"flags\":0}],\"emojis\":[],\"stickers\":[],\"features\":[],\"mfa_level\":0,"
	    "\"application_id\":null,\"system_channel_id\":null,\"system_channel_flags\":0,"
	    "\"rules_channel_id\":null,\"vanity_url_code\":null,\"description\":null,\"banner\":null,"
	    "\"premium_tier\":0,\"preferred_locale\":\"en-US\",\"public_updates_channel_id\":null,"
	    "\"nsfw_level\":0,\"premium_progress_bar_enabled\":false}",
	    g->owner, g->id, g->permissions);
}

/* The newest that is there; "null" in an empty channel. */
static void
last_message(struct buf *out, const struct disc_view *v, const struct disc_channel *c)
{
	size_t i = c->n;

	while (i > 0 && !disc_message_is(c->message[i - 1], v->now))
		i--;
	if (i == 0)
		buf_str(out, ",\"last_message_id\":null");
	else
		buf_fmt(out, ",\"last_message_id\":\"%" PRIu64 "\"", c->message[i - 1]->id);
}

static size_t
count(const struct disc_view *v, const struct disc_channel *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		n += disc_message_is(c->message[i], v->now);
	return n;
}

static void
thread(struct buf *out, const struct disc_view *v, const struct disc_channel *c)
{
	size_t n = count(v, c);

	buf_fmt(out,
	    ",\"owner_id\":\"%" PRIu64
	    "\",\"message_count\":%zu,\"total_message_sent\":%zu,\"member_count\":2,\"thread_metadata\":{"
	    "\"archived\":%s,\"auto_archive_duration\":1440,\"locked\":false,\"archive_timestamp\":",
	    c->n > 0 && c->message[0]->author != NULL ? c->message[0]->author->id : c->id, n, n,
	    c->archived ? "true" : "false");
	disc_show_time(out, c->archived_at != 0 || c->n == 0 ? c->archived_at : c->message[0]->at);
	buf_str(out, "}");
}

void
disc_show_channel(struct buf *out, const struct disc_view *v, const struct disc_channel *c)
{
	buf_fmt(out, "{\"id\":\"%" PRIu64 "\",\"type\":%" PRId64 ",\"guild_id\":\"%" PRIu64 "\"",
	    c->id, c->type, c->guild->id);
	member(out, "name", c->name);
	if (c->parent != 0)
		buf_fmt(out, ",\"parent_id\":\"%" PRIu64 "\"", c->parent);
	else
		buf_str(out, ",\"parent_id\":null");
	if (c->type != DISC_CATEGORY)
		last_message(out, v, c);
	buf_str(out, ",\"flags\":0,\"rate_limit_per_user\":0");
	if (c->type == DISC_THREAD) {
		thread(out, v, c);
	} else {
		member(out, "topic", c->topic);
		buf_str(out, ",\"position\":0,\"nsfw\":false,\"permission_overwrites\":[");
		if (c->deny != 0)
			buf_fmt(out,
			    "{\"id\":\"%" PRIu64 "\",\"type\":0,\"allow\":\"0\",\"deny\":\"%" PRIu64
			    "\"}",
			    c->guild->id, c->deny);
		buf_char(out, ']');
	}
	buf_char(out, '}');
}

/* The next <@ID> or <@!ID> of a text; 0: none. */
static uint64_t
mentioned(struct slice *rest)
{
	const char *p = rest->p, *end = p + rest->n, *id;
	uint64_t v;

	for (; end - p > 3; p++) {
		if (p[0] != '<' || p[1] != '@')
			continue;
		id = p + 2 + (p[2] == '!');
		for (p = id; p < end && *p >= '0' && *p <= '9';)
			p++;
		if (p < end && *p == '>' && num_uint(id, (size_t)(p - id), UINT64_MAX, &v) == 0) {
			*rest = (struct slice){ p, (size_t)(end - p) };
			return v;
		}
		p = id - 1;
	}
	return 0;
}

static bool
mentions(struct slice content, uint64_t id)
{
	uint64_t v;

	while ((v = mentioned(&content)) != 0)
		if (v == id)
			return true;
	return false;
}

static void
add_mentions(struct buf *out, const struct disc_view *v, struct slice content)
{
	struct slice rest = content, before;
	const struct disc_user *u;
	uint64_t id;

	buf_str(out, ",\"mentions\":[");
	while ((id = mentioned(&rest)) != 0) {
		u = disc_store_user(v->store, id);
		before = (struct slice){ content.p, (size_t)(rest.p - content.p) - 1 };
		if (u == NULL || mentions(before, id))
			continue; /* unknown, or named twice */
		if (out->p[out->len - 1] != '[')
			buf_char(out, ',');
		disc_show_user(out, u);
	}
	buf_str(out, "],\"mention_roles\":[],\"mention_everyone\":false");
}

static void
add_files(struct buf *out, const struct disc_view *v, const struct disc_message *m)
{
	const struct disc_file *f;
	size_t i;

	for (i = 0; i < m->nfiles; i++) {
		f = &m->files[i];
		buf_fmt(out, "%s{\"id\":\"%" PRIu64 "\",\"filename\":", i > 0 ? "," : "", f->id);
		emit_quote(out, f->filename, strlen(f->filename));
		buf_fmt(out, ",\"size\":%zu", f->bytes.n);
		if (f->type.n > 0)
			member(out, "content_type", f->type);
		if (f->description.n > 0)
			member(out, "description", f->description);
		if (f->type.n > 6 && memcmp(f->type.p, "\"image/", 7) == 0)
			buf_str(out, ",\"width\":1,\"height\":1");
		buf_str(out, ",\"url\":\"");
		disc_cdn_url(out, v->host, m->channel, f, v->now);
		buf_str(out, "\",\"proxy_url\":\"");
		disc_cdn_url(out, v->host, m->channel, f, v->now);
		buf_str(out, "\"}");
	}
}

static void
add_author(struct buf *out, const struct disc_view *v, const struct disc_message *m)
{
	buf_str(out, ",\"author\":");
	if (m->webhook == NULL) {
		disc_show_user(out, m->author);
		if (v->event)
			buf_str(out,
			    ",\"member\":{\"roles\":[],\"nick\":null,\"avatar\":null,"
			    "\"premium_since\":null,\"joined_at\":\"2016-01-01T00:00:00+00:00\","
			    "\"deaf\":false,\"mute\":false,\"flags\":0}");
		return;
	}
	buf_fmt(out, "{\"id\":\"%" PRIu64 "\"", m->webhook->id);
	member(out, "username", m->name.n > 0 ? m->name : m->webhook->name);
	buf_fmt(out,
	    ",\"global_name\":null,\"avatar\":null,\"discriminator\":\"0000\",\"public_flags\":0,"
	    "\"flags\":0,\"bot\":true},\"webhook_id\":\"%" PRIu64 "\"",
	    m->webhook->id);
}

static bool
sees_content(const struct disc_view *v, const struct disc_message *m, struct slice content)
{
	if (v->me == NULL)
		return true;
	return (!v->me->no_content && !v->no_content) || m->author == v->me ||
	       mentions(content, v->me->id);
}

static void add_message(
    struct buf *out, const struct disc_view *v, const struct disc_message *m, bool deep);

static void
add_references(
    struct buf *out, const struct disc_view *v, const struct disc_message *m, bool deep, bool sees)
{
	const struct disc_message *to;

	if (m->forward.n > 0) {
		buf_fmt(out,
		    ",\"message_reference\":{\"type\":1,\"channel_id\":\"%" PRIu64
		    "\",\"message_id\":\"%" PRIu64 "\",\"guild_id\":\"%" PRIu64 "\"}",
		    m->channel->id, m->id - 1, m->channel->guild->id);
		buf_str(out, ",\"message_snapshots\":[");
		if (sees) {
			buf_str(out, "{\"message\":");
			add(out, m->forward);
			buf_char(out, '}');
		}
		buf_char(out, ']');
	}
	if (m->reply_to == 0)
		return;
	buf_fmt(out,
	    ",\"message_reference\":{\"type\":0,\"channel_id\":\"%" PRIu64
	    "\",\"message_id\":\"%" PRIu64 "\",\"guild_id\":\"%" PRIu64 "\"}",
	    m->channel->id, m->reply_to, m->channel->guild->id);
	if (!deep || m->type != REPLY)
		return;
	buf_str(out, ",\"referenced_message\":");
	to = disc_channel_message(m->channel, m->reply_to, v->now);
	if (to == NULL)
		buf_str(out, "null");
	else
		add_message(out, v, to, false);
}

/* What was written, as it is now. */
static void
add_text(struct buf *out, const struct disc_view *v, const struct disc_message *m,
    const struct disc_edit *edit, bool sees)
{
	struct slice embeds = edit != NULL ? edit->embeds : m->embeds;
	struct slice content = edit != NULL ? edit->content : m->content;

	buf_str(out, ",\"content\":");
	if (sees)
		add(out, content);
	else
		buf_str(out, "\"\"");
	add_mentions(out, v, content);
	buf_str(out, ",\"attachments\":[");
	if (sees)
		add_files(out, v, m);
	buf_str(out, "],\"embeds\":");
	if (sees && embeds.n > 0)
		add(out, embeds);
	else
		buf_str(out, "[]");
}

static void
add_message(struct buf *out, const struct disc_view *v, const struct disc_message *m, bool deep)
{
	const struct disc_channel *branch = disc_store_channel(v->store, m->id);
	const struct disc_edit *edit = disc_message_edit(m, v->now);
	bool sees = sees_content(v, m, edit != NULL ? edit->content : m->content);

	buf_fmt(out, "{\"id\":\"%" PRIu64 "\",\"channel_id\":\"%" PRIu64 "\",\"type\":%" PRId64,
	    m->id, m->channel->id, m->type);
	if (v->event)
		buf_fmt(out, ",\"guild_id\":\"%" PRIu64 "\"", m->channel->guild->id);
	add_author(out, v, m);
	add_text(out, v, m, edit, sees);
	buf_str(out, ",\"timestamp\":");
	disc_show_time(out, m->at);
	buf_str(out, ",\"edited_timestamp\":");
	if (edit != NULL)
		disc_show_time(out, edit->at);
	else
		buf_str(out, "null");
	buf_fmt(out, ",\"tts\":false,\"pinned\":false,\"components\":[],\"flags\":%" PRId64,
	    m->flags | (branch != NULL ? HAS_THREAD : 0));
	if (m->nonce.n > 0)
		member(out, "nonce", m->nonce);
	add_references(out, v, m, deep, sees);
	if (branch != NULL && branch->type == DISC_THREAD) {
		buf_str(out, ",\"thread\":");
		disc_show_channel(out, v, branch);
	}
	buf_char(out, '}');
}

void
disc_show_message(struct buf *out, const struct disc_view *v, const struct disc_message *m)
{
	add_message(out, v, m, true);
}
