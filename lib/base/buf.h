/*
 * Bytes that grow. p is NUL-terminated behind len as soon as anything was added. Where secret is set
 * before, nothing of them is in memory that was given back, also not while they grow; who takes them
 * (buf_take) wipes them.
 */
#ifndef PF_BASE_BUF_H
#define PF_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
	char *p; /* owned; NULL while empty and new */
	size_t len;
	size_t cap;
	bool secret; /* stays as it is when the buffer is released or taken */
};

void buf_release(struct buf *b);
void buf_wipe(struct buf *b);  /* release, and nothing of it stays in memory */
void buf_reset(struct buf *b); /* len 0; keeps the memory */

/* Make room for n more bytes and a NUL, and return where they go; the caller adds to len. */
char *buf_room(struct buf *b, size_t n);

static inline void
buf_add(struct buf *b, const char *p, size_t n)
{
	if (n >= b->cap - b->len)
		(void)buf_room(b, n);
	if (n > 0)
		memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

static inline void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void
buf_char(struct buf *b, char c)
{
	if (b->cap - b->len < 2)
		(void)buf_room(b, 1);
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
}

/* ap is used up. */
void buf_vfmt(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Cut n bytes off the front, n <= len. */
void buf_shift(struct buf *b, size_t n);

/* Hand the bytes over as a string for free(); never NULL; the buffer is empty again. */
char *buf_take(struct buf *b) __attribute__((warn_unused_result));

#endif
