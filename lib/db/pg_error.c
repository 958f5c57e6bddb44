/*
 * What a failure of the server or of the connection means for the caller, and what to do about it
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/stop.h"
#include "db/pg.h"
#include "db/pg_conn.h"

/* SQLSTATE or its beginning (PostgreSQL manual, appendix A); the first that fits decides. */
struct meaning {
	const char *state;
	enum err_code code;
	const char *advice; /* NULL: the server's sentence is enough */
};

/* clang-format off */
static const struct meaning meanings[] = {
	{ "08",    ERR_TEMP,   NULL },
	{ "25006", ERR_CONFIG, "the transaction is read-only, or the database is a standby" },
	{ "25P03", ERR_TEMP,   NULL },
	{ "28",    ERR_PERM,   "check user and password of the database's address" },
	{ "3D000", ERR_CONFIG, "create the database, or mend the name in its address" },
	{ "3F000", ERR_CONFIG, "run pf-migrate up" },
	{ "40001", ERR_TEMP,   "run it again" },
	{ "40P01", ERR_TEMP,   "run it again" },
	{ "42501", ERR_PERM,   NULL },
	{ "42703", ERR_CONFIG, "a missing column: pf-migrate up brings the schema up to date" },
	{ "42883", ERR_CONFIG, "a missing function: pf-migrate up brings the schema up to date" },
	{ "42P01", ERR_CONFIG, "a missing table: run pf-migrate up" },
	{ "53",    ERR_TEMP,   NULL },
	{ "55P03", ERR_TEMP,   "somebody else holds the lock: run it again" },
	{ "55006", ERR_TEMP,   NULL },
	{ "57",    ERR_TEMP,   NULL },
	{ "58",    ERR_TEMP,   NULL },
	{ "",      ERR_REMOTE, NULL },
};

/*
 * What a pooler or libpq itself says comes without a SQLSTATE of its own (pgbouncer: 08P01 for
 * all), so only its sentence is left to go by.
 */
static const struct {
	const char *text;
	enum err_code code;
	const char *advice;
} sentences[] = {
	{ "no such database",        ERR_CONFIG, "mend the name in the database's address" },
	{ "no such user",            ERR_PERM,   "check user and password of the database's address" },
	{ "authentication failed",   ERR_PERM,   "check user and password of the database's address" },
	{ "auth failed",             ERR_PERM,   "check user and password of the database's address" },
	{ "Tenant or user not found", ERR_PERM,  "check user and password of the database's address" },
	{ "no password supplied",    ERR_PERM,   "put the password into the database's address, or into PGPASSWORD" },
	{ "startup parameter",       ERR_CONFIG, "a pooler takes no options: take options= out of the address, unset PGOPTIONS" },
	{ "SSL",                     ERR_CONFIG, "check sslmode of the database's address" },
	{ "certificate",             ERR_CONFIG, "check sslmode and sslrootcert of the database's address" },
	{ "expected authentication request", ERR_CONFIG, "no PostgreSQL answers there" },
	{ "Connection refused",      ERR_TEMP,   "is PostgreSQL running there?" },
	{ "No such file or directory", ERR_TEMP, "is PostgreSQL running there?" },
};
/* clang-format on */

static const struct meaning *
meaning_of(const char *state)
{
	const struct meaning *m = meanings;

	while (strncmp(m->state, state, strlen(m->state)) != 0)
		m++;
	return m;
}

void
pg_error_clear(struct pg *db)
{
	db->sqlstate[0] = '\0';
	db->position = db->copy_line = 0;
	free(db->detail);
	db->detail = NULL;
}

/* The number in "COPY bars, line 12, column x": the only place where the server gives the line. */
static size_t
copy_line(const char *context)
{
	const char *at = context;
	uint64_t line;
	size_t n;

	while (at != NULL && strncmp(at, "COPY ", 5) != 0) {
		at = strchr(at, '\n');
		if (at != NULL)
			at++;
	}
	at = at == NULL ? NULL : strstr(at, ", ");
	if (at == NULL)
		return 0;
	at += strcspn(at, "0123456789\n");
	n = strspn(at, "0123456789");
	return num_uint(at, n, SIZE_MAX, &line) ? 0 : (size_t)line;
}

static size_t
number(const char *text)
{
	uint64_t n;

	return text == NULL || num_uint(text, strlen(text), SIZE_MAX, &n) ? 0 : (size_t)n;
}

static void
keep(struct pg *db, const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *detail = PQresultErrorField(r, PG_DIAG_MESSAGE_DETAIL);

	pg_error_clear(db);
	if (state != NULL && strlen(state) == PG_SQLSTATE_LEN)
		memcpy(db->sqlstate, state, PG_SQLSTATE_LEN + 1);
	db->position = number(PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION));
	db->copy_line = copy_line(PQresultErrorField(r, PG_DIAG_CONTEXT));
	db->detail = mem_str(detail);
}

int
pg_error_stopped(struct err *e)
{
	return err_set(
	    e, ERR_TEMP, "stopped by %s", stop_asked() == 0 ? "a signal" : strsignal(stop_asked()));
}

/*
 * libpq's sentences end in a line's end, and say in the second line what somebody should ask
 * himself.
 */
static size_t
first_line(const char *text)
{
	return strcspn(text, "\n");
}

static int
lost(struct pg *db, struct err *e)
{
	const char *why = PQerrorMessage(db->conn);

	return err_set(
	    e, ERR_TEMP, "lost the connection to %s: %.*s", db->place, (int)first_line(why), why);
}

/*
 * 08P01 of the server itself, which alone names its function, is a request of ours that cannot
 * succeed; a pooler has it for whatever goes wrong on its way.
 */
static bool
violated(const struct pg *db, const PGresult *r)
{
	return strcmp(db->sqlstate, "08P01") == 0 &&
	       PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION) != NULL;
}

int
pg_error_result(struct pg *db, const PGresult *r, struct err *e)
{
	const char *says = r == NULL ? NULL : PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const struct meaning *m;

	if (r != NULL)
		keep(db, r);
	if (db->cancelled)
		return pg_error_stopped(e);
	if (db->silent && strcmp(db->sqlstate, "57014") == 0)
		return err_set(e, ERR_TEMP, "the server had no next row within %lld ms",
		    (long long)db->silence_ms);
	if (says == NULL || db->sqlstate[0] == '\0') {
		if (PQstatus(db->conn) == CONNECTION_BAD)
			return lost(db, e);
		says = r != NULL ? PQresultErrorMessage(r) : PQerrorMessage(db->conn);
		return err_set(e, ERR_BUG, "libpq: %.*s", (int)first_line(says), says);
	}
	m = meaning_of(db->sqlstate);
	if (strcmp(db->sqlstate, "08P01") == 0 && strstr(says, "query_wait_timeout") != NULL)
		return err_set(e, ERR_TEMP,
		    "the pooler at %s has no free connection; try again, or name the database itself in "
		    "DATABASE_DIRECT_URL",
		    db->place);
	return err_set(e, violated(db, r) ? ERR_REMOTE : m->code, "%s (SQLSTATE %s)%s%s", says,
	    db->sqlstate, m->advice ? "; " : "", m->advice ? m->advice : "");
}

/*
 * The SQLSTATE in a verbose message, "FATAL:  28P01: password ...": of a failed start there is no
 * result to ask. The last one counts: libpq tries again without encryption.
 */
static const char *
state_in(const char *text, char state[PG_SQLSTATE_LEN + 1])
{
	const char *at, *found = NULL;
	size_t i;

	state[0] = '\0';
	for (at = text; (at = strstr(at, ":  ")) != NULL; at++) {
		for (i = 0; i < PG_SQLSTATE_LEN; i++)
			if (!isupper((unsigned char)at[3 + i]) &&
			    !isdigit((unsigned char)at[3 + i]))
				break;
		if (i < PG_SQLSTATE_LEN || at[3 + i] != ':')
			continue;
		memcpy(state, at + 3, PG_SQLSTATE_LEN);
		state[PG_SQLSTATE_LEN] = '\0';
		found = at + 3 + PG_SQLSTATE_LEN + 1;
		found += strspn(found, " ");
	}
	return found;
}

/* libpq puts the place in front, which we do ourselves. */
static const char *
reason(const char *text)
{
	const char *at = strstr(text, " failed: ");

	return strncmp(text, "connection to server", 20) == 0 && at != NULL ? at + 9 : text;
}

int
pg_error_open(PGconn *conn, const char *place, struct err *e)
{
	const char *text = PQerrorMessage(conn), *advice = NULL, *says;
	char state[PG_SQLSTATE_LEN + 1];
	enum err_code code = ERR_TEMP;
	const struct meaning *m;
	size_t i;

	says = state_in(text, state);
	if (says == NULL)
		says = reason(text);
	if (state[0] != '\0' && strcmp(state, "08P01") != 0) {
		m = meaning_of(state);
		return err_set(e, m->code, "%s: %.*s (SQLSTATE %s)%s%s", place,
		    (int)first_line(says), says, state, m->advice ? "; " : "",
		    m->advice ? m->advice : "");
	}
	for (i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if (strstr(text, sentences[i].text) != NULL) {
			code = sentences[i].code;
			advice = sentences[i].advice;
			break;
		}
	return err_set(e, code, "cannot connect to %s: %.*s%s%s", place, (int)first_line(says),
	    says, advice ? "; " : "", advice ? advice : "");
}

const char *
pg_sqlstate(const struct pg *db)
{
	return db->sqlstate;
}

size_t
pg_error_position(const struct pg *db)
{
	return db->position;
}

size_t
pg_error_copy_line(const struct pg *db)
{
	return db->copy_line;
}

const char *
pg_error_detail(const struct pg *db)
{
	return db->detail != NULL ? db->detail : "";
}
