/* What verify and lint find, as records of kind "check" and a line on stderr each. */
#ifndef PF_DB_MIGRATE_REPORT_H
#define PF_DB_MIGRATE_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "db/migrate_lint.h"
#include "db/migrate_verify.h"

struct emit;

struct migrate_report {
	struct emit *out; /* borrowed */
	int64_t at;       /* the run's clock */
	const char *path; /* of the file that lint looks at */
	size_t count;     /* problems so far */
};

lint_fn migrate_report_finding; /* arg is the report */
verify_fn migrate_report_fact;

/* The files of the plan that are not applied, or are not what was applied. */
int migrate_report_files(
    struct migrate_report *report, const struct migrate_plan *plan, struct err *e);

/* All is well: with the number of files and of facts that hold. */
int migrate_report_ok(struct migrate_report *report, size_t files, size_t held, struct err *e);

#endif
