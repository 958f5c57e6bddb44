/*
 * Does the database have what the applied migrations made? Every table that an applied file
 * creates, and no later one drops or renames, must be there; and, when all files are applied and the
 * folder has a catalog.txt, what that says must hold. What the database has beyond that is no
 * failure.
 *
 * catalog.txt is lines, sorted bytewise, about schema public ("#" begins a comment):
 *	table positions
 *	column positions.symbol text not null
 *	key positions primary (account_id, symbol)	the columns by name
 *	rls positions					row security is on
 */
#ifndef PF_DB_MIGRATE_VERIFY_H
#define PF_DB_MIGRATE_VERIFY_H

#include <stddef.h>

#include "db/migrate.h"

struct buf;
struct err;
struct pg;

/* What does not hold: "table/positions", "missing", ... 0, or -1 with *e set, which ends the
 * search. */
typedef int verify_fn(
    void *arg, const char *name, const char *observed, const char *expected, struct err *e);

/* Add the catalog of the database in the form of catalog.txt. */
int catalog_read(struct buf *out, struct pg *db, struct err *e);

/* *held counts what holds. ERR_DATA if catalog.txt is malformed, ERR_IO, the errors of pg_query().
 */
int migrate_verify(const struct migrate_plan *plan, const struct migration_folder *folder,
    const char *dir, struct pg *db, verify_fn *found, void *arg, size_t *held, struct err *e);

#endif
