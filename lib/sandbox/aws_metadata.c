#include "sandbox/aws_metadata.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "io/emit.h"
#include "sandbox/fault.h"

#define LIFETIME 21600              /* seconds */
#define MARGIN (300 * CLOCK_SECOND) /* before the end there are new ones */
#define TTL_MAX 21600
#define TTL_HEADER "X-aws-ec2-metadata-token-ttl-seconds"
#define META "/latest/meta-data/"
#define ROLES META "iam/security-credentials"

typedef void answer_fn(struct awss_metadata_call *c, const char *text);

static answer_fn give_token, give_text, give_instance, give_task, give_pod;

/* clang-format off */
static const struct {
	const char *path, *target;
	answer_fn *answer;
	const char *text;
} rows[] = {
	{ "/latest/api/token",                "imds.token",            give_token,    NULL },
	{ ROLES,                              "imds.roles",            give_text,     AWS_INSTANCE_ROLE },
	{ ROLES "/",                          "imds.roles",            give_text,     AWS_INSTANCE_ROLE },
	{ ROLES "/" AWS_INSTANCE_ROLE,        "imds.role",             give_instance, NULL },
	{ META "placement/region",            "imds.region",           give_text,     AWS_REGION },
	{ META "placement/availability-zone", "imds.zone",             give_text,     AWS_REGION "a" },
	{ META "instance-id",                 "imds.instance",         give_text,     "i-00000000005a6d0b0" },
	{ AWS_CONTAINER_PATH AWS_POD,         "container.credentials", give_pod,      NULL },
	{ AWS_CONTAINER_PATH AWS_TASK,        "container.credentials", give_task,     NULL },
};
/* clang-format on */

#define ROWS (sizeof rows / sizeof rows[0])

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

const char *
awss_metadata_target(const struct request *r)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (strcmp(rows[i].path, r->path) == 0)
			return rows[i].target;
	if (begins(r->path, "/latest/"))
		return "imds.unknown";
	return begins(r->path, AWS_CONTAINER_PATH) ? "container.unknown" : NULL;
}

/* The instance's errors are pages. */
static void
page(struct reply *reply, unsigned status)
{
	reply->status = status;
	reply_header(reply, "Content-Type", "text/html");
	buf_fmt(&reply->body,
	    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n"
	    "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\" lang=\"en\">\n"
	    " <head>\n  <title>%u - %s</title>\n </head>\n <body>\n  <h1>%u - %s</h1>\n </body>\n"
	    "</html>\n",
	    status, reply_reason(status), status, reply_reason(status));
}

/* The container's are JSON. */
static void
refuse(struct reply *reply, unsigned status, const char *code, const char *message)
{
	reply_json(reply, status);
	buf_fmt(&reply->body, "{\"code\":\"%s\",\"message\":\"%s\",\"HTTPErrorCode\":%u}", code,
	    message, status);
}

static void
give_token(struct awss_metadata_call *c, const char *text)
{
	struct awss_metadata *m = c->metadata;
	size_t at = m->made % AWS_TOKENS_MAX;
	const char *ttl = request_header(c->r, "x-aws-ec2-metadata-token-ttl-seconds");
	int64_t seconds;

	(void)text;
	if (strcmp(c->r->method, "PUT") != 0) {
		page(c->reply, 405);
		reply_header(c->reply, "Allow", "OPTIONS, PUT");
	} else if (request_header(c->r, "x-forwarded-for") != NULL) {
		page(c->reply, 403); /* it came through a proxy: somebody else may be asking */
	} else if (ttl == NULL || num_int(ttl, strlen(ttl), 1, TTL_MAX, &seconds)) {
		page(c->reply, 400);
	} else {
		m->made++;
		(void)snprintf(m->tokens[at].text, sizeof m->tokens[at].text,
		    "AQAEASANDBOX%016" PRIx64 "%016" PRIx64 "==", fault_mix(m->made),
		    fault_mix(~m->made));
		m->tokens[at].until = c->now + seconds * CLOCK_SECOND;
		c->reply->status = 200;
		reply_header(c->reply, "Content-Type", "text/plain");
		reply_header(c->reply, TTL_HEADER, "%" PRId64, seconds);
		buf_str(&c->reply->body, m->tokens[at].text);
	}
}

/* A token that was handed out and has not run out; without it, 401. */
static int
authenticate(struct awss_metadata_call *c)
{
	const struct awss_metadata *m = c->metadata;
	const char *token = request_header(c->r, "x-aws-ec2-metadata-token");
	size_t i, n = m->made < AWS_TOKENS_MAX ? (size_t)m->made : AWS_TOKENS_MAX;

	for (i = 0; i < n && token != NULL; i++)
		if (strcmp(m->tokens[i].text, token) == 0 && c->now < m->tokens[i].until)
			return 0;
	page(c->reply, 401);
	return -1;
}

static void
give_text(struct awss_metadata_call *c, const char *text)
{
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "text/plain");
	buf_str(&c->reply->body, text);
}

/* Credentials of a role, the same ones until they are about to expire. */
static void
put_credentials(struct awss_metadata_call *c, struct emit *em, struct awss_key *kept,
    const char *role, const char *session)
{
	int64_t seconds = c->lifetime >= 0 ? c->lifetime : LIFETIME;
	int64_t until = c->now - c->now % CLOCK_SECOND + seconds * CLOCK_SECOND;

	if (c->lifetime >= 0 || kept->expires - MARGIN <= c->now)
		*kept = *awss_keys_make(c->keys, role, session, until);
	emit_str(em, "AccessKeyId", kept->id);
	emit_str(em, "SecretAccessKey", kept->secret);
	emit_str(em, "Token", kept->token);
	emit_time(em, "Expiration", kept->expires);
}

static void
send_json(struct awss_metadata_call *c, struct emit *em, const char *type)
{
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "%s", type);
	emit_close(em, '}');
	buf_add(&c->reply->body, em->line.p, em->line.len);
	emit_release(em);
}

static void
give_instance(struct awss_metadata_call *c, const char *text)
{
	struct emit em;

	(void)text;
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	if (c->r->fault != NULL && strcmp(c->r->fault->kind->name, "norole") == 0) {
		emit_str(&em, "Code", "AssumeRoleUnauthorizedAccess");
		emit_str(&em, "Message", "EC2 cannot assume the role " AWS_INSTANCE_ROLE ".");
		emit_time(&em, "LastUpdated", c->now - c->now % CLOCK_SECOND);
	} else {
		emit_str(&em, "Code", "Success");
		emit_time(&em, "LastUpdated", c->now - c->now % CLOCK_SECOND);
		emit_str(&em, "Type", "AWS-HMAC");
		put_credentials(
		    c, &em, &c->metadata->instance, AWS_INSTANCE_ROLE, "i-00000000005a6d0b0");
	}
	send_json(c, &em, "text/plain"); /* so it says */
}

static void
give_task(struct awss_metadata_call *c, const char *text)
{
	struct emit em;

	(void)text;
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "RoleArn", "arn:aws:iam::" AWS_ACCOUNT ":role/" AWS_TASK);
	put_credentials(c, &em, &c->metadata->container, AWS_TASK, "sandbox");
	send_json(c, &em, "application/json");
}

static void
give_pod(struct awss_metadata_call *c, const char *text)
{
	const char *sent = request_header(c->r, "authorization");

	if (sent == NULL || strcmp(sent, AWS_CONTAINER_TOKEN) != 0)
		refuse(
		    c->reply, 401, "AccessDenied", "the authorization token is missing or wrong");
	else
		give_task(c, text);
}

void
awss_metadata_answer(struct awss_metadata_call *c)
{
	bool imds = begins(c->r->path, "/latest/");
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (strcmp(rows[i].path, c->r->path) == 0)
			break;
	if (i < ROWS && rows[i].answer == give_token)
		give_token(c, NULL);
	else if (imds && strcmp(c->r->method, "GET") != 0)
		page(c->reply, 405);
	else if (imds && authenticate(c))
		return;
	else if (i < ROWS && strcmp(c->r->method, "GET") == 0)
		rows[i].answer(c, rows[i].text);
	else if (imds)
		page(c->reply, 404);
	else
		refuse(c->reply, 400, "InvalidIdInRequest",
		    "CredentialsV2Request: Credentials not found");
}
