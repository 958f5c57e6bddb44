/* A record as it was read: slices of a line, nothing converted, nothing allocated. */
#ifndef PF_IO_REC_H
#define PF_IO_REC_H

#include <stdbool.h>
#include <stddef.h>

#define REC_FIELDS_MAX 512

enum rec_type { REC_NULL, REC_FALSE, REC_TRUE, REC_NUMBER, REC_STRING, REC_OBJECT, REC_ARRAY };

struct slice {
	const char *p;
	size_t n;
};

struct rec_field {
	struct slice name; /* decoded */
	struct slice text; /* a string: what is between the quotes, escapes as written; others: the
			      JSON text */
	enum rec_type type;
	bool escaped; /* a string with escapes: rec_text() decodes it */
};

struct rec {
	struct slice line; /* the whole object as it was written, without the line's end */
	size_t n;
	struct rec_field f[REC_FIELDS_MAX];
};

/* The field of that name, or NULL. */
const struct rec_field *rec_get(const struct rec *rec, const char *name);

/* The value of "kind", or an empty slice. */
struct slice rec_kind(const struct rec *rec);

struct buf;

/* Add a string field's text, decoded to UTF-8; any other type's JSON text as it is. */
void rec_text(const struct rec_field *f, struct buf *out);

/* A string's or number's text, owned; NULL for anything else, an empty one, and no field. */
char *rec_take_text(const struct rec_field *f) __attribute__((warn_unused_result));

/* A string's text as it is written, or an empty one. */
struct slice rec_word(const struct rec_field *f);

/* Add the field's value as it stands in its object, a string with quotes and escapes. */
void rec_json(const struct rec_field *f, struct buf *out);

bool slice_is(struct slice s, const char *word);

#endif
