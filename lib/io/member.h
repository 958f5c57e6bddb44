/* The members of a JSON object as slices of its text. */
#ifndef PF_IO_MEMBER_H
#define PF_IO_MEMBER_H

#include <stdbool.h>

#include "io/rec.h"

/*
 * The next member of an object that io/object or io/whole has checked: rest is its text at first, then
 * what is left of it. The name is as it is written, escapes and all. false at its end, or where it is
 * no object.
 */
bool member_next(struct slice *rest, struct rec_field *member);

/* A checked value's text as the field that it is, without a name. */
struct rec_field member_value(struct slice text);

#endif
