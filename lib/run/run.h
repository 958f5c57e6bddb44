/* A run of a pipeline, from the lock to the last record. */
#ifndef PF_RUN_RUN_H
#define PF_RUN_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct err;
struct past_run;
struct pipeline;

struct run_how {
	const char *tool;    /* who we are to the database */
	FILE *out;           /* where events go; NULL: nowhere */
	int64_t now;         /* calendar clock */
	int64_t for_date;    /* UTC midnight of --for; 0: the date it is in the pipeline's zone */
	const char *only;    /* steps, with commas; NULL: all */
	const char *trigger; /* who started it; NULL: guessed from the environment */
	int64_t jobs;        /* steps side by side, at least 1 */
	bool fail_fast;      /* the first fatal failure ends the run */
	bool keep_going;     /* steps run even when what they need failed */
	bool once;           /* not again for a date that it was done for */
};

/*
 * Run it. The exit status: 0, or 1 when a step failed whose failure is fatal, or an optional one too
 * often in a row. -1: ERR_TEMP when it is running already, or the run was stopped by a signal (which the
 * caller raises again); ERR_CONFIG; ERR_CREATE.
 */
int run_pipeline(const struct pipeline *p, const struct run_how *how, struct err *e);

/* Go on with a run that was: steps that are done stay so. Its clock and its --only hold again. */
int run_resume(
    const struct pipeline *p, const struct run_how *how, const char *run_id, struct err *e);

/* A plan record a step that would be run, in the order of the file. */
int run_plan(const struct pipeline *p, const struct run_how *how, struct err *e);

#endif
