/*
 * SnapTrade's refusals: {"detail":"...","status_code":401,"code":"1076"}, as its servers answer
 * (docs.snaptrade.com/docs/ratelimiting, and the examples of the OpenAPI description); 501 has
 * {"error":"..."}, and the code of 410 is not known.
 */
#ifndef PF_SANDBOX_SNAPTRADE_ERROR_H
#define PF_SANDBOX_SNAPTRADE_ERROR_H

#include <stdint.h>

#include "sandbox/reply.h"

enum snap_error {
	SNAP_BAD_DATA,      /* 400 */
	SNAP_BAD_SIGNATURE, /* 401, also a client that there is not */
	SNAP_BAD_TIME,
	SNAP_NO_CREDENTIALS,
	SNAP_BAD_USER,
	SNAP_DISABLED, /* 402: cannot sync */
	SNAP_DISABLED_ALREADY,
	SNAP_FORBIDDEN, /* 403 */
	SNAP_NO_FEATURE,
	SNAP_NOT_FOUND, /* 404 */
	SNAP_BAD_METHOD,
	SNAP_GONE,       /* 410 */
	SNAP_EARLY,      /* 425: still being populated */
	SNAP_TOO_SOON,   /* 429 of a refresh: waiting seconds will not help */
	SNAP_BROKEN,     /* 500 */
	SNAP_NO_SUPPORT, /* 501: by the broker */
	SNAP_BUSY,       /* 503 */
};

void snap_refuse(struct reply *reply, enum snap_error error);

/* 429 with the seconds to wait. */
void snap_throttle(struct reply *reply, int64_t seconds);

#endif
