/* Sending a request, and counting what it cost */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "nlp/openai_live.h"

#define ID_MIN 20 /* characters of a name that is surely the only one */

static const char *
model_of(const struct part *p)
{
	return p->live->routes.prompt.models[p->role];
}

void
live_end(struct live *l, const struct err *why)
{
	if (l->ended)
		return;
	l->ended = true;
	l->why = *why;
}

/* The most that it can cost is held. As live_send(). */
static int
hold(struct part *p, struct err *e)
{
	struct live *l = p->live;
	const struct price *price = prices_find(&l->prices, model_of(p));
	struct decimal most;

	if (price == NULL) /* then there is no limit either */
		return 0;
	if (price_cost(&most, price, openai_ask_tokens(&p->body), 0, p->tokens, false, e))
		return -1;
	return budget_hold(l->budget, &p->hold, &most, e);
}

/* What waited for its turn when asking ended is not sent. */
static int
may_send(struct openai_call *c, struct err *e)
{
	const struct part *p = c->arg;

	return p->live->ended ? err_set(e, p->live->why.code, "%s", p->live->why.msg) : 0;
}

int
live_send(struct part *p, struct err *e)
{
	struct live *l = p->live;
	const struct openai_ask ask = { &l->routes.prompt, p->role, p->text, p->t->m, p->tokens,
		&l->routes.taste };
	int rc = 0;

	buf_reset(&p->body);
	openai_ask(&p->body, &ask);
	p->asked_old = l->routes.taste.max_tokens;
	if (!l->ended) {
		rc = hold(p, e);
		if (rc < 0)
			return -1;
		if (rc > 0)
			live_end(l, e);
	}
	if (l->ended) {
		talk_settle(p->t, NLP_PENDING, mem_str(l->why.msg), true);
		return 1;
	}
	p->call.method = "POST";
	p->call.path = "/chat/completions";
	p->call.body = p->body.p;
	p->call.body_len = p->body.len;
	p->call.may = may_send;
	p->call.done = live_done;
	p->call.arg = p;
	p->sent = true;
	p->t->waits++;
	openai_add(l->ai, &p->call);
	return 0;
}

/* A name that no other request has. */
static char *
usage_id(const struct part *p, const struct openai_chat *chat)
{
	if (chat->id != NULL && strlen(chat->id) >= ID_MIN)
		return mem_str(chat->id);
	return mem_fmt("%s/%zu/%s/%lld", p->t->m->id, p->chunk, prompt_role_name(p->role),
	    (long long)clock_real());
}

static int
tell_usage(struct part *p, const struct openai_chat *chat, const struct decimal *usd, struct err *e)
{
	struct live *l = p->live;
	char *id = usage_id(p, chat), text[DECIMAL_TEXT_MAX];
	struct nlp_usage u = { .id = id,
		.model = chat->model != NULL ? chat->model : model_of(p),
		.purpose = prompt_role_name(p->role),
		.message_id = p->t->m->id,
		.prompt_tokens = chat->prompt_tokens < 0 ? 0 : chat->prompt_tokens,
		.cached_tokens = chat->cached_tokens < 0 ? 0 : chat->cached_tokens,
		.completion_tokens = chat->completion_tokens < 0 ? 0 : chat->completion_tokens };
	int rc = clock_now(&u.at, e);

	if (usd != NULL) {
		(void)decimal_text(text, usd);
		u.cost_usd = text;
		u.prices_as_of = l->prices.as_of;
	}
	if (rc == 0)
		rc = l->en.sink.usage(l->en.sink.arg, &u, e);
	free(id);
	return rc;
}

/* By what the answer says; one that does not say counts as the most it can have been. */
static int
paid_for(struct part *p, const struct openai_chat *chat, struct err *e)
{
	struct live *l = p->live;
	const struct price *price =
	    chat->model == NULL ? NULL : prices_find(&l->prices, chat->model);
	struct budget_use use = { .model = chat->model != NULL ? chat->model : model_of(p),
		.purpose = prompt_role_name(p->role),
		.prompt_tokens = chat->prompt_tokens,
		.cached_tokens = chat->cached_tokens,
		.completion_tokens = chat->completion_tokens };
	struct decimal usd;

	if (price == NULL)
		price = prices_find(&l->prices, model_of(p));
	if (price != NULL && chat->prompt_tokens >= 0 && chat->completion_tokens >= 0) {
		if (price_cost(&usd, price, chat->prompt_tokens, chat->cached_tokens,
			chat->completion_tokens, false, e))
			return -1;
		use.usd = &usd;
	} else if (p->hold.id[0] != '\0') {
		usd = p->hold.usd;
		use.usd = &usd;
	}
	return budget_spent(l->budget, &p->hold, &use, e) || tell_usage(p, chat, use.usd, e) ? -1
											     : 0;
}

int
live_paid(struct part *p, const struct openai_chat *chat, struct err *e)
{
	const struct budget_use unknown = { .model = model_of(p),
		.purpose = prompt_role_name(p->role) };

	if (chat != NULL)
		return paid_for(p, chat, e);
	if (p->call.why == OPENAI_SILENT && p->hold.id[0] != '\0')
		return budget_spent(p->live->budget, &p->hold, &unknown, e);
	return budget_free(p->live->budget, &p->hold, e);
}
