#include "nlp/openai.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "nlp/openai_live.h"

#define WIDTH 4 /* messages in hand for each request at a time: nobody waits for the slowest */

static int
take(struct nlp_engine *en, struct nlp_message *m, struct err *e)
{
	struct live *l = (struct live *)(void *)en;
	struct talk *t = mem_new(1, sizeof *t);

	*t = (struct talk){ .live = l, .m = m, .next = l->talks, .at = &l->talks };
	if (l->talks != NULL)
		l->talks->at = &t->next;
	l->talks = t;
	l->in_hand++;
	return talk_begin(t, e) ? -1 : talk_finish(t, e);
}

static int
run(struct nlp_engine *en, size_t in_hand, struct err *e)
{
	struct live *l = (struct live *)(void *)en;

	return l->in_hand > in_hand ? openai_run(l->ai, e) : 0;
}

static size_t
count_in_hand(const struct nlp_engine *en)
{
	return ((const struct live *)(const void *)en)->in_hand;
}

/* What is still in hand was cut off by a failure, which is told already: nobody gets lost. */
static void
close_live(struct nlp_engine *en)
{
	struct live *l = (struct live *)(void *)en;
	struct err e;
	bool told = true;

	openai_close(l->ai);
	while (l->talks != NULL) {
		talk_settle(l->talks, NLP_PENDING, mem_str("interrupted"), true);
		l->talks->waits = 0;
		if (!told)
			talk_free(l->talks);
		else
			told = talk_finish(l->talks, &e) == 0;
	}
	budget_close(l->budget);
	prices_release(&l->prices);
	routes_release(&l->routes);
	free(l);
}

static const struct nlp_engine_kind live_kind = { "openai", take, run, count_in_hand, close_live };

static int
init(struct live *l, struct err *e)
{
	const struct nlp_openai_how *how = l->how;
	const struct openai_how ai = { how->deadline_ns, (int)how->concurrency, how->trace };

	if (openai_open(&l->ai, &ai, e) || routes_init(&l->routes, how, e) ||
	    prices_load(&l->prices, how->prices, e) ||
	    (how->price != NULL && prices_add(&l->prices, how->price, e)) ||
	    budget_open(&l->budget, how->max_usd, how->max_usd_day, e))
		return -1;
	return budget_is_limited(l->budget) ? routes_priced(&l->routes, &l->prices, e) : 0;
}

int
nlp_openai_open(struct nlp_engine **en, const struct nlp_openai_how *how, struct err *e)
{
	struct live *l = mem_new(1, sizeof *l);

	l->en.kind = &live_kind;
	l->en.width = (size_t)how->concurrency * WIDTH;
	l->how = how;
	*en = &l->en;
	if (init(l, e) == 0)
		return 0;
	close_live(*en);
	*en = NULL;
	return -1;
}

int
nlp_openai_verdict(const struct nlp_engine *en, struct err *e)
{
	const struct live *l = (const struct live *)(const void *)en;

	if (l->ended) {
		*e = l->why;
		return err_set(
		    e, l->why.code, "%s; messages that stay pending: %zu", l->why.msg, l->left);
	}
	if (l->pending > 0)
		return err_set(e, ERR_TEMP,
		    "messages that could not be read and stay pending: %zu, that were given up: %zu; the reasons are stored",
		    l->pending, l->failed);
	if (l->failed > 0)
		return err_set(e, ERR_DATA,
		    "messages that could not be read: %zu; the reasons are stored", l->failed);
	return 0;
}
