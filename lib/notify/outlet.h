/* A channel in use: batches of notes go out by it, and what it told is remembered. */
#ifndef PF_NOTIFY_OUTLET_H
#define PF_NOTIFY_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/worst.h"
#include "notify/choose.h"

struct channel;
struct emit;

/* What holds for all channels of a run. */
struct notify_run {
	struct notify_rules rules;
	const char *title; /* NULL: host and counts */
	const char *host;
	int64_t deadline_ns; /* monotonic; 0: none */
	bool trace;
	struct emit *plan; /* nothing is sent: what would be is printed here; NULL: it is sent */
};

struct outlet {
	const struct channel *channel;
	char *word;          /* owned; where to */
	void *state;         /* the channel's, once it was opened */
	int64_t deadline_ns; /* the one it was opened with */
	bool opened, used;   /* used: it was tried */
	bool failed;         /* some note was not told; why says it */
	struct err why;
};

void outlet_release(struct outlet *o);

/*
 * Tell n notes at time now, by the rules. What fails is noted in o and in worst, and ends this batch on this channel: notes
 * that were not told are not remembered as told.
 */
void outlet_tell(struct outlet *o, const struct notify_run *run, const struct note *notes, size_t n,
    int64_t now, struct worst *worst);

#endif
