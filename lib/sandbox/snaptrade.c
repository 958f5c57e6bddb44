#include "sandbox/snaptrade.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "sandbox/route.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_sign.h"
#include "sandbox/vendors.h"

#define PREFIX "snaptrade."

#define USER 1u        /* a commercial key needs the user pair */
#define ACCOUNT 2u     /* the path names an account */
#define LIMITED 6u     /* and counts against that one's own limit */
#define CONNECTION 8u  /* the path names a connection */
#define COMMERCIAL 16u /* not for personal keys */
#define OPEN 32u       /* not signed */

static snap_answer status;

/* clang-format off */
static const struct route {
	const char *method, *path; /* a star stands for an id */
	const char *word;          /* the METHOD of a fault */
	unsigned flags;
	snap_answer *answer;
} routes[] = {
	{ "GET",    "/",                                   "status",                 OPEN,              status },
	{ "GET",    "/accounts",                           "accounts",               USER,              snap_list_accounts },
	{ "GET",    "/accounts/*",                         "account",                USER | LIMITED,    snap_get_account },
	{ "GET",    "/accounts/*/activities",              "activities",             USER | LIMITED,    snap_activities },
	{ "GET",    "/accounts/*/balanceHistory",          "balance-history",        USER | ACCOUNT,    snap_balance_history },
	{ "GET",    "/accounts/*/balances",                "balances",               USER | LIMITED,    snap_balances },
	{ "GET",    "/accounts/*/holdings",                "holdings",               USER | LIMITED,    snap_holdings },
	{ "GET",    "/accounts/*/orders",                  "orders",                 USER | LIMITED,    snap_orders },
	{ "GET",    "/accounts/*/orders/v2",               "orders-v2",              USER | ACCOUNT,    snap_orders_v2 },
	{ "POST",   "/accounts/*/orders/details",          "order-details",          USER | LIMITED,    snap_order_details },
	{ "GET",    "/accounts/*/positions/all",           "positions",              USER | LIMITED,    snap_positions },
	{ "GET",    "/accounts/*/recentOrders",            "recent-orders",          USER | LIMITED,    snap_recent_orders },
	{ "GET",    "/accounts/*/recentOrders/v2",         "recent-orders-v2",       USER | ACCOUNT,    snap_recent_orders_v2 },
	{ "GET",    "/accounts/*/returnRates",             "return-rates",           USER | ACCOUNT,    snap_return_rates },
	{ "GET",    "/authorizations",                     "authorizations",         USER,              snap_list_connections },
	{ "GET",    "/authorizations/*",                   "authorization",          USER | CONNECTION, snap_get_connection },
	{ "GET",    "/authorizations/*/accounts",          "authorization-accounts", USER | CONNECTION, snap_connection_accounts },
	{ "POST",   "/authorizations/*/disable",           "disable",                USER | CONNECTION, snap_disable },
	{ "POST",   "/authorizations/*/refresh",           "refresh",                USER | CONNECTION, snap_refresh },
	{ "POST",   "/authorizations/*/transactions/sync", "sync",                   USER | CONNECTION, snap_sync },
	{ "DELETE", "/connection/*",                       "delete-connection",      USER | CONNECTION, snap_delete_connection },
	{ "GET",    "/connections/*/accounts",             "connection-accounts",    USER | CONNECTION, snap_union_accounts },
	{ "DELETE", "/snapTrade/deleteUser",               "delete-user",            COMMERCIAL,        snap_delete_user },
	{ "GET",    "/snapTrade/listUsers",                "list-users",             COMMERCIAL,        snap_list_users },
	{ "POST",   "/snapTrade/login",                    "login",                  USER,              snap_login },
	{ "GET",    "/snapTrade/partners",                 "partners",               0,                 snap_partner },
	{ "POST",   "/snapTrade/registerUser",             "register",               COMMERCIAL,        snap_register },
	{ "POST",   "/snapTrade/resetUserSecret",          "reset-secret",           COMMERCIAL,        snap_reset_secret },
};

static const struct sandbox_var vars[] = {
	{ "PF_SNAPTRADE_URL",       VAR_URL,    "" },
	{ "SNAPTRADE_CLIENT_ID",    VAR_WORD,   SNAP_TEST_CLIENT },
	{ "SNAPTRADE_CONSUMER_KEY", VAR_SECRET, SNAP_TEST_KEY },
	{ "SNAPTRADE_USER_ID",      VAR_WORD,   SNAP_TEST_USER },
	{ "SNAPTRADE_USER_SECRET",  VAR_SECRET, SNAP_TEST_SECRET },
	{ 0 }
};
/* clang-format on */

static const char *const hidden[] = { "userSecret", "Signature", "consumerKey", NULL };

static int
snap_open(void **state, const struct sandbox_config *config, struct err *e)
{
	struct snap *snap = mem_new(1, sizeof *snap);

	*state = snap;
	return snap_init(snap, config->data, e);
}

static void
snap_close(void *state)
{
	snap_release(state);
	free(state);
}

/* The route; NULL: none, and *other tells whether there is one of another method. */
static const struct route *
find(const struct request *r, struct slice *id, bool *other)
{
	const char *path = snap_path(r);
	size_t i;

	*other = false;
	for (i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		if (!route_fits(routes[i].path, path, id, 1))
			continue;
		if (strcmp(routes[i].method, r->method) == 0)
			return &routes[i];
		*other = true;
	}
	return NULL;
}

static char *
snap_target(const struct request *r)
{
	struct slice id;
	bool other;
	const struct route *route = find(r, &id, &other);

	return route == NULL ? NULL : mem_fmt(PREFIX "%s", route->word);
}

static void
status(struct snap_call *c)
{
	char now[CLOCK_TEXT_MAX];

	snap_time_text(now, clock_real()); /* what clients measure theirs by */
	buf_fmt(snap_ok(c), "{\"version\":153,\"timestamp\":\"%s\",\"online\":true}", now);
}

/* The user of a commercial key, or whom a personal key is for. 0, or -1 with the reply made. */
static int
take_user(struct snap_call *c, unsigned flags)
{
	const char *id = snap_param(c, "userId"), *secret = snap_param(c, "userSecret");

	if (c->client->user != NULL && (flags & COMMERCIAL) != 0) {
		snap_refuse(c->reply, SNAP_FORBIDDEN);
		return -1;
	}
	if (c->client->user != NULL) {
		c->owner = c->client->user;
		if (id == NULL && secret == NULL)
			return 0;
		snap_refuse(c->reply, SNAP_BAD_DATA);
		return -1;
	}
	if ((flags & USER) == 0)
		return 0;
	if (id == NULL || secret == NULL) {
		snap_refuse(c->reply, SNAP_NO_CREDENTIALS);
		return -1;
	}
	c->user = snap_users_find(&c->snap->users, c->client, id);
	if (c->user == NULL || strcmp(c->user->secret, secret) != 0) {
		snap_refuse(c->reply, SNAP_BAD_USER);
		return -1;
	}
	c->owner = c->user->id;
	return 0;
}

/* Who asks, by clientId, timestamp and signature. 0, or -1 with the reply made. */
static int
authenticate(struct snap_call *c, unsigned flags)
{
	const char *at = snap_param(c, "timestamp");
	int64_t s, now_s = clock_real() / CLOCK_SECOND, skew = c->snap->store.skew_s;
	enum snap_error why = SNAP_BAD_SIGNATURE;

	if (snap_param(c, "clientId") == NULL || at == NULL ||
	    request_header(c->r, "signature") == NULL)
		why = SNAP_NO_CREDENTIALS;
	else if (num_int(at, strlen(at), 0, INT64_MAX / CLOCK_SECOND, &s) || s < now_s - skew ||
		 s > now_s + skew)
		why = SNAP_BAD_TIME; /* of milliseconds, too: they are far ahead */
	else if (c->client != NULL && snap_signed(c->r, c->client->key))
		return take_user(c, flags);
	snap_refuse(c->reply, why);
	return -1;
}

/* Whether the client may ask again; else the reply is made. */
static bool
may_ask(struct snap_call *c)
{
	struct snap_window *w = c->client != NULL ? &c->client->window : &c->snap->users.others;
	int64_t wait;

	if (snap_window_count(w, c->snap->store.limit, "", clock_mono(), c->reply, &wait))
		return true;
	snap_throttle(c->reply, wait);
	return false;
}

/* The account or connection that the path names. 0, or -1 with the reply made. */
static int
find_thing(struct snap_call *c, unsigned flags)
{
	const struct snap_connection *owns;
	struct snap_window *w;
	int64_t wait;

	if ((flags & (ACCOUNT | CONNECTION)) == 0)
		return 0;
	if ((flags & ACCOUNT) != 0)
		c->account = snap_store_account(&c->snap->store, c->id);
	else
		c->connection = snap_store_connection(&c->snap->store, c->id);
	owns = c->account != NULL ? c->account->connection : c->connection;
	if (owns == NULL || !snap_is_mine(c, owns)) {
		snap_refuse(c->reply, SNAP_NOT_FOUND);
		return -1;
	}
	if ((flags & LIMITED) != LIMITED || c->client->user == NULL)
		return 0;
	w = snap_client_window(c->client, (size_t)(c->account - c->snap->store.accounts));
	if (snap_window_count(
		w, c->snap->store.account_limit, "Account-", clock_mono(), c->reply, &wait))
		return 0;
	snap_throttle(c->reply, wait);
	return -1;
}

static void
snap_answer_request(void *state, const struct request *r, struct reply *reply)
{
	struct snap_call c = { .snap = state, .r = r, .reply = reply };
	const struct route *route;
	const char *id;
	struct err e;
	bool other;

	snap_name_request(r, reply);
	id = snap_param(&c, "clientId");
	c.client = id == NULL ? NULL : snap_users_client(&c.snap->users, id);
	if (clock_now(&c.now, &e))
		c.now = clock_real(); /* it was checked when we began */
	route = find(r, &c.id, &other);
	if (!may_ask(&c))
		return;
	if (route == NULL)
		snap_refuse(reply, other ? SNAP_BAD_METHOD : SNAP_NOT_FOUND);
	else if ((route->flags & OPEN) != 0 ||
		 (authenticate(&c, route->flags) == 0 && find_thing(&c, route->flags) == 0 &&
		     !snap_fault_refuses(&c)))
		route->answer(&c);
}

const struct sandbox_vendor snap_vendor = {
	.name = "snaptrade",
	.vars = vars,
	.hidden = hidden,
	.faults = snap_faults,
	.open = snap_open,
	.close = snap_close,
	.target = snap_target,
	.answer = snap_answer_request,
	.fail = snap_fail,
};
