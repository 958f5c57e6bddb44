#include "run/pipeline_order.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "io/conf.h"
#include "run/pipeline.h"

static int
unknown(const struct pipeline *p, const struct conf *c, struct err *e)
{
	const char *names[PIPELINE_STEPS_MAX + 1], *near;
	size_t i;

	for (i = 0; i < p->nsteps; i++)
		names[i] = p->steps[i].name;
	names[i] = NULL;
	near = near_word(c->text, names);
	return conf_fail(e, p->file, c, "no step '%s'%s%s%s", c->text,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static int
resolve(const struct pipeline *p, size_t self, struct pipeline_refs *refs, struct err *e)
{
	const struct conf *list = refs->conf, *c;
	size_t i;
	int at;

	refs->conf = NULL; /* the tree goes when the file is read */
	if (list == NULL)
		return 0;
	for (c = list->type == CONF_LIST ? list->child : list; c != NULL;
	     c = list->type == CONF_LIST ? c->next : NULL) {
		at = pipeline_find(p, c->text);
		if (at < 0)
			return unknown(p, c, e);
		if ((size_t)at == self)
			return conf_fail(
			    e, p->file, c, "step '%s' cannot wait for itself", c->text);
		for (i = 0; i < refs->n && refs->at[i] != (size_t)at; i++)
			continue;
		if (i < refs->n)
			return conf_fail(e, p->file, c, "'%s' stands here a second time", c->text);
		refs->at = mem_grow(refs->at, refs->n + 1, sizeof *refs->at);
		refs->at[refs->n++] = (size_t)at;
	}
	return 0;
}

enum mark { NEW, OPEN, CLOSED };

/* A walk in depth: the way we came is the open ones. */
struct walk {
	struct pipeline *p;
	enum mark mark[PIPELINE_STEPS_MAX];
	size_t way[PIPELINE_STEPS_MAX];
	size_t n;
};

static int
circle(const struct walk *w, size_t back, struct err *e)
{
	struct buf text = { 0 };
	size_t i = 0;

	while (w->way[i] != back)
		i++;
	for (; i < w->n; i++)
		buf_fmt(&text, "%s -> ", w->p->steps[w->way[i]].name);
	(void)err_set(e, ERR_CONFIG, "%s:%zu:%zu: steps wait for each other in a circle: %s%s",
	    w->p->file, w->p->steps[back].line, w->p->steps[back].column, text.p,
	    w->p->steps[back].name);
	buf_release(&text);
	return -1;
}

static int
visit(struct walk *w, size_t at, struct err *e)
{
	struct pipeline_step *s = &w->p->steps[at];
	const struct pipeline_refs *both[2] = { &s->needs, &s->after };
	size_t i, k, to;

	w->mark[at] = OPEN;
	w->way[w->n++] = at;
	for (k = 0; k < 2; k++)
		for (i = 0; i < both[k]->n; i++) {
			to = both[k]->at[i];
			if (w->mark[to] == OPEN)
				return circle(w, to, e);
			if (w->mark[to] == NEW && visit(w, to, e))
				return -1;
			if (w->p->steps[to].level + 1 > s->level)
				s->level = w->p->steps[to].level + 1;
		}
	w->n--;
	w->mark[at] = CLOSED;
	return 0;
}

int
pipeline_order(struct pipeline *p, struct err *e)
{
	struct walk *w = mem_new(1, sizeof *w);
	size_t i;
	int rc = -1;

	w->p = p;
	for (i = 0; i < p->nsteps; i++)
		if (resolve(p, i, &p->steps[i].needs, e) || resolve(p, i, &p->steps[i].after, e))
			goto out;
	for (i = 0; i < p->nsteps; i++)
		if (w->mark[i] == NEW && visit(w, i, e))
			goto out;
	rc = 0;
out:
	free(w);
	return rc;
}
