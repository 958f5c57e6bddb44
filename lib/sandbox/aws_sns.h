/* The Simple Notification Service, as far as something is published by it ("Amazon SNS API Reference", 2010-03-31): the query
 * protocol. There is one topic, AWS_SNS_TOPIC. */
#ifndef PF_SANDBOX_AWS_SNS_H
#define PF_SANDBOX_AWS_SNS_H

#include <stdbool.h>

#include "sandbox/aws_keys.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define AWS_SNS_PREFIX "sns."
#define AWS_SNS_TOPIC "arn:aws:sns:" AWS_REGION ":" AWS_ACCOUNT ":pf-alerts"

/* Whether a request of the query protocol is for this service, by its version. */
bool awss_sns_is(const struct request *r);
void awss_sns_answer(const struct request *r, struct reply *reply);

#endif
