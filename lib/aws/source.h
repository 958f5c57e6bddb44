/*
 * The places where AWS credentials may be, for aws/creds, which asks them in its order. Facts: AWS
 * SDKs and Tools Reference Guide, "Standardized credential providers", "Container credential
 * provider", "IMDS credential provider", "Process credential provider"; Amazon EC2 User Guide,
 * "Use IMDS"; Amazon ECS Developer Guide, "Task IAM role".
 */
#ifndef PF_AWS_SOURCE_H
#define PF_AWS_SOURCE_H

#include <stdbool.h>

struct aws_keys;
struct aws_profile;
struct buf;
struct err;

/* What a place is looked for by. */
struct aws_source_at {
	const struct aws_profile *profile; /* borrowed */
	bool named;                        /* the profile, by an option */
	const char *region;                /* where roles are assumed; NULL: as settings say */
};

/*
 * 1 with an empty *k filled; 0 if nothing points there, with a few words about it added to *said; -1
 * with *e set if something does and it is of no use: nobody looks any further then. No secret is in
 * said or *e.
 */
typedef int aws_source(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e);

aws_source aws_source_environment;

/* What the profile says. SSO and the login session are told to be missing here. */
aws_source aws_source_sso, aws_source_login;
aws_source aws_source_credentials_file, aws_source_config_file;

/*
 * A role that STS hands out keys of: with those of source_profile or credential_source, which may be
 * a role again (up to ROLES_MAX of them, none twice), or for the token in a file that whoever runs us
 * writes and renews. A role that wants a second factor (mfa_serial) is refused: nobody is there to ask.
 */
#define ROLES_MAX 5
aws_source aws_source_role, aws_source_web_identity;

/* The program of credential_process: its output is never shown, its stderr is when it fails. */
aws_source aws_source_process;

/* The agent of ECS or EKS: three tries a second apart. A host that is not allowed is not asked. */
aws_source aws_source_container;

/*
 * EC2's instance metadata (aws/imds). Nobody there, or no role: 0. Credentials that are about to
 * expire are good nevertheless: the service prolongs them in an outage.
 */
aws_source aws_source_instance;

#endif
