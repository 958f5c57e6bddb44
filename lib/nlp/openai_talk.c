/* A message in hand: its triage, its parts, and its answer when all are there */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "nlp/openai_live.h"

static struct part *
part_new(struct talk *t, size_t chunk, enum prompt_role role, struct slice text)
{
	struct part *p = mem_new(1, sizeof *p);

	*p = (struct part){ .live = t->live,
		.t = t,
		.chunk = chunk,
		.role = role,
		.text = text,
		.tokens = routes_tokens(&t->live->routes, role) };
	return p;
}

static void
part_free(struct part *p)
{
	if (p == NULL)
		return;
	openai_call_release(&p->call);
	buf_release(&p->body);
	ideas_release(&p->ideas);
	free(p->model);
	free(p);
}

static int
begin_parts(struct talk *t, struct err *e)
{
	const struct chunks *chunks = &t->m->chunks;
	struct part *p;
	size_t i;

	t->parts = mem_new(chunks->n, sizeof *t->parts);
	for (i = 0; i < chunks->n && !t->settled; i++) {
		p = part_new(t, i, routes_role(&t->live->routes, &chunks->p[i]),
		    (struct slice){ chunks->p[i].text, chunks->p[i].n });
		t->parts[i] = p;
		if (live_send(p, e) < 0)
			return -1;
	}
	return 0;
}

int
talk_begin(struct talk *t, struct err *e)
{
	if (t->triage != NULL || !t->live->routes.triage)
		return begin_parts(t, e);
	t->triage = part_new(t, 0, PROMPT_TRIAGE, routes_triage_text(t->m, &t->text));
	return live_send(t->triage, e) < 0 ? -1 : 0;
}

void
talk_settle(struct talk *t, enum nlp_state state, char *reason, bool uncounted)
{
	if (t->settled) {
		free(reason);
		return;
	}
	t->settled = true;
	t->state = state;
	t->reason = reason;
	t->uncounted = uncounted;
	if (state == NLP_PENDING && !uncounted && t->m->attempts >= t->live->how->attempts)
		t->state = NLP_ERROR;
}

/* The ideas of all parts, in the order of the text. */
static void
gather(struct talk *t, struct ideas *all)
{
	struct part *p;
	size_t i, k;

	for (i = 0; t->parts != NULL && i < t->m->chunks.n; i++) {
		p = t->parts[i];
		for (k = 0; p != NULL && k < p->ideas.n; k++)
			*ideas_add(all, i) = p->ideas.p[k];
		if (p != NULL)
			p->ideas.n = 0; /* they have moved */
		if (p != NULL && p->model != NULL) {
			free(t->model);
			t->model = mem_str(p->model);
		}
	}
}

static void
count(struct talk *t)
{
	struct live *l = t->live;

	if (t->state == NLP_PENDING && t->uncounted)
		l->left++;
	else if (t->state == NLP_PENDING)
		l->pending++;
	else if (t->state == NLP_ERROR)
		l->failed++;
}

static int
answer(struct talk *t, struct err *e)
{
	struct live *l = t->live;
	struct ideas all = { 0 };
	struct nlp_result r = { .prompt = l->routes.prompt.version };
	int rc;

	if (!t->settled)
		gather(t, &all);
	r.state = t->settled ? t->state : all.n > 0 ? NLP_OK : NLP_NOISE;
	r.reason = t->reason;
	r.model = t->model;
	r.uncounted = t->uncounted;
	r.ideas = &all;
	if (r.model == NULL && r.state == NLP_ERROR)
		r.model = l->routes.prompt.models[PROMPT_MAIN];
	if (r.model == NULL)
		r.prompt = NULL; /* nobody was asked */
	t->state = r.state;
	count(t);
	rc = l->en.sink.result(l->en.sink.arg, t->m, &r, e);
	ideas_release(&all);
	return rc;
}

int
talk_finish(struct talk *t, struct err *e)
{
	int rc;

	if (t->waits > 0)
		return 0;
	rc = answer(t, e);
	talk_free(t);
	return rc;
}

void
talk_free(struct talk *t)
{
	size_t i;

	*t->at = t->next;
	if (t->next != NULL)
		t->next->at = t->at;
	t->live->in_hand--;
	for (i = 0; t->parts != NULL && i < t->m->chunks.n; i++)
		part_free(t->parts[i]);
	free(t->parts);
	part_free(t->triage);
	nlp_message_free(t->m);
	buf_release(&t->text);
	free(t->reason);
	free(t->model);
	free(t);
}
