#include "sandbox/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/emit.h"

void
reply_release(struct reply *r)
{
	if (r->end != NULL)
		r->end(r->stream);
	buf_release(&r->headers);
	buf_release(&r->body);
	*r = (struct reply){ 0 };
}

void
reply_header(struct reply *r, const char *name, const char *fmt, ...)
{
	va_list ap;
	char *value = NULL;

	va_start(ap, fmt);
	if (vasprintf(&value, fmt, ap) < 0)
		value = NULL;
	va_end(ap);
	buf_fmt(&r->headers, "%s: %s\n", name, value == NULL ? "" : value);
	free(value);
}

void
reply_json(struct reply *r, unsigned status)
{
	r->status = status;
	reply_header(r, "Content-Type", "application/json");
}

void
reply_detail(struct reply *r, unsigned status, const char *text)
{
	reply_json(r, status);
	buf_str(&r->body, "{\"detail\":");
	emit_quote(&r->body, text, strlen(text));
	buf_char(&r->body, '}');
}

void
reply_fetch(struct reply *r)
{
	if (r->more == NULL)
		return;
	while (r->more(r->stream, &r->body) > 0)
		continue;
	r->more = NULL;
}

const char *
reply_reason(unsigned status)
{
	static const struct {
		unsigned status;
		const char *text;
	} reasons[] = { { 200, "OK" }, { 302, "Found" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 402, "Payment Required" }, { 403, "Forbidden" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" }, { 408, "Request Timeout" },
		{ 409, "Conflict" }, { 413, "Content Too Large" }, { 422, "Unprocessable Entity" },
		{ 429, "Too Many Requests" }, { 500, "Internal Server Error" },
		{ 502, "Bad Gateway" }, { 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" } };
	size_t i;

	for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "Status";
}
