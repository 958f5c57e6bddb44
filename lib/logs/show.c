#include "logs/show.h"

#include "base/clock.h"
#include "base/err.h"
#include "io/utf8.h"
#include "logs/source.h"
#include "run/redact.h"

#define REPLACEMENT "\xef\xbf\xbd"

void
log_show_init(struct log_show *s, FILE *fp, bool text, bool sources, bool flush)
{
	*s = (struct log_show){ .text = text, .sources = sources };
	emit_init(&s->em, fp, flush);
}

void
log_show_release(struct log_show *s)
{
	emit_release(&s->em);
	buf_release(&s->line);
}

void
log_show_clean(const struct log_line *line, struct buf *out)
{
	const char *p = line->text, *end = p + line->n, *nul;

	buf_reset(out);
	for (; (nul = memchr(p, '\0', (size_t)(end - p))) != NULL; p = nul + 1) {
		buf_add(out, p, (size_t)(nul - p));
		buf_str(out, REPLACEMENT);
	}
	buf_add(out, p, (size_t)(end - p));
	redact_text(out);
}

/* Nothing that a terminal obeys: C0, DEL, and C1, which are C2 80 to C2 9F. */
static void
add_plain(struct buf *out, const char *p, size_t n)
{
	size_t i, len;

	for (i = 0; i < n; i += len) {
		len = utf8_char(p + i, n - i);
		if (len == 0) {
			buf_str(out, REPLACEMENT);
			len = 1;
		} else if (((unsigned char)p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f ||
			   (len == 2 && p[i] == '\xc2' && (unsigned char)p[i + 1] < 0xa0)) {
			buf_char(out, ' ');
		} else {
			buf_add(out, p + i, len);
		}
	}
}

static int
show_text(struct log_show *s, const struct log_line *line, const struct buf *clean, struct err *e)
{
	char at[CLOCK_TEXT_MAX];

	buf_reset(&s->line);
	if (line->at != CLOCK_NONE && !line->dated) {
		buf_add(&s->line, at, clock_time_text(at, line->at));
		buf_char(&s->line, ' ');
	}
	if (s->sources) {
		add_plain(&s->line, line->source, strlen(line->source));
		buf_str(&s->line, ": ");
	}
	add_plain(&s->line, clean->p, clean->len);
	buf_str(&s->line, line->cut ? "...\n" : "\n");
	if (fwrite(s->line.p, 1, s->line.len, s->em.fp) != s->line.len ||
	    (s->em.flush && fflush(s->em.fp) != 0))
		return err_errno(e, ERR_IO, "standard output");
	return 0;
}

int
log_show_line(
    struct log_show *s, const struct log_line *line, const struct buf *clean, struct err *e)
{
	if (s->text)
		return show_text(s, line, clean, e);
	emit_begin(&s->em, "log");
	if (line->at != CLOCK_NONE)
		emit_time(&s->em, "at", line->at);
	emit_str(&s->em, "source", line->source);
	if (line->level != NULL)
		emit_str(&s->em, "level", line->level);
	emit_strn(&s->em, "text", clean->p, clean->len);
	if (line->cut)
		emit_bool(&s->em, "cut", true);
	return emit_end(&s->em, e);
}
