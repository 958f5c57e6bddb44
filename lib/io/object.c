#include "io/object.h"

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "io/rec.h"
#include "io/shape.h"
#include "io/utf8.h"

/* A line being parsed, up to end; *end is readable and no JSON byte ('\n' or NUL). Where we are, p, is
 * handed from function to function: each returns what is behind the thing it reads, NULL when that is
 * wrong. */
struct scan {
	const char *start, *end;
	const char *at, *why; /* set by who fails */
	unsigned depth;
	struct shape *shape; /* NULL: none */
	bool same;           /* all names so far are those of the shape */
};

/* What a byte inside a string is. */
enum { PLAIN, QUOTE, BACK, CONTROL, HIGH };

static const unsigned char class[256] = {
	[0 ... 0x1f] = CONTROL,
	['"'] = QUOTE,
	['\\'] = BACK,
	[0x80 ... 0xff] = HIGH,
};

static const char *
bad(struct scan *s, const char *p, const char *why)
{
	s->at = p;
	s->why = why;
	return NULL;
}

static inline const char *
blanks(const char *p)
{
	while ((unsigned char)*p <= ' ' && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

/* Four hexadecimal digits at p, or -1. */
static int
unit(const struct scan *s, const char *p)
{
	int v = 0, i, h;

	if (s->end - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		h = num_hex(p[i]);
		if (h < 0)
			return -1;
		v = v << 4 | h;
	}
	return v;
}

/* p is on a backslash. */
static const char *
escape(struct scan *s, const char *p)
{
	int c, low;

	if (p[1] != 'u') {
		if (p[1] == '\0' || strchr("\"\\/bfnrt", p[1]) == NULL)
			return bad(s, p, "no such escape");
		return p + 2;
	}
	c = unit(s, p + 2);
	if (c < 0)
		return bad(s, p, "\\u needs four hexadecimal digits");
	if (c == 0)
		return bad(s, p, "a NUL (\\u0000) is no text");
	if (c >= 0xdc00 && c < 0xe000)
		return bad(s, p, "half of a surrogate pair");
	if (c < 0xd800 || c >= 0xe000)
		return p + 6;
	if (s->end - p < 12 || p[6] != '\\' || p[7] != 'u')
		return bad(s, p, "half of a surrogate pair");
	low = unit(s, p + 8);
	if (low < 0xdc00 || low >= 0xe000)
		return bad(s, p, "half of a surrogate pair");
	return p + 12;
}

/* What stands at p inside a string and is no plain byte: an escape, a character of several bytes, or
 * something wrong. */
static const char *
unplain(struct scan *s, const char *p, bool *escaped)
{
	size_t n;

	switch (class[(unsigned char)*p]) {
	case BACK:
		*escaped = true;
		return escape(s, p);
	case HIGH:
		n = utf8_char(p, (size_t)(s->end - p));
		return n == 0 ? bad(s, p, "no UTF-8") : p + n;
	default:
		return bad(s, p,
		    p == s->end ? "the line ends inside a string"
				: "a control character in a string");
	}
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * Where the plain bytes from p on end. Eight at a time: the high bit of a byte is set in the mask
 * when it is over 0x7f, under 0x20, a quote or a backslash. A borrow may set it falsely, though only
 * above a byte that is meant, and the lowest one is what is looked for.
 */
static inline const char *
plain_end(const char *p, const char *end)
{
	uint64_t w, mask;

	while (end - p >= 8) {
		memcpy(&w, p, 8);
		w = le64toh(w);
		mask = w | (w - EACH(0x20)) | ((w ^ EACH('"')) - EACH(1)) |
		       ((w ^ EACH('\\')) - EACH(1));
		mask &= EACH(0x80);
		if (mask != 0)
			return p + __builtin_ctzll(mask) / 8;
		p += 8;
	}
	while (class[(unsigned char)*p] == PLAIN)
		p++;
	return p;
}

/* p is behind the opening quote. */
static inline const char *
string(struct scan *s, const char *p, struct slice *text, bool *escaped)
{
	const char *from = p;

	*escaped = false;
	while (*(p = plain_end(p, s->end)) != '"') {
		p = unplain(s, p, escaped);
		if (p == NULL)
			return NULL;
	}
	*text = (struct slice){ from, (size_t)(p - from) };
	return p + 1;
}

static inline const char *
digits(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return p;
}

static const char *
number(struct scan *s, const char *p)
{
	const char *from;

	p += *p == '-';
	from = p;
	p = *p == '0' ? p + 1 : digits(p);
	if (p == from)
		return bad(s, p, "no value");
	if (*p == '.') {
		from = ++p;
		p = digits(p);
		if (p == from)
			return bad(s, p, "a number needs a digit behind its point");
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '+' || *p == '-';
		from = p;
		p = digits(p);
		if (p == from)
			return bad(s, p, "a number needs a digit in its exponent");
	}
	return p;
}

static const char *
word(struct scan *s, const char *p, const char *text, size_t n)
{
	if ((size_t)(s->end - p) < n || memcmp(p, text, n) != 0)
		return bad(s, p, "no value");
	return p + n;
}

static const char *value(struct scan *s, const char *p, struct rec_field *f);

/* A name, its colon, its value. */
static inline const char *
pair(struct scan *s, const char *p, struct rec_field *f, bool *escaped)
{
	if (*p != '"')
		return bad(s, p, "a name in quotes is missing");
	p = string(s, p + 1, &f->name, escaped);
	if (p == NULL)
		return NULL;
	p = blanks(p);
	if (*p != ':')
		return bad(s, p, "a colon is missing");
	return value(s, blanks(p + 1), f);
}

/* An object or array inside a record: only validated. Names may repeat here; nobody reads them by
 * name. */
static const char *
nested(struct scan *s, const char *p, char close)
{
	struct rec_field f;
	bool escaped;

	if (++s->depth > OBJECT_DEPTH_MAX)
		return bad(s, p, "nested too deeply");
	p = blanks(p + 1);
	while (*p != close) {
		p = close == '}' ? pair(s, p, &f, &escaped) : value(s, p, &f);
		if (p == NULL)
			return NULL;
		p = blanks(p);
		if (*p == close)
			break;
		if (*p != ',')
			return bad(s, p, "a comma or the closing bracket is missing");
		p = blanks(p + 1);
		if (*p == close)
			return bad(s, p, close == '}' ? "a name in quotes is missing" : "no value");
	}
	s->depth--;
	return p + 1;
}

static const char *
value(struct scan *s, const char *p, struct rec_field *f)
{
	const char *from = p;

	f->escaped = false;
	switch (*p) {
	case '"':
		f->type = REC_STRING;
		return string(s, p + 1, &f->text, &f->escaped);
	case '{':
		f->type = REC_OBJECT;
		p = nested(s, p, '}');
		break;
	case '[':
		f->type = REC_ARRAY;
		p = nested(s, p, ']');
		break;
	case 't':
		f->type = REC_TRUE;
		p = word(s, p, "true", 4);
		break;
	case 'f':
		f->type = REC_FALSE;
		p = word(s, p, "false", 5);
		break;
	case 'n':
		f->type = REC_NULL;
		p = word(s, p, "null", 4);
		break;
	default:
		f->type = REC_NUMBER;
		p = number(s, p);
	}
	f->text = (struct slice){ from, p != NULL ? (size_t)(p - from) : 0 };
	return p;
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

static const char *
member(struct scan *s, const char *p, struct rec *rec, struct buf *names)
{
	struct rec_field *f = &rec->f[rec->n];
	bool escaped;

	if (s->same && shape_has(s->shape, rec->n, p, s->end)) {
		f->name = (struct slice){ p + 1, s->shape->name[rec->n].len - 3 };
		p = value(s, blanks(p + f->name.n + 3), f);
		rec->n += p != NULL;
		return p;
	}
	s->same = false;
	if (rec->n == REC_FIELDS_MAX)
		return bad(s, p, "more fields than a record may have");
	p = pair(s, p, f, &escaped);
	if (p == NULL)
		return NULL;
	if (escaped)
		decode_name(f, names);
	rec->n++;
	return p;
}

static const char *
object(struct scan *s, const char *p, struct rec *rec, struct buf *names)
{
	rec->n = 0;
	s->depth = 1;
	p = blanks(p);
	if (*p != '{')
		return bad(s, p, "no JSON object");
	p = blanks(p + 1);
	if (*p != '}')
		for (;;) {
			p = member(s, p, rec, names);
			if (p == NULL)
				return NULL;
			p = blanks(p);
			if (*p == '}')
				break;
			if (*p != ',')
				return bad(s, p, "a comma or the closing bracket is missing");
			p = blanks(p + 1);
		}
	if (p >= s->end)
		return bad(s, s->end, "a comma or the closing bracket is missing");
	p = blanks(p + 1); /* over the end where the caller left a '\r' outside */
	if (p < s->end)
		return bad(s, p, "something behind the object");
	if (names->len > 0)
		place_names(rec, names);
	if (s->same)
		return p; /* the shape's names differ */
	if (repeated(rec))
		return bad(s, p, "a name stands there twice");
	if (s->shape != NULL && names->len == 0)
		shape_learn(s->shape, rec);
	return p;
}

int
object_parse_next(const char *line, size_t n, struct rec *rec, struct buf *names,
    struct shape *shape, struct err *e)
{
	struct scan s = { .start = line, .end = line + n, .shape = shape, .same = shape != NULL };

	buf_reset(names);
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	rec->line = (struct slice){ line, n };
	if (object(&s, line, rec, names) != NULL)
		return 0;
	return err_set(e, ERR_DATA, "column %zu: %s", (size_t)(s.at - s.start) + 1, s.why);
}

int
object_parse(const char *line, size_t n, struct rec *rec, struct buf *names, struct err *e)
{
	return object_parse_next(line, n, rec, names, NULL, e);
}

int
object_value(const char *text, size_t n, struct rec_field *f, struct err *e)
{
	struct scan s = { .start = text, .end = text + n };
	const char *p = value(&s, blanks(text), f);

	f->name = (struct slice){ text, 0 };
	if (p != NULL) {
		p = blanks(p);
		if (p < s.end)
			p = bad(&s, p, "something behind the value");
	}
	if (p != NULL)
		return 0;
	return err_set(e, ERR_DATA, "column %zu: %s", (size_t)(s.at - s.start) + 1, s.why);
}
