/*
 * What SnapTrade's side serves: connections, accounts and what is in them, read once from a file of
 * JSON lines (pf-sandbox(1) has its form) into memory, of which everything here is a slice. Records
 * of an account stand side by side, in the order in which they are served.
 */
#ifndef PF_SANDBOX_SNAPTRADE_STORE_H
#define PF_SANDBOX_SNAPTRADE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

/* Settings that the file does not have. */
#define SNAP_SKEW 300 /* seconds */
#define SNAP_LIMIT 250
#define SNAP_ACCOUNT_LIMIT 10

struct err;
struct snap_users;

enum snap_kind {
	SNAP_BALANCE,
	SNAP_POSITION,
	SNAP_ORDER,    /* newest time_placed first */
	SNAP_ACTIVITY, /* newest trade_date first */
	SNAP_HISTORY,  /* the one body of balanceHistory */
	SNAP_RATES,    /* and of returnRates */
	SNAP_KINDS
};

struct snap_row {
	struct slice body;
	struct slice id;   /* an order's brokerage_order_id; else empty */
	struct slice word; /* an order's status, an activity's type; else empty */
	int64_t at;        /* ns; an order without a time is newest, an activity oldest */
	/* inside */
	struct slice of; /* the account's id */
	size_t account, seq;
};

struct snap_rows {
	const struct snap_row *row; /* borrowed */
	size_t n;
};

struct snap_connection {
	struct slice id, body;
	char *user;          /* owned; whose */
	int64_t disabled_at; /* ns; CLOCK_NONE: as the body says */
	int64_t refreshed;   /* monotonic; CLOCK_NONE: never */
	bool disabled;       /* the body's, or since then */
	bool deleted;
};

struct snap_account {
	struct slice id, body;
	struct slice connection_id;
	struct slice as_of;                 /* of positions, text; empty: now */
	struct snap_connection *connection; /* borrowed */
	size_t first[SNAP_KINDS], n[SNAP_KINDS];
};

struct snap_store {
	struct buf text;                     /* the file */
	struct snap_connection *connections; /* owned; in order of the file */
	struct snap_account *accounts;       /* owned; likewise */
	size_t nconnections, naccounts;
	size_t *by_id; /* owned; accounts in order of id */
	struct {
		struct snap_row *row; /* owned */
		size_t n, cap;
	} rows[SNAP_KINDS];
	int64_t skew_s;               /* how far a timestamp may be off */
	int64_t limit, account_limit; /* requests a minute */
};

/*
 * Read the file; clients and users that it has go to *users. A file that is not there is one with
 * nothing in it. ERR_DATA ("FILE:LINE: ..."), ERR_NOINPUT. Release in any case.
 */
int snap_store_read(
    struct snap_store *s, const char *path, struct snap_users *users, struct err *e);
void snap_store_release(struct snap_store *s);

/* NULL: none; a connection that was deleted, and its accounts, are none. */
struct snap_account *snap_store_account(const struct snap_store *s, struct slice id);
struct snap_connection *snap_store_connection(const struct snap_store *s, struct slice id);

struct snap_rows snap_store_rows(
    const struct snap_store *s, const struct snap_account *a, enum snap_kind kind);

#endif
