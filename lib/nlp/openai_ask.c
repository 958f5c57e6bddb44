#include "nlp/openai_ask.h"

#include <string.h>

#include "base/buf.h"
#include "io/emit.h"
#include "nlp/engine.h"

#define HINT_MAX 40 /* candidates that are told */

/* The same words first, whatever the message: the vendor reads a beginning that it knows for less. */
static void
add_words(struct buf *out, const struct prompt_part *part, const struct nlp_message *m)
{
	size_t i;

	buf_str(out, part->words);
	if (part->hint == NULL || m->ncandidates == 0)
		return;
	buf_fmt(out, "\n\n%s", part->hint);
	for (i = 0; i < m->ncandidates && i < HINT_MAX; i++) {
		buf_fmt(out, "%s %s", i == 0 ? "" : ",", m->candidates[i].symbol);
		if (m->candidates[i].text != NULL &&
		    strcmp(m->candidates[i].text, m->candidates[i].symbol) != 0)
			buf_fmt(out, " (%s)", m->candidates[i].text);
	}
}

static void
add_turn(struct emit *em, const char *role, const char *text, size_t n)
{
	emit_open(em, NULL, '{');
	emit_str(em, "role", role);
	emit_strn(em, "content", text, n);
	emit_close(em, '}');
}

static void
add_format(struct emit *em, const struct prompt_part *part)
{
	emit_open(em, "response_format", '{');
	emit_str(em, "type", "json_schema");
	emit_open(em, "json_schema", '{');
	emit_str(em, "name", part->name);
	emit_bool(em, "strict", true);
	emit_json(em, "schema", part->schema, strlen(part->schema));
	emit_close(em, '}');
	emit_close(em, '}');
}

void
openai_ask(struct buf *body, const struct openai_ask *a)
{
	bool triage = a->role == PROMPT_TRIAGE;
	const struct prompt_part *part = triage ? &a->prompt->triage : &a->prompt->ideas;
	struct buf words = { 0 };
	struct emit em;

	add_words(&words, part, a->m);
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_str(&em, "model", a->prompt->models[a->role]);
	emit_open(&em, "messages", '[');
	add_turn(&em, "system", words.p, words.len);
	add_turn(&em, "user", a->text.p, a->text.n);
	emit_close(&em, ']');
	add_format(&em, part);
	emit_bool(&em, "store", false);
	emit_int(&em, a->taste->max_tokens ? "max_tokens" : "max_completion_tokens", a->tokens);
	if (a->taste->effort != NULL && !triage)
		emit_str(&em, "reasoning_effort", a->taste->effort);
	if (a->taste->temperature != NULL)
		emit_num(&em, "temperature", a->taste->temperature, strlen(a->taste->temperature));
	if (a->taste->cache_key != NULL)
		emit_str(&em, "prompt_cache_key", a->taste->cache_key);
	emit_close(&em, '}');
	buf_add(body, em.line.p, em.line.len);
	emit_release(&em);
	buf_release(&words);
}

int64_t
openai_ask_tokens(const struct buf *body)
{
	return (int64_t)body->len;
}
