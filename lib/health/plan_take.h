/* The values of a check, by type: from a YAML node into a member of struct health_check. */
#ifndef PF_HEALTH_PLAN_TAKE_H
#define PF_HEALTH_PLAN_TAKE_H

#include "run/pipeline_take.h"

/* Fill in ${NAME} and ${NAME:-otherwise} in the texts of a check; not in lists: a shell does that itself. */
void health_fill(struct conf *map);

take_fn health_take_market; /* const struct market * */
take_fn health_take_size;   /* int64_t, bytes; "64k", "2g" */
take_fn health_take_mode;   /* int64_t, three or four octal digits */
take_fn health_take_state;  /* char *: open, free */

#endif
