/* A message's answer out of the lines of a batch */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/object.h"
#include "io/pick.h"
#include "nlp/batch_collect.h"
#include "nlp/openai_answer.h"
#include "vendor/openai_chat.h"
#include "vendor/openai_refusal.h"

/* What becomes of it; the first failure counts. */
struct fate {
	bool settled, uncounted;
	bool failed; /* pending for a failure, not for want of time */
	enum nlp_state state;
	char *reason, *model; /* owned */
};

static void
settle(struct fate *f, enum nlp_state state, bool uncounted, char *reason)
{
	if (f->settled) {
		free(reason);
		return;
	}
	f->settled = true;
	f->state = state;
	f->uncounted = uncounted;
	f->reason = reason;
}

static char *
text_or(const struct rec_field *f, const char *other)
{
	char *text = f->type == REC_STRING ? rec_take_text(f) : NULL;

	return text != NULL ? text : mem_str(other);
}

/* --- what it cost */

static int
tell_usage(struct collect *c, const struct nlp_message *m, const char *custom,
    const struct openai_chat *chat, struct err *e)
{
	const char *model = chat->model != NULL ? chat->model : c->sub->model;
	const struct price *price = prices_find(&c->w->prices, model);
	char *id = mem_fmt("%s/%s", c->b.id, custom), text[DECIMAL_TEXT_MAX];
	struct nlp_usage u = { .id = id,
		.model = model,
		.purpose = "batch",
		.message_id = m->id,
		.batch_id = c->b.id,
		.at = c->b.ended_at != CLOCK_NONE ? c->b.ended_at : c->w->how->now,
		.prompt_tokens = chat->prompt_tokens < 0 ? 0 : chat->prompt_tokens,
		.cached_tokens = chat->cached_tokens < 0 ? 0 : chat->cached_tokens,
		.completion_tokens = chat->completion_tokens < 0 ? 0 : chat->completion_tokens };
	struct decimal usd;
	int rc = 0;

	if (price == NULL)
		price = prices_find(&c->w->prices, c->sub->model);
	c->prompt_tokens += u.prompt_tokens;
	c->cached_tokens += u.cached_tokens;
	c->completion_tokens += u.completion_tokens;
	if (price != NULL) {
		rc = price_cost(&usd, price, u.prompt_tokens, u.cached_tokens, u.completion_tokens,
			 true, e) ||
			     decimal_add(&c->usd, &c->usd, &usd)
			 ? -1
			 : 0;
		(void)decimal_text(text, &usd);
		u.cost_usd = text;
		u.prices_as_of = c->w->prices.as_of;
	}
	if (rc == 0)
		rc = c->w->sink.usage(c->w->sink.arg, &u, e);
	free(id);
	return rc;
}

/* --- a part */

static void
take_chat(struct collect *c, const struct nlp_message *m, size_t i, const struct openai_chat *chat,
    struct ideas *all, struct fate *f)
{
	struct err why;
	int confidence;

	if (chat->end == OPENAI_REFUSED || chat->end == OPENAI_FILTERED) {
		settle(f, NLP_ERROR, false, openai_chat_reason(chat));
	} else if (chat->end != OPENAI_ANSWERED) {
		f->failed = true;
		settle(f, NLP_PENDING, false, openai_chat_reason(chat));
	} else if (openai_answer_ideas(all, i, &m->chunks.p[i],
		       (struct slice){ chat->text.p, chat->text.len }, &confidence, &why)) {
		f->failed = true;
		settle(f, NLP_PENDING, false,
		    mem_fmt("the answer is not of the form asked for: %s", why.msg));
	} else {
		free(f->model);
		f->model = mem_str(chat->model != NULL ? chat->model : c->sub->model);
	}
}

/* A line that is no answer: why. What was not looked at for a limit of the account does not count. */
static void
take_failure(const struct rec_field *v, struct fate *f)
{
	char *code, *message;
	bool expired, busy;

	if (v[0].type == REC_OBJECT) { /* error */
		code = text_or(&v[1], "error");
		message = text_or(&v[2], "no words");
		expired =
		    strcmp(code, "batch_expired") == 0 || strcmp(code, "batch_cancelled") == 0;
		f->failed = f->failed || !expired;
		settle(f, NLP_PENDING, expired || openai_is_spent(code),
		    mem_fmt("%s: %s", code, message));
	} else {
		code = v[3].type == REC_NUMBER ? mem_copy(v[3].text.p, v[3].text.n)
					       : mem_str("no status");
		message = text_or(&v[5], "no words");
		busy = strcmp(code, "429") == 0 || strcmp(code, "402") == 0;
		f->failed = true;
		settle(f, NLP_PENDING, busy, mem_fmt("%s: %s", code, message));
	}
	free(code);
	free(message);
}

static int
take_line(struct collect *c, const struct nlp_message *m, size_t i, const char *custom,
    struct slice line, struct ideas *all, struct fate *f, struct err *e)
{
	static const char *const paths[] = { "error", "error.code", "error.message",
		"response.status_code", "response.body", "response.body.error.message" };
	struct rec_field v[sizeof paths / sizeof paths[0]];
	struct openai_chat chat = {
		.prompt_tokens = -1, .cached_tokens = -1, .completion_tokens = -1
	};
	struct err why;
	int rc = 0;

	pick(line, paths, sizeof paths / sizeof paths[0], v);
	if (v[0].type == REC_OBJECT || v[3].type != REC_NUMBER || v[3].text.n != 3 ||
	    v[3].text.p[0] != '2' || v[4].type != REC_OBJECT) {
		take_failure(v, f);
		return 0;
	}
	if (openai_chat_pick(&chat, v[4].text, &why)) {
		f->failed = true;
		settle(f, NLP_PENDING, false, mem_str(why.msg));
	} else {
		take_chat(c, m, i, &chat, all, f);
	}
	rc = tell_usage(c, m, custom, &chat, e);
	openai_chat_release(&chat);
	return rc;
}

static int
take_part(struct collect *c, const struct nlp_message *m, size_t i, struct ideas *all,
    struct fate *f, struct err *e)
{
	char custom[BATCH_CUSTOM_MAX];
	const struct batch_answer *answer;

	batch_custom(custom, m, i, c->sub->model, c->sub->prompt);
	answer = answers_find(&c->answers, custom);
	if (answer != NULL)
		return take_line(c, m, i, custom, answer->line, all, f, e);
	f->failed = f->failed || c->lost || strcmp(c->b.status, "failed") == 0;
	if (c->lost)
		settle(f, NLP_PENDING, true,
		    mem_fmt("batch %s: the vendor does not have its answers any more", c->b.id));
	else if (strcmp(c->b.status, "failed") == 0)
		settle(f, NLP_PENDING, openai_batch_is_spent(&c->b),
		    mem_fmt("batch %s failed: %s", c->b.id,
			c->b.message != NULL ? c->b.message : "no words"));
	else
		settle(f, NLP_PENDING, true,
		    mem_fmt("batch %s is %s, and has no answer to it", c->b.id, c->b.status));
	return 0;
}

/* --- the message */

static void
give_back(struct collect *c, const char *id)
{
	c->again = mem_grow(c->again, c->nagain + 1, sizeof *c->again);
	c->again[c->nagain++] = mem_str(id);
}

int
collect_message(struct collect *c, const struct nlp_message *m, struct err *e)
{
	struct ideas all = { 0 };
	struct fate f = { 0 };
	struct nlp_result r;
	size_t i;
	int rc = 0;

	if (store_gave_back(
		c->sub, m->id)) { /* by a collection before: it may be in another batch */
		give_back(c, m->id);
		return 0;
	}
	for (i = 0; rc == 0 && i < m->chunks.n; i++)
		rc = take_part(c, m, i, &all, &f, e);
	if (!f.settled)
		f.state = all.n > 0 ? NLP_OK : NLP_NOISE;
	if (f.state == NLP_PENDING && !f.uncounted && m->attempts >= c->w->how->openai.attempts)
		f.state = NLP_ERROR;
	if (f.state == NLP_PENDING)
		give_back(c, m->id);
	else
		c->answered++;
	c->read++;
	c->w->tried += f.state == NLP_PENDING && f.failed;
	c->w->gave_up += f.state == NLP_ERROR;
	r = (struct nlp_result){ .state = f.state,
		.reason = f.reason,
		.model = f.model != NULL ? f.model : c->sub->model,
		.prompt = c->sub->prompt,
		.batch_id = f.state == NLP_PENDING ? NULL : c->b.id,
		.uncounted = f.uncounted,
		.ideas = &all };
	if (rc == 0)
		rc = c->w->sink.result(c->w->sink.arg, m, &r, e);
	ideas_release(&all);
	free(f.reason);
	free(f.model);
	return rc;
}
