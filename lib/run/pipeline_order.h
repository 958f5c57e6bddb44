/* Which step comes after which: names into positions, and no circles. */
#ifndef PF_RUN_PIPELINE_ORDER_H
#define PF_RUN_PIPELINE_ORDER_H

struct err;
struct pipeline;

/*
 * Resolve the needs and afters of every step that was read and set its level (0: needs nobody).
 * ERR_CONFIG with the place: an unknown step, itself, a circle ("a -> b -> a").
 */
int pipeline_order(struct pipeline *p, struct err *e);

#endif
