#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/emit.h"
#include "io/json.h"
#include "sandbox/fault.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

/* Where a user would connect an account; .invalid leads nowhere (RFC 6761). */
#define PORTAL "https://app.snaptrade.invalid/snapTrade/redeemToken"
#define ID_MAX 256 /* bytes of a user's name */

static void
put_string(struct buf *out, const char *name, const char *value)
{
	snap_put_text(out, name, "");
	emit_quote(out, value, strlen(value));
}

/* The body, an object, owned by the caller; NULL with the reply made. */
static struct json *
take_body(struct snap_call *c)
{
	struct err e;
	struct json *body = json_parse(c->r->body.len == 0 ? "" : c->r->body.p, c->r->body.len, &e);

	if (json_is_object(body))
		return body;
	json_free(body);
	snap_refuse(c->reply, SNAP_BAD_DATA);
	return NULL;
}

void
snap_partner(struct snap_call *c)
{
	struct buf *out = snap_ok(c);

	buf_char(out, '{');
	put_string(out, "slug", c->client->id);
	put_string(out, "name", c->client->id);
	buf_str(out, ",\"logo_url\":null,\"allowed_brokerages\":[],\"can_access_trades\":false,"
		     "\"can_access_holdings\":true,\"can_access_account_history\":true,"
		     "\"can_access_reference_data\":true,\"can_access_portfolio_management\":false,"
		     "\"can_access_orders\":true,\"redirect_uri\":null,\"pin_required\":false}");
}

void
snap_list_users(struct snap_call *c)
{
	const struct snap_users *u = &c->snap->users;
	struct buf *out = snap_ok(c);
	size_t i;

	buf_char(out, '[');
	for (i = 0; i < u->nusers && !snap_fault(c, "empty"); i++) {
		if (snap_users_find(u, c->client, u->users[i].id) != &u->users[i])
			continue;
		snap_next(out);
		emit_quote(out, u->users[i].id, strlen(u->users[i].id));
	}
	buf_char(out, ']');
}

static void
answer_user(struct snap_call *c, const struct snap_user *user)
{
	struct buf *out = snap_ok(c);

	buf_char(out, '{');
	put_string(out, "userId", user->id);
	put_string(out, "userSecret", user->secret);
	buf_char(out, '}');
}

void
snap_register(struct snap_call *c)
{
	struct json *body = take_body(c);
	const char *id = json_str(json_get(body, "userId"));

	if (body == NULL)
		return;
	if (id == NULL || *id == '\0' || strlen(id) > ID_MAX ||
	    snap_users_find(&c->snap->users, c->client, id) != NULL)
		snap_refuse(c->reply, SNAP_BAD_DATA);
	else
		answer_user(c, snap_users_add(&c->snap->users, c->client->id, id, NULL));
	json_wipe(body);
}

void
snap_reset_secret(struct snap_call *c)
{
	struct json *body = take_body(c);
	const char *id = json_str(json_get(body, "userId"));
	const char *secret = json_str(json_get(body, "userSecret"));
	struct snap_user *user;

	if (body == NULL)
		return;
	user = id == NULL ? NULL : snap_users_find(&c->snap->users, c->client, id);
	if (id == NULL || secret == NULL) {
		snap_refuse(c->reply, SNAP_BAD_DATA);
	} else if (user == NULL || strcmp(user->secret, secret) != 0) {
		snap_refuse(c->reply, SNAP_BAD_USER);
	} else {
		snap_users_new_secret(&c->snap->users, user);
		answer_user(c, user);
	}
	json_wipe(body);
}

void
snap_delete_user(struct snap_call *c)
{
	const char *id = snap_param(c, "userId");
	struct snap_user *user =
	    id == NULL ? NULL : snap_users_find(&c->snap->users, c->client, id);
	struct snap_store *s = &c->snap->store;
	struct buf *out;
	size_t i;

	if (id == NULL) {
		snap_refuse(c->reply, SNAP_BAD_DATA);
		return;
	}
	if (user == NULL) {
		snap_refuse(c->reply, SNAP_NOT_FOUND);
		return;
	}
	user->deleted = true;
	for (i = 0; i < s->nconnections; i++)
		if (strcmp(s->connections[i].user, user->id) == 0)
			s->connections[i].deleted = true;
	out = snap_ok(c);
	buf_str(out, "{\"status\":\"deleted\",\"detail\":\"User is queued for deletion\"");
	put_string(out, "userId", user->id);
	buf_char(out, '}');
}

/* What a login may say. 0, or -1 with the reply made. */
static int
check_login(struct snap_call *c, const struct json *body)
{
	static const char *const types[] = { "read", "trade", "trade-if-available" };
	const struct json *type = json_get(body, "connectionType");
	const char *reconnect = json_str(json_get(body, "reconnect"));
	const struct snap_connection *connection;
	size_t i = 0, n = sizeof types / sizeof types[0];

	if (type != NULL && !json_is_null(type)) {
		while (i < n && (json_str(type) == NULL || strcmp(json_str(type), types[i]) != 0))
			i++;
		if (i == n) {
			snap_refuse(c->reply, SNAP_BAD_DATA);
			return -1;
		}
	}
	if (reconnect == NULL)
		return 0;
	connection =
	    snap_store_connection(&c->snap->store, (struct slice){ reconnect, strlen(reconnect) });
	if (connection != NULL && snap_is_mine(c, connection))
		return 0;
	snap_refuse(c->reply, SNAP_NOT_FOUND);
	return -1;
}

void
snap_login(struct snap_call *c)
{
	struct json *body = c->r->body.len == 0 ? NULL : take_body(c);
	struct buf *out;
	uint64_t n;

	if ((c->r->body.len > 0 && body == NULL) || check_login(c, body))
		goto out;
	n = ++c->snap->sessions;
	out = snap_ok(c);
	buf_fmt(out,
	    "{\"redirectURI\":\"" PORTAL "?token=%016" PRIx64
	    "&sessionId=00000000-0000-4000-8000-%012" PRIx64
	    "\",\"sessionId\":\"00000000-0000-4000-8000-%012" PRIx64 "\"}",
	    fault_mix(n), n, n);
out:
	json_wipe(body);
}
