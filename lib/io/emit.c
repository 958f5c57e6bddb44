#include "io/emit.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/utf8.h"

void
emit_init(struct emit *em, FILE *fp, bool flush)
{
	*em = (struct emit){ .fp = fp, .name = "standard output", .flush = flush };
}

void
emit_name(struct emit *em, const char *name)
{
	em->name = name;
}

void
emit_release(struct emit *em)
{
	buf_release(&em->line);
}

/* What stands for byte c inside a string; NULL for itself. */
static const char *
short_escape(char c)
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

void
emit_quote(struct buf *out, const char *s, size_t n)
{
	size_t run = 0, len;

	buf_char(out, '"');
	while (n > 0) {
		for (run = 0; run < n && (unsigned char)s[run] >= 0x20 &&
			      (unsigned char)s[run] < 0x80 && s[run] != '"' && s[run] != '\\';)
			run++;
		buf_add(out, s, run);
		s += run;
		n -= run;
		if (n == 0)
			break;
		len = utf8_char(s, n);
		if (short_escape(*s) != NULL)
			buf_str(out, short_escape(*s));
		else if ((unsigned char)*s < 0x20)
			buf_fmt(out, "\\u%04x", (unsigned)*s);
		else if (len == 0)
			buf_str(out, "\xef\xbf\xbd");
		else
			buf_add(out, s, len);
		s += len == 0 ? 1 : len;
		n -= len == 0 ? 1 : len;
	}
	buf_char(out, '"');
}

/* The comma before and the name with its colon. */
static void
name(struct emit *em, const char *word)
{
	if (!em->first)
		buf_char(&em->line, ',');
	em->first = false;
	if (word == NULL)
		return;
	emit_quote(&em->line, word, strlen(word));
	buf_char(&em->line, ':');
}

void
emit_begin(struct emit *em, const char *kind)
{
	buf_reset(&em->line);
	buf_char(&em->line, '{');
	em->first = true;
	if (kind != NULL)
		emit_str(em, "kind", kind);
}

void
emit_strn(struct emit *em, const char *word, const char *s, size_t n)
{
	name(em, word);
	emit_quote(&em->line, s, n);
}

void
emit_str(struct emit *em, const char *word, const char *s)
{
	if (s == NULL)
		emit_null(em, word);
	else
		emit_strn(em, word, s, strlen(s));
}

void
emit_int(struct emit *em, const char *word, int64_t v)
{
	emit_fixed(em, word, v, 0);
}

void
emit_uint(struct emit *em, const char *word, uint64_t v)
{
	char text[NUM_TEXT_MAX];
	size_t n = num_uint_text(text, v);

	name(em, word);
	buf_add(&em->line, text, n);
}

void
emit_fixed(struct emit *em, const char *word, int64_t v, unsigned digits)
{
	char text[NUM_TEXT_MAX];
	size_t n = num_fixed_text(text, v, digits);

	name(em, word);
	buf_add(&em->line, text, n);
}

void
emit_num(struct emit *em, const char *word, const char *s, size_t n)
{
	char text[1024];
	size_t len = num_canonical(text, sizeof text, s, n);

	name(em, word);
	if (len > 0)
		buf_add(&em->line, text, len);
	else if (num_is_decimal(s, n))
		buf_add(&em->line, s, n); /* longer than anybody writes out: as it came */
	else
		emit_quote(&em->line, s, n);
}

void
emit_bool(struct emit *em, const char *word, bool v)
{
	name(em, word);
	buf_str(&em->line, v ? "true" : "false");
}

void
emit_null(struct emit *em, const char *word)
{
	name(em, word);
	buf_str(&em->line, "null");
}

void
emit_date(struct emit *em, const char *word, int64_t ns)
{
	char text[CLOCK_TEXT_MAX];
	size_t n = clock_date_text(text, ns);

	emit_strn(em, word, text, n);
}

void
emit_time(struct emit *em, const char *word, int64_t ns)
{
	char text[CLOCK_TEXT_MAX];
	size_t n = clock_time_text(text, ns);

	emit_strn(em, word, text, n);
}

void
emit_json(struct emit *em, const char *word, const char *s, size_t n)
{
	name(em, word);
	buf_add(&em->line, s, n);
}

void
emit_open(struct emit *em, const char *word, char bracket)
{
	name(em, word);
	buf_char(&em->line, bracket);
	em->first = true;
}

void
emit_close(struct emit *em, char bracket)
{
	buf_char(&em->line, bracket);
	em->first = false;
}

int
emit_end(struct emit *em, struct err *e)
{
	buf_str(&em->line, "}\n");
	if (fwrite(em->line.p, 1, em->line.len, em->fp) != em->line.len ||
	    (em->flush && fflush(em->fp)))
		return err_errno(e, ERR_IO, "%s", em->name);
	return 0;
}

int
emit_event(struct emit *em, int64_t at, const char *tool, const char *event, const char *level,
    const char *subject, const char *text, struct err *e)
{
	emit_begin(em, "event");
	emit_time(em, "at", at);
	emit_str(em, "tool", tool);
	emit_str(em, "event", event);
	emit_str(em, "level", level);
	emit_str(em, "subject", subject);
	emit_str(em, "text", text);
	return emit_end(em, e);
}
