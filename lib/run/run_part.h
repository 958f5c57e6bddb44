/* The state of a run, shared by the files that make one up; nobody else's. */
#ifndef PF_RUN_RUN_PART_H
#define PF_RUN_RUN_PART_H

#include <stdbool.h>

#include "run/history.h"
#include "run/report.h"
#include "run/run.h"
#include "run/task.h"

struct run {
	const struct pipeline *p;
	const struct run_how *how;
	struct run_id id;
	char *id_text, *file, *only; /* owned; what id points to */
	struct report report;
	struct history
	    past; /* earlier runs, by their journals; with the database's when asked_db */
	bool asked_db;
	struct task *tasks; /* owned, one a step */
	int lock;
	bool stopping; /* nothing is started any more */
	int stop_sig;  /* the signal that asked for it; 0: it was --fail-fast */
};

/* Which steps are run and what their failure means; ERR_USAGE for a name in --only that is no step,
 * ERR_CONFIG for a condition. */
int run_select(struct run *r, const char *only, struct err *e);

/* Earlier runs with what the database knows, if it is there. */
void run_ask_past(struct run *r);

/* All steps that can be started, started and seen through. */
void run_steps(struct run *r);

/* How the run as a whole ended. */
enum status run_outcome(const struct run *r);

#endif
