/*
 * Calls of AWS: where, signed by whom, tried again when the service is busy, and its errors as one
 * type. Throttling mostly comes as status 400 with a code; a clock that is wrong and keys that have
 * expired are mended once, and so is S3's word that a bucket is in another region (AWS SDKs and Tools
 * Reference Guide, "Retry behavior"; botocore's retry rules; Amazon S3 API reference).
 */
#ifndef PF_AWS_CALL_H
#define PF_AWS_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct aws; /* profile, region, credentials, connections */
struct aws_keys;
struct aws_service;
struct buf;
struct err;

struct aws_options {
	const char *profile, *region,
	    *endpoint_url;           /* NULL: as the environment and the files say */
	const struct aws_keys *keys; /* to sign with, borrowed; NULL: they are looked for */
	int64_t deadline;            /* of the monotonic clock; 0: none */
	bool trace;                  /* heads to the log, secrets redacted */
	bool anonymous;              /* nothing is signed */
};

struct aws_request {
	const struct aws_service *service;
	const char *operation; /* "ListSecrets" */
	const char *json;      /* its fields, an object; NULL: {} */
	/* Even an operation that writes may be sent again, for its input has a token that makes it
	 * happen once, or it is one that may happen twice. */
	bool once;
	/* The bytes that are the body of what S3 is to put: a regular file, read from its start and
	 * twice, for the signature holds their hash. NULL: the input has them, or there are none. */
	FILE *upload;
	/* Takes the bytes of an answer that is bytes. NULL: they stand in the answer as base64. again:
	 * they come once more from the start; NULL: it cannot, so the call fails when they break off. */
	int (*sink)(void *arg, const char *p, size_t n, struct err *e);
	int (*again)(void *arg, struct err *e);
	void *arg;
};

/* ERR_CONFIG. Credentials are not looked for yet. *a is set in any case. */
int aws_open(struct aws **a, const struct aws_options *o, struct err *e);
void aws_close(struct aws *a); /* wipes the credentials */

/*
 * Make a call; what it answers, a JSON object of one line, is added to *out, which may be nothing.
 * -1: ERR_PERM (no credentials, or they may not), ERR_REMOTE (the service refuses), ERR_TEMP,
 * ERR_CONFIG, ERR_DATA (also an input that its tables refuse); messages hold the service's words and
 * no input.
 */
int aws_send(struct aws *a, const struct aws_request *q, struct buf *out, struct err *e);

/* The same for what needs no more. */
int aws_call(struct aws *a, const struct aws_service *s, const char *operation, const char *json,
    bool once, struct buf *out, struct err *e);

/*
 * Add the request as it would be sent, but for what a signature adds: an object of method, url,
 * headers and body. No credentials are looked for. Fields that are secrets are "***".
 */
int aws_preview(struct aws *a, const struct aws_request *q, struct buf *out, struct err *e);

/* The service's code of the last call that failed, "ResourceNotFoundException"; "" when it gave
 * none. */
const char *aws_code(const struct aws *a);

#endif
