/* What a secret is and what is in it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/aws_error.h"
#include "sandbox/aws_secrets.h"

#define CANNOT_FIND "Secrets Manager can't find the specified secret"
#define DAY INT64_C(86400000000000)

__attribute__((format(printf, 3, 4))) static const struct awss_version *
problem(struct awss_problem *why, const char *type, const char *fmt, ...)
{
	va_list ap;

	why->type = type;
	va_start(ap, fmt);
	(void)vsnprintf(why->text, sizeof why->text, fmt, ap); /* it is long enough */
	va_end(ap);
	return NULL;
}

const struct awss_version *
awss_secrets_version(struct awss_store *store, const char *id, const char *version,
    const char *stage, struct awss_secret **secret, struct awss_problem *why)
{
	static const char missing[] = "ResourceNotFoundException";
	const struct awss_version *v;

	*secret = awss_store_find(store, id);
	if (*secret == NULL)
		return problem(why, missing, CANNOT_FIND ".");
	if ((*secret)->deleted != 0)
		return problem(why, "InvalidRequestException",
		    "You can't perform this operation on the secret because it was marked for "
		    "deletion.");
	if (version != NULL) {
		v = awss_version_find(*secret, version);
		if (v == NULL)
			return problem(
			    why, missing, CANNOT_FIND " value for VersionId: %s", version);
		if (stage != NULL && !awss_version_is(v, stage))
			return problem(why, "InvalidRequestException",
			    "You provided a VersionStage that is not associated to the provided "
			    "VersionId.");
		return v;
	}
	v = awss_version_staged(*secret, stage == NULL ? AWS_CURRENT : stage);
	if (v == NULL)
		return problem(why, missing, CANNOT_FIND " value for staging label: %s",
		    stage == NULL ? AWS_CURRENT : stage);
	return v;
}

struct awss_secret *
awss_secrets_live(struct awss_secrets_call *c)
{
	struct awss_secret *s = awss_store_find(c->store, c->q.id);

	if (s == NULL) {
		awss_json_error(c->reply, 400, "ResourceNotFoundException", CANNOT_FIND ".");
		return NULL;
	}
	if (s->deleted != 0) {
		awss_json_error(c->reply, 400, "InvalidRequestException",
		    "You can't perform this operation on the secret because it was marked for "
		    "deletion.");
		return NULL;
	}
	return s;
}

/* Seconds and their fraction, as JSON 1.1 has times. */
void
awss_secrets_put_time(struct emit *em, const char *name, int64_t ns)
{
	emit_fixed(em, name, ns / 1000000, 3);
}

static void
put_stages(struct emit *em, const char *name, const struct awss_version *v)
{
	size_t i;

	emit_open(em, name, '[');
	for (i = 0; i < v->nstages; i++)
		emit_str(em, NULL, v->stages[i]);
	emit_close(em, ']');
}

void
awss_secrets_put_versions(struct emit *em, const char *name, const struct awss_secret *secret)
{
	size_t i;

	emit_open(em, name, '{');
	for (i = 0; i < secret->nversions; i++)
		if (secret->versions[i].nstages > 0)
			put_stages(em, secret->versions[i].id, &secret->versions[i]);
	emit_close(em, '}');
}

void
awss_secrets_put_tags(struct emit *em, const struct awss_secret *secret)
{
	size_t i;

	emit_open(em, "Tags", '[');
	for (i = 0; i < secret->ntags; i++) {
		emit_open(em, NULL, '{');
		emit_str(em, "Key", secret->tags[i].key);
		emit_str(em, "Value", secret->tags[i].value);
		emit_close(em, '}');
	}
	emit_close(em, ']');
}

void
awss_secrets_put_value(
    struct emit *em, const struct awss_secret *secret, const struct awss_version *v)
{
	emit_str(em, "ARN", secret->arn);
	emit_str(em, "Name", secret->name);
	emit_str(em, "VersionId", v->id);
	emit_str(em, v->binary ? "SecretBinary" : "SecretString", v->value);
	put_stages(em, "VersionStages", v);
	awss_secrets_put_time(em, "CreatedDate", v->created);
}

void
awss_secrets_get(struct awss_secrets_call *c)
{
	const struct awss_version *v;
	struct awss_secret *secret;
	struct awss_problem why;
	struct emit em;

	v = awss_secrets_version(c->store, c->q.id, c->q.version, c->q.stage, &secret, &why);
	if (v == NULL) {
		awss_json_error(c->reply, 400, why.type, "%s", why.text);
		return;
	}
	secret->accessed = c->now - c->now % DAY; /* no finer is told */
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	awss_secrets_put_value(&em, secret, v);
	awss_secrets_reply(c, &em);
}

void
awss_secrets_describe(struct awss_secrets_call *c)
{
	const struct awss_secret *s = awss_store_find(c->store, c->q.id);
	struct emit em;

	if (s == NULL) {
		awss_json_error(c->reply, 400, "ResourceNotFoundException", CANNOT_FIND ".");
		return;
	}
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "ARN", s->arn);
	emit_str(&em, "Name", s->name);
	if (s->description != NULL)
		emit_str(&em, "Description", s->description);
	if (s->kms != NULL)
		emit_str(&em, "KmsKeyId", s->kms);
	emit_bool(&em, "RotationEnabled", false);
	awss_secrets_put_time(&em, "CreatedDate", s->created);
	awss_secrets_put_time(&em, "LastChangedDate", s->changed);
	if (s->accessed != 0)
		awss_secrets_put_time(&em, "LastAccessedDate", s->accessed);
	if (s->deleted != 0)
		awss_secrets_put_time(&em, "DeletedDate", s->deleted);
	awss_secrets_put_tags(&em, s);
	awss_secrets_put_versions(&em, "VersionIdsToStages", s);
	awss_secrets_reply(c, &em);
}
