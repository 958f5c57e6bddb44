/* A text as words, each looked up once */
#include <string.h>

#include "base/mem.h"
#include "text/link_inside.h"
#include "text/strip.h"

static const struct {
	const char *name;
	char c;
} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
	{ "&#39;", '\'' }, { "&nbsp;", ' ' }, { "\xe2\x80\x99", '\'' }, { "\xe2\x80\x98", '\'' },
	{ "\xc2\xa0", ' ' }, { "\xe2\x80\x93", '-' }, { "\xe2\x80\x94", ';' } };

#define LETTERS(c, x) [c] = (x), [(c) + 1] = (x), [(c) + 2] = (x), [(c) + 3] = (x), [(c) + 4] = (x)
#define FIVES(c, x) LETTERS(c, x), LETTERS((c) + 5, x), LETTERS((c) + 10, x)

/* Of a byte; letters beyond ASCII, U+00C0 to U+053F, by their first one. */
const unsigned char link_class[256] = { FIVES('A', LINK_UPPER), LETTERS('P', LINK_UPPER),
	LETTERS('U', LINK_UPPER), ['Z'] = LINK_UPPER, FIVES('a', LINK_LOWER),
	LETTERS('p', LINK_LOWER), LETTERS('u', LINK_LOWER), ['z'] = LINK_LOWER,
	LETTERS('0', LINK_DIGIT), LETTERS('5', LINK_DIGIT), ['_'] = LINK_OTHER,
	FIVES(0xc3, LINK_OTHER), [0xd2] = LINK_OTHER, [0xd3] = LINK_OTHER, [0xd4] = LINK_OTHER };

char
link_next(const struct linking *l, size_t i)
{
	while (i < l->n && l->p[i] == '\0')
		i++;
	return i < l->n ? l->p[i] : '\0';
}

char
link_previous(const struct linking *l, size_t i)
{
	while (i > 0 && l->p[i - 1] == '\0')
		i--;
	return i > 0 ? l->p[i - 1] : '\0';
}

bool
link_is_upper(const struct linking *l, size_t at, size_t end)
{
	size_t letters = 0;

	for (; at < end; at++) {
		if (l->p[at] >= 'a' && l->p[at] <= 'z')
			return false;
		letters += l->p[at] >= 'A' && l->p[at] <= 'Z';
	}
	return letters > 0;
}

/* One that is not between two letters or digits marks what is in italics. */
static void
mark(char *p, size_t n, size_t i)
{
	if (i == 0 || i + 1 == n || !link_is_word(p[i - 1]) || !link_is_word(p[i + 1]) ||
	    p[i + 1] == '_')
		p[i] = ' ';
}

/* What an entity begins with, and "_". */
static const unsigned char odd[] = { '&', '_', 0xc2, 0xe2 };

static bool
is_odd(char c)
{
	return memchr(odd, (unsigned char)c, sizeof odd) != NULL;
}

static bool
has_odd(const char *p, size_t n)
{
	size_t k;

	for (k = 0; k < sizeof odd; k++)
		if (memchr(p, odd[k], n) != NULL)
			return true;
	return false;
}

/* What stands for one character becomes it, with bytes behind it that do not count. */
static void
decode(char *p, size_t n)
{
	size_t i, k, len;

	if (!has_odd(p, n))
		return;
	for (i = 0; i < n; i++) {
		if (!is_odd(p[i]))
			continue;
		if (p[i] == '_')
			mark(p, n, i);
		for (k = 0; k < sizeof entities / sizeof entities[0]; k++) {
			len = strlen(entities[k].name);
			if (len > n - i || memcmp(p + i, entities[k].name, len) != 0)
				continue;
			memset(p + i, 0, len);
			p[i] = entities[k].c;
			i += len - 1;
			break;
		}
	}
}

/* What the bytes of a word look like, and how many of them are letters. */
static void
look(struct link_word *w, const char *p)
{
	size_t i, n = w->end - w->at, upper = 0, lower = 0, digits = 0;
	unsigned char class, first = link_class[(unsigned char)p[0]];

	for (i = 0; i < n; i++) { /* in registers: an array of counts takes twice as long */
		class = link_class[(unsigned char)p[i]];
		upper += class == LINK_UPPER;
		lower += class == LINK_LOWER;
		digits += class == LINK_DIGIT;
	}
	w->upper = upper;
	w->lower = lower;
	w->flags = 0;
	if (upper > 0 && lower == 0)
		w->flags |= WORD_UPPER;
	if (upper > 0 && lower > 0 && first == LINK_UPPER)
		w->flags |= WORD_TITLE;
	if (first != LINK_DIGIT)
		return;
	w->flags |= WORD_NUMBER;
	if (digits == n - 1 && strchr("cCpP", p[n - 1]) != NULL)
		w->flags |= WORD_STRIKE;
}

/* What joins the word at i to what is before it. */
static unsigned
joined(const struct linking *l, size_t i)
{
	char c = link_previous(l, i);
	size_t k;

	if (c == '$')
		return WORD_CASH;
	if (c != '-' && c != '&' && c != '\'')
		return 0;
	for (k = i; k > 0 && l->p[k - 1] == '\0';)
		k--;
	return link_is_word(link_previous(l, k - 1)) ? WORD_GLUED : 0;
}

/* Whether a sentence begins behind the bytes [from, to), which are between two words. */
static bool
parts(const char *p, size_t from, size_t to)
{
	for (; from < to; from++)
		if (p[from] == '!' || p[from] == '?' || p[from] == ';' || p[from] == '\n' ||
		    (p[from] == '.' && from + 1 < to))
			return true;
	return false;
}

/* All terms from there on that end where a word does. */
static void
walk(const struct linking *l, struct link_word *w)
{
	const struct trie *trie = universe_trie(l->u);
	struct trie_at at = { 0 };
	const struct term *term;
	size_t i;
	uint32_t value;
	char c, last = '\0';

	w->nmatches = 0;
	w->term = NULL;
	for (i = w->at; i < l->n; i++) {
		c = l->p[i];
		if ((unsigned char)c <= ' ' && (c == '\0' || (c == ' ' && last == ' ')))
			continue;
		if (!trie_step(trie, &at, term_fold((unsigned char)c)))
			return;
		last = c;
		value = trie_value(trie, &at);
		if (value == TRIE_NONE || link_is_word(link_next(l, i + 1)))
			continue;
		if (w->nmatches == MATCHES_MAX)
			memmove(w->match, w->match + 1, --w->nmatches * sizeof *w->match);
		term = universe_term(l->u, value);
		w->match[w->nmatches++] = (struct link_match){ i + 1, term };
		if (i + 1 == w->end)
			w->term = term;
	}
}

static void
add_word(struct linking *l, size_t at, size_t end, size_t behind)
{
	struct links *links = l->links;
	struct link_word *w;

	if (links->nwords == links->words_cap) {
		links->words_cap = mem_more(links->words_cap, links->nwords + 1);
		links->word = mem_grow(links->word, links->words_cap, sizeof *links->word);
	}
	w = &links->word[links->nwords];
	w->at = at;
	w->end = end;
	look(w, l->p + at);
	w->flags |=
	    joined(l, at) | (links->nwords == 0 || parts(l->p, behind, at) ? WORD_FIRST : 0);
	walk(l, w);
	links->nwords++;
}

/* How far a known symbol goes that begins here, be it a word as well; 0: there is none. */
static size_t
plain_symbol(const struct linking *l, const struct link_word *w)
{
	const struct link_match *m = &w->match[w->nmatches == 0 ? 0 : w->nmatches - 1];

	return (w->flags & WORD_UPPER) && w->nmatches > 0 && link_is_upper(l, w->at, m->end) &&
		       term_symbol(l->u, m->term, l->day) != NULL
		   ? m->end
		   : 0;
}

#define SHOUT_MIN 8 /* letters that tell */

static bool
shouting(const struct linking *l)
{
	const struct link_word *w = l->links->word;
	size_t i, upper = 0, lower = 0, symbol = 0;

	for (i = 0; i < l->links->nwords; i++) {
		if (w[i].at >= symbol)
			symbol = plain_symbol(l, &w[i]);
		if (w[i].at < symbol || (w[i].flags & (WORD_CASH | WORD_STRIKE)) ||
		    term_on(w[i].term, LIST_EXCHANGE))
			continue;
		upper += w[i].upper;
		lower += w[i].lower;
	}
	return upper > lower && upper >= SHOUT_MIN;
}

void
link_prepare(struct linking *l, const char *text, size_t n)
{
	struct links *links = l->links;
	size_t i, end, behind = 0;
	char *p;

	buf_reset(&links->text);
	p = buf_room(&links->text, n);
	strip(text, n, p);
	decode(p, n);
	l->p = p;
	l->n = n;
	links->nwords = 0;
	for (i = 0; i < n; i = end) {
		end = i + 1;
		if (!link_is_word(p[i]))
			continue;
		while (end < n && link_is_word(p[end]))
			end++;
		add_word(l, i, end, behind);
		behind = end;
	}
	l->lines = memchr(p, '\n', n) != NULL;
	l->shouting = shouting(l);
}

size_t
link_word_at(const struct linking *l, size_t i, size_t at)
{
	while (i < l->links->nwords && l->links->word[i].at < at)
		i++;
	return i;
}
