/* How long a JSON value is that was checked before: no more than its brackets and quotes are looked at. */
#ifndef PF_IO_SKIP_H
#define PF_IO_SKIP_H

#include <stddef.h>

/* A string with its quotes, at its first one; at most n. */
size_t skip_string(const char *p, size_t n);

/* Any value, at its first byte; n where the text ends within it. */
size_t skip_value(const char *p, size_t n);

#endif
