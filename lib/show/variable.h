/* What pf-secrets knows of variables, but for their values: records of kind "variable", or a table. */
#ifndef PF_SHOW_VARIABLE_H
#define PF_SHOW_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "io/emit.h"
#include "show/table.h"

struct err;
struct var;
struct vars;

struct variable_out {
	const struct vars *vars; /* borrowed */
	int64_t now;             /* for ages */
	/* inside */
	bool as_table;
	struct emit em;
	struct table table;
};

/* The table has its head at once. ERR_IO. */
int variable_begin(struct variable_out *o, const struct vars *v, FILE *fp, bool as_table,
    int64_t now, struct err *e);
int variable_print(struct variable_out *o, const struct var *var, bool wins, struct err *e);
int variable_end(struct variable_out *o, struct err *e); /* ERR_IO */
void variable_release(struct variable_out *o);

#endif
