/*
 * AWS's refusals that all services share, each in the shape of the protocol that was asked in (the
 * "Common Error Types" of each service's API reference, and what the services were seen to say).
 * Secrets Manager's own errors say "Message", those of the front end "message": clients must take
 * both.
 */
#ifndef PF_SANDBOX_AWS_ERROR_H
#define PF_SANDBOX_AWS_ERROR_H

#include <stdbool.h>

#include "sandbox/reply.h"

enum awss_code {
	AWS_NO_TOKEN,
	AWS_INCOMPLETE,
	AWS_BAD_SIGNATURE,
	AWS_UNKNOWN_KEY,
	AWS_EXPIRED,
	AWS_THROTTLED,
	AWS_DENIED,
	AWS_DECRYPTION,
	AWS_INTERNAL,
	AWS_UNKNOWN_OPERATION,
};

struct awss_refusal {
	enum awss_code code;
	char text[4096]; /* cut where it is longer */
};

/* Always -1. */
int awss_refuse(struct awss_refusal *why, enum awss_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The refusal in JSON 1.1, or in the XML of the query protocol. */
void awss_error_json(struct reply *reply, const struct awss_refusal *why);
void awss_error_query(struct reply *reply, const struct awss_refusal *why);

/* An error of a service's own: 400 or as said. */
void awss_json_error(struct reply *reply, unsigned status, const char *type, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void awss_query_error(struct reply *reply, unsigned status, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* What stands for text between XML tags. */
void awss_xml_text(struct buf *out, const char *text);

#endif
