/*
 * The symbol of an option contract by the Option Symbology Initiative (OCC, 2010): six characters of
 * root, filled with blanks, YYMMDD, C or P, the strike in thousandths as eight digits:
 * "AAPL  240119C00150000".
 */
#ifndef PF_REC_OCC_H
#define PF_REC_OCC_H

#include <stddef.h>
#include <stdint.h>

#define OCC_ROOT_MAX 7 /* with its NUL */
#define OCC_LEN 21

struct occ {
	char root[OCC_ROOT_MAX]; /* "AAPL"; an adjusted contract's has a digit behind, "AAPL1" */
	int64_t expiry;          /* ns, midnight of its last day, 2000 to 2099 */
	char right;              /* 'C' a call, 'P' a put */
	int64_t strike;          /* 1e-9 of the currency, above 0; in steps of a thousandth */
};

/*
 * The whole of n bytes. Beside the form above those that vendors make of it are taken: no blanks or
 * fewer behind the root ("AAPL240119C00150000"), "O:" before it. 0, or -1 if it is none (a day that
 * is not in the calendar and a strike of nothing included), then *o is as it was.
 */
int occ_parse(struct occ *o, const char *s, size_t n);

/* In the form above; o as occ_parse() gives it. */
void occ_text(char out[OCC_LEN + 1], const struct occ *o);

/* "CALL" or "PUT". */
const char *occ_right(const struct occ *o);

#endif
