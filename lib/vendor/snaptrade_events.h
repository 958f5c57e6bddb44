/*
 * Deliveries of the vendor's webhooks (vendor/snaptrade_hook.h): as records, and what follows from
 * them: which accounts' what is read again, and what is told of each delivery then. An event is a hint;
 * what is so is asked for. Source: docs.snaptrade.com/docs/webhooks.
 */
#ifndef PF_VENDOR_SNAPTRADE_EVENTS_H
#define PF_VENDOR_SNAPTRADE_EVENTS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "vendor/snaptrade_sync.h"

struct buf;
struct emit;
struct err;

/*
 * Print the webhook record of a checked body in its canonical spelling. The id is the delivery's, or
 * where it has none a hash of the body; the deprecated webhookSecret is left out. ERR_DATA without an
 * event's type or time.
 */
int snaptrade_webhook(const struct buf *canon, int64_t received, struct emit *em, struct err *e);

struct snaptrade_events; /* webhook records that wait for their sync */

/* What is not ours to work on. */
struct snaptrade_ours {
	const char *user; /* whose deliveries; NULL: nobody else's come */
	const char *only; /* ids of accounts, with commas between; NULL: all */
};

/* Read records from fp; those of other kinds are passed on to out. A line that is none is told, counted
 * in *bad, and goes to nobody; a delivery that is not ours is left to whose it is. -1: ERR_IO, ERR_TEMP. */
int snaptrade_events_read(struct snaptrade_events **events, FILE *fp,
    const struct snaptrade_ours *ours, struct emit *em, size_t *bad, struct err *e);
void snaptrade_events_free(struct snaptrade_events *events);

/* Whether there is any that wants something; and what they want. */
size_t snaptrade_events_count(const struct snaptrade_events *events);
void snaptrade_events_plan(const struct snaptrade_events *events, struct snaptrade_plan *plan);

/* A webhook_status record of each, behind a sync that ran to its end. */
int snaptrade_events_settle(const struct snaptrade_events *events, const struct snaptrade_sync *s,
    int64_t now, struct emit *em, struct err *e);

#endif
