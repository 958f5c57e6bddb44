/* A value as the server prints it (text format, the settings of pg_begin()) as JSON text. */
#ifndef PF_DB_VALUE_H
#define PF_DB_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum value_class {
	VALUE_TEXT,
	VALUE_INT,
	VALUE_NUMERIC, /* a number without trailing zeros; NaN and the infinities as strings */
	VALUE_FLOAT,
	VALUE_BOOL,
	VALUE_JSON, /* as it is, on one line */
	VALUE_TIMESTAMP,
	VALUE_TIMESTAMPTZ, /* RFC 3339, Z */
};

struct value_type {
	enum value_class class;
	bool array; /* of such values, as deep as it comes */
	char comma; /* between the elements */
};

/* By oid. False for a type that is not built in (of an extension, an enum, a domain's array):
 * *type is then text, and the catalog knows more. */
bool value_type_of(uint32_t oid, struct value_type *type);

/* Whether people want it at the right: numbers. */
bool value_is_number(const struct value_type *type);

/* Add the value as JSON text. */
void value_json(struct buf *out, const struct value_type *type, const char *p, size_t n);

/* Add it as text without quotes, as CSV and people have it: numbers, times and arrays as in JSON. */
void value_text(struct buf *out, const struct value_type *type, const char *p, size_t n);

#endif
