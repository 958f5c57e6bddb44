/* Which database, and the connection to it */
#include "db/pg.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/cluster.h"
#include "db/pg_conn.h"

#define CONNECT_NS (10 * CLOCK_SECOND)
#define SERVER_OLDEST 140000

/* An address, where it came from, and what messages may show of it. */
struct address {
	char *url;        /* owned; a secret */
	const char *from; /* "DATABASE_URL" */
	PQconninfoOption *parts;
};

static int
find(struct address *a, const struct pg_where *where, struct err *e)
{
	a->from = "--database-url";
	a->url = mem_str(where->url);
	if (a->url == NULL && where->direct) {
		a->from = "DATABASE_DIRECT_URL";
		a->url = mem_str(env_get(a->from));
	}
	if (a->url == NULL) {
		a->from = "DATABASE_URL";
		a->url = mem_str(env_get(a->from));
	}
	if (a->url == NULL) {
		a->from = "DATABASE_DIRECT_URL";
		a->url = mem_str(env_get(a->from));
	}
	if (a->url == NULL) {
		a->from = "the private cluster";
		a->url = cluster_url(e);
	}
	return a->url == NULL ? -1 : 0;
}

static const char *
part(const struct address *a, const char *keyword)
{
	const PQconninfoOption *o;

	for (o = a->parts; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, keyword) == 0)
			return o->val != NULL && o->val[0] != '\0' ? o->val : NULL;
	return NULL;
}

/* The password, as it is and as the address spells it, is in no message from here on. */
static void
hide(const struct address *a)
{
	const char *at = strstr(a->url, "://"), *colon, *end;
	char *raw;

	log_secret(part(a, "password"));
	log_secret(part(a, "sslpassword"));
	end = at == NULL ? NULL : strrchr(at, '@');
	colon = at == NULL ? NULL : strchr(at + 3, ':');
	if (end == NULL || colon == NULL || colon > end)
		return;
	raw = mem_copy(colon + 1, (size_t)(end - colon - 1));
	log_secret(raw);
	free(raw);
}

/*
 * libpq's own sentences about a bad address quote it, and a password with an unescaped "@" or "/"
 * ends up as host or port: so only its word about an unknown parameter is passed on.
 */
static int
parse(struct address *a, struct err *e)
{
	static const char unknown[] = "invalid URI query parameter: ";
	const char *host, *port;
	char *why = NULL, *at;

	if (strncmp(a->url, "postgresql+", 11) == 0)
		return err_set(e, ERR_CONFIG,
		    "%s begins with postgresql+DRIVER:, which is another program's; write postgresql:",
		    a->from);
	if (strncmp(a->url, "postgres://", 11) != 0 && strncmp(a->url, "postgresql://", 13) != 0 &&
	    strchr(a->url, '=') == NULL)
		goto bad;
	a->parts = PQconninfoParse(a->url, &why);
	if (a->parts == NULL) {
		if (why != NULL && (at = strstr(why, unknown)) != NULL) {
			(void)err_set(e, ERR_CONFIG, "%s: unknown parameter %.*s", a->from,
			    (int)strcspn(at + strlen(unknown), "\n"), at + strlen(unknown));
			PQfreemem(why);
			return -1;
		}
		PQfreemem(why);
		goto bad;
	}
	hide(a);
	host = part(a, "host");
	port = part(a, "port");
	if ((host != NULL && strpbrk(host, "@ ") != NULL) ||
	    (port != NULL && port[strspn(port, "0123456789,")] != '\0'))
		return err_set(e, ERR_CONFIG,
		    "%s: host or port cannot be; in user and password write @ as %%40, : as %%3A and / as %%2F",
		    a->from);
	return 0;
bad:
	log_secret(a->url);
	return err_set(e, ERR_CONFIG,
	    "%s is no address of a database (postgresql://user:password@host:port/database)",
	    a->from);
}

static void
release(struct address *a)
{
	PQconninfoFree(a->parts);
	free(a->url);
}

static bool
is_pooler(const char *port, const char *place)
{
	return strcmp(port, "6543") == 0 || strstr(place, ".pooler.") != NULL;
}

int
pg_address(const struct pg_where *where, char **place, bool *pooled, struct err *e)
{
	struct address a = { 0 };
	const char *host, *port, *name;
	int rc = -1;

	*place = NULL;
	if (find(&a, where, e) == 0 && parse(&a, e) == 0) {
		host = part(&a, "host");
		port = part(&a, "port");
		name = part(&a, "dbname");
		*place = mem_fmt("%s:%s/%s", host != NULL ? host : "localhost",
		    port != NULL ? port : "5432", name != NULL ? name : "");
		*pooled = is_pooler(port != NULL ? port : "5432", *place);
		rc = 0;
	}
	release(&a);
	return rc;
}

static char *
place_of(const PGconn *conn, const struct address *a)
{
	const char *host = PQhost(conn), *port = PQport(conn), *name = PQdb(conn);

	if (host == NULL || host[0] == '\0')
		host = part(a, "host");
	return mem_fmt("%s:%s/%s", host != NULL ? host : "localhost", port != NULL ? port : "5432",
	    name != NULL ? name : "");
}

static void
notice(void *arg, const PGresult *r)
{
	const char *says = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);

	(void)arg;
	if (says == NULL)
		return;
	if (severity != NULL && strcmp(severity, "WARNING") == 0)
		log_warn("the database says: %s", says);
	else
		log_info("the database says: %s", says);
}

/*
 * Drive the start of the connection: libpq's blocking call would see neither our time nor a signal.
 */
static int
start(PGconn *conn, const char *place, struct err *e)
{
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;
	int64_t until = clock_mono() + CONNECT_NS;
	int had = stop_asked();
	struct pollfd p;

	if (PQstatus(conn) == CONNECTION_BAD)
		return pg_error_open(conn, place, e);
	(void)PQsetErrorVerbosity(
	    conn, PQERRORS_VERBOSE); /* a failed start tells its SQLSTATE only so */
	while (next != PGRES_POLLING_OK) {
		if (next == PGRES_POLLING_FAILED)
			return pg_error_open(conn, place, e);
		if (clock_mono() >= until)
			return err_set(
			    e, ERR_TEMP, "cannot connect to %s: no answer in 10 s", place);
		if (stop_asked() != had)
			return pg_error_stopped(e);
		p.fd = PQsocket(conn);
		p.events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
		if (poll(&p, 1, PG_WAIT_MS) == 0)
			continue;
		next = PQconnectPoll(conn);
	}
	return 0;
}

static int
accept_server(const struct pg *db, struct err *e)
{
	int version = PQserverVersion(db->conn);

	if (version != 0 && version < SERVER_OLDEST)
		return err_set(e, ERR_CONFIG, "%s is PostgreSQL %d; 14 or newer is needed",
		    db->place, version / 10000);
	if (PQsetnonblocking(db->conn, 1))
		return err_set(e, ERR_BUG, "libpq refuses to be non-blocking");
	return 0;
}

int
pg_open(struct pg **out, const struct pg_where *where, struct err *e)
{
	/* no options=: a transaction pooler refuses it */
	const char *const keys[] = { "client_encoding", "fallback_application_name",
		"keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
		"dbname", NULL };
	const char *values[] = { "UTF8", where->tool, "30", "10", "3", "60000", NULL, NULL };
	struct address a = { 0 };
	struct pg *db = NULL;
	int rc = -1;

	*out = NULL;
	if (find(&a, where, e) || parse(&a, e))
		goto out;
	values[6] = a.url; /* last, so what the address says of the others wins */
	db = mem_new(1, sizeof *db);
	db->tool = mem_str(where->tool != NULL ? where->tool : "pf");
	db->conn = PQconnectStartParams(keys, values, 1);
	if (db->conn == NULL) {
		(void)err_set(e, ERR_BUG, "out of memory");
		goto out;
	}
	log_secret(PQpass(db->conn)); /* PGPASSWORD and the password file count too */
	(void)PQsetNoticeReceiver(db->conn, notice, NULL);
	db->place = place_of(db->conn, &a);
	if (start(db->conn, db->place, e) || accept_server(db, e))
		goto out;
	free(db->place);
	db->place = place_of(db->conn, &a); /* of several hosts, the one that answered */
	db->pooled = is_pooler(PQport(db->conn), db->place);
	log_debug("connected to %s, PostgreSQL %d%s", db->place, PQserverVersion(db->conn) / 10000,
	    db->pooled ? ", through a transaction pooler" : "");
	*out = db;
	db = NULL;
	rc = 0;
out:
	pg_close(db);
	release(&a);
	return rc;
}

void
pg_close(struct pg *db)
{
	if (db == NULL)
		return;
	pg_rollback(db); /* a pooler keeps a connection that was left clean */
	PQfinish(db->conn);
	pg_error_clear(db);
	free(db->place);
	free(db->tool);
	free(db);
}

bool
pg_pooled(const struct pg *db)
{
	return db->pooled;
}

int
pg_version(const struct pg *db)
{
	return PQserverVersion(db->conn);
}

const char *
pg_place(const struct pg *db)
{
	return db->place;
}
