/*
 * Units of a load's batch: records that belong together, such as the ideas of a message and what became of it
 * (struct kind, unit). A batch never ends within one; of a unit of which a record is rejected, all are. Inside
 * db/load.
 *
 * Where the stream tells what became of units, or that one is complete, each that has ideas needs both: its
 * complete record, and its last one. A stream that tells neither is of single records; those that have the
 * same name and follow each other are a unit nevertheless.
 */
#ifndef PF_DB_LOAD_UNIT_H
#define PF_DB_LOAD_UNIT_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct load;
struct load_store;
struct load_units;
struct rec;
struct slice;

struct load_units *load_units_new(void);
void load_units_free(struct load_units *u);

/* Whether the batch has units, and whether the last of them goes on. */
bool load_units_any(const struct load_units *u);
bool load_units_open(const struct load_units *u);

/*
 * Before a record of such a kind is taken, a line of so many bytes: the unit that it belongs to; what is in
 * hand is put first when it is a batch, or has a unit of that name. ERR_DATA: it is not to be taken, since its
 * unit is not. Then, behind: whether it was taken (failed NULL), or why not.
 */
int load_unit_begin(
    struct load *l, const struct load_store *s, const struct rec *rec, size_t bytes, struct err *e);
void load_unit_taken(struct load *l, struct load_store *s, const struct err *failed);

/* A record without a table: 1 when it is a complete one of such a kind, 0 when not. ERR_DATA: it is rejected. */
int load_unit_complete(struct load *l, const struct rec *rec, struct err *e);

/* Nothing more belongs to the unit that is open. */
void load_units_end(struct load_units *u);

/* The batch is to be put: drop the rows of units that are not whole. */
void load_units_check(struct load *l);

/*
 * Of the batch's transaction, behind a savepoint: drop what is not to be touched, make room for the rest.
 * Then, when the rows are put: whether a row of a unit was refused; if so, what was put is to be undone and
 * load_units_drop() drops the rows of its unit.
 */
int load_units_clear(struct load *l, struct err *e);
bool load_units_refused(struct load *l);
void load_units_drop(struct load *l);

/* The batch is through: count and tell what was dropped. */
int load_units_settle(struct load *l, struct err *e);

#endif
