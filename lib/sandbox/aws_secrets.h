/*
 * Secrets Manager, JSON 1.1 ("AWS Secrets Manager API Reference", 2017-10-17):
 *
 *	aws_store            the secrets, their versions and stages
 *	aws_secrets          the parameters of a request, and which operation answers
 *	aws_secrets_read     GetSecretValue, DescribeSecret
 *	aws_secrets_list     ListSecrets, BatchGetSecretValue
 *	aws_secrets_write    CreateSecret, PutSecretValue, UpdateSecret, DeleteSecret, RestoreSecret
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
struct aws_secrets_query {
	const char *id, *name, *version, *stage, *token, *text, *binary, *description, *kms;
	const char *next, *order, *sort;
	int64_t max, window;
	bool force, planned;
	const struct json *ids, *filters, *tags, *stages;
};

struct aws_secrets_call {
	struct aws_store *store;
	struct aws_secrets_query q;
	int64_t now;
	bool empty_page; /* a fault: a page of a list has nothing */
	struct reply *reply;
};

/* Why a secret's value cannot be had. */
struct aws_problem {
	const char *type;
	char text[2304];
};

void aws_secrets_answer(
    struct aws_store *store, const struct request *r, int64_t now, struct reply *reply);

/* The operations. */
void aws_secrets_get(struct aws_secrets_call *c);
void aws_secrets_describe(struct aws_secrets_call *c);
void aws_secrets_list(struct aws_secrets_call *c);
void aws_secrets_batch(struct aws_secrets_call *c);
void aws_secrets_create(struct aws_secrets_call *c);
void aws_secrets_put(struct aws_secrets_call *c);
void aws_secrets_update(struct aws_secrets_call *c);
void aws_secrets_delete(struct aws_secrets_call *c);
void aws_secrets_restore(struct aws_secrets_call *c);

/* The version that a request is for, in *secret of the store; NULL with *why. version and stage may
 * be NULL. */
const struct aws_version *aws_secrets_version(struct aws_store *store, const char *id,
    const char *version, const char *stage, struct aws_secret **secret, struct aws_problem *why);

/* The secret that a request is for; NULL with the reply made, also when it awaits deletion. */
struct aws_secret *aws_secrets_live(struct aws_secrets_call *c);

/* A 200 with the object that em has open; members of a value; of a description. */
void aws_secrets_reply(struct aws_secrets_call *c, struct emit *em);
void aws_secrets_put_value(
    struct emit *em, const struct aws_secret *secret, const struct aws_version *v);
void aws_secrets_put_tags(struct emit *em, const struct aws_secret *secret);
void aws_secrets_put_versions(struct emit *em, const char *name, const struct aws_secret *secret);
void aws_secrets_put_time(struct emit *em, const char *name, int64_t ns);

#endif
