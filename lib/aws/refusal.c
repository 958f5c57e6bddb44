#include "aws/refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/json.h"
#include "io/xml.h"
#include "net/http.h"

/* clang-format off */
/* Codes that say more than their status does. */
static const struct {
	const char *code;
	enum aws_act act;
} codes[] = {
	{ "AccessDenied",                           AWS_DENIED },
	{ "AccessDeniedException",                  AWS_DENIED },
	{ "AuthFailure",                            AWS_SKEWED },
	{ "BandwidthLimitExceeded",                 AWS_BUSY },
	{ "EC2ThrottledException",                  AWS_BUSY },
	{ "ExpiredToken",                           AWS_EXPIRED },
	{ "ExpiredTokenException",                  AWS_EXPIRED },
	{ "IncompleteSignature",                    AWS_DENIED },
	{ "InvalidAccessKeyId",                     AWS_DENIED },
	{ "InvalidClientTokenId",                   AWS_DENIED },
	{ "InvalidSignatureException",              AWS_SKEWED },
	{ "MissingAuthenticationTokenException",    AWS_DENIED },
	{ "NotAuthorized",                          AWS_DENIED },
	{ "PriorRequestNotComplete",                AWS_BUSY },
	{ "ProvisionedThroughputExceededException", AWS_BUSY },
	{ "RequestExpired",                         AWS_SKEWED },
	{ "RequestInTheFuture",                     AWS_SKEWED },
	{ "RequestLimitExceeded",                   AWS_BUSY },
	{ "RequestThrottled",                       AWS_BUSY },
	{ "RequestThrottledException",              AWS_BUSY },
	{ "RequestTimeTooSkewed",                   AWS_SKEWED },
	{ "RequestTimeout",                         AWS_BUSY },
	{ "RequestTimeoutException",                AWS_BUSY },
	{ "SignatureDoesNotMatch",                  AWS_SKEWED },
	{ "SlowDown",                               AWS_BUSY },
	{ "ThrottledException",                     AWS_BUSY },
	{ "Throttling",                             AWS_BUSY },
	{ "ThrottlingException",                    AWS_BUSY },
	{ "TooManyRequestsException",               AWS_BUSY },
	{ "TransactionInProgressException",         AWS_BUSY },
	{ "UnauthorizedOperation",                  AWS_DENIED },
	{ "UnrecognizedClientException",            AWS_DENIED },
};
/* clang-format on */

/* "com.amazonaws.sqs#QueueDoesNotExist:http://..." is QueueDoesNotExist. */
static void
take_code(struct aws_refusal *r, const char *p, size_t n)
{
	const char *colon = memchr(p, ':', n), *hash;

	if (colon != NULL)
		n = (size_t)(colon - p);
	while ((hash = memchr(p, '#', n)) != NULL) {
		n -= (size_t)(hash + 1 - p);
		p = hash + 1;
	}
	(void)snprintf(r->code, sizeof r->code, "%.*s", n > 100 ? 100 : (int)n, p);
}

static void
take_json(struct aws_refusal *r, const struct json *j)
{
	const char *code = json_str(json_get(j, "__type")),
		   *text = json_str(json_get(j, "message"));

	if (code == NULL)
		code = json_str(json_get(j, "code"));
	if (text == NULL)
		text = json_str(json_get(j, "Message"));
	if (code != NULL && r->code[0] == '\0')
		take_code(r, code, strlen(code));
	if (text != NULL)
		(void)snprintf(r->text, sizeof r->text, "%s", text);
}

/* What stands in the first element of that name; enough for an error's code and words. */
static size_t
element(const char *xml, const char *name, const char **text)
{
	char open[32];
	const char *p;

	(void)snprintf(open, sizeof open, "<%s>", name);
	p = strstr(xml, open);
	if (p == NULL)
		return 0;
	*text = p + strlen(open);
	return strcspn(*text, "<");
}

/* The words of XML as they are meant: "&lt;" is '<'. */
static void
take_words(struct aws_refusal *r, const char *p, size_t n)
{
	struct buf one = { 0 };
	struct err ignored;
	struct xml *x;

	buf_fmt(&one, "<m>%.*s</m>", n > 2000 ? 2000 : (int)n, p);
	x = xml_parse(one.p, one.len, &ignored);
	if (x != NULL)
		(void)snprintf(r->text, sizeof r->text, "%s", xml_text(x));
	else /* it is cut, or no XML */
		(void)snprintf(r->text, sizeof r->text, "%.*s", n > 299 ? 299 : (int)n, p);
	xml_free(x);
	buf_release(&one);
}

static void
take_xml(struct aws_refusal *r, const char *body)
{
	const char *p = NULL;
	size_t n = element(body, "Code", &p);

	if (n > 0 && r->code[0] == '\0')
		take_code(r, p, n);
	n = element(body, "Message", &p);
	if (n > 0)
		take_words(r, p, n);
}

static enum aws_act
act_of(const char *code, long status)
{
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].act;
	if (status == 429 || status == 408 || status >= 500)
		return AWS_BUSY;
	return status == 401 || status == 403 ? AWS_DENIED : AWS_REFUSED;
}

bool
aws_refusal_read(struct aws_refusal *r, const struct http_reply *reply)
{
	const char *body = reply->body.p == NULL ? "" : reply->body.p, *type;
	struct err ignored;
	struct json *j;
	size_t n = 0;

	*r = (struct aws_refusal){ 0 };
	if (reply->status / 100 == 2)
		return false;
	type = http_header(reply, "x-amzn-errortype", &n);
	if (type != NULL)
		take_code(r, type, n);
	j = json_parse(body, reply->body.len, &ignored);
	if (j != NULL)
		take_json(r, j);
	else
		take_xml(r, body);
	json_free(j);
	r->act = act_of(r->code, reply->status);
	return true;
}

bool
aws_refusal_late(struct aws_refusal *r, const struct http_reply *reply)
{
	const char *p = reply->body.p == NULL ? "" : reply->body.p;

	*r = (struct aws_refusal){ 0 };
	p += strspn(p, " \t\r\n"); /* sent to keep the connection alive */
	if (strncmp(p, "<?xml", 5) == 0) {
		p += strcspn(p, ">");
		p += *p == '>';
		p += strspn(p, " \t\r\n");
	}
	if (strncmp(p, "<Error", 6) != 0 || p[6] == '\0' || strchr("> \t\r\n", p[6]) == NULL)
		return false;
	take_xml(r, p);
	r->act = act_of(r->code, 500); /* it is to be tried again as that is */
	return true;
}

int
aws_refusal_err(const struct aws_refusal *r, const struct http_reply *reply, struct err *e)
{
	static const enum err_code is[] = { [AWS_REFUSED] = ERR_REMOTE,
		[AWS_DENIED] = ERR_PERM,
		[AWS_EXPIRED] = ERR_PERM,
		[AWS_SKEWED] = ERR_PERM,
		[AWS_BUSY] = ERR_TEMP };
	const char *id = reply->request_id;

	char status[40] = "";

	if (r->code[0] == '\0' && r->text[0] == '\0') /* the reply to a HEAD says no more */
		(void)snprintf(status, sizeof status, "status %ld", reply->status);
	return err_set(e, is[r->act], "%s%s%s%s%s%s%s", status, r->code,
	    r->code[0] && r->text[0] ? ": " : "", r->text, id[0] ? " (request " : "", id,
	    id[0] ? ")" : "");
}
