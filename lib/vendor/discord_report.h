/* What pf-discord prints beside messages: events, that a window of a channel was read whole, how far it was
 * read; and the failure that counts. */
#ifndef PF_VENDOR_DISCORD_REPORT_H
#define PF_VENDOR_DISCORD_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/worst.h"
#include "io/emit.h"

struct ctx;
struct err;

struct discord_report {
	const struct ctx *ctx; /* borrowed */
	struct emit em;
	struct worst worst;
};

void discord_report_init(struct discord_report *r, const struct ctx *ctx);
void discord_report_release(struct discord_report *r);

/* What time it is: a service outlives the time that it began at. PF_NOW freezes it. */
int64_t discord_report_now(const struct discord_report *r);

/* An event record, and its text for people by its level; subject may be NULL. 0, or -1 ERR_IO. */
int discord_report_event(struct discord_report *r, const char *event, const char *level,
    const char *subject, struct err *e, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* What failed, as an event too; *e is changed only by an error of writing. 0 or -1 for that. */
int discord_report_failure(
    struct discord_report *r, const char *subject, const struct err *why, struct err *e);

/*
 * The messages of a channel from one id to another, both included, were all there when it was at: so many
 * records of the channel came since its last complete. 0: from the first one on, to the last one.
 */
struct discord_window {
	const char *channel_id;
	uint64_t first, last, count;
	int64_t at;
};
int discord_report_window(struct discord_report *r, const struct discord_window *w, struct err *e);

/* How far a channel was read. */
struct discord_state {
	const char *channel_id, *name; /* name NULL: not known */
	uint64_t last;                 /* without a hole up to that one; 0: nothing is said of it */
	int64_t last_at;               /* when that was written; CLOCK_NONE: not known */
	uint64_t fresh;                /* messages that came */
	const char *status;            /* "idle", "error"; NULL: nothing is said of it */
	const char *error;             /* with a status: why, or NULL */
	int64_t at;
};
int discord_report_state(struct discord_report *r, const struct discord_state *s, struct err *e);

#endif
