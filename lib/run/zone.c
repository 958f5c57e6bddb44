#include "run/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

bool
zone_known(const char *zone)
{
	const char *dir = getenv("TZDIR");
	size_t n = strlen(zone);
	char *path;
	bool known;

	if (n == 0 || n > 64 || zone[0] == '/' || strstr(zone, "..") != NULL ||
	    zone[strspn(zone,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+-")] != '\0')
		return false;
	if (strcmp(zone, "UTC") == 0)
		return true;
	path = mem_fmt("%s/%s", dir != NULL && dir[0] == '/' ? dir : "/usr/share/zoneinfo", zone);
	known = access(path, R_OK) == 0;
	free(path);
	return known;
}

/* The C library knows zones only as the process's own: it is set for the question and put back. */
int64_t
zone_offset(int64_t ns, const char *zone)
{
	char *before = mem_str(getenv("TZ"));
	time_t t =
	    (time_t)(clock_midnight(ns) / CLOCK_SECOND + (ns - clock_midnight(ns)) / CLOCK_SECOND);
	int64_t offset = 0;
	struct tm tm;

	if (zone != NULL && setenv("TZ", zone, 1) == 0) {
		tzset();
		if (localtime_r(&t, &tm) != NULL)
			offset = (int64_t)tm.tm_gmtoff * CLOCK_SECOND;
		if (before != NULL)
			(void)setenv("TZ", before, 1); /* it was there: there is room for it */
		else
			(void)unsetenv("TZ");
		tzset();
	}
	free(before);
	return offset;
}

int64_t
zone_date(int64_t ns, const char *zone)
{
	return clock_midnight(ns + zone_offset(ns, zone));
}

int64_t
zone_time(int64_t local, const char *zone)
{
	int64_t near = local - zone_offset(local, zone);

	return local - zone_offset(near, zone);
}
