/*
 * What a text is without its values, found the plain way: decoded whole in each form, each value looked for
 * at each place.
 */
#ifndef PF_TESTS_SECRET_PLAIN_H
#define PF_TESTS_SECRET_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "io/utf8.h"
#include "secret_forms.h"

#define VALUES 5
#define TEXT 4096

struct token {
	int byte; /* -1: no character */
	size_t start, end;
};

struct span {
	size_t start, end, value;
	unsigned form;
};

static struct {
	struct buf values[VALUES];
	size_t nvalues;
	struct token tokens[TEXT];
	size_t ntokens;
	struct span spans[TEXT * 4];
	size_t nspans;
} plain;

static inline void
token(int byte, size_t start, size_t end)
{
	plain.tokens[plain.ntokens++] = (struct token){ byte, start, end };
}

static inline void
look(unsigned form)
{
	const struct buf *v;
	size_t value, i, k;

	for (value = 0; value < plain.nvalues; value++)
		for (i = 0, v = &plain.values[value]; i + v->len <= plain.ntokens; i++) {
			for (k = 0; k < v->len; k++)
				if (plain.tokens[i + k].byte != (unsigned char)v->p[k])
					break;
			if (k == v->len && plain.nspans < TEXT * 4)
				plain.spans[plain.nspans++] = (struct span){ plain.tokens[i].start,
					plain.tokens[i + k - 1].end, value, form };
		}
	plain.ntokens = 0;
}

static inline bool
hex(const char *p, size_t n, unsigned *v)
{
	for (*v = 0; n > 0; n--, p++) {
		if (num_hex(*p) < 0)
			return false;
		*v = *v * 16 + (unsigned)num_hex(*p);
	}
	return true;
}

/* The text ends with NULs, so that a look ahead is fine. */
static inline void
look_url(const char *p, size_t n, bool plus)
{
	unsigned v;
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] == '%' && hex(p + i + 1, 2, &v)) {
			token((int)v, i, i + 3);
			i += 2;
		} else {
			token(plus && p[i] == '+' ? ' ' : (unsigned char)p[i], i, i + 1);
		}
	look(plus ? 2 : 1);
}

static inline size_t
token_unicode(const char *p, size_t i, unsigned c)
{
	size_t used = 6, len, k;
	unsigned low;
	char out[4];

	if (c >= 0xd800 && c < 0xdc00 && p[i + 6] == '\\' && p[i + 7] == 'u' &&
	    hex(p + i + 8, 4, &low) && low >= 0xdc00 && low <= 0xdfff) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		used = 12;
	} else if (c >= 0xd800 && c <= 0xdfff) {
		token(-1, i, i + 6);
		return 6;
	}
	len = utf8_put(out, c);
	for (k = 0; k < len; k++)
		token((unsigned char)out[k], i, i + used);
	return used;
}

static inline void
look_json(const char *p, size_t n)
{
	static const char pairs[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
	size_t i, k, used;
	unsigned v;

	for (i = 0; i < n; i += used) {
		used = 1;
		if (p[i] == '\\' && p[i + 1] == 'u' && hex(p + i + 2, 4, &v)) {
			used = token_unicode(p, i, v);
			continue;
		}
		for (k = 0; p[i] == '\\' && k < sizeof pairs - 1; k += 2)
			if (p[i + 1] == pairs[k])
				break;
		if (p[i] == '\\' && k < sizeof pairs - 1)
			used = 2;
		token((unsigned char)(used == 2 ? pairs[k + 1] : p[i]), i, i + used);
	}
	look(3);
}

static inline size_t
token_backslash(const char *p, size_t i)
{
	static const char pairs[] = "a\ab\be\033E\033f\fn\nr\rt\tv\v";
	size_t k;
	unsigned v;

	if (p[i + 1] >= '0' && p[i + 1] <= '3' && p[i + 2] >= '0' && p[i + 2] <= '7' &&
	    p[i + 3] >= '0' && p[i + 3] <= '7') {
		token((p[i + 1] - '0') * 64 + (p[i + 2] - '0') * 8 + p[i + 3] - '0', i, i + 4);
		return 4;
	}
	if (p[i + 1] == 'x' && hex(p + i + 2, 2, &v)) {
		token((int)v, i, i + 4);
		return 4;
	}
	for (k = 0; k < sizeof pairs - 1; k += 2)
		if (p[i + 1] == pairs[k]) {
			token((unsigned char)pairs[k + 1], i, i + 2);
			return 2;
		}
	return 0;
}

static inline void
look_shell(const char *p, size_t n)
{
	size_t i, used;

	for (i = 0; i < n; i += used) {
		used = p[i] == '\\' && i + 1 < n ? token_backslash(p, i) : 0;
		if (used > 0)
			continue;
		used = 1;
		if (p[i] == '\\' && i + 1 < n && num_hex(p[i + 1]) < 0 &&
		    !((p[i + 1] | 32) >= 'a' && (p[i + 1] | 32) <= 'z'))
			used = 2;
		token((unsigned char)p[i + used - 1], i, i + used);
	}
	look(4);
}

static inline void
look_quoted(const char *p, size_t n)
{
	size_t i, used;

	for (i = 0; i < n; i += used) {
		used = 1;
		if (strncmp(p + i, "'\\''", 4) == 0)
			used = 4;
		else if (strncmp(p + i, "'\"'\"'", 5) == 0)
			used = 5;
		token((unsigned char)p[i], i, i + used);
	}
	look(5);
}

static inline int
sextet(char c)
{
	const char *at = c == '\0' ? NULL : strchr(standard, c);

	if (at != NULL)
		return (int)(at - standard);
	at = c == '\0' ? NULL : strchr(safe, c);
	return at == NULL ? -1 : (int)(at - safe);
}

/* The places of a run that begins at i; returns how many, *i is then behind it. */
static inline size_t
run(const char *p, size_t n, size_t *i, size_t *places)
{
	size_t count = 0, line = 0, next;

	for (; *i < n; ++*i) {
		if (sextet(p[*i]) >= 0) {
			places[count++] = *i;
			line++;
			continue;
		}
		next = *i + (p[*i] == '\r') + 1;
		if (line < 60 || p[next - 1] != '\n' || next >= n || sextet(p[next]) < 0)
			break;
		*i = next - 1;
		line = 0;
	}
	return count;
}

static inline void
look_base64(const char *p, size_t n)
{
	static size_t places[TEXT];
	size_t i, k, m, bit, count, c;
	int v;

	for (i = 0; i < n; i++) {
		count = run(p, n, &i, places);
		for (k = 0; k < 4; k++) {
			for (m = 0; k + (8 * m + 7) / 6 < count; m++) {
				for (v = 0, bit = 8 * m; bit < 8 * m + 8; bit++) {
					c = k + bit / 6;
					v = v << 1 | (sextet(p[places[c]]) >> (5 - bit % 6) & 1);
				}
				token(v, places[k + 8 * m / 6], places[k + (8 * m + 7) / 6] + 1);
			}
			look(6);
		}
	}
}

static inline int
order(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->form < y->form ? -1 : x->form > y->form;
}

static inline void
expect(const char *p, size_t n, struct buf *out)
{
	size_t i, at = 0, last = VALUES;
	const struct span *s;

	plain.nspans = 0;
	for (i = 0; i < n; i++)
		token((unsigned char)p[i], i, i + 1);
	look(0);
	look_url(p, n, false);
	look_url(p, n, true);
	look_json(p, n);
	look_shell(p, n);
	look_quoted(p, n);
	look_base64(p, n);
	qsort(plain.spans, plain.nspans, sizeof *plain.spans, order);
	for (i = 0; i < plain.nspans; i++) {
		s = &plain.spans[i];
		if (s->end <= at)
			continue;
		if (s->start >= at)
			buf_add(out, p + at, s->start - at);
		if (s->start >= at || s->value != last)
			buf_fmt(out, "[N%zu]", s->value);
		at = s->end;
		last = s->value;
	}
	buf_add(out, p + at, n - at);
}

#endif
