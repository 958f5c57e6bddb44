/*
 * Whether a request is signed as Signature Version 4 has it ("AWS Signature Version 4 for API
 * requests" in AWS's IAM User Guide), by header, for services other than S3; written from that text
 * alone.
 */
#ifndef PF_SANDBOX_AWS_SIGV4_H
#define PF_SANDBOX_AWS_SIGV4_H

#include <stdint.h>

#include "sandbox/aws_error.h"
#include "sandbox/aws_keys.h"
#include "sandbox/request.h"

#define AWS_SKEW_MAX 300 /* seconds that the clocks may differ */

struct awss_sigv4 {
	const struct awss_keys *keys;
	const char *region, *service; /* that the credential must be scoped to */
	int64_t now;
};

/*
 * 0, with who signed in *key (borrowed from the keys), or -1 with *why. A refused signature is told
 * with what should have been signed, but for session tokens.
 */
int awss_sigv4_check(const struct awss_sigv4 *rules, const struct request *r,
    const struct awss_key **key, struct awss_refusal *why);

#endif
