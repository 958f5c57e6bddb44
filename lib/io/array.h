/* The elements of a JSON array as slices of its text. */
#ifndef PF_IO_ARRAY_H
#define PF_IO_ARRAY_H

#include <stdbool.h>

#include "io/rec.h"

/*
 * The next element of an array that io/object has validated: rest is its text at first, then what is
 * left of it. false at its end, or where it is no array.
 */
bool array_next(struct slice *rest, struct slice *element);

#endif
