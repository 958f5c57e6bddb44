/* An idea as a record, and as the answer of a model */
#include "nlp/idea.h"

#include <string.h>

#include "base/clock.h"
#include "io/emit.h"

static void
put_number(struct emit *em, const char *name, const char *decimal)
{
	if (decimal[0] == '\0')
		emit_null(em, name);
	else
		emit_num(em, name, decimal, strlen(decimal));
}

static void
put_text(struct emit *em, const char *name, const char *s)
{
	emit_str(em, name, s != NULL && s[0] != '\0' ? s : NULL);
}

static void
put_symbols(struct emit *em, const struct idea *i)
{
	size_t k;

	emit_open(em, "symbols", '[');
	for (k = 0; k < i->nsymbols; k++)
		emit_str(em, NULL, i->symbols[k]);
	emit_close(em, ']');
}

static void
put_levels(struct emit *em, const struct idea *i)
{
	const struct idea_level *l;

	emit_open(em, "levels", '[');
	for (l = i->levels; l < i->levels + i->nlevels; l++) {
		emit_open(em, NULL, '{');
		emit_str(em, "kind", l->kind);
		put_number(em, "value", l->value);
		put_number(em, "low", l->low);
		put_number(em, "high", l->high);
		emit_str(em, "qualifier", l->qualifier);
		emit_close(em, '}');
	}
	emit_close(em, ']');
}

static void
put_labels(struct emit *em, const struct idea *i, bool scores)
{
	const char *label;
	size_t k;

	emit_open(em, scores ? "label_scores" : "labels", scores ? '{' : '[');
	for (k = 0; (label = idea_word_at(IDEA_LABEL, k)) != NULL; k++) {
		if ((i->labels & 1u << k) == 0)
			continue;
		if (scores)
			emit_int(em, label, 1);
		else
			emit_str(em, NULL, label);
	}
	emit_close(em, scores ? '}' : ']');
}

/* What a record and an answer spell alike, up to the labels. */
static void
put_idea(struct emit *em, const struct idea *i)
{
	put_text(em, "primary_symbol", i->primary);
	put_symbols(em, i);
	emit_str(em, "instrument", i->instrument);
	emit_str(em, "direction", i->direction);
	emit_str(em, "action", i->action);
	emit_str(em, "time_horizon", i->horizon != NULL ? i->horizon : "unknown");
	emit_str(em, "trigger_condition", i->trigger);
	put_levels(em, i);
	emit_str(em, "option_type", i->option_type);
	put_number(em, "strike", i->strike);
	put_text(em, "expiry", i->expiry);
	put_number(em, "premium", i->premium);
	put_labels(em, i, false);
}

void
idea_emit(struct emit *em, const struct idea *i, const struct idea_of *of)
{
	emit_begin(em, "idea");
	emit_str(em, "message_id", of->message_id);
	emit_uint(em, "soft_chunk_index", i->chunk);
	emit_uint(em, "local_idea_index", i->local);
	emit_uint(em, "idea_index", i->index);
	emit_str(em, "idea_text", i->text);
	emit_str(em, "idea_summary", i->summary);
	emit_str(em, "context_summary", i->context);
	put_idea(em, i);
	put_labels(em, i, true);
	emit_bool(em, "is_noise", i->noise);
	emit_fixed(em, "confidence", i->confidence, 3);
	emit_str(em, "author_id", of->author);
	emit_str(em, "channel_id", of->channel);
	if (of->written_at == CLOCK_NONE)
		emit_null(em, "source_created_at");
	else
		emit_time(em, "source_created_at", of->written_at);
	emit_str(em, "model", of->model);
	emit_str(em, "prompt_version", of->prompt);
	emit_time(em, "parsed_at", of->parsed_at);
	if (i->raw == NULL)
		emit_null(em, "raw_json");
	else
		emit_json(em, "raw_json", i->raw, strlen(i->raw));
}

void
idea_answer(struct emit *em, const struct idea *i)
{
	emit_str(em, "idea_text", i->text != NULL ? i->text : "");
	emit_str(em, "idea_summary", i->summary != NULL ? i->summary : "");
	put_idea(em, i);
	emit_bool(em, "is_noise", i->noise);
}
