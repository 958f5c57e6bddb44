#include "sandbox/snaptrade_fault.h"

#include <inttypes.h>
#include <string.h>

#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"

/* clang-format off */
const struct fault_kind snap_faults[] = {
	{ "1076",      FAULT_VENDOR, NULL,      0, "401: the signature cannot be verified" },
	{ "1083",      FAULT_VENDOR, NULL,      0, "401: the user or its secret is wrong" },
	{ "402",       FAULT_VENDOR, NULL,      0, "402: the connection is disabled and cannot sync" },
	{ "410",       FAULT_VENDOR, NULL,      0, "410: the endpoint is no longer there" },
	{ "425",       FAULT_VENDOR, NULL,      0, "425: the data is still being populated" },
	{ "501",       FAULT_VENDOR, NULL,      0, "501: the broker does not support it" },
	{ "busy",      FAULT_VENDOR, NULL,      0, "503: the broker is busy" },
	{ "disabled",  FAULT_VENDOR, NULL,      0, "connections are disabled since yesterday; their data stays" },
	{ "empty",     FAULT_VENDOR, NULL,      0, "the answer is good and has nothing in it" },
	{ "half",      FAULT_VENDOR, NULL,      0, "500 for every second account" },
	{ "no-symbol", FAULT_VENDOR, NULL,      0, "the first position's instrument has no symbol" },
	{ "shrink",    FAULT_VENDOR, "count",   1, "only the first that many positions are there" },
	{ "status",    FAULT_VENDOR, NULL,      0, "the first order has status NEW_THING" },
	{ "throttled", FAULT_VENDOR, NULL,      0, "429: refreshed too recently; waiting seconds does not help" },
	{ "twin",      FAULT_VENDOR, NULL,      0, "the first account is listed twice" },
	{ 0 }
};
/* clang-format on */

bool
snap_fault(const struct snap_call *c, const char *kind)
{
	return c->r->fault != NULL && strcmp(c->r->fault->kind->name, kind) == 0;
}

int64_t
snap_fault_value(const struct snap_call *c)
{
	return c->r->fault->value;
}

bool
snap_fault_refuses(const struct snap_call *c)
{
	static const struct {
		const char *kind;
		enum snap_error error;
	} refusals[] = { { "1076", SNAP_BAD_SIGNATURE }, { "1083", SNAP_BAD_USER },
		{ "402", SNAP_DISABLED }, { "410", SNAP_GONE }, { "425", SNAP_EARLY },
		{ "501", SNAP_NO_SUPPORT }, { "busy", SNAP_BUSY }, { "throttled", SNAP_TOO_SOON } };
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (!snap_fault(c, refusals[i].kind))
			continue;
		snap_refuse(c->reply, refusals[i].error);
		return true;
	}
	if (snap_fault(c, "half") && c->account != NULL &&
	    (c->account - c->snap->store.accounts) % 2 == 1) {
		snap_refuse(c->reply, SNAP_BROKEN);
		return true;
	}
	return false;
}

/* What every vendor's kinds are here. Gateways stand in front: their HTML is as it is. */
bool
snap_fail(const struct fault *f, const struct request *r, struct reply *reply)
{
	static const struct {
		unsigned status;
		enum snap_error error;
	} own[] = { { 400, SNAP_BAD_DATA }, { 403, SNAP_FORBIDDEN }, { 404, SNAP_NOT_FOUND },
		{ 500, SNAP_BROKEN } };
	size_t i;

	snap_name_request(r, reply);
	if (f->kind->status == 429) {
		reply_header(reply, "X-RateLimit-Limit", "%d", SNAP_LIMIT);
		reply_header(reply, "X-RateLimit-Remaining", "0");
		reply_header(reply, "X-RateLimit-Reset", "%" PRId64, f->value);
		snap_throttle(reply, f->value);
		return true;
	}
	for (i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (own[i].status != f->kind->status)
			continue;
		snap_refuse(reply, own[i].error);
		return true;
	}
	return false;
}
