/*
 * What OpenAI's refusals mean. A body is {"error":{"message","type","param","code"}}; code may be a number,
 * and a server that only speaks the same language may send any other text, or HTML: then the status alone
 * counts. Source: the vendor's specification, ErrorResponse; its guides "error-codes" and "rate-limits"; the retry
 * rule of its client for JavaScript.
 */
#ifndef PF_VENDOR_OPENAI_REFUSAL_H
#define PF_VENDOR_OPENAI_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct http_reply;

enum openai_why {
	OPENAI_FINE,
	OPENAI_KEY, /* 401, 403: nothing that this key asks for is answered */
	OPENAI_QUOTA, /* 402, 429, or any status with such a code: what was paid for is used up, a person has to help */
	OPENAI_BUSY,      /* 408, 409, another 429, 5xx: later */
	OPENAI_PARAMETER, /* 400, 422: it is about one of the request's fields */
	OPENAI_UNKNOWN,   /* 404: no such model, file or batch */
	OPENAI_OTHER,     /* this request is not answered, whenever it is sent */
	OPENAI_SILENT,    /* no answer came: it may have been taken, and may be paid for */
};

#define OPENAI_PARAM_MAX 64

/* Whether a code says that what was paid for is used up. */
bool openai_is_spent(const char *code);

/* Why a reply that is no 2xx is none, *e with the vendor's words and its name for the request, and in param
 * the field that it is about, "" where it names none. */
enum openai_why openai_refused(
    const struct http_reply *reply, char param[OPENAI_PARAM_MAX], struct err *e);

/* The vendor's rule: whether a reply may be followed by the same request, by x-should-retry, else by its
 * status; and whether it says that this is of no use. */
bool openai_may_retry(const struct http_reply *reply);
bool openai_is_final(const struct http_reply *reply);

/* What a reply asks to wait, for struct http_vendor: retry-after-ms, retry-after, the resets of used up limits. */
int64_t openai_limits(const struct http_reply *reply, bool *all);

/* A duration as the vendor's headers have it, "1h2m3.5s", "6m0s", "12ms": ns; -1 when it is none. */
int64_t openai_duration(const char *s, size_t n);

#endif
