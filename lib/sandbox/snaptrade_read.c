#include "sandbox/snaptrade_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/object.h"
#include "io/shape.h"
#include "sandbox/snaptrade_store.h"
#include "sandbox/snaptrade_users.h"

#define LIMIT_MAX INT64_C(1000000000)

/* A line, and its body when it has one. */
struct reader {
	struct snap_store *s;
	struct snap_users *users;
	struct rec line, body;
	struct slice json; /* the body */
	struct buf line_names, body_names;
	struct shape shape; /* of bodies */
};

/* A text without escapes, which ids and the like have. 0, or -1: none. */
static int
plain(const struct rec *rec, const char *name, struct slice *text, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type != REC_STRING || f->escaped || f->text.n == 0)
		return err_set(e, ERR_DATA, "\"%s\" has to be a text without escapes", name);
	*text = f->text;
	return 0;
}

/* A text, owned by the caller; NULL with *e set. */
static char *
text(const struct rec *rec, const char *name, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);
	struct buf out = { 0 };

	if (f == NULL || f->type != REC_STRING || f->text.n == 0) {
		(void)err_set(e, ERR_DATA, "\"%s\" has to be a text", name);
		return NULL;
	}
	rec_text(f, &out);
	return buf_take(&out);
}

/* A whole number that is not there leaves *v as it is. */
static int
whole(const struct rec *rec, const char *name, int64_t *v, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL)
		return 0;
	if (f->type != REC_NUMBER || num_int(f->text.p, f->text.n, 0, LIMIT_MAX, v))
		return err_set(e, ERR_DATA, "\"%s\" has to be a whole number up to %lld", name,
		    (long long)LIMIT_MAX);
	return 0;
}

/* When it was; a time or a date. null and nothing leave *at as it is. */
static int
when(const struct rec *rec, const char *name, int64_t *at, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);

	if (f == NULL || f->type == REC_NULL)
		return 0;
	if (f->type != REC_STRING || (clock_parse_time(f->text.p, f->text.n, at) &&
					 clock_parse_date(f->text.p, f->text.n, at)))
		return err_set(e, ERR_DATA, "\"%s\" is no time", name);
	return 0;
}

static int
take_settings(struct reader *r, struct err *e)
{
	struct snap_store *s = r->s;

	return whole(&r->line, "skew", &s->skew_s, e) || whole(&r->line, "limit", &s->limit, e) ||
		       whole(&r->line, "account_limit", &s->account_limit, e)
		   ? -1
		   : 0;
}

static int
take_client(struct reader *r, struct err *e)
{
	char *id = text(&r->line, "id", e), *key = id == NULL ? NULL : text(&r->line, "key", e);
	char *user = NULL;
	int64_t signed_up = CLOCK_NONE;
	int rc = -1;

	if (key == NULL || when(&r->line, "signed_up", &signed_up, e))
		goto out;
	if (rec_get(&r->line, "personal") != NULL) {
		user = text(&r->line, "personal", e);
		if (user == NULL)
			goto out;
	}
	snap_users_add_client(r->users, id, key, user, signed_up);
	rc = 0;
out:
	free(id);
	free(key);
	free(user);
	return rc;
}

static int
take_user(struct reader *r, struct err *e)
{
	char *id = text(&r->line, "id", e), *client = NULL, *secret = NULL;
	int rc = -1;

	if (id != NULL)
		client = text(&r->line, "client", e);
	if (client != NULL)
		secret = text(&r->line, "secret", e);
	if (secret != NULL) {
		(void)snap_users_add(r->users, client, id, secret);
		rc = 0;
	}
	free(id);
	free(client);
	free(secret);
	return rc;
}

static int
take_connection(struct reader *r, struct err *e)
{
	struct snap_store *s = r->s;
	const struct rec_field *disabled = rec_get(&r->body, "disabled");
	struct snap_connection c = { .body = r->json,
		.disabled_at = CLOCK_NONE,
		.refreshed = CLOCK_NONE,
		.disabled = disabled != NULL && disabled->type == REC_TRUE };

	if (plain(&r->body, "id", &c.id, e))
		return -1;
	c.user =
	    rec_get(&r->line, "user") == NULL ? mem_str(SNAP_TEST_USER) : text(&r->line, "user", e);
	if (c.user == NULL)
		return -1;
	s->connections = mem_grow(s->connections, s->nconnections + 1, sizeof *s->connections);
	s->connections[s->nconnections++] = c;
	return 0;
}

static int
take_account(struct reader *r, struct err *e)
{
	struct snap_store *s = r->s;
	struct snap_account a = { .body = r->json };

	if (plain(&r->body, "id", &a.id, e) ||
	    plain(&r->body, "brokerage_authorization", &a.connection_id, e) ||
	    (rec_get(&r->line, "as_of") != NULL && plain(&r->line, "as_of", &a.as_of, e)))
		return -1;
	s->accounts = mem_grow(s->accounts, s->naccounts + 1, sizeof *s->accounts);
	s->accounts[s->naccounts++] = a;
	return 0;
}

/* What belongs to an account. */
static int
take_row(struct reader *r, enum snap_kind kind, struct err *e)
{
	struct snap_store *s = r->s;
	struct snap_row row = { .body = r->json };

	if (plain(&r->line, "account", &row.of, e))
		return -1;
	if (kind == SNAP_ORDER) {
		row.at = INT64_MAX;
		if (plain(&r->body, "brokerage_order_id", &row.id, e) ||
		    plain(&r->body, "status", &row.word, e) ||
		    when(&r->body, "time_placed", &row.at, e))
			return -1;
	} else if (kind == SNAP_ACTIVITY) {
		row.at = INT64_MIN;
		if (plain(&r->body, "type", &row.word, e) ||
		    when(&r->body, "trade_date", &row.at, e))
			return -1;
	}
	if (s->rows[kind].n == s->rows[kind].cap) {
		s->rows[kind].cap = mem_more(s->rows[kind].cap, s->rows[kind].n + 1);
		s->rows[kind].row =
		    mem_grow(s->rows[kind].row, s->rows[kind].cap, sizeof *s->rows[kind].row);
	}
	s->rows[kind].row[s->rows[kind].n++] = row;
	return 0;
}

/* clang-format off */
static const struct {
	const char *of;
	int (*take)(struct reader *r, struct err *e); /* NULL: take_row() */
	enum snap_kind kind;
	bool body;
	const char *members; /* beside "of" and "body" */
} kinds[] = {
	{ "account",         take_account,    SNAP_KINDS,    true,  " as_of " },
	{ "activity",        NULL,            SNAP_ACTIVITY, true,  " account " },
	{ "balance",         NULL,            SNAP_BALANCE,  true,  " account " },
	{ "balance_history", NULL,            SNAP_HISTORY,  true,  " account " },
	{ "client",          take_client,     SNAP_KINDS,    false, " id key personal signed_up " },
	{ "connection",      take_connection, SNAP_KINDS,    true,  " user " },
	{ "order",           NULL,            SNAP_ORDER,    true,  " account " },
	{ "position",        NULL,            SNAP_POSITION, true,  " account " },
	{ "return_rates",    NULL,            SNAP_RATES,    true,  " account " },
	{ "settings",        take_settings,   SNAP_KINDS,    false, " account_limit limit skew " },
	{ "user",            take_user,       SNAP_KINDS,    false, " client id secret " },
};
/* clang-format on */

/* The line's members are those of its kind. */
static int
check_members(const struct rec *line, size_t kind, struct err *e)
{
	char name[32];
	size_t i;

	for (i = 0; i < line->n; i++) {
		const struct slice s = line->f[i].name;

		(void)snprintf(name, sizeof name, " %.*s ", (int)s.n, s.p); /* cut: none of ours */
		if (!slice_is(s, "of") && !(kinds[kind].body && slice_is(s, "body")) &&
		    strstr(kinds[kind].members, name) == NULL)
			return err_set(e, ERR_DATA, "a line of \"%s\" has no member \"%.*s\"",
			    kinds[kind].of, (int)s.n, s.p);
	}
	return 0;
}

static int
take_body(struct reader *r, struct err *e)
{
	const struct rec_field *f = rec_get(&r->line, "body");
	char *end, was;
	int rc;

	if (f == NULL || f->type != REC_OBJECT)
		return err_set(e, ERR_DATA, "\"body\" has to be an object");
	r->json = f->text;
	end = r->s->text.p + (f->text.p - r->s->text.p) + f->text.n;
	was = *end;
	*end = '\0'; /* what stops the parser */
	rc = object_parse_next(f->text.p, f->text.n, &r->body, &r->body_names, &r->shape, e);
	*end = was;
	return rc ? err_wrap(e, "body") : 0;
}

static int
take_line(struct reader *r, const char *line, size_t n, struct err *e)
{
	struct slice of;
	size_t i;

	if (object_parse(line, n, &r->line, &r->line_names, e) || plain(&r->line, "of", &of, e))
		return -1;
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (slice_is(of, kinds[i].of))
			break;
	if (i == sizeof kinds / sizeof kinds[0])
		return err_set(
		    e, ERR_DATA, "\"of\" is nothing that is known: %.*s", (int)of.n, of.p);
	if (check_members(&r->line, i, e) || (kinds[i].body && take_body(r, e)))
		return -1;
	return kinds[i].take != NULL ? kinds[i].take(r, e) : take_row(r, kinds[i].kind, e);
}

/* The whole file; one that is not there is empty. */
static int
read_all(struct buf *out, const char *path, struct err *e)
{
	FILE *fp = fopen(path, "re");
	struct stat st;
	size_t n, got;

	if (fp == NULL)
		return errno == ENOENT ? 0 : err_errno(e, ERR_NOINPUT, "%s", path);
	n = fstat(fileno(fp), &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 1;
	do {
		got = fread(buf_room(out, n + 1), 1, n + 1, fp); /* one more: the end shows */
		out->len += got;
	} while (got == n + 1);
	n = (size_t)ferror(fp);
	(void)fclose(fp); /* it was only read */
	if (n != 0)
		return err_errno(e, ERR_IO, "%s", path);
	if (out->len > 0)
		out->p[out->len] = '\0';
	return 0;
}

/* Users of clients that there are; the file may have them in any order. */
static int
check_users(const struct snap_users *u, const char *path, struct err *e)
{
	size_t i;

	for (i = 0; i < u->nusers; i++)
		if (snap_users_client(u, u->users[i].client) == NULL)
			return err_set(e, ERR_DATA, "%s: user %s: there is no client %s", path,
			    u->users[i].id, u->users[i].client);
	return 0;
}

int
snap_read(struct snap_store *s, const char *path, struct snap_users *users, struct err *e)
{
	struct reader *r = mem_new(1, sizeof *r);
	const char *line, *end, *nl;
	size_t number = 0;
	int rc = read_all(&s->text, path, e);

	r->s = s;
	r->users = users;
	line = s->text.p;
	end = s->text.len == 0 ? line : line + s->text.len;
	for (; rc == 0 && line < end; line = nl + 1) {
		nl = memchr(line, '\n', (size_t)(end - line));
		if (nl == NULL)
			nl = end;
		number++;
		if (strspn(line, " \t\r") < (size_t)(nl - line) &&
		    take_line(r, line, (size_t)(nl - line), e))
			rc = err_wrap(e, "%s:%zu", path, number);
	}
	if (rc == 0)
		rc = check_users(users, path, e);
	buf_release(&r->line_names);
	buf_release(&r->body_names);
	free(r);
	return rc;
}
