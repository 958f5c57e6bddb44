/* The operations of Secrets Manager (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_operation aws_secretsmanager_operations[] = {
	{ "BatchGetSecretValue", NULL,
	    "SecretIdList:[s Filters:j MaxResults:i NextToken",
	    NULL, { "NextToken", "NextToken", "SecretValues" }, .partial = "Errors" },
	{ "CreateSecret", NULL,
	    "Name+ ClientRequestToken~ Description KmsKeyId SecretBinary:x! SecretString! Tags:j "
	    "AddReplicaRegions:j ForceOverwriteReplicaSecret:b Type",
	    NULL },
	{ "DeleteSecret", NULL,
	    "SecretId+ RecoveryWindowInDays:i ForceDeleteWithoutRecovery:b",
	    NULL },
	{ "DescribeSecret", NULL,
	    "SecretId+",
	    NULL },
	{ "GetSecretValue", NULL,
	    "SecretId+ VersionId VersionStage",
	    NULL },
	{ "ListSecretVersionIds", NULL,
	    "SecretId+ MaxResults:i NextToken IncludeDeprecated:b",
	    NULL },
	{ "ListSecrets", NULL,
	    "IncludePlannedDeletion:b MaxResults:i NextToken Filters:j SortOrder SortBy",
	    NULL, { "NextToken", "NextToken", "SecretList" } },
	{ "PutSecretValue", NULL,
	    "SecretId+ ClientRequestToken~ SecretBinary:x! SecretString! VersionStages:[s RotationToken!",
	    NULL },
	{ "RestoreSecret", NULL,
	    "SecretId+",
	    NULL },
	{ "TagResource", NULL,
	    "SecretId+ Tags:j+",
	    NULL },
	{ "UpdateSecret", NULL,
	    "SecretId+ ClientRequestToken~ Description KmsKeyId SecretBinary:x! SecretString! Type",
	    NULL },
	{ "UpdateSecretVersionStage", NULL,
	    "SecretId+ VersionStage+ RemoveFromVersionId MoveToVersionId",
	    NULL },
	{ 0 }
};
/* clang-format on */
