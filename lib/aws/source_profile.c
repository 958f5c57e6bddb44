/* What the environment and the profile hold themselves */
#include <stdio.h>
#include <stdlib.h>

#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/source.h"
#include "base/buf.h"
#include "base/err.h"

int
aws_source_environment(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	const char *id = aws_setting(at->profile, "AWS_ACCESS_KEY_ID", NULL);
	const char *secret = aws_setting(at->profile, "AWS_SECRET_ACCESS_KEY", NULL);
	/* the old name first, as the AWS CLI has it */
	const char *token = aws_setting(at->profile, "AWS_SECURITY_TOKEN", NULL);

	if (at->named) {
		buf_str(said, "a profile was named");
		return 0;
	}
	if (id == NULL) {
		buf_str(said, "no AWS_ACCESS_KEY_ID");
		return 0;
	}
	if (secret == NULL)
		return err_set(e, ERR_CONFIG,
		    "partial credentials: AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not");
	if (token == NULL)
		token = aws_setting(at->profile, "AWS_SESSION_TOKEN", NULL);
	return aws_keys_set(k, "environment", id, secret, token,
		   aws_setting(at->profile, "AWS_CREDENTIAL_EXPIRATION", NULL), e)
		   ? -1
		   : 1;
}

/* Both of a file's keys, or neither; those of one file never go with those of the other. */
static int
file_keys(const struct aws_source_at *at, enum aws_file file, struct aws_keys *k, struct buf *said,
    struct err *e)
{
	const struct aws_profile *p = at->profile;
	const char *id = aws_profile_own(p, file, "aws_access_key_id");
	const char *secret = aws_profile_own(p, file, "aws_secret_access_key");
	char from[160];

	if (!aws_profile_in(p, file)) {
		buf_str(said, "no such profile");
		return 0;
	}
	if (id == NULL) {
		buf_str(said, "no keys");
		return 0;
	}
	if (secret == NULL)
		return err_set(e, ERR_CONFIG,
		    "partial credentials: profile %s in %s has aws_access_key_id but no aws_secret_access_key",
		    aws_profile_name(p), aws_profile_path(p, file));
	(void)snprintf(from, sizeof from, "profile %s", aws_profile_name(p)); /* for people */
	return aws_keys_set(
		   k, from, id, secret, aws_profile_own(p, file, "aws_session_token"), NULL, e)
		   ? -1
		   : 1;
}

int
aws_source_credentials_file(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	return file_keys(at, AWS_FILE_CREDENTIALS, k, said, e);
}

int
aws_source_config_file(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	return file_keys(at, AWS_FILE_CONFIG, k, said, e);
}

int
aws_source_sso(const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	(void)k;
	if (aws_profile_get(at->profile, "sso_account_id") == NULL &&
	    aws_profile_get(at->profile, "sso_role_name") == NULL) {
		buf_str(said, "none");
		return 0;
	}
	return err_set(e, ERR_CONFIG,
	    "profile %s signs in by SSO, which is not supported: credential_process = aws configure export-credentials --profile %s",
	    aws_profile_name(at->profile), aws_profile_name(at->profile));
}

int
aws_source_login(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	(void)k;
	if (aws_profile_get(at->profile, "login_session") == NULL) {
		buf_str(said, "none");
		return 0;
	}
	return err_set(e, ERR_CONFIG,
	    "profile %s signs in by login_session, which is not supported: credential_process = aws configure export-credentials --profile %s",
	    aws_profile_name(at->profile), aws_profile_name(at->profile));
}
