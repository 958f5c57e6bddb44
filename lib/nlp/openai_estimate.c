/* What asking a model would cost: requests are made and not sent */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/emit.h"
#include "nlp/engine.h"
#include "nlp/openai.h"
#include "nlp/openai_routes.h"
#include "nlp/prices.h"

#define BYTES_A_TOKEN 4   /* of English, about */
#define ANSWER_TOKENS 400 /* of an idea or two, about; of a triage a tenth */

struct tally {
	int64_t requests, bytes, most, about; /* tokens of answers */
};

struct estimate {
	struct nlp_engine en;
	struct routes routes;
	struct prices prices;
	struct tally tallies[PROMPT_ROLES];
	struct emit em;
};

static void
add(struct estimate *s, const struct nlp_message *m, enum prompt_role role, struct slice text)
{
	const struct openai_ask ask = { &s->routes.prompt, role, text, m,
		routes_tokens(&s->routes, role), &s->routes.taste };
	struct buf body = { 0 };

	openai_ask(&body, &ask);
	s->tallies[role].requests++;
	s->tallies[role].bytes += openai_ask_tokens(&body);
	s->tallies[role].most += ask.tokens;
	s->tallies[role].about += role == PROMPT_TRIAGE ? ANSWER_TOKENS / 10 : ANSWER_TOKENS;
	buf_release(&body);
}

static int
take(struct nlp_engine *en, struct nlp_message *m, struct err *e)
{
	struct estimate *s = (struct estimate *)(void *)en;
	struct buf text = { 0 };
	size_t i;

	(void)e; /* nothing here fails */
	if (s->routes.triage)
		add(s, m, PROMPT_TRIAGE, routes_triage_text(m, &text));
	for (i = 0; i < m->chunks.n; i++)
		add(s, m, routes_role(&s->routes, &m->chunks.p[i]),
		    (struct slice){ m->chunks.p[i].text, m->chunks.p[i].n });
	buf_release(&text);
	nlp_message_free(m);
	return 0;
}

static void
put_cost(struct estimate *s, const char *name, const struct price *price, int64_t prompt,
    int64_t completion, struct err *e)
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal usd;

	if (price == NULL || price_cost(&usd, price, prompt, 0, completion, false, e))
		emit_null(&s->em, name);
	else
		emit_num(&s->em, name, text, decimal_text(text, &usd));
}

static int
print(struct estimate *s, enum prompt_role role, struct err *e)
{
	const struct tally *t = &s->tallies[role];
	const char *model = s->routes.prompt.models[role];
	const struct price *price = prices_find(&s->prices, model);
	char *target = mem_fmt("openai/%s", model);

	emit_begin(&s->em, "plan");
	emit_str(&s->em, "action", "ask");
	emit_str(&s->em, "target", target);
	emit_null(&s->em, "before");
	emit_open(&s->em, "after", '{');
	emit_str(&s->em, "purpose", prompt_role_name(role));
	emit_int(&s->em, "requests", t->requests);
	emit_int(&s->em, "prompt_tokens", t->bytes / BYTES_A_TOKEN);
	emit_int(&s->em, "completion_tokens", t->about);
	put_cost(s, "about_usd", price, t->bytes / BYTES_A_TOKEN, t->about, e);
	put_cost(s, "most_usd", price, t->bytes, t->most, e);
	emit_str(&s->em, "prices_as_of", price == NULL ? NULL : s->prices.as_of);
	emit_close(&s->em, '}');
	emit_str(&s->em, "risk", "low");
	free(target);
	return emit_end(&s->em, e);
}

/* The last call is the one that comes when there is nothing more to read; what was printed is not printed
 * again. */
static int
run(struct nlp_engine *en, size_t in_hand, struct err *e)
{
	struct estimate *s = (struct estimate *)(void *)en;
	enum prompt_role role;

	(void)in_hand;
	for (role = 0; role < PROMPT_ROLES; role++) {
		if (s->tallies[role].requests > 0 && print(s, role, e))
			return -1;
		s->tallies[role] = (struct tally){ 0 };
	}
	return 0;
}

static size_t
none_in_hand(const struct nlp_engine *en)
{
	(void)en;
	return 0;
}

static void
close_estimate(struct nlp_engine *en)
{
	struct estimate *s = (struct estimate *)(void *)en;

	emit_release(&s->em);
	prices_release(&s->prices);
	routes_release(&s->routes);
	free(s);
}

static const struct nlp_engine_kind estimate_kind = { "estimate", take, run, none_in_hand,
	close_estimate };

int
nlp_openai_estimate(
    struct nlp_engine **en, const struct nlp_openai_how *how, FILE *out, struct err *e)
{
	struct estimate *s = mem_new(1, sizeof *s);

	s->en.kind = &estimate_kind;
	s->en.width = 1;
	*en = &s->en;
	emit_init(&s->em, out, false);
	if (routes_init(&s->routes, how, e) == 0 && prices_load(&s->prices, how->prices, e) == 0 &&
	    (how->price == NULL || prices_add(&s->prices, how->price, e) == 0))
		return 0;
	close_estimate(*en);
	*en = NULL;
	return -1;
}
