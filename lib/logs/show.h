/* A line of a log as a record of kind log, or as text for people. */
#ifndef PF_LOGS_SHOW_H
#define PF_LOGS_SHOW_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "io/emit.h"

struct err;
struct log_line;

struct log_show {
	bool text;    /* for people */
	bool sources; /* text: say of which source it is */
	struct emit em;
	struct buf line; /* inside */
};

void log_show_init(struct log_show *s, FILE *fp, bool text, bool sources, bool flush);
void log_show_release(struct log_show *s);

/*
 * What may be shown of the line's text, into *out: secrets (run/redact.h) are out, a NUL is U+FFFD. It
 * is what patterns are looked for in, too.
 */
void log_show_clean(const struct log_line *line, struct buf *out);

/* Print it, with the text that log_show_clean() made. As text, what is no UTF-8 is U+FFFD, and
 * control characters, which a terminal would obey, are blanks. ERR_IO. */
int log_show_line(
    struct log_show *s, const struct log_line *line, const struct buf *clean, struct err *e);

#endif
