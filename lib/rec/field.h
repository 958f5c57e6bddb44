/*
 * What a kind of record is made of: a table, and nothing else, says it. JSON, SQL, C structs,
 * pf-records(5) and the checks all follow it.
 */
#ifndef PF_REC_FIELD_H
#define PF_REC_FIELD_H

#include <stdbool.h>
#include <stddef.h>

struct emit;
struct err;
struct rec;

/* clang-format off */
enum field_type {
	/*                JSON              SQL                in a C struct */
	FIELD_TEXT,    /* string            text, varchar      char[], NUL-terminated; cut is an error */
	FIELD_DATE,    /* "YYYY-MM-DD"      date               int64_t, ns of UTC midnight */
	FIELD_TIME,    /* RFC 3339, Z       timestamptz        int64_t, ns */
	FIELD_PRICE,   /* number            numeric            int64_t, 1e-9 */
	FIELD_MONEY,   /* number            numeric            int64_t, 1e-6 */
	FIELD_DECIMAL, /* number            numeric            none: nobody computes with it */
	FIELD_INT,     /* number            bigint, integer    int64_t */
	FIELD_COUNT,   /* number, >= 0      bigint             uint64_t; one that does not fit the column is rejected */
	FIELD_ID,      /* string of digits  text or bigint     none */
	FIELD_BOOL,    /* true, false       boolean            bool */
	FIELD_JSON,    /* any               jsonb              none */
	FIELD_TEXTS,   /* array of strings  text[]             none */
};
/* clang-format on */

#define FIELD_KEY 1u    /* part of the key: an upsert finds its row by it */
#define FIELD_NEEDED 2u /* a record without it, or with null, is rejected */
#define FIELD_STAMP 4u  /* when it was read: a row is not written for a difference in this alone */

struct field {
	const char *name;   /* in JSON; the end of a table has NULL */
	const char *column; /* in SQL; NULL: not stored */
	enum field_type type;
	size_t at, size; /* in the kind's C struct; size 0: not in it */
	unsigned flags;
	const char *unit;      /* "USD", "shares", NULL where there is none */
	const char *help;      /* for pf-records(5) */
	const char *otherwise; /* the field whose value a new row takes when the record has none
				  of this; NULL: the table's default */
};

struct kind {
	const char *name;  /* singular noun */
	const char *table; /* NULL: a record that is no row, pf-load counts it as ignored */
	const struct field *fields;
	const char *help; /* one line for pf-records(5) */
	bool once;        /* a row that is there already is left as it is */
	const char *unit; /* field by whose value records that follow each other belong together:
			     they are loaded all, or none of them; NULL: each by itself */
	bool unit_end;    /* such a record is the last of its unit */
};

/* Every kind there is, by name; ends with NULL. Adding a kind is its table and one line in kinds.c.
 */
extern const struct kind *const kinds[];

const struct kind *kind_find(const char *name, size_t n); /* or NULL */
const struct field *field_find(const struct field *fields, const char *name, size_t n);
const char *field_type_name(enum field_type type);

/*
 * The struct as a record of that kind, and a record into the struct, by the table. A price that is
 * undefined is FIELD_NONE in C and null in JSON; a needed text that is empty is null too.
 * field_read() is ERR_DATA with the field's name: missing (when needed), wrong type, out of range.
 * What the record does not have stays as it was.
 */
#define FIELD_NONE INT64_MAX
int field_emit(const struct kind *kind, const void *s, struct emit *em, struct err *e);
int field_read(const struct kind *kind, const struct rec *rec, void *s, struct err *e);

#endif
