#include "io/skip.h"

#include <stdbool.h>
#include <string.h>

/* What a byte outside of strings means. */
enum { PLAIN, QUOTE, OPEN, CLOSE, END };

static const unsigned char class[256] = {
	['"'] = QUOTE,
	['{'] = OPEN,
	['['] = OPEN,
	['}'] = CLOSE,
	[']'] = CLOSE,
	[','] = END,
	[' '] = END,
	['\t'] = END,
	['\r'] = END,
	['\n'] = END,
};

/* Whether the byte at i has an odd number of backslashes in front of it. */
static bool
escaped(const char *p, size_t i)
{
	size_t n = 0;

	while (n < i && p[i - 1 - n] == '\\')
		n++;
	return n % 2 == 1;
}

size_t
skip_string(const char *p, size_t n)
{
	const char *quote;
	size_t i = 1;

	while (i < n && (quote = memchr(p + i, '"', n - i)) != NULL) {
		i = (size_t)(quote - p);
		if (!escaped(p, i))
			return i + 1;
		i++;
	}
	return n;
}

size_t
skip_value(const char *p, size_t n)
{
	size_t i = 0, depth = 0;

	while (i < n) {
		switch (class[(unsigned char)p[i]]) {
		case QUOTE:
			i += skip_string(p + i, n - i);
			if (depth == 0)
				return i;
			continue;
		case OPEN:
			depth++;
			break;
		case CLOSE:
			if (depth == 0)
				return i;
			if (--depth == 0)
				return i + 1;
			break;
		case END:
			if (depth == 0)
				return i;
			break;
		default:
			break;
		}
		i++;
	}
	return n;
}
