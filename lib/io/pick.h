/*
 * Values of a nested JSON object by their paths, in one pass over its text and without a tree: a
 * vendor's reply is read by a table of paths, and its numbers keep their digits.
 */
#ifndef PF_IO_PICK_H
#define PF_IO_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "io/rec.h"

#define PICK_MAX 64

/*
 * The value at each of n paths ("universal_symbol.currency.code", members' names with points between),
 * n at most PICK_MAX, of an object that io/whole has checked. Where there is none the text's p is NULL
 * and the type REC_NULL: that tells it from null. Of members with one name the first counts.
 */
void pick(struct slice object, const char *const *paths, size_t n, struct rec_field *values);

/* One value. */
struct rec_field pick_one(struct slice object, const char *path);

/* Whether there is a value, and it is not null. */
bool pick_has(const struct rec_field *value);

#endif
