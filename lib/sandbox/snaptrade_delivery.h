/*
 * Webhooks as SnapTrade sends them (docs.snaptrade.com/docs/webhooks): the body in a spelling that is
 * not the one that is signed, so that a receiver must make that; and bad ones, on demand.
 */
#ifndef PF_SANDBOX_SNAPTRADE_DELIVERY_H
#define PF_SANDBOX_SNAPTRADE_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/hmac.h"

struct err;
struct snap;

struct snap_delivery {
	char id[37];       /* webhookId */
	const char *event; /* borrowed */
	char *body;        /* owned */
	char signature[HMAC_BASE64_LEN + 1];
	bool genuine; /* signed with the client's key, and as it was signed */
};

struct snap_delivery_plan {
	const char *client;  /* whose key signs; NULL: the one that is there from the start */
	const char *event;   /* of all; NULL: every sort in turn */
	const char *account; /* likewise; NULL: every one in turn */
	uint64_t seed;
	int64_t forged; /* so many of 100 are not genuine */
	int64_t at;     /* eventTimestamp, ns */
};

/* base64(HMAC-SHA256(key, canonical body)). ERR_DATA: no JSON. */
int snap_delivery_sign(
    char out[HMAC_BASE64_LEN + 1], const char *body, size_t n, const char *key, struct err *e);

/* The i-th of a plan, the same every time. ERR_USAGE: no such client or account. Release in any
 * case. */
int snap_delivery_make(struct snap_delivery *d, const struct snap *snap,
    const struct snap_delivery_plan *plan, size_t i, struct err *e);
void snap_delivery_release(struct snap_delivery *d);

#endif
