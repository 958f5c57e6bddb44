#include "base/worst.h"

#include <stddef.h>

#include "base/log.h"

/* By how much a person is needed: what comes first here is the run's status. */
static bool
outranks(enum err_code a, enum err_code b)
{
	static const enum err_code order[] = { ERR_BUG, ERR_IO, ERR_CONFIG, ERR_PERM, ERR_NOINPUT,
		ERR_REMOTE, ERR_TEMP, ERR_DATA };
	size_t i;

	for (i = 0; i < sizeof order / sizeof order[0]; i++)
		if (order[i] == a || order[i] == b)
			return order[i] == a && a != b;
	return false;
}

void
worst_note(struct worst *w, const struct err *why)
{
	if (w->failed && !outranks(why->code, w->err.code)) {
		log_error("%s", why->msg);
		return;
	}
	if (w->failed)
		log_error("%s", w->err.msg);
	w->err = *why;
	w->failed = true;
}

int
worst_end(const struct worst *w, struct err *e)
{
	if (!w->failed)
		return 0;
	*e = w->err;
	return -1;
}
