/* A sync's accounts and calls, as the parts of vendor/snaptrade_sync share them. */
#ifndef PF_VENDOR_SNAPTRADE_HOLDER_H
#define PF_VENDOR_SNAPTRADE_HOLDER_H

#include "base/buf.h"
#include "base/decimal.h"
#include "vendor/snaptrade_rows.h"
#include "vendor/snaptrade_sync.h"

/* An account in hand. */
struct holder {
	struct snaptrade_sync *sync;
	char *id, *connection; /* owned */
	bool live;             /* its connection is up: what it says whole is what there is now */
	bool hidden; /* the broker hides holdings: none does not mean that there are none */
	bool early, history_early; /* the vendor has not read holdings, activities a first time */
	unsigned want, done;
	size_t calls; /* that are not over */
	int64_t since;
	bool moved; /* positions are asked for at the other address already */

	/* whether a list without positions can be right: the account's worth against its cash */
	struct decimal total, cash, other; /* other: cash of other currencies, added up as it is */
	bool has_total, has_cash;
	char currency[8];
	bool empty;    /* such a list came */
	bool settling; /* its balances are asked for, only to know */
};

struct connection {
	char *id, *broker; /* owned */
	struct snaptrade_link link;
	char *message; /* owned; what link.message is */
};

struct snaptrade_sync {
	struct snaptrade *st;              /* borrowed */
	struct snaptrade_report *report;   /* borrowed */
	const struct snaptrade_plan *plan; /* borrowed */
	struct snaptrade_rows rows;
	struct connection *connections; /* owned */
	size_t nconnections;
	bool connections_known;
	struct holder **holders; /* owned */
	size_t nholders;
	struct buf line;       /* the reply in hand, checked; memory that all of them share */
	struct fetch *running; /* list of calls, for who is left at the end */
};

/* A call of an account. */
struct fetch {
	struct snaptrade_call call;
	struct holder *holder;
	unsigned what;       /* one bit */
	bool quiet;          /* nothing is printed: to know the cash */
	bool old;            /* positions of the deprecated address */
	uint64_t count, bad; /* records printed, objects that are none */

	/* pages of activities */
	int64_t offset, total; /* total -1: not told yet */
	unsigned pages, restarts;
	struct fetch *next, **at; /* in the list */
};

/* The list that a reply is, checked, in *line. */
int sync_list(const struct snaptrade_call *c, struct buf *line, struct slice *rest, struct err *e);

/* The end of the call for the connections; the one of an id, or NULL. */
snaptrade_done sync_connections_done;
const struct connection *sync_connection(const struct snaptrade_sync *s, const char *id);

/* Queue all that the holder wants; what one bit of it wants. */
int holder_ask(struct holder *h, struct err *e);
int fetch_ask(struct holder *h, unsigned what, bool quiet, struct err *e);
void fetch_free(struct fetch *f);

/* The word for a bit, "positions", and the kind of its records, "position". */
const char *fetch_word(unsigned what);
const char *fetch_kind(unsigned what);

/* Every object of an answer is printed: tell that it was whole, unless something speaks against it. */
int fetch_whole(struct fetch *f, struct err *e);

/* A list of balances, before a list without positions is judged by it; and that judgement. */
void fetch_note_cash(struct holder *h, struct slice list);
int fetch_settle(struct holder *h, struct err *e);

#endif
