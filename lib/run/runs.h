/*
 * The ledger in the database: pipeline_runs and pipeline_steps, a row a record of kind run or step,
 * written by key, so that writing again what was written changes nothing. The database may be away: then
 * records wait, here and in the journal.
 */
#ifndef PF_RUN_RUNS_H
#define PF_RUN_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct err;
struct history;
struct pg;

struct runs {
	const char *tool;   /* borrowed: application_name */
	struct pg *db;      /* NULL while not connected */
	int64_t retry_at;   /* monotonic ns: not asked before */
	bool told;          /* that it is away */
	struct buf waiting; /* records, a line each, that it has not got yet */
};

void runs_init(struct runs *l, const char *tool);
void runs_release(struct runs *l);

/* One more record of n bytes, with its line end, to be written. */
void runs_add(struct runs *l, const char *line, size_t n);

/*
 * Write what is waiting, in one short transaction. True when nothing waits any more. The database is
 * not asked again for a while after it failed, unless now; why it is away is told once.
 */
bool runs_flush(struct runs *l, bool now);

/*
 * Read the newest limit runs of a pipeline (NULL: of each) with their steps into *h, to be asked before
 * the journals, which are at least as new. ERR_* as of db/pg.h.
 */
int runs_history(
    struct runs *l, struct history *h, const char *pipeline, int64_t limit, struct err *e);

#endif
