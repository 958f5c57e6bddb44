#include "draw/value.h"

#include <stdbool.h>

#include "base/buf.h"
#include "base/num.h"

#define MINUS "\xe2\x88\x92"

static uint64_t
size_of(int64_t v)
{
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

/* The product of two in 128 bits. */
static void
multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
	const uint64_t half = UINT32_MAX;
	uint64_t ll = (a & half) * (b & half), lh = (a & half) * (b >> 32);
	uint64_t hl = (a >> 32) * (b & half), hh = (a >> 32) * (b >> 32);
	uint64_t middle = (ll >> 32) + (lh & half) + (hl & half);

	*low = (ll & half) | middle << 32;
	*high = hh + (lh >> 32) + (hl >> 32) + (middle >> 32);
}

/* high, low divided by c > high: digit by digit, as on paper. c is below 2^63, so that a rest doubled fits. */
static uint64_t
divide(uint64_t high, uint64_t low, uint64_t c, uint64_t *rest)
{
	uint64_t q = 0, r = high;
	int bit;

	for (bit = 63; bit >= 0; bit--) {
		r = r << 1 | (low >> bit & 1);
		q <<= 1;
		if (r >= c) {
			r -= c;
			q |= 1;
		}
	}
	*rest = r;
	return q;
}

int64_t
value_ratio(int64_t a, int64_t b, int64_t c)
{
	const bool minus = (a < 0) != (b < 0);
	uint64_t high, low, q, rest;

	multiply(size_of(a), size_of(b), &high, &low);
	if (high >= (uint64_t)c)
		return minus ? -VALUE_MAX : VALUE_MAX;
	q = divide(high, low, (uint64_t)c, &rest);
	if (rest > (uint64_t)c - rest || (rest == (uint64_t)c - rest && (q & 1)))
		q++;
	if (q > (uint64_t)VALUE_MAX)
		q = (uint64_t)VALUE_MAX;
	return minus ? -(int64_t)q : (int64_t)q;
}

static int64_t
within(int64_t v)
{
	return v > VALUE_MAX ? VALUE_MAX : v < -VALUE_MAX ? -VALUE_MAX : v;
}

int64_t
value_less(int64_t a, int64_t b)
{
	int64_t v;

	if (__builtin_sub_overflow(a, b, &v))
		v = a < 0 ? -VALUE_MAX : VALUE_MAX;
	return within(v);
}

int64_t
value_plus(int64_t a, int64_t b)
{
	int64_t v;

	if (__builtin_add_overflow(a, b, &v))
		v = a < 0 ? -VALUE_MAX : VALUE_MAX;
	return within(v);
}

void
value_price(struct buf *out, int64_t v)
{
	char text[NUM_TEXT_MAX];
	size_t n = num_price_text(text, v), point = 0;

	buf_add(out, text, n);
	while (point < n && text[point] != '.')
		point++;
	if (point == n)
		buf_str(out, ".00");
	else if (point + 2 == n)
		buf_char(out, '0');
}

void
value_places(struct buf *out, int64_t v, unsigned places)
{
	char text[NUM_TEXT_MAX];
	int64_t unit = 1, rounded;
	size_t n, point = 0;
	unsigned i;

	for (i = places; i < NUM_PRICE_DIGITS; i++)
		unit *= 10;
	rounded = value_ratio(v, 1, unit);
	n = num_fixed_text(text, rounded, places);
	buf_add(out, text, n);
	if (places == 0)
		return;
	while (point < n && text[point] != '.')
		point++;
	if (point == n)
		buf_char(out, '.');
	for (i = point < n ? (unsigned)(n - point - 1) : 0; i < places; i++)
		buf_char(out, '0');
}

static void
sign(struct buf *out, int64_t v)
{
	if (v != 0)
		buf_str(out, v < 0 ? MINUS : "+");
}

void
value_percent(struct buf *out, int64_t v, int64_t was)
{
	int64_t much; /* in hundredths of a percent */

	if (was <= 0)
		return;
	much = value_ratio(value_less(v, was), 10000, was);
	if (much > INT64_MAX / 10000000 || much < -(INT64_MAX / 10000000))
		return; /* no such change of a price tells anything */
	sign(out, much);
	value_places(out, (int64_t)size_of(much) * 10000000, 2);
	buf_char(out, '%');
}

void
value_change(struct buf *out, int64_t v, int64_t was)
{
	const int64_t d = value_less(v, was);

	sign(out, d);
	value_price(out, (int64_t)size_of(d));
}

void
value_count(struct buf *out, uint64_t n)
{
	static const char suffix[] = { 0, 'k', 'M', 'B', 'T' };
	char text[NUM_TEXT_MAX];
	size_t i = 0;

	while (n > 0 && n % 1000 == 0 && i + 1 < sizeof suffix) {
		n /= 1000;
		i++;
	}
	buf_add(out, text, num_uint_text(text, n));
	if (i > 0)
		buf_char(out, suffix[i]);
}
