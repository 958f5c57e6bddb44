/* Which way it leans, and what is done about it */
#include <stdlib.h>
#include <string.h>

#include "nlp/rules_part.h"

#define DENIES_WITHIN 4 /* tokens before */
#define OTHERS_WITHIN 3

/* Whether a meaning stands shortly before, with no comma between. */
static bool
before(const struct tokens *t, size_t at, size_t from, size_t within, enum meaning what)
{
	size_t i;

	for (i = at; i > from && at - i < within; i--) {
		if (token_is(&t->p[i - 1], ',') || token_is(&t->p[i - 1], '.'))
			return false;
		if (token_means(&t->p[i - 1], what) != NULL)
			return true;
	}
	/* a phrase of several words that ends here begins further back */
	for (; i > from && at - i < within + 2; i--)
		if (token_means(&t->p[i - 1], what) != NULL &&
		    i - 1 + t->p[i - 1].span + within > at)
			return true;
	return false;
}

static bool
is_me(const struct token *k)
{
	static const char *const words[] = { "i", "i'm", "im", "i'll", "i've", "i'd", "we", "we're",
		"my", "me", NULL };
	size_t w;

	for (w = 0; words[w] != NULL; w++)
		if (strcmp(k->text, words[w]) == 0)
			return true;
	return false;
}

/* Somebody else does it: named before the verb, and we are not. */
static bool
by_others(const struct tokens *t, size_t at, size_t from)
{
	size_t i;

	if (is_me(&t->p[at]))
		return false;
	for (i = at; i > from && at - i < OTHERS_WITHIN; i--) {
		if (is_me(&t->p[i - 1]) || token_is(&t->p[i - 1], ','))
			return false;
		if (token_means(&t->p[i - 1], MEANS_OTHER) != NULL)
			return true;
	}
	for (i = at; i > from; i--)
		if (is_me(&t->p[i - 1]) || token_is(&t->p[i - 1], ','))
			return false;
	return token_means(&t->p[from], MEANS_OTHER) != NULL;
}

/* --- conditions */

/* "if it holds 150", up to a comma, "then", or what is to be done; "over 200" where a clause begins with it. */
static void
find_condition(struct stance *s, const struct tokens *t, const struct clause *c)
{
	size_t i = c->from, to;

	while (i < c->to && token_means(&t->p[i], MEANS_IF) == NULL)
		i += t->p[i].span;
	if (i == c->to) {
		for (i = c->from; i < c->to && t->p[i].symbol >= 0; i++)
			;
		if (i == c->to || i + t->p[i].span >= c->to ||
		    (token_means(&t->p[i], MEANS_ABOVE) == NULL &&
			token_means(&t->p[i], MEANS_BELOW) == NULL) ||
		    t->p[i + t->p[i].span].type != TOKEN_NUMBER)
			return;
		to = i + t->p[i].span + 1;
	} else {
		for (to = i + t->p[i].span; to < c->to; to++)
			if (token_is(&t->p[to], ',') ||
			    (token_is(&t->p[to], '-') && t->p[to].blank) ||
			    token_is(&t->p[to], '=') || strcmp(t->p[to].text, "then") == 0 ||
			    (to > i + 1 && is_me(&t->p[to])))
				break;
	}
	if (s->if_from == s->if_to) {
		s->if_from = i;
		s->if_to = to;
	}
}

static bool
in_condition(const struct stance *s, size_t i)
{
	return i >= s->if_from && i < s->if_to;
}

/* --- trades */

/* What is made counts more than what is to be made, and than what was made in a time that is over. */
static void
take_action(struct stance *s, const char *action, bool done, bool planned, bool past)
{
	bool later = s->past && done && !past;

	if (s->action != NULL && !later && (s->done || !done))
		return;
	s->action = action;
	s->past = past;
	s->done = done;
	s->planned = planned;
}

/* "averaging down is a losing game": nobody does it. */
static bool
is_subject(const struct tokens *t, size_t i, size_t from, size_t to)
{
	if (i > from)
		return false;
	for (; i < to && !token_is(&t->p[i], ','); i++)
		if (strcmp(t->p[i].text, "is") == 0 || strcmp(t->p[i].text, "isn't") == 0 ||
		    strcmp(t->p[i].text, "was") == 0)
			return true;
	return false;
}

/* "sold everything but $KO" */
static bool
excepts(const struct tokens *t, size_t i, size_t to)
{
	for (; i < to; i++)
		if (strcmp(t->p[i].text, "except") == 0 || strcmp(t->p[i].text, "besides") == 0 ||
		    (strcmp(t->p[i].text, "everything") == 0 && i + 1 < to &&
			strcmp(t->p[i + 1].text, "but") == 0))
			return true;
	return false;
}

static bool
is_later(const struct tokens *t, size_t i, size_t to)
{
	for (; i < to; i++)
		if (strcmp(t->p[i].text, "tomorrow") == 0 || strcmp(t->p[i].text, "later") == 0)
			return true;
	return false;
}

static bool
is_trade(const struct token *k)
{
	return token_means(k, MEANS_DID) != NULL || token_means(k, MEANS_DOING) != NULL ||
	       token_means(k, MEANS_DO) != NULL;
}

/* "bought it last week", "last week I bought it": on either side up to a comma or another trade. */
static bool
is_past(const struct tokens *t, size_t i, const struct clause *c)
{
	size_t k;

	for (k = i + t->p[i].span; k < c->to && !is_trade(&t->p[k]); k++) {
		if (token_is(&t->p[k], ',') || strcmp(t->p[k].text, "and") == 0)
			break;
		if (token_means(&t->p[k], MEANS_PAST) != NULL)
			return true;
	}
	for (k = i; k > c->from && !is_trade(&t->p[k - 1]) && !token_is(&t->p[k - 1], ','); k--)
		if (token_means(&t->p[k - 1], MEANS_PAST) != NULL)
			return true;
	return false;
}

static void
read_trade(struct stance *s, const struct tokens *t, const struct clause *c, size_t i)
{
	const char *did = token_means(&t->p[i], MEANS_DID);
	const char *doing = token_means(&t->p[i], MEANS_DOING);
	const char *act = token_means(&t->p[i], MEANS_DO);
	const char *action = did != NULL ? did : doing != NULL ? doing : act;
	bool planned, buys, sells;

	if (action == NULL)
		return;
	if (act != NULL && did == NULL && doing == NULL && strcmp(action, "hold") == 0 &&
	    token_means(&t->p[i], MEANS_HOLDS) != NULL && i + t->p[i].span < c->to &&
	    t->p[i + t->p[i].span].type == TOKEN_NUMBER)
		return; /* a price is held */
	if (doing != NULL && strcmp(action, "hold") == 0 && i + t->p[i].span < c->to &&
	    (t->p[i + t->p[i].span].type == TOKEN_NUMBER ||
		token_means(&t->p[i + t->p[i].span], MEANS_LEVEL) != NULL ||
		token_means(&t->p[i + t->p[i].span], MEANS_BULL) != NULL))
		return;
	buys = strcmp(action, "buy") == 0 || strcmp(action, "add") == 0;
	sells = strcmp(action, "sell") == 0 || strcmp(action, "short") == 0;
	if (by_others(t, i, c->from)) {
		s->other = true;
		s->bull += buys;
		s->bear += sells;
		return;
	}
	if (before(t, i, c->from, DENIES_WITHIN, MEANS_UNREAL)) {
		s->unreal = true;
		return;
	}
	if (before(t, i, c->from, DENIES_WITHIN, MEANS_NOT)) {
		s->bear += buys;
		return;
	}
	if (excepts(t, i, c->to) || (doing != NULL && is_subject(t, i, c->from, c->to)))
		return;
	planned = did == NULL && (before(t, i, c->from, 5, MEANS_PLAN) || act != NULL ||
				     is_later(t, i, c->to) || s->if_from < s->if_to);
	if (c->question && did == NULL)
		return;
	take_action(s, action,
	    !planned && strcmp(action, "watch") != 0 && strcmp(action, "hold") != 0, planned,
	    did != NULL && is_past(t, i, c));
}

/* --- all */

static void
read_leaning(struct stance *s, const struct tokens *t, const struct clause *c, size_t i)
{
	bool bull = token_means(&t->p[i], MEANS_BULL) != NULL;
	bool bear = token_means(&t->p[i], MEANS_BEAR) != NULL;

	if (c->question || in_condition(s, i) || bull == bear || by_others(t, i, c->from))
		return;
	if (before(t, i, c->from, DENIES_WITHIN, MEANS_NOT)) {
		s->bear += bull; /* what is not weak need not be strong */
		return;
	}
	s->bull += bull;
	s->bear += bear;
}

void
stance_read(struct stance *s, const struct tokens *t, const struct clause *c)
{
	const char *label, *horizon;
	size_t i;

	s->question = s->question || c->question;
	find_condition(s, t, c);
	for (i = c->from; i < c->to; i += t->p[i].span) {
		label = token_means(&t->p[i], MEANS_LABEL);
		horizon = token_means(&t->p[i], MEANS_HORIZON);
		if (label != NULL)
			s->labels |= idea_label(label, strlen(label));
		if (horizon != NULL && s->horizon == NULL)
			s->horizon = horizon;
		read_leaning(s, t, c, i);
		if (!in_condition(s, i))
			read_trade(s, t, c, i);
	}
}
