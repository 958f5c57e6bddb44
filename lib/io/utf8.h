/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef PF_IO_UTF8_H
#define PF_IO_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the character at p (n > 0 bytes are there), or 0 if it is none. */
size_t utf8_char(const char *p, size_t n);

bool utf8_valid(const char *p, size_t n);

/* How much of a text of n bytes to print where at most max go ("%.*s"): never a part of a
 * character. */
int utf8_cut(const char *p, size_t n, size_t max);

/* Write a code point (not a surrogate, at most 0x10FFFF); returns its length, at most 4. */
size_t utf8_put(char out[4], uint32_t c);

#endif
