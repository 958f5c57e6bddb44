/*
 * Signature Version 4 of AWS requests, in the Authorization header (AWS documentation, "Create a
 * signed AWS API request"; Amazon S3 API reference, "Authenticating Requests"). Our own since what
 * libcurl signs differs from release to release; pure: no clock, no environment, no memory kept.
 */
#ifndef PF_AWS_SIGV4_H
#define PF_AWS_SIGV4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

struct err;

#define SIGV4_DATE_LEN 16 /* "20261122T101112Z" */
#define SIGV4_HASH_LEN 64 /* hexadecimal digits of a SHA-256 */
#define SIGV4_UNSIGNED "UNSIGNED-PAYLOAD"

struct sigv4_request {
	const char *method;
	const char *target; /* path and query as they are sent: "/schedules?MaxResults=5" */
	const char *host;   /* as it is sent, with the port where that is not the scheme's own */
	/* What is sent beside, "Name: value", NULL-terminated, with x-amz-date and the session's
	 * token. Signed are all but those that are rewritten on the way: authorization, user-agent,
	 * expect, connection, transfer-encoding, x-amzn-trace-id, accept*, content-length. */
	const char *const *headers;
	const char *payload; /* sigv4_hash() of the body, or SIGV4_UNSIGNED */
};

struct sigv4_scope {
	char date[SIGV4_DATE_LEN + 1]; /* that of x-amz-date */
	const char *region, *service;  /* the signing name: "monitoring", not "cloudwatch" */
	bool
	    s3; /* its paths are not normalised and encoded once; else what is sent is encoded again */
};

/* Print a time as x-amz-date has it; ERR_BUG before 1970. */
int sigv4_date(char date[SIGV4_DATE_LEN + 1], int64_t ns, struct err *e);

/* The SHA-256 of n bytes in hexadecimal, terminated. */
void sigv4_hash(char hex[SIGV4_HASH_LEN + 1], const char *p, size_t n);

/* The same of a regular file from its start, which is where it stands afterwards; *n its length. ERR_IO;
 * ERR_DATA if it is no regular file. */
int sigv4_hash_file(char hex[SIGV4_HASH_LEN + 1], FILE *fp, int64_t *n, struct err *e);

/*
 * Add the value of the Authorization header to *value, "AWS4-HMAC-SHA256 Credential=...".
 * canonical, if not NULL, gets the canonical request: what to compare with a server's that disagrees
 * (it holds the session's token).
 */
void sigv4_sign(const struct sigv4_scope *scope, const char *id, const char *secret,
    const struct sigv4_request *r, struct buf *value, struct buf *canonical);

/* Add text percent-encoded as AWS has it: all but A-Z a-z 0-9 - . _ ~, and '/' where slash is true. */
void sigv4_encode(struct buf *out, const char *p, size_t n, bool slash);

#endif
