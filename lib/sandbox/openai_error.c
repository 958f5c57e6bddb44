#include "sandbox/openai_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/emit.h"

static void
put(struct buf *out, const char *name, const char *text)
{
	buf_fmt(out, ",\"%s\":", name);
	if (text == NULL)
		buf_str(out, "null");
	else
		emit_quote(out, text, strlen(text));
}

__attribute__((format(printf, 6, 0))) static void
refuse(struct reply *reply, unsigned status, const char *type, const char *code, const char *param,
    const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	buf_reset(&reply->body);
	reply_json(reply, status);
	buf_str(&reply->body, "{\"error\":{\"message\":");
	emit_quote(&reply->body, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
	put(&reply->body, "type", type);
	put(&reply->body, "param", param);
	put(&reply->body, "code", code);
	buf_str(&reply->body, "}}");
	free(text);
}

int
oai_refuse(struct reply *reply, unsigned status, const char *type, const char *code,
    const char *param, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	refuse(reply, status, type, code, param, fmt, ap);
	va_end(ap);
	return -1;
}

int
oai_invalid(struct reply *reply, const char *code, const char *param, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	refuse(reply, 400, OAI_INVALID, code, param, fmt, ap);
	va_end(ap);
	return -1;
}
