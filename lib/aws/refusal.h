/*
 * What a reply of AWS says when it refuses: its code, its words, what can be done. Bodies are JSON,
 * XML, HTML or nothing, whatever the protocol (front ends answer, too).
 */
#ifndef PF_AWS_REFUSAL_H
#define PF_AWS_REFUSAL_H

#include <stdbool.h>

struct err;
struct http_reply;

enum aws_act {
	AWS_REFUSED, /* for good */
	AWS_DENIED,  /* who asks is not known, or may not */
	AWS_EXPIRED, /* the session's keys are too old: new ones may do */
	AWS_SKEWED,  /* the signature's time is not the service's: the clock, or the key */
	AWS_BUSY,    /* again a little later: throttled, or out of order */
};

struct aws_refusal {
	char code[128]; /* "ResourceNotFoundException"; "" */
	char text[300]; /* the service's words, of one line; "" */
	enum aws_act act;
};

/* Read a reply; false when its status is 2xx: no refusal. */
bool aws_refusal_read(struct aws_refusal *r, const struct http_reply *reply);

/* The same of a reply that began with 200 and turned out to be an error: S3's longer calls do that. */
bool aws_refusal_late(struct aws_refusal *r, const struct http_reply *reply);

/* *e of it: ERR_PERM, ERR_TEMP or ERR_REMOTE, "code: text (request ID)". Returns -1. */
int aws_refusal_err(const struct aws_refusal *r, const struct http_reply *reply, struct err *e);

#endif
