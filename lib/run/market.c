#include "run/market.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "run/zone.h"

#define MINUTE (60 * CLOCK_SECOND)
#define AT_TIME(h, m) ((h)*60 + (m))
#define LOOK_DAYS 30 /* no exchange was ever closed so long */
#define COUNT_MAX 1000
#define ALWAYS 9999

enum weekday { SUN, MON, TUE, WED, THU, FRI, SAT };

/* A day on which it is closed: of a date, or the nth weekday of a month. */
struct holiday {
	int month, day;       /* day 0: the nth weekday */
	enum weekday weekday; /* of that */
	int nth;              /* from 1; -1: the last */
	int from;             /* year */
	bool saturday;        /* one on a Saturday is kept on the Friday before */
};

/* A day on which it closes early. */
struct early {
	int month, day;
	unsigned weekdays; /* bits of those on which it is one */
	int from, to;      /* years */
};

struct day {
	int year, month, day;
};

struct market {
	const char *name, *zone;
	int open, close, early; /* minutes of the day there */
};

/* clang-format off */
static const struct holiday holidays[] = {
	{ 1,  1,  SUN, 0,  1998, false }, /* New Year; of one on a Saturday nothing is kept */
	{ 1,  0,  MON, 3,  1998, false }, /* Martin Luther King */
	{ 2,  0,  MON, 3,  1998, false }, /* Washington */
	{ 5,  0,  MON, -1, 1998, false }, /* Memorial Day */
	{ 6,  19, SUN, 0,  2022, true },  /* Juneteenth */
	{ 7,  4,  SUN, 0,  1998, true },  /* Independence Day */
	{ 9,  0,  MON, 1,  1998, false }, /* Labor Day */
	{ 11, 0,  THU, 4,  1998, false }, /* Thanksgiving */
	{ 12, 25, SUN, 0,  1998, true },  /* Christmas */
	{ 0 }
};
#define ON(d) (1u << (d))
static const struct early earlies[] = {
	{ 7,  3,  ON(MON) | ON(TUE) | ON(THU),           1998, ALWAYS },
	{ 7,  3,  ON(WED),                               2013, ALWAYS },
	{ 7,  5,  ON(FRI),                               1998, 2012 },
	{ 12, 24, ON(MON) | ON(TUE) | ON(WED) | ON(THU), 1998, ALWAYS },
	{ 12, 31, ON(FRI),                               1999, 1999 },
	{ 12, 26, ON(FRI),                               2003, 2003 },
	{ 0 }
};
/* Attacks, storms and days of mourning. */
static const struct day closures[] = {
	{ 2001, 9, 11 }, { 2001, 9, 12 }, { 2001, 9, 13 }, { 2001, 9, 14 }, { 2004, 6, 11 }, { 2007, 1, 2 },
	{ 2012, 10, 29 }, { 2012, 10, 30 }, { 2018, 12, 5 }, { 2025, 1, 9 }, { 0 }
};
static const struct market markets[] = {
	{ "XNYS", "America/New_York", AT_TIME(9, 30), AT_TIME(16, 0), AT_TIME(13, 0) },
	{ "XNAS", "America/New_York", AT_TIME(9, 30), AT_TIME(16, 0), AT_TIME(13, 0) },
	{ 0 }
};
/* clang-format on */

const struct market *
market_find(const char *name)
{
	const struct market *m;

	for (m = markets; m->name != NULL; m++)
		if (strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

const char *
market_names(void)
{
	return "XNYS XNAS";
}

static struct day
civil(int64_t date)
{
	int64_t y, m, d;

	clock_civil(date / CLOCK_DAY, &y, &m, &d);
	return (struct day){ (int)y, (int)m, (int)d };
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool
is_nth(struct day d, enum weekday weekday, const struct holiday *h)
{
	if (d.month != h->month || weekday != h->weekday)
		return false;
	return h->nth > 0 ? (d.day - 1) / 7 + 1 == h->nth : d.day + 7 > month_days(d.year, d.month);
}

/* Whether the day that lies shift days behind this one (-1: before it) is that holiday's date. */
static bool
falls(int64_t date, int shift, const struct holiday *h)
{
	struct day d = civil(date + shift * CLOCK_DAY);

	return d.month == h->month && d.day == h->day && d.year >= h->from;
}

/* Western Easter's Sunday, by Gauss's computus as Meeus gives it. */
static struct day
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, g = (b - (b + 8) / 25 + 1) / 3;
	int h = (19 * a + b - b / 4 - g + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7, m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return (struct day){ year, n / 31, n % 31 + 1 };
}

static bool
same(struct day a, struct day b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

static bool
is_holiday(int64_t date, struct day d, enum weekday weekday)
{
	const struct holiday *h;

	for (h = holidays; h->month != 0; h++) {
		if (h->day == 0) {
			if (is_nth(d, weekday, h))
				return true;
			continue;
		}
		if (falls(date, 0, h) || (weekday == MON && falls(date, -1, h)) ||
		    (weekday == FRI && h->saturday && falls(date, 1, h)))
			return true;
	}
	return weekday == FRI && same(civil(date + 2 * CLOCK_DAY), easter(d.year));
}

static bool
is_early(int64_t date, struct day d, enum weekday weekday)
{
	const struct early *x;
	const struct holiday thanksgiving = { 11, 0, THU, 4, 0, false };

	for (x = earlies; x->month != 0; x++)
		if (d.month == x->month && d.day == x->day && (x->weekdays & ON(weekday)) != 0 &&
		    d.year >= x->from && d.year <= x->to)
			return true;
	return weekday == FRI && is_nth(civil(date - CLOCK_DAY), THU, &thanksgiving);
}

bool
market_session(const struct market *m, int64_t date, struct session *s)
{
	int64_t midnight = clock_midnight(date);
	enum weekday weekday = (enum weekday)clock_weekday(midnight);
	struct day d = civil(midnight);
	const struct day *c;

	if (weekday == SAT || weekday == SUN || is_holiday(midnight, d, weekday))
		return false;
	for (c = closures; c->year != 0; c++)
		if (same(*c, d))
			return false;
	*s = (struct session){ .date = midnight, .early = is_early(midnight, d, weekday) };
	s->open = zone_time(midnight + m->open * MINUTE, m->zone);
	s->close = zone_time(midnight + (s->early ? m->early : m->close) * MINUTE, m->zone);
	return true;
}

bool
market_is_open(const struct market *m, int64_t ns, struct session *s)
{
	return market_session(m, zone_date(ns, m->zone), s) && ns >= s->open && ns < s->close;
}

void
market_last(const struct market *m, int64_t ns, struct session *s)
{
	int64_t date = zone_date(ns, m->zone);
	int i;

	for (i = 0; i < LOOK_DAYS; i++, date -= CLOCK_DAY)
		if (market_session(m, date, s) && s->close <= ns)
			return;
}

void
market_next(const struct market *m, int64_t ns, struct session *s)
{
	int64_t date = zone_date(ns, m->zone);
	int i;

	for (i = 0; i < LOOK_DAYS; i++, date += CLOCK_DAY)
		if (market_session(m, date, s) && s->open > ns)
			return;
}

int64_t
market_count(const struct market *m, int64_t from, int64_t to)
{
	int64_t date = clock_midnight(from) + CLOCK_DAY, last = clock_midnight(to), n = 0;
	struct session s;

	for (; date <= last && n < COUNT_MAX; date += CLOCK_DAY)
		n += market_session(m, date, &s);
	return n;
}
