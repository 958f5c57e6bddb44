/* Which variables of a set are told or handed over. */
#ifndef PF_SECRET_CHOICE_H
#define PF_SECRET_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "secret/vars.h"

struct contract;

/* Pointers into the set, by name. An empty one is { 0 }. */
struct choice {
	const struct var **list; /* owned */
	size_t n;
};
void choice_release(struct choice *c);

/*
 * Those that win and that somebody gave on purpose: a source beside the environment has the name, or the
 * contract (NULL: none) wants it. all: everything that wins.
 */
void choice_make(struct choice *c, const struct vars *v, const struct contract *contract, bool all);

/* Everything of that name, the one that wins first. */
void choice_named(struct choice *c, const struct vars *v, const char *name);

#endif
