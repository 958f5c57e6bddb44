/*
 * The ledger of migrations, table public.schema_migrations: a row for each applied file, its key
 * the exact stem of the name. Other tools keep the same table (version, applied_at, description);
 * ours adds checksum, seconds, applied_by, tool_version, adopted. The table is always named with
 * its schema: a file may have changed search_path.
 */
#ifndef PF_DB_MIGRATE_LEDGER_H
#define PF_DB_MIGRATE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct pg;

struct ledger_row {
	char *version; /* owned */
	char *sum;     /* owned; NULL: applied by a tool that keeps none */
};

struct ledger {
	bool tables; /* schema public has tables, not counting the ledger and those of extensions */
	bool exists; /* the ledger is there, */
	bool ours;   /* with our columns */
	struct ledger_row *rows; /* owned; by version, bytewise */
	size_t count;
};

/* Read it, in a transaction that the caller began. The errors of pg_query(). */
int ledger_read(struct ledger *ledger, struct pg *db, struct err *e);
void ledger_release(struct ledger *ledger);

/* The row of a version, or NULL. */
const struct ledger_row *ledger_find(const struct ledger *ledger, const char *version);

#define LEDGER_UNKNOWN (-1)
#define LEDGER_TRANSACTION (-2)

struct ledger_entry {
	const char *version, *sum, *tool_version;
	bool adopted;    /* recorded without having been run */
	int64_t took_ms; /* or LEDGER_UNKNOWN, or LEDGER_TRANSACTION: since the transaction began */
};

/* Add the SQL that makes the ledger, or adds our columns to it; then that which writes an entry. No
 * rows come back. */
void ledger_sql_make(struct buf *sql);
void ledger_sql_write(struct buf *sql, const struct ledger_entry *entry);

#endif
