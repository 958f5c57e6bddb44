/* What goes wrong on purpose in OpenAI's own ways and in those of servers that are like it. */
#ifndef PF_SANDBOX_OPENAI_FAULT_H
#define PF_SANDBOX_OPENAI_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/fault.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct oai_call;

extern const struct fault_kind oai_faults[];

/* Whether this fault of the vendor's own fires. */
bool oai_fault(const struct oai_call *c, const char *kind);

/* An own fault that takes the place of the answer: true when the reply was made. */
bool oai_fault_refuses(const struct oai_call *c);

/* The hook of struct sandbox_vendor. */
bool oai_fail(const struct fault *f, const struct request *r, struct reply *reply);

#endif
