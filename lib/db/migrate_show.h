/* A plan as records: one of kind "plan" for each thing to do, and one with action "summary" for the
 * whole. */
#ifndef PF_DB_MIGRATE_SHOW_H
#define PF_DB_MIGRATE_SHOW_H

#include <stdbool.h>

#include "db/migrate.h"

struct buf;
struct emit;
struct err;

/* "fresh" or "existing". */
const char *migrate_mode(const struct migrate_plan *plan);

/* What is to be applied, adopted or repeated. */
bool migrate_pending(const struct migrate_step *step);

/* The rules of lint that a step breaks where there is something to lose: an empty database has
 * nothing, and api/ is made to be dropped. */
int migrate_risk(const struct migrate_plan *plan, const struct migrate_step *step,
    struct buf *rules, bool *loses, struct err *e);

/* place is what the summary's target is. */
int migrate_show(
    const struct migrate_plan *plan, struct emit *out, const char *place, struct err *e);

#endif
