/* What comes out of a pipe, line by line, without waiting: a reader for poll(2). */
#ifndef PF_RUN_LINES_H
#define PF_RUN_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define LINES_MAX 65536 /* what is longer is cut: the rest of the line is dropped */

/* What is called with each line, without its end and NUL-terminated; NULs in it became blanks. */
typedef void lines_fn(void *arg, struct buf *line);

struct lines {
	int fd; /* owned; -1 when closed */
	struct buf line;
	bool cut; /* the line in hand was over LINES_MAX */
};

/* Takes over a descriptor and makes it non-blocking. */
void lines_open(struct lines *l, int fd);
void lines_release(struct lines *l);

/* Read what is there, at most some hundred kilobytes. At the end of input a last line without an end
 * is handed out and the descriptor closed. */
void lines_read(struct lines *l, lines_fn *take, void *arg);

/* Hand out what is there as if the input had ended, and close. */
void lines_end(struct lines *l, lines_fn *take, void *arg);

#endif
