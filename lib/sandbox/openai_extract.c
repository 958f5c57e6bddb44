#include "sandbox/openai_extract.h"

#include <stdbool.h>
#include <string.h>

#include "base/num.h"
#include "io/emit.h"
#include "io/utf8.h"
#include "nlp/engine.h"
#include "nlp/idea.h"
#include "nlp/message.h"
#include "nlp/rules.h"

#define SUMMARY_MAX 200 /* bytes */
#define SURE 900        /* in 1/1000: that there is nothing */

/* The next of "AAPL (Apple), MSFT": a symbol; false: what stands there is none, or nothing is left. */
static bool
next_symbol(struct slice *rest, struct slice *symbol)
{
	const char *end = memchr(rest->p, ',', rest->n);
	size_t n = end == NULL ? rest->n : (size_t)(end - rest->p), len;
	char text[IDEA_SYMBOL_MAX];
	const char *p = rest->p;

	rest->p += end == NULL ? n : n + 1;
	rest->n -= end == NULL ? n : n + 1;
	for (; n > 0 && (*p == ' ' || *p == '\n'); p++)
		n--;
	for (len = 0; len < n && p[len] != ' ' && p[len] != '\n' && p[len] != '(';)
		len++;
	*symbol = (struct slice){ p, len };
	return idea_symbol(text, p, len) == 0 && strlen(text) == len && memcmp(text, p, len) == 0;
}

/* All of them, or, where the words end otherwise, none. */
static void
add_hints(struct nlp_message *m, struct slice words)
{
	const char *colon = memrchr(words.p, ':', words.n);
	struct slice list, rest, symbol;

	if (colon == NULL)
		return;
	list = (struct slice){ colon + 1, (size_t)(words.p + words.n - colon - 1) };
	for (rest = list; rest.n > 0;)
		if (!next_symbol(&rest, &symbol))
			return;
	for (rest = list; rest.n > 0;)
		if (next_symbol(&rest, &symbol))
			nlp_message_add(m, symbol.p, symbol.n);
}

static void
put_ideas(struct emit *em, const struct ideas *ideas)
{
	size_t i;

	emit_open(em, "ideas", '[');
	for (i = 0; i < ideas->n; i++) {
		emit_open(em, NULL, '{');
		idea_answer(em, &ideas->p[i]);
		emit_close(em, '}');
	}
	emit_close(em, ']');
}

static void
put_tickers(struct emit *em, const struct nlp_message *m)
{
	size_t i;

	emit_open(em, "tickers_present", '[');
	for (i = 0; i < m->ncandidates; i++)
		emit_str(em, NULL, m->candidates[i].symbol);
	emit_close(em, ']');
}

void
oai_extract(const struct rules *rules, struct slice text, struct slice words, struct buf *out)
{
	struct nlp_message *m = nlp_message_of("0", text.p, text.n);
	struct ideas ideas = { 0 };
	const char *skip;
	int sure = SURE;
	struct emit em;
	size_t i;

	add_hints(m, words);
	skip = nlp_message_prepare(m);
	if (skip == NULL)
		rules_ideas(rules, m, &ideas);
	for (i = 0; i < ideas.n; i++)
		sure = ideas.p[i].confidence < sure ? ideas.p[i].confidence : sure;
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	put_ideas(&em, &ideas);
	emit_strn(&em, "context_summary", text.p, (size_t)utf8_cut(text.p, text.n, SUMMARY_MAX));
	emit_fixed(&em, "confidence", sure, 3);
	emit_bool(&em, "is_noise", ideas.n == 0);
	emit_bool(&em, "has_actionable_content", ideas.n > 0);
	put_tickers(&em, m);
	emit_str(&em, "skip_reason", skip != NULL ? skip : ideas.n == 0 ? "no idea in it" : NULL);
	emit_close(&em, '}');
	buf_add(out, em.line.p, em.line.len);
	emit_release(&em);
	ideas_release(&ideas);
	nlp_message_free(m);
}
