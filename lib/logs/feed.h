/* The lines of a descriptor, as they come, of any bytes: nothing waits, nothing grows without bound. */
#ifndef PF_LOGS_FEED_H
#define PF_LOGS_FEED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct err;

struct feed {
	size_t max; /* bytes of a line that are kept */
	/* inside */
	struct buf buf;
	size_t from; /* where the next line begins */
	bool skip;   /* the rest of a line that was cut */
	bool end;    /* the last read found the end */
};

/* What was read of it; p is valid until the next call. */
struct feed_line {
	const char *p;
	size_t n;
	bool cut; /* it was longer than max */
};

/*
 * The next line without its end (LF, CRLF): 1, or 0 when there is none yet: the end of a file, or a
 * pipe in which nothing is (fd does not block). -1: ERR_IO, without a name.
 */
int feed_next(struct feed *l, int fd, struct feed_line *line, struct err *e);

/* What stands behind the last line end, if anything: 1 or 0. */
int feed_rest(struct feed *l, struct feed_line *line);

/* Forget what was read: it begins elsewhere. */
void feed_restart(struct feed *l);
void feed_release(struct feed *l);

#endif
