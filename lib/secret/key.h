/* Keys of chance. */
#ifndef PF_SECRET_KEY_H
#define PF_SECRET_KEY_H

#include <stddef.h>

struct buf;
struct err;

#define KEY_BYTES_MIN 16 /* what can be guessed is no key */
#define KEY_BYTES_MAX 1024

/* Add n bytes (at most KEY_BYTES_MAX) of the kernel's chance in hexadecimal. ERR_IO. */
int key_hex(struct buf *out, size_t n, struct err *e);

/* Add a line NAME=KEY for each of names (NULL-terminated), or one key alone when there is none; no copy is
 * left behind. ERR_USAGE: that is no name of a variable; ERR_IO. */
int key_lines(struct buf *out, char *const *names, size_t n, struct err *e);

#endif
