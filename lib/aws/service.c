#include "aws/service.h"

#include <string.h>

/* clang-format off */
const struct aws_service aws_services[] = {
	{ "ce",             "COST_EXPLORER",   "ce",             "ce",             AWS_JSON_1_1, "AWSInsightsIndexService",              "us-east-1" },
	{ "cloudwatch",     "CLOUDWATCH",      "monitoring",     "monitoring",     AWS_JSON_1_0, "GraniteServiceVersion20100801",        NULL },
	{ "ecr",            "ECR",             "api.ecr",        "ecr",            AWS_JSON_1_1, "AmazonEC2ContainerRegistry_V20150921", NULL },
	{ "ecs",            "ECS",             "ecs",            "ecs",            AWS_JSON_1_1, "AmazonEC2ContainerServiceV20141113",   NULL },
	{ "events",         "EVENTBRIDGE",     "events",         "events",         AWS_JSON_1_1, "AWSEvents",                            NULL },
	{ "logs",           "CLOUDWATCH_LOGS", "logs",           "logs",           AWS_JSON_1_1, "Logs_20140328",                        NULL },
	{ "secretsmanager", "SECRETS_MANAGER", "secretsmanager", "secretsmanager", AWS_JSON_1_1, "secretsmanager",                       NULL },
	{ "sqs",            "SQS",             "sqs",            "sqs",            AWS_JSON_1_0, "AmazonSQS",                            NULL },
	{ 0 }
};
/* clang-format on */

const struct aws_service *
aws_service_find(const char *name)
{
	const struct aws_service *s;

	for (s = aws_services; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

bool
aws_operation_reads(const char *operation)
{
	static const char *const begins[] = { "BatchGet", "Describe", "Filter", "Get", "List",
		"Receive", NULL };
	size_t i;

	for (i = 0; begins[i] != NULL; i++)
		if (strncmp(operation, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}
