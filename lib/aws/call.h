/*
 * Calls of AWS: where, signed by whom, tried again when the service is busy, and its errors as one
 * type. Throttling mostly comes as status 400 with a code; a clock that is wrong and keys that have
 * expired are mended once (AWS SDKs and Tools Reference Guide, "Retry behavior"; botocore's retry
 * rules).
 */
#ifndef PF_AWS_CALL_H
#define PF_AWS_CALL_H

#include <stdbool.h>
#include <stdint.h>

struct aws; /* profile, region, credentials, connections */
struct aws_service;
struct buf;
struct err;

struct aws_options {
	const char *profile, *region,
	    *endpoint_url; /* NULL: as the environment and the files say */
	int64_t deadline;  /* of the monotonic clock; 0: none */
	bool trace;        /* heads to the log, secrets redacted */
};

/* ERR_CONFIG. Credentials are not looked for yet. */
int aws_open(struct aws **a, const struct aws_options *o, struct err *e);
void aws_close(struct aws *a); /* wipes the credentials */

/*
 * Call an operation with a JSON object (NULL: {}); what it answers is added to *out, which may be "".
 * once: even an operation that writes may be sent again, for its input has a token that makes it
 * happen once. -1: ERR_PERM (no credentials, or they may not), ERR_REMOTE (the service refuses),
 * ERR_TEMP, ERR_CONFIG, ERR_DATA; messages hold the service's words and no input.
 */
int aws_call(struct aws *a, const struct aws_service *s, const char *operation, const char *json,
    bool once, struct buf *out, struct err *e);

/* The service's code of the last call that failed, "ResourceNotFoundException"; "" when it gave
 * none. */
const char *aws_code(const struct aws *a);

#endif
