/* The operations of the Security Token Service (botocore's model; tests/aws/operations.py prints the rows) */
#include "aws/service_rows.h"

/* clang-format off */
const struct aws_shape aws_sts_shapes[] = {
	{ "AssumedRoleUser",
	    "AssumedRoleId+ Arn+" },
	{ "Credentials",
	    "AccessKeyId+ SecretAccessKey!+ SessionToken+ Expiration:t+" },
	{ "PolicyDescriptorType",
	    "arn" },
	{ "ProvidedContext",
	    "ProviderArn ContextAssertion" },
	{ "Tag",
	    "Key+ Value+" },
	{ 0 }
};

const struct aws_operation aws_sts_operations[] = {
	{ "AssumeRole", NULL,
	    "RoleArn+ RoleSessionName+ PolicyArns:[PolicyDescriptorType Policy DurationSeconds:i Tags:[Tag "
	    "TransitiveTagKeys:[s ExternalId SerialNumber TokenCode SourceIdentity "
	    "ProvidedContexts:[ProvidedContext",
	    "Credentials:Credentials AssumedRoleUser:AssumedRoleUser PackedPolicySize:i SourceIdentity" },
	{ "AssumeRoleWithWebIdentity", NULL,
	    "RoleArn+ RoleSessionName+ WebIdentityToken!+ ProviderId PolicyArns:[PolicyDescriptorType Policy "
	    "DurationSeconds:i",
	    "Credentials:Credentials SubjectFromWebIdentityToken AssumedRoleUser:AssumedRoleUser "
	    "PackedPolicySize:i Provider Audience SourceIdentity" },
	{ "GetCallerIdentity", NULL,
	    NULL,
	    "UserId Account Arn" },
	{ "GetSessionToken", NULL,
	    "DurationSeconds:i SerialNumber TokenCode",
	    "Credentials:Credentials" },
	{ 0 }
};
/* clang-format on */
