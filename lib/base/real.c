#include "base/real.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 17 /* always enough for a double */

/* d.ddd times ten to the exp */
struct decimal {
	char digit[DIGITS_MAX + 1];
	size_t n;
	int exp;
};

/* x in n digits, rounded to the nearest. */
static void
round_to(struct decimal *t, double x, size_t n)
{
	char text[REAL_TEXT_MAX];
	const char *p = text;

	(void)snprintf(text, sizeof text, "%.*e", (int)n - 1, x);
	for (t->n = 0; *p != 'e'; p++)
		if (*p != '.' && t->n < DIGITS_MAX)
			t->digit[t->n++] = *p;
	t->digit[t->n] = '\0';
	t->exp = (int)strtol(p + 1, NULL, 10);
}

/* The next decimal of as many digits. */
static void
step_up(struct decimal *t)
{
	size_t i;

	for (i = t->n; i > 0; i--) {
		if (t->digit[i - 1] != '9') {
			t->digit[i - 1]++;
			return;
		}
		t->digit[i - 1] = '0';
	}
	t->digit[0] = '1';
	t->exp++;
}

static bool
gives(const struct decimal *t, double x)
{
	char text[REAL_TEXT_MAX];

	(void)snprintf(text, sizeof text, "%c.%se%d", t->digit[0], t->digit + 1, t->exp);
	return fabs(strtod(text, NULL) - x) == 0;
}

/*
 * The fewest digits. All decimals of DBL_DIG digits are told apart by a normal double, so that fewer
 * need not be tried. Below a power of two the doubles lie closer than above it: there the nearest
 * decimal may miss where the next one up does not.
 */
static void
shortest(struct decimal *t, double x)
{
	size_t n = x >= DBL_MIN ? DBL_DIG : 1;

	for (; n < DIGITS_MAX; n++) {
		round_to(t, x, n);
		if (gives(t, x))
			break;
		step_up(t);
		if (gives(t, x))
			break;
	}
	if (n == DIGITS_MAX)
		round_to(t, x, n);
	while (t->n > 1 && t->digit[t->n - 1] == '0')
		t->digit[--t->n] = '\0';
}

/* Positional from 1e-4 to below 1e16, with at least one digit behind the point. */
static size_t
print(char out[REAL_TEXT_MAX], const struct decimal *t)
{
	static const char zeros[] = "0000000000000000";
	int len, whole = t->exp + 1, n = (int)t->n;

	if (t->exp < -4 || t->exp >= 16)
		len = snprintf(out, REAL_TEXT_MAX, "%c%s%se%+03d", t->digit[0], n > 1 ? "." : "",
		    t->digit + 1, t->exp);
	else if (whole <= 0)
		len = snprintf(out, REAL_TEXT_MAX, "0.%.*s%s", -whole, zeros, t->digit);
	else if (n <= whole)
		len = snprintf(out, REAL_TEXT_MAX, "%s%.*s.0", t->digit, whole - n, zeros);
	else
		len = snprintf(out, REAL_TEXT_MAX, "%.*s.%s", whole, t->digit, t->digit + whole);
	return (size_t)len;
}

size_t
real_text(char out[REAL_TEXT_MAX], const char *decimal)
{
	double x = strtod(decimal, NULL);
	size_t minus = signbit(x) != 0;
	struct decimal t;
	char text[REAL_TEXT_MAX];
	size_t n;

	if (!isfinite(x))
		return 0;
	if (fabs(x) > 0) {
		shortest(&t, fabs(x));
		n = print(text, &t);
	} else {
		memcpy(text, "0.0", 4);
		n = 3;
	}
	out[0] = '-';
	memcpy(out + minus, text, n + 1);
	return n + minus;
}
