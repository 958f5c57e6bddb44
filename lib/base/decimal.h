/*
 * Exact sums and products of decimals of any size that people write: a holding's worth is quantity
 * times multiplier times price, to the last digit. For what is computed by the million, see
 * base/num.h's fixed point.
 */
#ifndef PF_BASE_DECIMAL_H
#define PF_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

#define DECIMAL_DIGITS 160
#define DECIMAL_TEXT_MAX (DECIMAL_DIGITS + 4) /* sign, leading zero, point, NUL */

struct decimal {
	bool minus;                          /* never of zero */
	size_t n, scale;                     /* digits; how many of them are behind the point */
	unsigned char digit[DECIMAL_DIGITS]; /* 0 to 9, the last one first */
};

/* n bytes, a decimal as base/num.h has it. 0, or -1 if it is none or has too many digits. */
int decimal_read(struct decimal *d, const char *s, size_t n);

/* *r may be a or b. 0, or -1 when the result has too many digits. */
int decimal_mul(struct decimal *r, const struct decimal *a, const struct decimal *b);
int decimal_add(struct decimal *r, const struct decimal *a, const struct decimal *b);
int decimal_sub(struct decimal *r, const struct decimal *a, const struct decimal *b);

/* Below 0, 0 or above, as a is less than b, the same or more. */
int decimal_cmp(const struct decimal *a, const struct decimal *b);
bool decimal_is_zero(const struct decimal *d);

/* Times ten to the power of places, which may be negative: exact. 0 or -1. */
int decimal_shift(struct decimal *d, int places);

/* As num_canonical() has it: no trailing zeros behind the point. Returns its length. */
size_t decimal_text(char out[DECIMAL_TEXT_MAX], const struct decimal *d);

#endif
