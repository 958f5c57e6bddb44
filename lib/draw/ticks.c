#include "draw/ticks.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/num.h"
#include "draw/plot.h"
#include "draw/value.h"

static void
add(struct ticks *t, int64_t value, const char *text, size_t n, bool strong)
{
	struct tick *to = &t->at[t->n];

	if (t->n == TICKS_MAX || n >= TICKS_TEXT_MAX)
		return;
	to->value = value;
	memcpy(to->text, text, n);
	to->text[n] = '\0';
	to->strong = strong;
	t->n++;
}

/* Digits behind the point that all multiples of step, in 1e-9, can be written with. */
static unsigned
places_of(uint64_t step)
{
	unsigned places = NUM_PRICE_DIGITS;

	for (; places > 0 && step % 10 == 0; step /= 10)
		places--;
	return places;
}

/* How many multiples of step are from low to high; and the first of them. */
static uint64_t
multiples(int64_t low, int64_t high, int64_t step, int64_t *first)
{
	const int64_t rest = low % step;

	*first = rest > 0 ? value_plus(low - rest, step) : low - rest;
	return *first > high ? 0 : ((uint64_t)high - (uint64_t)*first) / (uint64_t)step + 1;
}

void
ticks_linear(struct ticks *t, int64_t low, int64_t high, size_t want)
{
	static const int64_t mantissas[] = { 10, 20, 25, 50 };
	struct buf text = { 0 };
	int64_t power = 1, step = 1, first = low;
	uint64_t n = 0, i;
	size_t k = 0;

	t->n = 0;
	for (;;) {
		step = mantissas[k] * power;
		if (k == 2 && power == 1)
			step = 20; /* there is nothing under the last place */
		n = multiples(low, high, step, &first);
		if (n <= want)
			break;
		if (++k == sizeof mantissas / sizeof mantissas[0]) {
			if (power > INT64_MAX / 500)
				return;
			k = 0;
			power *= 10;
		}
	}
	for (i = 0; i < n && i < TICKS_MAX; i++, first = value_plus(first, step)) {
		buf_reset(&text);
		value_places(&text, first, places_of((uint64_t)step));
		add(t, first, text.p, text.len, false);
	}
	buf_release(&text);
}

/* Steps of a decade, in tenths; from many to one in two, three ... decades. */
struct way {
	unsigned char steps[12];
	int decades;
};

static const struct way ways[] = {
	{ { 10, 12, 14, 16, 18, 20, 25, 30, 40, 50, 70 }, 1 },
	{ { 10, 15, 20, 30, 50, 70 }, 1 },
	{ { 10, 20, 50 }, 1 },
	{ { 10, 30 }, 1 },
	{ { 10 }, 1 },
	{ { 10 }, 2 },
	{ { 10 }, 3 },
	{ { 10 }, 6 },
	{ { 10 }, 9 },
};

/* The ticks of a way; how many there are. */
static size_t
go(const struct way *w, int64_t low, int64_t high, struct ticks *t)
{
	char digits[NUM_TEXT_MAX];
	int64_t power, value;
	size_t i, n = 0, len;
	int decade;

	t->n = 0;
	for (power = 1, decade = 0; decade < 19; decade++, power *= decade < 19 ? 10 : 1)
		for (i = 0; decade % w->decades == 0 && i < sizeof w->steps && w->steps[i] > 0;
		     i++) {
			if (power > INT64_MAX / w->steps[i] ||
			    (power < 10 && w->steps[i] % 10 != 0))
				continue;
			value = power * w->steps[i] / 10;
			if (value < low || value > high)
				continue;
			n++;
			len = num_price_text(digits, value);
			add(t, value, digits, len, false);
		}
	return n;
}

void
ticks_log(struct ticks *t, int64_t low, int64_t high, size_t want)
{
	size_t i;

	if (high / 2 <= low) { /* so little is nearly straight */
		ticks_linear(t, low, high, want);
		return;
	}
	for (i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (go(&ways[i], low, high, t) <= want)
			break;
	if (t->n < 2)
		ticks_linear(t, low, high, want);
}

uint64_t
ticks_below(uint64_t most)
{
	uint64_t power = 1;

	while (most / 10 >= power)
		power *= 10;
	return most == 0           ? 0
	       : most / 5 >= power ? 5 * power
	       : most / 2 >= power ? 2 * power
				   : power;
}

/* --- sessions */

struct civil {
	int64_t year, month, mday;
};

static struct civil
civil_of(int64_t ns)
{
	struct civil c;

	clock_civil(ns / CLOCK_DAY - (ns % CLOCK_DAY < 0), &c.year, &c.month, &c.mday);
	return c;
}

/* How fine: units of months; 0 is a session, each or every fifth and so on. */
struct fine {
	int64_t months;
	size_t sessions;
};

static const struct fine fines[] = { { 0, 1 }, { 0, 2 }, { 0, 5 }, { 1, 0 }, { 3, 0 }, { 6, 0 },
	{ 12, 0 }, { 24, 0 }, { 60, 0 }, { 120, 0 }, { 240, 0 }, { 600, 0 }, { 1200, 0 } };

static bool
begins(const struct fine *f, const struct plot *p, size_t slot, struct civil was, struct civil is)
{
	const int64_t months = is.year * 12 + is.month - 1, before = was.year * 12 + was.month - 1;

	if (f->months == 0)
		return slot % f->sessions == 0;
	return slot == 0 ? is.mday <= 3 && months % f->months == 0 && p->by == PLOT_SESSION
			 : months / f->months != before / f->months;
}

/* What a tick is called: a year where one begins, else a month, else a day of one. */
static bool
label(const struct fine *f, bool first, bool turned, struct civil was, struct civil is,
    struct buf *text)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	const bool year = is.year != was.year;

	buf_reset(text);
	if (f->months >= 12 || turned || (year && !first)) {
		buf_fmt(text, "%lld", (long long)is.year);
		return f->months < 12;
	}
	if (f->months == 0 && (first || is.month != was.month))
		buf_fmt(text, "%s %lld", months[is.month - 1], (long long)is.mday);
	else if (f->months == 0)
		buf_fmt(text, "%lld", (long long)is.mday);
	else
		buf_str(text, months[is.month - 1]);
	return false;
}

/* The ticks of that fineness; false where two are too near each other, but for the first, which gives way. */
static bool
try(struct ticks *t, const struct plot *p, const struct fine *f, double pitch, double width)
{
	struct buf text = { 0 };
	struct civil was = { 0 }, is, shown = { 0 };
	size_t i;
	bool strong, near, fits = true;

	t->n = 0;
	for (i = 0; i < p->nslots && fits; i++) {
		is = civil_of(p->slots[i].from);
		if (begins(f, p, i, was, is)) {
			strong =
			    label(f, t->n == 0, i > 0 && is.year != was.year, shown, is, &text);
			near =
			    t->n > 0 && (double)(i - (size_t)t->at[t->n - 1].value) * pitch < width;
			if (near && t->n == 1 && t->at[0].value == 0 && f->months > 0)
				t->n = 0;
			else if (near || t->n == TICKS_MAX)
				fits = false;
			add(t, (int64_t)i, text.p, text.len, strong);
			shown = is;
		}
		was = is;
	}
	buf_release(&text);
	return fits;
}

void
ticks_sessions(struct ticks *t, const struct plot *p, double length, double width)
{
	const double pitch = p->nslots > 0 ? length / (double)p->nslots : length;
	size_t i;

	t->n = 0;
	for (i = 0; i < sizeof fines / sizeof fines[0] && p->nslots > 0; i++) {
		if (fines[i].months == 0 && p->by != PLOT_SESSION)
			continue;
		if (try(t, p, &fines[i], pitch, width))
			break;
	}
}
