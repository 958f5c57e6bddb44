/* What goes wrong on purpose in Discord's own ways. */
#ifndef PF_SANDBOX_DISCORD_FAULT_H
#define PF_SANDBOX_DISCORD_FAULT_H

#include <stdbool.h>

#include "sandbox/fault.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct disc_call;

extern const struct fault_kind disc_faults[];

/* An own fault that takes the place of the answer: true when the reply was made. */
bool disc_fault_refuses(const struct disc_call *c);

/* The hook of struct sandbox_vendor. */
bool disc_fail(const struct fault *f, const struct request *r, struct reply *reply);

#endif
