#include "rec/check.h"

#include <stddef.h>

#include "io/emit.h"

const char *
check_status_name(enum check_status status)
{
	static const char *const names[] = { "pass", "warn", "fail", "skip" };

	return names[status];
}

static void
emit_if(struct emit *em, const char *name, const char *value)
{
	if (value != NULL)
		emit_str(em, name, value);
}

int
check_emit(struct emit *em, int64_t at, const struct check *c, struct err *e)
{
	emit_begin(em, "check");
	emit_time(em, "at", at);
	emit_str(em, "name", c->name);
	emit_str(em, "status", check_status_name(c->status));
	emit_if(em, "observed", c->observed);
	emit_if(em, "limit", c->limit);
	emit_if(em, "text", c->text);
	emit_if(em, "fix", c->fix);
	return emit_end(em, e);
}
