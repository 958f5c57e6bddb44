/*
 * Checks as a file says them: share/health/NAME.yaml.
 *
 *	name: host
 *	help: what every host needs
 *	checks:
 *	  - name: disk
 *	    kind: disk          # what is looked at: pf-health kinds
 *	    path: ${PF_ROOT:-/} # what it wants to know: each kind has keys of its own
 *	    warn: 85
 *	    max: 95
 *	    fix: du -xh / | sort -h | tail
 *
 * Every check may have help, fix (instead of the one that the kind knows), market (looked at only while it is
 * open), if_env (VARIABLE or VARIABLE=VALUE; only where that holds) and warning: true (it never fails).
 * ${NAME} and ${NAME:-otherwise} in texts are variables of the environment.
 */
#ifndef PF_HEALTH_PLAN_H
#define PF_HEALTH_PLAN_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/words.h"

struct err;
struct health_kind;
struct market;

/* What a check is asked to look at. Texts are owned, NULL where the file does not say; so are numbers, 0. */
struct health_check {
	const struct health_kind *kind;
	char *name, *help, *fix;
	const struct market *market;
	char *if_env;
	bool warning;

	/* by the kind; a number that is not said is HEALTH_UNSAID */
	char *path, *url, *table, *column, *unit, *container, *program, *package, *zone, *contract,
	    *pipeline, *files, *json, *equals, *host, *of, *sql, *says, *state, *port, *ca, *bearer;
	regex_t says_re; /* compiled where says is not NULL */
	struct words run;
	bool writable, folder, may_be_empty;
	int64_t max_age, within, max_skew;     /* ns */
	int64_t max_size, warn_size, min_size; /* bytes */
	int64_t max_used, warn_used;           /* percent */
	int64_t status, streak, days, warn_days, sessions, mode;
};

#define HEALTH_UNSAID INT64_C(-1)

struct health_plan {
	struct health_check **checks; /* owned, each too: a check stays where it is */
	size_t n;
};

#define HEALTH_CHECKS_MAX 512

/*
 * Add the checks of the file of that name, or of that file when it has a slash or ends with ".yaml". ERR_CONFIG
 * with the place in the file, also for a name that is there already; ERR_NOINPUT with the names there are.
 */
int health_plan_add(struct health_plan *p, const char *name, struct err *e);
void health_plan_release(struct health_plan *p);

/* Whether a check is meant by that word: its name, or what stands before the name's first slash. */
bool health_meant(const struct health_check *c, const char *word);

#endif
