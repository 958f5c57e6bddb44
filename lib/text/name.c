#include "text/name.h"

#include <string.h>

#include "base/buf.h"
#include "text/term.h"

/* What begins the part of a description that is about the paper and not the company. */
static const char *const papers[] = { " class ", " common stock", " common share",
	" ordinary share", " american depositary", " depositary share", " adr", " ads ", " - ",
	" registered share", " subordinate", " units", " warrant", " (", ",", ";", NULL };

static size_t
cut(const char *p, size_t n)
{
	size_t i, k, len;

	for (i = 1; i < n; i++) {
		if (p[i] != ' ' && p[i] != ',' && p[i] != ';')
			continue;
		for (k = 0; papers[k] != NULL; k++) {
			len = strlen(papers[k]);
			if (n - i >= len && memcmp(p + i, papers[k], len) == 0)
				return i;
		}
	}
	return n;
}

/* Small letters, and one blank where there are several. */
static void
fold(const char *s, struct buf *out)
{
	for (; *s != '\0'; s++) {
		if (*s == ' ' || *s == '\t' || *s == '\n') {
			if (out->len > 0 && out->p[out->len - 1] != ' ')
				buf_char(out, ' ');
		} else {
			buf_char(out, *s >= 'A' && *s <= 'Z' ? (char)(*s + ('a' - 'A')) : *s);
			if (*s == '&' && strncmp(s, "&amp;", 5) == 0)
				s += 4;
		}
	}
}

static void
trim(struct buf *b)
{
	while (b->len > 0 && strchr(" .,*", b->p[b->len - 1]) != NULL)
		b->len--;
}

/* Take words off the end as long as they are such; the first word stays. */
static bool
drop(struct buf *b, bool (*is)(void *, const char *, size_t), void *arg)
{
	bool dropped = false;
	size_t from, n;

	for (;;) {
		for (from = b->len; from > 0 && b->p[from - 1] != ' '; from--)
			;
		n = b->len - from;
		while (n > 0 && (b->p[from + n - 1] == '.' || b->p[from + n - 1] == ','))
			n--;
		if (from == 0 || !is(arg, b->p + from, n))
			return dropped;
		b->len = from;
		trim(b);
		dropped = true;
	}
}

static bool
and_dangles(const struct buf *b)
{
	return (b->len > 2 && memcmp(b->p + b->len - 2, " &", 2) == 0) ||
	       (b->len > 4 && memcmp(b->p + b->len - 4, " and", 4) == 0);
}

void
name_make(
    const char *description, const struct name_words *words, struct buf *full, struct buf *brief)
{
	buf_reset(full);
	buf_reset(brief);
	fold(description, full);
	if (full->len == 0)
		return;
	full->len = cut(full->p, full->len);
	trim(full);
	if (full->len > 4 && memcmp(full->p, "the ", 4) == 0)
		buf_shift(full, 4);
	(void)drop(full, words->legal, words->arg); /* most have one, and some none */
	while (and_dangles(full)) {
		full->len -= full->p[full->len - 1] == '&' ? 2 : 4;
		trim(full);
	}
	buf_add(brief, full->p, full->len);
	if (!drop(brief, words->generic, words->arg) || and_dangles(brief))
		buf_reset(brief);
}
