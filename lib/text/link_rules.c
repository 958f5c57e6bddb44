/* Bare symbols and names: which of them are meant */
#include <string.h>

#include "text/link_inside.h"

#define SMALL_MIN 3 /* letters of a symbol that is taken in small letters */

/* Part of a word like R&D, F-150 or don't. */
static bool
is_glued(const struct linking *l, const struct link_word *w, size_t end)
{
	char c = link_next(l, end);
	size_t i;

	if ((w->flags & WORD_GLUED) && (end - w->at == 1 || link_previous(l, w->at) != '-'))
		return true;
	if (c != '&' && c != '\'' && (c != '-' || end - w->at > 1))
		return false;
	for (i = end + 1; i < l->n && l->p[i] == '\0'; i++)
		;
	if (!link_is_word(link_next(l, i)))
		return false;
	return c != '\'' || term_fold((unsigned char)l->p[i]) != 's' ||
	       link_is_word(link_next(l, i + 1));
}

/* "INFY" becomes "INFY.NS" where a market's letters are behind it: the end of that, or 0. */
static size_t
market(const struct linking *l, size_t i, size_t end)
{
	const struct link_word *w = &l->links->word[link_word_at(l, i, end)];

	if (w == l->links->word + l->links->nwords || end >= l->n || l->p[end] != '.' ||
	    w->at != end + 1 || !(w->flags & WORD_UPPER) || !term_on(w->term, LIST_SUFFIX))
		return 0;
	return w->end;
}

static void
taken(struct linking *l, size_t i, size_t to)
{
	for (; i < to; i++)
		l->links->word[i].flags |= WORD_TAKEN;
}

static size_t
settle(struct linking *l, size_t i, const struct mention *m)
{
	size_t to = link_word_at(l, i, m->end);

	if (!link_take(l, m))
		return i;
	taken(l, i, to);
	return to;
}

static size_t
refuse(struct linking *l, size_t i, struct mention *m, const char *why)
{
	m->why = why;
	link_refuse(l, m);
	return i;
}

static size_t
accept(struct linking *l, size_t i, struct mention *m, enum link_how how, unsigned confidence,
    const char *why)
{
	m->how = m->entry != NULL && (m->entry->flags & ENTRY_COIN) ? LINK_CRYPTO : how;
	m->confidence = confidence;
	m->why = why;
	return settle(l, i, m);
}

static const char *const by_context[] = {
	[CONTEXT_NONE] = "in capitals, and the universe has it",
	[CONTEXT_LISTED] = "beside a symbol, or what symbols do is behind it",
	[CONTEXT_TRADING] = "a trading word is before it",
	[CONTEXT_AMONG] = "among symbols, or joined to one",
	[CONTEXT_SURE] = "behind it, or before, is what only symbols have",
	[CONTEXT_OPTION] = "an option's strike is behind it",
};

/* A word as often as a symbol: by what stands around. */
static size_t
judge_word(
    struct linking *l, size_t i, struct mention *m, const struct term *t, enum link_context context)
{
	enum link_context least = term_on(t, LIST_CHATTER)  ? CONTEXT_OPTION
				  : term_on(t, LIST_STRICT) ? CONTEXT_AMONG
							    : CONTEXT_LISTED;

	if (context == CONTEXT_NONE && link_does(l, link_word_at(l, i, m->end)))
		context = CONTEXT_LISTED;
	if (l->shouting)
		least = CONTEXT_OPTION;
	if (context < least)
		return refuse(
		    l, i, m, "a word as often, and nothing says that the symbol is meant");
	return accept(l, i, m, LINK_WORD, 65 + 5 * (unsigned)context, by_context[context]);
}

/* "gme calls": in small letters only with that behind it, and only what is no word at all. */
static size_t
judge_small(
    struct linking *l, size_t i, struct mention *m, const struct term *t, enum link_context context)
{
	if (context < CONTEXT_SURE || t->lists != 0 || m->end - m->at < SMALL_MIN ||
	    !(m->entry->flags & ENTRY_LISTED) || memchr(l->p + m->at, ' ', m->end - m->at) != NULL)
		return i;
	return accept(l, i, m, LINK_WORD, 55, "in small letters, but a symbol's word is beside it");
}

size_t
link_symbol(struct linking *l, size_t i, const struct link_match *match)
{
	const struct link_word *w = &l->links->word[i];
	const struct term *t = match->term;
	struct mention m = {
		.entry = term_symbol(l->u, t, l->day), .at = w->at, .end = match->end
	};
	enum link_context context;
	size_t to, end;

	if (m.entry == NULL || is_glued(l, w, match->end))
		return i;
	to = link_word_at(l, i, match->end);
	context = link_context(l, i, to);
	if (!link_is_upper(l, m.at, m.end))
		return judge_small(l, i, &m, t, context);
	if (term_on(t, LIST_RESERVED))
		return refuse(l, i, &m, "a reserved word");
	end = market(l, i, match->end);
	if (end > 0) {
		m.end = end;
		return accept(l, i, &m, LINK_EXCHANGE, 90, "its market is behind it");
	}
	if (m.end - m.at == 1 || term_on(t, LIST_STOP) || term_on(t, LIST_STRICT) ||
	    term_on(t, LIST_CHATTER))
		return judge_word(l, i, &m, t, context);
	if (l->shouting && context < CONTEXT_TRADING)
		return refuse(l, i, &m, "in capitals, as most of the text is");
	return accept(l, i, &m, LINK_BARE,
	    context == CONTEXT_OPTION    ? 95
	    : context >= CONTEXT_TRADING ? 90
	    : m.end - m.at > 2           ? 85
					 : 75,
	    by_context[context]);
}

/* A capital within a sentence: a name, and no word that begins one. */
static bool
is_capital(const struct link_word *w)
{
	return (w->flags & WORD_TITLE) && !(w->flags & WORD_FIRST);
}

size_t
link_name(struct linking *l, size_t i, const struct link_match *match)
{
	const struct link_word *w = &l->links->word[i];
	const struct term *t = match->term;
	struct mention m = { .entry = term_name(l->u, t, l->day), .at = w->at, .end = match->end };
	enum link_how how;
	bool company;
	size_t to = link_word_at(l, i, match->end);

	if (m.entry == NULL || is_glued(l, w, match->end) || term_on(t, LIST_RESERVED))
		return i;
	how = m.entry->kind == KIND_NAME ? LINK_NAME : LINK_ALIAS;
	company = link_context(l, i, to) != CONTEXT_NONE || link_does(l, to);
	if (m.entry->flags & (ENTRY_EVERYDAY | ENTRY_ALONE)) {
		if (!company && (!is_capital(w) || l->shouting))
			return refuse(l, i, &m,
			    "a word as often, and nothing says that the company is meant");
		return accept(l, i, &m, how, company ? 75 : 60,
		    company ? "what is around is about a company" : "a name within a sentence");
	}
	return accept(l, i, &m, how,
	    how == LINK_ALIAS              ? 80
	    : m.entry->flags & ENTRY_BRIEF ? 75
					   : 85,
	    "its name");
}
