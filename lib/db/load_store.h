/* The batch of one table on its way into the database, within the transaction that is open. */
#ifndef PF_DB_LOAD_STORE_H
#define PF_DB_LOAD_STORE_H

#include <stddef.h>

#include "db/load_rows.h"
#include "db/load_same.h"
#include "db/load_table.h"

struct close_kind;
struct err;
struct pg;

/* A row that the database refused. */
struct load_refused {
	size_t row;
	char *reason; /* owned */
	bool orphan;  /* for want of another row, which may have come since */
};

struct load_store {
	struct load_table table;
	struct load_rows rows;
	enum { LOAD_UNDECIDED, LOAD_DIRECT, LOAD_STAGED } how;
	struct load_same same; /* of the batch, too: rows that were dropped from it */

	/* of the batch; it counts when the transaction is through */
	size_t inserted, updated;
	struct load_refused *refused; /* owned */
	size_t nrefused;
	bool copying;                   /* a COPY is open */
	size_t next;                    /* the first row that it was not given yet */
	bool shared;                    /* another kind of record goes into the same table */
	const struct close_kind *close; /* borrowed; what whole answers close, or NULL: nothing */
	bool unit;                      /* its records belong to units */
	bool ends;                      /* the batch ends such an answer, or deletes rows */
	size_t closed_now;              /* rows that it deleted for other ones */

	/* of all that is through */
	size_t read, total_inserted, total_updated, rejected, closed;
};

void load_store_release(struct load_store *s);

/*
 * Give the server what is in hand so far, so that it works while more is read. Only the first
 * segment is fed. The connection is in the middle of a COPY from then on until load_store_put(). -1
 * for anything: the transaction is lost, load_store_put() in another one finds out what is wrong.
 */
int load_store_feed(struct load_store *s, struct pg *db, struct err *e);

/* Forget what came of the batch: its transaction was rolled back. */
void load_store_undo(struct load_store *s);

/*
 * Put the rows in hand into the table. What the database refuses of a row (a check, a foreign key,
 * a number out of range) costs that row alone: it is found by halves and noted in refused. -1:
 * anything else; the transaction is then lost.
 */
int load_store_put(struct load_store *s, struct pg *db, struct err *e);

#endif
