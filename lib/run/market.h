/*
 * When a stock exchange trades. XNYS and XNAS, of which rules are known: those of NYSE Group's yearly
 * announcements and of exchange_calendars (us_holidays.py), from 1998 on. A closure that is announced days before
 * is in no rule. India's exchanges publish a list a year, so there is none of them here.
 */
#ifndef PF_RUN_MARKET_H
#define PF_RUN_MARKET_H

#include <stdbool.h>
#include <stdint.h>

struct market;

/* By its ISO 10383 code, "XNYS"; NULL: not known. The names there are, with blanks between. */
const struct market *market_find(const char *name);
const char *market_names(void);

struct session {
	int64_t date;        /* ns of its UTC midnight */
	int64_t open, close; /* ns */
	bool early;          /* it closes before its time */
};

/* The session of a date (any time of it, UTC); false: there is none. */
bool market_session(const struct market *m, int64_t date, struct session *s);

/* The session that is open at that time; false: none is. */
bool market_is_open(const struct market *m, int64_t ns, struct session *s);

/* The last session that has closed by then, and the first that opens after it. */
void market_last(const struct market *m, int64_t ns, struct session *s);
void market_next(const struct market *m, int64_t ns, struct session *s);

/* How many sessions there are behind the date from, up to that of to; at most 1000 are counted. */
int64_t market_count(const struct market *m, int64_t from, int64_t to);

#endif
