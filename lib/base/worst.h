/*
 * Of several failures of a run the one that counts: its status is the one that needs a person most,
 * and it is told by who ended the run; the others are told as they come.
 */
#ifndef PF_BASE_WORST_H
#define PF_BASE_WORST_H

#include <stdbool.h>

#include "base/err.h"

struct worst {
	bool failed;
	struct err err; /* not said yet */
};

/* Take a failure: the lesser of it and the worst one so far is logged. */
void worst_note(struct worst *w, const struct err *why);

/* 0, or -1 with *e the worst that was noted. */
int worst_end(const struct worst *w, struct err *e);

#endif
