#include "base/decimal.h"

#include <string.h>

#include "base/num.h"

/* Without zeros that say nothing, before the first digit and behind the last one after the point. */
static void
trim(struct decimal *d)
{
	size_t low = 0;

	while (low < d->n && low < d->scale && d->digit[low] == 0)
		low++;
	memmove(d->digit, d->digit + low, d->n - low);
	d->n -= low;
	d->scale -= low;
	while (d->n > 0 && d->digit[d->n - 1] == 0)
		d->n--;
	if (d->n == 0) {
		d->minus = false;
		d->scale = 0;
	}
}

int
decimal_read(struct decimal *d, const char *s, size_t n)
{
	char text[DECIMAL_TEXT_MAX];
	size_t len = num_canonical(text, sizeof text - 1, s, n), i;
	bool behind = false;

	*d = (struct decimal){ 0 };
	if (len == 0)
		return -1;
	for (i = len; i-- > 0;) {
		if (text[i] == '-') {
			d->minus = true;
		} else if (text[i] == '.') {
			d->scale = d->n;
			behind = true;
		} else if (d->n == DECIMAL_DIGITS) {
			return -1;
		} else {
			d->digit[d->n++] = (unsigned char)(text[i] - '0');
		}
	}
	if (!behind)
		d->scale = 0;
	trim(d);
	return 0;
}

int
decimal_mul(struct decimal *r, const struct decimal *a, const struct decimal *b)
{
	unsigned sum[2 * DECIMAL_DIGITS + 1] = { 0 };
	bool minus = a->minus != b->minus;
	size_t n = a->n + b->n, scale = a->scale + b->scale, i, k;

	for (i = 0; i < a->n; i++)
		for (k = 0; k < b->n; k++)
			sum[i + k] += (unsigned)a->digit[i] * b->digit[k];
	for (i = 0; i < n; i++) {
		sum[i + 1] += sum[i] / 10;
		sum[i] %= 10;
	}
	/* zeros at the end say nothing: they need no room */
	for (k = 0; k < n && k < scale && sum[k] == 0;)
		k++;
	while (n > k && sum[n - 1] == 0)
		n--;
	if (n - k > DECIMAL_DIGITS || scale - k > DECIMAL_DIGITS)
		return -1;
	*r = (struct decimal){ .minus = minus, .n = n - k, .scale = scale - k };
	for (i = k; i < n; i++)
		r->digit[i - k] = (unsigned char)sum[i];
	trim(r);
	return 0;
}

/* The digit at a place counted from the point: 0 the one before it, -1 the one behind. */
static int
digit_at(const struct decimal *d, long place)
{
	long i = place + (long)d->scale;

	return i >= 0 && i < (long)d->n ? d->digit[i] : 0;
}

static long
low_place(const struct decimal *a, const struct decimal *b)
{
	return -(long)(a->scale > b->scale ? a->scale : b->scale);
}

/* The first place above all digits of both. */
static long
high_place(const struct decimal *a, const struct decimal *b)
{
	long x = (long)a->n - (long)a->scale, y = (long)b->n - (long)b->scale, most = x > y ? x : y;

	return most > 0 ? most : 0;
}

static int
cmp_size(const struct decimal *a, const struct decimal *b)
{
	long p, low = low_place(a, b);
	int d = 0;

	for (p = high_place(a, b); d == 0 && p >= low; p--)
		d = digit_at(a, p) - digit_at(b, p);
	return d;
}

int
decimal_cmp(const struct decimal *a, const struct decimal *b)
{
	if (a->minus != b->minus)
		return a->minus ? -1 : 1;
	return a->minus ? -cmp_size(a, b) : cmp_size(a, b);
}

bool
decimal_is_zero(const struct decimal *d)
{
	return d->n == 0;
}

/* a + b, or a - b where a is not the smaller one, without their signs. */
static int
combine(struct decimal *r, const struct decimal *a, const struct decimal *b, bool less)
{
	struct decimal sum = { 0 };
	long p, low = low_place(a, b), high = high_place(a, b) + 1;
	int carry = 0, v;

	if (high - low > DECIMAL_DIGITS)
		return -1;
	for (p = low; p < high; p++) {
		v = digit_at(a, p) + (less ? -digit_at(b, p) : digit_at(b, p)) + carry;
		carry = v < 0 ? -1 : v / 10;
		sum.digit[sum.n++] = (unsigned char)((v + 10) % 10);
	}
	sum.scale = (size_t)-low;
	*r = sum;
	return 0;
}

static int
add_signed(struct decimal *r, const struct decimal *a, const struct decimal *b, bool b_minus)
{
	bool minus = a->minus;
	int rc;

	if (a->minus == b_minus) {
		rc = combine(r, a, b, false);
	} else if (cmp_size(a, b) >= 0) {
		rc = combine(r, a, b, true);
	} else {
		minus = b_minus;
		rc = combine(r, b, a, true);
	}
	if (rc)
		return -1;
	r->minus = minus;
	trim(r);
	return 0;
}

int
decimal_add(struct decimal *r, const struct decimal *a, const struct decimal *b)
{
	return add_signed(r, a, b, b->minus);
}

int
decimal_sub(struct decimal *r, const struct decimal *a, const struct decimal *b)
{
	return add_signed(r, a, b, !b->minus);
}

int
decimal_shift(struct decimal *d, int places)
{
	struct decimal ten = { .n = 2, .digit = { 0, 1 } },
		       tenth = { .n = 1, .scale = 1, .digit = { 1 } };

	for (; places > 0; places--)
		if (decimal_mul(d, d, &ten))
			return -1;
	for (; places < 0; places++)
		if (decimal_mul(d, d, &tenth))
			return -1;
	return 0;
}

size_t
decimal_text(char out[DECIMAL_TEXT_MAX], const struct decimal *d)
{
	size_t len = 0;
	long p = (long)d->n - (long)d->scale;

	if (d->minus)
		out[len++] = '-';
	if (p <= 0)
		p = 1;
	while (--p >= -(long)d->scale) {
		if (p == -1)
			out[len++] = '.';
		out[len++] = (char)('0' + digit_at(d, p));
	}
	out[len] = '\0';
	return len;
}
