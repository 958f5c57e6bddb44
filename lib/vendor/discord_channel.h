/* A channel that is read, or followed, as the parts of vendor/discord_collect and vendor/discord_follow
 * share it. */
#ifndef PF_VENDOR_DISCORD_CHANNEL_H
#define PF_VENDOR_DISCORD_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "vendor/discord.h"
#include "vendor/discord_message.h"

struct discord_collect;

struct channel {
	struct discord_collect *of;             /* borrowed */
	char *id, *name, *parent_id, *guild_id; /* owned; all but id may be NULL */
	const char *type;                       /* "trading" */
	int64_t kind;                           /* the vendor's number; -1: not known yet */
	uint64_t
	    hint; /* its last message, as the vendor says; that one may be deleted; 0: not known */
	bool thread;
	bool failed; /* it could not be read the last time */
	bool walked; /* in this run */
	bool live;   /* all that comes is seen as it comes */
	bool dirty;  /* something came that no record of how far it was read tells yet */

	/* how far */
	uint64_t cursor;   /* without a hole up to that one */
	bool has_cursor;   /* it was read before */
	int64_t cursor_at; /* when that message was written; CLOCK_NONE: not known */
	uint64_t fresh;    /* messages behind the cursor that this run began with */

	/* the walk in hand */
	struct discord_call call;
	bool busy, probing;
	bool any;              /* something came */
	uint64_t after, began; /* of the next page; of the first one */
	uint64_t known;        /* the cursor that the walk began with */
	int64_t pages, asked_at;

	/* windows that were read whole */
	uint64_t printed;                /* message records since the last complete */
	uint64_t first;                  /* the window in hand begins there */
	int64_t window_pages, window_at; /* when its first page was asked for */
	bool doubt;                      /* a message of it could not be printed */
};

struct discord_collect {
	struct discord *d;               /* borrowed */
	struct discord_report *report;   /* borrowed */
	const struct discord_plan *plan; /* borrowed */
	struct discord_messages messages;
	struct channel **channels; /* owned */
	size_t nchannels;
	char **guilds; /* owned: whose active threads were asked for in this run */
	size_t nguilds;
	struct listing *listings; /* those in hand, for who is left at the end */
	uint64_t me;
	struct buf line; /* the reply in hand, checked */
};

/* The one of an id, or NULL; one that is new. */
struct channel *channel_find(const struct discord_collect *c, const char *id, size_t n);
struct channel *channel_new(struct discord_collect *c, const char *id, size_t n);
void channel_free(struct channel *ch);

/* What its object says of it: name, guild, parent, kind. */
void channel_describe(struct channel *ch, struct slice object);

/* Whether messages can stand in it, and threads hang on it. */
bool channel_has_messages(const struct channel *ch);
bool channel_has_threads(const struct channel *ch);

struct discord_place channel_place(const struct channel *ch);

/* Queue its first page, from where the plan says. */
int walk_begin(struct channel *ch, struct err *e);
/* It could not be read, or could not be asked about: say so. */
int walk_fail(struct channel *ch, const struct err *why, struct err *e);

/* Print messages of it that are no page: counted for the next complete. 1: it was left out, *e says why. */
int channel_put(struct channel *ch, struct slice message, struct err *e);

/* Ask for the threads of a channel, and of its guild unless that was done. */
int threads_ask(struct channel *ch, struct err *e);
void threads_free(struct discord_collect *c);

/* What an object tells of a thread; NULL: it hangs on none of ours. */
struct channel *thread_take(struct discord_collect *c, struct slice object);

#endif
