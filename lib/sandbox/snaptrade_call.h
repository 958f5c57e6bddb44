/* A request to SnapTrade's side, checked so far that it is known who asks for what. */
#ifndef PF_SANDBOX_SNAPTRADE_CALL_H
#define PF_SANDBOX_SNAPTRADE_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "io/rec.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"
#include "sandbox/snaptrade_store.h"
#include "sandbox/snaptrade_users.h"

struct err;

struct snap {
	struct snap_users users;
	struct snap_store store;
	uint64_t sessions; /* of the portal */
};

struct snap_call {
	struct snap *snap; /* all borrowed */
	const struct request *r;
	struct reply *reply;
	struct snap_client *client;
	struct snap_user *user; /* by the pair in the query; NULL: a personal key, or not needed */
	const char *owner;      /* whose data it is; NULL: nobody's */
	struct slice id;        /* what the path names */
	struct snap_account *account;       /* by it, where the path is an account's */
	struct snap_connection *connection; /* likewise */
	int64_t now;                        /* ns; the calendar clock, which PF_NOW may have set */
};

/* The data of that folder, with the clients that are there from the start. As snap_store_read();
 * release in any case. */
int snap_init(struct snap *snap, const char *folder, struct err *e);
void snap_release(struct snap *snap);

/* Whether a word stands in a list with commas between. */
bool snap_listed(const char *list, struct slice word);

/* The path without the prefix that it had once, which is still served. */
const char *snap_path(const struct request *r);

/* The headers that every reply has. */
void snap_name_request(const struct request *r, struct reply *reply);

/* A time as the vendor writes them: at most microseconds. */
void snap_time_text(char out[CLOCK_TEXT_MAX], int64_t ns);

/* The value of a parameter in the query; NULL: not there. */
const char *snap_param(const struct snap_call *c, const char *name);

/* Parameters, checked: 0, also when it is not there, which leaves *v as it is; or -1 with the reply
 * made. */
int snap_param_int(const struct snap_call *c, const char *name, int64_t min, int64_t *v);
int snap_param_bool(const struct snap_call *c, const char *name, bool *v);
int snap_param_day(const struct snap_call *c, const char *name, int64_t *midnight);

/* Whether what the connection has is the caller's to see. */
bool snap_is_mine(const struct snap_call *c, const struct snap_connection *connection);

/* A reply of 200 begins. */
struct buf *snap_ok(const struct snap_call *c);

/* Add the bodies of rows to an array that was opened; the fault "empty" leaves them out. */
void snap_add_rows(const struct snap_call *c, struct snap_rows rows);

/* A comma, unless the array begins. */
void snap_next(struct buf *out);

/* An array of the caller's accounts, those of one connection or (NULL) all. */
void snap_add_accounts(const struct snap_call *c, const struct snap_connection *of);

/* The orders of the last 30 days, into an array that was opened. */
void snap_add_orders(struct snap_call *c);

/* The endpoints. */
typedef void snap_answer(struct snap_call *c);

snap_answer snap_list_accounts, snap_get_account, snap_balances, snap_positions, snap_orders,
    snap_recent_orders, snap_order_details, snap_activities, snap_holdings, snap_list_connections,
    snap_get_connection, snap_connection_accounts, snap_union_accounts, snap_refresh, snap_sync,
    snap_disable, snap_delete_connection, snap_balance_history, snap_return_rates, snap_orders_v2,
    snap_recent_orders_v2, snap_partner, snap_list_users, snap_register, snap_reset_secret,
    snap_delete_user, snap_login;

#endif
