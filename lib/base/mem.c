#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

void
mem_out(void)
{
	static const char msg[] = "pf: out of memory\n";

	if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
		_exit(ERR_BUG); /* nobody is left to tell */
	_exit(ERR_BUG);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (p == NULL)
		mem_out();
	return p;
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		mem_out();
	p = realloc(p, bytes ? bytes : 1);
	if (p == NULL)
		mem_out();
	return p;
}

void *
mem_move(void *p, size_t was, size_t n)
{
	void *to = mem_new(n, 1);

	if (p == NULL)
		return to;
	memcpy(to, p, was < n ? was : n);
	explicit_bzero(p, was);
	free(p);
	return to;
}

size_t
mem_more(size_t cap, size_t need)
{
	if (cap < 16)
		cap = 16;
	while (cap < need) {
		if (cap > SIZE_MAX / 2)
			mem_out();
		cap *= 2;
	}
	return cap;
}

char *
mem_copy(const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		mem_out();
	p = mem_new(n + 1, 1);
	if (n > 0)
		memcpy(p, s, n);
	return p;
}

char *
mem_str(const char *s)
{
	return s == NULL ? NULL : mem_copy(s, strlen(s));
}

char *
mem_fmt(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	/* counted first: vasprintf() grows and leaves copies behind, which may be secret */
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		mem_out();
	p = mem_new((size_t)n + 1, 1);
	va_start(ap, fmt);
	(void)vsnprintf(p, (size_t)n + 1, fmt, ap); /* as before */
	va_end(ap);
	return p;
}
