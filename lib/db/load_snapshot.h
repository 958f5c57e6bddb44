/* The whole answers of a load's stream, batch by batch (--snapshot): taken, closed, told. Inside db/load. */
#ifndef PF_DB_LOAD_SNAPSHOT_H
#define PF_DB_LOAD_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

struct close_kind;
struct err;
struct load;
struct load_snapshot;
struct rec;
struct scope;

struct load_snapshot *load_snapshot_new(void);
void load_snapshot_free(struct load_snapshot *p);

/*
 * The scope of a record, NULL when it names none. An answer of it that is in the batch, whole, is put first:
 * the record begins another one.
 */
int load_snapshot_of(struct load *l, const struct close_kind *kind, const struct rec *rec,
    struct scope **of, struct err *e);
void load_snapshot_take(struct load *l, struct scope *of, const struct rec *rec, bool taken);

/* A record without a table: a complete one ends an answer. ERR_DATA: it is rejected. */
int load_snapshot_complete(struct load *l, const struct rec *rec, struct err *e);

/* Of the batch's transaction: before its rows, and behind them. */
int load_snapshot_ask(struct load *l, struct err *e);
int load_snapshot_close(struct load *l, struct err *e);
void load_snapshot_undo(struct load_snapshot *p);

/* The batch is through: count, and tell, unless all is one transaction; then load_snapshot_tell() does. */
int load_snapshot_settle(struct load *l, struct err *e);
int load_snapshot_tell(struct load *l, struct err *e);

/* Write the day's positions of the accounts whose answers counted. */
int load_snapshot_end(struct load *l, struct err *e);

size_t load_snapshot_refused(const struct load_snapshot *p);

#endif
