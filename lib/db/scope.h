/*
 * The answers of a stream, scope by scope: which keys came of a scope, such as the symbols that one
 * account holds, since the stream began or the scope's last `complete` record.
 */
#ifndef PF_DB_SCOPE_H
#define PF_DB_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/num.h"
#include "io/rec.h"

struct close_kind;

/* What became of a whole answer. */
enum scope_fate {
	SCOPE_NOTHING,    /* the table had no more than the answer */
	SCOPE_CLOSED,     /* what it had more is closed */
	SCOPE_REFUSED,    /* it would have been too much to be believed */
	SCOPE_STALE,      /* the account's connection is out of order */
	SCOPE_INCOMPLETE, /* records are missing, or were rejected */
};

struct scope {
	const struct close_kind *kind; /* borrowed */
	char *name;                    /* owned; "acc-1" */
	char *copied;                  /* owned; the same as COPY text */

	/* of the answer that is coming in */
	bool begun;
	struct buf keys;    /* "a","b": the inside of an array's literal */
	size_t records;     /* that were taken */
	size_t rejected;    /* that were not */
	size_t refused;     /* of records, by the database */
	size_t refused_now; /* likewise, in the transaction that is open */
	char *before;   /* owned; what was held before it, as its kind tells it; NULL: not asked */
	bool asked_now; /* in the transaction that is open */

	/* of the complete record that ended it */
	bool ended;
	uint64_t count;
	char at[CLOCK_TEXT_MAX]; /* when it was told; "": it does not say */
	char first[CLOCK_TEXT_MAX], last[CLOCK_TEXT_MAX];   /* days, both included; "": open */
	char first_id[NUM_TEXT_MAX], last_id[NUM_TEXT_MAX]; /* likewise, ids */

	/* what came of it */
	enum scope_fate fate;
	size_t held, closing, closed;
	char *some; /* owned; a few keys that are closed, or would be, an array of JSON; or NULL */
};

struct scopes {
	struct scope **all; /* owned; in the order they were met */
	size_t n, cap;
	size_t *slot; /* owned; by kind and name: a place in all + 1, 0: free */
	size_t nslots;
	struct buf tmp;
};

void scopes_release(struct scopes *s);

/* The scope of that name; made when it is not there. copied: its name as COPY text. */
struct scope *scopes_at(struct scopes *s, const struct close_kind *kind, struct slice copied);

/* The same by the text of a record's field. */
struct scope *scopes_of(
    struct scopes *s, const struct close_kind *kind, const struct rec_field *name);

/* Take a record: the key is its text, as it is in the table. */
void scope_take(struct scope *s, const struct rec_field *key);

/* Forget what the transaction that was rolled back found; forget the answer: the next one begins. */
void scope_undo(struct scope *s);
void scope_renew(struct scope *s);

#endif
