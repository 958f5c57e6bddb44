/*
 * PostgreSQL: the one wall around libpq. Works behind a transaction pooler: nothing outlives its
 * transaction (no SET, no session lock, no named statement); session settings are made by the first
 * statement of each transaction. Errors: ERR_TEMP connection, server starting, lock or statement
 * time-out, serialization; ERR_PERM password or privilege; ERR_CONFIG no or bad address, missing
 * database, table or column, a server older than 14; ERR_REMOTE constraint and other refusals;
 * messages carry the SQLSTATE and never the password.
 */
#ifndef PF_DB_PG_H
#define PF_DB_PG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct pg;     /* a connection; at most one transaction */
struct pg_res; /* a whole result, text format */

struct pg_where {
	const char *url;  /* --database-url; NULL: DATABASE_URL, else the running private cluster,
			     else ERR_CONFIG with the ways to get one */
	bool direct;      /* prefer DATABASE_DIRECT_URL: for what needs a session */
	const char *tool; /* application_name */
};

int pg_open(struct pg **db, const struct pg_where *where, struct err *e);
void pg_close(struct pg *db);
bool pg_pooled(const struct pg *db); /* behind a transaction pooler, by port 6543 or ".pooler." */

/* Which database is meant, without connecting: its place, for free(), and whether a transaction pooler stands before
 * it. ERR_CONFIG, and the errors of the private cluster. */
int pg_address(const struct pg_where *where, char **place, bool *pooled, struct err *e);
int pg_version(const struct pg *db);       /* 150018 */
const char *pg_place(const struct pg *db); /* "host:port/database", no user, no password */

struct pg_begin {
	bool read_only;
	bool repeatable;               /* one snapshot for the whole transaction */
	int64_t statement_ms, lock_ms; /* 0: 30 s and 10 s; -1: none */
	int64_t silence_ms; /* a statement is cancelled when the server lets us wait so long for its
			       next row, however slowly we take them; 0: never */
	bool own_path;      /* leave search_path as the database has it: for SQL that is not ours */
	const char *role;   /* become this role for the transaction; NULL: stay who logged in */
};

/*
 * Begin with UTC, ISO dates and intervals, time-outs, application_name and search_path public
 * (behind pg_catalog, which always comes first), all in one round trip and for this transaction
 * only; NULL: the defaults.
 */
int pg_begin(struct pg *db, const struct pg_begin *how, struct err *e);
int pg_commit(struct pg *db, struct err *e);
void pg_rollback(struct pg *db); /* fine without a transaction or connection */

/* A statement without result rows, or several with no parameters. */
int pg_exec(struct pg *db, const char *sql, struct err *e);

/*
 * Send a text of any number of statements whole, as one simple query, and throw its rows away.
 * *done counts the statements that ended well before the first failure. A COPY FROM STDIN in it is
 * ended and fails with ERR_DATA. Works outside a transaction too (then the server makes one of the
 * text, unless it is one statement that may not stand in one).
 */
int pg_script(struct pg *db, const char *sql, size_t *done, struct err *e);

/* One statement with text parameters (NULL element: SQL null); the result is owned by the caller.
 */
int pg_query(struct pg *db, struct pg_res **res, const char *sql, size_t n,
    const char *const *params, struct err *e);
void pg_res_free(struct pg_res *res);
size_t pg_rows(const struct pg_res *res);
size_t pg_cols(const struct pg_res *res);
const char *pg_col_name(const struct pg_res *res, size_t col);
uint32_t pg_col_type(const struct pg_res *res, size_t col);            /* oid */
const char *pg_cell(const struct pg_res *res, size_t row, size_t col); /* NULL: SQL null */
size_t pg_cell_len(const struct pg_res *res, size_t row, size_t col);

/* A cell that is a number from 0 on, as of count() or an oid; null is 0. */
size_t pg_cell_count(const struct pg_res *res, size_t row, size_t col);
size_t pg_affected(const struct pg_res *res);

/* Stream a query row by row: each call of row has a result of one row (0 rows once, when there are
 * none, for the columns). -1 from it ends with its error. */
typedef int pg_row_fn(void *arg, const struct pg_res *row, struct err *e);
int pg_stream(struct pg *db, const char *sql, size_t n, const char *const *params, pg_row_fn *row,
    void *arg, struct err *e);

/*
 * COPY ... FROM STDIN in text format: begin (statements without rows may stand in front of it: they
 * cost no round trip of their own), put bytes, end (rows taken into *rows, may be NULL) or give up.
 * From there on the transaction has client_min_messages = error: a trigger that warns of each row
 * would be taken for a refusal.
 */
int pg_copy_begin(struct pg *db, const char *sql, struct err *e);
int pg_copy_put(struct pg *db, const char *p, size_t n, struct err *e);
int pg_copy_end(struct pg *db, size_t *rows, struct err *e);
void pg_copy_abort(struct pg *db, const char *why);

/*
 * COPY ... TO STDOUT in text format: each row with its line end goes to row, borrowed for the call.
 * -1 from it ends with its error.
 */
typedef int pg_copy_row_fn(void *arg, const char *p, size_t n, struct err *e);
int pg_copy_out(struct pg *db, const char *sql, pg_copy_row_fn *row, void *arg, struct err *e);

/* Of the last failure: SQLSTATE ("" when it was no server's), position in the statement (1-based
 * characters, 0: none), COPY line (0: none). */
const char *pg_sqlstate(const struct pg *db);
size_t pg_error_position(const struct pg *db);
size_t pg_error_copy_line(const struct pg *db);
const char *pg_error_detail(const struct pg *db); /* the server's detail, "" if none */

/* Add an identifier or a literal, quoted. */
void pg_ident(struct buf *sql, const char *name);
void pg_literal(struct buf *sql, const char *text);

/* Add one value, or "\N" for NULL, of COPY text format, escaped; the caller adds tabs and line
 * ends. */
void pg_copy_value(struct buf *out, const char *p, size_t n);

#endif
