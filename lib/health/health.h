/*
 * Is all well? Each check of a plan is looked at, and its result handed over. Nothing here changes anything; a
 * look that fails is a result, and keeps no other from being looked at.
 */
#ifndef PF_HEALTH_HEALTH_H
#define PF_HEALTH_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "rec/check.h"

struct health_check;
struct health_plan;
struct pg;

struct health {
	const char *tool; /* application_name */
	const char *root; /* the folder in which this machine's files are; "" for / */
	char *const *env; /* what we were started with */
	int64_t now;      /* calendar clock */
	bool offline;     /* only files are looked at */

	/* inside */
	struct pg *db;
	bool asked;     /* for the database */
	struct err why; /* it is not there */
};

/* Look at those checks of the plan that are meant by one of words (NULL-terminated; empty: all). ERR_NOINPUT
 * for a word that means none, -1 as take says. */
int health_look(struct health *h, const struct health_plan *p, char *const *words, check_fn *take,
    void *arg, struct err *e);
void health_release(struct health *h);

/* The database, connected at the first call; NULL with *e: it is not there. Borrowed. */
struct pg *health_database(struct health *h, struct err *e);

/* A path of this machine, below root; for free(). */
char *health_path(const struct health *h, const char *path);

#endif
