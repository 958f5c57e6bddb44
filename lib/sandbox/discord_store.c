#include "sandbox/discord_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "sandbox/discord.h"
#include "sandbox/discord_read.h"

#define JSON(s) ((struct slice){ s, sizeof(s) - 1 })
#define BOT_ID UINT64_C(154700000000000001)

void
disc_message_free(struct disc_message *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->nfiles; i++)
		free(m->files[i].filename);
	free(m->files);
	free(m->edits);
	free(m);
}

static void
release_channel(struct disc_channel *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		disc_message_free(c->message[i]);
	free(c->message);
	free(c);
}

void
disc_store_release(struct disc_store *s)
{
	size_t i;

	for (i = 0; i < s->nchannels; i++)
		release_channel(s->channels[i]);
	for (i = 0; i < s->nguilds; i++)
		free(s->guilds[i]);
	for (i = 0; i < s->nusers; i++) {
		free(s->users[i]->token);
		free(s->users[i]);
	}
	for (i = 0; i < s->nwebhooks; i++) {
		free(s->webhooks[i]->token);
		free(s->webhooks[i]);
	}
	for (i = 0; i < s->nkept; i++)
		free(s->kept[i]);
	free(s->channels);
	free(s->guilds);
	free(s->users);
	free(s->webhooks);
	free(s->kept);
	free(s->due);
	*s = (struct disc_store){ 0 };
}

struct disc_guild *
disc_store_guild(const struct disc_store *s, uint64_t id)
{
	size_t i;

	for (i = 0; i < s->nguilds; i++)
		if (s->guilds[i]->id == id)
			return s->guilds[i];
	return NULL;
}

struct disc_channel *
disc_store_channel(const struct disc_store *s, uint64_t id)
{
	size_t i;

	for (i = 0; i < s->nchannels; i++)
		if (s->channels[i]->id == id)
			return s->channels[i];
	return NULL;
}

struct disc_user *
disc_store_user(const struct disc_store *s, uint64_t id)
{
	size_t i;

	for (i = 0; i < s->nusers; i++)
		if (s->users[i]->id == id)
			return s->users[i];
	return NULL;
}

struct disc_user *
disc_store_token(const struct disc_store *s, const char *token)
{
	size_t i;

	for (i = 0; i < s->nusers; i++)
		if (s->users[i]->token != NULL && strcmp(s->users[i]->token, token) == 0)
			return s->users[i];
	return NULL;
}

struct disc_webhook *
disc_store_webhook(const struct disc_store *s, uint64_t id)
{
	size_t i;

	for (i = 0; i < s->nwebhooks; i++)
		if (s->webhooks[i]->id == id)
			return s->webhooks[i];
	return NULL;
}

struct disc_guild *
disc_store_add_guild(struct disc_store *s)
{
	s->guilds = mem_grow(s->guilds, s->nguilds + 1, sizeof *s->guilds);
	s->guilds[s->nguilds] = mem_new(1, sizeof **s->guilds);
	return s->guilds[s->nguilds++];
}

struct disc_channel *
disc_store_add_channel(struct disc_store *s)
{
	s->channels = mem_grow(s->channels, s->nchannels + 1, sizeof *s->channels);
	s->channels[s->nchannels] = mem_new(1, sizeof **s->channels);
	return s->channels[s->nchannels++];
}

struct disc_user *
disc_store_add_user(struct disc_store *s)
{
	s->users = mem_grow(s->users, s->nusers + 1, sizeof *s->users);
	s->users[s->nusers] = mem_new(1, sizeof **s->users);
	return s->users[s->nusers++];
}

struct disc_webhook *
disc_store_add_webhook(struct disc_store *s)
{
	s->webhooks = mem_grow(s->webhooks, s->nwebhooks + 1, sizeof *s->webhooks);
	s->webhooks[s->nwebhooks] = mem_new(1, sizeof **s->webhooks);
	return s->webhooks[s->nwebhooks++];
}

struct slice
disc_store_keep(struct disc_store *s, const char *p, size_t n)
{
	char *copy = mem_copy(p, n);

	s->kept = mem_grow(s->kept, s->nkept + 1, sizeof *s->kept);
	s->kept[s->nkept++] = copy;
	return (struct slice){ copy, n };
}

size_t
disc_channel_place(const struct disc_channel *c, uint64_t id)
{
	size_t low = 0, high = c->n, mid;

	/* what comes last comes most often */
	if (c->n == 0 || c->message[c->n - 1]->id < id)
		return c->n;
	while (low < high) {
		mid = low + (high - low) / 2;
		if (c->message[mid]->id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
disc_store_put(struct disc_channel *c, struct disc_message *m)
{
	size_t at = disc_channel_place(c, m->id);

	if (at < c->n && c->message[at]->id == m->id)
		return false;
	if (c->n == c->cap) {
		c->cap = mem_more(c->cap, c->n + 1);
		c->message = mem_grow(c->message, c->cap, sizeof(struct disc_message *));
	}
	memmove(c->message + at + 1, c->message + at, (c->n - at) * sizeof(struct disc_message *));
	c->message[at] = m;
	c->n++;
	return true;
}

uint64_t
disc_store_id(struct disc_store *s, int64_t now)
{
	int64_t ms = now / 1000000 + s->settings.shift_days * 86400000 - DISC_EPOCH_MS;
	uint64_t id = ms > 0 ? (uint64_t)ms << 22 : 0;

	s->last_id = id > s->last_id ? id : s->last_id + 1;
	return s->last_id;
}

bool
disc_message_is(const struct disc_message *m, int64_t now)
{
	return m->at <= now && now < m->deleted;
}

struct disc_message *
disc_channel_message(const struct disc_channel *c, uint64_t id, int64_t now)
{
	size_t at = disc_channel_place(c, id);

	return at < c->n && c->message[at]->id == id && disc_message_is(c->message[at], now)
		   ? c->message[at]
		   : NULL;
}

const struct disc_edit *
disc_message_edit(const struct disc_message *m, int64_t now)
{
	size_t i = m->nedits;

	while (i > 0 && m->edits[i - 1].at > now)
		i--;
	return i == 0 ? NULL : &m->edits[i - 1];
}

void
disc_message_change(struct disc_message *m, const struct disc_edit *edit)
{
	size_t i = m->nedits;

	m->edits = mem_grow(m->edits, m->nedits + 1, sizeof *m->edits);
	for (; i > 0 && m->edits[i - 1].at > edit->at; i--)
		m->edits[i] = m->edits[i - 1];
	m->edits[i] = *edit;
	m->nedits++;
}

bool
disc_may(const struct disc_store *s, const struct disc_user *user,
    const struct disc_channel *channel, uint64_t permissions)
{
	const struct disc_channel *parent = disc_store_channel(s, channel->parent);
	uint64_t deny = channel->deny;

	if (channel->guild->owner == user->id)
		return true;
	if (channel->type == DISC_THREAD && parent != NULL)
		deny |= parent->deny;
	return (channel->guild->permissions & ~deny & permissions) == permissions;
}

static void
add_due(struct disc_store *s, struct disc_message *m, enum disc_change what, int64_t at)
{
	s->due = mem_grow(s->due, s->ndue + 1, sizeof *s->due);
	s->due[s->ndue].at = at;
	s->due[s->ndue].what = what;
	s->due[s->ndue++].message = m;
}

static int
by_time(const void *a, const void *b)
{
	const struct disc_due *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->message->id > y->message->id) - (x->message->id < y->message->id);
}

static void
plan_message(struct disc_store *s, struct disc_message *m, int64_t now)
{
	size_t i;

	if (m->at <= now)
		s->last_id = m->id > s->last_id ? m->id : s->last_id;
	else
		add_due(s, m, DISC_CREATED, m->at);
	for (i = 0; i < m->nedits; i++)
		if (m->edits[i].at > now)
			add_due(s, m, DISC_EDITED, m->edits[i].at);
	if (m->deleted > now && m->deleted < INT64_MAX)
		add_due(s, m, DISC_DELETED, m->deleted);
}

int
disc_store_open(struct disc_store *s, const char *path, int64_t now, struct err *e)
{
	struct disc_user *bot;
	size_t i, k;

	*s = (struct disc_store){ 0 };
	s->settings = (struct disc_settings){ .reads = 5,
		.writes = 5,
		.others = 10,
		.global = 50,
		.heartbeat_ms = 41250,
		.identifies = 1000 };
	if (disc_read(s, path, e))
		return -1;
	if (disc_store_token(s, DISC_TEST_TOKEN) == NULL) {
		bot = disc_store_add_user(s);
		bot->id = BOT_ID;
		bot->name = JSON("\"pf\"");
		bot->global_name = JSON("null");
		bot->bot = true;
		bot->token = mem_str(DISC_TEST_TOKEN);
	}
	for (i = 0; i < s->nchannels; i++)
		for (k = 0; k < s->channels[i]->n; k++)
			plan_message(s, s->channels[i]->message[k], now);
	if (s->ndue > 0)
		qsort(s->due, s->ndue, sizeof *s->due, by_time);
	return 0;
}
