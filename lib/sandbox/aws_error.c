#include "sandbox/aws_error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/emit.h"

/* clang-format off */
static const struct {
	const char *type; /* in JSON */
	unsigned status;
	const char *code; /* in the query protocol */
	unsigned query_status;
	bool own; /* the service's own, not the front end's */
} rows[] = {
	[AWS_NO_TOKEN]          = { "MissingAuthenticationTokenException", 400, "MissingAuthenticationToken", 403, false },
	[AWS_INCOMPLETE]        = { "IncompleteSignatureException",        400, "IncompleteSignature",        400, false },
	[AWS_BAD_SIGNATURE]     = { "InvalidSignatureException",           400, "SignatureDoesNotMatch",      403, false },
	[AWS_UNKNOWN_KEY]       = { "UnrecognizedClientException",         400, "InvalidClientTokenId",       403, false },
	[AWS_EXPIRED]           = { "ExpiredTokenException",               400, "ExpiredToken",               403, false },
	[AWS_THROTTLED]         = { "ThrottlingException",                 400, "Throttling",                 400, false },
	[AWS_DENIED]            = { "AccessDeniedException",               400, "AccessDenied",               403, true },
	[AWS_DECRYPTION]        = { "DecryptionFailure",                   400, "InvalidAction",              400, true },
	[AWS_INTERNAL]          = { "InternalServiceError",                500, "InternalFailure",            500, true },
	[AWS_UNKNOWN_OPERATION] = { "UnknownOperationException",           400, "InvalidAction",              400, false },
};
/* clang-format on */

int
awss_refuse(struct awss_refusal *why, enum awss_code code, const char *fmt, ...)
{
	va_list ap;

	why->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(why->text, sizeof why->text, fmt, ap); /* cut is fine */
	va_end(ap);
	return -1;
}

static void
json_error(struct reply *reply, unsigned status, const char *type, bool own, const char *text)
{
	reply->status = status;
	reply_header(reply, "Content-Type", "application/x-amz-json-1.1");
	buf_reset(&reply->body);
	buf_fmt(&reply->body, "{\"__type\":\"%s\",\"%s\":", type, own ? "Message" : "message");
	emit_quote(&reply->body, text, strlen(text));
	buf_char(&reply->body, '}');
}

static void
query_error(struct reply *reply, unsigned status, const char *code, const char *text)
{
	reply->status = status;
	reply_header(reply, "Content-Type", "text/xml");
	buf_reset(&reply->body);
	buf_fmt(&reply->body,
	    "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n"
	    "    <Type>%s</Type>\n    <Code>%s</Code>\n    <Message>",
	    status < 500 ? "Sender" : "Receiver", code);
	awss_xml_text(&reply->body, text);
	buf_str(&reply->body, "</Message>\n  </Error>\n"
			      "  <RequestId>00000000-0000-4000-8000-000000000000</RequestId>\n"
			      "</ErrorResponse>\n");
}

void
awss_error_json(struct reply *reply, const struct awss_refusal *why)
{
	json_error(
	    reply, rows[why->code].status, rows[why->code].type, rows[why->code].own, why->text);
}

void
awss_error_query(struct reply *reply, const struct awss_refusal *why)
{
	query_error(reply, rows[why->code].query_status, rows[why->code].code, why->text);
}

void
awss_json_error(struct reply *reply, unsigned status, const char *type, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	json_error(reply, status, type, true, text == NULL ? "" : text);
	free(text);
}

void
awss_query_error(struct reply *reply, unsigned status, const char *code, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	query_error(reply, status, code, text == NULL ? "" : text);
	free(text);
}

void
awss_xml_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buf_str(out, "&lt;");
		else if (*text == '>')
			buf_str(out, "&gt;");
		else if (*text == '&')
			buf_str(out, "&amp;");
		else if ((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t')
			buf_char(out, ' '); /* XML 1.0 has no way to write it */
		else
			buf_char(out, *text);
	}
}
