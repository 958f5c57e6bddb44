/* The records of the ledger (kinds run and step), composed: a line each, with its end. */
#ifndef PF_RUN_RECORD_H
#define PF_RUN_RECORD_H

#include <stddef.h>

#include "run/status.h"

struct buf;
struct err;
struct run_id;
struct task;

/* exit_status -1: null. tasks: how the steps ended, for its detail. */
void record_run(struct buf *out, const struct run_id *run, enum status status, int exit_status,
    const struct task *tasks, size_t n);
void record_step(struct buf *out, const struct run_id *run, const struct task *t);

/* A record of something that was running, as of something interrupted without a word. ERR_DATA. */
int record_died(struct buf *out, const char *line, struct err *e);

#endif
