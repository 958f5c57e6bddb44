/*
 * A vendor's object as a record, by a table: which field is which of its values. What a value becomes
 * follows the field's type: decimals keep their digits, whether they came as numbers or as strings;
 * times become UTC; of a date's text the day counts as it is written; an empty text is null.
 */
#ifndef PF_REC_MAP_H
#define PF_REC_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "io/pick.h"
#include "rec/field.h"

struct emit;
struct err;

struct map_row {
	const char *field; /* of the kind; one that it does not have is picked and not printed */
	const char *path;  /* in the vendor's object, see io/pick.h; NULL ends the table */
	const char *other; /* looked at when there is nothing at path; NULL: nothing */
};

/* A table made ready; rows and others are at most PICK_MAX together. */
struct map {
	const struct map_row *rows; /* borrowed */
	size_t n;
	/* inside */
	const char *paths[PICK_MAX];
	size_t npaths;
	size_t other[PICK_MAX];             /* of a row: the path looked at then, or 0 */
	const struct field *kind[PICK_MAX]; /* of a row; NULL: not printed */
};

void map_init(struct map *m, const struct kind *kind, const struct map_row *rows);

/* A value of each row of a checked object, in the table's order. */
void map_pick(const struct map *m, struct slice object, struct rec_field values[PICK_MAX]);

/* The value of that field's row. */
const struct rec_field *map_get(
    const struct map *m, const struct rec_field *values, const char *field);

/* Say nothing of that field where it is null: the stored value stays. */
void map_drop_null(const struct map *m, struct rec_field *values, const char *field);

/*
 * Add the fields to the record being written. What the object does not have is left out: an absent key
 * says nothing. A time, date, boolean or text that is none is left out as well, and *odd, NULL
 * before, becomes the first one's field. ERR_DATA when a decimal is none: then the
 * record is not to be written.
 */
int map_emit(const struct map *m, const struct rec_field *values, struct emit *em, const char **odd,
    struct err *e);

#endif
