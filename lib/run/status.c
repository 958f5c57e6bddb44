#include "run/status.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = { "waiting", "running", "ok", "degraded", "skipped", "blocked",
	"retried", "failed", "failed-optional", "timeout", "interrupted" };

const char *
status_name(enum status s)
{
	return names[s];
}

enum status
status_find(const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < sizeof names / sizeof names[0]; i++)
		if (strcmp(names[i], name) == 0)
			return (enum status)i;
	return STATUS_INTERRUPTED;
}

bool
status_good(enum status s)
{
	return s == STATUS_OK || s == STATUS_DEGRADED;
}

bool
status_bad(enum status s)
{
	return s == STATUS_FAILED || s == STATUS_OPTIONAL || s == STATUS_TIMEOUT;
}

bool
status_done(enum status s)
{
	return status_good(s) || s == STATUS_SKIPPED;
}
