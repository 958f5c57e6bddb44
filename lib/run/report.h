/*
 * What is told of a run: records to the journal first and to the database second, events on standard
 * output, a line a step for people.
 */
#ifndef PF_RUN_REPORT_H
#define PF_RUN_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "run/journal.h"
#include "run/runs.h"
#include "run/status.h"

struct err;
struct past_run;
struct task;

/* Who a run is; all borrowed. */
struct run_id {
	const char *id, *pipeline, *trigger;
	const char *file;   /* absolute */
	const char *only;   /* steps named by --only, or NULL */
	int64_t for_date;   /* whose date it is for, UTC midnight */
	int64_t pf_now;     /* the frozen clock; CLOCK_NONE */
	int64_t started_at; /* calendar clock */
	int64_t began;      /* monotonic clock, of this part of it */
};

struct report {
	const struct run_id *run; /* borrowed */
	FILE *out;                /* borrowed; NULL: no events */
	bool closed;              /* nobody reads the events any more */
	bool full;                /* they could not be written */
	bool journal_told;
	struct journal journal;
	struct runs runs;
};

void report_init(struct report *r, const struct run_id *run, FILE *out, const char *tool);
void report_release(struct report *r);

/* The run began (running) or is over. tasks tell how the steps ended. */
void report_run(
    struct report *r, enum status status, int exit_status, const struct task *tasks, size_t n);

/* An attempt of a step began (running) or is over. */
void report_step(struct report *r, const struct task *t);

/* Something else to be loud about: an event and a line. */
void report_loud(struct report *r, const char *event, const char *subject, const char *text);

/* Records that end what died without a word, added to the journal of that run: the attempts that are
 * running, then the run itself. ERR_IO, ERR_DATA. */
int report_died(const struct past_run *run, struct err *e);

/* Write what waits to the database, and note in the journal that nothing is left. */
void report_flush(struct report *r, bool now);

#endif
