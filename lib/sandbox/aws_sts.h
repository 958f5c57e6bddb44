/* Security Token Service, query protocol ("AWS Security Token Service API Reference",
 * 2011-06-15). */
#ifndef PF_SANDBOX_AWS_STS_H
#define PF_SANDBOX_AWS_STS_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/aws_keys.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define AWS_STS_PREFIX "sts."

struct awss_sts_call {
	struct awss_keys *keys;
	const struct request *r;
	const struct awss_key *key; /* who asks; NULL: they need not say */
	int64_t now;
	int64_t lifetime; /* seconds that new credentials live, whatever was asked; -1: as asked */
	struct reply *reply;
};

/* Whether an action is answered without a signature. */
bool awss_sts_is_open(const char *action);

/* Answer the request's Action. */
void awss_sts_answer(struct awss_sts_call *c);

#endif
