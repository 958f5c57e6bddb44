/* Inside of migrate: running one file, with its ledger row, as often as it takes. */
#ifndef PF_DB_MIGRATE_APPLY_H
#define PF_DB_MIGRATE_APPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "db/migrate.h"

/* What the steps of a run need. */
struct migrate_run {
	const struct migrate_how *how;
	const struct migration_folder *folder;
	struct migrate_plan *plan;
	struct pg *db;
	struct buf sql, what; /* scratch */
	bool ours;            /* the ledger has our columns */
};

/* Begin a transaction that sees the search_path a file expects, with the run's time-outs. */
int migrate_begin(struct migrate_run *run, struct err *e);

/* Add the SQL of a step's ledger row to run->sql, with what makes the ledger in front when that is
 * needed. took_ms as in migrate_ledger.h. */
void migrate_row(struct migrate_run *run, const struct migrate_step *step, int64_t took_ms);

/* Run or record one file, and again if it lost a lock. Nothing of it stays after a failure, but
 * what ran outside a transaction. */
int migrate_step_run(struct migrate_run *run, const struct migrate_step *step, struct err *e);

/* Run all files of api/ in one transaction. */
int migrate_repeats_run(struct migrate_run *run, struct err *e);

void migrate_rest(int64_t ns); /* ended early by a signal */

#endif
