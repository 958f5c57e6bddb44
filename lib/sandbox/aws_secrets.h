/*
 * Secrets Manager, JSON 1.1 ("AWS Secrets Manager API Reference", 2017-10-17):
 *
 *	aws_store            the secrets, their versions and stages
 *	aws_secrets          the parameters of a request, and which operation answers
 *	aws_secrets_read     GetSecretValue, DescribeSecret
 *	aws_secrets_list     ListSecrets, BatchGetSecretValue
 *	aws_secrets_write    CreateSecret, PutSecretValue, UpdateSecret, UpdateSecretVersionStage,
 *	                     DeleteSecret, RestoreSecret
 */
#ifndef PF_SANDBOX_AWS_SECRETS_H
#define PF_SANDBOX_AWS_SECRETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/emit.h"
#include "io/json.h"
#include "sandbox/aws_store.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define AWS_SECRETS_PREFIX "secretsmanager." /* of X-Amz-Target */

/* The parameters, of all operations together; borrowed from the request's JSON. NULL, -1 or false:
 * not given. */
struct awss_secrets_query {
	const char *id, *name, *version, *stage, *token, *text, *binary, *description, *kms;
	const char *next, *order, *sort, *to, *from;
	int64_t max, window;
	bool force, planned;
	const struct json *ids, *filters, *tags, *stages;
};

struct awss_secrets_call {
	struct awss_store *store;
	struct awss_secrets_query q;
	int64_t now;
	bool empty_page; /* a fault: a page of a list has nothing */
	struct reply *reply;
};

/* Why a secret's value cannot be had. */
struct awss_problem {
	const char *type;
	char text[2304];
};

void awss_secrets_answer(
    struct awss_store *store, const struct request *r, int64_t now, struct reply *reply);

/* The operations. */
void awss_secrets_get(struct awss_secrets_call *c);
void awss_secrets_describe(struct awss_secrets_call *c);
void awss_secrets_list(struct awss_secrets_call *c);
void awss_secrets_batch(struct awss_secrets_call *c);
void awss_secrets_create(struct awss_secrets_call *c);
void awss_secrets_put(struct awss_secrets_call *c);
void awss_secrets_update(struct awss_secrets_call *c);
void awss_secrets_stage(struct awss_secrets_call *c);
void awss_secrets_delete(struct awss_secrets_call *c);
void awss_secrets_restore(struct awss_secrets_call *c);

/* The version that a request is for, in *secret of the store; NULL with *why. version and stage may
 * be NULL. */
const struct awss_version *awss_secrets_version(struct awss_store *store, const char *id,
    const char *version, const char *stage, struct awss_secret **secret, struct awss_problem *why);

/* The secret that a request is for; NULL with the reply made, also when it awaits deletion. */
struct awss_secret *awss_secrets_live(struct awss_secrets_call *c);

/* A 200 with the object that em has open; members of a value; of a description. */
void awss_secrets_reply(struct awss_secrets_call *c, struct emit *em);
void awss_secrets_put_value(
    struct emit *em, const struct awss_secret *secret, const struct awss_version *v);
void awss_secrets_put_tags(struct emit *em, const struct awss_secret *secret);
void awss_secrets_put_versions(struct emit *em, const char *name, const struct awss_secret *secret);
void awss_secrets_put_time(struct emit *em, const char *name, int64_t ns);

#endif
