#include "sandbox/discord_error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/emit.h"
#include "sandbox/reply.h"

/* clang-format off */
static const struct {
	unsigned status;
	int code;
	const char *message;
} rows[] = {
	[DISC_UNAUTHORIZED]      = { 401, 0,      "401: Unauthorized" },
	[DISC_NO_PAGE]           = { 404, 0,      "404: Not Found" },
	[DISC_NO_METHOD]         = { 405, 0,      "405: Method Not Allowed" },
	[DISC_BLOCKED]           = { 403, 40333,  "internal network error" },
	[DISC_BAD_VERSION]       = { 400, 50041,  "Invalid API version provided" },
	[DISC_NO_CHANNEL]        = { 404, 10003,  "Unknown Channel" },
	[DISC_NO_GUILD]          = { 404, 10004,  "Unknown Guild" },
	[DISC_NO_MESSAGE]        = { 404, 10008,  "Unknown Message" },
	[DISC_NO_WEBHOOK]        = { 404, 10015,  "Unknown Webhook" },
	[DISC_BAD_WEBHOOK_TOKEN] = { 401, 50027,  "Invalid Webhook Token" },
	[DISC_TOO_LARGE]         = { 413, 40005,  "Request entity too large" },
	[DISC_NO_ACCESS]         = { 403, 50001,  "Missing Access" },
	[DISC_NOT_AUTHOR]        = { 403, 50005,  "Cannot edit a message authored by another user" },
	[DISC_EMPTY_MESSAGE]     = { 400, 50006,  "Cannot send an empty message" },
	[DISC_NOT_TEXT]          = { 400, 50024,  "Cannot execute action on this channel type" },
	[DISC_NO_PERMISSION]     = { 403, 50013,  "Missing Permissions" },
	[DISC_ARCHIVED]          = { 400, 50083,  "Thread is archived" },
	[DISC_BAD_FORM]          = { 400, 50035,  "Invalid Form Body" },
	[DISC_BAD_JSON]          = { 400, 50109,  "The request body contains invalid JSON." },
	[DISC_OVERLOADED]        = { 503, 130000, "API resource is currently overloaded. Try again a little later" },
	[DISC_BROKEN]            = { 500, 0,      "500: Internal Server Error" },
};
/* clang-format on */

void
disc_refuse(struct reply *reply, enum disc_error error)
{
	buf_reset(&reply->body);
	reply_json(reply, rows[error].status);
	buf_fmt(&reply->body, "{\"message\": \"%s\", \"code\": %d}", rows[error].message,
	    rows[error].code);
}

void
disc_throttle(struct reply *reply, int64_t wait_ms, const char *scope)
{
	bool global = strcmp(scope, "global") == 0;

	buf_reset(&reply->body);
	reply_json(reply, 429);
	reply_header(reply, "Retry-After", "%" PRId64, (wait_ms + 999) / 1000);
	reply_header(reply, "X-RateLimit-Scope", "%s", scope);
	if (global)
		reply_header(reply, "X-RateLimit-Global", "true");
	buf_fmt(&reply->body,
	    "{\"message\": \"%s\", \"retry_after\": %" PRId64 ".%03" PRId64 ", \"global\": %s}",
	    strcmp(scope, "shared") == 0 ? "The resource is being rate limited."
					 : "You are being rate limited.",
	    wait_ms / 1000, wait_ms % 1000, global ? "true" : "false");
}

void
disc_form_bad(struct disc_form *form, const char *path, const char *code, const char *message, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, message);
	buf_vfmt(&text, message, ap);
	va_end(ap);
	form->bad = mem_grow(form->bad, form->n + 1, sizeof *form->bad);
	form->bad[form->n].path = mem_str(path);
	form->bad[form->n].code = code;
	form->bad[form->n++].message = buf_take(&text);
}

void
disc_form_release(struct disc_form *form)
{
	size_t i;

	for (i = 0; i < form->n; i++) {
		free(form->bad[i].path);
		free(form->bad[i].message);
	}
	free(form->bad);
	*form = (struct disc_form){ 0 };
}

/* How many parts two paths have in common, and how long they are in the first. */
static size_t
common(const char *a, const char *b, size_t *len)
{
	size_t parts = 0, i = 0, n;

	*len = 0;
	for (; a[i] != '\0'; i += n + 1) {
		n = strcspn(a + i, ".");
		if (strncmp(a + i, b + i, n) != 0 || strchr(".", b[i + n]) == NULL)
			break;
		parts++;
		*len = i + n;
		if (a[i + n] == '\0' || b[i + n] == '\0')
			break;
	}
	return parts;
}

static size_t
parts_of(const char *path)
{
	size_t n = *path != '\0';

	for (; *path != '\0'; path++)
		n += *path == '.';
	return n;
}

/* One error into the tree that is open down to the path of the one before. */
static void
add_error(struct buf *out, const struct disc_form *form, size_t i)
{
	const char *before = i == 0 ? "" : form->bad[i - 1].path, *at = form->bad[i].path;
	size_t len, depth = parts_of(before), keep = common(before, at, &len), n;

	for (; depth > keep; depth--)
		buf_char(out, '}');
	for (at += len + (at[len] == '.'); *at != '\0'; at += n + (at[n] == '.')) {
		n = strcspn(at, ".");
		if (out->p[out->len - 1] != '{')
			buf_char(out, ',');
		emit_quote(out, at, n);
		buf_str(out, ": {");
	}
	if (out->p[out->len - 1] != '{')
		buf_char(out, ',');
	buf_fmt(out, "\"_errors\": [{\"code\": \"%s\", \"message\": ", form->bad[i].code);
	emit_quote(out, form->bad[i].message, strlen(form->bad[i].message));
	buf_str(out, "}]");
}

void
disc_refuse_form(struct reply *reply, const struct disc_form *form)
{
	size_t i, depth;

	buf_reset(&reply->body);
	reply_json(reply, 400);
	buf_str(
	    &reply->body, "{\"message\": \"Invalid Form Body\", \"code\": 50035, \"errors\": {");
	for (i = 0; i < form->n; i++)
		if (i == 0 || strcmp(form->bad[i].path, form->bad[i - 1].path) != 0)
			add_error(&reply->body, form, i);
	for (depth = form->n == 0 ? 0 : parts_of(form->bad[form->n - 1].path); depth > 0; depth--)
		buf_char(&reply->body, '}');
	buf_str(&reply->body, "}}");
}
