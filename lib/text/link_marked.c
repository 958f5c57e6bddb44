/* Symbols that are written as such: behind a dollar sign or an exchange, in a pair, in an option's code */
#include <string.h>

#include "text/link_inside.h"

#define TAG_MAX 6 /* letters of a symbol that nobody knows */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
all_upper(const char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (*p >= 'a' && *p <= 'z')
			return false;
	return true;
}

static size_t
finish(struct linking *l, size_t i, const struct mention *m)
{
	size_t to = link_word_at(l, i, m->end), k;

	if (!link_take(l, m))
		return i;
	for (k = i; k < to; k++)
		l->links->word[k].flags |= WORD_TAKEN;
	return to;
}

static size_t
refuse(struct linking *l, size_t i, struct mention *m, const char *why)
{
	m->why = why;
	link_refuse(l, m);
	return i;
}

/* The longest symbol that begins with the word, and where it ends; NULL: none. */
static const struct entry *
known(const struct linking *l, const struct link_word *w, size_t *end, const struct term **t)
{
	const struct entry *entry;
	unsigned i;

	for (i = w->nmatches; i > 0; i--) {
		*t = w->match[i - 1].term;
		entry = term_symbol(l->u, *t, l->day);
		if (entry == NULL || memchr(l->p + w->at, ' ', w->match[i - 1].end - w->at) != NULL)
			continue;
		*end = w->match[i - 1].end;
		return entry;
	}
	return NULL;
}

/* "-USD", "/USDT" or ".NS" behind a symbol belongs to it: the end of that, or end. */
static size_t
tail(const struct linking *l, size_t i, size_t end)
{
	const struct link_word *w;
	size_t k;

	if (end == l->n || (l->p[end] != '-' && l->p[end] != '/' && l->p[end] != '.'))
		return end;
	k = link_word_at(l, i, end);
	if (k == l->links->nwords)
		return end;
	w = &l->links->word[k];
	if (w->at != end + 1)
		return end;
	return term_on(w->term, l->p[end] == '.' ? LIST_SUFFIX : LIST_CURRENCY) &&
		       (l->p[end] != '.' || (w->flags & WORD_UPPER))
		   ? w->end
		   : end;
}

/* Talk of a shell: the variable is meant. */
static bool
is_shell(const struct linking *l, const struct link_word *w)
{
	char c = link_next(l, w->end);
	size_t i;

	if (c == '/' || c == '=' || (c == ':' && link_next(l, w->end + 1) != ' '))
		return true;
	for (i = 0; i < l->links->nwords; i++) {
		const struct link_word *other = &l->links->word[i];

		if (term_on(other->term, LIST_SHELL) || (other != w && (other->flags & WORD_CASH) &&
							    term_on(other->term, LIST_VARIABLE)))
			return true;
	}
	return false;
}

/* How far a cashtag goes that nobody knows; 0: it is none. */
static size_t
unknown_end(const struct linking *l, const struct link_word *w)
{
	size_t n, k, end;

	for (n = 0; w->at + n < w->end && is_letter(l->p[w->at + n]); n++)
		;
	if (n == 0 || n > TAG_MAX || w->at + n < w->end)
		return 0;
	end = w->end;
	if (end >= l->n || (l->p[end] != '.' && l->p[end] != '-'))
		return end;
	for (k = end + 1; k < l->n && is_letter(l->p[k]); k++)
		;
	if (k == end + 1 || k > end + 3 || link_is_word(link_next(l, k)) ||
	    link_next(l, k) == '\'' ||
	    all_upper(l->p + w->at, n) != all_upper(l->p + end + 1, k - end - 1))
		return end;
	return k;
}

static size_t
unknown_tag(struct linking *l, size_t i, struct mention *m)
{
	const struct link_word *w = &l->links->word[i];
	bool upper;

	m->end = unknown_end(l, w);
	if (m->end == 0)
		return link_contract(l, i);
	m->spelled = l->p + w->at;
	m->n = m->end - w->at;
	upper = all_upper(m->spelled, m->n);
	if (term_on(w->term, LIST_RESERVED))
		return refuse(l, i, m, "a reserved word, and the universe does not have it");
	if (term_on(w->term, LIST_VARIABLE))
		return refuse(l, i, m, "a variable of the shell");
	m->confidence = upper ? 60 : 30;
	m->why = upper ? "behind a dollar sign, but not in the universe"
		       : "behind a dollar sign, but not in the universe and in small letters";
	return finish(l, i, m);
}

size_t
link_cashtag(struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i];
	struct mention m = { .at = w->at, .how = LINK_CASHTAG, .tagged = true };
	const struct term *t = NULL;
	size_t dollar;

	for (dollar = w->at - 1; l->p[dollar] != '$'; dollar--)
		;
	if (link_is_word(link_previous(l, dollar)) && (i == 0 || !(w[-1].flags & WORD_CASH)))
		return i; /* US$, mon$ter; but $AAPL$MSFT */
	m.at = dollar;
	m.entry = known(l, w, &m.end, &t);
	if (m.entry == NULL)
		return is_digit(l->p[w->at]) ? i : unknown_tag(l, i, &m);
	if (is_digit(l->p[w->at]) && m.end - w->at < 3)
		return i; /* $1M is money */
	if (term_on(t, LIST_RESERVED) && !(m.entry->flags & ENTRY_LISTED))
		return refuse(l, i, &m, "a reserved word, and the universe does not have it");
	if (term_on(t, LIST_VARIABLE) && (!(m.entry->flags & ENTRY_LISTED) || is_shell(l, w)))
		return refuse(l, i, &m, "a variable of the shell");
	m.end = tail(l, i, m.end);
	m.how = m.entry->flags & ENTRY_COIN ? LINK_CRYPTO : LINK_CASHTAG;
	m.confidence = 95;
	m.why = "behind a dollar sign";
	return finish(l, i, &m);
}

/* NSE:INFY, NASDAQ: AAPL, "NYSE: $F" */
size_t
link_exchange(struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i], *s = w + 1;
	struct mention m = { .how = LINK_EXCHANGE, .at = w->at };
	const struct term *t = NULL;
	size_t gap = w->end + 1, to;

	if (!(w->flags & WORD_UPPER) || i + 1 == l->links->nwords || link_next(l, w->end) != ':')
		return i;
	while (
	    gap < l->n && strchr(" $", l->p[gap]) != NULL) /* what does not count is passed, too */
		gap++;
	if (s->at != gap || (l->p[w->end + 1] == ' ' && !(s->flags & (WORD_UPPER | WORD_CASH))))
		return i;
	m.tagged = s->flags & WORD_CASH;
	m.entry = known(l, s, &m.end, &t);
	if (m.entry == NULL) {
		if (!(s->flags & WORD_UPPER) || (l->p[w->end + 1] == ' ' && s->term != NULL))
			return i;
		m.end = s->end;
		m.spelled = l->p + s->at;
		m.n = s->end - s->at;
	} else if (l->p[w->end + 1] == ' ' && !m.tagged && (t->lists & LISTS_WORDS) && l->shouting)
		return i;
	m.end = tail(l, i + 1, m.end);
	m.confidence = m.entry != NULL ? 97 : 75;
	m.why =
	    m.entry != NULL ? "behind its exchange" : "behind an exchange, but not in the universe";
	if (m.entry != NULL && (m.entry->flags & ENTRY_COIN))
		m.how = LINK_CRYPTO;
	to = finish(l, i + 1, &m);
	return to > i + 1 ? to : i;
}

/* The coin, or NULL; *money: it is a currency. */
static const struct entry *
half(const struct linking *l, const char *p, size_t n, bool *money)
{
	const struct term *t = universe_find(l->u, p, n);
	const struct entry *entry = term_symbol(l->u, t, l->day);

	*money = term_on(t, LIST_CURRENCY);
	return entry != NULL && (entry->flags & ENTRY_COIN) ? entry : NULL;
}

/* BTC-USD, ETH/USDT, BTCUSD: the coin. EUR/USD, EURUSD: nothing. */
size_t
link_pair(struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i];
	struct mention m = { .how = LINK_CRYPTO,
		.at = w->at,
		.end = w->end,
		.confidence = 90,
		.why = "a coin in a pair" };
	bool money, quote = false;
	size_t n = w->end - w->at, end = tail(l, i, w->end), k, to;

	if (end > w->end && l->p[w->end] != '.') {
		m.entry = half(l, l->p + w->at, n, &money);
		quote = true;
		m.end = end;
	} else if (w->term == NULL || term_symbol(l->u, w->term, l->day) == NULL) {
		for (k = 3; k <= 4 && !quote && n >= k + 3; k++) {
			m.entry = half(l, l->p + w->end - k, k, &quote);
			m.entry = quote ? half(l, l->p + w->at, n - k, &money) : NULL;
			quote = quote && (money || m.entry != NULL);
		}
	}
	if (!quote || (m.entry == NULL && !money))
		return i;
	if (m.entry != NULL)
		return finish(l, i, &m);
	(void)refuse(l, i, &m, "a pair of currencies");
	to = link_word_at(l, i, m.end);
	return to;
}

/* "SPY450C", "SPY240119C00450000": the option's underlying. */
size_t
link_contract(struct linking *l, size_t i)
{
	const struct link_word *w = &l->links->word[i];
	struct mention m = { .how = LINK_BARE,
		.at = w->at,
		.end = w->end,
		.confidence = 90,
		.why = "an option's code" };
	const char *p = l->p + w->at;
	size_t n = w->end - w->at, letters = 0, k;

	if (w->upper + w->lower == n)
		return i;
	while (letters < n && is_letter(p[letters]))
		letters++;
	for (k = letters; k < n && is_digit(p[k]); k++)
		;
	if (letters == 0 || letters > TAG_MAX || k == letters || k == n ||
	    strchr("cCpP", p[k]) == NULL)
		return i;
	if (k + 1 < n && (n - k != 9 || k - letters != 6))
		return i;
	m.entry = term_symbol(l->u, universe_find(l->u, p, letters), l->day);
	if (m.entry == NULL || (!all_upper(p, letters) && !(w->flags & WORD_CASH)))
		return i;
	return finish(l, i, &m);
}
