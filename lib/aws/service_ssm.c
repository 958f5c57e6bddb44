/* The operations of Systems Manager: its parameters (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_ssm_operations[] = {
	{ "DeleteParameter", NULL,
	    "Name+",
	    NULL },
	{ "DescribeParameters", NULL,
	    "Filters:j ParameterFilters:j MaxResults:i NextToken Shared:b",
	    NULL, { "NextToken", "NextToken", "Parameters" } },
	{ "GetParameter", NULL,
	    "Name+ WithDecryption:b",
	    NULL },
	{ "GetParameters", NULL,
	    "Names:[s+ WithDecryption:b",
	    NULL, .partial = "InvalidParameters" },
	{ "GetParametersByPath", NULL,
	    "Path+ Recursive:b ParameterFilters:j WithDecryption:b MaxResults:i NextToken",
	    NULL, { "NextToken", "NextToken", "Parameters" } },
	{ "PutParameter", NULL,
	    "Name+ Description Value!+ Type KeyId Overwrite:b AllowedPattern Tags:j Tier Policies DataType",
	    NULL },
	{ 0 }
};
/* clang-format on */
