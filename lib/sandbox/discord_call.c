#include "sandbox/discord_call.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/fault.h"

int64_t
disc_now(const struct disc *d)
{
	return d->began + (clock_mono() - d->began_mono);
}

const char *
disc_param(const struct disc_call *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->r->nparams; i++)
		if (!c->r->params[i].body && strcmp(c->r->params[i].name, name) == 0)
			return c->r->params[i].value;
	return NULL;
}

void
disc_param_int(const struct disc_call *c, const char *name, int64_t min, int64_t max, int64_t *v,
    struct disc_form *form)
{
	const char *s = disc_param(c, name);
	int64_t got;

	if (s == NULL)
		return;
	if (num_int(s, strlen(s), INT32_MIN, INT32_MAX, &got))
		disc_form_bad(form, name, "NUMBER_TYPE_COERCE", "Value \"%s\" is not int.", s);
	else if (got < min)
		disc_form_bad(form, name, "NUMBER_TYPE_MIN",
		    "int value should be greater than or equal to %" PRId64 ".", min);
	else if (got > max)
		disc_form_bad(form, name, "NUMBER_TYPE_MAX",
		    "int value should be less than or equal to %" PRId64 ".", max);
	else
		*v = got;
}

void
disc_param_id(const struct disc_call *c, const char *name, uint64_t *v, struct disc_form *form)
{
	const char *s = disc_param(c, name);

	if (s != NULL && num_uint(s, strlen(s), UINT64_MAX, v))
		disc_form_bad(
		    form, name, "NUMBER_TYPE_COERCE", "Value \"%s\" is not snowflake.", s);
}

struct buf *
disc_ok(const struct disc_call *c)
{
	reply_json(c->reply, 200);
	return &c->reply->body;
}

void
disc_next(struct buf *out)
{
	if (strchr("[{", out->p[out->len - 1]) == NULL)
		buf_char(out, ',');
}

bool
disc_fault(const struct disc_call *c, const char *kind)
{
	return c->r->fault != NULL && strcmp(c->r->fault->kind->name, kind) == 0;
}

int64_t
disc_fault_value(const struct disc_call *c)
{
	return c->r->fault->value;
}
