#include "vendor/discord_report.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "vendor/discord_id.h"

void
discord_report_init(struct discord_report *r, const struct ctx *ctx)
{
	*r = (struct discord_report){ .ctx = ctx };
	emit_init(&r->em, ctx->out, ctx->line_buffered || ctx->out_tty);
}

void
discord_report_release(struct discord_report *r)
{
	emit_release(&r->em);
}

int64_t
discord_report_now(const struct discord_report *r)
{
	return env_get("PF_NOW") != NULL ? r->ctx->now : clock_real();
}

int
discord_report_event(struct discord_report *r, const char *event, const char *level,
    const char *subject, struct err *e, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;
	int rc;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	log_redact(&text); /* a vendor may repeat what it was sent */
	if (strcmp(level, "info") == 0)
		log_info(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text.p);
	else if (strcmp(level, "warning") == 0)
		log_warn(
		    "%s%s%s", subject == NULL ? "" : subject, subject == NULL ? "" : ": ", text.p);
	rc = emit_event(
	    &r->em, discord_report_now(r), r->ctx->name, event, level, subject, text.p, e);
	buf_release(&text);
	return rc;
}

int
discord_report_failure(
    struct discord_report *r, const char *subject, const struct err *why, struct err *e)
{
	worst_note(&r->worst, why);
	return discord_report_event(r, "failed", "error", subject, e, "%s", why->msg);
}

static void
emit_id(struct emit *em, const char *name, uint64_t id)
{
	char text[NUM_TEXT_MAX];

	if (id == 0)
		return;
	discord_id_text(text, id);
	emit_str(em, name, text);
}

int
discord_report_window(struct discord_report *r, const struct discord_window *w, struct err *e)
{
	struct emit *em = &r->em;

	emit_begin(em, "complete");
	emit_str(em, "of", "message");
	emit_str(em, "channel_id", w->channel_id);
	emit_id(em, "first_id", w->first);
	emit_id(em, "last_id", w->last);
	emit_uint(em, "count", w->count);
	emit_time(em, "at", w->at);
	return emit_end(em, e);
}

int
discord_report_state(struct discord_report *r, const struct discord_state *s, struct err *e)
{
	struct emit *em = &r->em;
	struct buf why = { 0 };
	int rc;

	emit_begin(em, "channel");
	emit_str(em, "channel_id", s->channel_id);
	if (s->name != NULL)
		emit_str(em, "channel_name", s->name);
	emit_id(em, "last_message_id", s->last);
	if (s->last != 0 && s->last_at != CLOCK_NONE)
		emit_time(em, "last_message_ts", s->last_at);
	emit_time(em, "last_run_at", s->at);
	emit_uint(em, "last_run_new", s->fresh);
	if (s->status != NULL) {
		if (s->error != NULL)
			buf_str(&why, s->error);
		log_redact(&why);
		emit_str(em, "status", s->status);
		emit_str(em, "error_message", s->error != NULL ? why.p : NULL);
	}
	rc = emit_end(em, e);
	buf_release(&why);
	return rc;
}
