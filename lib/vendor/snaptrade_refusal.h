/*
 * What SnapTrade's refusals mean. A body is {"detail","status_code","code"}, or has default_detail and
 * default_code, or {"error"}; codes are numbers or texts; bodies may be empty or HTML, then the status
 * alone counts. Source: docs.snaptrade.com/reference, failure schemas; /docs/ratelimiting.
 */
#ifndef PF_VENDOR_SNAPTRADE_REFUSAL_H
#define PF_VENDOR_SNAPTRADE_REFUSAL_H

struct err;
struct http_reply;

enum snaptrade_why {
	SNAPTRADE_FINE,
	SNAPTRADE_KEYS,        /* 401: nothing that these keys sign is taken */
	SNAPTRADE_DISABLED,    /* the connection must be made anew by its owner */
	SNAPTRADE_FORBIDDEN,   /* this is not for these keys, others may be */
	SNAPTRADE_UNKNOWN,     /* no such account */
	SNAPTRADE_RETIRED,     /* the address is gone: another one has it */
	SNAPTRADE_EARLY,       /* not there yet */
	SNAPTRADE_LIMITED,     /* too many requests, and waiting did not help */
	SNAPTRADE_UNSUPPORTED, /* the broker does not have it */
	SNAPTRADE_OTHER,
};

/* Why a reply that is no 2xx is none, and *e with the vendor's words, its code and its name for the
 * request. */
enum snaptrade_why snaptrade_refused(const struct http_reply *reply, struct err *e);

#endif
