#include "sandbox/databento_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "io/emit.h"
#include "sandbox/databento_query.h"

#define DOCS "https://databento.com/docs/api-reference-historical/basics/"

static void
quote(struct buf *out, const char *s)
{
	emit_quote(out, s, strlen(s));
}

__attribute__((format(printf, 2, 0))) static void
vquote(struct buf *out, const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) >= 0)
		quote(out, text);
	else
		quote(out, "");
	free(text);
}

void
dbs_error_bad(
    struct reply *r, const char *where, const char *name, const char *type, const char *fmt, ...)
{
	va_list ap;

	if (r->status == 0) {
		reply_json(r, 422);
		buf_str(&r->body, "{\"detail\":[");
	} else {
		buf_char(&r->body, ',');
	}
	buf_str(&r->body, "{\"loc\":[");
	quote(&r->body, where);
	buf_char(&r->body, ',');
	quote(&r->body, name);
	buf_str(&r->body, "],\"msg\":");
	va_start(ap, fmt);
	vquote(&r->body, fmt, ap);
	va_end(ap);
	buf_str(&r->body, ",\"type\":");
	quote(&r->body, type);
	buf_char(&r->body, '}');
}

void
dbs_error_bad_end(struct reply *r)
{
	buf_str(&r->body, "]}");
}

void
dbs_error_case(
    struct reply *r, unsigned status, const char *word, const char *page, const char *fmt, ...)
{
	va_list ap;

	reply_json(r, status);
	buf_fmt(&r->body, "{\"detail\":{\"case\":\"%s\",\"message\":", word);
	va_start(ap, fmt);
	vquote(&r->body, fmt, ap);
	va_end(ap);
	buf_fmt(&r->body, ",\"status_code\":%u,\"docs\":\"" DOCS "%s\",\"payload\":null}}", status,
	    page);
}

static void
time_member(struct buf *out, const char *name, int64_t ns)
{
	char text[DBS_TIME_MAX];

	buf_fmt(out, ",\"%s\":\"%s\"", name, dbs_time_text(text, ns));
}

void
dbs_error_range(struct reply *r, const char *word, const struct dbs_query *q,
    int64_t available_start, int64_t available_end, const char *message)
{
	reply_json(r, 422);
	buf_fmt(&r->body, "{\"detail\":{\"case\":\"%s\",\"message\":", word);
	quote(&r->body, message);
	buf_str(&r->body, ",\"status_code\":422,\"docs\":\"" DOCS "datasets\",\"payload\":{");
	if (available_start != INT64_MIN) {
		buf_str(&r->body, "\"dataset\":");
		quote(&r->body, q->dataset);
		time_member(&r->body, "start", q->start);
	} else {
		char text[DBS_TIME_MAX];

		buf_fmt(&r->body, "\"start\":\"%s\"", dbs_time_text(text, q->start));
	}
	time_member(&r->body, "end", q->end);
	if (available_start != INT64_MIN) {
		time_member(&r->body, "available_start", available_start);
		time_member(&r->body, "available_end", available_end);
	}
	buf_str(&r->body, "}}}");
}

const char *
dbs_time_text(char out[DBS_TIME_MAX], int64_t ns)
{
	char text[CLOCK_TEXT_MAX];
	int64_t frac = ns % CLOCK_SECOND + (ns % CLOCK_SECOND < 0 ? CLOCK_SECOND : 0);

	(void)clock_time_text(text, ns - frac);
	(void)snprintf(out, DBS_TIME_MAX, "%.19s.%09dZ", text, (int)frac);
	return out;
}

const char *
dbs_time_words(char out[DBS_TIME_MAX], int64_t ns)
{
	char text[DBS_TIME_MAX];

	(void)dbs_time_text(text, ns);
	text[10] = ' ';
	if (strcmp(text + 19, ".000000000Z") == 0)
		(void)snprintf(out, DBS_TIME_MAX, "%.19s+00:00", text);
	else if (strcmp(text + 26, "000Z") == 0)
		(void)snprintf(out, DBS_TIME_MAX, "%.26s+00:00", text);
	else
		(void)snprintf(out, DBS_TIME_MAX, "%.29s+00:00", text);
	return out;
}
