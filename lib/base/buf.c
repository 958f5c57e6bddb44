#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
buf_release(struct buf *b)
{
	if (b->secret && b->p != NULL)
		explicit_bzero(b->p, b->cap);
	free(b->p);
	*b = (struct buf){ .secret = b->secret };
}

void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap);
	buf_release(b);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	if (b->p != NULL)
		b->p[0] = '\0';
}

static void
grow(struct buf *b, size_t need)
{
	size_t cap = mem_more(b->cap, need);

	if (b->secret) /* realloc() would leave the old */
		b->p = mem_move(b->p, b->cap, cap);
	else
		b->p = mem_grow(b->p, cap, 1);
	b->cap = cap;
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t need;

	if (__builtin_add_overflow(b->len, n, &need) || __builtin_add_overflow(need, 1u, &need))
		need = SIZE_MAX; /* mem_more() ends the program */
	if (need > b->cap)
		grow(b, need);
	return b->p + b->len;
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	size_t room = b->cap - b->len;
	va_list again;
	int n;

	/* into the room that is there, so that nothing is allocated that would have to be wiped */
	va_copy(again, ap);
	n = vsnprintf(b->p == NULL ? NULL : b->p + b->len, room, fmt, again);
	va_end(again);
	if (n < 0)
		mem_out();
	if ((size_t)n >= room)
		n = vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

void
buf_shift(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	memmove(b->p, b->p + n, b->len - n);
	b->len -= n;
	b->p[b->len] = '\0';
}

char *
buf_take(struct buf *b)
{
	char *p;

	(void)buf_room(b, 0); /* so that an empty one is a string too */
	p = b->p;
	p[b->len] = '\0';
	*b = (struct buf){ .secret = b->secret };
	return p;
}
