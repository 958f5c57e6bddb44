/* All of a file that is read as a whole. */
#ifndef PF_IO_FILE_H
#define PF_IO_FILE_H

#include <stddef.h>
#include <stdio.h>

struct buf;
struct err;

/* Open it for reading. NULL: ERR_PERM where it may not be read, else ERR_NOINPUT. */
FILE *file_open(const char *name, struct err *e);

/*
 * Add what is left of fp, called name in messages, to *out, which then has a text, be it an empty one. ERR_IO;
 * ERR_DATA: it is more than max bytes. The other one opens and closes it.
 */
int file_rest(FILE *fp, const char *name, size_t max, struct buf *out, struct err *e);
int file_read(const char *name, size_t max, struct buf *out, struct err *e);

#endif
