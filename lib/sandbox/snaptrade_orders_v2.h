/*
 * Orders in the shape of orders/v2 and of the webhooks about trades, made of the records of the older
 * one, which has a record for each leg (AccountOrderRecordV2 of the vendor's OpenAPI description).
 */
#ifndef PF_SANDBOX_SNAPTRADE_ORDERS_V2_H
#define PF_SANDBOX_SNAPTRADE_ORDERS_V2_H

#include "sandbox/snaptrade_store.h"

struct buf;

/* How many of the rows, from the first on, are legs of one order. */
size_t snap_v2_legs(struct snap_rows rows);

/* Add the order whose legs the rows are. status NULL: what they say, else that, as JSON. */
void snap_v2_add(struct buf *out, struct snap_rows legs, const char *status);

#endif
