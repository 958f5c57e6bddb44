#include "logs/when.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define HEAD 512 /* how far into a line the time of a request is looked for */

/* Digits as a number between min and max; -1 if it is none. */
static int
digits(const char *s, size_t n, int min, int max)
{
	int64_t v = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + s[i] - '0';
	}
	return v < min || v > max ? -1 : (int)v;
}

static int
month(const char *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int i;

	for (i = 0; i < 12; i++)
		if (memcmp(names + (size_t)i * 3, s, 3) == 0)
			return i;
	return -1;
}

/* "05:00:01" */
static bool
clock_of(const char *s, struct tm *tm)
{
	tm->tm_hour = digits(s, 2, 0, 23);
	tm->tm_min = digits(s + 3, 2, 0, 59);
	tm->tm_sec = digits(s + 6, 2, 0, 60);
	return s[2] == ':' && s[5] == ':' && tm->tm_hour >= 0 && tm->tm_min >= 0 && tm->tm_sec >= 0;
}

static int64_t
as_ns(time_t t)
{
	int64_t ns;

	return t == (time_t)-1 || __builtin_mul_overflow((int64_t)t, CLOCK_SECOND, &ns) ? CLOCK_NONE
											: ns;
}

static int64_t
local(struct tm tm)
{
	tm.tm_isdst = -1;
	return as_ns(mktime(&tm));
}

static int64_t
rfc3339(const char *s, size_t n)
{
	char text[CLOCK_TEXT_MAX];
	size_t i = 11;
	int64_t ns;

	if (n < 20 || s[4] != '-' || s[13] != ':')
		return CLOCK_NONE;
	while (
	    i < n && i < sizeof text && strchr("0123456789:.,+-Zz", s[i]) != NULL && s[i] != '\0')
		i++;
	memcpy(text, s, i < sizeof text ? i : 0);
	if (i > 19 && i < sizeof text && text[19] == ',')
		text[19] = '.';
	if (i == sizeof text)
		return CLOCK_NONE;
	if (text[i - 1] == ':') /* "2008-10-15T05:00:01Z: ..." */
		i--;
	return clock_parse_time(text, i, &ns) ? CLOCK_NONE : ns;
}

static int64_t
nginx_error(const char *s, size_t n)
{
	struct tm tm = { 0 };

	if (n < 19 || s[4] != '/' || s[7] != '/' || s[10] != ' ')
		return CLOCK_NONE;
	tm.tm_year = digits(s, 4, 1900, 2262) - 1900;
	tm.tm_mon = digits(s + 5, 2, 1, 12) - 1;
	tm.tm_mday = digits(s + 8, 2, 1, 31);
	return tm.tm_year < 0 || tm.tm_mon < 0 || tm.tm_mday < 0 || !clock_of(s + 11, &tm)
		   ? CLOCK_NONE
		   : local(tm);
}

/* "Oct  5 05:00:01 host program: ..." */
static int64_t
syslog_time(const char *s, size_t n, int64_t now)
{
	int64_t year, mon, mday, at;
	struct tm tm = { 0 };

	if (n < 16 || s[3] != ' ' || s[6] != ' ' || s[15] != ' ')
		return CLOCK_NONE;
	tm.tm_mon = month(s);
	tm.tm_mday = s[4] == ' ' ? digits(s + 5, 1, 1, 9) : digits(s + 4, 2, 1, 31);
	if (tm.tm_mon < 0 || tm.tm_mday < 0 || !clock_of(s + 7, &tm))
		return CLOCK_NONE;
	clock_civil(clock_next_day(now) / CLOCK_DAY, &year, &mon, &mday);
	tm.tm_year = (int)(year - 1900);
	at = local(tm);
	if (at != CLOCK_NONE && at - CLOCK_DAY > now) {
		tm.tm_year--;
		at = local(tm);
	}
	return at;
}

/* "[15/Oct/2008:05:00:01 +0000]" */
static int64_t
bracketed(const char *s)
{
	struct tm tm = { 0 };
	int hours, minutes;
	int64_t at;

	if (s[3] != '/' || s[7] != '/' || s[12] != ':' || s[21] != ' ' || s[27] != ']' ||
	    (s[22] != '+' && s[22] != '-'))
		return CLOCK_NONE;
	tm.tm_mday = digits(s + 1, 2, 1, 31);
	tm.tm_mon = month(s + 4);
	tm.tm_year = digits(s + 8, 4, 1900, 2261) - 1900;
	hours = digits(s + 23, 2, 0, 23);
	minutes = digits(s + 25, 2, 0, 59);
	if (tm.tm_mday < 0 || tm.tm_mon < 0 || tm.tm_year < 0 || hours < 0 || minutes < 0 ||
	    !clock_of(s + 13, &tm))
		return CLOCK_NONE;
	at = as_ns(timegm(&tm));
	return at == CLOCK_NONE
		   ? at
		   : at + (s[22] == '+' ? -1 : 1) * (hours * 60 + minutes) * 60 * CLOCK_SECOND;
}

/* Who asks may have any name: it is the first that is a time. */
static int64_t
nginx_access(const char *s, size_t n)
{
	const char *at = s, *end = s + (n < HEAD ? n : HEAD);
	int64_t ns;

	while ((at = memchr(at, '[', (size_t)(end - at))) != NULL && end - at >= 28) {
		ns = bracketed(at);
		if (ns != CLOCK_NONE)
			return ns;
		at++;
	}
	return CLOCK_NONE;
}

int64_t
when_said(const char *s, size_t n, int64_t now)
{
	int64_t at;

	if (n == 0)
		return CLOCK_NONE;
	if (s[0] >= '0' && s[0] <= '9' && (at = rfc3339(s, n)) != CLOCK_NONE)
		return at;
	if ((at = nginx_error(s, n)) != CLOCK_NONE || (at = syslog_time(s, n, now)) != CLOCK_NONE)
		return at;
	return nginx_access(s, n);
}
