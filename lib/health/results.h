/* Results of checks, kept: for the formats that want all of them, and to compare two looks. */
#ifndef PF_HEALTH_RESULTS_H
#define PF_HEALTH_RESULTS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rec/check.h"

struct results {
	struct check *all; /* owned, with all texts; in the order they came */
	size_t n;
	size_t counts[CHECK_UNKNOWN + 1]; /* by status */
};

int results_take(void *results, const struct check *c, struct err *e); /* a check_fn; never fails */
void results_release(struct results *r);

/* The records of kind check in a stream; others are passed over. ERR_DATA "NAME:LINE: ...", ERR_IO. */
int results_read(struct results *r, FILE *fp, const char *name, struct err *e);

/*
 * What is worse in now than before, into *out: a check fails only if it did not fail before; one that did is a
 * warning, as is one that is not looked at any more.
 */
void results_compare(const struct results *before, const struct results *now, struct results *out);

/*
 * Print them: "jsonl" records, "table" for people, "nagios" a monitor's plugin, "prometheus" the text format,
 * "health+json" (draft-inadarei-api-health-check-06), "github" the workflow commands of GitHub's actions. ERR_IO.
 */
int results_print(const struct results *r, const char *format, int64_t at, FILE *fp, struct err *e);

struct buf;

/* What a monitor's plugin says when nothing could be looked at, whose status is 3. */
void results_unknown(const char *why, struct buf *out);

#define RESULTS_FORMATS "jsonl|table|nagios|prometheus|health+json|github"

/* 1 when a check failed, else 0; of nagios 2 failed, 1 warnings, 3 nothing was looked at, else 0. */
int results_status(const struct results *r, const char *format);

#endif
