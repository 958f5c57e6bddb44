/* Roles: keys that STS hands out for others, or for a token of somebody whom it trusts */
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/call.h"
#include "aws/keys.h"
#include "aws/profile.h"
#include "aws/service.h"
#include "aws/source.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/json.h"

#define TOKEN_MAX ((size_t)20 << 10)
#define SESSION_MIN 900
#define SESSION_MAX 43200

static const struct aws_keys_names names = { "AccessKeyId", "SecretAccessKey", "SessionToken",
	"Expiration" };

/* A role and who asks for it, with all in between. */
struct chain {
	const struct aws_source_at *at;
	const char *seen[ROLES_MAX]; /* borrowed names of profiles */
	size_t n;
};

static int assume(struct chain *c, const struct aws_profile *p, struct aws_keys *k, struct err *e);

static void
add(struct buf *json, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_char(json, json->len == 0 ? '{' : ',');
	emit_quote(json, name, strlen(name));
	buf_char(json, ':');
	emit_quote(json, value, strlen(value));
}

/* What both ways have in common. */
static int
begin(struct buf *json, const struct aws_profile *p, const char *arn, const char *session,
    struct err *e)
{
	const char *seconds = aws_profile_get(p, "duration_seconds");
	char made[40];
	int64_t n;

	(void)snprintf(made, sizeof made, "pf-%lld", (long long)(clock_real() / CLOCK_SECOND));
	add(json, "RoleArn", arn);
	add(json, "RoleSessionName", session != NULL ? session : made);
	if (seconds == NULL)
		return 0;
	if (num_int(seconds, strlen(seconds), SESSION_MIN, SESSION_MAX, &n))
		return err_set(e, ERR_CONFIG,
		    "profile %s: duration_seconds is no number from %d to %d", aws_profile_name(p),
		    SESSION_MIN, SESSION_MAX);
	add(json, "DurationSeconds", seconds);
	return 0;
}

static int
take(struct aws_keys *k, const char *from, const struct buf *answer, struct err *e)
{
	struct json *root = json_parse(answer->p == NULL ? "" : answer->p, answer->len, e);
	int rc =
	    root == NULL ? -1 : aws_keys_read(k, from, &names, json_get(root, "Credentials"), e);

	json_wipe(root);
	return rc;
}

/* Ask STS in the region of whoever asks first; keys NULL: unsigned. */
static int
ask(const struct aws_source_at *at, const struct aws_keys *keys, const char *operation,
    const char *json, const char *from, struct aws_keys *k, struct err *e)
{
	const struct aws_options o = { .profile = at->named ? aws_profile_name(at->profile) : NULL,
		.region = at->region,
		.keys = keys,
		.anonymous = keys == NULL };
	const struct aws_service *sts = aws_service_find("sts");
	struct buf answer = { 0 };
	struct aws *a = NULL;
	int rc = -1;

	if (aws_open(&a, &o, e) == 0 && aws_call(a, sts, operation, json, true, &answer, e) == 0)
		rc = take(k, from, &answer, e);
	aws_close(a);
	buf_wipe(&answer);
	return rc;
}

static int
has_keys(const struct aws_profile *p)
{
	return aws_profile_get(p, "aws_access_key_id") != NULL ||
	       aws_profile_get(p, "credential_process") != NULL;
}

/* What a profile has itself: keys go before a role that it may have, too. */
static int
own_keys(const struct aws_source_at *at, struct aws_keys *k, struct err *e)
{
	static aws_source *const sources[] = { aws_source_web_identity, aws_source_sso,
		aws_source_credentials_file, aws_source_login, aws_source_process,
		aws_source_config_file };
	struct buf said = { 0 };
	size_t i;
	int rc = 0;

	for (i = 0; i < sizeof sources / sizeof sources[0] && rc == 0; i++)
		rc = sources[i](at, k, &said, e);
	buf_release(&said);
	if (rc == 0)
		return err_set(
		    e, ERR_CONFIG, "profile %s has no credentials", aws_profile_name(at->profile));
	return rc < 0 ? -1 : 0;
}

/* The keys of source_profile. */
static int
of_profile(struct chain *c, const struct aws_profile *p, const char *name, struct aws_keys *k,
    struct err *e)
{
	bool itself = strcmp(name, aws_profile_name(p)) == 0;
	struct aws_profile *source = NULL;
	struct aws_source_at at = { .named = true, .region = c->at->region };
	size_t i;
	int rc = -1;

	if (aws_profile_open(&source, name, e))
		goto out;
	at.profile = source;
	if (has_keys(source) || aws_profile_get(source, "role_arn") == NULL ||
	    aws_profile_get(source, "web_identity_token_file") != NULL) {
		rc = own_keys(&at, k, e);
		goto out;
	}
	for (i = 0; i < c->n; i++)
		itself = itself || strcmp(c->seen[i], name) == 0;
	if (itself)
		(void)err_set(e, ERR_CONFIG, "its source_profile leads back to profile %s", name);
	else
		rc = assume(c, source, k, e);
out:
	aws_profile_free(source);
	return rc;
}

static int
of_place(const struct aws_source_at *at, const char *word, struct aws_keys *k, struct err *e)
{
	/* clang-format off */
	static const struct {
		const char *word;
		aws_source *find;
	} places[] = {
		{ "Environment",         aws_source_environment },
		{ "EcsContainer",        aws_source_container },
		{ "Ec2InstanceMetadata", aws_source_instance },
	};
	/* clang-format on */
	const struct aws_source_at there = { .profile = at->profile, .region = at->region };
	struct buf said = { 0 };
	size_t i, n = sizeof places / sizeof places[0];
	int rc = -1;

	for (i = 0; i < n && strcmp(places[i].word, word) != 0; i++)
		;
	if (i == n)
		return err_set(e, ERR_CONFIG,
		    "credential_source: '%s' is none of Environment, EcsContainer, Ec2InstanceMetadata",
		    word);
	rc = places[i].find(&there, k, &said, e);
	if (rc == 0)
		rc = err_set(e, ERR_CONFIG, "credential_source = %s: %s", word, said.p);
	buf_release(&said);
	return rc < 0 ? -1 : 0;
}

static int
assume(struct chain *c, const struct aws_profile *p, struct aws_keys *k, struct err *e)
{
	const char *source = aws_profile_get(p, "source_profile");
	const char *place = aws_profile_get(p, "credential_source");
	const char *arn = aws_profile_get(p, "role_arn");
	struct aws_keys by = { .expires = CLOCK_NONE };
	struct buf json = { 0 };
	char from[160];
	int rc = -1;

	if ((source == NULL) == (place == NULL))
		return err_set(e, ERR_CONFIG, "profile %s has role_arn %s", aws_profile_name(p),
		    source == NULL
			? "but neither source_profile nor credential_source"
			: "and both source_profile and credential_source: one of them is it");
	if (aws_profile_get(p, "mfa_serial") != NULL)
		return err_set(e, ERR_CONFIG,
		    "profile %s wants a second factor (mfa_serial), which is not asked for here: credential_process = aws configure export-credentials --profile %s",
		    aws_profile_name(p), aws_profile_name(p));
	if (c->n == ROLES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d roles in a row", ROLES_MAX);
	c->seen[c->n++] = aws_profile_name(p);
	if ((source != NULL ? of_profile(c, p, source, &by, e) : of_place(c->at, place, &by, e)) ||
	    begin(&json, p, arn, aws_profile_get(p, "role_session_name"), e))
		goto out;
	add(&json, "ExternalId", aws_profile_get(p, "external_id"));
	buf_char(&json, '}');
	(void)snprintf(
	    from, sizeof from, "role of profile %s", aws_profile_name(p)); /* for people */
	rc = ask(c->at, &by, "AssumeRole", json.p, from, k, e);
out:
	buf_release(&json);
	aws_keys_release(&by);
	return rc ? err_wrap(e, "role of profile %s", aws_profile_name(p)) : 0;
}

int
aws_source_role(const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	struct chain c = { .at = at };

	if (aws_profile_get(at->profile, "role_arn") == NULL ||
	    aws_profile_get(at->profile, "web_identity_token_file") != NULL) {
		buf_str(said, "no role_arn");
		return 0;
	}
	return assume(&c, at->profile, k, e) ? -1 : 1;
}

/* Without its line's end, for aws_wipe(); it is read anew each time, for it is renewed. */
static char *
read_token(const char *path, struct err *e)
{
	FILE *fp = fopen(path, "re");
	char *text;
	size_t n;

	if (fp == NULL) {
		(void)err_errno(e, ERR_CONFIG, "the token of the web identity: %s", path);
		return NULL;
	}
	text = mem_new(TOKEN_MAX + 2, 1);
	n = fread(text, 1, TOKEN_MAX + 1, fp);
	(void)fclose(fp); /* only read */
	if (n == 0 || n > TOKEN_MAX || strlen(text) != n) {
		(void)err_set(
		    e, ERR_CONFIG, "the token of the web identity: what is in %s is none", path);
		OPENSSL_cleanse(text, TOKEN_MAX);
		free(text);
		return NULL;
	}
	while (n > 0 && (unsigned char)text[n - 1] <= ' ')
		text[--n] = '\0';
	log_secret(text);
	return text;
}

int
aws_source_web_identity(
    const struct aws_source_at *at, struct aws_keys *k, struct buf *said, struct err *e)
{
	const struct aws_profile *p = at->profile;
	const char *file = at->named ? NULL : aws_setting(p, "AWS_WEB_IDENTITY_TOKEN_FILE", NULL);
	bool env = file != NULL;
	const char *arn, *session;
	struct buf json = { 0 };
	char *token = NULL;
	int rc = -1;

	if (!env)
		file = aws_profile_get(p, "web_identity_token_file");
	if (file == NULL) {
		buf_str(said, "no AWS_WEB_IDENTITY_TOKEN_FILE");
		return 0;
	}
	arn = env ? aws_setting(p, "AWS_ROLE_ARN", "role_arn") : aws_profile_get(p, "role_arn");
	session = env ? aws_setting(p, "AWS_ROLE_SESSION_NAME", "role_session_name")
		      : aws_profile_get(p, "role_session_name");
	if (arn == NULL)
		return err_set(e, ERR_CONFIG, "%s: there is no %s beside it",
		    env ? "AWS_WEB_IDENTITY_TOKEN_FILE" : "web_identity_token_file",
		    env ? "AWS_ROLE_ARN" : "role_arn");
	token = read_token(file, e);
	if (token == NULL || begin(&json, p, arn, session, e))
		goto out;
	add(&json, "WebIdentityToken", token);
	buf_char(&json, '}');
	rc = ask(at, NULL, "AssumeRoleWithWebIdentity", json.p, "web identity", k, e) ? -1 : 1;
out:
	if (rc < 0)
		(void)err_wrap(e, "web identity");
	aws_wipe(token);
	buf_wipe(&json);
	return rc;
}
