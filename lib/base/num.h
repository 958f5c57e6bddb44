/*
 * Text to numbers and back: the only place where that happens. Nothing here goes through a double.
 * "Decimal" is the grammar of a JSON number (RFC 8259 section 6): -12.50e3, no plus sign, no
 * blanks.
 */
#ifndef PF_BASE_NUM_H
#define PF_BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NUM_PRICE_DIGITS 9 /* prices are fixed point, unit 1e-9 of their currency */
#define NUM_MONEY_DIGITS 6 /* amounts are fixed point, unit 1e-6 */
#define NUM_TEXT_MAX 32    /* enough for num_fixed_text() and 64-bit integers */

/* The whole of n bytes as a decimal integer between min and max. 0, or -1 if it is none. */
int num_int(const char *s, size_t n, int64_t min, int64_t max, int64_t *v);
int num_uint(const char *s, size_t n, uint64_t max, uint64_t *v);

/*
 * The whole of n bytes, a decimal, as fixed point with the given number of digits behind the point,
 * exactly. 0, or -1 if it is no decimal, has digits below the last place, or is out of range: never
 * rounded, never wrapped.
 */
int num_fixed(const char *s, size_t n, unsigned digits, int64_t *v);

/* The same where digits below the last place are cut off, of any decimal of at most NUM_CUT_MAX digits. */
#define NUM_CUT_MAX 64
int num_fixed_cut(const char *s, size_t n, unsigned digits, int64_t *v);

/* The shortest exact decimal of a fixed-point number ("12.5", "-0.000001", "0"); returns its
 * length. digits is at most NUM_TEXT_MAX - 4. */
size_t num_fixed_text(char out[NUM_TEXT_MAX], int64_t v, unsigned digits);

/* The same with NUM_PRICE_DIGITS; an integer's digits. */
size_t num_price_text(char out[NUM_TEXT_MAX], int64_t v);
size_t num_uint_text(char out[NUM_TEXT_MAX], uint64_t v);

/* What a hexadecimal digit is worth, -1 for any other byte. */
int num_hex(char c);

/* True if the n bytes are a decimal as above. */
bool num_is_decimal(const char *s, size_t n);

/*
 * A decimal in the form that we print: no exponent, no trailing zeros, no "-0", one leading 0
 * before a point. The text is never rounded. out needs cap bytes; returns the length, or 0 if it is
 * no decimal or is longer than cap.
 */
size_t num_canonical(char *out, size_t cap, const char *s, size_t n);

#endif
