/*
 * What Discord's side serves: guilds, channels, users, webhooks and messages, read once from a file of
 * JSON lines (pf-sandbox(1) has its form), and what was written to it since. A slice named json is a
 * JSON value as it was written, a text with its quotes. What the file says about the future comes when
 * its time does.
 */
#ifndef PF_SANDBOX_DISCORD_STORE_H
#define PF_SANDBOX_DISCORD_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

#define DISC_EPOCH_MS INT64_C(1420070400000)

/* Permissions (topics/permissions.mdx). */
#define DISC_VIEW_CHANNEL (UINT64_C(1) << 10)
#define DISC_SEND_MESSAGES (UINT64_C(1) << 11)
#define DISC_MANAGE_MESSAGES (UINT64_C(1) << 13)
#define DISC_EMBED_LINKS (UINT64_C(1) << 14)
#define DISC_ATTACH_FILES (UINT64_C(1) << 15)
#define DISC_READ_HISTORY (UINT64_C(1) << 16)
#define DISC_CONNECT (UINT64_C(1) << 20)
#define DISC_SEND_IN_THREADS (UINT64_C(1) << 38)
#define DISC_PERMISSIONS                                                                           \
	(DISC_VIEW_CHANNEL | DISC_SEND_MESSAGES | DISC_EMBED_LINKS | DISC_ATTACH_FILES |           \
	    DISC_READ_HISTORY | DISC_CONNECT | DISC_SEND_IN_THREADS)

enum disc_channel_type { DISC_TEXT = 0, DISC_VOICE = 2, DISC_CATEGORY = 4, DISC_THREAD = 11 };

struct disc_guild {
	uint64_t id, owner;
	struct slice name; /* json */
	uint64_t permissions;
};

struct disc_channel {
	uint64_t id, parent; /* parent 0: none */
	struct disc_guild *guild;
	struct slice name, topic; /* json */
	int64_t type;
	uint64_t deny; /* permissions that nobody but the guild's owner has */
	bool archived;
	int64_t archived_at;           /* ns; of a thread */
	struct disc_message **message; /* owned; by id */
	size_t n, cap;
};

struct disc_user {
	uint64_t id;
	struct slice name, global_name; /* json */
	bool bot;
	bool no_content; /* the intent of message content is not enabled */
	char *token;     /* owned; NULL: nobody can be that one */
};

struct disc_webhook {
	uint64_t id;
	char *token; /* owned */
	struct disc_channel *channel;
	struct slice name; /* json */
};

struct disc_file {
	uint64_t id;
	char *filename;                 /* owned; letters, digits, "-_." */
	struct slice type, description; /* json; empty: none */
	struct slice bytes;
};

struct disc_edit {
	int64_t at;
	struct slice content, embeds; /* json */
};

struct disc_message {
	uint64_t id, reply_to; /* 0: no reply */
	int64_t at, deleted;   /* ns; INT64_MAX: not */
	struct disc_channel *channel;
	const struct disc_user *author; /* NULL: the webhook */
	const struct disc_webhook *webhook;
	struct slice name; /* json; what the webhook called itself; empty: by its name */
	struct slice content, embeds, nonce, forward, reference; /* json; empty: none */
	struct disc_edit *edits;                                 /* owned; by time */
	size_t nedits;
	struct disc_file *files; /* owned */
	size_t nfiles;
	int64_t type, flags;
};

/* Something that happens to a message when its time comes. */
struct disc_due {
	int64_t at;
	enum disc_change { DISC_CREATED, DISC_EDITED, DISC_DELETED } what;
	struct disc_message *message;
};

struct disc_settings {
	int64_t shift_days;            /* an id says a time that is so much later */
	int64_t reads, writes, others; /* how often in a second, five seconds, a second */
	int64_t global;                /* requests in a second */
	int64_t window;                /* seconds that all of these are counted in; 0: those */
	int64_t heartbeat_ms, identifies;
};

struct disc_store {
	struct disc_settings settings;
	struct disc_guild **guilds; /* owned, as all of these */
	struct disc_channel **channels;
	struct disc_user **users;
	struct disc_webhook **webhooks;
	size_t nguilds, nchannels, nusers, nwebhooks;
	struct disc_due *due; /* owned; what is not yet, by time */
	size_t ndue, next_due;
	uint64_t last_id; /* the largest that was given out or has come */
	char **kept;      /* owned; texts that others point into */
	size_t nkept;
};

/* As discord_read.h reads the file, and the bot of the test key when it has no other. now: ns; what is
 * later is not yet. ERR_DATA ("FILE:LINE: ..."), ERR_NOINPUT. Release in any case. */
int disc_store_open(struct disc_store *s, const char *path, int64_t now, struct err *e);
void disc_store_release(struct disc_store *s);

/* NULL: none. */
struct disc_guild *disc_store_guild(const struct disc_store *s, uint64_t id);
struct disc_channel *disc_store_channel(const struct disc_store *s, uint64_t id);
struct disc_user *disc_store_user(const struct disc_store *s, uint64_t id);
struct disc_user *disc_store_token(const struct disc_store *s, const char *token);
struct disc_webhook *disc_store_webhook(const struct disc_store *s, uint64_t id);

/* New ones, in the store's lists. */
struct disc_guild *disc_store_add_guild(struct disc_store *s);
struct disc_channel *disc_store_add_channel(struct disc_store *s);
struct disc_user *disc_store_add_user(struct disc_store *s);
struct disc_webhook *disc_store_add_webhook(struct disc_store *s);

/* A copy that lives as long as the store. */
struct slice disc_store_keep(struct disc_store *s, const char *p, size_t n);

/* The message takes its place, ownership with it; false when its id is there already. */
bool disc_store_put(struct disc_channel *c, struct disc_message *m);
void disc_message_free(struct disc_message *m);

/* The id of a message that is written now; it is larger than all before. */
uint64_t disc_store_id(struct disc_store *s, int64_t now);

/* The place in the channel's list of the first message whose id is at least that. */
size_t disc_channel_place(const struct disc_channel *c, uint64_t id);

/* One that is there at that time; NULL: none. */
struct disc_message *disc_channel_message(const struct disc_channel *c, uint64_t id, int64_t now);
bool disc_message_is(const struct disc_message *m, int64_t now);

/* The last change until then; NULL: as it was written. */
const struct disc_edit *disc_message_edit(const struct disc_message *m, int64_t now);
void disc_message_change(struct disc_message *m, const struct disc_edit *edit);

/* Whether the user has all these permissions there. */
bool disc_may(const struct disc_store *s, const struct disc_user *user,
    const struct disc_channel *channel, uint64_t permissions);

#endif
