#include "sandbox/discord_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/object.h"
#include "io/shape.h"
#include "sandbox/discord_cdn.h"
#include "sandbox/discord_store.h"

#define NUMBER_MAX INT64_C(1000000000)
#define GUILD_ID UINT64_C(154600000000000001)
#define JSON(s) ((struct slice){ s, sizeof(s) - 1 })

struct reader {
	struct disc_store *s;
	struct rec line;
	struct buf names;
	struct shape shape;
};

/* A member's JSON as it is written; fallback where it has none. */
static struct slice
json(const struct rec *rec, const char *name, struct slice fallback)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL)
		return fallback;
	if (f->type == REC_STRING)
		return (struct slice){ f->text.p - 1, f->text.n + 2 };
	return f->text;
}

static int
string(
    const struct rec *rec, const char *name, struct slice fallback, struct slice *v, struct err *e)
{
	*v = json(rec, name, fallback);
	if (v->n == 0 || (v->p[0] != '"' && !slice_is(*v, "null")))
		return err_set(e, ERR_DATA, "\"%s\" has to be a text", name);
	return 0;
}

/* An id or a set of permissions: a text of digits. What is not there leaves *v as it is. */
static int
digits(const struct rec *rec, const char *name, bool needed, uint64_t *v, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL && !needed)
		return 0;
	if (f == NULL || f->type != REC_STRING || num_uint(f->text.p, f->text.n, UINT64_MAX, v))
		return err_set(e, ERR_DATA, "\"%s\" has to be a text of digits", name);
	return 0;
}

static int
whole(const struct rec *rec, const char *name, int64_t *v, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f != NULL && (f->type != REC_NUMBER || num_int(f->text.p, f->text.n, 0, NUMBER_MAX, v)))
		return err_set(e, ERR_DATA, "\"%s\" has to be a whole number up to %lld", name,
		    (long long)NUMBER_MAX);
	return 0;
}

static int
when(const struct rec *rec, const char *name, int64_t *at, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type == REC_NULL)
		return 0;
	if (f->type != REC_STRING || clock_parse_time(f->text.p, f->text.n, at))
		return err_set(e, ERR_DATA, "\"%s\" is no time", name);
	return 0;
}

static bool
is_true(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec_get(rec, name);

	return f != NULL && f->type == REC_TRUE;
}

static int
take_settings(struct reader *r, struct err *e)
{
	struct disc_settings *s = &r->s->settings;
	const struct {
		const char *name;
		int64_t *v;
	} rows[] = { { "shift_days", &s->shift_days }, { "reads", &s->reads },
		{ "writes", &s->writes }, { "others", &s->others }, { "global", &s->global },
		{ "window", &s->window }, { "heartbeat_ms", &s->heartbeat_ms },
		{ "identifies", &s->identifies } };
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (whole(&r->line, rows[i].name, rows[i].v, e))
			return -1;
	return 0;
}

static int
take_guild(struct reader *r, struct err *e)
{
	struct disc_guild *g = disc_store_add_guild(r->s);

	g->permissions = DISC_PERMISSIONS;
	return digits(&r->line, "id", true, &g->id, e) ||
		       digits(&r->line, "owner", false, &g->owner, e) ||
		       digits(&r->line, "permissions", false, &g->permissions, e) ||
		       string(&r->line, "name", JSON("\"Sandbox\""), &g->name, e)
		   ? -1
		   : 0;
}

/* The guild that a line names, or the first; there is always one. */
static struct disc_guild *
guild(struct reader *r, struct err *e)
{
	struct disc_guild *g;
	uint64_t id = 0;

	if (digits(&r->line, "guild", false, &id, e))
		return NULL;
	if (id != 0) {
		g = disc_store_guild(r->s, id);
		if (g == NULL)
			(void)err_set(e, ERR_DATA, "there is no guild of that id above");
		return g;
	}
	if (r->s->nguilds == 0) {
		g = disc_store_add_guild(r->s);
		*g = (struct disc_guild){ GUILD_ID, 0, JSON("\"Sandbox\""), DISC_PERMISSIONS };
	}
	return r->s->guilds[0];
}

static int
take_channel(struct reader *r, struct err *e)
{
	struct disc_guild *g = guild(r, e);
	struct disc_channel *c;

	if (g == NULL)
		return -1;
	c = disc_store_add_channel(r->s);
	c->guild = g;
	c->archived = is_true(&r->line, "archived");
	return digits(&r->line, "id", true, &c->id, e) ||
		       digits(&r->line, "parent", false, &c->parent, e) ||
		       digits(&r->line, "deny", false, &c->deny, e) ||
		       whole(&r->line, "type", &c->type, e) ||
		       when(&r->line, "archived_at", &c->archived_at, e) ||
		       string(&r->line, "name", JSON("\"\""), &c->name, e) ||
		       string(&r->line, "topic", JSON("null"), &c->topic, e)
		   ? -1
		   : 0;
}

static int
fill_user(struct disc_user *u, const struct rec *rec, struct err *e)
{
	u->bot = is_true(rec, "bot");
	u->no_content = is_true(rec, "no_content");
	u->token = rec_take_text(rec_get(rec, "token"));
	return digits(rec, "id", true, &u->id, e) ||
		       string(rec, "username", JSON("\"somebody\""), &u->name, e) ||
		       string(rec, "global_name", JSON("null"), &u->global_name, e)
		   ? -1
		   : 0;
}

static int
take_user(struct reader *r, struct err *e)
{
	return fill_user(disc_store_add_user(r->s), &r->line, e);
}

/* The channel that a line names. */
static struct disc_channel *
channel(struct reader *r, struct err *e)
{
	struct disc_channel *c;
	uint64_t id = 0;

	if (digits(&r->line, "channel", true, &id, e))
		return NULL;
	c = disc_store_channel(r->s, id);
	if (c == NULL)
		(void)err_set(e, ERR_DATA, "there is no channel of that id above");
	return c;
}

static int
take_webhook(struct reader *r, struct err *e)
{
	struct disc_channel *c = channel(r, e);
	struct disc_webhook *w;

	if (c == NULL)
		return -1;
	w = disc_store_add_webhook(r->s);
	w->channel = c;
	w->token = rec_take_text(rec_get(&r->line, "token"));
	if (w->token == NULL)
		return err_set(e, ERR_DATA, "a webhook needs a \"token\"");
	return digits(&r->line, "id", true, &w->id, e) ||
		       string(&r->line, "name", JSON("\"webhook\""), &w->name, e)
		   ? -1
		   : 0;
}

/* An object inside a line; the caller frees *inner and *names. */
static int
inner(struct slice text, struct rec **rec, struct buf *names, char **copy, struct err *e)
{
	*copy = mem_copy(text.p, text.n); /* the parser wants an end that is one */
	*rec = mem_new(1, sizeof **rec);
	return object_parse(*copy, text.n, *rec, names, e);
}

/* Who wrote it: the id of a user, or all of one. */
static int
take_author(struct reader *r, struct disc_message *m, struct err *e)
{
	const struct rec_field *f = rec_get(&r->line, "author");
	struct disc_user who = { 0 }, *u;
	struct buf names = { 0 };
	struct rec rec;
	uint64_t id = 0;

	if (f == NULL || f->type != REC_OBJECT) {
		if (digits(&r->line, "author", true, &id, e))
			return -1;
		m->author = disc_store_user(r->s, id);
		return m->author == NULL ? err_set(e, ERR_DATA, "there is no user of that id above")
					 : 0;
	}
	struct slice kept = disc_store_keep(r->s, f->text.p, f->text.n);
	if (object_parse(kept.p, kept.n, &rec, &names, e) || fill_user(&who, &rec, e)) {
		buf_release(&names);
		free(who.token);
		return -1;
	}
	u = disc_store_user(r->s, who.id);
	if (u == NULL) {
		u = disc_store_add_user(r->s);
		*u = who;
	} else {
		free(who.token);
	}
	m->author = u;
	buf_release(&names);
	return 0;
}

static int
take_file(struct reader *r, struct disc_message *m, struct slice element, struct err *e)
{
	struct disc_file *f;
	struct buf names = { 0 }, text = { 0 };
	struct rec *rec = NULL;
	char *copy = NULL;
	int rc = -1;

	m->files = mem_grow(m->files, m->nfiles + 1, sizeof *m->files);
	f = &m->files[m->nfiles++];
	*f = (struct disc_file){ .id = m->id + m->nfiles, .bytes = disc_cdn_picture() };
	if (inner(element, &rec, &names, &copy, e))
		goto out;
	f->filename = rec_take_text(rec_get(rec, "filename"));
	if (f->filename == NULL) {
		(void)err_set(e, ERR_DATA, "an attachment needs a \"filename\"");
		goto out;
	}
	f->type = json(rec, "content_type", (struct slice){ "", 0 });
	f->type = disc_store_keep(r->s, f->type.p, f->type.n);
	f->description = json(rec, "description", (struct slice){ "", 0 });
	f->description = disc_store_keep(r->s, f->description.p, f->description.n);
	if (rec_get(rec, "text") != NULL) {
		rec_text(rec_get(rec, "text"), &text);
		f->bytes = disc_store_keep(r->s, text.p == NULL ? "" : text.p, text.len);
	}
	rc = digits(rec, "id", false, &f->id, e);
out:
	buf_release(&names);
	buf_release(&text);
	free(rec);
	free(copy);
	return rc;
}

static int
take_edit(struct reader *r, struct disc_message *m, struct slice element, struct err *e)
{
	struct disc_edit edit = { .at = CLOCK_NONE };
	struct buf names = { 0 };
	struct rec *rec = NULL;
	char *copy = NULL;
	int rc = -1;

	if (inner(element, &rec, &names, &copy, e) || when(rec, "at", &edit.at, e))
		goto out;
	if (edit.at == CLOCK_NONE) {
		(void)err_set(e, ERR_DATA, "an edit needs \"at\"");
		goto out;
	}
	edit.content = json(rec, "content", m->content);
	edit.embeds = json(rec, "embeds", m->embeds);
	edit.content = disc_store_keep(r->s, edit.content.p, edit.content.n);
	edit.embeds = disc_store_keep(r->s, edit.embeds.p, edit.embeds.n);
	disc_message_change(m, &edit);
	rc = 0;
out:
	buf_release(&names);
	free(rec);
	free(copy);
	return rc;
}

static int
take_lists(struct reader *r, struct disc_message *m, struct err *e)
{
	struct slice rest = json(&r->line, "attachments", JSON("[]")), element;

	while (array_next(&rest, &element))
		if (take_file(r, m, element, e))
			return -1;
	rest = json(&r->line, "edits", JSON("[]"));
	while (array_next(&rest, &element))
		if (take_edit(r, m, element, e))
			return -1;
	return 0;
}

static int
fill_message(struct reader *r, struct disc_message *m, struct err *e)
{
	const struct rec *line = &r->line;
	uint64_t webhook = 0;

	m->at = CLOCK_NONE;
	m->deleted = INT64_MAX;
	if (digits(line, "id", true, &m->id, e) || when(line, "timestamp", &m->at, e) ||
	    when(line, "deleted", &m->deleted, e) ||
	    string(line, "content", JSON("\"\""), &m->content, e) ||
	    digits(line, "reply_to", false, &m->reply_to, e) ||
	    digits(line, "webhook", false, &webhook, e))
		return -1;
	if (m->at == CLOCK_NONE)
		return err_set(e, ERR_DATA, "a message needs a \"timestamp\"");
	m->embeds = json(line, "embeds", JSON("[]"));
	m->forward = json(line, "forward", (struct slice){ "", 0 });
	m->name = json(line, "name", (struct slice){ "", 0 });
	m->type = m->reply_to != 0 ? 19 : 0;
	m->webhook = disc_store_webhook(r->s, webhook);
	if (webhook != 0 && m->webhook == NULL)
		return err_set(e, ERR_DATA, "there is no webhook of that id above");
	if (whole(line, "type", &m->type, e) || whole(line, "flags", &m->flags, e) ||
	    (m->webhook == NULL && take_author(r, m, e)))
		return -1;
	return take_lists(r, m, e);
}

static int
take_message(struct reader *r, struct err *e)
{
	struct disc_channel *c = channel(r, e);
	struct disc_message *m;

	if (c == NULL)
		return -1;
	m = mem_new(1, sizeof *m);
	m->channel = c;
	if (fill_message(r, m, e)) {
		disc_message_free(m);
		return -1;
	}
	if (!disc_store_put(c, m)) {
		disc_message_free(m);
		return err_set(e, ERR_DATA, "a message of that id is there already");
	}
	return 0;
}

static int
take_line(struct reader *r, const char *line, size_t n, struct err *e)
{
	static const struct {
		const char *of;
		int (*take)(struct reader *r, struct err *e);
	} rows[] = { { "message", take_message }, { "user", take_user },
		{ "channel", take_channel }, { "guild", take_guild }, { "webhook", take_webhook },
		{ "settings", take_settings } };
	struct slice of;
	size_t i;

	buf_reset(&r->names);
	if (object_parse_next(line, n, &r->line, &r->names, &r->shape, e))
		return -1;
	of = rec_word(rec_get(&r->line, "of"));
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (slice_is(of, rows[i].of))
			return rows[i].take(r, e);
	return err_set(
	    e, ERR_DATA, "\"of\" has to be settings, guild, user, channel, webhook or message");
}

/* The file as one text that the store keeps; empty when there is none. */
static int
read_all(struct disc_store *s, const char *path, struct slice *text, struct err *e)
{
	FILE *fp = fopen(path, "re");
	struct stat st;
	char *p = NULL;
	size_t n = 0;
	int rc = -1;

	*text = (struct slice){ "", 0 };
	if (fp == NULL)
		return errno == ENOENT ? 0 : err_errno(e, ERR_NOINPUT, "%s", path);
	if (fstat(fileno(fp), &st) || st.st_size < 0) {
		(void)err_errno(e, ERR_IO, "%s", path);
		goto out;
	}
	p = mem_new((size_t)st.st_size + 1, 1);
	n = fread(p, 1, (size_t)st.st_size, fp);
	if (ferror(fp)) {
		(void)err_errno(e, ERR_IO, "%s", path);
		goto out;
	}
	*text = disc_store_keep(s, p, n);
	rc = 0;
out:
	free(p);
	(void)fclose(fp); /* it was only read */
	return rc;
}

int
disc_read(struct disc_store *s, const char *path, struct err *e)
{
	struct reader *r = mem_new(1, sizeof *r);
	struct slice text;
	const char *line, *end, *nl;
	size_t number = 0;
	int rc = read_all(s, path, &text, e);

	r->s = s;
	line = text.p;
	end = line + text.n;
	for (; rc == 0 && line < end; line = nl + 1) {
		nl = memchr(line, '\n', (size_t)(end - line));
		if (nl == NULL)
			nl = end;
		number++;
		if (strspn(line, " \t\r") < (size_t)(nl - line) &&
		    take_line(r, line, (size_t)(nl - line), e))
			rc = err_wrap(e, "%s:%zu", path, number);
	}
	buf_release(&r->names);
	free(r);
	return rc;
}
