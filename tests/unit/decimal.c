/* Exact sums and products: against figures by hand, and against the compiler's 128-bit integers by chance */
#include "base/decimal.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

typedef int op_fn(struct decimal *r, const struct decimal *a, const struct decimal *b);

static const char *
calc(op_fn *op, const char *a, const char *b)
{
	static char text[DECIMAL_TEXT_MAX];
	struct decimal x, y;

	if (decimal_read(&x, a, strlen(a)) || decimal_read(&y, b, strlen(b)) || op(&x, &x, &y))
		return "failed";
	(void)decimal_text(text, &x);
	return text;
}

static void
products(void)
{
	CHECK_STR(calc(decimal_mul, "10.5", "123.45"), "1296.225");
	CHECK_STR(calc(decimal_mul, "-2", "100"), "-200");
	CHECK_STR(calc(decimal_mul, "-200", "-3.10"), "620");
	CHECK_STR(calc(decimal_mul, "0.000000012345678901", "64000.1"), "0.0007901246842318901");
	CHECK_STR(calc(decimal_mul, "-5", "0.00"), "0");
	CHECK_STR(calc(decimal_mul, "99999999999999999999", "99999999999999999999"),
	    "9999999999999999999800000000000000000001");
	CHECK_STR(calc(decimal_mul, "2.5", "0.4"), "1");
}

static void
sums(void)
{
	CHECK_STR(calc(decimal_add, "0.1", "0.2"), "0.3");
	CHECK_STR(calc(decimal_sub, "1", "0.999999999999999999999"), "0.000000000000000000001");
	CHECK_STR(calc(decimal_sub, "0.1", "0.1"), "0");
	CHECK_STR(calc(decimal_sub, "-0.1", "-0.1"), "0");
	CHECK_STR(calc(decimal_add, "-5", "3"), "-2");
	CHECK_STR(calc(decimal_add, "5", "-13"), "-8");
	CHECK_STR(calc(decimal_sub, "100", "0.01"), "99.99");
	CHECK_STR(calc(decimal_add, "999.99", "0.01"), "1000");
}

static void
what_is_read(void)
{
	struct decimal d;
	char text[DECIMAL_TEXT_MAX];
	static const char *const bad[] = { "", "-", "1.", ".5", "1e", "NaN", "1 ", "0x1", "+1",
		"1e999" };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		CHECK(decimal_read(&d, bad[i], strlen(bad[i])) == -1);
	CHECK(decimal_read(&d, "1.2500e3", 8) == 0);
	CHECK_INT(decimal_text(text, &d), 4);
	CHECK_STR(text, "1250");
	CHECK(decimal_read(&d, "-0.0", 4) == 0);
	CHECK(decimal_is_zero(&d) && !d.minus);
}

static void
too_many_digits(void)
{
	char long_one[DECIMAL_DIGITS + 2];
	struct decimal a, b;

	memset(long_one, '9', sizeof long_one);
	CHECK(decimal_read(&a, long_one, DECIMAL_DIGITS) == 0);
	CHECK(decimal_read(&b, long_one, DECIMAL_DIGITS + 1) == -1);
	CHECK(decimal_read(&b, "11", 2) == 0);
	CHECK(decimal_mul(&b, &a, &b) == -1);
	CHECK(decimal_read(&b, "0.1", 3) == 0);
	CHECK(decimal_add(&b, &a, &b) == -1);
}

static void
shifts(void)
{
	struct decimal d;
	char text[DECIMAL_TEXT_MAX];

	CHECK(decimal_read(&d, "275", 3) == 0 && decimal_shift(&d, -2) == 0);
	(void)decimal_text(text, &d);
	CHECK_STR(text, "2.75");
	CHECK(decimal_shift(&d, 4) == 0);
	(void)decimal_text(text, &d);
	CHECK_STR(text, "27500");
}

static void
fixed_text(char out[64], long long v)
{
	unsigned long long u = v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v;

	(void)snprintf(out, 64, "%s%llu.%03llu", v < 0 ? "-" : "", u / 1000, u % 1000);
}

/* Thousandths in machine integers, and the same as decimals. */
static void
by_chance(void)
{
	struct decimal a, b, r;
	char x[64], y[64], got[DECIMAL_TEXT_MAX], want[DECIMAL_TEXT_MAX];
	unsigned long long seed = 42;
	long long v, w;
	int i;

	for (i = 0; i < 20000; i++) {
		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		v = (long long)(seed >> 33) % 2000000 - 1000000;
		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		w = (long long)(seed >> 33) % 2000000 - 1000000;
		fixed_text(x, v);
		fixed_text(y, w);
		if (decimal_read(&a, x, strlen(x)) || decimal_read(&b, y, strlen(y)))
			break;
		CHECK_INT(decimal_cmp(&a, &b) < 0, v < w);
		CHECK_INT(decimal_cmp(&a, &b) == 0, v == w);
		CHECK(decimal_sub(&r, &a, &b) == 0 && decimal_add(&r, &r, &b) == 0);
		CHECK_INT(decimal_cmp(&r, &a), 0);
		CHECK(decimal_add(&r, &a, &b) == 0);
		(void)decimal_text(got, &r);
		fixed_text(x, v + w);
		CHECK(decimal_read(&r, x, strlen(x)) == 0);
		(void)decimal_text(want, &r);
		CHECK_STR(got, want);
		CHECK(decimal_mul(&r, &a, &b) == 0 && decimal_shift(&r, 6) == 0);
		(void)decimal_text(got, &r);
		(void)snprintf(x, sizeof x, "%lld", v * w);
		CHECK_STR(got, x);
		if (!tap.ok)
			break;
	}
	CHECK_INT(i, 20000);
}

int
main(void)
{
	RUN(products);
	RUN(sums);
	RUN(what_is_read);
	RUN(too_many_digits);
	RUN(shifts);
	RUN(by_chance);
	return tap_done();
}
