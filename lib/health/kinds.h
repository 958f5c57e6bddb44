/* What can be looked at: a table, which the files of checks, the manual and the looking follow. */
#ifndef PF_HEALTH_KINDS_H
#define PF_HEALTH_KINDS_H

struct health;
struct health_check;
struct finding;

/*
 * Look, and say in *f what was found. A failure of the world is a finding; what it says of the fix is taken
 * where the check has none of its own.
 */
typedef void health_look_fn(struct health *h, const struct health_check *c, struct finding *f);

#define HEALTH_DATABASE 1u /* it is given a transaction, and skipped where there is no database */
#define HEALTH_REMOTE 2u   /* it talks to something beside files: not with --offline */
#define HEALTH_SYSTEMD 4u  /* skipped where systemctl is not there */

struct health_kind {
	const char *name;
	const char *keys; /* blanks between; one with '!' is needed */
	unsigned flags;
	health_look_fn *look;
	const char *help;
};

extern const struct health_kind health_kinds[]; /* by name; ends with { 0 } */

const struct health_kind *health_kind_find(const char *name); /* or NULL */

#endif
