/* Results of checks as records of kind "check", or as a table for people; how many failed. */
#ifndef PF_SHOW_CHECKS_H
#define PF_SHOW_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "io/emit.h"
#include "show/table.h"

struct check;
struct err;

struct checks {
	size_t failed, warnings;
	/* inside */
	int64_t at;
	bool as_table;
	struct emit em;
	struct table table;
};

/* at: when the checks are made. The table has its head at once. ERR_IO. */
int checks_begin(struct checks *c, FILE *fp, bool as_table, int64_t at, struct err *e);
int checks_take(void *checks, const struct check *c, struct err *e); /* a check_fn */
int checks_end(struct checks *c, struct err *e);                     /* ERR_IO */
void checks_release(struct checks *c);

#endif
