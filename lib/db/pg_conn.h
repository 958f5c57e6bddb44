/* The inside of a connection, for the pg_*.c files alone: nothing else sees libpq. */
#ifndef PF_DB_PG_CONN_H
#define PF_DB_PG_CONN_H

#include <stdbool.h>
#include <stddef.h>

#include <libpq-fe.h>

#include "db/pg.h"

struct err;

#define PG_SQLSTATE_LEN 5
#define PG_WAIT_MS 250 /* how late a signal may be seen that came just before poll() */

struct pg {
	PGconn *conn;        /* owned; non-blocking once it stands */
	char *tool;          /* owned; application_name of each transaction */
	char *place;         /* owned; "host:port/database" */
	bool pooled;         /* behind a transaction pooler */
	bool in_tx, in_copy; /* a transaction, a COPY FROM STDIN is open */
	bool stopping;       /* a stop was asked for before the statement in hand began */
	bool cancelled;      /* the statement in hand was cancelled because of a stop signal */
	bool silent;         /* the statement in hand was cancelled because it took too long */
	int64_t silence_ms;  /* of the transaction; 0: none */
	bool finishing;      /* COMMIT or ROLLBACK is in hand: a stop signal waits */

	/* of the last failure */
	char sqlstate[PG_SQLSTATE_LEN + 1];
	size_t position, copy_line;
	char *detail; /* owned; NULL: none */
};

struct pg_res {
	PGresult *r; /* owned by pg_query()'s result, borrowed in a pg_row_fn */
};

/* Forget the last failure. */
void pg_error_clear(struct pg *db);

/* Describe a failed result, or with r NULL the connection's own trouble. Returns -1. */
int pg_error_result(struct pg *db, const PGresult *r, struct err *e);

/* Describe why conn could not be opened; place and database are of its address. Returns -1. */
int pg_error_open(PGconn *conn, const char *place, struct err *e);

/* Say that the statement in hand ended because a signal asked to stop. Returns -1. */
int pg_error_stopped(struct err *e);

/* A statement begins: nothing failed yet, a stop that was asked for before does not concern it. */
void pg_statement(struct pg *db);

/*
 * Send what is queued and wait until PQgetResult() would not block. A signal that asks to stop
 * cancels the statement in hand (its result then tells). 0, or -1 with *e set: the connection is
 * lost.
 */
int pg_settle(struct pg *db, struct err *e);

/*
 * The next result of the statement in hand, settled; *r NULL at its end. 0, or -1 as pg_settle().
 */
int pg_next(struct pg *db, PGresult **r, struct err *e);

/* Take what is left of the statement in hand. */
void pg_drain(struct pg *db);

/* Not all that the statement in hand gives is wanted: the server need not send the rest. Returns -1. */
int pg_give_up(struct pg *db);

/* Ask the server to cancel the statement in hand. */
void pg_cancel(struct pg *db);

/* Cancel the statement in hand if a signal has asked to stop since it began. */
void pg_heed_stop(struct pg *db);

/*
 * Wait for the socket: for input, and also for room to write when want_write; at most a quarter
 * second.
 */
int pg_poll(struct pg *db, bool want_write, struct err *e);

#endif
