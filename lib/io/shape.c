#include "io/shape.h"

#include "io/rec.h"

/* A name is kept if it is short and its colon stands at once behind it. */
static bool
keep(struct shape_name *name, struct slice text)
{
	size_t len = text.n + 3;

	if (len > SHAPE_NAME || text.p[text.n + 1] != ':')
		return false;
	*name = (struct shape_name){ .len = len };
	memcpy(name->text, text.p - 1, len);
	memset(name->mask, 0xff, len);
	return true;
}

void
shape_learn(struct shape *shape, const struct rec *rec)
{
	size_t i;

	shape->n = 0;
	if (rec->n > SHAPE_FIELDS)
		return;
	for (i = 0; i < rec->n; i++)
		if (!keep(&shape->name[i], rec->f[i].name))
			return;
	shape->n = rec->n;
}
