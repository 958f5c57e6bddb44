/* What pf-secrets knows of variables, but for their values: records of kind "variable", or a table. */
#ifndef PF_SHOW_VARIABLE_H
#define PF_SHOW_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct choice;
struct err;
struct vars;

/* Print those of the set that were chosen; now is for their ages. ERR_IO. */
int variable_print(const struct vars *v, const struct choice *c, FILE *fp, bool as_table,
    int64_t now, struct err *e);

#endif
