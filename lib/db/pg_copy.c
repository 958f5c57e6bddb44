/* COPY FROM STDIN, and the quoting of identifiers, literals and COPY values */
#include "db/pg.h"

#include <string.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "db/pg_conn.h"

#define PUT_MAX ((size_t)64 << 10) /* libpq moves what it could not send: keep that little */
#define ASK_EVERY ((size_t)256 << 10)

int
pg_copy_begin(struct pg *db, const char *sql, struct err *e)
{
	PGresult *r;

	pg_statement(db);
	db->unasked = 0;
	if (!PQsendQuery(db->conn, sql))
		return pg_error_result(db, NULL, e);
	if (pg_next(db, &r, e))
		return -1;
	if (PQresultStatus(r) == PGRES_COPY_IN) {
		PQclear(r);
		db->in_copy = true;
		return 0;
	}
	if (r == NULL || PQresultStatus(r) == PGRES_COMMAND_OK ||
	    PQresultStatus(r) == PGRES_TUPLES_OK)
		(void)err_set(e, ERR_BUG, "no COPY FROM STDIN: %s", sql);
	else
		(void)pg_error_result(db, r, e);
	PQclear(r);
	pg_drain(db);
	return -1;
}

/* The COPY came to an end that we did not ask for: take its error. */
static int
failed(struct pg *db, struct err *e)
{
	struct err more;
	PGresult *r;
	int rc = 0;

	db->in_copy = false;
	(void)PQputCopyEnd(db->conn, "given up"); /* the connection's state tells what is left */
	while (pg_next(db, &r, rc ? &more : e) == 0 && r != NULL) {
		if (rc == 0 && PQresultStatus(r) == PGRES_FATAL_ERROR)
			rc = pg_error_result(db, r, e);
		PQclear(r);
	}
	if (rc == 0 && PQstatus(db->conn) == CONNECTION_OK)
		rc = err_set(e, ERR_REMOTE, "the server ended the COPY");
	return -1;
}

/*
 * Whether an error lies on the socket. libpq looks only when the COPY ends, which for a stream may
 * be hours later; during COPY a message begins at each byte that lies there first, and 'E' is an
 * error (PostgreSQL manual, "Message Formats"). Behind TLS or GSSAPI that byte is not to be seen,
 * and the error comes at the end.
 */
bool
pg_copy_refused(struct pg *db)
{
	char first;

	db->unasked = 0;
	if (PQsslInUse(db->conn) || PQgssEncInUse(db->conn))
		return false;
	return recv(PQsocket(db->conn), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1 && first == 'E';
}

/*
 * Until all of it is with the kernel: the memory stays as it was, and the socket's buffer lets both
 * work.
 */
static int
push(struct pg *db, struct err *e)
{
	int queued;

	while ((queued = PQflush(db->conn)) > 0) {
		if (pg_copy_refused(db))
			return failed(db, e);
		if (pg_poll(db, true, e)) {
			db->in_copy = false;
			return -1;
		}
		if (db->cancelled)
			return failed(db, e);
	}
	if (queued == 0)
		return 0;
	db->in_copy = false;
	return pg_error_result(db, NULL, e);
}

int
pg_copy_put(struct pg *db, const char *p, size_t n, struct err *e)
{
	size_t part;

	for (; n > 0; p += part, n -= part) {
		part = n < PUT_MAX ? n : PUT_MAX;
		db->unasked += part;
		if (db->unasked >= ASK_EVERY && pg_copy_refused(db))
			return failed(db, e);
		if (PQputCopyData(db->conn, p, (int)part) != 1) {
			db->in_copy = false;
			return pg_error_result(db, NULL, e);
		}
		if (push(db, e))
			return -1;
	}
	return 0;
}

int
pg_copy_end(struct pg *db, size_t *rows, struct err *e)
{
	struct err more;
	uint64_t n = 0;
	PGresult *r;
	int rc = 0;

	db->in_copy = false;
	if (PQputCopyEnd(db->conn, NULL) < 0)
		return pg_error_result(db, NULL, e);
	for (;;) {
		if (pg_next(db, &r, rc ? &more : e))
			return -1;
		if (r == NULL)
			break;
		if (PQresultStatus(r) != PGRES_COMMAND_OK && rc == 0)
			rc = pg_error_result(db, r, e);
		else
			(void)num_uint(PQcmdTuples(r), strlen(PQcmdTuples(r)), SIZE_MAX, &n);
		PQclear(r);
	}
	if (rows != NULL)
		*rows = (size_t)n;
	return rc;
}

void
pg_copy_abort(struct pg *db, const char *why)
{
	if (!db->in_copy)
		return;
	db->in_copy = false;
	if (PQputCopyEnd(db->conn, why) > 0)
		pg_drain(db);
}

void
pg_ident(struct buf *sql, const char *name)
{
	buf_char(sql, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			buf_char(sql, '"');
		buf_char(sql, *name);
	}
	buf_char(sql, '"');
}

void
pg_literal(struct buf *sql, const char *text)
{
	bool escape = strchr(text, '\\') != NULL;

	buf_str(sql, escape ? "E'" : "'");
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			buf_char(sql, *text);
		buf_char(sql, *text);
	}
	buf_char(sql, '\'');
}

/* What COPY's text format gives a meaning, as the letter behind the backslash. */
static char
escape_of(char c)
{
	switch (c) {
	case '\\':
		return '\\';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

void
pg_copy_value(struct buf *out, const char *p, size_t n)
{
	size_t i, from = 0;
	char letter, *to;

	if (p == NULL) {
		buf_add(out, "\\N", 2);
		return;
	}
	for (i = 0; i < n; i++) {
		letter = escape_of(p[i]);
		if (letter == 0)
			continue;
		buf_add(out, p + from, i - from);
		to = buf_room(out, 2);
		to[0] = '\\';
		to[1] = letter;
		to[2] = '\0';
		out->len += 2;
		from = i + 1;
	}
	buf_add(out, p + from, n - from);
}
