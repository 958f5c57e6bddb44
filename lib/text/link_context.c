/* What the words around tell of the one between */
#include <string.h>

#include "text/link_inside.h"

#define BACK_MAX 5    /* words that may stand between a trading word and its symbol */
#define FORWARD_MAX 5 /* and between a symbol and what tells that it is one */

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
	"sept", "oct", "nov", "dec", NULL };

static bool
is_month(const struct linking *l, const struct link_word *w)
{
	size_t i, n = w->end - w->at;

	/* most words are none by their length */
	for (i = 0; n >= 3 && n <= 4 && months[i] != NULL; i++)
		if (link_is(l, w, months[i]))
			return true;
	return false;
}

bool
link_only(const struct linking *l, size_t from, size_t to, const char *bytes)
{
	for (; from < to; from++)
		if (l->p[from] != '\0' && strchr(bytes, l->p[from]) == NULL)
			return false;
	return true;
}

static bool
is_side(const struct linking *l, const struct link_word *w)
{
	return link_is(l, w, "c") || link_is(l, w, "p") || link_is(l, w, "call") ||
	       link_is(l, w, "calls") || link_is(l, w, "put") || link_is(l, w, "puts");
}

/* "150C 1/20", "$150 calls", "1/20 150c", "Jan 20 150 call" behind the word before i: a side behind figures. */
static bool
strike_behind(const struct linking *l, size_t i)
{
	const struct link_word *w = l->links->word;
	size_t k;
	bool figures = false;

	for (k = i; k < l->links->nwords && k < i + FORWARD_MAX; k++) {
		if (k > 0 &&
		    !link_only(l, w[k - 1].end, w[k].at, k == i ? " \t$-'@(s" : " \t$/.,-'"))
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
	if (i >= l->links->nwords || i == 0 || !link_only(l, w[i - 1].end, w[i].at, " \t*_(-|"))
		return NULL;
	return &w[i];
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
		if (term_on(b->term, LIST_AFTER) && (of || (direct && link_is(l, b, "ticker"))))
			return CONTEXT_SURE;
		if (term_on(b->term, LIST_TRADING))
			return CONTEXT_TRADING;
		of = of || link_is(l, b, "of") || link_is(l, b, "on") || link_is(l, b, "in") ||
		     link_is(l, b, "for");
		if (!(b->flags & (WORD_NUMBER | WORD_GLUED)) && !term_on(b->term, LIST_BETWEEN) &&
		    !term_on(b->term, LIST_AFTER))
			return CONTEXT_NONE;
		direct = false;
	}
	return CONTEXT_NONE;
}

bool
link_traded(const struct linking *l, size_t to)
{
	const struct link_word *next = behind(l, to);

	return next != NULL && term_on(next->term, LIST_AFTER);
}

enum link_context
link_context(const struct linking *l, size_t i, size_t to)
{
	enum link_context found, listed;

	if (strike_behind(l, to))
		return CONTEXT_OPTION;
	if (link_traded(l, to))
		return CONTEXT_SURE;
	found = before(l, i);
	listed = link_listed(l, i, to);
	return listed > found ? listed : found;
}

static bool
is_one_of(const struct linking *l, const struct link_word *w, const char *const *words)
{
	for (; *words != NULL; words++)
		if (link_is(l, w, *words))
			return true;
	return false;
}

/* "8%", "8.5%" */
static bool
is_percent(const struct linking *l, size_t k)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords;

	if (k >= n || !(w[k].flags & WORD_NUMBER))
		return false;
	if (k + 1 < n && (w[k + 1].flags & WORD_NUMBER) && link_only(l, w[k].end, w[k + 1].at, "."))
		k++;
	return link_next(l, w[k].end) == '%';
}

/* "reports tonight", "reported Q3", "beats on sales", "pays 8%": of a company, and of no word in capitals. */
static bool
is_result(const struct linking *l, size_t k)
{
	static const char *const report[] = { "reports", "reported", "reporting", NULL };
	static const char *const when[] = { "tonight", "today", "tomorrow", "monday", "tuesday",
		"wednesday", "thursday", "friday", "after", "before", "earnings", "results", "q1",
		"q2", "q3", "q4", "amc", "bmo", "ah", "premarket", NULL };
	static const char *const beat[] = { "beat", "beats", "missed", "misses", NULL };
	static const char *const what[] = { "on", "estimates", "expectations", "est", "consensus",
		"eps", "revenue", "earnings", "top", "bottom", "q1", "q2", "q3", "q4", NULL };
	const struct link_word *w = &l->links->word[k], *next = behind(l, k + 1);

	if (next == NULL)
		return false;
	if (link_is(l, w, "pays") || link_is(l, w, "yields"))
		return is_percent(l, k + 1);
	return (is_one_of(l, w, report) && is_one_of(l, next, when)) ||
	       (is_one_of(l, w, beat) && is_one_of(l, next, what));
}

/* "T +2%", "AAPL (-1.5%)" */
static bool
moves(const struct linking *l, size_t to)
{
	const struct link_word *w = l->links->word;

	return to > 0 && to < l->links->nwords && (w[to].flags & WORD_NUMBER) &&
	       link_only(l, w[to - 1].end, w[to].at, " \t(+-") &&
	       (link_previous(l, w[to].at) == '+' || link_previous(l, w[to].at) == '-') &&
	       is_percent(l, to);
}

/* "hit a new high", "hits ATH" */
static bool
is_height(const struct linking *l, size_t k)
{
	static const char *const what[] = { "ath", "new", "fresh", "record", "all", "high", "highs",
		"low", "lows", NULL };
	const struct link_word *next = behind(l, k + 1);

	if (next != NULL &&
	    (link_is(l, next, "a") || link_is(l, next, "an") || link_is(l, next, "another")))
		next = behind(l, k + 2);
	return next != NULL && (is_one_of(l, next, what) || link_is(l, next, "52"));
}

enum link_context
link_does(const struct linking *l, size_t to)
{
	const struct link_word *next = behind(l, to);
	bool be = false, is_or_was;

	while (next != NULL) {
		is_or_was = link_is(l, next, "is") || link_is(l, next, "was");
		if (!is_or_was && !link_is(l, next, "has") && !link_is(l, next, "just") &&
		    !link_is(l, next, "s"))
			break;
		be = be || is_or_was;
		to = (size_t)(next - l->links->word) + 1;
		next = behind(l, to);
	}
	if (moves(l, to))
		return CONTEXT_AMONG;
	if (next == NULL || !term_on(next->term, LIST_COMPANY))
		return CONTEXT_NONE;
	to = (size_t)(next - l->links->word);
	if (is_result(l, to))
		return CONTEXT_AMONG;
	if (link_is(l, next, "hit") || link_is(l, next, "hits") || link_is(l, next, "hitting"))
		return is_height(l, to) ? CONTEXT_AMONG : CONTEXT_NONE;
	if (!link_is(l, next, "up") && !link_is(l, next, "down"))
		return CONTEXT_LISTED;
	next = behind(l, to + 1);
	return next == NULL || !(next->flags & WORD_NUMBER) ? CONTEXT_NONE
	       : be                                         ? CONTEXT_OPTION
							    : CONTEXT_AMONG;
}

#define VERDICT_MAX 7 /* words until then */

bool
link_judged(const struct linking *l, size_t to)
{
	const struct link_word *w = l->links->word, *next = behind(l, to);
	size_t k, from;

	if (next == NULL || !(link_is(l, next, "is") || link_is(l, next, "was") ||
				link_is(l, next, "looks") || link_is(l, next, "s")))
		return false;
	from = (size_t)(next - w) + 1;
	for (k = from; k < l->links->nwords && k < from + VERDICT_MAX; k++) {
		if ((w[k].flags & WORD_FIRST) || (w[k].flags & WORD_TAKEN))
			return false;
		if (term_on(w[k].term, LIST_VERDICT))
			return true;
	}
	return false;
}

bool
link_priced(const struct linking *l, size_t to)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords;

	if (to == 0 || to >= n)
		return false;
	if (w[to].flags & WORD_NUMBER)
		return memchr(l->p + w[to - 1].end, '@', w[to].at - w[to - 1].end) != NULL &&
		       link_only(l, w[to - 1].end, w[to].at, " \t@$");
	return link_is(l, &w[to], "at") && to + 1 < n && (w[to + 1].flags & WORD_NUMBER) &&
	       link_only(l, w[to - 1].end, w[to].at, " \t") &&
	       link_only(l, w[to].end, w[to + 1].at, " \t$");
}
