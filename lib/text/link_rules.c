/* Bare symbols and names: which of them are meant */
#include <string.h>

#include "text/link_inside.h"

#define SMALL_MIN 3 /* letters of a symbol that is taken in small letters */
#define ODD_MIN 4   /* letters of one that no language has as a word, by its vowels */
#define NAME_MIN 5  /* letters of a name in small letters that is no English word */

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

/* "it is NOW up 3%", "AAPL NOW up 3%": of another than the word. */
static bool
is_adverb(const struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i];

	return i > 0 && !(w->flags & WORD_FIRST) && link_only(l, w[-1].end, w->at, " ") &&
	       ((w[-1].flags & WORD_TAKEN) || link_is(l, w - 1, "is") || link_is(l, w - 1, "are") ||
		   link_is(l, w - 1, "was") || link_is(l, w - 1, "were") ||
		   link_is(l, w - 1, "s") || link_is(l, w - 1, "re"));
}

/* "BIG calls" are of the symbol, "BIG share prices" are not. */
static bool
has_options(const struct linking *l, size_t to)
{
	const struct link_word *w = l->links->word;

	return to > 0 && to < l->links->nwords &&
	       (link_is(l, &w[to], "calls") || link_is(l, &w[to], "puts")) &&
	       link_only(l, w[to - 1].end, w[to].at, " ");
}

/* A word as often as a symbol: by what stands around. */
static size_t
judge_word(
    struct linking *l, size_t i, struct mention *m, const struct term *t, enum link_context context)
{
	enum link_context least = l->shouting || term_on(t, LIST_CHATTER) ? CONTEXT_OPTION
				  : term_on(t, LIST_STRICT)               ? CONTEXT_AMONG
									  : CONTEXT_LISTED;
	size_t to = link_word_at(l, i, m->end);
	enum link_context does = is_adverb(l, i) ? CONTEXT_NONE : link_does(l, to);

	if (context == CONTEXT_SURE && term_on(t, LIST_ADJECTIVE) && !has_options(l, to))
		context = CONTEXT_NONE;
	if (does > context)
		context = does;
	if (context == CONTEXT_NONE && (link_priced(l, to) || link_judged(l, to)))
		context = CONTEXT_LISTED;
	if (context == CONTEXT_TRADING && term_on(t, LIST_CHATTER) && !l->shouting &&
	    link_priced(l, to))
		least = CONTEXT_TRADING;
	if (context < least) {
		m->how = LINK_WORD;
		m->why = "a word as often, and nothing says that the symbol is meant";
		link_doubt(l, m, t, false);
		return i;
	}
	return accept(l, i, m, LINK_WORD, 65 + 5 * (unsigned)context, by_context[context]);
}

/* Letters alone, with no more than one vowel: "rklb", "dkng". */
static bool
is_odd(const char *p, size_t n)
{
	size_t i, vowels = 0;

	for (i = 0; i < n; i++) {
		unsigned char c = term_fold((unsigned char)p[i]);

		if (c < 'a' || c > 'z')
			return false;
		vowels += strchr("aeiouy", c) != NULL;
	}
	return vowels <= 1;
}

bool
link_small(const struct linking *l, const struct link_word *w, const struct link_match *match)
{
	const struct entry *entry;
	size_t n = match->end - w->at;

	if (match->term->lists != 0 || n < SMALL_MIN || memchr(l->p + w->at, ' ', n) != NULL)
		return false;
	entry = term_symbol(l->u, match->term, l->day);
	return entry != NULL && (entry->flags & ENTRY_LISTED);
}

/* "long tlt", "gme calls", "rklb": in small letters only what is no word at all. */
static size_t
judge_small(struct linking *l, size_t i, struct mention *m, enum link_context context)
{
	size_t n = m->end - m->at;

	if (context != CONTEXT_NONE || link_does(l, link_word_at(l, i, m->end)) != CONTEXT_NONE)
		return accept(
		    l, i, m, LINK_WORD, 55, "in small letters, but a symbol's word is beside it");
	return n >= ODD_MIN && is_odd(l->p + m->at, n)
		   ? accept(l, i, m, LINK_WORD, 50, "in small letters, but no word at all")
		   : i;
}

/* "class A", "plan B" */
static bool
is_label(const struct linking *l, size_t i)
{
	static const char *const labelled[] = { "class", "series", "plan", "grade", "vitamin",
		"type", "tier", "phase", "part", "section", "appendix", "exhibit", "schedule",
		"tranche", "round", "option", "group", "rated", "rating", "hepatitis", "unit" };
	const struct link_word *w = l->links->word;
	size_t k;

	if (i == 0 || !link_only(l, w[i - 1].end, w[i].at, " \t-"))
		return false;
	for (k = 0; k < sizeof labelled / sizeof labelled[0]; k++)
		if (link_is(l, &w[i - 1], labelled[k]))
			return true;
	return false;
}

/* "50 MA", "25 BP" */
static bool
is_counted(const struct linking *l, size_t i, const struct term *t)
{
	const struct link_word *w = &l->links->word[i];

	return i > 0 && term_on(t, LIST_UNIT) && (w[-1].flags & WORD_NUMBER) &&
	       link_only(l, w[-1].end, w->at, " \t-");
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
	if (m.end - m.at == 1 && is_label(l, i))
		return refuse(l, i, &m, "a letter that numbers what is before it");
	if (!link_is_upper(l, m.at, m.end))
		return link_small(l, w, match) ? judge_small(l, i, &m, link_context(l, i, to)) : i;
	context = link_context(l, i, to);
	if (term_on(t, LIST_RESERVED))
		return refuse(l, i, &m, "a reserved word");
	end = market(l, i, match->end);
	if (end > 0) {
		m.end = end;
		return accept(l, i, &m, LINK_EXCHANGE, 90, "its market is behind it");
	}
	if (context < CONTEXT_SURE && is_counted(l, i, t))
		return refuse(l, i, &m, "a unit, and a number is before it");
	if (m.end - m.at == 1 || (t->lists & LISTS_WORDS))
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

/* A capital within a sentence: a name, and no word that begins one. One that is no word of the language may. */
static bool
is_capital(const struct link_word *w, const struct term *t)
{
	return (w->flags & WORD_TITLE) && (!(w->flags & WORD_FIRST) || t->lists == 0);
}

/* "gm", "GM!": what people write for something else, but in capitals within a sentence. */
static bool
is_slang(const struct linking *l, const struct link_word *w, const struct term *t)
{
	char c = link_next(l, w->end);

	return term_on(t, LIST_CHATTER) &&
	       (w->lower > 0 || ((w->flags & WORD_FIRST) && c != ' ' && c != '\''));
}

static size_t
doubt(struct linking *l, size_t i, struct mention *m, const struct term *t, enum link_how how)
{
	m->how = how;
	m->why = "a word as often, and nothing says that the company is meant";
	if (l->links->word[i].upper > 0)
		link_doubt(l, m, t, true);
	else
		link_refuse(l, m);
	return i;
}

/* "the gap", "my visa": a thing, and no company. */
static bool
is_thing(const struct linking *l, size_t i)
{
	static const char *const words[] = { "the", "a", "an", "this", "that", "my", "your", "our",
		"his", "her", "their", "no", "any" };
	const struct link_word *w = l->links->word;
	size_t k;

	for (k = 0; i > 0 && k < sizeof words / sizeof words[0]; k++)
		if (link_is(l, &w[i - 1], words[k]))
			return true;
	return false;
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
	company = link_context(l, i, to) != CONTEXT_NONE || link_does(l, to) != CONTEXT_NONE ||
		  (link_judged(l, to) && !is_thing(l, i));
	if (!company && is_slang(l, w, t))
		return doubt(l, i, &m, t, how);
	if ((m.entry->flags & ENTRY_EVERYDAY) ||
	    ((m.entry->flags & ENTRY_ALONE) && (t->lists != 0 || match->end - w->at < NAME_MIN))) {
		if (!company && (!is_capital(w, t) || l->shouting))
			return doubt(l, i, &m, t, how);
		return accept(l, i, &m, how, company ? 75 : 60,
		    company ? "what is around is about a company" : "a name within a sentence");
	}
	return accept(l, i, &m, how,
	    how == LINK_ALIAS              ? 80
	    : m.entry->flags & ENTRY_BRIEF ? 75
					   : 85,
	    "its name");
}
