#include "base/num.h"

#include <string.h>

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

int
num_uint(const char *s, size_t n, uint64_t max, uint64_t *v)
{
	uint64_t x = 0;
	size_t i;

	if (n == 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (!digit(s[i]) || __builtin_mul_overflow(x, 10u, &x) ||
		    __builtin_add_overflow(x, (uint64_t)(s[i] - '0'), &x))
			return -1;
	}
	if (x > max)
		return -1;
	*v = x;
	return 0;
}

int
num_int(const char *s, size_t n, int64_t min, int64_t max, int64_t *v)
{
	bool minus = n > 0 && s[0] == '-';
	uint64_t u;
	int64_t x;

	if (num_uint(s + minus, n - minus, (uint64_t)INT64_MAX + minus, &u))
		return -1;
	x = minus ? (int64_t)(0 - u) : (int64_t)u;
	if (x < min || x > max)
		return -1;
	*v = x;
	return 0;
}

/* A decimal taken apart; the digit strings point into the text. */
struct parts {
	bool minus;
	const char *whole, *frac;
	size_t nwhole, nfrac;
	int64_t exp; /* clamped to +-1e9, which no buffer of ours can hold */
};

static int
split_exp(const char *s, size_t n, int64_t *exp)
{
	bool minus = n > 0 && s[0] == '-';
	int64_t x = 0;
	size_t i = n > 0 && (s[0] == '-' || s[0] == '+');

	if (i == n)
		return -1;
	for (; i < n; i++) {
		if (!digit(s[i]))
			return -1;
		if (x < 100000000)
			x = x * 10 + (s[i] - '0');
	}
	*exp = minus ? -x : x;
	return 0;
}

static int
split(const char *s, size_t n, struct parts *p)
{
	size_t i = 0;

	*p = (struct parts){ .minus = n > 0 && s[0] == '-' };
	i = p->minus;
	p->whole = s + i;
	while (i < n && digit(s[i]))
		i++;
	p->nwhole = (size_t)(s + i - p->whole);
	if (p->nwhole == 0 || (p->nwhole > 1 && p->whole[0] == '0'))
		return -1;
	p->frac = s + i;
	if (i < n && s[i] == '.') {
		p->frac = s + ++i;
		while (i < n && digit(s[i]))
			i++;
		p->nfrac = (size_t)(s + i - p->frac);
		if (p->nfrac == 0)
			return -1;
	}
	if (i < n && (s[i] == 'e' || s[i] == 'E'))
		return split_exp(s + i + 1, n - i - 1, &p->exp);
	return i == n ? 0 : -1;
}

bool
num_is_decimal(const char *s, size_t n)
{
	struct parts p;

	return split(s, n, &p) == 0;
}

/* Digit k of the number written as whole and fraction together. */
static char
digit_at(const struct parts *p, size_t k)
{
	return k < p->nwhole ? p->whole[k] : p->frac[k - p->nwhole];
}

int
num_fixed(const char *s, size_t n, unsigned digits, int64_t *v)
{
	struct parts p;
	uint64_t x = 0, limit;
	int64_t point, i, total; /* point: how many of the digits count, all others must be 0 */
	size_t k;

	if (split(s, n, &p))
		return -1;
	total = (int64_t)(p.nwhole + p.nfrac);
	point = (int64_t)p.nwhole + p.exp + (int64_t)digits;
	for (k = 0; k < (size_t)total; k++) {
		if (digit_at(&p, k) == '0' && x == 0)
			continue;
		if ((int64_t)k >= point) {
			if (digit_at(&p, k) != '0')
				return -1;
			continue;
		}
		if (__builtin_mul_overflow(x, 10u, &x) ||
		    __builtin_add_overflow(x, (uint64_t)(digit_at(&p, k) - '0'), &x))
			return -1;
	}
	for (i = total; x != 0 && i < point; i++)
		if (__builtin_mul_overflow(x, 10u, &x))
			return -1;
	limit = (uint64_t)INT64_MAX + p.minus;
	if (x > limit)
		return -1;
	*v = p.minus ? (int64_t)(0 - x) : (int64_t)x;
	return 0;
}

/*
 * Prices are printed by the million, so three digits are taken at a time, from a table, and how many
 * of them are shown is counted and not branched on: their number changes from price to price.
 */
#define ONES(d) d "0" d "1" d "2" d "3" d "4" d "5" d "6" d "7" d "8" d "9"
#define TENS(d)                                                                                    \
	ONES(d "0")                                                                                \
	ONES(d "1")                                                                                \
	ONES(d "2")                                                                                \
	ONES(d "3") ONES(d "4") ONES(d "5") ONES(d "6") ONES(d "7") ONES(d "8") ONES(d "9")
static const char threes[] = TENS("0") TENS("1") TENS("2") TENS("3") TENS("4") TENS("5") TENS("6")
    TENS("7") TENS("8") TENS("9") "  "; /* read beyond the last digit */

static inline void
put_three(char *out, uint64_t v)
{
	memcpy(out, threes + v * 3, 3);
}

/* v < 1000 without leading zeros. */
static inline size_t
put_first(char *out, uint64_t v)
{
	size_t zeros = (size_t)(v < 10) + (v < 100);

	memcpy(out, threes + v * 3 + zeros, 3);
	return 3 - zeros;
}

static inline size_t
uint_text(char *out, uint64_t v)
{
	size_t n;

	if (v < 1000)
		return put_first(out, v);
	if (v < 1000000) {
		n = put_first(out, v / 1000);
	} else {
		n = v < 1000000000 ? put_first(out, v / 1000000) : num_uint_text(out, v / 1000000);
		put_three(out + n, v / 1000 % 1000);
		n += 3;
	}
	put_three(out + n, v % 1000);
	return n + 3;
}

size_t
num_uint_text(char out[NUM_TEXT_MAX], uint64_t v)
{
	size_t n = uint_text(out, v);

	out[n] = '\0';
	return n;
}

/* What stands behind the point, frac in 1e-9 and not 0, without trailing zeros. */
static inline size_t
fraction_text(char *out, uint32_t frac)
{
	size_t n = 9;

	if (frac % 10000000 == 0) { /* cents, as most are */
		memcpy(out, threes + frac / 10000000 * 3 + 1, 2);
		return 1 + (out[1] != '0');
	}
	put_three(out, frac / 1000000);
	put_three(out + 3, frac / 1000 % 1000);
	put_three(out + 6, frac % 1000);
	while (out[n - 1] == '0')
		n--;
	return n;
}

/* The sign and what stands before the point: out of the way, so that what most prices take saves no
 * registers. */
static __attribute__((noinline)) size_t
whole_text(char *out, int64_t v, uint64_t whole)
{
	size_t n = v < 0;

	out[0] = '-';
	return n + uint_text(out + n, whole);
}

size_t
num_price_text(char out[NUM_TEXT_MAX], int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, whole = u / 1000000000;
	uint32_t frac = (uint32_t)(u % 1000000000);
	size_t n = v >= 0 && whole < 1000 ? put_first(out, whole) : whole_text(out, v, whole);

	if (frac != 0) {
		out[n++] = '.';
		n += fraction_text(out + n, frac);
	}
	out[n] = '\0';
	return n;
}

/* Any number of digits behind the point, one by one. */
static size_t
digits_text(char out[NUM_TEXT_MAX], uint64_t u, unsigned digits)
{
	char rev[NUM_TEXT_MAX];
	size_t n = 0, len = 0;
	unsigned k;

	for (k = 0; k < digits; k++, u /= 10)
		if (n > 0 || u % 10 != 0)
			rev[n++] = (char)('0' + u % 10);
	if (n > 0)
		rev[n++] = '.';
	do {
		rev[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u != 0);
	while (n > 0)
		out[len++] = rev[--n];
	out[len] = '\0';
	return len;
}

int
num_fixed_cut(const char *s, size_t n, unsigned digits, int64_t *v)
{
	char text[NUM_CUT_MAX];
	size_t len = num_canonical(text, sizeof text, s, n), keep;
	const char *point = len > 0 ? memchr(text, '.', len) : NULL;

	if (len == 0)
		return -1;
	keep = point != NULL ? (size_t)(point - text) + 1 + digits : len;
	if (point != NULL && digits == 0)
		keep--; /* the point, too */
	return num_fixed(text, keep < len ? keep : len, digits, v);
}

size_t
num_fixed_text(char out[NUM_TEXT_MAX], int64_t v, unsigned digits)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	size_t minus = v < 0;

	if (digits == NUM_PRICE_DIGITS)
		return num_price_text(out, v);
	out[0] = '-';
	return minus +
	       (digits == 0 ? num_uint_text(out + minus, u) : digits_text(out + minus, u, digits));
}

/* Append c if there is room; len counts on, so that the caller sees what was needed. */
static void
put(char *out, size_t cap, size_t *len, char c)
{
	if (*len < cap)
		out[*len] = c;
	++*len;
}

size_t
num_canonical(char *out, size_t cap, const char *s, size_t n)
{
	struct parts p;
	int64_t total, first = 0, last, point, k;
	size_t len = 0;

	if (split(s, n, &p))
		return 0;
	total = (int64_t)(p.nwhole + p.nfrac);
	while (first < total && digit_at(&p, (size_t)first) == '0')
		first++;
	if (first == total) {
		put(out, cap, &len, '0');
		return len <= cap ? len : 0;
	}
	last = total; /* behind the last digit that is not zero */
	while (digit_at(&p, (size_t)last - 1) == '0')
		last--;
	point = (int64_t)p.nwhole + p.exp; /* the point stands before this digit */
	if (point > (int64_t)cap || -point > (int64_t)cap)
		return 0;
	if (p.minus)
		put(out, cap, &len, '-');
	if (point <= first)
		put(out, cap, &len, '0');
	for (k = first < point ? first : point; k < last || k < point; k++) {
		if (k == point)
			put(out, cap, &len, '.');
		put(out, cap, &len, k < 0 || k >= total ? '0' : digit_at(&p, (size_t)k));
	}
	return len <= cap ? len : 0;
}

int
num_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
