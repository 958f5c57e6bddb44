/*
 * What models cost: a table of US dollars for a million tokens with the day it was read, share/prices/openai.yaml
 * unless another is named. All exact decimals: cost = (prompt - cached) input + cached cached + completion
 * output, half of it in a batch.
 */
#ifndef PF_NLP_PRICES_H
#define PF_NLP_PRICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct err;

struct price {
	char *model;                          /* owned */
	struct decimal input, cached, output; /* of a million tokens */
};

struct prices {
	char as_of[11];    /* YYYY-MM-DD; "": no table was read */
	struct price *all; /* owned */
	size_t n, cap;
};

/* Read a table; path NULL: the one that is shipped. ERR_CONFIG with the place. Release in any case. */
int prices_load(struct prices *p, const char *path, struct err *e);
void prices_release(struct prices *p);

/* Add what people say, "MODEL=INPUT/OUTPUT" or "MODEL=INPUT/CACHED/OUTPUT", several with commas between; it
 * counts before the table. ERR_USAGE. */
int prices_add(struct prices *p, const char *text, struct err *e);

/* Of a model, or of its name without the date behind it ("-2025-11-13"); NULL: not known. */
const struct price *prices_find(const struct prices *p, const char *model);

/* What so many tokens cost; counts below 0 are 0. ERR_DATA where the digits do not suffice. */
int price_cost(struct decimal *usd, const struct price *price, int64_t prompt, int64_t cached,
    int64_t completion, bool batch, struct err *e);

#endif
