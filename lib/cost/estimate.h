/*
 * What something costs a month and a year: a profile (share/cost/NAME.yaml) of items, each a quantity
 * times a price, and the table of prices it names (share/cost/prices-NAME.yaml). pf-cost(1) says the
 * keys. All exact decimals, nothing is rounded; a year is twelve months.
 */
#ifndef PF_COST_ESTIMATE_H
#define PF_COST_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct conf;
struct err;

/* A file with the day that its figures were read on, and where. */
struct cost_table {
	char *path;        /* owned */
	struct conf *root; /* owned */
	const char *as_of, *source;
	int64_t day; /* as_of, ns */
};

/* Texts are the tables' own. */
struct cost_item {
	const char *name, *unit;
	struct decimal quantity, price, monthly, yearly;
	const char *quoted; /* a decimal: what somebody said that it costs a month; NULL */
	const struct cost_table *table; /* the price's */
};

struct estimate {
	struct cost_table profile, prices; /* prices.root is NULL where the profile names none */
	const char *name, *state, *currency;
	struct cost_item *items; /* owned */
	size_t n;
	struct decimal monthly, yearly; /* of all items */
	const char *quoted;             /* likewise */
};

struct estimate_want {
	const char *profile; /* name, or path where it has a slash */
	const char *prices;  /* the same; NULL: the profile says it */
	const char *state;   /* NULL: the profile's first */
	const char *set;     /* "ITEM=QUANTITY", several with commas between; NULL */
};

/* ERR_CONFIG with the place, ERR_NOINPUT with the profiles there are, ERR_USAGE, ERR_PERM, ERR_IO.
 * Release in any case. */
int estimate_make(struct estimate *est, const struct estimate_want *want, struct err *e);
void estimate_release(struct estimate *est);

/* How many whole days before now a table was read. */
int64_t cost_table_age(const struct cost_table *t, int64_t now);

#endif
