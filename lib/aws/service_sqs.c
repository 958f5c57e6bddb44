/* The operations of the Simple Queue Service (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_sqs_operations[] = {
	{ "CreateQueue", NULL,
	    "QueueName+ Attributes:j tags:j",
	    NULL },
	{ "DeleteMessage", NULL,
	    "QueueUrl+ ReceiptHandle+",
	    NULL },
	{ "DeleteQueue", NULL,
	    "QueueUrl+",
	    NULL },
	{ "GetQueueAttributes", NULL,
	    "QueueUrl+ AttributeNames:[s",
	    NULL },
	{ "GetQueueUrl", NULL,
	    "QueueName+ QueueOwnerAWSAccountId",
	    NULL },
	{ "ListQueues", NULL,
	    "QueueNamePrefix NextToken MaxResults:i",
	    NULL, { "NextToken", "NextToken", "QueueUrls" } },
	{ "ReceiveMessage", NULL,
	    "QueueUrl+ AttributeNames:[s MessageSystemAttributeNames:[s MessageAttributeNames:[s "
	    "MaxNumberOfMessages:i VisibilityTimeout:i WaitTimeSeconds:i ReceiveRequestAttemptId",
	    NULL },
	{ "SendMessage", NULL,
	    "QueueUrl+ MessageBody+ DelaySeconds:i MessageAttributes:j MessageSystemAttributes:j "
	    "MessageDeduplicationId MessageGroupId",
	    NULL },
	{ 0 }
};
/* clang-format on */
