#include "base/log.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/progress.h"

static struct {
	const char *tool;
	FILE *fp; /* NULL: stderr */
	enum log_format format;
	enum log_level upto;
	char **secrets; /* owned; until log_forget() */
	size_t nsecrets;
} state = { .tool = "pf", .upto = LOG_NOTE };

static const char *const level_names[] = { "error", "warning", "note", "info", "debug" };

void
log_open(const char *tool, FILE *fp, enum log_format format)
{
	state.tool = tool;
	state.fp = fp;
	state.format = format;
}

void
log_show(enum log_level upto)
{
	state.upto = upto;
}

bool
log_shows(enum log_level level)
{
	return level <= state.upto;
}

void
log_secret(const char *value)
{
	size_t i;

	if (value == NULL || strlen(value) < 4)
		return;
	for (i = 0; i < state.nsecrets; i++)
		if (strcmp(state.secrets[i], value) == 0)
			return;
	state.secrets = mem_grow(state.secrets, state.nsecrets + 1, sizeof *state.secrets);
	/* the longest first: one may begin another, whose rest would be shown */
	for (i = state.nsecrets++; i > 0 && strlen(state.secrets[i - 1]) < strlen(value); i--)
		state.secrets[i] = state.secrets[i - 1];
	state.secrets[i] = mem_str(value);
}

void
log_forget(void)
{
	size_t i;

	for (i = 0; i < state.nsecrets; i++) {
		explicit_bzero(state.secrets[i], strlen(state.secrets[i]));
		free(state.secrets[i]);
	}
	free(state.secrets);
	state.secrets = NULL;
	state.nsecrets = 0;
}

void
log_redact(struct buf *text)
{
	size_t i, n;
	char *at;

	for (i = 0; i < state.nsecrets && text->len > 0; i++) {
		n = strlen(state.secrets[i]);
		while ((at = memmem(text->p, text->len, state.secrets[i], n)) != NULL) {
			memcpy(at, "***", 3);
			memmove(at + 3, at + n, (size_t)(text->p + text->len + 1 - (at + n)));
			text->len -= n - 3;
		}
	}
}

static void
add_json(struct buf *line, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_char(line, '\\');
		buf_char(line, *s);
	}
}

static void
compose(struct buf *line, enum log_level level, const char *text)
{
	char at[CLOCK_TEXT_MAX];

	if (state.format == LOG_JSON) {
		(void)clock_time_text(at, clock_real());
		buf_fmt(line, "{\"at\":\"%s\",\"tool\":\"%s\",\"level\":\"%s\",\"text\":\"", at,
		    state.tool, level_names[level]);
		add_json(line, text);
		buf_str(line, "\"}\n");
		return;
	}
	buf_fmt(line, "%s: %s%s\n", state.tool, level == LOG_WARN ? "warning: " : "", text);
}

__attribute__((format(printf, 2, 0))) static void
say(enum log_level level, const char *fmt, va_list ap)
{
	struct buf line = { 0 }, said = { .secret = true };
	size_t i;

	if (level > state.upto)
		return;
	buf_vfmt(&said, fmt, ap);
	log_redact(
	    &said); /* as it is, before a quote or a line's end in a secret looks different */
	for (i = 0; i < said.len; i++)
		if ((unsigned char)said.p[i] < 0x20 || said.p[i] == 0x7f)
			said.p[i] = ' ';
	compose(&line, level, said.len == 0 ? "" : said.p);
	progress_hide();
	/* one write a line, so that the lines of several tools do not mix; a broken stderr is
	 * nobody's to report */
	(void)fwrite(line.p, 1, line.len, state.fp == NULL ? stderr : state.fp);
	(void)fflush(state.fp == NULL ? stderr : state.fp);
	buf_release(&line);
	buf_release(&said);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_ERROR, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_WARN, fmt, ap);
	va_end(ap);
}

void
log_note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_NOTE, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_INFO, fmt, ap);
	va_end(ap);
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(LOG_DEBUG, fmt, ap);
	va_end(ap);
}
