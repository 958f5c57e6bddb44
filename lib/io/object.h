/* One JSON object as slices of its text (RFC 8259): the parser behind io/jsonl, one pass, nothing
 * allocated per field. */
#ifndef PF_IO_OBJECT_H
#define PF_IO_OBJECT_H

#include <stddef.h>

struct buf;
struct err;
struct rec;
struct rec_field;
struct shape;

#define OBJECT_DEPTH_MAX 64

/*
 * Parse n bytes, one object with blanks around it, into *rec. line[n] must be readable and '\n' or
 * NUL, or a '\r' before one of them: it stops every scan. The slices point into line, those of names with escapes into *names,
 * which the caller holds. Strict: UTF-8, no NUL (also not as \u0000), no lone surrogate, no
 * repeated name, at most REC_FIELDS_MAX fields, nested values validated. 0, or -1 with ERR_DATA
 * "column 12: a colon is missing".
 */
int object_parse(const char *line, size_t n, struct rec *rec, struct buf *names, struct err *e);

/* The same for one object of many: faster when its names are those of the last one; *shape is kept
 * between the calls, { 0 } before the first. */
int object_parse_next(const char *line, size_t n, struct rec *rec, struct buf *names,
    struct shape *shape, struct err *e);

/* Any value with blanks around it, n bytes as above: checked and nothing else, also what is inside.
 * Its name is empty. */
int object_value(const char *text, size_t n, struct rec_field *value, struct err *e);

#endif
