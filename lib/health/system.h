/*
 * The state of the trading system as /api/health/system tells it: components with their statuses, PASS, WARN or
 * FAIL, from the rows that collectors write. Behind the keys that callers know, a component that is not well has a
 * reason. Whoever serves it includes this header and db/pg.h; it sees neither files nor the network.
 */
#ifndef PF_HEALTH_SYSTEM_H
#define PF_HEALTH_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct err;
struct pg;

/* By the order of the object's members. */
enum system_part {
	SYSTEM_DATA,
	SYSTEM_UPDATER,
	SYSTEM_MONITOR,
	SYSTEM_TELEGRAM,
	SYSTEM_TRADE,
	SYSTEM_PARTS
};

struct system {
	bool failed[SYSTEM_PARTS];
	bool telegram_off; /* it reads FAIL then, and harms nothing */
};

/* "market_data"... */
const char *system_part_name(enum system_part part);

/*
 * Add the object to *out, without a line's end, and tell in *s which components failed. db is a connection in a
 * transaction, or NULL: there is none, why says so, and every component fails; so it is too when the database
 * refuses. Limits are HEALTH_STALE_MARKET_MINUTES (5) and HEALTH_MONITOR_STALE_MINUTES (30) of the environment.
 */
void system_health(
    struct pg *db, const struct err *why, int64_t now, struct system *s, struct buf *out);

#endif
