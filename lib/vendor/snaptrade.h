/*
 * SnapTrade's HTTP interface: signed calls, what a refusal means, its rate limits. The keys are
 * SNAPTRADE_CLIENT_ID and SNAPTRADE_CONSUMER_KEY, and with a commercial one SNAPTRADE_USER_ID and
 * SNAPTRADE_USER_SECRET; the address is PF_SNAPTRADE_URL where that is set. Source:
 * docs.snaptrade.com/reference, /docs/authentication-methods, /docs/ratelimiting.
 */
#ifndef PF_VENDOR_SNAPTRADE_H
#define PF_VENDOR_SNAPTRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "net/http.h"
#include "vendor/snaptrade_refusal.h"
#include "vendor/snaptrade_sign.h"

struct err;
struct snaptrade;

#define SNAPTRADE_PARAMS_MAX 8
#define SNAPTRADE_SCOPE_MAX 32

/* The keys of the environment, checked as snaptrade_keys_check() says. ERR_CONFIG. */
int snaptrade_keys_env(struct snaptrade_keys *keys, struct err *e);

/* ERR_CONFIG when a key is missing or the address is none. deadline_ns as http_open(). Close in any
 * case. */
int snaptrade_open(struct snaptrade **st, int64_t deadline_ns, bool trace, struct err *e);
void snaptrade_close(struct snaptrade *st);

/* Whose list of accounts it is, in letters that tell nobody the user's or client's id. */
const char *snaptrade_scope(const struct snaptrade *st);

struct snaptrade_call;

/* It ended: rc 0 with a reply 200, or another 2xx to what is no GET, in c->r.reply, or -1 with *e, and c->why where the vendor refused.
 * May free c. 0, or -1 with *e to end the run. */
typedef int snaptrade_done(struct snaptrade_call *c, int rc, struct err *e);

/* One call; signed anew each time it is sent. */
struct snaptrade_call {
	const char *method;   /* "GET" */
	char *path;           /* owned: "/accounts/ID/orders", ID encoded */
	const char *body;     /* borrowed, JSON in one line, ASCII; NULL: none */
	bool is_public;       /* not signed */
	snaptrade_done *done; /* NULL for snaptrade_once() */
	void *arg;            /* the owner's */
	enum snaptrade_why why;

	/* inside */
	struct snaptrade *st;
	struct {
		char *name, *value; /* owned */
	} param[SNAPTRADE_PARAMS_MAX];
	size_t nparams;
	struct http_request r;
	struct buf query, url, header;
	const char *headers[2];
};

/* The path is the texts up to NULL joined by '/', each encoded: ("accounts", id, "orders"). */
void snaptrade_call_init(struct snaptrade_call *c, const char *method, const char *const *path);
/* One that is encoded already, from its '/' on. */
void snaptrade_call_path(struct snaptrade_call *c, const char *method, const char *path);
/* ERR_USAGE when there are too many. */
int snaptrade_call_param(
    struct snaptrade_call *c, const char *name, const char *value, struct err *e);
void snaptrade_call_release(struct snaptrade_call *c);

/* Queue it; all that is queued is sent by run(), several at a time. */
void snaptrade_add(struct snaptrade *st, struct snaptrade_call *c);
int snaptrade_run(struct snaptrade *st, struct err *e);

/* One call to its end: 0 with such a reply, or -1 as above. */
int snaptrade_once(struct snaptrade *st, struct snaptrade_call *c, struct err *e);

#endif
