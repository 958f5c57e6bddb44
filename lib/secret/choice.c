#include "secret/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "secret/contract.h"

void
choice_release(struct choice *c)
{
	free(c->list);
	*c = (struct choice){ 0 };
}

/* Whether a source beside the environment has all[i]'s name, for which the environment comes first. */
static bool
is_given(const struct vars *v, size_t i)
{
	size_t k;

	for (k = i; k < v->n && strcmp(v->all[k].name, v->all[i].name) == 0; k++)
		if (v->sources[v->all[k].source].type != VARS_ENVIRONMENT)
			return true;
	return false;
}

void
choice_make(struct choice *c, const struct vars *v, const struct contract *contract, bool all)
{
	size_t i;

	c->list = mem_new(v->n + 1, sizeof *c->list);
	for (i = 0; i < v->n; i++)
		if (vars_wins(v, i) &&
		    (all || is_given(v, i) ||
			(contract != NULL && contract_find(contract, v->all[i].name) != NULL)))
			c->list[c->n++] = &v->all[i];
}

void
choice_named(struct choice *c, const struct vars *v, const char *name)
{
	size_t i;

	c->list = mem_new(v->n + 1, sizeof *c->list);
	for (i = 0; i < v->n; i++)
		if (strcmp(v->all[i].name, name) == 0)
			c->list[c->n++] = &v->all[i];
}
