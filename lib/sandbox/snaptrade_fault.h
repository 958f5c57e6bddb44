/* What goes wrong on purpose in SnapTrade's own ways. */
#ifndef PF_SANDBOX_SNAPTRADE_FAULT_H
#define PF_SANDBOX_SNAPTRADE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/fault.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct snap_call;

extern const struct fault_kind snap_faults[];

/* Whether this fault of the vendor's own fires, and its value. */
bool snap_fault(const struct snap_call *c, const char *kind);
int64_t snap_fault_value(const struct snap_call *c);

/* An own fault that takes the place of the answer: true when the reply was made. */
bool snap_fault_refuses(const struct snap_call *c);

/* The hook of struct sandbox_vendor. */
bool snap_fail(const struct fault *f, const struct request *r, struct reply *reply);

#endif
