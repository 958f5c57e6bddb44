/* Symbols beside each other: "AAPL, F and MU", a line each, or blanks alone between them */
#include <string.h>

#include "text/link_inside.h"

#define LIST_MAX 12  /* how many are looked at on each side */
#define BLANKS_MIN 2 /* so many make a list that has blanks alone between them */

/* A comma or the like between two symbols. */
static bool
is_list(const struct linking *l, size_t from, size_t to)
{
	bool comma = false;

	for (; from < to; from++)
		switch (l->p[from]) {
		case ',':
		case '/':
		case '&':
		case '+':
		case '<':
		case '>':
			comma = true;
			break;
		case '\0':
		case ' ':
		case '\t':
		case '$':
			break;
		default:
			return false;
		}
	return comma;
}

/* One of two is as good as the other: "/", ">", "vs". */
static bool
is_tight(const struct linking *l, size_t from, size_t to)
{
	for (; from < to; from++)
		if (l->p[from] == '/' || l->p[from] == '<' || l->p[from] == '>')
			return true;
	return false;
}

static bool
is_joint(const struct linking *l, const struct link_word *w)
{
	return link_is(l, w, "and") || link_is(l, w, "or") || link_is(l, w, "vs") ||
	       link_is(l, w, "then");
}

/* The symbol in capitals that begins with a word: its end, 0 where there is none; the longest. */
static size_t
symbol_end(const struct linking *l, const struct link_word *w)
{
	unsigned k;

	for (k = w->nmatches; k > 0; k--)
		if (link_is_upper(l, w->at, w->match[k - 1].end) &&
		    term_symbol(l->u, w->match[k - 1].term, l->day) != NULL)
			return w->match[k - 1].end;
	return 0;
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
	       link_small(l, w, m) ||
	       (name != NULL && !(name->flags & (ENTRY_EVERYDAY | ENTRY_ALONE)));
}

/* What looks like a symbol, but nobody knows it: its end, or 0. */
static size_t
unknown_end(const struct link_word *w)
{
	size_t n = w->end - w->at;

	return w->term == NULL && n >= 2 && n <= 5 && w->upper == n ? w->end : 0;
}

/*
 * How many in a list behind word to - 1 are plain. *all: and how many symbols there are, words as well; *joined: the
 * next one is plain, and no comma parts it.
 */
static size_t
plain_after(const struct linking *l, size_t to, size_t *all, bool *joined)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords, plain = 0, k, steps, end;
	bool tight;

	*all = 0;
	*joined = false;
	for (k = to, steps = 0; k > 0 && k < n && steps < LIST_MAX; steps++) {
		tight = is_tight(l, w[k - 1].end, w[k].at);
		if (k + 1 < n && is_joint(l, &w[k])) {
			tight = link_only(l, w[k - 1].end, w[k].at, " \t");
			if (!link_only(l, w[k - 1].end, w[k].at, " \t,") ||
			    !link_only(l, w[k].end, w[k + 1].at, " \t$"))
				break;
			k++;
		} else if (!is_list(l, w[k - 1].end, w[k].at)) {
			break;
		}
		end = symbol_end(l, &w[k]);
		if (is_plain(l, &w[k])) {
			plain++;
			*joined = *joined || (steps == 0 && tight);
			end = w[k].match[w[k].nmatches - 1].end;
		}
		*all += end > 0;
		if (end == 0)
			end = unknown_end(&w[k]);
		if (end == 0)
			break;
		k = link_word_at(l, k, end);
	}
	return plain;
}

/* How many of a list before word i are taken. *joined: the one before is, and no comma parts it. */
static size_t
taken_before(const struct linking *l, size_t i, bool *joined)
{
	const struct link_word *w = l->links->word;
	size_t found = 0, k = i, steps;

	*joined = i > 0 && (w[i - 1].flags & WORD_TAKEN) && is_tight(l, w[i - 1].end, w[i].at);
	for (steps = 0; k > 0 && steps < LIST_MAX; steps++) {
		if (k > 1 && is_joint(l, &w[k - 1]) &&
		    link_only(l, w[k - 1].end, w[k].at, " \t$") &&
		    link_only(l, w[k - 2].end, w[k - 1].at, " \t,"))
			k--;
		else if (!is_list(l, w[k - 1].end, w[k].at))
			break;
		k--;
		if (!(w[k].flags & WORD_TAKEN) && symbol_end(l, &w[k]) == 0)
			break;
		found += (w[k].flags & WORD_TAKEN) != 0;
		while (k > 0 && (w[k].flags & WORD_TAKEN) && (w[k - 1].flags & WORD_TAKEN) &&
		       link_only(l, w[k - 1].end, w[k].at, " .-")) /* of one name */
			k--;
	}
	return found;
}

/* In capitals; or in small letters, if those are. */
static bool
in_case(const struct link_word *w, bool small)
{
	return (w->flags & WORD_UPPER) || (small && w->upper == 0);
}

/* "WFC BAC C", "xom cvx oxy": how many are beside the words [i, to) with blanks alone between them. */
static size_t
blank_list(const struct linking *l, size_t i, size_t to)
{
	const struct link_word *w = l->links->word;
	bool small = w[i].upper == 0 && w[i].nmatches > 0 &&
		     link_small(l, &w[i], &w[i].match[w[i].nmatches - 1]);
	size_t found = 0, k;

	for (k = i; k > 0 && found < LIST_MAX && (w[k - 1].flags & WORD_TAKEN) &&
		    in_case(&w[k - 1], small) && link_only(l, w[k - 1].end, w[k].at, " \t$");
	     k--)
		found++;
	for (k = to; k > 0 && k < l->links->nwords && found < LIST_MAX && is_plain(l, &w[k]) &&
		     in_case(&w[k], small) && link_only(l, w[k - 1].end, w[k].at, " \t$");
	     k++)
		found++;
	return found;
}

/* Whether the bytes [from, to) lead to another line. */
static bool
is_line(const struct linking *l, size_t from, size_t to)
{
	return memchr(l->p + from, '\n', to - from) != NULL;
}

#define LEAD_MAX 40 /* words of a line that leads with a symbol, at most */

/* The first word of a line that is no number of a list, from word k back: where it is, or nwords if that is far. */
static size_t
leader(const struct linking *l, size_t k)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords, far = k > LEAD_MAX ? k - LEAD_MAX : 0;

	while (k > far && !is_line(l, w[k - 1].end, w[k].at))
		k--;
	if (k == far && k > 0 && !is_line(l, w[k - 1].end, w[k].at))
		return n;
	if ((w[k].flags & WORD_NUMBER) && w[k].end - w[k].at <= 2 && k + 1 < n &&
	    link_only(l, w[k].end, w[k + 1].at, " .)"))
		k++;
	return k;
}

/* The first word of the next line, or nwords. */
static size_t
next_line(const struct linking *l, size_t k)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords, far = n - k > LEAD_MAX ? k + LEAD_MAX : n;

	while (++k < far && !is_line(l, w[k - 1].end, w[k].at))
		;
	return k < far ? leader(l, k) : n;
}

/* "- F", "F: 12.01": alone at the beginning of its line, or with figures or a dash behind it. */
static bool
leads(const struct linking *l, size_t i, size_t to)
{
	const struct link_word *w = l->links->word;
	size_t n = l->links->nwords;

	return leader(l, i) == i && (to >= n || (w[to].flags & WORD_NUMBER) ||
					!link_only(l, w[to - 1].end, w[to].at, " \t"));
}

/* How many of the two lines before and behind lead with a symbol; *sure: and how many of these no word. */
static size_t
lines(const struct linking *l, size_t i, size_t to, size_t *sure)
{
	const struct link_word *w = l->links->word;
	size_t found = 0, k = i, from, steps;
	bool plain;

	*sure = 0;
	if (!l->lines || !leads(l, i, to))
		return 0;
	for (steps = 0; steps < 2; steps++) {
		from = k - (k > 0 && (w[k - 1].flags & WORD_NUMBER) && leader(l, k - 1) == k);
		if (from == 0)
			break;
		k = leader(l, from - 1);
		if (k == l->links->nwords || !(w[k].flags & WORD_TAKEN))
			break;
		found++;
		++*sure;
	}
	for (k = i, steps = 0; steps < 2; steps++) {
		k = next_line(l, k);
		if (k >= l->links->nwords)
			break;
		plain = is_plain(l, &w[k]);
		if (!plain && symbol_end(l, &w[k]) == 0)
			break;
		found++;
		*sure += plain;
	}
	return found;
}

enum link_context
link_listed(const struct linking *l, size_t i, size_t to)
{
	const struct link_word *w = l->links->word;
	bool joined, joins, goes_on;
	size_t sure, all, under = lines(l, i, to, &sure);
	size_t before = taken_before(l, i, &joins), after = plain_after(l, to, &all, &joined);

	/* in "AAPL, MSFT, ALL of it" a word goes on behind the list */
	goes_on = to < l->links->nwords && link_only(l, w[to - 1].end, w[to].at, " \t");
	joins = joins || (before > 0 && !goes_on && is_joint(l, &w[i - 1]));
	if ((after > 0 && (before > 0 || joined)) || (after > 0 && all > 1) ||
	    (before > 1 && !goes_on) || joins || (under > 1 && sure > 0))
		return CONTEXT_AMONG;
	if (before > 0 || after > 0 || sure > 0)
		return CONTEXT_LISTED;
	return blank_list(l, i, to) >= BLANKS_MIN ? CONTEXT_LISTED : CONTEXT_NONE;
}
