/* Secrets that are made, changed and deleted. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/aws_error.h"
#include "sandbox/aws_secrets.h"

#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+=.@!-"
#define WINDOW_MIN 7 /* days */
#define WINDOW_MAX 30

/* The value that is given: 1, 0 when there is none, -1 with the reply made. */
static int
has_value(struct awss_secrets_call *c)
{
	if (c->q.text != NULL && c->q.binary != NULL) {
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    "You can't specify both a binary secret value and a string secret value in "
		    "the same secret.");
		return -1;
	}
	if (c->q.text == NULL && c->q.binary == NULL)
		return 0;
	if (c->q.token == NULL) {
		awss_json_error(c->reply, 400, "InvalidRequestException",
		    "You must provide a ClientRequestToken value. We recommend a UUID-type value.");
		return -1;
	}
	return 1;
}

/* Whether a version is what the request would make. */
static bool
same_value(const struct awss_secrets_call *c, const struct awss_version *v)
{
	return v->binary == (c->q.binary != NULL) &&
	       strcmp(v->value, v->binary ? c->q.binary : c->q.text) == 0;
}

/* The answer of an operation that made or changed something; v: with its version and, with_stages,
 * its stages. */
static void
done(struct awss_secrets_call *c, const struct awss_secret *s, const struct awss_version *v,
    bool with_stages)
{
	struct emit em;
	size_t i;

	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "ARN", s->arn);
	emit_str(&em, "Name", s->name);
	if (v != NULL)
		emit_str(&em, "VersionId", v->id);
	if (v != NULL && with_stages) {
		emit_open(&em, "VersionStages", '[');
		for (i = 0; i < v->nstages; i++)
			emit_str(&em, NULL, v->stages[i]);
		emit_close(&em, ']');
	}
	awss_secrets_reply(c, &em);
}

static bool
are_stages(const struct json *stages)
{
	const struct json *j;

	for (j = json_first(stages); j != NULL; j = json_next(j))
		if (json_str(j) == NULL || strlen(json_str(j)) < 1 || strlen(json_str(j)) > 256)
			return false;
	return true;
}

/* The value becomes a version with its stages: the version, or NULL with the reply made. The same
 * token with the same value is the same version. */
static const struct awss_version *
put(struct awss_secrets_call *c, struct awss_secret *s)
{
	struct awss_version *v = awss_version_find(s, c->q.token);
	const char *value = c->q.binary != NULL ? c->q.binary : c->q.text;
	const struct json *j;
	int bad = 0;

	if (v != NULL && same_value(c, v))
		return v;
	if (v != NULL) {
		awss_json_error(c->reply, 400, "ResourceExistsException",
		    "You can't use ClientRequestToken %s because that value is already in use for "
		    "a version of secret %s.",
		    c->q.token, s->arn);
		return NULL;
	}
	v = awss_version_add(s, c->q.token, value, c->q.binary != NULL, c->now);
	if (v == NULL) {
		awss_json_error(c->reply, 400, "LimitExceededException", "too many versions");
		return NULL;
	}
	if (c->q.stages == NULL)
		bad = awss_version_stage(s, v, AWS_CURRENT);
	for (j = json_first(c->q.stages); j != NULL && bad == 0; j = json_next(j))
		bad = awss_version_stage(s, v, json_str(j));
	if (s->nversions == 1) /* the first is current, whatever else it is */
		bad = awss_version_stage(s, v, AWS_CURRENT);
	if (bad == 0)
		return v;
	awss_json_error(c->reply, 400, "LimitExceededException", "too many stages of a version");
	return NULL;
}

/* What can be said beside the value. */
static int
describe(struct awss_secrets_call *c, struct awss_secret *s)
{
	const struct json *j;
	const char *key, *value;

	if (c->q.description != NULL) {
		free(s->description);
		s->description = mem_str(c->q.description);
	}
	if (c->q.kms != NULL) {
		free(s->kms);
		s->kms = mem_str(c->q.kms);
	}
	for (j = json_first(c->q.tags); j != NULL; j = json_next(j)) {
		key = json_str(json_get(j, "Key"));
		value = json_str(json_get(j, "Value"));
		if (key == NULL)
			return -1;
		awss_secret_tag(s, key, value == NULL ? "" : value);
	}
	return 0;
}

/* A secret of that name is there: the same request again is answered again. */
static void
create_again(struct awss_secrets_call *c, const struct awss_secret *s, int valued)
{
	const struct awss_version *v = valued ? awss_version_find(s, c->q.token) : NULL;

	if (s->deleted != 0)
		awss_json_error(c->reply, 400, "InvalidRequestException",
		    "You can't create this secret because a secret with this name is already "
		    "scheduled for deletion.");
	else if (v != NULL && same_value(c, v))
		done(c, s, v, false);
	else
		awss_json_error(c->reply, 400, "ResourceExistsException",
		    "The operation failed because the secret %s already exists.", s->name);
}

void
awss_secrets_create(struct awss_secrets_call *c)
{
	struct awss_secret *s = awss_store_find(c->store, c->q.name);
	const struct awss_version *v = NULL;
	int valued = has_value(c);

	if (valued < 0)
		return;
	if (strspn(c->q.name, NAME_LETTERS) != strlen(c->q.name)) {
		awss_json_error(c->reply, 400, "ValidationException",
		    "Invalid name. Must be a valid name containing alphanumeric characters, or any "
		    "of the following: -/_+=.@!");
		return;
	}
	if (s != NULL) {
		create_again(c, s, valued);
		return;
	}
	s = awss_store_add(c->store, c->q.name, c->now);
	if (s == NULL) {
		awss_json_error(c->reply, 400, "LimitExceededException", "too many secrets");
		return;
	}
	c->q.stages = NULL;
	if (describe(c, s)) {
		awss_json_error(c->reply, 400, "InvalidParameterException", "a tag has no key");
		awss_store_remove(c->store, s);
		return;
	}
	if (valued)
		v = put(c, s); /* into an empty secret: it cannot fail */
	done(c, s, v, false);
}

void
awss_secrets_put(struct awss_secrets_call *c)
{
	const struct awss_version *v;
	struct awss_secret *s;
	int valued = has_value(c);

	if (valued < 0)
		return;
	if (valued == 0) {
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    "You must provide either SecretString or SecretBinary.");
		return;
	}
	if (!are_stages(c->q.stages)) {
		awss_json_error(
		    c->reply, 400, "InvalidParameterException", "a stage is no text of 1 to 256");
		return;
	}
	s = awss_secrets_live(c);
	v = s == NULL ? NULL : put(c, s);
	if (v != NULL)
		done(c, s, v, true);
}

void
awss_secrets_update(struct awss_secrets_call *c)
{
	const struct awss_version *v = NULL;
	struct awss_secret *s;
	int valued = has_value(c);

	if (valued < 0 || (s = awss_secrets_live(c)) == NULL)
		return;
	c->q.stages = c->q.tags = NULL;
	if (valued && (v = put(c, s)) == NULL)
		return;
	(void)describe(c, s); /* only tags can be wrong */
	s->changed = c->now;
	done(c, s, v, false);
}

/* A stage goes from one version to another; who moves it has to know where it is. */
void
awss_secrets_stage(struct awss_secrets_call *c)
{
	struct awss_secret *s = awss_secrets_live(c);
	struct awss_version *was, *to = NULL;

	if (s == NULL)
		return;
	if (c->q.stage == NULL) {
		awss_json_error(c->reply, 400, "ValidationException",
		    "1 validation error detected: Value null at 'versionStage' failed to satisfy "
		    "constraint: Member must not be null");
		return;
	}
	was = awss_version_staged(s, c->q.stage);
	if (c->q.to != NULL && (to = awss_version_find(s, c->q.to)) == NULL)
		awss_json_error(c->reply, 400, "ResourceNotFoundException",
		    "Secrets Manager can't find the specified secret version.");
	else if (c->q.from == NULL ? was != NULL && was != to
				   : was == NULL || strcmp(was->id, c->q.from) != 0)
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    "RemoveFromVersionId has to be the version that staging label %s is attached "
		    "to.",
		    c->q.stage);
	else if (to == NULL && (was == NULL || strcmp(c->q.stage, AWS_CURRENT) == 0))
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    "You can only move staging label AWSCURRENT to a different secret version. It "
		    "can't be completely removed.");
	else if (to != NULL && awss_version_stage(s, to, c->q.stage))
		awss_json_error(
		    c->reply, 400, "LimitExceededException", "too many stages of a version");
	else {
		if (to == NULL)
			awss_version_unstage(was, c->q.stage);
		done(c, s, NULL, false);
	}
}

void
awss_secrets_delete(struct awss_secrets_call *c)
{
	struct awss_secret *s = awss_store_find(c->store, c->q.id);
	int64_t days = c->q.window < 0 ? WINDOW_MAX : c->q.window, when;
	struct emit em;

	if (c->q.force ? c->q.window >= 0 : days < WINDOW_MIN || days > WINDOW_MAX) {
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    c->q.force ? "You can't use ForceDeleteWithoutRecovery in conjunction with "
				 "RecoveryWindowInDays."
			       : "The RecoveryWindowInDays value must be between 7 and 30 days "
				 "(inclusive).");
		return;
	}
	if ((s == NULL || !c->q.force) && (s = awss_secrets_live(c)) == NULL)
		return;
	when = c->q.force ? c->now : c->now + days * CLOCK_DAY;
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "ARN", s->arn);
	emit_str(&em, "Name", s->name);
	awss_secrets_put_time(&em, "DeletionDate", when);
	if (c->q.force)
		awss_store_remove(c->store, s);
	else
		s->deleted = when;
	awss_secrets_reply(c, &em);
}

void
awss_secrets_restore(struct awss_secrets_call *c)
{
	struct awss_secret *s = awss_store_find(c->store, c->q.id);

	if (s == NULL) {
		(void)awss_secrets_live(c); /* it says so */
		return;
	}
	s->deleted = 0;
	done(c, s, NULL, false);
}
