#include "sandbox/aws_secrets.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "sandbox/aws_error.h"
#include "sandbox/fault.h"

#define AT(m) offsetof(struct awss_secrets_query, m)
#define VALUE_MAX 65536

enum param_type { TEXT, BASE64, COUNT, FLAG, LIST };

/* clang-format off */
static const struct {
	const char *name;
	const char *told; /* in messages */
	enum param_type type;
	size_t at;
	int64_t min, max; /* length in bytes, elements, or value */
} params[] = {
	{ "SecretId",                   "secretId",                   TEXT,   AT(id),          1, 2048 },
	{ "Name",                       "name",                       TEXT,   AT(name),        1, 512 },
	{ "VersionId",                  "versionId",                  TEXT,   AT(version),     32, 64 },
	{ "VersionStage",               "versionStage",               TEXT,   AT(stage),       1, 256 },
	{ "MoveToVersionId",            "moveToVersionId",            TEXT,   AT(to),          32, 64 },
	{ "RemoveFromVersionId",        "removeFromVersionId",        TEXT,   AT(from),        32, 64 },
	{ "ClientRequestToken",         "clientRequestToken",         TEXT,   AT(token),       32, 64 },
	{ "SecretString",               "secretString",               TEXT,   AT(text),        1, VALUE_MAX },
	{ "SecretBinary",               "secretBinary",               BASE64, AT(binary),      1, VALUE_MAX },
	{ "Description",                "description",                TEXT,   AT(description), 0, 2048 },
	{ "KmsKeyId",                   "kmsKeyId",                   TEXT,   AT(kms),         0, 2048 },
	{ "NextToken",                  "nextToken",                  TEXT,   AT(next),        1, 4096 },
	{ "SortOrder",                  "sortOrder",                  TEXT,   AT(order),       1, 16 },
	{ "SortBy",                     "sortBy",                     TEXT,   AT(sort),        1, 32 },
	{ "MaxResults",                 "maxResults",                 COUNT,  AT(max),         1, 100 },
	{ "RecoveryWindowInDays",       "recoveryWindowInDays",       COUNT,  AT(window),      0, 1000 },
	{ "ForceDeleteWithoutRecovery", "forceDeleteWithoutRecovery", FLAG,   AT(force),       0, 0 },
	{ "IncludePlannedDeletion",     "includePlannedDeletion",     FLAG,   AT(planned),     0, 0 },
	{ "SecretIdList",               "secretIdList",               LIST,   AT(ids),         1, 20 },
	{ "Filters",                    "filters",                    LIST,   AT(filters),     0, 10 },
	{ "Tags",                       "tags",                       LIST,   AT(tags),        0, AWS_TAGS_MAX },
	{ "VersionStages",              "versionStages",              LIST,   AT(stages),      1, AWS_STAGES_MAX },
};

static const struct {
	const char *name;
	void (*answer)(struct awss_secrets_call *c);
	const char *needs; /* NULL: nothing */
} operations[] = {
	{ "BatchGetSecretValue", awss_secrets_batch,    NULL },
	{ "CreateSecret",        awss_secrets_create,   "Name" },
	{ "DeleteSecret",        awss_secrets_delete,   "SecretId" },
	{ "DescribeSecret",      awss_secrets_describe, "SecretId" },
	{ "GetSecretValue",      awss_secrets_get,      "SecretId" },
	{ "ListSecrets",         awss_secrets_list,     NULL },
	{ "PutSecretValue",      awss_secrets_put,      "SecretId" },
	{ "RestoreSecret",       awss_secrets_restore,  "SecretId" },
	{ "UpdateSecret",        awss_secrets_update,   "SecretId" },
	{ "UpdateSecretVersionStage", awss_secrets_stage, "SecretId" },
};
/* clang-format on */

/* Bytes that base64 stands for (RFC 4648 section 4), or -1. */
static int64_t
base64_len(const char *s)
{
	size_t n = strlen(s), pad = 0;

	while (pad < 2 && pad < n && s[n - 1 - pad] == '=')
		pad++;
	if (n % 4 != 0 || strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789+/") != n - pad)
		return -1;
	return (int64_t)(n / 4 * 3 - pad);
}

/* One parameter into the query: its size, or -1 if it is of another type. */
static int64_t
take(struct awss_secrets_query *q, size_t i, const struct json *j)
{
	char *to = (char *)q + params[i].at;
	const char *text = json_str(j);
	int64_t v;
	bool flag;

	switch (params[i].type) {
	case TEXT:
	case BASE64:
		memcpy(to, &text, sizeof text);
		if (text == NULL)
			return -1;
		return params[i].type == TEXT ? (int64_t)strlen(text) : base64_len(text);
	case COUNT:
		if (text != NULL || json_int(j, &v))
			return -1;
		memcpy(to, &v, sizeof v);
		return v < 0 ? INT64_MAX : v;
	case FLAG:
		flag = json_is_true(j);
		memcpy(to, &flag, sizeof flag);
		return 0;
	default:
		memcpy(to, &j, sizeof j);
		return json_is_array(j) ? (int64_t)json_count(j) : -1;
	}
}

/* 0, or -1 with the reply made. */
static int
take_all(struct awss_secrets_query *q, const struct json *root, struct reply *reply)
{
	const struct json *j;
	int64_t size;
	size_t i;

	for (i = 0; i < sizeof params / sizeof params[0]; i++) {
		j = json_get(root, params[i].name);
		if (json_is_null(j))
			continue;
		size = take(q, i, j);
		if (size < 0) {
			awss_json_error(reply, 400, "SerializationException",
			    "'%s' is of the wrong type", params[i].name);
			return -1;
		}
		if (size >= params[i].min && size <= params[i].max)
			continue;
		/* without the value, which may be a secret */
		awss_json_error(reply, 400, "ValidationException",
		    "1 validation error detected: Value at '%s' failed to satisfy constraint: "
		    "Member must have %s between %" PRId64 " and %" PRId64,
		    params[i].told, params[i].type == COUNT ? "value" : "length", params[i].min,
		    params[i].max);
		return -1;
	}
	return 0;
}

static void
answer(struct awss_secrets_call *c, const struct json *root, const char *operation)
{
	size_t i, n = sizeof operations / sizeof operations[0];
	struct awss_refusal why;

	for (i = 0; i < n; i++)
		if (strcmp(operations[i].name, operation) == 0)
			break;
	if (i == n) {
		(void)awss_refuse(&why, AWS_UNKNOWN_OPERATION, "no such operation");
		awss_error_json(c->reply, &why);
	} else if (take_all(&c->q, root, c->reply)) {
		return;
	} else if (operations[i].needs != NULL &&
		   json_is_null(json_get(root, operations[i].needs))) {
		awss_json_error(c->reply, 400, "ValidationException",
		    "1 validation error detected: Value null at '%c%s' failed to satisfy "
		    "constraint: Member must not be null",
		    operations[i].needs[0] | 0x20, operations[i].needs + 1);
	} else {
		operations[i].answer(c);
	}
}

void
awss_secrets_answer(
    struct awss_store *store, const struct request *r, int64_t now, struct reply *reply)
{
	struct awss_secrets_call c = { .store = store, .now = now, .reply = reply };
	struct json *root = NULL;
	struct err e;

	c.q.max = c.q.window = -1;
	c.empty_page = r->fault != NULL && strcmp(r->fault->kind->name, "emptypage") == 0;
	if (r->body.len > 0)
		root = json_parse(r->body.p, r->body.len, &e);
	if (!json_is_object(root))
		awss_json_error(reply, 400, "SerializationException", "the body is no JSON object");
	else
		answer(&c, root, r->target + sizeof AWS_SECRETS_PREFIX - 1);
	json_free(root);
}

void
awss_secrets_reply(struct awss_secrets_call *c, struct emit *em)
{
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "application/x-amz-json-1.1");
	emit_close(em, '}');
	buf_add(&c->reply->body, em->line.p, em->line.len);
	emit_release(em);
}
