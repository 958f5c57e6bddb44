/* The operations of the Elastic Container Registry (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_ecr_operations[] = {
	{ "CreateRepository", NULL,
	    "registryId repositoryName+ tags:j imageTagMutability imageTagMutabilityExclusionFilters:j "
	    "imageScanningConfiguration:j encryptionConfiguration:j",
	    NULL },
	{ "DeleteRepository", NULL,
	    "registryId repositoryName+ force:b",
	    NULL },
	{ "DescribeImages", NULL,
	    "registryId repositoryName+ imageIds:j nextToken maxResults:i filter:j",
	    NULL, { "nextToken", "nextToken", "imageDetails" } },
	{ "DescribeRepositories", NULL,
	    "registryId repositoryNames:[s nextToken maxResults:i",
	    NULL, { "nextToken", "nextToken", "repositories" } },
	{ "GetAuthorizationToken", NULL,
	    "registryIds:[s",
	    NULL },
	{ "ListImages", NULL,
	    "registryId repositoryName+ nextToken maxResults:i filter:j",
	    NULL, { "nextToken", "nextToken", "imageIds" } },
	{ 0 }
};
/* clang-format on */
