#include "sandbox/aws.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "sandbox/aws_error.h"
#include "sandbox/aws_keys.h"
#include "sandbox/aws_metadata.h"
#include "sandbox/aws_secrets.h"
#include "sandbox/aws_sigv4.h"
#include "sandbox/aws_sns.h"
#include "sandbox/aws_store.h"
#include "sandbox/aws_sts.h"
#include "sandbox/vendors.h"

#define SECRETS_FILE "aws-secrets.json"
#define JSON_TYPE "application/x-amz-json-1.1"
#define TARGET_MAX 128

struct aws {
	struct awss_keys keys;
	struct awss_store store;
	struct awss_metadata metadata;
};

/* clang-format off */
static const struct fault_kind faults[] = {
	{ "decrypt",   FAULT_VENDOR, NULL,      0,    "DecryptionFailure" },
	{ "denied",    FAULT_VENDOR, NULL,      0,    "AccessDeniedException" },
	{ "emptypage", FAULT_VENDOR, NULL,      0,    "a page of a list has nothing, and a token for the next" },
	{ "expired",   FAULT_VENDOR, NULL,      0,    "ExpiredTokenException" },
	{ "internal",  FAULT_VENDOR, NULL,      0,    "500 InternalServiceError" },
	{ "lag",       FAULT_VENDOR, "seconds", 3600, "the clock is behind by that much, in Date and when signatures are checked" },
	{ "lifetime",  FAULT_VENDOR, "seconds", 60,   "credentials that are handed out live that long" },
	{ "norole",    FAULT_VENDOR, NULL,      0,    "the instance's credentials say 200 and that the role cannot be assumed" },
	{ "skew",      FAULT_VENDOR, "seconds", 3600, "the clock is ahead by that much, in Date and when signatures are checked" },
	{ "throttle",  FAULT_VENDOR, NULL,      0,    "400 ThrottlingException" },
	{ 0 }
};

/* Those that take the place of any signed answer. */
static const struct {
	const char *fault;
	enum awss_code code;
	const char *text;
} refusals[] = {
	{ "decrypt",  AWS_DECRYPTION, "Secrets Manager can't decrypt the protected secret text using the provided KMS key." },
	{ "denied",   AWS_DENIED,     "User: arn:aws:iam::" AWS_ACCOUNT ":user/sandbox is not authorized to perform this operation because no identity-based policy allows it" },
	{ "expired",  AWS_EXPIRED,    "The security token included in the request is expired" },
	{ "internal", AWS_INTERNAL,   "An error occurred on the server side." },
	{ "throttle", AWS_THROTTLED,  "Rate exceeded" },
};

static const struct sandbox_var vars[] = {
	{ "AWS_ENDPOINT_URL",                   VAR_URL,    "" },
	{ "AWS_ACCESS_KEY_ID",                  VAR_WORD,   AWS_TEST_KEY },
	{ "AWS_SECRET_ACCESS_KEY",              VAR_SECRET, AWS_TEST_SECRET },
	{ "AWS_SESSION_TOKEN",                  VAR_WORD,   "" }, /* another's would not go with our key */
	{ "AWS_REGION",                         VAR_WORD,   AWS_REGION },
	{ "AWS_DEFAULT_REGION",                 VAR_WORD,   AWS_REGION },
	{ "AWS_CONTAINER_CREDENTIALS_FULL_URI", VAR_URL,    AWS_CONTAINER_PATH AWS_POD },
	{ "AWS_CONTAINER_AUTHORIZATION_TOKEN",  VAR_SECRET, AWS_CONTAINER_TOKEN },
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT",  VAR_URL,    "/" },
	{ "PF_NOTIFY_SNS_TOPIC",                VAR_WORD,   AWS_SNS_TOPIC },
	{ 0 }
};
/* clang-format on */

static const char *const hidden[] = { "WebIdentityToken", "X-Amz-Credential",
	"X-Amz-Security-Token", "X-Amz-Signature", NULL };

static int
awss_open(void **state, const struct sandbox_config *config, struct err *e)
{
	struct aws *aws = mem_new(1, sizeof *aws);
	char *path = mem_fmt("%s/" SECRETS_FILE, config->data);
	int rc;

	*state = aws;
	rc = awss_store_read(&aws->store, path, clock_real(), e);
	free(path);
	return rc;
}

static void
awss_close(void *state)
{
	struct aws *aws = state;

	awss_store_release(&aws->store);
	free(aws);
}

static char *
awss_target(const struct request *r)
{
	const char *known = awss_metadata_target(r), *named = request_header(r, "x-amz-target");
	const struct param *action = request_param(r, "Action");

	if (known != NULL)
		return mem_str(known);
	if (named != NULL)
		return mem_copy(named, strnlen(named, TARGET_MAX));
	return action == NULL ? NULL
			      : mem_fmt("%s%.*s", awss_sns_is(r) ? AWS_SNS_PREFIX : AWS_STS_PREFIX,
				    TARGET_MAX, action->value);
}

static bool
is(const struct request *r, const char *fault)
{
	return r->fault != NULL && strcmp(r->fault->kind->name, fault) == 0;
}

/* RFC 9110 section 5.6.7. */
static void
put_date(struct reply *reply, int64_t ns)
{
	char text[CLOCK_TEXT_MAX];

	(void)clock_mail_text(text, ns);
	reply_header(reply, "Date", "%s GMT", text);
}

typedef void error_fn(struct reply *reply, const struct awss_refusal *why);

/* A fault that takes the place of the answer: true when the reply was made. */
static bool
refused(const struct request *r, error_fn *error, struct reply *reply)
{
	struct awss_refusal why;
	size_t i;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (!is(r, refusals[i].fault))
			continue;
		(void)awss_refuse(&why, refusals[i].code, "%s", refusals[i].text);
		error(reply, &why);
		return true;
	}
	return false;
}

/* A request that must be signed: 0 with who did, or -1 with the reply made. */
static int
check(struct aws *aws, const struct request *r, const char *service, int64_t now,
    const struct awss_key **key, error_fn *error, struct reply *reply)
{
	struct awss_sigv4 rules = { &aws->keys, AWS_REGION, service, now };
	struct awss_refusal why;

	if (awss_sigv4_check(&rules, r, key, &why) == 0)
		return 0;
	error(reply, &why);
	return -1;
}

static void
answer_json(struct aws *aws, const struct request *r, int64_t now, struct reply *reply)
{
	const char *type = request_header(r, "content-type");
	const struct awss_key *key;
	struct awss_refusal why;
	size_t n = type == NULL ? 0 : strcspn(type, "; ");

	if (n != sizeof JSON_TYPE - 1 || strncmp(type, JSON_TYPE, n) != 0) {
		/* what is in front of all services does not know yet which it is for */
		reply->status = 404;
		reply_header(reply, "Content-Type", "text/xml");
		buf_str(&reply->body, "<UnknownOperationException/>\n");
	} else if (refused(r, awss_error_json, reply) ||
		   check(aws, r, "secretsmanager", now, &key, awss_error_json, reply)) {
		return;
	} else if (strcmp(r->method, "POST") != 0 || strcmp(r->path, "/") != 0 ||
		   strncmp(r->target, AWS_SECRETS_PREFIX, sizeof AWS_SECRETS_PREFIX - 1) != 0) {
		(void)awss_refuse(&why, AWS_UNKNOWN_OPERATION, "no such operation");
		awss_error_json(reply, &why);
	} else {
		awss_secrets_answer(&aws->store, r, now, reply);
	}
}

static void
answer_query(struct aws *aws, const struct request *r, int64_t now, int64_t lifetime,
    const char *action, struct reply *reply)
{
	struct awss_sts_call c = {
		.keys = &aws->keys, .r = r, .now = now, .lifetime = lifetime, .reply = reply
	};

	bool open = awss_sts_is_open(action) && request_header(r, "authorization") == NULL;

	if (awss_sns_is(r)) {
		if (!refused(r, awss_error_query, reply) &&
		    check(aws, r, "sns", now, &c.key, awss_error_query, reply) == 0)
			awss_sns_answer(r, reply);
		return;
	}
	if (!refused(r, awss_error_query, reply) &&
	    (open || check(aws, r, "sts", now, &c.key, awss_error_query, reply) == 0))
		awss_sts_answer(&c);
}

/* The seconds of a fault, or -1 when it is another. */
static int64_t
seconds(const struct request *r, const char *fault)
{
	const int64_t max = INT64_C(10000) * 86400;

	if (!is(r, fault))
		return -1;
	return r->fault->value < max ? r->fault->value : max;
}

static void
awss_answer(void *state, const struct request *r, struct reply *reply)
{
	struct aws *aws = state;
	const struct param *action = request_param(r, "Action");
	int64_t ahead = seconds(r, "skew"), behind = seconds(r, "lag");
	int64_t off = ahead > 0 ? ahead : behind > 0 ? -behind : 0;
	int64_t now = clock_real() + off * CLOCK_SECOND, lifetime = seconds(r, "lifetime");
	struct awss_metadata_call metadata = { &aws->metadata, &aws->keys, r, now, lifetime,
		reply };
	struct awss_refusal why;

	reply_header(reply, "x-amzn-RequestId", "00000000-0000-4000-8000-%012" PRIx64, r->number);
	if (off != 0)
		put_date(reply, now);
	if (awss_metadata_target(r) != NULL) {
		awss_metadata_answer(&metadata);
	} else if (request_header(r, "x-amz-target") != NULL) {
		answer_json(aws, r, now, reply);
	} else if (action != NULL) {
		answer_query(aws, r, now, lifetime, action->value, reply);
	} else {
		(void)awss_refuse(&why, AWS_UNKNOWN_OPERATION, "nothing was asked for");
		awss_error_json(reply, &why);
	}
}

const struct sandbox_vendor awss_vendor = {
	.name = "aws",
	.vars = vars,
	.hidden = hidden,
	.faults = faults,
	.open = awss_open,
	.close = awss_close,
	.target = awss_target,
	.answer = awss_answer,
};
