/* Statements, results, transactions */
#include "db/pg.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/stop.h"
#include "db/pg_conn.h"

#define MS (CLOCK_SECOND / 1000)
#define STATEMENT_MS 30000
#define LOCK_MS 10000
#define IDLE_MS 600000

void
pg_statement(struct pg *db)
{
	pg_error_clear(db);
	db->stopping = stop_asked() != 0;
	db->cancelled = db->silent = false;
}

void
pg_cancel(struct pg *db)
{
	PGcancel *cancel = PQgetCancel(db->conn);
	char why[256];

	if (cancel != NULL)
		(void)PQcancel(cancel, why,
		    sizeof why); /* if it fails, the statement's own time-out ends it */
	PQfreeCancel(cancel);
}

void
pg_heed_stop(struct pg *db)
{
	if (!stop_asked() || db->stopping || db->finishing || db->cancelled)
		return;
	db->cancelled = true;
	pg_cancel(db);
}

int
pg_poll(struct pg *db, bool want_write, struct err *e)
{
	struct pollfd p = { .fd = PQsocket(db->conn), .events = POLLIN };

	if (want_write)
		p.events |= POLLOUT;
	if (p.fd < 0)
		return pg_error_result(db, NULL, e);
	if (poll(&p, 1, PG_WAIT_MS) < 0 && errno != EINTR)
		return err_errno(e, ERR_IO, "waiting for %s", db->place);
	if ((p.revents & (POLLIN | POLLHUP | POLLERR)) && !PQconsumeInput(db->conn))
		return pg_error_result(db, NULL, e);
	pg_heed_stop(db);
	return 0;
}

int
pg_settle(struct pg *db, struct err *e)
{
	int64_t until = db->silence_ms > 0 ? clock_mono() + db->silence_ms * MS : INT64_MAX;
	int queued;

	for (;;) {
		queued = PQflush(db->conn);
		if (queued < 0)
			return pg_error_result(db, NULL, e);
		if (queued == 0 && !PQisBusy(db->conn))
			return 0;
		if (pg_poll(db, queued > 0, e))
			return -1;
		if (until != INT64_MAX && !db->silent && !db->finishing && clock_mono() > until) {
			db->silent = true;
			pg_cancel(db);
		}
	}
}

int
pg_next(struct pg *db, PGresult **r, struct err *e)
{
	*r = NULL;
	if (PQisBusy(db->conn) && pg_settle(db, e))
		return -1;
	*r = PQgetResult(db->conn);
	return 0;
}

void
pg_drain(struct pg *db)
{
	struct err ignored;
	PGresult *r;

	/* a COPY that the server still waits for is ended, one that it sends is read to its end */
	while (pg_next(db, &r, &ignored) == 0 && r != NULL) {
		if (PQresultStatus(r) == PGRES_COPY_IN)
			(void)PQputCopyEnd(db->conn, "unexpected COPY");
		if (PQresultStatus(r) == PGRES_COPY_OUT) {
			char *row;

			while (PQgetCopyData(db->conn, &row, 0) > 0)
				PQfreemem(row);
		}
		PQclear(r);
	}
}

static bool
good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY;
}

/* Why a result is not what was asked for. */
static int
refused(struct pg *db, const PGresult *r, struct err *e)
{
	switch (PQresultStatus(r)) {
	case PGRES_COPY_IN:
	case PGRES_COPY_OUT:
	case PGRES_COPY_BOTH:
		return err_set(e, ERR_DATA, "COPY from or to the client is not possible here");
	default:
		return pg_error_result(db, r, e);
	}
}

static int
sent(struct pg *db, int ok, struct err *e)
{
	return ok ? 0 : pg_error_result(db, NULL, e);
}

/* All results of a simple query, counted; the last one is kept in *last when that is not NULL. */
static int
take_all(struct pg *db, PGresult **last, size_t *count, struct err *e)
{
	PGresult *r;

	for (;;) {
		if (pg_next(db, &r, e))
			return -1;
		if (r == NULL)
			return 0;
		if (!good(r)) {
			(void)refused(db, r, e);
			if (PQresultStatus(r) == PGRES_COPY_IN)
				(void)PQputCopyEnd(db->conn, "unexpected COPY");
			PQclear(r);
			pg_drain(db);
			return -1;
		}
		if (count != NULL)
			++*count;
		if (last != NULL) {
			PQclear(*last);
			*last = r;
		} else
			PQclear(r);
	}
}

static int
simple(struct pg *db, const char *sql, PGresult **last, size_t *count, struct err *e)
{
	pg_statement(db);
	if (sent(db, PQsendQuery(db->conn, sql), e))
		return -1;
	return take_all(db, last, count, e);
}

int
pg_exec(struct pg *db, const char *sql, struct err *e)
{
	return simple(db, sql, NULL, NULL, e);
}

int
pg_script(struct pg *db, const char *sql, size_t *done, struct err *e)
{
	*done = 0;
	return simple(db, sql, NULL, done, e);
}

/* Not set_config(), of which the server makes a plan: half the time. */
static void
setting(struct buf *sql, const char *name, const char *value)
{
	buf_fmt(sql, " set local %s = ", name);
	pg_literal(sql, value);
	buf_char(sql, ';');
}

static void
setting_ms(struct buf *sql, const char *name, int64_t ms, int64_t fallback)
{
	char text[NUM_TEXT_MAX];

	(void)num_fixed_text(text, ms == 0 ? fallback : ms < 0 ? 0 : ms, 0);
	setting(sql, name, text);
}

/*
 * One round trip, and the pooler sees one message: the settings are in the transaction or nowhere.
 */
int
pg_begin(struct pg *db, const struct pg_begin *how, struct err *e)
{
	static const struct pg_begin usual = { 0 };
	struct buf sql = { 0 };
	int rc;

	if (how == NULL)
		how = &usual;
	if (db->in_tx)
		return err_set(e, ERR_BUG, "a transaction is open already");
	buf_fmt(&sql, "begin isolation level %s, read %s;",
	    how->repeatable ? "repeatable read" : "read committed",
	    how->read_only ? "only" : "write");
	setting(&sql, "TimeZone", "UTC");
	setting(&sql, "DateStyle", "ISO, YMD");
	setting(&sql, "IntervalStyle", "iso_8601");
	setting(&sql, "bytea_output", "hex");
	setting(&sql, "extra_float_digits", "1");
	setting(&sql, "standard_conforming_strings", "on");
	setting(&sql, "client_min_messages", "warning");
	if (!how->own_path)
		setting(&sql, "search_path", "public");
	setting(&sql, "application_name", db->tool);
	setting_ms(&sql, "statement_timeout", how->statement_ms, STATEMENT_MS);
	setting_ms(&sql, "lock_timeout", how->lock_ms, LOCK_MS);
	setting_ms(&sql, "idle_in_transaction_session_timeout", 0, IDLE_MS);
	if (how->silence_ms > 0) /* a server of ours must not go on for a client that is gone */
		setting(&sql, "client_connection_check_interval", "10s");
	if (how->role != NULL) /* at last: it may not be allowed to set the others */
		setting(&sql, "role", how->role);
	db->silence_ms = how->silence_ms;
	db->in_tx = true; /* whatever comes, pg_rollback() has to look */
	rc = simple(db, sql.p, NULL, NULL, e);
	if (rc)
		pg_rollback(db);
	buf_release(&sql);
	return rc;
}

int
pg_commit(struct pg *db, struct err *e)
{
	PGresult *r = NULL;
	int rc;

	if (!db->in_tx)
		return err_set(e, ERR_BUG, "no transaction is open");
	db->finishing = true;
	rc = simple(db, "commit", &r, NULL, e);
	db->finishing = false;
	db->in_tx = false;
	if (rc && PQstatus(db->conn) == CONNECTION_BAD)
		(void)err_wrap(e, "commit, done or not");
	/* the server answers COMMIT of a failed transaction with success and the word ROLLBACK */
	if (rc == 0 && strcmp(PQcmdStatus(r), "ROLLBACK") == 0)
		rc = err_set(e, ERR_BUG, "commit of a transaction that had failed");
	PQclear(r);
	return rc;
}

void
pg_rollback(struct pg *db)
{
	struct err ignored;

	if (db == NULL || !db->in_tx)
		return;
	if (db->in_copy)
		pg_copy_abort(db, "rolled back");
	db->in_tx = false;
	if (PQstatus(db->conn) != CONNECTION_OK)
		return;
	db->finishing = true;
	if (PQtransactionStatus(db->conn) == PQTRANS_ACTIVE) {
		pg_cancel(db);
		pg_drain(db);
	}
	if (PQtransactionStatus(db->conn) != PQTRANS_IDLE && PQsendQuery(db->conn, "rollback"))
		(void)take_all(db, NULL, NULL, &ignored); /* the caller has its error already */
	db->finishing = false;
}

/*
 * Send one statement with its parameters, unnamed: a pooler may give the next one to another
 * server.
 */
static int
send_params(struct pg *db, const char *sql, size_t n, const char *const *params, struct err *e)
{
	if (n > 65535)
		return err_set(e, ERR_BUG, "%zu parameters in one statement", n);
	pg_statement(db);
	return sent(db, PQsendQueryParams(db->conn, sql, (int)n, NULL, params, NULL, NULL, 0), e);
}

int
pg_query(struct pg *db, struct pg_res **res, const char *sql, size_t n, const char *const *params,
    struct err *e)
{
	PGresult *r = NULL;

	*res = NULL;
	if (send_params(db, sql, n, params, e) || take_all(db, &r, NULL, e)) {
		PQclear(r);
		return -1;
	}
	*res = mem_new(1, sizeof **res);
	(*res)->r = r;
	return 0;
}

void
pg_res_free(struct pg_res *res)
{
	if (res == NULL)
		return;
	PQclear(res->r);
	free(res);
}

int
pg_give_up(struct pg *db)
{
	db->finishing = true;
	pg_cancel(db);
	pg_drain(db);
	db->finishing = false;
	return -1;
}

int
pg_stream(struct pg *db, const char *sql, size_t n, const char *const *params, pg_row_fn *row,
    void *arg, struct err *e)
{
	struct pg_res one = { 0 };
	ExecStatusType s;
	bool any = false;
	int rc;

	if (send_params(db, sql, n, params, e))
		return -1;
	(void)PQsetSingleRowMode(db->conn); /* cannot fail right after a send */
	for (;;) {
		if (pg_next(db, &one.r, e))
			return -1;
		if (one.r == NULL)
			return 0;
		s = PQresultStatus(one.r);
		if (!good(one.r) && s != PGRES_SINGLE_TUPLE) {
			(void)refused(db, one.r, e);
			PQclear(one.r);
			return pg_give_up(db);
		}
		/*
		 * the end of the rows is an empty result, which also tells the columns of no rows
		 */
		rc = s == PGRES_SINGLE_TUPLE || !any ? row(arg, &one, e) : 0;
		any = true;
		PQclear(one.r);
		if (rc)
			return pg_give_up(db);
	}
}

size_t
pg_rows(const struct pg_res *res)
{
	return (size_t)PQntuples(res->r);
}

size_t
pg_cols(const struct pg_res *res)
{
	return (size_t)PQnfields(res->r);
}

const char *
pg_col_name(const struct pg_res *res, size_t col)
{
	return PQfname(res->r, (int)col);
}

uint32_t
pg_col_type(const struct pg_res *res, size_t col)
{
	return PQftype(res->r, (int)col);
}

const char *
pg_cell(const struct pg_res *res, size_t row, size_t col)
{
	if (PQgetisnull(res->r, (int)row, (int)col))
		return NULL;
	return PQgetvalue(res->r, (int)row, (int)col);
}

size_t
pg_cell_len(const struct pg_res *res, size_t row, size_t col)
{
	return (size_t)PQgetlength(res->r, (int)row, (int)col);
}

size_t
pg_cell_count(const struct pg_res *res, size_t row, size_t col)
{
	const char *s = pg_cell(res, row, col);
	uint64_t v = 0;

	if (s != NULL)
		(void)num_uint(s, strlen(s), SIZE_MAX, &v); /* the server says nothing else */
	return (size_t)v;
}

size_t
pg_affected(const struct pg_res *res)
{
	const char *text = PQcmdTuples(res->r);
	uint64_t n;

	return num_uint(text, strlen(text), SIZE_MAX, &n) ? 0 : (size_t)n;
}
