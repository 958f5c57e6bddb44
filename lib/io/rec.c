#include "io/rec.h"

#include <string.h>

#include "base/buf.h"
#include "io/utf8.h"

/* Names are short and mostly differ at once: a loop beats a call of memcmp, and of strlen, here. A
 * record's names hold no NUL. */
static bool
is_name(struct slice s, const char *name)
{
	size_t i = 0;

	while (i < s.n && s.p[i] == name[i])
		i++;
	return i == s.n && name[i] == '\0';
}

const struct rec_field *
rec_get(const struct rec *rec, const char *name)
{
	const struct rec_field *f = rec->f, *end = f + rec->n;

	for (; f < end; f++)
		if (is_name(f->name, name))
			return f;
	return NULL;
}

struct slice
rec_kind(const struct rec *rec)
{
	const struct rec_field *f = rec_get(rec, "kind");

	return f != NULL && f->type == REC_STRING ? f->text : (struct slice){ "", 0 };
}

bool
slice_is(struct slice s, const char *word)
{
	return strlen(word) == s.n && memcmp(s.p, word, s.n) == 0;
}

/* Four hexadecimal digits; the reader has checked them. */
static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;
	int i;

	for (i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
	return v;
}

/* The escape behind a backslash at p; returns how long it is. */
static size_t
escape(const char *p, struct buf *out)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *at;
	char utf8[4];
	uint32_t c;
	size_t n = 5;

	if (*p != 'u') {
		at = strchr(from, *p);
		buf_char(out, at != NULL ? to[at - from] : *p);
		return 1;
	}
	c = hex4(p + 1);
	if (c >= 0xd800 && c < 0xdc00) { /* the reader has checked that its other half follows */
		c = 0x10000 + ((c & 0x3ff) << 10) + (hex4(p + 7) & 0x3ff);
		n = 11;
	}
	buf_add(out, utf8, utf8_put(utf8, c));
	return n;
}

void
rec_text(const struct rec_field *f, struct buf *out)
{
	const char *p = f->text.p, *end = p + f->text.n, *back;

	if (f->escaped)
		while ((back = memchr(p, '\\', (size_t)(end - p))) != NULL) {
			buf_add(out, p, (size_t)(back - p));
			p = back + 1 + escape(back + 1, out);
		}
	buf_add(out, p, (size_t)(end - p));
}

void
rec_json(const struct rec_field *f, struct buf *out)
{
	bool quotes = f->type == REC_STRING;

	if (quotes)
		buf_char(out, '"');
	buf_add(out, f->text.p, f->text.n);
	if (quotes)
		buf_char(out, '"');
}

char *
rec_take_text(const struct rec_field *f)
{
	struct buf text = { 0 };

	if (f == NULL || f->text.n == 0 || (f->type != REC_STRING && f->type != REC_NUMBER))
		return NULL;
	rec_text(f, &text);
	return buf_take(&text);
}

struct slice
rec_word(const struct rec_field *f)
{
	return f != NULL && f->type == REC_STRING ? f->text : (struct slice){ "", 0 };
}
