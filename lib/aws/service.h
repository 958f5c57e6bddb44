/*
 * AWS's services as a table: where each is and how it is spoken to (their models, as botocore
 * publishes them). Adding a service is a row.
 */
#ifndef PF_AWS_SERVICE_H
#define PF_AWS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>

enum aws_protocol {
	AWS_JSON_1_0, /* POST / with a JSON object, the operation in X-Amz-Target */
	AWS_JSON_1_1,
};

struct aws_service {
	const char *name;    /* "secretsmanager" */
	const char *id;      /* in the names of settings: "SECRETS_MANAGER" */
	const char *host;    /* first part of its host: "api.ecr" */
	const char *signing; /* the name that is signed: "ecr" */
	enum aws_protocol protocol;
	const char *target; /* in front of the operation in X-Amz-Target */
	const char *region; /* the only one it is in; NULL: any */
};

/* Ends with a row without a name. */
extern const struct aws_service aws_services[];

/* The service of that name, or NULL. */
const struct aws_service *aws_service_find(const char *name);

/* Whether an operation changes nothing, by its name: it may be sent twice. */
bool aws_operation_reads(const char *operation);

#endif
