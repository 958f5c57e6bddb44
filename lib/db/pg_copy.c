/* COPY FROM STDIN and TO STDOUT, and the quoting of identifiers, literals and COPY values */
#include "db/pg.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg_conn.h"

#define PUT_MAX ((size_t)64 << 10) /* bytes of a message: how often the server is listened to */
#define HEAD 5                     /* bytes before a message's text: its type and length */

int
pg_copy_begin(struct pg *db, const char *sql, struct err *e)
{
	char *quiet = mem_fmt("set local client_min_messages = error; %s", sql);
	PGresult *r;
	int sent;

	pg_statement(db);
	sent = PQsendQuery(db->conn, quiet);
	free(quiet);
	if (!sent)
		return pg_error_result(db, NULL, e);
	for (;;) {
		if (pg_next(db, &r, e))
			return -1;
		if (r == NULL || PQresultStatus(r) != PGRES_COMMAND_OK)
			break;
		PQclear(r); /* of a statement in front of the COPY */
	}
	if (PQresultStatus(r) == PGRES_COPY_IN) {
		PQclear(r);
		db->in_copy = true;
		return 0;
	}
	if (r == NULL || PQresultStatus(r) == PGRES_TUPLES_OK)
		(void)err_set(e, ERR_BUG, "no COPY FROM STDIN: %s", sql);
	else
		(void)pg_error_result(db, r, e);
	PQclear(r);
	pg_drain(db);
	return -1;
}

/* The COPY came to an end that we did not ask for: the server may have said why. Returns -1. */
static int
failed(struct pg *db, struct err *e)
{
	struct err more;
	PGresult *r;
	bool told = false;

	db->in_copy = false;
	(void)PQputCopyEnd(db->conn, "given up"); /* the connection's state tells what is left */
	while (pg_next(db, &r, &more) == 0 && r != NULL) {
		if (!told && PQresultStatus(r) == PGRES_FATAL_ERROR)
			told = pg_error_result(db, r, e) != 0;
		PQclear(r);
	}
	return told ? -1 : pg_error_result(db, NULL, e);
}

/*
 * Take what the server says in the middle of a COPY; true when it ends the COPY: a message begins
 * at the byte that lies first on the socket, and 'E' is an error (PostgreSQL manual, "Message
 * Formats"). Warnings, which might be taken in halves, do not come: pg_copy_begin() sees to that.
 */
static bool
refuses(struct pg *db)
{
	char first;

	return recv(PQsocket(db->conn), &first, 1, MSG_PEEK | MSG_DONTWAIT) != 1 || first == 'E' ||
	       !PQconsumeInput(db->conn); /* a notice */
}

/* Send what is left of head and text behind the first at bytes; what was taken, or -1. */
static ssize_t
send_some(int fd, const char *head, const char *p, size_t n, size_t at)
{
	struct iovec part[2];
	struct msghdr m = { .msg_iov = part, .msg_iovlen = 2 };
	size_t in_head = at < HEAD ? at : HEAD;
	const char *from[2] = { head + in_head, p + (at - in_head) };

	memcpy(&part[0].iov_base, &from[0], sizeof from[0]); /* sendmsg() promises not to write */
	memcpy(&part[1].iov_base, &from[1], sizeof from[1]);
	part[0].iov_len = HEAD - in_head;
	part[1].iov_len = n - (at - in_head);
	return sendmsg(fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/*
 * One CopyData message, sent by ourselves while libpq has nothing queued. libpq would copy the
 * bytes once more, and while it waits for room it swallows the server's refusal unseen, so that a
 * stream of hours learns at its end that it was in vain from the beginning. A message that was
 * begun is sent whole, or the server takes what follows for its rest.
 */
static int
send_message(struct pg *db, const char *p, size_t n)
{
	uint32_t len = htonl((uint32_t)n + 4);
	struct pollfd fd = { .fd = PQsocket(db->conn), .events = POLLIN | POLLOUT };
	char head[HEAD] = { 'd' };
	bool refused = false;
	size_t at = 0;
	ssize_t done;

	memcpy(head + 1, &len, sizeof len);
	while (at < HEAD + n) {
		if (poll(&fd, 1, PG_WAIT_MS) < 0 && errno != EINTR)
			return -1;
		pg_heed_stop(db); /* the server answers with an error */
		if (fd.revents & ~POLLOUT) {
			if (!refused)
				refused = refuses(db);
			if (refused &&
			    !PQconsumeInput(db->conn)) /* a server that talks must be heard */
				return -1;
		}
		done = send_some(fd.fd, head, p, n, at);
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
		at += done > 0 ? (size_t)done : 0;
	}
	return refused ? -1 : 0;
}

/* The same through libpq, which alone can encrypt; a refusal is noticed when the COPY ends. */
static int
send_encrypted(struct pg *db, const char *p, size_t n)
{
	struct err ignored;
	int queued;

	if (PQputCopyData(db->conn, p, (int)n) != 1)
		return -1;
	while ((queued = PQflush(db->conn)) > 0)
		if (pg_poll(db, true, &ignored))
			return -1;
	return queued < 0 || db->cancelled ? -1 : 0;
}

int
pg_copy_put(struct pg *db, const char *p, size_t n, struct err *e)
{
	bool plain = !PQsslInUse(db->conn) && !PQgssEncInUse(db->conn);
	size_t part;

	for (; n > 0; p += part, n -= part) {
		part = n < PUT_MAX ? n : PUT_MAX;
		if (plain ? send_message(db, p, part) : send_encrypted(db, p, part))
			return failed(db, e);
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

/* Begin a COPY that sends. */
static int
open_out(struct pg *db, const char *sql, struct err *e)
{
	PGresult *r = NULL;
	bool begun;

	pg_statement(db);
	if (!PQsendQuery(db->conn, sql))
		return pg_error_result(db, NULL, e);
	if (pg_next(db, &r, e))
		return -1;
	begun = PQresultStatus(r) == PGRES_COPY_OUT;
	if (!begun) {
		if (PQresultStatus(r) == PGRES_FATAL_ERROR)
			(void)pg_error_result(db, r, e);
		else
			(void)err_set(e, ERR_BUG, "no COPY TO STDOUT: %s", sql);
		pg_drain(db);
	}
	PQclear(r);
	return begun ? 0 : -1;
}

int
pg_copy_out(struct pg *db, const char *sql, pg_copy_row_fn *row, void *arg, struct err *e)
{
	PGresult *r;
	char *p;
	int n, rc;

	if (open_out(db, sql, e))
		return -1;
	while ((n = PQgetCopyData(db->conn, &p, 1)) >= 0) {
		if (n == 0 && pg_poll(db, false, e))
			return -1;
		if (n == 0)
			continue;
		rc = row(arg, p, (size_t)n, e);
		PQfreemem(p);
		if (rc)
			return pg_give_up(db);
	}
	if (pg_next(db, &r, e)) /* how it ended */
		return -1;
	rc = PQresultStatus(r) == PGRES_COMMAND_OK ? 0 : pg_error_result(db, r, e);
	PQclear(r);
	pg_drain(db);
	return rc;
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
