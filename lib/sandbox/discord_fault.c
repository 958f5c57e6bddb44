#include "sandbox/discord_fault.h"

#include <inttypes.h>

#include "sandbox/discord_call.h"

/* clang-format off */
const struct fault_kind disc_faults[] = {
	{ "401",        FAULT_VENDOR, NULL,      0,    "401: the token is bad" },
	{ "50001",      FAULT_VENDOR, NULL,      0,    "403: missing access" },
	{ "50013",      FAULT_VENDOR, NULL,      0,    "403: missing permissions" },
	{ "10003",      FAULT_VENDOR, NULL,      0,    "404: unknown channel" },
	{ "blocked",    FAULT_VENDOR, NULL,      0,    "403: a page for people, as what stands in front sends" },
	{ "cloudflare", FAULT_VENDOR, "seconds", 1,    "429: a page for people, and Retry-After alone" },
	{ "global",     FAULT_VENDOR, "ms",      500,  "429: the limit of all requests" },
	{ "no-content", FAULT_VENDOR, NULL,      0,    "the intent of message content is not enabled" },
	{ "no-headers", FAULT_VENDOR, NULL,      0,    "no headers of the limits" },
	{ "overloaded", FAULT_VENDOR, NULL,      0,    "503: overloaded, code 130000" },
	{ "shared",     FAULT_VENDOR, "ms",      500,  "429: a limit that others have used up" },
	/* of the gateway, for its own words alone */
	{ "close",      FAULT_VENDOR, "code",    4000, "gateway: closed with that code" },
	{ "drop",       FAULT_VENDOR, NULL,      0,    "gateway: the connection is gone without a word" },
	{ "invalid",    FAULT_VENDOR, "bool",    0,    "gateway: invalid session, 1: which can be resumed" },
	{ "junk",       FAULT_VENDOR, NULL,      0,    "gateway: a text that is no JSON" },
	{ "pieces",     FAULT_VENDOR, "bytes",   7,    "gateway: a message in frames of that many bytes" },
	{ "reconnect",  FAULT_VENDOR, NULL,      0,    "gateway: please reconnect" },
	{ "repeat",     FAULT_VENDOR, NULL,      0,    "gateway: the event comes twice" },
	{ "request",    FAULT_VENDOR, NULL,      0,    "gateway: a heartbeat is asked for" },
	{ "zombie",     FAULT_VENDOR, NULL,      0,    "gateway: nothing comes any more, but the connection stays" },
	{ 0 }
};
/* clang-format on */

static void
page(struct reply *reply, unsigned status)
{
	reply->status = status;
	reply_header(reply, "Content-Type", "text/html; charset=UTF-8");
	reply_header(reply, "Server", "cloudflare");
	buf_fmt(&reply->body,
	    "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head><title>%s | discord.com</title></head>\n"
	    "<body><h1>Error %u</h1></body>\n</html>\n",
	    status == 429 ? "Access denied" : "Attention Required!", status == 429 ? 1015 : 1020);
}

bool
disc_fault_refuses(const struct disc_call *c)
{
	static const struct {
		const char *kind;
		enum disc_error error;
	} refusals[] = { { "401", DISC_UNAUTHORIZED }, { "50001", DISC_NO_ACCESS },
		{ "50013", DISC_NO_PERMISSION }, { "10003", DISC_NO_CHANNEL },
		{ "overloaded", DISC_OVERLOADED } };
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (!disc_fault(c, refusals[i].kind))
			continue;
		disc_refuse(c->reply, refusals[i].error);
		return true;
	}
	if (disc_fault(c, "global") || disc_fault(c, "shared")) {
		disc_throttle(c->reply, disc_fault_value(c), c->r->fault->kind->name);
	} else if (disc_fault(c, "blocked")) {
		page(c->reply, 403);
	} else if (disc_fault(c, "cloudflare")) {
		page(c->reply, 429);
		reply_header(c->reply, "Retry-After", "%" PRId64, disc_fault_value(c));
	} else {
		return false;
	}
	return true;
}

/* What every vendor's kinds are here. */
bool
disc_fail(const struct fault *f, const struct request *r, struct reply *reply)
{
	static const struct {
		unsigned status;
		enum disc_error error;
	} own[] = { { 400, DISC_BAD_FORM }, { 403, DISC_NO_ACCESS }, { 404, DISC_NO_PAGE },
		{ 500, DISC_BROKEN } };
	size_t i;

	(void)r;
	if (f->kind->status == 429) {
		disc_throttle(reply, f->value * 1000, "user");
		return true;
	}
	for (i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (own[i].status != f->kind->status)
			continue;
		disc_refuse(reply, own[i].error);
		return true;
	}
	return false;
}
