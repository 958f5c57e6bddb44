/* The batch in hand of a load, of all its tables: given to the server, tried again, counted. Inside db/load. */
#ifndef PF_DB_LOAD_BATCH_H
#define PF_DB_LOAD_BATCH_H

#include "db/load.h"

struct kind;
struct load_snapshot;
struct load_store;
struct load_units;

struct load {
	struct pg *db; /* borrowed */
	struct load_opts opts;
	struct load_store **stores; /* owned; in the order they were met */
	size_t nstores;
	const struct kind *last_kind; /* of the last record, and its store */
	struct load_store *last_store;
	const char **inputs; /* names, borrowed */
	size_t ninputs;
	size_t in_hand;         /* records of the batch */
	struct load_store *fed; /* the one that is in the middle of a COPY, or NULL */
	bool no_feed;           /* it failed: not again within the batch */
	size_t fed_to;          /* bytes of its rows that the server was given */
	bool open;              /* a transaction is open and stays so: atomic, dry run */
	bool stopped;           /* no more is read */
	bool committed;         /* of atomic: the one transaction */
	size_t no_table;        /* records rejected before their table was known */
	size_t ignored;         /* of kinds without a table */
	size_t nrejected;       /* in all */
	size_t crossed;
	struct load_units *units;       /* owned */
	struct load_snapshot *snapshot; /* owned; NULL: complete records say nothing */
};

/* The store of a kind, or of the table that was named (kind NULL); made when it is met first. */
struct load_store *load_store_of(struct load *l, const struct kind *kind, struct err *e);

/* Whether what is in hand is a batch. */
bool load_full(const struct load *l);

/* Begin a transaction, if none is open. */
int load_begin(struct load *l, struct err *e);

/* Whether all is one transaction. */
bool load_whole(const struct load *l);

/* Do something that is a transaction, and do it again where it loses against another writer. */
typedef int load_try_fn(struct load *l, struct err *e);
int load_try(struct load *l, load_try_fn *once, struct err *e);

/* Commit, unless all is one transaction. */
int load_commit(struct load *l, struct err *e);

/* Put what is in hand and commit, unless all is one transaction; what the server refused is rejected. */
int load_flush(struct load *l, struct err *e);

/* Give the server what is in hand of the last store already: load_store_feed(). */
void load_feed(struct load *l);

/* Count and tell one that is not loaded: input is its place in l->inputs. */
int load_reject(struct load *l, size_t input, size_t lineno, const char *reason, struct slice raw,
    struct err *e);

#endif
