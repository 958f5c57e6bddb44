/*
 * The text of a secret as variables: one flat JSON object, or NAME=VALUE lines as in an env file
 * (io/dotenv). A string is its text, a number the digits as they stand there, true and false those
 * words; null says that there is no value.
 */
#ifndef PF_SECRET_TEXT_H
#define PF_SECRET_TEXT_H

#include <stddef.h>

#include "io/dotenv.h"

struct err;

/*
 * Hand over each member of the object that the n bytes are. ERR_CONFIG, with the key's name and never
 * a value: a member that is an object or an array, whose name is none of a variable, stands there
 * twice, holds a NUL or no UTF-8; more members than a record may have, none, no JSON object at all.
 * lineno is 0.
 */
int text_object(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e);

/* The same of what a program printed: an object when the first character is '{', else lines. */
int text_any(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e);

#endif
