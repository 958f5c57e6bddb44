#include "aws/service.h"

#include <string.h>

#include "aws/region.h"
#include "aws/service_rows.h"

/* clang-format off */
static const struct aws_home ce_home[] = {
	{ "aws",        "us-east-1" },
	{ "aws-cn",     "cn-northwest-1" },
	{ "aws-us-gov", "us-gov-west-1" },
	{ 0 }
};

static const struct aws_home iam_home[] = {
	{ "aws",        "us-east-1" },
	{ "aws-cn",     "cn-north-1" },
	{ "aws-eusc",   "eusc-de-east-1" },
	{ "aws-us-gov", "us-gov-west-1" },
	{ 0 }
};

const struct aws_service aws_services[] = {
	{ "ce",             "COST_EXPLORER",   "ce",             "ce",             AWS_JSON_1_1,  "AWSInsightsIndexService",              aws_ce_operations,             NULL,           .home = ce_home },
	{ "cloudwatch",     "CLOUDWATCH",      "monitoring",     "monitoring",     AWS_JSON_1_0,  "GraniteServiceVersion20100801",        aws_cloudwatch_operations,     NULL,           .query_mode = true },
	{ "ec2",            "EC2",             "ec2",            "ec2",            AWS_EC2,       "2016-11-15",                           aws_ec2_operations,            aws_ec2_shapes },
	{ "ecr",            "ECR",             "api.ecr",        "ecr",            AWS_JSON_1_1,  "AmazonEC2ContainerRegistry_V20150921", aws_ecr_operations,            NULL,           .lower = true },
	{ "ecs",            "ECS",             "ecs",            "ecs",            AWS_JSON_1_1,  "AmazonEC2ContainerServiceV20141113",   aws_ecs_operations,            NULL,           .lower = true },
	{ "events",         "EVENTBRIDGE",     "events",         "events",         AWS_JSON_1_1,  "AWSEvents",                            aws_events_operations,         NULL },
	{ "iam",            "IAM",             "iam",            "iam",            AWS_QUERY,     "2010-05-08",                           aws_iam_operations,            aws_iam_shapes, .home = iam_home },
	{ "logs",           "CLOUDWATCH_LOGS", "logs",           "logs",           AWS_JSON_1_1,  "Logs_20140328",                        aws_logs_operations,           NULL,           .lower = true },
	{ "s3",             "S3",              "s3",             "s3",             AWS_REST_XML,  NULL,                                   aws_s3_operations,             aws_s3_shapes },
	{ "scheduler",      "SCHEDULER",       "scheduler",      "scheduler",      AWS_REST_JSON, NULL,                                   aws_scheduler_operations,      NULL },
	{ "secretsmanager", "SECRETS_MANAGER", "secretsmanager", "secretsmanager", AWS_JSON_1_1,  "secretsmanager",                       aws_secretsmanager_operations, NULL },
	{ "sns",            "SNS",             "sns",            "sns",            AWS_QUERY,     "2010-03-31",                           aws_sns_operations,            aws_sns_shapes },
	{ "sqs",            "SQS",             "sqs",            "sqs",            AWS_JSON_1_0,  "AmazonSQS",                            aws_sqs_operations,            NULL,           .query_mode = true },
	{ "ssm",            "SSM",             "ssm",            "ssm",            AWS_JSON_1_1,  "AmazonSSM",                            aws_ssm_operations,            NULL },
	{ "sts",            "STS",             "sts",            "sts",            AWS_QUERY,     "2011-06-15",                           aws_sts_operations,            aws_sts_shapes },
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

const struct aws_operation *
aws_operation_find(const struct aws_service *s, const char *word)
{
	const struct aws_operation *op;
	struct aws_member ignored;

	for (op = s->operations; op->name != NULL; op++)
		if (aws_member_meant(op->name, word, &ignored))
			return op;
	return NULL;
}

bool
aws_service_open(const struct aws_service *s)
{
	return s->protocol == AWS_JSON_1_0 || s->protocol == AWS_JSON_1_1;
}

const char *
aws_service_region(const struct aws_service *s, const char *region)
{
	const char *partition = aws_partition(region)->name;
	const struct aws_home *home;

	if (s->home == NULL)
		return region;
	for (home = s->home; home->partition != NULL; home++)
		if (strcmp(home->partition, partition) == 0)
			return home->region;
	return NULL;
}

bool
aws_operation_reads(const char *operation)
{
	static const char *const begins[] = { "BatchGet", "Describe", "Filter", "Get", "Head",
		"List", "Receive", NULL };
	size_t i;

	for (i = 0; begins[i] != NULL; i++)
		if (strncmp(operation, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}
