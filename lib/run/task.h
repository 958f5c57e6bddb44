/*
 * A step under way: its condition, its pipe with time-out and retries, what must hold afterwards, and
 * how it ended. It never waits; a loop around poll(2) keeps it going. It knows no ledger: what happens
 * is told through hooks.
 */
#ifndef PF_RUN_TASK_H
#define PF_RUN_TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "run/stage.h"
#include "run/status.h"

struct err;
struct pipeline_step;

enum task_phase { TASK_WAIT, TASK_WHEN, TASK_PIPE, TASK_ENSURE, TASK_PAUSE, TASK_OVER };

struct task {
	const struct pipeline_step *step; /* borrowed */
	size_t position;                  /* in the file, from 0 */
	bool selected;                    /* to be run at all */
	bool fatal;                       /* a failure fails the run */
	bool loud;                        /* optional, but it failed too often in a row */
	int64_t streak;                   /* failures in a row with this one; 0: not counted */

	enum task_phase phase;
	enum status status;
	int exit_status;    /* of the last stage's worst member; -1: nothing was run */
	int64_t attempt;    /* number of the last one, over all runs of this run's id; 0: none */
	int64_t started_at; /* of the attempt, by the calendar clock, ns */
	int64_t finished_at;
	int64_t took;       /* ns */
	struct buf message; /* why it did not go well; empty when it did */
	struct buf members; /* JSON array: what was run, and how each ended */
	struct buf records; /* what its last member printed: JSON objects, with commas, bounded */
	size_t nrecords, more; /* kept; not kept */
	struct buf tail;       /* its last messages, a line each, bounded */

	/* inside */
	struct stage stage;
	int64_t tries, began, deadline, pause_until; /* monotonic ns; deadline 0: none */
	size_t ensured;
	int result; /* of the pipe: 0 or 65 */
	bool timed_out, stopped;
};

/* Told with every attempt: when it begins (status running), and when it is over, whatever became of it.
 * A step that is not started at all has only the latter, with attempt 0. */
struct task_hooks {
	void (*began)(void *arg, struct task *t);
	void (*over)(void *arg, struct task *t);
	void *arg;
};

void task_init(struct task *t, const struct pipeline_step *step, size_t position);
void task_release(struct task *t);

/* Begin. Without its program (skip_if_missing) it is over at once. */
void task_start(struct task *t, const struct task_hooks *hooks);

/* It shall not be started: over, with this status and message. */
void task_settle(
    struct task *t, enum status status, const char *why, const struct task_hooks *hooks);

/* Take what there is, go on to what comes next. */
void task_poll(struct task *t, const struct task_hooks *hooks);

/* End it, because we were told to: its programs get the signal. */
void task_stop(struct task *t, int sig, const struct task_hooks *hooks);

bool task_running(const struct task *t); /* started and not over */

/* When something is due at the latest: monotonic ns. */
int64_t task_due(const struct task *t);

#endif
