#include "sandbox/openai_answer.h"

#include <string.h>

#include "io/emit.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_extract.h"
#include "sandbox/openai_fault.h"
#include "sandbox/openai_value.h"

#define REFUSAL "I'm sorry, but I can't assist with that request."

void
oai_said_release(struct oai_said *said)
{
	buf_release(&said->text);
}

static struct slice
whole(const struct buf *text)
{
	return (struct slice){ text->p == NULL ? "" : text->p, text->len };
}

/* The text in its form. */
static void
write_text(const struct oai_call *c, const struct oai_ask *ask, struct buf *out)
{
	struct buf facts = { 0 };
	struct rec_field summary;

	oai_extract(c->oai->rules, whole(&ask->text), whole(&ask->words), &facts);
	if (ask->format == OAI_SCHEMA) {
		oai_value(ask->schema, (struct slice){ facts.p, facts.len }, c->fault, out);
	} else if (ask->format == OAI_JSON) {
		buf_add(out, facts.p, facts.len);
	} else {
		summary = pick_one((struct slice){ facts.p, facts.len }, "context_summary");
		rec_text(&summary, out);
	}
	buf_release(&facts);
}

/* What stands around the answer of a server whose grammar is no grammar. */
static void
wrap(const struct oai_call *c, struct buf *text)
{
	bool fence = oai_fault(c, "fence");
	struct buf inside = *text;

	if (!fence && !oai_fault(c, "prose"))
		return;
	*text = (struct buf){ 0 };
	buf_str(text, fence ? "```json\n" : "Sure! Here is what you asked for:\n\n");
	buf_add(text, inside.p == NULL ? "" : inside.p, inside.len);
	buf_str(text, fence ? "\n```" : "\n\nLet me know if you need anything else.");
	buf_release(&inside);
}

/* At most so many bytes, and no part of a character. */
static void
cut(struct buf *text, int64_t bytes)
{
	size_t n = bytes < 0 ? 0 : (size_t)bytes;

	if (n < text->len)
		text->len = n < 1 << 30 ? (size_t)utf8_cut(text->p, text->len, n) : text->len;
}

static void
end(const struct oai_call *c, const struct oai_ask *ask, struct oai_said *said)
{
	int64_t limit = ask->limit;

	said->finish = "stop";
	said->reasoning = ask->reasoning;
	if (oai_fault(c, "length") && said->text.len > 0)
		limit = said->reasoning + oai_tokens(said->text.len) / 2;
	if (oai_fault(c, "thought") && limit == 0)
		limit = ask->model->output;
	if (oai_fault(c, "thought") || (limit > 0 && said->reasoning > limit)) {
		said->reasoning = limit;
		cut(&said->text, 0);
		said->finish = "length";
	} else if (limit > 0 && said->reasoning + oai_tokens(said->text.len) > limit) {
		cut(&said->text, (limit - said->reasoning) * OAI_TOKEN_BYTES);
		said->finish = "length";
	}
	if (oai_fault(c, "filter")) {
		cut(&said->text, (int64_t)said->text.len / 3);
		said->finish = "content_filter";
	}
	if (oai_fault(c, "finish"))
		said->finish = "eos_token";
}

void
oai_say(const struct oai_call *c, const struct oai_ask *ask, struct oai_said *said)
{
	uint64_t seed = (uint64_t)(ask->model - c->oai->models.m);

	*said = (struct oai_said){ 0 };
	if (oai_fault(c, "refusal")) {
		said->refused = true;
		buf_str(&said->text, REFUSAL);
	} else {
		write_text(c, ask, &said->text);
		wrap(c, &said->text);
	}
	end(c, ask, said);
	said->prompt = oai_tokens(ask->prompt.len);
	said->cached =
	    oai_cache_use(&c->oai->cache, seed, (struct slice){ ask->prompt.p, ask->prompt.len });
	said->completion = said->reasoning + oai_tokens(said->text.len);
}
