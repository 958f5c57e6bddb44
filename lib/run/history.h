/*
 * Runs that were, as the ledger's records tell: taken one by one, from journals and from the database,
 * a later record of the same run or attempt in the place of the earlier.
 */
#ifndef PF_RUN_HISTORY_H
#define PF_RUN_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* One attempt of a step. */
struct past_step {
	char *line;                    /* owned: the whole record, as JSON */
	char *step, *status, *message; /* owned */
	int64_t attempt, position;
	int64_t started_at, finished_at; /* CLOCK_NONE: null */
	int64_t exit_status;             /* -1: null */
	char *seconds;                   /* owned; NULL: null */
};

struct past_run {
	char *line; /* owned: the record of the run; NULL while only its steps are known */
	char *run_id, *pipeline, *status, *trigger; /* owned */
	char *file, *for_date, *only;               /* owned, of its detail; NULL: none */
	int64_t started_at, finished_at, pf_now;    /* CLOCK_NONE: null */
	int64_t exit_status;                        /* -1: null */
	int64_t session;                            /* of its processes, getsid(2); 0: not known */
	struct past_step *steps;                    /* owned, by position and attempt */
	size_t nsteps;
	bool pending;  /* local, and not all of it is in the database yet */
	char *journal; /* owned: its file; NULL: it is known from the database only */
};

struct history {
	struct past_run *runs; /* owned */
	size_t n;
};

void history_release(struct history *h);

/*
 * Take a record of kind run or step of n bytes (line[n] is readable); others are passed over. Returns
 * the run it belongs to, or NULL with ERR_DATA; valid until the next call.
 */
struct past_run *history_take(struct history *h, const char *line, size_t n, struct err *e);

/* Newest first, by the time they started. */
void history_sort(struct history *h);

struct past_run *history_find(const struct history *h, const char *run_id);

/* The last attempt of a step in that run, or NULL. */
const struct past_step *history_last(const struct past_run *r, const char *step);

/* How often in a row the step failed in the runs before (those of the pipeline but run_id itself);
 * runs where it was not decided do not count. The history is sorted. */
int64_t history_streak(
    const struct history *h, const char *pipeline, const char *step, const char *run_id);

#endif
