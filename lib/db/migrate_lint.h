/*
 * What in a migration locks a table for long, loses data or cannot run twice, told from its text
 * alone. "-- pf:allow RULE[, RULE] why" in front of a statement, in it or behind it on its line
 * says that it is meant. The statements in a DO block are looked at like the others; what stands in
 * functions is not (it does not run now).
 */
#ifndef PF_DB_MIGRATE_LINT_H
#define PF_DB_MIGRATE_LINT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;

struct look; /* what a rule sees */

struct lint_rule {
	const char *name;
	bool (*hits)(const struct look *look);
	bool fatal;       /* the file cannot run as it is */
	bool loses;       /* data is lost */
	const char *what; /* what is wrong */
	const char *fix;  /* what to do instead */
};

/* All rules, for the page and its test; ends with a NULL name. */
extern const struct lint_rule lint_rules[];

struct lint_finding {
	const struct lint_rule *rule;
	size_t line; /* 1-based, of the file */
	const char
	    *text; /* what of the rule is the case here, when it is known better; else NULL */
};

/* 0, or -1 with *e set, which ends the search. */
typedef int lint_fn(void *arg, const struct lint_finding *finding, struct err *e);

/* Look through the n bytes of a file. A baseline meets only an empty database: rules about what is
 * there already do not apply to it. */
int lint_file(const char *file, size_t n, bool baseline, lint_fn *found, void *arg, struct err *e);

/*
 * What running a file on a database that is in use risks: rules, an empty buffer, gets the names of
 * the rules it breaks as a JSON array, or nothing if it breaks none; *loses when one of them says
 * that data is lost.
 */
int lint_risk(const char *file, size_t n, struct buf *rules, bool *loses, struct err *e);

#endif
