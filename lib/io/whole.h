/*
 * A whole JSON text of any shape, such as the body of a reply: checked once, then read as slices
 * (io/array.h, io/member.h, io/pick.h), so that a number keeps its digits.
 */
#ifndef PF_IO_WHOLE_H
#define PF_IO_WHOLE_H

#include <stddef.h>

#include "io/rec.h"

struct buf;
struct err;

/* Add the text as one line, as io/object wants it: ends of lines outside of strings become blanks. */
void whole_line(struct buf *line, const char *text, size_t n);

/*
 * Check n bytes and put them into *line, which the caller holds as long as *value is read; its name is
 * empty. As strict as io/object.h, but that names of nested objects may repeat. 0, or -1 with ERR_DATA
 * "column 12: a colon is missing".
 */
int whole_parse(
    struct buf *line, const char *text, size_t n, struct rec_field *value, struct err *e);

#endif
