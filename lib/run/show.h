/* Runs and pipelines on standard output: records, or a table on a terminal. */
#ifndef PF_RUN_SHOW_H
#define PF_RUN_SHOW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct err;
struct history;

/*
 * The last run of each pipeline with its steps, of which the last attempt. Returns 1 if one of them
 * failed or was interrupted, or a pipeline was named that never ran; else 0, or -1 with ERR_IO.
 */
int show_status(
    const struct history *h, const char *pipeline, FILE *out, bool people, struct err *e);

/* The newest limit runs of each pipeline. */
int show_history(const struct history *h, int64_t limit, FILE *out, bool people, struct err *e);

/* The pipelines of the data folder. One that cannot be read is told and makes it 78. */
int show_list(FILE *out, bool people, struct err *e);

#endif
