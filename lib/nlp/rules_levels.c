/* Prices that a statement names: where to get in and out, what holds, what is expected */
#include <string.h>

#include "base/num.h"
#include "nlp/rules_part.h"

#define BACK_MAX 6  /* tokens between a level's word and its price */
#define TRADE_MAX 7 /* tokens between a trade and its price */

struct range {
	size_t first, last; /* tokens; the same for a single price */
};

static bool
is_year(const struct token *k)
{
	int64_t v;

	return !k->dollar && num_int(k->number, strlen(k->number), 1990, 2039, &v) == 0 &&
	       k->n == 4;
}

bool
number_is_price(const struct tokens *t, size_t at, size_t from, size_t to)
{
	const struct token *k = &t->p[at], *next = at + 1 < to ? k + 1 : NULL;
	const struct token *last = at > from ? k - 1 : NULL;

	if (k->type != TOKEN_NUMBER || k->used || k->percent || k->text[0] != '\0' ||
	    strcmp(k->number, "0") == 0 || is_year(k))
		return false;
	if (next != NULL && (token_means(next, MEANS_UNIT) != NULL || token_is(next, '%')))
		return false;
	if (next != NULL && next->type == TOKEN_WORD && !next->blank)
		return false;
	if (last != NULL && !k->dollar && token_means(last, MEANS_FIGURE) != NULL &&
	    token_means(last, MEANS_LEVEL) == NULL)
		return false;
	if (last != NULL && (token_is(last, '#') || token_is(last, '+') ||
				(token_is(last, '-') && last->blank && !k->blank)))
		return false;
	return true;
}

static bool
is_dash(const struct tokens *t, size_t i)
{
	return token_is(&t->p[i], '-') || token_means(&t->p[i], MEANS_TOWARD) != NULL
		   ? strcmp(t->p[i].text, "-") == 0 || strcmp(t->p[i].text, "to") == 0
		   : strcmp(t->p[i].text, "and") == 0;
}

/* Two prices with a dash, or between "between" and "and". */
static struct range
range_at(const struct tokens *t, size_t at, const struct clause *c)
{
	struct range r = { at, at };
	bool between = at > c->from && strcmp(t->p[at - 1].text, "between") == 0;

	if (at + 2 < c->to && t->p[at + 2].type == TOKEN_NUMBER && is_dash(t, at + 1) &&
	    (between || strcmp(t->p[at + 1].text, "and") != 0) &&
	    (at == c->from || strcmp(t->p[at - 1].text, "from") != 0) &&
	    number_is_price(t, at + 2, at + 2, c->to))
		r.last = at + 2;
	return r;
}

/* The meaning, if it is that of a phrase which ends just before at. */
static const char *
ends_before(const struct tokens *t, size_t at, size_t from, enum meaning what, size_t *begin)
{
	size_t k;

	for (k = at; k > from && at - k < WORDS_SPAN_MAX; k--)
		if (t->p[k - 1].phrase != NULL && k - 1 + t->p[k - 1].span == at) {
			*begin = k - 1;
			return token_means(&t->p[k - 1], what);
		}
	*begin = at;
	return NULL;
}

/* The last trade before it, where it is the price that is spoken of. */
static const char *
trade_before(const struct tokens *t, size_t at, const struct clause *c)
{
	size_t from = c->from;
	const char *action;
	size_t k;

	for (k = at; k > from && at - k < TRADE_MAX; k--) {
		action = token_means(&t->p[k - 1], MEANS_DID);
		if (action == NULL)
			action = token_means(&t->p[k - 1], MEANS_DOING);
		if (action == NULL)
			action = token_means(&t->p[k - 1], MEANS_DO);
		if (action != NULL)
			return action;
		if (token_is(&t->p[k - 1], ',') || number_is_price(t, k - 1, from, at))
			return NULL;
	}
	return k == from && c->opened ? "buy" : NULL;
}

static bool
opens(const char *action)
{
	return action != NULL && (strcmp(action, "buy") == 0 || strcmp(action, "add") == 0 ||
				     strcmp(action, "short") == 0);
}

/* "trim at 200", "will sell at 200": just before, and not yet done. */
static bool
closes_later(const struct tokens *t, size_t at, size_t from)
{
	const char *action = NULL;
	size_t begin;

	if (at > from)
		action = ends_before(t, at, from, MEANS_DO, &begin);
	return action != NULL && (strcmp(action, "sell") == 0 || strcmp(action, "trim") == 0);
}

/* A kind by the words before it, and how it stands to the price. */
static const char *
kind_before(const struct tokens *t, size_t at, const struct clause *c, const char **qualifier)
{
	const char *kind, *how;
	size_t k = at, begin, back;

	for (back = 0; back < BACK_MAX && k > c->from; back++) {
		kind = ends_before(t, k, c->from, MEANS_LEVEL, &begin);
		if (kind != NULL)
			return kind;
		if (ends_before(t, k, c->from, MEANS_HOLDS, &begin) != NULL)
			return "support";
		if ((how = ends_before(t, k, c->from, MEANS_ABOVE, &begin)) != NULL) {
			*qualifier = how;
			return opens(trade_before(t, begin, c)) ? "entry" : "resistance";
		}
		if ((how = ends_before(t, k, c->from, MEANS_BELOW, &begin)) != NULL) {
			*qualifier = how;
			return opens(trade_before(t, begin, c)) ? "entry" : "support";
		}
		if (back == 0 && ends_before(t, k, c->from, MEANS_TOWARD, &begin) != NULL &&
		    (begin == c->from || strcmp(t->p[begin - 1].text, "close") != 0))
			return "target";
		if (ends_before(t, k, c->from, MEANS_AT, &begin) != NULL &&
		    opens(trade_before(t, begin, c)))
			return "entry";
		if (ends_before(t, k, c->from, MEANS_AT, &begin) != NULL &&
		    closes_later(t, begin, c->from))
			return "target";
		if (back == 0 && t->p[k - 1].symbol >= 0 && !c->opened &&
		    opens(trade_before(t, k - 1, c)))
			return "entry"; /* "bought $AAPL 150" */
		if (token_means(&t->p[k - 1], MEANS_FILLER) == NULL && t->p[k - 1].symbol < 0)
			return NULL;
		k--;
	}
	return NULL;
}

/* "145 support", "the 200 resistance level". */
static const char *
kind_behind(const struct tokens *t, size_t at, const struct clause *c)
{
	const char *kind;

	for (; at + 1 < c->to; at++)
		if (strcmp(t->p[at + 1].text, "is") != 0 && strcmp(t->p[at + 1].text, "as") != 0 &&
		    strcmp(t->p[at + 1].text, "the") != 0 && strcmp(t->p[at + 1].text, "was") != 0)
			break;
	if (at + 1 >= c->to)
		return NULL;
	kind = token_means(&t->p[at + 1], MEANS_LEVEL);
	/* "150 target 170": the word has a price of its own */
	if (kind == NULL ||
	    (at + 1 + t->p[at + 1].span < c->to &&
		(t->p[at + 1 + t->p[at + 1].span].type == TOKEN_NUMBER ||
		    token_means(&t->p[at + 1 + t->p[at + 1].span], MEANS_AT) != NULL ||
		    token_is(&t->p[at + 1 + t->p[at + 1].span], ':'))))
		return NULL;
	return kind;
}

/* "170, 180 and 200": the kind of the price before. */
static bool
goes_on(const struct tokens *t, size_t last, size_t at)
{
	return at == last + 2 &&
	       (token_is(&t->p[last + 1], ',') || token_is(&t->p[last + 1], '/') ||
		   strcmp(t->p[last + 1].text, "and") == 0 ||
		   strcmp(t->p[last + 1].text, "then") == 0 || token_is(&t->p[last + 1], '&'));
}

void
levels_read(struct idea *i, const struct tokens *t, const struct clause *c)
{
	const char *kind = NULL, *qualifier, *found;
	size_t k, last = c->to;
	struct range r;

	if (c->question)
		return;
	for (k = c->from; k < c->to; k++) {
		if (!number_is_price(t, k, c->from, c->to))
			continue;
		r = range_at(t, k, c);
		qualifier = "";
		found = kind_behind(t, r.last, c);
		if (found == NULL)
			found = kind_before(t, r.first, c, &qualifier);
		if (found == NULL && last < c->to && goes_on(t, last, k))
			found = kind;
		kind = found;
		last = r.last;
		k = r.last;
		if (kind == NULL)
			continue;
		if (r.first < r.last)
			(void)idea_add_level(i, kind, "", t->p[r.first].number, t->p[r.last].number,
			    qualifier); /* what has no room is left out */
		else
			(void)idea_add_level(i, kind, t->p[r.first].number, "", "", qualifier);
	}
}
