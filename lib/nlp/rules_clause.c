/* Where one statement ends and the next begins */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nlp/rules_part.h"

struct cutting {
	const struct tokens *t;
	struct clause *all;
	size_t n, cap;
};

static bool
is_sentence_end(const struct tokens *t, size_t i)
{
	const struct token *k = &t->p[i];

	if (k->type == TOKEN_BREAK || token_is(k, ';'))
		return true;
	return (token_is(k, '.') || token_is(k, '!') || token_is(k, '?')) &&
	       (i + 1 == t->n || t->p[i + 1].blank || t->p[i + 1].type == TOKEN_BREAK);
}

static bool
is_trade(const struct token *k)
{
	return token_means(k, MEANS_DID) != NULL || token_means(k, MEANS_DOING) != NULL ||
	       token_means(k, MEANS_DO) != NULL;
}

/* A sign or word between two things that may be two statements; *skip: it belongs to neither. */
static bool
may_cut(const struct tokens *t, size_t i, bool *skip)
{
	static const char *const words[] = { "and", "but", "while", "then", "vs", "whereas", "plus",
		"also", "or", NULL };
	const struct token *k = &t->p[i];
	size_t w;

	*skip = true;
	if (token_is(k, ',') || token_is(k, '|') || token_is(k, '/') || token_is(k, '+') ||
	    (token_is(k, '-') && k->blank))
		return true;
	for (w = 0; k->type == TOKEN_WORD && k->span == 1 && words[w] != NULL; w++)
		if (strcmp(k->text, words[w]) == 0)
			return true;
	*skip = false;
	return is_trade(k);
}

/* It can stand alone: it says what is done, where, or how it is. */
static bool
states(const struct tokens *t, size_t from, size_t to)
{
	const struct token *k;
	size_t i;

	for (i = from; i < to; i += t->p[i].span) {
		k = &t->p[i];
		if (is_trade(k) || token_means(k, MEANS_BULL) != NULL ||
		    token_means(k, MEANS_BEAR) != NULL || token_means(k, MEANS_OPTION) != NULL ||
		    (k->type == TOKEN_NUMBER && !k->percent))
			return true;
	}
	return false;
}

static bool
has_symbol(const struct tokens *t, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++)
		if (t->p[i].symbol >= 0)
			return true;
	return false;
}

/* A condition whose consequence is still to come. */
static bool
awaits(const struct tokens *t, size_t from, size_t to)
{
	bool condition = false, trade = false;
	size_t i;

	for (i = from; i < to; i += t->p[i].span) {
		condition = condition || token_means(&t->p[i], MEANS_IF) != NULL;
		trade = trade || is_trade(&t->p[i]);
	}
	return condition && !trade;
}

static size_t
count_symbols(const struct tokens *t, size_t from, size_t to)
{
	size_t i, k, n = 0;

	for (i = from; i < to; i++) {
		if (t->p[i].symbol < 0)
			continue;
		for (k = from; k < i && t->p[k].symbol != t->p[i].symbol; k++)
			;
		n += k == i;
	}
	return n;
}

static bool
asks(const struct tokens *t, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i += t->p[i].span)
		if (token_means(&t->p[i], MEANS_ASK) != NULL)
			return true;
	return false;
}

static void
add(struct cutting *c, size_t from, size_t to, size_t end, bool joined)
{
	const struct tokens *t = c->t;
	struct clause *new;
	size_t i;

	if (from >= to)
		return;
	if (c->n == c->cap) {
		c->cap = mem_more(c->cap, c->n + 1);
		c->all = mem_grow(c->all, c->cap, sizeof *c->all);
	}
	new = &c->all[c->n++];
	memset(new, 0, sizeof *new);
	new->from = from;
	new->to = to;
	new->joined = joined;
	new->symbols = count_symbols(t, from, to);
	new->question = (end < t->n && token_is(&t->p[end], '?')) || asks(t, from, to);
	new->heading = token_is(&t->p[to - 1], ':');
	for (i = from; i > 1 && t->p[i - 1].type == TOKEN_BREAK; i--)
		if (t->p[i - 2].type == TOKEN_BREAK)
			new->apart = true;
}

/* The next place within the sentence where it may be cut, from i on; end when there is none. */
static size_t
next_cut(const struct tokens *t, size_t i, size_t end, bool *skip)
{
	for (; i < end; i += t->p[i].span)
		if (may_cut(t, i, skip))
			return i;
	*skip = false;
	return end;
}

/* A sentence is cut where both sides name a symbol and say something of it. */
static void
cut_sentence(struct cutting *c, size_t from, size_t end)
{
	const struct tokens *t = c->t;
	size_t start = from, at, right, next, k;
	bool skip, again, joined = false;

	for (at = next_cut(t, from, end, &skip); at < end;
	     at = next_cut(t, at + t->p[at].span, end, &skip)) {
		right = at + skip;
		/* up to where the next symbol behind its own begins its part */
		for (k = right; k < end && t->p[k].symbol < 0; k++)
			;
		for (next = k < end ? k + 1 : end; next < end; next++)
			if (t->p[next].symbol >= 0 && t->p[next].symbol != t->p[k].symbol)
				break;
		while (next < end && next > k + 1 && !may_cut(t, next - 1, &again))
			next--;
		if (at <= start || awaits(t, start, at) || !has_symbol(t, start, at) ||
		    !states(t, start, at) || !has_symbol(t, right, next) || !states(t, right, next))
			continue;
		add(c, start,
		    at - (at > start + 1 && !skip && strcmp(t->p[at - 1].text, "to") == 0), end,
		    joined);
		joined = true;
		start = right;
	}
	add(c, start, end, end, joined);
}

size_t
clauses_make(struct clause **all, const struct tokens *t)
{
	struct cutting c = { .t = t };
	size_t i, from = 0;

	for (i = 0; i < t->n; i++)
		if (is_sentence_end(t, i)) {
			cut_sentence(&c, from, i);
			from = i + 1;
		}
	cut_sentence(&c, from, t->n);
	*all = c.all;
	return c.n;
}
