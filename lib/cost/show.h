/* An estimate as records of kind cost, the last one the total, or as a table for people. ERR_IO. */
#ifndef PF_COST_SHOW_H
#define PF_COST_SHOW_H

#include <stdio.h>

struct err;
struct estimate;

int cost_records(const struct estimate *est, FILE *fp, struct err *e);
int cost_table_show(const struct estimate *est, FILE *fp, struct err *e);

#endif
