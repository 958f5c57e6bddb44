#include "sandbox/aws_sts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/json.h"
#include "sandbox/aws_error.h"

#define STS_VERSION "2011-06-15"
#define SESSION_MIN 900
#define SESSION_MAX 43200
#define SESSION_USUAL 3600
#define ROLE_ID "AROASANDBOX0000000000"

#define NAME_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-"

static const char *
given(const struct request *r, const char *name)
{
	const struct param *p = request_param(r, name);

	return p == NULL ? NULL : p->value;
}

static void
invalid(struct reply *reply, const char *name, const char *what)
{
	awss_query_error(reply, 400, "ValidationError",
	    "1 validation error detected: Value at '%s' failed to satisfy constraint: %s", name,
	    what);
}

/* A parameter of so many letters; NULL with the reply made. */
static const char *
take(struct awss_sts_call *c, const char *name, size_t min, size_t max)
{
	const char *v = given(c->r, name);
	char what[80];

	(void)snprintf(what, sizeof what, "Member must have length between %zu and %zu", min, max);
	if (v == NULL)
		invalid(c->reply, name, "Member must not be null");
	else if (strlen(v) < min || strlen(v) > max)
		invalid(c->reply, name, what);
	else
		return v;
	return NULL;
}

static void
begin(struct awss_sts_call *c, const char *action)
{
	c->reply->status = 200;
	reply_header(c->reply, "Content-Type", "text/xml");
	buf_fmt(&c->reply->body,
	    "<%sResponse xmlns=\"https://sts.amazonaws.com/doc/" STS_VERSION "/\">\n  <%sResult>\n",
	    action, action);
}

static void
put(struct awss_sts_call *c, const char *name, const char *value)
{
	buf_fmt(&c->reply->body, "    <%s>", name);
	awss_xml_text(&c->reply->body, value);
	buf_fmt(&c->reply->body, "</%s>\n", name);
}

static void
end(struct awss_sts_call *c, const char *action)
{
	buf_fmt(&c->reply->body,
	    "  </%sResult>\n  <ResponseMetadata>\n"
	    "    <RequestId>00000000-0000-4000-8000-%012" PRIx64 "</RequestId>\n"
	    "  </ResponseMetadata>\n</%sResponse>\n",
	    action, c->r->number, action);
}

static void
caller(struct awss_sts_call *c)
{
	begin(c, "GetCallerIdentity");
	put(c, "Arn", c->key->arn);
	put(c, "UserId", c->key->caller);
	put(c, "Account", AWS_ACCOUNT);
	end(c, "GetCallerIdentity");
}

/* What both ways to assume a role ask for. */
struct assumed {
	const char *arn, *role, *session;
	int64_t seconds;
};

/* 0, or -1 with the reply made. */
static int
take_role(struct awss_sts_call *c, struct assumed *a)
{
	static const char ours[] = "arn:aws:iam::" AWS_ACCOUNT ":role/";
	const char *seconds = given(c->r, "DurationSeconds");

	a->seconds = SESSION_USUAL;
	a->arn = take(c, "RoleArn", 20, 2048);
	if (a->arn == NULL)
		return -1;
	a->session = take(c, "RoleSessionName", 2, 64);
	if (a->session == NULL)
		return -1;
	if (strspn(a->session, NAME_LETTERS) != strlen(a->session)) {
		invalid(c->reply, "roleSessionName",
		    "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
		return -1;
	}
	if (seconds != NULL &&
	    num_int(seconds, strlen(seconds), SESSION_MIN, SESSION_MAX, &a->seconds)) {
		invalid(
		    c->reply, "durationSeconds", "Member must have value between 900 and 43200");
		return -1;
	}
	if (strncmp(a->arn, ours, sizeof ours - 1) != 0) {
		awss_query_error(c->reply, 403, "AccessDenied",
		    "User: %s is not authorized to perform: sts:AssumeRole on resource: %s",
		    c->key == NULL ? "anonymous" : c->key->arn, a->arn);
		return -1;
	}
	a->role = strrchr(a->arn, '/') + 1;
	return 0;
}

static void
put_credentials(struct awss_sts_call *c, const struct assumed *a)
{
	int64_t seconds = c->lifetime >= 0 ? c->lifetime : a->seconds;
	int64_t until = c->now - c->now % CLOCK_SECOND + seconds * CLOCK_SECOND;
	const struct awss_key *k = awss_keys_make(c->keys, a->role, a->session, until);
	char text[CLOCK_TEXT_MAX];

	(void)clock_time_text(text, k->expires);
	buf_str(&c->reply->body, "    <Credentials>\n");
	put(c, "AccessKeyId", k->id);
	put(c, "SecretAccessKey", k->secret);
	put(c, "SessionToken", k->token);
	put(c, "Expiration", text);
	buf_str(&c->reply->body, "    </Credentials>\n    <AssumedRoleUser>\n");
	put(c, "Arn", k->arn);
	buf_fmt(&c->reply->body, "    <AssumedRoleId>" ROLE_ID ":%s</AssumedRoleId>\n", a->session);
	buf_str(&c->reply->body, "    </AssumedRoleUser>\n");
}

static void
assume(struct awss_sts_call *c)
{
	struct assumed a;

	if (take_role(c, &a))
		return;
	begin(c, "AssumeRole");
	put_credentials(c, &a);
	end(c, "AssumeRole");
}

static int
base64url_digit(char d)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *at = d == '\0' ? NULL : strchr(letters, d);

	return at == NULL ? -1 : (int)(at - letters);
}

/* The claims of a JSON Web Token (RFC 7519), whose signature nobody here can check; NULL if it is
 * none. */
static struct json *
claims(const char *token)
{
	const char *at = strchr(token, '.'), *stop = at == NULL ? NULL : strchr(at + 1, '.');
	struct json *root = NULL;
	struct buf text = { 0 };
	unsigned bits = 0, have = 0;
	struct err e;
	int d;

	if (stop == NULL)
		return NULL;
	for (at++; at < stop; at++) {
		d = base64url_digit(*at);
		if (d < 0)
			goto out;
		bits = bits << 6 | (unsigned)d;
		have += 6;
		if (have >= 8) {
			have -= 8;
			buf_char(&text, (char)(bits >> have & 0xff));
		}
	}
	if (text.len > 0)
		root = json_parse(text.p, text.len, &e);
out:
	buf_release(&text);
	return root;
}

static void
assume_web(struct awss_sts_call *c)
{
	const char *token = take(c, "WebIdentityToken", 4, 20000), *subject, *issuer, *audience;
	struct json *claim = NULL;
	struct assumed a;
	int64_t until;

	if (token == NULL || take_role(c, &a))
		return;
	claim = claims(token);
	subject = json_str(json_get(claim, "sub"));
	issuer = json_str(json_get(claim, "iss"));
	audience = json_str(json_get(claim, "aud"));
	if (subject == NULL || json_int(json_get(claim, "exp"), &until)) {
		awss_query_error(c->reply, 400, "InvalidIdentityToken",
		    "The ID Token provided is not a valid JWT. (You may see this error if you sent "
		    "an Access Token)");
	} else if (until <= c->now / CLOCK_SECOND) {
		awss_query_error(c->reply, 400, "ExpiredTokenException",
		    "Token expired: current date/time %" PRId64 " must be before the expiration "
		    "date/time %" PRId64,
		    c->now / CLOCK_SECOND, until);
	} else {
		begin(c, "AssumeRoleWithWebIdentity");
		put_credentials(c, &a);
		put(c, "SubjectFromWebIdentityToken", subject);
		put(c, "Provider", issuer == NULL ? "" : issuer);
		put(c, "Audience", audience == NULL ? "" : audience);
		end(c, "AssumeRoleWithWebIdentity");
	}
	json_free(claim);
}

/* clang-format off */
static const struct {
	const char *action;
	bool open; /* no signature is needed */
	void (*answer)(struct awss_sts_call *c);
} actions[] = {
	{ "AssumeRole",                false, assume },
	{ "AssumeRoleWithWebIdentity", true,  assume_web },
	{ "GetCallerIdentity",         false, caller },
};
/* clang-format on */

#define ACTIONS (sizeof actions / sizeof actions[0])

bool
awss_sts_is_open(const char *action)
{
	size_t i;

	for (i = 0; i < ACTIONS; i++)
		if (strcmp(actions[i].action, action) == 0)
			return actions[i].open;
	return false;
}

void
awss_sts_answer(struct awss_sts_call *c)
{
	const char *action = given(c->r, "Action"), *version = given(c->r, "Version");
	size_t i;

	for (i = 0; i < ACTIONS; i++)
		if (strcmp(actions[i].action, action) == 0)
			break;
	if (i == ACTIONS || version == NULL || strcmp(version, STS_VERSION) != 0)
		awss_query_error(c->reply, 400, "InvalidAction",
		    "Could not find operation %s for version %s", action,
		    version == NULL ? "NO_VERSION_SPECIFIED" : version);
	else
		actions[i].answer(c);
}
