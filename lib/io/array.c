#include "io/array.h"

#include <string.h>

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
skip(struct slice *s, size_t n)
{
	s->p += n;
	s->n -= n;
	while (s->n > 0 && blank(*s->p)) {
		s->p++;
		s->n--;
	}
}

/* Up to the comma or bracket that ends it. */
static size_t
length(struct slice s)
{
	size_t i, depth = 0;
	bool text = false;

	for (i = 0; i < s.n; i++) {
		if (text) {
			i += s.p[i] == '\\';
			text = i < s.n && s.p[i] != '"';
		} else if (s.p[i] == '"') {
			text = true;
		} else if (s.p[i] == '[' || s.p[i] == '{') {
			depth++;
		} else if (depth > 0 && (s.p[i] == ']' || s.p[i] == '}')) {
			depth--;
		} else if (depth == 0 && (s.p[i] == ',' || s.p[i] == ']')) {
			return i;
		}
	}
	return s.n;
}

bool
array_next(struct slice *rest, struct slice *element)
{
	skip(rest, 0);
	if (rest->n == 0 || (*rest->p != '[' && *rest->p != ','))
		return false;
	skip(rest, 1);
	if (rest->n == 0 || *rest->p == ']')
		return false;
	*element = (struct slice){ rest->p, length(*rest) };
	skip(rest, element->n);
	while (element->n > 0 && blank(element->p[element->n - 1]))
		element->n--;
	return element->n > 0;
}
