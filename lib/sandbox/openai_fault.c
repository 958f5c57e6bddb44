#include "sandbox/openai_fault.h"

#include <inttypes.h>
#include <string.h>

#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"

/* clang-format off */
const struct fault_kind oai_faults[] = {
	/* answers that are not as they should be */
	{ "enum",        FAULT_VENDOR, NULL,    0,   "a word that is not in its enum" },
	{ "fence",       FAULT_VENDOR, NULL,    0,   "the JSON stands between ``` fences" },
	{ "filter",      FAULT_VENDOR, NULL,    0,   "finish_reason content_filter, and a third of the text" },
	{ "finish",      FAULT_VENDOR, NULL,    0,   "a finish_reason that nobody knows" },
	{ "length",      FAULT_VENDOR, NULL,    0,   "finish_reason length, and half of the text" },
	{ "levels",      FAULT_VENDOR, NULL,    0,   "the prices of levels and options are strings" },
	{ "many",        FAULT_VENDOR, "count", 200, "that many ideas" },
	{ "nochoice",    FAULT_VENDOR, NULL,    0,   "choices is empty" },
	{ "none",        FAULT_VENDOR, NULL,    0,   "the list of ideas is empty" },
	{ "norefusal",   FAULT_VENDOR, NULL,    0,   "a message has no member refusal" },
	{ "nousage",     FAULT_VENDOR, NULL,    0,   "there is no usage" },
	{ "nul",         FAULT_VENDOR, NULL,    0,   "the first string of the JSON has a NUL in it" },
	{ "prose",       FAULT_VENDOR, NULL,    0,   "the JSON stands between sentences" },
	{ "refusal",     FAULT_VENDOR, NULL,    0,   "the model refuses" },
	{ "symbol",      FAULT_VENDOR, NULL,    0,   "the ideas are about ZZQX, whatever the text says" },
	{ "thought",     FAULT_VENDOR, NULL,    0,   "finish_reason length and no text: it all went into reasoning" },
	{ "failed",      FAULT_VENDOR, NULL,    0,   "a response of status failed, under HTTP 200" },
	/* batches, where they are submitted */
	{ "batch_expired", FAULT_VENDOR, NULL,    0, "the batch expires with a part of its lines done" },
	{ "batch_failed",  FAULT_VENDOR, NULL,    0, "the batch fails: too many tokens are enqueued" },
	{ "batch_pending", FAULT_VENDOR, "polls", 5, "the batch is in progress for that many polls" },
	{ "lines_failed",  FAULT_VENDOR, NULL,    0, "every second line of the batch is answered with 500" },
	{ "lines_garbled", FAULT_VENDOR, NULL,    0, "every second line of its output is cut in the middle" },
	{ "lines_lost",    FAULT_VENDOR, NULL,    0, "every second line of the batch is in none of its files" },
	/* refusals */
	{ "credit",      FAULT_VENDOR, NULL,    0,   "429 credit_balance_exhausted: a retry does not help" },
	{ "number",      FAULT_VENDOR, NULL,    0,   "400 whose code is a number, as llama.cpp sends it" },
	{ "obey",        FAULT_VENDOR, NULL,    0,   "500 with x-should-retry: false" },
	{ "overloaded",  FAULT_VENDOR, NULL,    0,   "503 server_is_overloaded" },
	{ "page",        FAULT_VENDOR, NULL,    0,   "400 with a page of HTML" },
	{ "plain",       FAULT_VENDOR, NULL,    0,   "400 with plain text" },
	{ "quota",       FAULT_VENDOR, NULL,    0,   "429 insufficient_quota: a retry does not help" },
	{ "retry_ms",    FAULT_VENDOR, "ms",    20,  "429 with retry-after-ms alone" },
	{ "server_error",FAULT_VENDOR, NULL,    0,   "500 server_error" },
	{ "should_retry",FAULT_VENDOR, NULL,    0,   "400 with x-should-retry: true" },
	{ "slow_down",   FAULT_VENDOR, "seconds", 1, "503 slow_down with retry-after" },
	{ "tokens",      FAULT_VENDOR, "seconds", 1, "429 rate_limit_exceeded, type tokens, with retry-after" },
	{ 0 }
};
/* clang-format on */

bool
oai_fault(const struct oai_call *c, const char *kind)
{
	return c->fault != NULL && strcmp(c->fault->kind->name, kind) == 0;
}

/* Servers that are like the vendor's, but for their errors. */
static bool
refuses_otherwise(const struct oai_call *c)
{
	struct buf *body = &c->reply->body;

	if (oai_fault(c, "number")) {
		reply_json(c->reply, 400);
		buf_str(body, "{\"error\":{\"code\":400,\"message\":\"failed to parse grammar\","
			      "\"type\":\"invalid_request_error\"}}");
	} else if (oai_fault(c, "page")) {
		c->reply->status = 400;
		reply_header(c->reply, "Content-Type", "text/html");
		buf_str(body, "<html><body><h1>400 Bad Request</h1></body></html>\n");
	} else if (oai_fault(c, "plain")) {
		c->reply->status = 400;
		reply_header(c->reply, "Content-Type", "text/plain");
		buf_str(body, "bad request: the model is not loaded\n");
	} else {
		return false;
	}
	return true;
}

bool
oai_fault_refuses(const struct oai_call *c)
{
	static const struct {
		const char *kind;
		unsigned status;
		const char *type, *code, *header, *value, *message;
	} refusals[] = {
		{ "credit", 429, "insufficient_quota", "credit_balance_exhausted", NULL, NULL,
		    "Your credit balance is exhausted." },
		{ "obey", 500, "server_error", NULL, "x-should-retry", "false",
		    "The server had an error while processing your request." },
		{ "overloaded", 503, "service_unavailable_error", "server_is_overloaded", NULL,
		    NULL, "That model is currently overloaded with other requests." },
		{ "quota", 429, "insufficient_quota", "insufficient_quota", NULL, NULL,
		    "You exceeded your current quota, please check your plan and billing "
		    "details." },
		{ "server_error", 500, "server_error", "server_error", NULL, NULL,
		    "The server had an error while processing your request. Sorry about that!" },
		{ "should_retry", 400, OAI_INVALID, NULL, "x-should-retry", "true",
		    "Something was not there yet." },
		{ "retry_ms", 429, "requests", "rate_limit_exceeded", "retry-after-ms", NULL,
		    "Rate limit reached on requests per min." },
		{ "slow_down", 503, "service_unavailable_error", "slow_down", "retry-after", NULL,
		    "The rate of requests rose too fast. Please slow down." },
		{ "tokens", 429, "tokens", "rate_limit_exceeded", "retry-after", NULL,
		    "Rate limit reached on tokens per min." },
	};
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (!oai_fault(c, refusals[i].kind))
			continue;
		if (refusals[i].value != NULL)
			reply_header(c->reply, refusals[i].header, "%s", refusals[i].value);
		else if (refusals[i].header != NULL)
			reply_header(c->reply, refusals[i].header, "%" PRId64, c->fault->value);
		(void)oai_refuse(c->reply, refusals[i].status, refusals[i].type, refusals[i].code,
		    NULL, "%s", refusals[i].message);
		return true;
	}
	return refuses_otherwise(c);
}

/* What every vendor's kinds are here. Gateways stand in front: their HTML is as it is. */
bool
oai_fail(const struct fault *f, const struct request *r, struct reply *reply)
{
	static const struct {
		unsigned status;
		const char *type, *code, *message;
	} own[] = {
		{ 400, OAI_INVALID, NULL, "The request could not be understood." },
		{ 403, OAI_INVALID, "unsupported_country_region_territory",
		    "Country, region, or territory not supported" },
		{ 404, OAI_INVALID, NULL, "Not found" },
		{ 429, "requests", "rate_limit_exceeded", "Rate limit reached on requests." },
		{ 500, "server_error", "server_error",
		    "The server had an error while processing your request. Sorry about that!" },
	};
	size_t i;

	oai_name_request(r, reply);
	for (i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (own[i].status != f->kind->status)
			continue;
		if (f->kind->status == 429)
			reply_header(reply, "retry-after", "%" PRId64, f->value);
		(void)oai_refuse(
		    reply, own[i].status, own[i].type, own[i].code, NULL, "%s", own[i].message);
		return true;
	}
	return false;
}
