/*
 * A value that fits a schema: what is known goes where a property has its name, else the first of an
 * enum, null where it may be, the least number that may be, no element more than there must be. What
 * pattern says is not looked at.
 */
#ifndef PF_SANDBOX_OPENAI_VALUE_H
#define PF_SANDBOX_OPENAI_VALUE_H

#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct fault;

/* Add the value. facts is a JSON object; the fault is one of those that spoil it, or any other, or
 * NULL. */
void oai_value(struct slice schema, struct slice facts, const struct fault *fault, struct buf *out);

#endif
