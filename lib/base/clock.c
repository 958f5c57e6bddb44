#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/num.h"

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(id, &ts); /* cannot fail for the two clocks that every Linux has */
	return (int64_t)ts.tv_sec * CLOCK_SECOND + ts.tv_nsec;
}

int64_t
clock_real(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t
clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int
clock_now(int64_t *now, struct err *e)
{
	const char *s = getenv("PF_NOW");

	if (s == NULL || s[0] == '\0') {
		*now = clock_real();
		return 0;
	}
	if (clock_parse_time(s, strlen(s), now) && clock_parse_date(s, strlen(s), now))
		return err_set(e, ERR_CONFIG,
		    "PF_NOW is '%s', which is no time such as 2008-10-15T05:00:00Z", s);
	return 0;
}

/* Days since the epoch of a civil date, and back: the usual arithmetic of 400-year eras of 146,097
 * days. */
static int64_t
days_from_civil(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void
clock_civil(int64_t z, int64_t *y, int64_t *m, int64_t *d)
{
	int64_t era, doe, yoe, doy, mp;

	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp + (mp < 10 ? 3 : -9);
	*y = yoe + era * 400 + (*m <= 2);
}

static int64_t
day_of(int64_t ns)
{
	return ns / CLOCK_DAY - (ns % CLOCK_DAY < 0);
}

int64_t
clock_midnight(int64_t ns)
{
	int64_t day = day_of(ns);

	return day < INT64_MIN / CLOCK_DAY ? INT64_MIN / CLOCK_DAY * CLOCK_DAY : day * CLOCK_DAY;
}

int64_t
clock_yesterday(int64_t now)
{
	return clock_midnight(now) - CLOCK_DAY;
}

int64_t
clock_next_day(int64_t midnight)
{
	return midnight > INT64_MAX - CLOCK_DAY ? midnight : midnight + CLOCK_DAY;
}

int
clock_weekday(int64_t ns)
{
	int64_t w = (day_of(ns) + 4) % 7; /* the epoch was a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

/* Two or four digits at s as a number within min and max. */
static int
field(const char *s, size_t n, int64_t min, int64_t max, int64_t *v)
{
	return s[0] == '-' ? -1 : num_int(s, n, min, max, v);
}

static int64_t
month_days(int64_t y, int64_t m)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

/* The whole of n bytes as a date of a year from first to last. */
static int
civil(const char *s, size_t n, int64_t first, int64_t last, int64_t *y, int64_t *m, int64_t *d)
{
	return n != 10 || s[4] != '-' || s[7] != '-' || field(s, 4, first, last, y) ||
	       field(s + 5, 2, 1, 12, m) || field(s + 8, 2, 1, month_days(*y, *m), d);
}

bool
clock_is_date(const char *s, size_t n)
{
	int64_t y, m, d;

	return civil(s, n, 1, 9999, &y, &m, &d) == 0;
}

int
clock_parse_date(const char *s, size_t n, int64_t *midnight)
{
	int64_t y, m, d;

	if (civil(s, n, 1678, 2261, &y, &m, &d))
		return -1;
	*midnight = days_from_civil(y, m, d) * CLOCK_DAY;
	return 0;
}

/* A fraction behind the point: as many of nine digits as there are, in ns. Returns what it is long,
 * 0 if wrong. */
static size_t
fraction(const char *s, size_t n, int64_t *ns)
{
	int64_t unit = CLOCK_SECOND;
	size_t i = 0;

	*ns = 0;
	while (i < n && s[i] >= '0' && s[i] <= '9') {
		unit /= 10;
		if (unit == 0)
			return 0;
		*ns += (s[i++] - '0') * unit;
	}
	return i;
}

/* "Z", "+05:30", "-0400" or "+00" as seconds east of UTC. */
static int
zone(const char *s, size_t n, int64_t *east)
{
	int64_t h, m = 0;

	*east = 0;
	if (n == 1 && (s[0] == 'Z' || s[0] == 'z'))
		return 0;
	if ((n != 3 && n != 5 && n != 6) || (s[0] != '+' && s[0] != '-') ||
	    field(s + 1, 2, 0, 23, &h))
		return -1;
	if ((n == 6 && (s[3] != ':' || field(s + 4, 2, 0, 59, &m))) ||
	    (n == 5 && field(s + 3, 2, 0, 59, &m)))
		return -1;
	*east = (s[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return 0;
}

/* What stands behind a date: "T14:30:00.5-05:00" as ns since midnight and seconds east of UTC. */
static int
time_of_day(const char *s, size_t n, int64_t *ns, int64_t *east)
{
	int64_t h, m, sec, frac = 0;
	size_t i = 9, len;

	if (n < 10 || strchr("Tt ", s[0]) == NULL || s[0] == '\0' || s[3] != ':' || s[6] != ':' ||
	    field(s + 1, 2, 0, 23, &h) || field(s + 4, 2, 0, 59, &m) ||
	    field(s + 7, 2, 0, 60, &sec))
		return -1;
	if (s[i] == '.') {
		len = fraction(s + i + 1, n - i - 1, &frac);
		if (len == 0)
			return -1;
		i += 1 + len;
	}
	*ns = (h * 3600 + m * 60 + sec) * CLOCK_SECOND + frac;
	return zone(s + i, n - i, east);
}

bool
clock_is_time(const char *s, size_t n)
{
	int64_t ns, east;

	return n > 10 && clock_is_date(s, 10) && time_of_day(s + 10, n - 10, &ns, &east) == 0;
}

int
clock_parse_time(const char *s, size_t n, int64_t *ns)
{
	int64_t day, since, east;

	if (n < 20 || clock_parse_date(s, 10, &day) || time_of_day(s + 10, n - 10, &since, &east))
		return -1;
	*ns = day + since - east * CLOCK_SECOND;
	return 0;
}

/* A lead and n decimal digits; what is behind them. By the million: no printf. */
static char *
put_digits(char *out, char lead, unsigned n, int64_t v)
{
	unsigned i;

	*out++ = lead;
	for (i = n; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
	return out + n;
}

/* The years that ns reach have four digits. */
size_t
clock_date_text(char out[CLOCK_TEXT_MAX], int64_t ns)
{
	int64_t y, m, d;
	char *at;

	clock_civil(day_of(ns), &y, &m, &d);
	at = put_digits(out, (char)('0' + y / 1000), 3, y % 1000);
	at = put_digits(put_digits(at, '-', 2, m), '-', 2, d);
	*at = '\0';
	return (size_t)(at - out);
}

size_t
clock_time_text(char out[CLOCK_TEXT_MAX], int64_t ns)
{
	char *at = out + clock_date_text(out, ns);
	int64_t rest = ns % CLOCK_DAY + (ns % CLOCK_DAY < 0 ? CLOCK_DAY : 0);
	int64_t sec = rest / CLOCK_SECOND, frac = rest % CLOCK_SECOND;

	at = put_digits(at, 'T', 2, sec / 3600);
	at = put_digits(put_digits(at, ':', 2, sec / 60 % 60), ':', 2, sec % 60);
	if (frac != 0) {
		at = put_digits(at, '.', 9, frac);
		while (at[-1] == '0')
			at--;
	}
	*at++ = 'Z';
	*at = '\0';
	return (size_t)(at - out);
}

size_t
clock_mail_text(char out[CLOCK_TEXT_MAX], int64_t ns)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	int64_t s = (ns - clock_midnight(ns)) / CLOCK_SECOND, year, month, day;

	clock_civil(clock_midnight(ns) / CLOCK_DAY, &year, &month, &day);
	return (size_t)snprintf(out, CLOCK_TEXT_MAX, "%s, %02d %s %04d %02d:%02d:%02d",
	    days[clock_weekday(ns)], (int)day, months[month - 1], (int)year, (int)(s / 3600),
	    (int)(s / 60 % 60), (int)(s % 60));
}

int
clock_parse_span(const char *s, size_t n, int64_t *span)
{
	static const struct {
		const char *unit;
		int64_t ns;
	} units[] = { { "", CLOCK_SECOND }, { "ms", CLOCK_SECOND / 1000 }, { "s", CLOCK_SECOND },
		{ "m", 60 * CLOCK_SECOND }, { "h", 3600 * CLOCK_SECOND }, { "d", CLOCK_DAY } };
	size_t digits = 0, i;
	int64_t v;

	while (digits < n && s[digits] >= '0' && s[digits] <= '9')
		digits++;
	if (num_int(s, digits, 0, INT64_MAX, &v))
		return -1;
	for (i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (strlen(units[i].unit) == n - digits &&
		    memcmp(units[i].unit, s + digits, n - digits) == 0)
			return __builtin_mul_overflow(v, units[i].ns, span) ? -1 : 0;
	}
	return -1;
}
