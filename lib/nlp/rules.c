#include "nlp/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nlp/engine.h"
#include "nlp/message.h"

struct rules {
	int threshold; /* of a compound, in 1/10000: nearer to 0 it says nothing */
};

int
rules_open(struct rules **r, struct err *e)
{
	(void)e;
	*r = mem_new(1, sizeof **r);
	(*r)->threshold = 500;
	return 0;
}

void
rules_close(struct rules *r)
{
	free(r);
}

/* A chunk that names symbols, and which way the message leans. */
static void
chunk_idea(const struct rules *r, const struct nlp_message *m, size_t chunk, struct ideas *out)
{
	const struct chunk *c = &m->chunks.p[chunk];
	struct idea *i = NULL;
	const struct nlp_candidate *one;
	size_t k;

	for (k = 0; k < m->ncandidates; k++) {
		one = &m->candidates[k];
		if (nlp_find_word(c->text, c->n, one->text != NULL ? one->text : one->symbol) ==
		    NULL)
			continue;
		if (i == NULL)
			i = ideas_add(out, chunk);
		(void)idea_add_symbol(
		    i, one->symbol, strlen(one->symbol)); /* candidates are symbols */
	}
	if (i == NULL)
		return;
	idea_text(&i->text, c->text, c->n, IDEA_TEXT_MAX);
	i->instrument = "equity";
	i->action = "none";
	i->direction = m->compound >= r->threshold    ? "bullish"
		       : m->compound <= -r->threshold ? "bearish"
						      : "neutral";
	i->confidence = 300;
}

void
rules_ideas(const struct rules *r, const struct nlp_message *m, struct ideas *out)
{
	size_t k;

	for (k = 0; m->scored && k < m->chunks.n; k++)
		chunk_idea(r, m, k, out);
}
