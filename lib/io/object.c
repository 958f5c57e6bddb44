#include "io/object.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/rec.h"
#include "io/utf8.h"

/* A line being parsed: p is where we are, up to end; *end is readable and no JSON byte ('\n' or
 * NUL). */
struct scan {
	const char *start, *p, *end;
	const char *why; /* set by who fails */
	unsigned depth;
};

/* What a byte inside a string is. */
enum { PLAIN, QUOTE, BACK, CONTROL, HIGH };

static const unsigned char class[256] = {
	[0 ... 0x1f] = CONTROL,
	['"'] = QUOTE,
	['\\'] = BACK,
	[0x80 ... 0xff] = HIGH,
};

static int
bad(struct scan *s, const char *why)
{
	s->why = why;
	return -1;
}

static void
blanks(struct scan *s)
{
	const char *p = s->p; /* a local: a char may alias s->p, which would be stored and loaded
				 for each byte */

	while ((unsigned char)*p <= ' ' && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	s->p = p;
}

static int
hex(char c)
{
	return (c >= '0' && c <= '9')                     ? c - '0'
	       : ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') ? (c | 0x20) - 'a' + 10
							  : -1;
}

/* Four hexadecimal digits at p, or -1. */
static int
unit(const struct scan *s, const char *p)
{
	int v = 0, i, h;

	if (s->end - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		h = hex(p[i]);
		if (h < 0)
			return -1;
		v = v << 4 | h;
	}
	return v;
}

/* s->p is on a backslash; goes behind the escape. */
static int
escape(struct scan *s)
{
	int c, low;

	if (s->p[1] != 'u') {
		if (s->p[1] == '\0' || strchr("\"\\/bfnrt", s->p[1]) == NULL)
			return bad(s, "no such escape");
		s->p += 2;
		return 0;
	}
	c = unit(s, s->p + 2);
	if (c < 0)
		return bad(s, "\\u needs four hexadecimal digits");
	if (c == 0)
		return bad(s, "a NUL (\\u0000) is no text");
	if (c >= 0xdc00 && c < 0xe000)
		return bad(s, "half of a surrogate pair");
	if (c >= 0xd800 && c < 0xdc00) {
		if (s->end - s->p < 12 || s->p[6] != '\\' || s->p[7] != 'u')
			return bad(s, "half of a surrogate pair");
		low = unit(s, s->p + 8);
		if (low < 0xdc00 || low >= 0xe000)
			return bad(s, "half of a surrogate pair");
		s->p += 6;
	}
	s->p += 6;
	return 0;
}

/* What stands at s->p inside a string and is no plain byte: an escape, a character of several
 * bytes, or something wrong. */
static int
unplain(struct scan *s, bool *escaped)
{
	size_t n;

	switch (class[(unsigned char)*s->p]) {
	case BACK:
		*escaped = true;
		return escape(s);
	case HIGH:
		n = utf8_char(s->p, (size_t)(s->end - s->p));
		if (n == 0)
			return bad(s, "no UTF-8");
		s->p += n;
		return 0;
	default:
		return bad(s, s->p == s->end ? "the line ends inside a string"
					     : "a control character in a string");
	}
}

/* s->p is behind the opening quote; goes behind the closing one. */
static int
string(struct scan *s, struct slice *text, bool *escaped)
{
	const char *from = s->p, *p = from;

	*escaped = false;
	for (;;) {
		while (class[(unsigned char)*p] == PLAIN)
			p++;
		s->p = p;
		if (*p == '"')
			break;
		if (unplain(s, escaped))
			return -1;
		p = s->p;
	}
	*text = (struct slice){ from, (size_t)(p - from) };
	s->p = p + 1;
	return 0;
}

static bool
digits(struct scan *s)
{
	const char *p = s->p;

	while (*p >= '0' && *p <= '9')
		p++;
	if (p == s->p)
		return false;
	s->p = p;
	return true;
}

static int
number(struct scan *s)
{
	if (*s->p == '-')
		s->p++;
	if (*s->p == '0')
		s->p++;
	else if (!digits(s))
		return bad(s, "no value");
	if (*s->p == '.') {
		s->p++;
		if (!digits(s))
			return bad(s, "a number needs a digit behind its point");
	}
	if (*s->p == 'e' || *s->p == 'E') {
		s->p++;
		if (*s->p == '+' || *s->p == '-')
			s->p++;
		if (!digits(s))
			return bad(s, "a number needs a digit in its exponent");
	}
	return 0;
}

static int
word(struct scan *s, const char *text, size_t n)
{
	if ((size_t)(s->end - s->p) < n || memcmp(s->p, text, n) != 0)
		return bad(s, "no value");
	s->p += n;
	return 0;
}

static int value(struct scan *s, struct rec_field *f);

/* An object or array inside a record: only validated. Names may repeat here; nobody reads them by
 * name. */
static int
nested(struct scan *s, char close)
{
	struct rec_field f;

	if (++s->depth > OBJECT_DEPTH_MAX)
		return bad(s, "nested too deeply");
	s->p++;
	blanks(s);
	if (*s->p == close)
		goto done;
	for (;;) {
		blanks(s);
		if (close == '}') {
			if (*s->p != '"')
				return bad(s, "a name in quotes is missing");
			s->p++;
			if (string(s, &f.text, &f.escaped))
				return -1;
			blanks(s);
			if (*s->p != ':')
				return bad(s, "a colon is missing");
			s->p++;
			blanks(s);
		}
		if (value(s, &f))
			return -1;
		blanks(s);
		if (*s->p == close)
			break;
		if (*s->p != ',')
			return bad(s, "a comma or the closing bracket is missing");
		s->p++;
	}
done:
	s->p++;
	s->depth--;
	return 0;
}

static int
value(struct scan *s, struct rec_field *f)
{
	const char *from = s->p;
	int rc;

	f->escaped = false;
	switch (*s->p) {
	case '"':
		f->type = REC_STRING;
		s->p++;
		return string(s, &f->text, &f->escaped);
	case '{':
		f->type = REC_OBJECT;
		rc = nested(s, '}');
		break;
	case '[':
		f->type = REC_ARRAY;
		rc = nested(s, ']');
		break;
	case 't':
		f->type = REC_TRUE;
		rc = word(s, "true", 4);
		break;
	case 'f':
		f->type = REC_FALSE;
		rc = word(s, "false", 5);
		break;
	case 'n':
		f->type = REC_NULL;
		rc = word(s, "null", 4);
		break;
	default:
		f->type = REC_NUMBER;
		rc = number(s);
	}
	f->text = (struct slice){ from, (size_t)(s->p - from) };
	return rc;
}

/* A name with escapes is decoded behind those of the same line; the slices are set when all are
 * known. */
static void
decode_name(struct rec_field *f, struct buf *names)
{
	const struct rec_field raw = { .text = f->name, .type = REC_STRING, .escaped = true };
	size_t at = names->len;

	rec_text(&raw, names);
	f->name = (struct slice){ NULL, at };
	buf_char(names, '\0');
}

static void
place_names(struct rec *rec, const struct buf *names)
{
	size_t i;

	for (i = 0; i < rec->n; i++)
		if (rec->f[i].name.p == NULL) {
			rec->f[i].name.p = names->p + rec->f[i].name.n;
			rec->f[i].name.n = strlen(rec->f[i].name.p); /* a NUL cannot be in it */
		}
}

/* A bit by length, first and last byte: two names that are equal have the same one. */
static uint64_t
mark(struct slice name)
{
	size_t h = name.n;

	if (name.n > 0)
		h += 3u * (unsigned char)name.p[0] + 11u * (unsigned char)name.p[name.n - 1];
	return UINT64_C(1) << (h & 63);
}

static bool
repeated(const struct rec *rec)
{
	uint64_t seen = 0, bit;
	size_t i, k;

	for (i = 0; i < rec->n; i++) {
		bit = mark(rec->f[i].name);
		for (k = 0; (seen & bit) && k < i; k++)
			if (rec->f[i].name.n == rec->f[k].name.n &&
			    memcmp(rec->f[i].name.p, rec->f[k].name.p, rec->f[i].name.n) == 0)
				return true;
		seen |= bit;
	}
	return false;
}

static int
member(struct scan *s, struct rec *rec, struct buf *names)
{
	struct rec_field *f = &rec->f[rec->n];
	bool escaped;

	if (rec->n == REC_FIELDS_MAX)
		return bad(s, "more fields than a record may have");
	blanks(s);
	if (*s->p != '"')
		return bad(s, "a name in quotes is missing");
	s->p++;
	if (string(s, &f->name, &escaped))
		return -1;
	if (escaped)
		decode_name(f, names);
	blanks(s);
	if (*s->p != ':')
		return bad(s, "a colon is missing");
	s->p++;
	blanks(s);
	if (value(s, f))
		return -1;
	rec->n++;
	return 0;
}

static int
object(struct scan *s, struct rec *rec, struct buf *names)
{
	rec->n = 0;
	s->depth = 1;
	blanks(s);
	if (*s->p != '{')
		return bad(s, "no JSON object");
	s->p++;
	blanks(s);
	if (*s->p == '}')
		goto end;
	for (;;) {
		if (member(s, rec, names))
			return -1;
		blanks(s);
		if (*s->p == '}')
			break;
		if (*s->p != ',')
			return bad(s, "a comma or the closing bracket is missing");
		s->p++;
	}
end:
	s->p++;
	blanks(s);
	if (s->p != s->end)
		return bad(s, "something behind the object");
	if (names->len > 0)
		place_names(rec, names);
	return repeated(rec) ? bad(s, "a name stands there twice") : 0;
}

int
object_parse(const char *line, size_t n, struct rec *rec, struct buf *names, struct err *e)
{
	struct scan s = { .start = line, .p = line, .end = line + n };

	buf_reset(names);
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	rec->line = (struct slice){ line, n };
	if (object(&s, rec, names) == 0)
		return 0;
	return err_set(e, ERR_DATA, "column %zu: %s", (size_t)(s.p - s.start) + 1, s.why);
}
