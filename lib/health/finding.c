#include "health/finding.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

static void put(char **text, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

static void
put(char **text, const char *fmt, va_list ap)
{
	struct buf b = { 0 };

	buf_vfmt(&b, fmt, ap);
	free(*text);
	*text = buf_take(&b);
}

void
finding_say(struct finding *f, enum check_status status, const char *fmt, ...)
{
	va_list ap;

	f->status = status;
	va_start(ap, fmt);
	put(&f->text, fmt, ap);
	va_end(ap);
}

void
finding_put(char **text, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put(text, fmt, ap);
	va_end(ap);
}

void
finding_release(struct finding *f)
{
	free(f->observed);
	free(f->limit);
	free(f->text);
	free(f->fix);
	*f = (struct finding){ 0 };
}

struct unit {
	int64_t of;
	const char *name;
};

char *
finding_span(int64_t ns)
{
	static const struct unit units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" },
		{ 1, "s" } };
	int64_t s = (ns < 0 ? -(ns + 1) : ns) / CLOCK_SECOND, rest;
	const char *sign = ns < 0 ? "-" : "";
	size_t i = 0;

	while (i < 3 && s < units[i].of)
		i++;
	rest = i < 3 ? s % units[i].of / units[i + 1].of : 0;
	if (rest == 0)
		return mem_fmt("%s%" PRId64 " %s", sign, s / units[i].of, units[i].name);
	return mem_fmt("%s%" PRId64 " %s %" PRId64 " %s", sign, s / units[i].of, units[i].name,
	    rest, units[i + 1].name);
}

char *
finding_size(int64_t bytes)
{
	static const char *const names[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	int64_t unit = 1;
	size_t i = 0;

	while (i < 4 && bytes >= 1024 * unit) {
		unit *= 1024;
		i++;
	}
	if (i == 0 || bytes / unit >= 100)
		return mem_fmt("%" PRId64 " %s", bytes / unit, names[i]);
	return mem_fmt(
	    "%" PRId64 ".%" PRId64 " %s", bytes / unit, bytes % unit * 10 / unit, names[i]);
}
