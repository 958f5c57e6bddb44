/* The operations of CloudWatch Logs (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_logs_operations[] = {
	{ "CreateLogGroup", NULL,
	    "logGroupName+ kmsKeyId tags:j logGroupClass deletionProtectionEnabled:b",
	    NULL },
	{ "CreateLogStream", NULL,
	    "logGroupName+ logStreamName+",
	    NULL },
	{ "DeleteLogGroup", NULL,
	    "logGroupName+",
	    NULL },
	{ "DescribeLogGroups", NULL,
	    "accountIdentifiers:[s logGroupNamePrefix logGroupNamePattern nextToken limit:i "
	    "includeLinkedAccounts:b logGroupClass logGroupIdentifiers:[s",
	    NULL, { "nextToken", "nextToken", "logGroups" } },
	{ "DescribeLogStreams", NULL,
	    "logGroupName logGroupIdentifier logStreamNamePrefix orderBy descending:b nextToken limit:i",
	    NULL, { "nextToken", "nextToken", "logStreams" } },
	{ "FilterLogEvents", NULL,
	    "logGroupName logGroupIdentifier logStreamNames:[s logStreamNamePrefix startTime:i endTime:i "
	    "filterPattern nextToken limit:i interleaved:b unmask:b",
	    NULL, { "nextToken", "nextToken", "events" } },
	{ "GetLogEvents", NULL,
	    "logGroupName logGroupIdentifier logStreamName+ startTime:i endTime:i nextToken limit:i "
	    "startFromHead:b unmask:b",
	    NULL, { "nextToken", "nextForwardToken", "events", .same = true } },
	{ "PutLogEvents", NULL,
	    "logGroupName+ logStreamName+ logEvents:j+ sequenceToken entity:j",
	    NULL, .partial = "rejectedLogEventsInfo" },
	{ "PutRetentionPolicy", NULL,
	    "logGroupName+ retentionInDays:i+",
	    NULL },
	{ 0 }
};
/* clang-format on */
