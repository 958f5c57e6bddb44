/* What the words around tell of the one between */
#include <string.h>

#include "text/link_inside.h"

#define BACK_MAX 5    /* words that may stand between a trading word and its symbol */
#define FORWARD_MAX 5 /* and between a symbol and what tells that it is one */

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
	"sept", "oct", "nov", "dec", NULL };

static bool
is(const struct linking *l, const struct link_word *w, const char *word)
{
	size_t i, n = w->end - w->at;

	for (i = 0; i < n && word[i] != '\0'; i++)
		if ((char)term_fold((unsigned char)l->p[w->at + i]) != word[i])
			return false;
	return i == n && word[i] == '\0';
}

static bool
is_month(const struct linking *l, const struct link_word *w)
{
	size_t i, n = w->end - w->at;

	/* most words are none by their length */
	for (i = 0; n >= 3 && n <= 4 && months[i] != NULL; i++)
		if (is(l, w, months[i]))
			return true;
	return false;
}

/* The bytes between two words are of these, and such as do not count. */
static bool
only(const struct linking *l, size_t from, size_t to, const char *bytes)
{
	for (; from < to; from++)
		if (l->p[from] != '\0' && strchr(bytes, l->p[from]) == NULL)
			return false;
	return true;
}

static bool
is_side(const struct linking *l, const struct link_word *w)
{
	return is(l, w, "c") || is(l, w, "p") || is(l, w, "call") || is(l, w, "calls") ||
	       is(l, w, "put") || is(l, w, "puts");
}

/* "150C 1/20", "$150 calls", "1/20 150c", "Jan 20 150 call" behind the word before i: a side behind figures. */
static bool
strike_behind(const struct linking *l, size_t i)
{
	const struct link_word *w = l->links->word;
	size_t k;
	bool figures = false;

	for (k = i; k < l->links->nwords && k < i + FORWARD_MAX; k++) {
		if (k > 0 && !only(l, w[k - 1].end, w[k].at, k == i ? " \t$-'@(s" : " \t$/.,-'"))
			return false;
		if (w[k].flags & WORD_STRIKE)
			return true;
		if (figures && is_side(l, &w[k]))
			return true;
		if (!(w[k].flags & WORD_NUMBER) && !is_month(l, &w[k]))
			return false;
		figures = true;
	}
	return false;
}

/* The word that follows word i - 1 closely, or NULL; "'s" between them does not count. */
static const struct link_word *
behind(const struct linking *l, size_t i)
{
	const struct link_word *w = l->links->word;

	if (i < l->links->nwords && (w[i].flags & WORD_GLUED) && w[i].end - w[i].at == 1 &&
	    term_fold((unsigned char)l->p[w[i].at]) == 's')
		i++;
	if (i >= l->links->nwords || i == 0 || !only(l, w[i - 1].end, w[i].at, " \t*_(-|"))
		return NULL;
	return &w[i];
}

/* A comma or the like between two symbols. */
static bool
is_list(const struct linking *l, size_t from, size_t to)
{
	bool comma = false;

	for (; from < to; from++) {
		if (l->p[from] == ',' || l->p[from] == '/' || l->p[from] == '&' ||
		    l->p[from] == '+')
			comma = true;
		else if (l->p[from] != '\0' && strchr(" \t$", l->p[from]) == NULL)
			return false;
	}
	return comma;
}

/* A line of its own below that of the symbol before, with a bullet or without. */
static bool
is_line(const struct linking *l, size_t from, size_t i)
{
	const struct link_word *w = &l->links->word[i];
	char c = link_next(l, w->end);

	return memchr(l->p + from, '\n', w->at - from) != NULL &&
	       only(l, from, w->at, " \t\r\n$-*") && (c == '\0' || c == '\n' || c == '\r');
}

/* What is a symbol or a name, and no word. */
static bool
is_plain(const struct linking *l, const struct link_word *w)
{
	const struct link_match *m;
	const struct entry *name;

	if (w->nmatches == 0)
		return false;
	m = &w->match[w->nmatches - 1];
	name = term_name(l->u, m->term, l->day);
	if (m->term->phrase || (m->term->lists & LISTS_WORDS))
		return false;
	return (m->end - w->at > 1 && link_is_upper(l, w->at, m->end) &&
		   term_symbol(l->u, m->term, l->day) != NULL) ||
	       (name != NULL && !(name->flags & (ENTRY_EVERYDAY | ENTRY_ALONE)));
}

/* "Visa and Mastercard", "F, AAPL": the one behind does. *joined: and not by a comma. */
static bool
listed_after(const struct linking *l, size_t to, bool *joined)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords;

	*joined = false;
	if (to == 0 || to >= n)
		return false;
	if ((is(l, &w[to], "and") || is(l, &w[to], "or")) && to + 1 < n) {
		*joined = only(l, w[to - 1].end, w[to].at, " \t") &&
			  only(l, w[to].end, w[to + 1].at, " \t$") && is_plain(l, &w[to + 1]);
		return *joined;
	}
	*joined = l->p[w[to - 1].end] == '/';
	return is_list(l, w[to - 1].end, w[to].at) && is_plain(l, &w[to]);
}

/* "AAPL, F", "AAPL and F": the symbol before vouches for this one. */
static bool
listed_before(const struct linking *l, size_t i)
{
	const struct link_word *w = l->links->word;

	if (i == 0)
		return false;
	if (w[i - 1].flags & WORD_TAKEN)
		return is_list(l, w[i - 1].end, w[i].at) || is_line(l, w[i - 1].end, i);
	return i > 1 && (is(l, &w[i - 1], "and") || is(l, &w[i - 1], "or")) &&
	       (w[i - 2].flags & WORD_TAKEN) && only(l, w[i - 2].end, w[i - 1].at, " \t,");
}

static enum link_context
before(const struct linking *l, size_t i)
{
	const struct link_word *w = l->links->word;
	size_t k, steps;
	bool of = false, direct = true;

	for (k = i, steps = 0; k > 0 && steps < BACK_MAX && !(w[k].flags & WORD_FIRST);
	     k--, steps++) {
		const struct link_word *b = &w[k - 1];

		if (b->flags & WORD_TAKEN)
			return CONTEXT_NONE;
		if (term_on(b->term, LIST_AFTER) && (of || (direct && is(l, b, "ticker"))))
			return CONTEXT_SURE;
		if (term_on(b->term, LIST_TRADING))
			return CONTEXT_TRADING;
		of = of || is(l, b, "of") || is(l, b, "on") || is(l, b, "in") || is(l, b, "for");
		if (!(b->flags & (WORD_NUMBER | WORD_GLUED)) && !term_on(b->term, LIST_BETWEEN) &&
		    !term_on(b->term, LIST_AFTER))
			return CONTEXT_NONE;
		direct = false;
	}
	return CONTEXT_NONE;
}

enum link_context
link_context(const struct linking *l, size_t i, size_t to)
{
	const struct link_word *next = behind(l, to);
	enum link_context found;
	bool first, second, joined;

	if (strike_behind(l, to))
		return CONTEXT_OPTION;
	if (next != NULL && term_on(next->term, LIST_AFTER))
		return CONTEXT_SURE;
	found = before(l, i);
	first = listed_before(l, i);
	second = listed_after(l, to, &joined);
	if (found < CONTEXT_AMONG && second && (first || joined))
		return CONTEXT_AMONG;
	return found == CONTEXT_NONE && (first || second) ? CONTEXT_LISTED : found;
}

bool
link_does(const struct linking *l, size_t to)
{
	const struct link_word *next = behind(l, to);
	size_t k = to;

	if (next != NULL && (is(l, next, "is") || is(l, next, "was") || is(l, next, "has") ||
				is(l, next, "just") || is(l, next, "s")))
		next = behind(l, ++k);
	if (next == NULL || !term_on(next->term, LIST_COMPANY))
		return false;
	if (!is(l, next, "up") && !is(l, next, "down"))
		return true;
	next = behind(l, k + 1);
	return next != NULL && (next->flags & WORD_NUMBER);
}
