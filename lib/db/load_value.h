/*
 * A JSON value as a value of a column, in the text form that COPY takes, checked by the column's
 * type before the database sees it: one bad row would cost a whole batch. Numbers keep their text.
 */
#ifndef PF_DB_LOAD_VALUE_H
#define PF_DB_LOAD_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

enum load_class {
	LOAD_TEXT,
	LOAD_INT,
	LOAD_NUMERIC,
	LOAD_FLOAT,
	LOAD_BOOL,
	LOAD_DATE,
	LOAD_TIMESTAMPTZ,
	LOAD_TIMESTAMP,
	LOAD_UUID,
	LOAD_JSON,
	LOAD_OTHER, /* anything else: the text is the database's to judge */
};

/* What a value has to be. */
struct load_type {
	enum load_class class;
	bool array;        /* of such values, nested as deep as they come */
	bool finite;       /* no NaN, no infinity: a field of a kind says so */
	const char *name;  /* for messages: "date" */
	int64_t min, max;  /* LOAD_INT */
	size_t chars;      /* LOAD_TEXT: at most so many characters; 0: any */
	int digits, scale; /* LOAD_NUMERIC: of numeric(digits,scale); digits 0: any */
};

/* By the oid of a base type (of an array: of its elements) and the type modifier, -1 for none. */
struct load_type load_type_of(uint32_t oid, bool array, int typmod);

/*
 * The value as COPY text, without tab or line end: *out is f's own text or in *tmp (two buffers
 * that the caller holds and reuses). JSON null is for the caller. ERR_DATA: "'x' is no date",
 * "9223372036854775808 is above 9223372036854775807"; the caller puts the name in front.
 */
int load_value(const struct load_type *type, const struct rec_field *f, struct slice *out,
    struct buf tmp[2], struct err *e);

#endif
