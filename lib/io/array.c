#include "io/array.h"

#include "io/skip.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
advance(struct slice *s, size_t n)
{
	s->p += n;
	s->n -= n;
	while (s->n > 0 && blank(*s->p)) {
		s->p++;
		s->n--;
	}
}

bool
array_next(struct slice *rest, struct slice *element)
{
	if (rest->n == 0) /* it may have no text at all */
		return false;
	advance(rest, 0);
	if (rest->n == 0 || (*rest->p != '[' && *rest->p != ','))
		return false;
	advance(rest, 1);
	if (rest->n == 0 || *rest->p == ']')
		return false;
	*element = (struct slice){ rest->p, skip_value(rest->p, rest->n) };
	advance(rest, element->n);
	while (element->n > 0 && blank(element->p[element->n - 1]))
		element->n--;
	return element->n > 0;
}
