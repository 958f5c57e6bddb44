/*
 * Records into their tables: JSON lines become rows of COPY text, batch by batch, each
 * batch a transaction. An empty table is copied into; else rows are staged, joined against the
 * table, and only new and different ones are written, so loading the same again writes nothing.
 */
#ifndef PF_DB_LOAD_H
#define PF_DB_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rec.h"

struct err;
struct jsonl;
struct load;
struct pg;

/* A record that is not loaded: where it stands, why, and the line ("" when it was not kept). */
typedef int load_reject_fn(void *arg, const char *input, size_t lineno, const char *reason,
    struct slice raw, struct err *e);

/* What a whole answer did to its scope (--snapshot). */
struct load_event {
	const char *event;   /* closed, shrink-refused, stale or incomplete */
	const char *level;   /* info or warning */
	const char *subject; /* "position acc-1" */
	const char *text;    /* a sentence */
	const char *data;    /* an object of JSON */
};

typedef int load_event_fn(void *arg, const struct load_event *event, struct err *e);

struct load_opts {
	const char *table;   /* load this one; NULL: by the records' kind */
	const char *key;     /* "a,b": what a row of table is found by; NULL: its primary key */
	size_t batch;        /* records of a transaction; at least 1 */
	bool atomic;         /* all or nothing: one transaction, none when a record is rejected */
	bool dry_run;        /* do it, and roll back */
	bool strict;         /* stop at the first reject; a key without a column is one */
	bool keep_raw;       /* reject wants the line also of what the database refuses */
	int64_t idle_ns;     /* put what is in hand when nothing has come for that time; 0: never */
	int64_t max_rejects; /* stop when there are more; -1: never */
	bool snapshot;       /* complete records close what their scope has no more: db/close.h */
	bool allow_shrink;   /* however much that is */
	int64_t now;         /* the calendar clock, for what is closed */
	load_reject_fn *reject;
	load_event_fn *event; /* of what is committed, or would be in a dry run */
	void *arg;
};

struct load_count {
	const char *table; /* borrowed from the load; NULL: no table at all */
	size_t read, inserted, updated, unchanged, rejected, ignored, closed;
};

struct load *load_new(struct pg *db, const struct load_opts *opts);
void load_free(struct load *l);

/*
 * Load a whole input; what is left of a batch stays in hand for the next one or load_end(). ERR_TEMP
 * when a signal asked us to stop, the database is gone or a lock was not to be had: the batch in
 * hand is rolled back, earlier ones stay. ERR_CONFIG for a missing table; ERR_IO of the input.
 */
int load_input(struct load *l, struct jsonl *in, struct err *e);

/*
 * Called before something that may wait for others, such as opening a FIFO: the server may have a
 * part of the batch in hand, and no lock of it is to be held meanwhile. Errors as load_input().
 */
int load_pause(struct load *l, struct err *e);

/* The last batch, and the day's snapshot of positions (db/held.h). With atomic and rejects nothing is kept, and that is no error. */
int load_end(struct load *l, struct err *e);

/* No more is read: strict, or more than max_rejects. */
bool load_stopped(const struct load *l);

size_t load_rejected(const struct load *l);
size_t load_doubted(const struct load *l); /* answers that were not believed */

/* Counts of what is committed, table by table in the order they were met; those of records of no
 * table are in the first. i from 0; false behind the last. There is always one. */
bool load_counts(const struct load *l, size_t i, struct load_count *c);

#endif
