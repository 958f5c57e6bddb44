/* The result of a check, as a record of kind "check". */
#ifndef PF_REC_CHECK_H
#define PF_REC_CHECK_H

#include <stdint.h>

struct emit;
struct err;

enum check_status { CHECK_OK, CHECK_WARNING, CHECK_FAILED, CHECK_UNKNOWN };

struct check {
	const char *name; /* what was checked */
	enum check_status status;
	const char *observed, *limit; /* what was seen, what would be right; NULL */
	const char *text;             /* a sentence */
	const char *fix;              /* what to do; NULL */
};

/* Takes one: prints it, counts it. 0, or -1 with *e set, which ends the checks. */
typedef int check_fn(void *arg, const struct check *c, struct err *e);

/* "pass", "warn", "fail", "skip". */
const char *check_status_name(enum check_status status);

/* ERR_IO. */
int check_emit(struct emit *em, int64_t at, const struct check *c, struct err *e);

#endif
