/* The operations of the Simple Notification Service (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_shape aws_sns_shapes[] = {
	{ "MessageAttributeValue",
	    "DataType+ StringValue BinaryValue:x" },
	{ "Tag",
	    "Key+ Value+" },
	{ "Topic",
	    "TopicArn" },
	{ 0 }
};

const struct aws_operation aws_sns_operations[] = {
	{ "CreateTopic", NULL,
	    "Name+ Attributes:{s Tags:[Tag DataProtectionPolicy",
	    "TopicArn" },
	{ "DeleteTopic", NULL,
	    "TopicArn+",
	    NULL },
	{ "GetTopicAttributes", NULL,
	    "TopicArn+",
	    "Attributes:{s" },
	{ "ListTopics", NULL,
	    "NextToken",
	    "Topics:[Topic NextToken", { "NextToken", "NextToken", "Topics" } },
	{ "Publish", NULL,
	    "TopicArn TargetArn PhoneNumber! Message+ Subject MessageStructure "
	    "MessageAttributes:{<Name,Value>MessageAttributeValue MessageDeduplicationId MessageGroupId",
	    "MessageId SequenceNumber" },
	{ "Subscribe", NULL,
	    "TopicArn+ Protocol+ Endpoint Attributes:{s ReturnSubscriptionArn:b",
	    "SubscriptionArn" },
	{ 0 }
};
/* clang-format on */
