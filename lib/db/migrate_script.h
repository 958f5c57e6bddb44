/*
 * A migration file made fit for being sent whole. What a server cannot take is blanked in place, so
 * that lines and positions stay those of the file: psql's lines of a raw pg_dump (\restrict),
 * settings the server does not know yet, a byte order mark, a BEGIN and COMMIT of its own (the file
 * is one transaction anyway, with its ledger row inside).
 */
#ifndef PF_DB_MIGRATE_SCRIPT_H
#define PF_DB_MIGRATE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/sqltext.h"

struct buf;
struct err;

struct script {
	char *text; /* owned; as long as the file, NUL-terminated */
	size_t len;
	bool alone;            /* "-- pf:no-transaction" is its first line */
	size_t blanked;        /* statements and lines that were blanked */
	struct sql_script sql; /* of text; each statement gets one result from the server */
};

/*
 * Prepare the n bytes of a file for a server of that version (150018). ERR_DATA with "LINE: what,
 * and what to do" if it holds COPY ... FROM STDIN, ROLLBACK or several transactions of its own,
 * ends inside a string, or asks for no transaction with more or less than one statement or with an
 * index that could not be made or dropped again.
 */
int script_prepare(struct script *s, const char *file, size_t n, int version, struct err *e);
void script_release(struct script *s);

/*
 * Where a run failed: at the server's error position (characters, 0: none), else at the statement
 * behind the first done ones. *line is 0 if that is unknown, and what is empty then; else what gets
 * the statement's beginning on one line, at most 160 bytes.
 */
void script_where(
    const struct script *s, size_t position, size_t done, size_t *line, struct buf *what);

/* The index that a lone CREATE INDEX CONCURRENTLY makes: schema (may stay empty) and name; false
 * for any other script. */
bool script_concurrent_index(const struct script *s, struct buf *schema, struct buf *name);

#endif
