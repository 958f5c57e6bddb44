/*
 * Bring a database to the state of a folder of migrations. Decided before anything is written, in a
 * read-only transaction: is the database fresh (schema public has no table but the ledger and those
 * of extensions) or existing, and what is to be done with each file.
 */
#ifndef PF_DB_MIGRATE_H
#define PF_DB_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/migrate_files.h"
#include "db/migrate_ledger.h"

struct err;
struct pg;
struct pg_where;

enum migrate_action {
	MIGRATE_NONE,   /* applied, and unchanged since */
	MIGRATE_APPLY,  /* run it */
	MIGRATE_ADOPT,  /* write its row without running it: the baseline of an existing database */
	MIGRATE_RECORD, /* applied by a tool that keeps no checksum: write that */
	MIGRATE_REPEAT, /* run it again: one of api/ has changed */
	MIGRATE_EDITED, /* applied, but the file is another one since: refused */
};

struct migrate_step {
	const struct migration *file; /* borrowed from the folder */
	enum migrate_action action;
	bool out_of_order; /* to be run, though a file with a higher number is applied */
};

struct migrate_plan {
	struct ledger ledger;
	bool fresh;
	bool unknown; /* tables, but nothing in the ledger: what of the files it has must be said
			 with adopt */
	struct migrate_step *steps; /* owned; every file in order, then those of api/ */
	size_t count;
	size_t pending; /* to be applied, adopted or repeated */
	size_t records; /* only to be recorded */
	size_t edited, out_of_order;
	const char **foreign; /* owned array of the ledger's versions that have no file */
	size_t foreign_count;
	bool gone; /* one of api/ is in the ledger, but its file is not there any more */
};

/* The word for an action in records: "apply". */
const char *migrate_action_word(enum migrate_action action);

/* Compare folder and database; begins and ends its own read-only transaction. The errors of
 * pg_query(). */
int migrate_plan(
    struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db, struct err *e);
void migrate_plan_release(struct migrate_plan *plan);

/* Change the plan: adopt every file up to number that the ledger does not have, do nothing else. */
void migrate_plan_adopt(
    struct migrate_plan *plan, const struct migration_folder *folder, uint64_t number);

/* Are applied files other ones since? Says which, as errors. */
bool migrate_edited(const struct migrate_plan *plan);

struct migrate_how {
	const struct pg_where *where; /* for the second connection, which holds the lock */
	int64_t lock_wait;            /* ns to wait for another run to end */
	int64_t lock_ms;              /* a statement waits so long for a lock; -1: forever */
	int64_t statement_ms;         /* a statement may take so long; -1: forever */
	int64_t attempts;             /* of a file that lost a lock */
	const char *tool_version;
	/* told of each thing done, after its commit; -1 with *e set ends the run */
	int (*done)(void *arg, const struct migrate_step *step, int64_t took_ns, struct err *e);
	void *arg;
};

/*
 * Do what the plan says, if it still says so once the lock is held: another run may have done it
 * meanwhile, so *plan is made anew. Each file is one transaction with its ledger row inside. 0 when
 * all is done, 1 when a file was edited, or -1 at the first failure, "061_a.sql:12: ...", with what stands before it
 * committed: ERR_DATA if a file cannot be sent, ERR_TEMP if the lock is held or a
 * statement timed out, else as pg.h. Stops between two files when stop_asked().
 */
int migrate_up(struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db,
    const struct migrate_how *how, struct err *e);

/* Record every file up to number that the ledger does not have as adopted. The steps of *plan that
 * it did have action MIGRATE_ADOPT. */
int migrate_adopt(struct migrate_plan *plan, const struct migration_folder *folder, struct pg *db,
    uint64_t number, const struct migrate_how *how, struct err *e);

#endif
