/* The operations of EventBridge (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_events_operations[] = {
	{ "DeleteRule", NULL,
	    "Name+ EventBusName Force:b",
	    NULL },
	{ "DescribeRule", NULL,
	    "Name+ EventBusName",
	    NULL },
	{ "DisableRule", NULL,
	    "Name+ EventBusName",
	    NULL },
	{ "EnableRule", NULL,
	    "Name+ EventBusName",
	    NULL },
	{ "ListRules", NULL,
	    "NamePrefix EventBusName NextToken Limit:i",
	    NULL, { "NextToken", "NextToken", "Rules" } },
	{ "ListTargetsByRule", NULL,
	    "Rule+ EventBusName NextToken Limit:i",
	    NULL, { "NextToken", "NextToken", "Targets" } },
	{ "PutEvents", NULL,
	    "Entries:j+ EndpointId",
	    NULL, .partial = "FailedEntryCount" },
	{ "PutRule", NULL,
	    "Name+ ScheduleExpression EventPattern State Description RoleArn Tags:j EventBusName",
	    NULL },
	{ "PutTargets", NULL,
	    "Rule+ EventBusName Targets:j+",
	    NULL, .partial = "FailedEntryCount" },
	{ "RemoveTargets", NULL,
	    "Rule+ EventBusName Ids:[s+ Force:b",
	    NULL, .partial = "FailedEntryCount" },
	{ 0 }
};
/* clang-format on */
