/*
 * Accounts and what is in them, read side by side within the vendor's limits, printed as one stream of
 * records. Of each account and kind that was answered whole, and that is no copy of a connection that
 * is down, a `complete` record tells; one failure costs what it is about, unless it is of the keys.
 */
#ifndef PF_VENDOR_SNAPTRADE_SYNC_H
#define PF_VENDOR_SNAPTRADE_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vendor/snaptrade.h"
#include "vendor/snaptrade_report.h"

struct err;

/* What is read; bits. */
#define SNAPTRADE_ACCOUNTS 1u
#define SNAPTRADE_BALANCES 2u
#define SNAPTRADE_POSITIONS 4u
#define SNAPTRADE_ORDERS 8u
#define SNAPTRADE_ACTIVITIES 16u
#define SNAPTRADE_RECENT 32u      /* orders of the last day, which are never a day old */
#define SNAPTRADE_CONNECTIONS 64u /* printed as records; they are read in any case */
#define SNAPTRADE_HOLDINGS (SNAPTRADE_BALANCES | SNAPTRADE_POSITIONS | SNAPTRADE_ORDERS)

/* What is read of one account, or of each of a connection. */
struct snaptrade_want {
	char *of; /* owned; its id */
	unsigned what;
	int64_t since;      /* activities from that day on; CLOCK_NONE: the plan's */
	bool whole_history; /* all activities there are */
};

struct snaptrade_plan {
	unsigned what;                /* of every account */
	const char *only;             /* ids of accounts, with commas between; NULL: all */
	int64_t days;                 /* of orders, 1 to 90 */
	int64_t since;                /* of activities, a day; CLOCK_NONE: all there are */
	int64_t until;                /* likewise, included */
	bool old_shapes;              /* positions from the deprecated address first */
	struct snaptrade_want *wants; /* owned; what is read besides, or since when */
	size_t nwants;
};

/* The row of an account or connection, made when it is not there. */
struct snaptrade_want *snaptrade_plan_want(struct snaptrade_plan *p, const char *of);
/* Whether a list of ids, with commas between, has that one. */
bool snaptrade_names(const char *list, const char *id);
void snaptrade_plan_release(struct snaptrade_plan *p);

struct snaptrade_sync;

/* All borrowed, and longer-lived. Free it in any case. */
struct snaptrade_sync *snaptrade_sync_new(
    struct snaptrade *st, struct snaptrade_report *report, const struct snaptrade_plan *plan);
void snaptrade_sync_free(struct snaptrade_sync *s);

/* 0 when it ran to its end: what failed of it is in the report. -1: what ended it (keys, the list of
 * accounts, time, a signal, standard output). */
int snaptrade_sync_run(struct snaptrade_sync *s, struct err *e);

/* Of an account: whether the vendor lists it, and what of it was read whole or cannot be had. */
bool snaptrade_sync_lists(const struct snaptrade_sync *s, const char *account);
unsigned snaptrade_sync_done(const struct snaptrade_sync *s, const char *account);

/* The accounts of a connection, one after the other: i from 0; NULL behind the last. */
const char *snaptrade_sync_account(
    const struct snaptrade_sync *s, const char *connection, size_t i);

#endif
