#include "notify/fit.h"

#include "io/utf8.h"

/* The units of the character at p, whose bytes are *n. */
static size_t
units(enum fit unit, const char *p, size_t left, size_t *n)
{
	*n = utf8_char(p, left);
	if (*n == 0)
		*n = 1; /* what is none counts as one */
	return unit == FIT_BYTES ? *n : unit == FIT_UTF16 && *n == 4 ? 2 : 1;
}

size_t
fit_length(enum fit unit, const char *p, size_t n)
{
	size_t sum = 0, at, bytes;

	for (at = 0; at < n; at += bytes)
		sum += units(unit, p + at, n - at, &bytes);
	return sum;
}

size_t
fit_cut(enum fit unit, const char *p, size_t n, size_t max)
{
	size_t sum = 0, at, bytes;

	for (at = 0; at < n; at += bytes) {
		sum += units(unit, p + at, n - at, &bytes);
		if (sum > max)
			break;
	}
	return at;
}
