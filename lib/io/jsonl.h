/*
 * A reader of JSON lines (RFC 8259, jsonlines.org), our own because records pass through it by the
 * million: one pass, no allocation per field, every value kept as text. Strict: one object a line,
 * UTF-8, no NUL (also not as \u0000), no lone surrogate, no repeated key. Nested values are
 * validated and kept as text.
 */
#ifndef PF_IO_JSONL_H
#define PF_IO_JSONL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "io/input.h"
#include "io/rec.h"
#include "io/shape.h"

struct err;

#define JSONL_LINE_MAX ((size_t)16 << 20)

struct jsonl {
	const char *name; /* borrowed; what messages call the stream */
	size_t lineno;    /* 1-based, of the last line read */
	struct slice raw; /* the last line as it was read, also when it was bad; empty when it is
			   * longer than JSONL_LINE_MAX */
	/* inside */
	struct input in;
	struct buf names; /* names that had escapes */
	struct shape shape;
};

void jsonl_init(struct jsonl *in, FILE *fp, const char *name);
void jsonl_release(struct jsonl *in);

/*
 * Read the next object into *rec: slices into the reader's own memory, valid until the next call.
 * Skips blank lines; takes CRLF and a last line without an end. Returns 1 with a record, 0 at the
 * end of input, -1 with *e set: ERR_DATA if a line is no such object
 * ("column 12: ..."; the caller adds name and line) or is over JSONL_LINE_MAX bytes, ERR_IO if
 * reading failed, ERR_TEMP when a signal asked to stop (io/input.h). After ERR_DATA the next call
 * goes on behind the line.
 */
int jsonl_next(struct jsonl *in, struct rec *rec, struct err *e);

/* Whether it reads a file, for which nobody ever has to wait. */
bool jsonl_is_file(const struct jsonl *in);

/* Whether a whole line is there already, so that the next call need not wait: when to flush what
 * was written. */
bool jsonl_ready(const struct jsonl *in);

/* Whether some of the next line, or the end, comes within that time. */
bool jsonl_wait(const struct jsonl *in, int64_t ns);

#endif
