#include "nlp/chat.h"

#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "io/emit.h"
#include "nlp/budget.h"
#include "nlp/openai_ask.h"
#include "nlp/prices.h"
#include "vendor/openai.h"
#include "vendor/openai_chat.h"

#define MODEL "gpt-4o-mini"
#define TOKENS 1000
#define TEMPERATURE "0.7"
#define CHANGES_MAX 2 /* of the request, after a refusal of one of its fields */

struct chatting {
	const struct nlp_chat_how *how;
	const char *model;
	struct openai *ai;
	struct openai_call call;
	struct openai_chat said;
	struct prices prices;
	struct budget *budget; /* NULL: nothing can be written down, and there is no limit */
	struct budget_hold hold;
	struct buf body;
	bool old_limit; /* the server knows the limit by its old name alone */
	bool own_mind;  /* the model takes no temperature */
};

bool
nlp_chat_is_set(void)
{
	return env_get("OPENAI_API_KEY") != NULL || env_get("OPENAI_BASE_URL") != NULL;
}

static void
add_turn(struct emit *em, const char *role, const char *text)
{
	emit_open(em, NULL, '{');
	emit_str(em, "role", role);
	emit_str(em, "content", text);
	emit_close(em, '}');
}

static void
write_request(struct chatting *c)
{
	const char *const *turn;
	struct emit em;

	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "model", c->model);
	emit_open(&em, "messages", '[');
	add_turn(&em, "system", c->how->words);
	for (turn = c->how->turns; *turn != NULL; turn++)
		add_turn(&em, "user", *turn);
	emit_close(&em, ']');
	emit_bool(&em, "store", false);
	emit_int(&em, c->old_limit ? "max_tokens" : "max_completion_tokens", TOKENS);
	if (!c->own_mind)
		emit_num(&em, "temperature", TEMPERATURE, strlen(TEMPERATURE));
	emit_close(&em, '}');
	buf_reset(&c->body);
	buf_add(&c->body, em.line.p, em.line.len);
	emit_release(&em);
}

/* A ledger that cannot be written matters only where there is a limit. */
static int
without_ledger(struct chatting *c, struct err *e)
{
	if (c->how->max_usd_day >= 0)
		return -1;
	log_warn("what this costs is not written down: %s", e->msg);
	budget_close(c->budget);
	c->budget = NULL;
	return 0;
}

/* The most that it can cost is held. 1: it does not fit. */
static int
hold(struct chatting *c, struct err *e)
{
	const struct price *price = prices_find(&c->prices, c->model);
	struct decimal most;
	int rc;

	if (budget_open(&c->budget, -1, c->how->max_usd_day, e))
		return without_ledger(c, e);
	if (price == NULL)
		return c->how->max_usd_day < 0
			   ? 0
			   : err_set(e, ERR_CONFIG,
				 "%s: its price is not known, so no limit can be kept", c->model);
	if (price_cost(&most, price, openai_ask_tokens(&c->body), 0, TOKENS, false, e))
		return -1;
	rc = budget_hold(c->budget, &c->hold, &most, e);
	return rc < 0 ? without_ledger(c, e) : rc;
}

/* Whether the refusal is about something that can be said otherwise, or not at all. */
static bool
changes(struct chatting *c)
{
	if (c->call.why != OPENAI_PARAMETER)
		return false;
	if (!c->old_limit && strcmp(c->call.param, "max_completion_tokens") == 0)
		c->old_limit = true;
	else if (!c->own_mind && strcmp(c->call.param, "temperature") == 0)
		c->own_mind = true;
	else
		return false;
	return true;
}

static int
ask(struct chatting *c, struct err *e)
{
	int rc, i;

	for (i = 0;; i++) {
		openai_call_release(&c->call);
		c->call = (struct openai_call){ .method = "POST",
			.path = "/chat/completions",
			.body = c->body.p,
			.body_len = c->body.len };
		rc = openai_once(c->ai, &c->call, e);
		if (rc == 0 || i == CHANGES_MAX || !changes(c))
			return rc;
		write_request(c);
	}
}

/* By what the answer says; as much as was held where that is not known. */
static int
spend(struct chatting *c, bool answered, struct err *e)
{
	const char *model = c->said.model != NULL ? c->said.model : c->model;
	const struct price *price = prices_find(&c->prices, model);
	struct budget_use use = { .model = model,
		.purpose = "chat",
		.prompt_tokens = c->said.prompt_tokens,
		.cached_tokens = c->said.cached_tokens,
		.completion_tokens = c->said.completion_tokens };
	struct decimal usd;

	if (!answered && c->call.why != OPENAI_SILENT)
		return budget_free(c->budget, &c->hold, e);
	if (price == NULL)
		price = prices_find(&c->prices, c->model);
	if (price != NULL && use.prompt_tokens >= 0 && use.completion_tokens >= 0) {
		if (price_cost(&usd, price, use.prompt_tokens, use.cached_tokens,
			use.completion_tokens, false, e))
			return -1;
		use.usd = &usd;
	}
	return budget_spent(c->budget, &c->hold, &use, e);
}

static int
take(struct chatting *c, struct buf *answer, struct err *e)
{
	static const char *const none[] = { [OPENAI_FILTERED] =
						"the vendor's filter took the answer",
		[OPENAI_TRUNCATED] = "the limit of tokens ended it before it began",
		[OPENAI_EMPTY] = "the answer has no content" };

	if (c->said.end == OPENAI_FILTERED || c->said.text.len == 0)
		return err_set(e, ERR_REMOTE, "openai: %s",
		    none[c->said.end] != NULL ? none[c->said.end] : "no answer");
	buf_add(answer, c->said.text.p, c->said.text.len);
	return 0;
}

/* Asked, paid, read. */
static int
talk(struct chatting *c, struct buf *answer, struct err *e)
{
	struct err unpaid;
	bool answered = ask(c, e) == 0;
	int rc = -1;

	c->said.prompt_tokens = c->said.cached_tokens = c->said.completion_tokens = -1;
	if (answered)
		rc =
		    openai_chat_read(&c->said, c->call.r.reply.body.p, c->call.r.reply.body.len, e);
	if (c->budget != NULL && spend(c, answered, &unpaid))
		log_warn("what a question cost is not written down: %s", unpaid.msg);
	return rc == 0 ? take(c, answer, e) : rc;
}

int
nlp_chat(struct buf *answer, const struct nlp_chat_how *how, struct err *e)
{
	const struct openai_how ai = { .deadline_ns = how->deadline_ns, .concurrency = 1 };
	struct chatting c = { .how = how, .model = env_get("OPENAI_MODEL_CHAT") };
	int rc = -1;

	if (c.model == NULL)
		c.model = MODEL;
	if (openai_open(&c.ai, &ai, e) || prices_load(&c.prices, NULL, e))
		goto out;
	write_request(&c);
	rc = hold(&c, e);
	if (rc == 0)
		rc = talk(&c, answer, e);
out:
	openai_call_release(&c.call);
	openai_close(c.ai);
	openai_chat_release(&c.said);
	prices_release(&c.prices);
	budget_close(c.budget);
	buf_release(&c.body);
	return rc;
}
