#include "nlp/settle.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "nlp/engine.h"
#include "nlp/message.h"
#include "text/rune.h"

#define SHORT_BELOW 20 /* characters */

/* clang-format off */
static const char *const action_words[] = { "buy", "bought", "buying", "long", "longing", "sell", "sold", "selling",
	"short", "shorting", "shorted", "trim", "trimmed", "trimming", "add", "added", "adding", "hedge", "hedged",
	"hedging", "exit", "exited", "exiting", "close", "closed", "closing", "dump", "dumped", "dumping", "hold",
	"holding", "watch", "watching", NULL };
/* clang-format on */

/* --- symbols */

static void
tell(struct buf *told, const char *what, const char *why)
{
	if (told == NULL)
		return;
	if (told->len > 0)
		buf_str(told, "; ");
	buf_fmt(told, "%s %s", what, why);
}

static void
take_symbol_out(struct idea *i, size_t at)
{
	i->nsymbols--;
	memmove(i->symbols[at], i->symbols[at + 1], (i->nsymbols - at) * sizeof *i->symbols);
}

/* False when it had symbols and all of them are others than the message's. */
static bool
hold_symbols(struct idea *i, const struct nlp_message *m, struct buf *told)
{
	size_t had = i->nsymbols, k = 0;
	bool primary = false;

	while (k < i->nsymbols) {
		if (nlp_is_reserved(i->symbols[k]))
			tell(told, i->symbols[k], "is a reserved word");
		else if (!nlp_message_names(m, i->symbols[k]))
			tell(told, i->symbols[k], "is not in the message");
		else {
			primary = primary || strcmp(i->symbols[k], i->primary) == 0;
			k++;
			continue;
		}
		take_symbol_out(i, k);
	}
	if (!primary && i->nsymbols > 0)
		memcpy(i->primary, i->symbols[0], sizeof i->primary);
	else if (!primary)
		i->primary[0] = '\0';
	return had == 0 || i->nsymbols > 0;
}

/* --- short ideas */

static bool
knows(const struct idea *i, const struct nlp_message *m)
{
	size_t k, c;

	for (k = 0; k < i->nsymbols; k++)
		for (c = 0; c < m->ncandidates; c++)
			if (strcmp(m->candidates[c].symbol, i->symbols[k]) == 0)
				return true;
	return false;
}

static bool
begins_with_action(const char *s)
{
	size_t n, k;

	for (n = 0; (s[n] >= 'a' && s[n] <= 'z') || (s[n] >= 'A' && s[n] <= 'Z'); n++)
		;
	for (k = 0; action_words[k] != NULL; k++)
		if (strlen(action_words[k]) == n && strncasecmp(action_words[k], s, n) == 0)
			return true;
	return false;
}

static bool
is_short(const struct idea *i, const struct nlp_message *m)
{
	if (rune_count(i->text, strlen(i->text)) >= SHORT_BELOW)
		return false;
	return i->text[0] != '$' && !(begins_with_action(i->text) && knows(i, m));
}

static bool
joins(const struct idea *a, const struct idea *b)
{
	return strcmp(a->primary, b->primary) == 0;
}

/* Into one that stays: its text before or behind, its symbols, and levels and labels beside the others. */
static void
merge(struct idea *to, const struct idea *from, bool before)
{
	const char *first = before ? from->text : to->text,
		   *second = before ? to->text : from->text;
	struct buf text = { 0 };
	size_t k;

	buf_fmt(&text, "%s; %s", first, second);
	idea_text(&to->text, text.p, text.len, IDEA_TEXT_MAX);
	for (k = 0; k < from->nsymbols; k++)
		(void)idea_add_symbol(
		    to, from->symbols[k], strlen(from->symbols[k])); /* it is one */
	for (k = 0; k < from->nlevels; k++)
		(void)idea_add_level(to, from->levels[k].kind, from->levels[k].value,
		    from->levels[k].low, from->levels[k].high,
		    from->levels[k].qualifier != NULL ? from->levels[k].qualifier : "");
	to->labels |= from->labels;
	buf_release(&text);
}

static void
merge_short(struct ideas *all, const struct nlp_message *m)
{
	size_t i = 0;

	while (i < all->n) {
		if (!is_short(&all->p[i], m))
			i++;
		else if (i > 0 && joins(&all->p[i - 1], &all->p[i])) {
			merge(&all->p[i - 1], &all->p[i], false);
			ideas_drop(all, i);
		} else if (i + 1 < all->n && joins(&all->p[i], &all->p[i + 1])) {
			merge(&all->p[i + 1], &all->p[i], true);
			ideas_drop(all, i);
		} else
			i++;
	}
}

/* --- twice */

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* In all that it says; the words of lists are those of their table. */
static bool
is_same(const struct idea *a, const struct idea *b)
{
	size_t k;

	if (!same_text(a->text, b->text) || strcmp(a->primary, b->primary) != 0 ||
	    a->nsymbols != b->nsymbols || a->nlevels != b->nlevels ||
	    !same_text(a->direction, b->direction) || !same_text(a->action, b->action) ||
	    !same_text(a->option_type, b->option_type) || !same_text(a->trigger, b->trigger) ||
	    strcmp(a->strike, b->strike) != 0 || strcmp(a->expiry, b->expiry) != 0 ||
	    strcmp(a->premium, b->premium) != 0)
		return false;
	for (k = 0; k < a->nsymbols; k++)
		if (strcmp(a->symbols[k], b->symbols[k]) != 0)
			return false;
	for (k = 0; k < a->nlevels; k++)
		if (strcmp(a->levels[k].kind, b->levels[k].kind) != 0 ||
		    strcmp(a->levels[k].value, b->levels[k].value) != 0 ||
		    strcmp(a->levels[k].low, b->levels[k].low) != 0 ||
		    strcmp(a->levels[k].high, b->levels[k].high) != 0)
			return false;
	return true;
}

static void
drop_twice(struct ideas *all)
{
	size_t i = 0, k;

	while (i < all->n) {
		for (k = 0; k < i && !is_same(&all->p[k], &all->p[i]); k++)
			;
		if (k < i)
			ideas_drop(all, i);
		else
			i++;
	}
}

void
nlp_settle(struct ideas *all, const struct nlp_message *m, struct buf *told)
{
	struct idea *one;
	size_t i = 0;

	while (i < all->n) {
		one = &all->p[i];
		if (one->noise || one->text == NULL || !hold_symbols(one, m, told))
			ideas_drop(all, i);
		else
			i++;
	}
	drop_twice(all);
	merge_short(all, m);
	for (i = 0; i < all->n; i++)
		all->p[i].index = i;
}
