#include "nlp/openai_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/member.h"
#include "io/object.h"
#include "io/whole.h"
#include "nlp/idea.h"
#include "text/chunk.h"

#define REASON_MAX 160 /* characters of why a message need not be read */
#define CONFIDENCE_DIGITS 3
#define NUMBER_MAX 512 /* characters, without an exponent */

/* --- the form */

enum form { F_TEXT, F_TEXT_OR_NULL, F_NUMBER, F_NUMBER_OR_NULL, F_BOOL, F_LIST };

struct member {
	const char *name;
	enum form form;
};

/* clang-format off */
static const struct member triage_form[] = {
	{ "is_noise", F_BOOL }, { "has_actionable_content", F_BOOL }, { "tickers_present", F_LIST },
	{ "skip_reason", F_TEXT_OR_NULL }, { 0 }
};
static const struct member answer_form[] = {
	{ "ideas", F_LIST }, { "context_summary", F_TEXT }, { "confidence", F_NUMBER }, { 0 }
};
static const struct member idea_form[] = {
	{ "idea_text", F_TEXT }, { "idea_summary", F_TEXT }, { "primary_symbol", F_TEXT_OR_NULL }, { "symbols", F_LIST },
	{ "instrument", F_TEXT }, { "direction", F_TEXT }, { "action", F_TEXT_OR_NULL }, { "time_horizon", F_TEXT },
	{ "trigger_condition", F_TEXT_OR_NULL }, { "levels", F_LIST }, { "option_type", F_TEXT_OR_NULL },
	{ "strike", F_NUMBER_OR_NULL }, { "expiry", F_TEXT_OR_NULL }, { "premium", F_NUMBER_OR_NULL }, { "labels", F_LIST },
	{ "is_noise", F_BOOL }, { 0 }
};
static const struct member level_form[] = {
	{ "kind", F_TEXT }, { "value", F_NUMBER_OR_NULL }, { "low", F_NUMBER_OR_NULL }, { "high", F_NUMBER_OR_NULL },
	{ "qualifier", F_TEXT_OR_NULL }, { 0 }
};
/* clang-format on */

static bool
fits(enum form form, enum rec_type type)
{
	switch (form) {
	case F_TEXT:
		return type == REC_STRING;
	case F_TEXT_OR_NULL:
		return type == REC_STRING || type == REC_NULL;
	case F_NUMBER:
		return type == REC_NUMBER;
	case F_NUMBER_OR_NULL:
		return type == REC_NUMBER || type == REC_NULL;
	case F_BOOL:
		return type == REC_TRUE || type == REC_FALSE;
	case F_LIST:
		return type == REC_ARRAY;
	}
	return false;
}

/* An object that was read. */
struct object {
	struct buf line, names;
	struct rec rec;
};

static struct object *
object_new(void)
{
	return mem_new(1, sizeof(struct object));
}

static void
object_free(struct object *o)
{
	buf_release(&o->line);
	buf_release(&o->names);
	free(o);
}

/* Parse it and hold it against its form; no name is there twice, so the count tells of one more. */
static int
object_take(struct object *o, struct slice text, const struct member *form, struct err *e)
{
	const struct rec_field *f;
	size_t n = 0;

	buf_reset(&o->line);
	buf_reset(&o->names);
	whole_line(&o->line, text.n > 0 ? text.p : "", text.n);
	if (object_parse(o->line.p, o->line.len, &o->rec, &o->names, e))
		return -1;
	for (; form[n].name != NULL; n++) {
		f = rec_get(&o->rec, form[n].name);
		if (f == NULL)
			return err_set(e, ERR_DATA, "%s is missing", form[n].name);
		if (!fits(form[n].form, f->type))
			return err_set(e, ERR_DATA, "%s is of another type", form[n].name);
	}
	if (o->rec.n != n)
		return err_set(e, ERR_DATA, "there is a member that was not asked for");
	return 0;
}

/* A member's text, decoded, for as long as *out is not touched; a null is empty. */
static struct slice
text_of(const struct object *o, const char *name, struct buf *out)
{
	const struct rec_field *f = rec_get(&o->rec, name);

	buf_reset(out);
	if (f->type == REC_STRING)
		rec_text(f, out);
	return (struct slice){ out->len > 0 ? out->p : "", out->len };
}

/* --- triage */

int
openai_answer_triage(struct openai_triage *t, struct slice content, struct err *e)
{
	struct object *o = object_new();
	struct buf text = { 0 };
	struct slice why;
	int rc = object_take(o, content, triage_form, e);

	*t = (struct openai_triage){ 0 };
	if (rc == 0) {
		t->noise = rec_get(&o->rec, "is_noise")->type == REC_TRUE &&
			   rec_get(&o->rec, "has_actionable_content")->type == REC_FALSE;
		why = text_of(o, "skip_reason", &text);
		idea_text(&t->why, why.p, why.n, REASON_MAX);
	}
	buf_release(&text);
	object_free(o);
	return rc;
}

/* --- ideas */

/* A word of a list; null where it may be. */
static int
take_word(const char **to, const struct object *o, const char *name, enum idea_list list,
    struct buf *text, struct err *e)
{
	struct slice word = text_of(o, name, text);

	if (rec_get(&o->rec, name)->type == REC_NULL)
		return 0;
	*to = idea_word(list, word.p, word.n);
	return *to != NULL ? 0
			   : err_set(e, ERR_DATA, "%s '%.20s' is none of its list", name, word.p);
}

static int
take_words(struct idea *i, const struct object *o, struct buf *text, struct err *e)
{
	return take_word(&i->instrument, o, "instrument", IDEA_INSTRUMENT, text, e) ||
		       take_word(&i->direction, o, "direction", IDEA_DIRECTION, text, e) ||
		       take_word(&i->action, o, "action", IDEA_ACTION, text, e) ||
		       take_word(&i->horizon, o, "time_horizon", IDEA_HORIZON, text, e) ||
		       take_word(&i->option_type, o, "option_type", IDEA_OPTION_TYPE, text, e)
		   ? -1
		   : 0;
}

static void
take_texts(struct idea *i, const struct object *o, struct buf *text)
{
	struct slice s = text_of(o, "idea_text", text);

	idea_text(&i->text, s.p, s.n, IDEA_TEXT_MAX);
	s = text_of(o, "idea_summary", text);
	idea_text(&i->summary, s.p, s.n, IDEA_SUMMARY_MAX);
	s = text_of(o, "trigger_condition", text);
	idea_text(&i->trigger, s.p, s.n, IDEA_SUMMARY_MAX);
	s = text_of(o, "expiry", text);
	(void)idea_day(i->expiry, s.p, s.n); /* no day is no expiry */
}

/* The next element of a list of texts: 1, 0 at its end, -1 when it is something else. */
static int
next_text(struct slice *rest, const char *name, struct buf *text, struct err *e)
{
	struct slice element;
	struct rec_field f;

	if (!array_next(rest, &element))
		return 0;
	f = member_value(element);
	if (f.type != REC_STRING)
		return err_set(e, ERR_DATA, "%s has an element of another type", name);
	buf_reset(text);
	rec_text(&f, text);
	buf_str(text, ""); /* also of an empty one there is a text */
	return 1;
}

/* What is no symbol by its letters is none of the message's either. */
static int
take_symbols(struct idea *i, const struct object *o, struct buf *text, struct err *e)
{
	struct slice rest = rec_get(&o->rec, "symbols")->text, primary;
	int got;

	primary = text_of(o, "primary_symbol", text);
	(void)idea_add_symbol(i, primary.p, primary.n);
	while ((got = next_text(&rest, "symbols", text, e)) > 0)
		(void)idea_add_symbol(i, text->p, text->len);
	return got;
}

static int
take_labels(struct idea *i, const struct object *o, struct buf *text, struct err *e)
{
	struct slice rest = rec_get(&o->rec, "labels")->text;
	unsigned label;
	int got;

	while ((got = next_text(&rest, "labels", text, e)) > 0) {
		label = idea_label(text->p, text->len);
		if (label == 0)
			return err_set(e, ERR_DATA, "labels: '%.20s' is none of them", text->p);
		i->labels |= label;
	}
	return got;
}

/* None is none; one whose digits would fill pages is no number of a database, which keeps the answer as it came. */
static int
take_price(char out[IDEA_NUMBER_MAX], const struct object *o, const char *name, struct err *e)
{
	const struct rec_field *f = rec_get(&o->rec, name);
	char text[NUMBER_MAX];

	out[0] = '\0';
	if (f->type != REC_NUMBER)
		return 0;
	if (num_canonical(text, sizeof text, f->text.p, f->text.n) == 0)
		return err_set(e, ERR_DATA, "%s is beyond all bounds", name);
	(void)idea_price(out, f->text.p, f->text.n);
	return 0;
}

static int
take_level(struct idea *i, struct object *o, struct slice element, struct buf *text, struct err *e)
{
	char value[IDEA_NUMBER_MAX], low[IDEA_NUMBER_MAX], high[IDEA_NUMBER_MAX];
	const char *kind = NULL;
	struct slice qualifier;

	if (object_take(o, element, level_form, e) ||
	    take_word(&kind, o, "kind", IDEA_LEVEL, text, e))
		return err_wrap(e, "levels");
	if (take_price(value, o, "value", e) || take_price(low, o, "low", e) ||
	    take_price(high, o, "high", e))
		return err_wrap(e, "levels");
	qualifier = text_of(o, "qualifier", text);
	(void)idea_add_level(
	    i, kind, value, low, high, qualifier.p); /* without a price it is none */
	return 0;
}

static int
take_levels(struct idea *i, const struct object *o, struct buf *text, struct err *e)
{
	struct slice rest = rec_get(&o->rec, "levels")->text, element;
	struct object *level = object_new();
	int rc = 0;

	while (rc == 0 && array_next(&rest, &element))
		rc = take_level(i, level, element, text, e);
	object_free(level);
	return rc;
}

static int
take_idea(struct idea *i, struct object *o, struct slice element, struct err *e)
{
	struct buf text = { 0 };
	int rc = -1;

	if (object_take(o, element, idea_form, e))
		goto out;
	take_texts(i, o, &text);
	i->noise = rec_get(&o->rec, "is_noise")->type == REC_TRUE;
	if (take_price(i->strike, o, "strike", e) || take_price(i->premium, o, "premium", e) ||
	    take_words(i, o, &text, e) || take_symbols(i, o, &text, e) ||
	    take_labels(i, o, &text, e) || take_levels(i, o, &text, e))
		goto out;
	i->raw = mem_copy(element.p, element.n);
	rc = 0;
out:
	buf_release(&text);
	return rc;
}

/* 0 to 1 in 1/1000; digits below do not count. */
static int
take_confidence(int *to, const struct rec_field *f, struct err *e)
{
	int64_t v;

	if (num_fixed_cut(f->text.p, f->text.n, CONFIDENCE_DIGITS, &v) || v < 0 || v > 1000)
		return err_set(e, ERR_DATA, "confidence is no number from 0 to 1");
	*to = (int)v;
	return 0;
}

static size_t
count_words(const struct chunk *chunk)
{
	bool inside = false, blank;
	size_t n = 0, i;

	for (i = 0; i < chunk->n; i++) {
		blank = strchr(" \t\r\n", chunk->text[i]) != NULL;
		n += !blank && !inside;
		inside = !blank;
	}
	return n;
}

static int
take_ideas(struct ideas *all, size_t index, const struct chunk *chunk, const struct object *o,
    int confidence, struct err *e)
{
	struct slice rest = rec_get(&o->rec, "ideas")->text, element, s;
	struct object *one = object_new();
	size_t n = 0, most = count_words(chunk);
	struct buf context = { 0 };
	struct idea *i;
	int rc = 0;

	s = text_of(o, "context_summary", &context);
	for (; rc == 0 && array_next(&rest, &element); n++) {
		if (n == most) {
			rc = err_set(e, ERR_DATA, "more ideas than the text has words");
			break;
		}
		i = ideas_add(all, index);
		i->confidence = confidence;
		idea_text(&i->context, s.p, s.n, IDEA_SUMMARY_MAX);
		rc = take_idea(i, one, element, e);
		if (rc)
			(void)err_wrap(e, "idea %zu", n + 1);
	}
	buf_release(&context);
	object_free(one);
	return rc;
}

int
openai_answer_ideas(struct ideas *all, size_t index, const struct chunk *chunk,
    struct slice content, int *confidence, struct err *e)
{
	struct object *o = object_new();
	size_t before = all->n;
	int rc = -1;

	if (object_take(o, content, answer_form, e) == 0 &&
	    take_confidence(confidence, rec_get(&o->rec, "confidence"), e) == 0)
		rc = take_ideas(all, index, chunk, o, *confidence, e);
	while (rc && all->n > before)
		ideas_drop(all, all->n - 1);
	object_free(o);
	return rc;
}
