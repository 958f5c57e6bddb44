/*
 * A writer of records: one object a line, "kind" first. Numbers go out as the text they came in
 * (canonical: no exponent, no trailing zeros). Strings that are no UTF-8 get U+FFFD in place of
 * what is wrong. A record leaves in one fwrite; emit_end() tells whether it did.
 */
#ifndef PF_IO_EMIT_H
#define PF_IO_EMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"

struct err;

struct emit {
	FILE *fp;         /* borrowed */
	const char *name; /* borrowed; what messages call it */
	bool flush;       /* after every record */
	struct buf line;  /* the record being written */
	bool first;       /* inside: no member yet at this level */
};

void emit_init(struct emit *em, FILE *fp, bool flush); /* it is called standard output */
void emit_name(struct emit *em, const char *name);     /* it is another file */
void emit_release(struct emit *em);

void emit_begin(struct emit *em, const char *kind); /* kind NULL: a record without one */
void emit_str(struct emit *em, const char *name, const char *s); /* NULL: null */
void emit_strn(struct emit *em, const char *name, const char *s, size_t n);
void emit_int(struct emit *em, const char *name, int64_t v);
void emit_uint(struct emit *em, const char *name, uint64_t v);
void emit_fixed(
    struct emit *em, const char *name, int64_t v, unsigned digits); /* num_fixed_text() */
void emit_num(struct emit *em, const char *name, const char *s,
    size_t n); /* a decimal's text, made canonical */
void emit_bool(struct emit *em, const char *name, bool v);
void emit_null(struct emit *em, const char *name);
void emit_date(struct emit *em, const char *name, int64_t ns);
void emit_time(struct emit *em, const char *name, int64_t ns);
void emit_json(struct emit *em, const char *name, const char *s,
    size_t n); /* valid JSON text, taken as it is */
void emit_open(
    struct emit *em, const char *name, char bracket); /* '{' or '['; name NULL inside an array */
void emit_close(struct emit *em, char bracket);       /* '}' or ']' */

/* Write the record out. 0, or -1: ERR_IO ("NAME: No space left on device"). EPIPE does not come
 * here: SIGPIPE ends us. */
int emit_end(struct emit *em, struct err *e);

/* Add s as a JSON string with its quotes. */
void emit_quote(struct buf *out, const char *s, size_t n);

/* An event record (kind, at, tool, event, level, subject, text), the common way to say what was
 * done. level: "info", "warning", "error". */
int emit_event(struct emit *em, int64_t at, const char *tool, const char *event, const char *level,
    const char *subject, const char *text, struct err *e);

#endif
