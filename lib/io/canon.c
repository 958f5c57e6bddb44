#include "io/canon.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/real.h"
#include "io/utf8.h"

/* A member of an object that is open: where it stands in the output, and its name, decoded. */
struct member {
	size_t at, len;       /* in out, name and colon included, comma not */
	size_t name, namelen; /* in names */
};

struct canon {
	const char *start, *p, *end; /* borrowed */
	struct buf *out;             /* borrowed */
	struct buf names;            /* of all objects that are open */
	struct buf spare;            /* an object while it is put in order; a number */
	struct member *member;       /* owned; of all objects that are open */
	size_t nmembers, cap;
	unsigned depth;
	enum canon_text how;
	struct err *e;
};

static int value(struct canon *c);

static int
fail(struct canon *c, const char *why)
{
	return err_set(c->e, ERR_DATA, "column %zu: %s", (size_t)(c->p - c->start) + 1, why);
}

static void
blanks(struct canon *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\t' || *c->p == '\n' || *c->p == '\r'))
		c->p++;
}

/* Step over this character, if it is the next. */
static bool
have(struct canon *c, char want)
{
	if (c->p == c->end || *c->p != want)
		return false;
	c->p++;
	return true;
}

/* The four digits behind \u. */
static int
hex4(struct canon *c, uint32_t *code)
{
	int i, digit;

	*code = 0;
	for (i = 0; i < 4; i++) {
		digit = c->p == c->end ? -1 : num_hex(*c->p);
		if (digit < 0)
			return fail(c, "four hexadecimal digits are missing");
		*code = *code << 4 | (uint32_t)digit;
		c->p++;
	}
	return 0;
}

static int
unicode(struct canon *c, uint32_t *code)
{
	uint32_t low;

	if (hex4(c, code))
		return -1;
	if (*code == 0)
		return fail(c, "a NUL in a string");
	if (*code < 0xd800 || *code > 0xdfff)
		return 0;
	if (*code > 0xdbff || !have(c, '\\') || !have(c, 'u'))
		return fail(c, "half a surrogate pair");
	if (hex4(c, &low))
		return -1;
	if (low < 0xdc00 || low > 0xdfff)
		return fail(c, "half a surrogate pair");
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	return 0;
}

static int
escape(struct canon *c, uint32_t *code)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (have(c, 'u'))
		return unicode(c, code);
	at = c->p == c->end || *c->p == '\0' ? NULL : strchr(from, *c->p);
	if (at == NULL)
		return fail(c, "no such escape");
	*code = (unsigned char)to[at - from];
	c->p++;
	return 0;
}

/* A character that is no escape, as it stands in the text. */
static int
plain(struct canon *c, uint32_t *code)
{
	size_t len = utf8_char(c->p, (size_t)(c->end - c->p)), i;
	unsigned char first = (unsigned char)*c->p;

	if (len == 0)
		return fail(c, "no UTF-8");
	if (first < 0x20)
		return fail(c, "a control character in a string");
	*code = len == 1 ? first : first & (0x7fu >> len);
	for (i = 1; i < len; i++)
		*code = *code << 6 | ((unsigned char)c->p[i] & 0x3f);
	c->p += len;
	return 0;
}

static void
put(struct canon *c, uint32_t code)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at = code < 0x80 ? strchr(from, (int)code) : NULL;
	char utf8[4];

	if (at != NULL) {
		buf_char(c->out, '\\');
		buf_char(c->out, to[at - from]);
	} else if (code < 0x20 || (code > '~' && c->how == CANON_ASCII && code < 0x10000)) {
		buf_fmt(c->out, "\\u%04x", (unsigned)code);
	} else if (code > '~' && c->how == CANON_ASCII) {
		code -= 0x10000;
		buf_fmt(c->out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (code >> 10)),
		    (unsigned)(0xdc00 + (code & 0x3ff)));
	} else {
		buf_add(c->out, utf8, utf8_put(utf8, code));
	}
}

/* Behind its first quote; decoded into names too where it is a name. */
static int
string(struct canon *c, bool name)
{
	char utf8[4];
	uint32_t code;

	buf_char(c->out, '"');
	while (!have(c, '"')) {
		if (c->p == c->end)
			return fail(c, "a string without its end");
		if (have(c, '\\') ? escape(c, &code) : plain(c, &code))
			return -1;
		put(c, code);
		if (name)
			buf_add(&c->names, utf8, utf8_put(utf8, code));
	}
	buf_char(c->out, '"');
	return 0;
}

static int
number(struct canon *c)
{
	const char *from = c->p;
	bool whole = true;
	char text[REAL_TEXT_MAX];
	size_t n;

	for (; c->p < c->end && *c->p != '\0' && strchr("+-0123456789.eE", *c->p) != NULL; c->p++)
		whole = whole && *c->p != '.' && *c->p != 'e' && *c->p != 'E';
	n = (size_t)(c->p - from);
	if (!num_is_decimal(from, n)) {
		c->p = from;
		return fail(c, n == 0 ? "a value is missing" : "no number");
	}
	if (whole) {
		if (n == 2 && memcmp(from, "-0", 2) == 0)
			from++;
		buf_add(c->out, from, (size_t)(c->p - from));
		return 0;
	}
	buf_reset(&c->spare);
	buf_add(&c->spare, from, n);
	n = real_text(text, c->spare.p);
	if (n == 0) {
		c->p = from;
		return fail(c, "a number beyond what a double holds");
	}
	buf_add(c->out, text, n);
	return 0;
}

static int
word(struct canon *c, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(c->end - c->p) < n || memcmp(c->p, text, n) != 0)
		return fail(c, "no such word");
	buf_add(c->out, text, n);
	c->p += n;
	return 0;
}

static int
array(struct canon *c)
{
	buf_char(c->out, '[');
	blanks(c);
	if (have(c, ']')) {
		buf_char(c->out, ']');
		return 0;
	}
	for (;;) {
		if (value(c))
			return -1;
		if (have(c, ']'))
			break;
		if (!have(c, ','))
			return fail(c, "a comma or ']' is missing");
		buf_char(c->out, ',');
	}
	buf_char(c->out, ']');
	return 0;
}

/* By name, those of one name in the order of the text. */
static int
by_name(const void *a, const void *b, void *names)
{
	const struct member *x = a, *y = b;
	const char *text = names;
	size_t least = x->namelen < y->namelen ? x->namelen : y->namelen;
	int order = least == 0 ? 0 : memcmp(text + x->name, text + y->name, least);

	if (order == 0)
		order = (x->namelen > y->namelen) - (x->namelen < y->namelen);
	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static bool
same_name(const struct canon *c, const struct member *x, const struct member *y)
{
	return x->namelen == y->namelen &&
	       (x->namelen == 0 ||
		   memcmp(c->names.p + x->name, c->names.p + y->name, x->namelen) == 0);
}

/* The members from first on stand in the output from at on: put them in order, each name once. */
static void
sort(struct canon *c, size_t first, size_t at)
{
	const struct member *m = c->member + first;
	size_t n = c->nmembers - first, i;

	if (n < 2)
		return;
	qsort_r(c->member + first, n, sizeof *m, by_name, c->names.p);
	buf_reset(&c->spare);
	for (i = 0; i < n; i++) {
		if (i + 1 < n && same_name(c, &m[i], &m[i + 1]))
			continue;
		if (c->spare.len > 0)
			buf_char(&c->spare, ',');
		buf_add(&c->spare, c->out->p + m[i].at, m[i].len);
	}
	c->out->len = at;
	buf_add(c->out, c->spare.p, c->spare.len);
}

/* A name, a colon and a value. */
static int
member(struct canon *c)
{
	struct member m = { .at = c->out->len, .name = c->names.len };

	blanks(c);
	if (!have(c, '"'))
		return fail(c, "a name is missing");
	if (string(c, true))
		return -1;
	m.namelen = c->names.len - m.name;
	blanks(c);
	if (!have(c, ':'))
		return fail(c, "a colon is missing");
	buf_char(c->out, ':');
	if (value(c))
		return -1;
	m.len = c->out->len - m.at;
	if (c->nmembers == c->cap) {
		c->cap = mem_more(c->cap, c->nmembers + 1);
		c->member = mem_grow(c->member, c->cap, sizeof *c->member);
	}
	c->member[c->nmembers++] = m;
	return 0;
}

static int
object(struct canon *c)
{
	size_t first = c->nmembers, names = c->names.len, at;

	buf_char(c->out, '{');
	at = c->out->len;
	blanks(c);
	if (have(c, '}')) {
		buf_char(c->out, '}');
		return 0;
	}
	for (;;) {
		if (member(c))
			return -1;
		if (have(c, '}'))
			break;
		if (!have(c, ','))
			return fail(c, "a comma or '}' is missing");
		buf_char(c->out, ',');
	}
	sort(c, first, at);
	c->nmembers = first;
	c->names.len = names;
	buf_char(c->out, '}');
	return 0;
}

/* A value, with the blanks around it. */
static int
value(struct canon *c)
{
	int rc;

	blanks(c);
	if (c->p == c->end)
		return fail(c, "a value is missing");
	if (c->depth == CANON_DEPTH_MAX)
		return fail(c, "nested too deep");
	c->depth++;
	if (have(c, '{'))
		rc = object(c);
	else if (have(c, '['))
		rc = array(c);
	else if (have(c, '"'))
		rc = string(c, false);
	else if (*c->p == 't' || *c->p == 'f' || *c->p == 'n')
		rc = word(c, *c->p == 't' ? "true" : *c->p == 'f' ? "false" : "null");
	else
		rc = number(c);
	c->depth--;
	blanks(c);
	return rc;
}

int
canon_json(struct buf *out, const char *text, size_t n, enum canon_text how, struct err *e)
{
	struct canon c = {
		.start = text, .p = text, .end = text + n, .out = out, .how = how, .e = e
	};
	size_t was = out->len;
	int rc;

	if (n > CANON_MAX)
		return err_set(
		    e, ERR_DATA, "%zu bytes of JSON, more than %zu", n, (size_t)CANON_MAX);
	c.names.secret = c.spare.secret = out->secret;
	rc = value(&c);
	if (rc == 0 && c.p < c.end)
		rc = fail(&c, "something stands behind the JSON");
	if (rc) {
		if (out->secret && out->len > was)
			explicit_bzero(out->p + was, out->len - was);
		out->len = was;
		if (out->p != NULL)
			out->p[was] = '\0';
	}
	buf_release(&c.names);
	buf_release(&c.spare);
	free(c.member);
	return rc;
}
