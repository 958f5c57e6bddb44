/*
 * Where machines get their credentials: the container endpoint of ECS and EKS ("Container
 * credential provider" in the AWS SDKs and Tools Reference Guide) and the instance metadata service,
 * version 2 alone ("Use the Instance Metadata Service" in the EC2 User Guide). Nothing is signed
 * here.
 */
#ifndef PF_SANDBOX_AWS_METADATA_H
#define PF_SANDBOX_AWS_METADATA_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/aws_keys.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define AWS_CONTAINER_PATH "/v2/credentials/"
#define AWS_POD "sandbox-pod"   /* asks for AWS_CONTAINER_TOKEN */
#define AWS_TASK "sandbox-task" /* asks for nothing */
#define AWS_CONTAINER_TOKEN "sandbox-container-token-0000000000"
#define AWS_INSTANCE_ROLE "sandbox-instance"
#define AWS_TOKENS_MAX 256 /* the oldest is forgotten */

struct awss_metadata {
	struct {
		char text[64];
		int64_t until;
	} tokens[AWS_TOKENS_MAX];
	uint64_t made;
	struct awss_key container, instance; /* handed out until they are about to expire */
};

/* What a request asks for, such as "imds.token"; NULL: nothing that this answers. */
const char *awss_metadata_target(const struct request *r);

struct awss_metadata_call {
	struct awss_metadata *metadata;
	struct awss_keys *keys;
	const struct request *r;
	int64_t now;
	int64_t lifetime; /* seconds that credentials live; -1: the usual 6 hours */
	struct reply *reply;
};

/* Answer a request that has such a target. */
void awss_metadata_answer(struct awss_metadata_call *c);

#endif
