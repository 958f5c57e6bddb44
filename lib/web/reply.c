#include "web/reply.h"

#include <stdarg.h>
#include <string.h>

#include "io/emit.h"

static const struct {
	int status;
	const char *text;
} statuses[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 204, "No Content" },
	{ 303, "See Other" },
	{ 307, "Temporary Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 413, "Content Too Large" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
};

const char *
web_status_text(int status)
{
	size_t i;

	for (i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
		if (statuses[i].status == status)
			return statuses[i].text;
	return "Unknown";
}

void
web_reply_reset(struct web_reply *r)
{
	r->status = 200;
	r->type = NULL;
	buf_reset(&r->headers);
	buf_reset(&r->body);
}

void
web_reply_release(struct web_reply *r)
{
	buf_release(&r->headers);
	buf_release(&r->body);
}

void
web_reply_header(struct web_reply *r, const char *name, const char *value)
{
	buf_str(&r->headers, name);
	buf_str(&r->headers, ": ");
	for (; *value != '\0'; value++)
		if ((unsigned char)*value >= 0x20 && *value != 0x7f)
			buf_char(&r->headers, *value);
	buf_str(&r->headers, "\r\n");
}

void
web_reply_detail(struct web_reply *r, int status, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	r->status = status;
	r->type = NULL;
	buf_reset(&r->body);
	buf_str(&r->body, "{\"detail\":");
	emit_quote(&r->body, text.p, text.len);
	buf_char(&r->body, '}');
	buf_release(&text);
}

void
web_reply_head(const struct web_reply *r, struct buf *out)
{
	buf_fmt(out, "Status: %d %s\r\n", r->status, web_status_text(r->status));
	if (r->status != 204)
		buf_fmt(out, "Content-Type: %s\r\nContent-Length: %zu\r\n",
		    r->type != NULL ? r->type : "application/json", r->body.len);
	if (r->headers.len > 0)
		buf_add(out, r->headers.p, r->headers.len);
	buf_str(out, "\r\n");
}
