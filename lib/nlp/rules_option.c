/* Options as people write them: AAPL 200c 1/17, AAPL $150 calls Jan 2026, 5/16 150p @2.35 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/num.h"
#include "nlp/rules_part.h"

#define NEAR 6 /* tokens between the parts of a contract */

static bool
less(const char *a, const char *b)
{
	struct decimal x, y;

	return decimal_read(&x, a, strlen(a)) == 0 && decimal_read(&y, b, strlen(b)) == 0 &&
	       decimal_cmp(&x, &y) < 0;
}

/* --- the day */

static int64_t
midnight(int year, int month, int day)
{
	char text[24];
	int64_t ns;
	int n = snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);

	return n == 10 && clock_parse_date(text, 10, &ns) == 0 ? ns : CLOCK_NONE;
}

/* The third Friday, which is a monthly contract's last day. */
static int
third_friday(int year, int month)
{
	int first = clock_weekday(midnight(year, month, 1)); /* 0 Sunday */

	return 1 + (5 - first + 7) % 7 + 14;
}

static void
set_expiry(struct idea *i, int year, int month, int day, int64_t now)
{
	int64_t y, m, d, ns;
	char text[CLOCK_TEXT_MAX];

	if (month < 1 || month > 12 || i->expiry[0] != '\0' || (year == 0 && now == CLOCK_NONE))
		return;
	if (year == 0) { /* the next one */
		clock_civil(clock_midnight(now) / CLOCK_DAY, &y, &m, &d);
		year = (int)y;
		ns = midnight(year, month, day > 0 ? day : third_friday(year, month));
		if (ns != CLOCK_NONE && ns < clock_midnight(now))
			year++;
	}
	if (year < 1970 || year > 2200)
		return;
	ns = midnight(year, month, day > 0 ? day : third_friday(year, month));
	if (ns == CLOCK_NONE)
		return;
	(void)idea_day(i->expiry, text, clock_date_text(text, ns)); /* it is a day */
}

static int
whole(const struct token *k)
{
	int64_t v;

	if (k->type != TOKEN_NUMBER || k->dollar || k->percent ||
	    num_int(k->number, strlen(k->number), 1, 9999, &v))
		return 0;
	return (int)v;
}

/* "Jan 09" is a year in 2008 and a day in 2025. */
static bool
is_near_year(int year, int64_t now)
{
	int64_t y, m, d;

	if (now == CLOCK_NONE)
		return false;
	clock_civil(clock_midnight(now) / CLOCK_DAY, &y, &m, &d);
	return year >= y && year <= y + 3;
}

/* "Jan 17", "Jan 17 2026", "Jan 2026", "Jan '26", "Jan": how many tokens, 0 none. alone: the month is enough. */
static size_t
month_name(struct idea *i, struct tokens *t, size_t at, size_t to, int64_t now, bool alone)
{
	const char *month = token_means(&t->p[at], MEANS_MONTH);
	int m, day = 0, year = 0, v;
	size_t k = at + 1, used;

	if (month == NULL || t->p[at].symbol >= 0)
		return 0;
	m = (int)(month[0] - '0');
	if (month[1] != '\0')
		m = m * 10 + (month[1] - '0');
	if (k < to && t->p[k].n == 2 && t->s[t->p[k].at] == '0') {
		used = (size_t)(t->s[t->p[k].at + 1] - '0');
		k++;
		if (is_near_year(2000 + (int)used, now))
			set_expiry(i, 2000 + (int)used, m, 0, now);
		else
			set_expiry(i, 0, m, (int)used, now);
		t->p[at].used = t->p[at + 1].used = i->expiry[0] != '\0';
		return 2;
	}
	v = k < to && (t->p[k].text[0] == '\0' || strcmp(t->p[k].text, "th") == 0 ||
			  strcmp(t->p[k].text, "st") == 0 || strcmp(t->p[k].text, "nd") == 0 ||
			  strcmp(t->p[k].text, "rd") == 0)
		? whole(&t->p[k])
		: 0;
	if (v >= 1 && v <= 31) {
		day = v;
		k++;
		if (k < to && token_is(&t->p[k], ','))
			k++;
		v = k < to && t->p[k].text[0] == '\0' ? whole(&t->p[k]) : 0;
		if (v < 2000 || v > 2100) {
			v = 0;
			k = at + 2;
		}
	} else if (k + 1 < to && token_is(&t->p[k], '\'') && whole(&t->p[k + 1]) < 100) {
		v = 2000 + whole(&t->p[++k]);
	}
	if (v >= 2000 && v <= 2100) {
		year = v;
		k++;
	}
	if (day == 0 && year == 0 && !alone)
		return 0;
	set_expiry(i, year, m, day, now);
	for (used = at; used < k && i->expiry[0] != '\0'; used++)
		t->p[used].used = true;
	return k - at;
}

static void
find_expiry(struct idea *i, struct tokens *t, const struct clause *c, size_t near, int64_t now)
{
	size_t from = near > c->from + NEAR ? near - NEAR : c->from, k;
	size_t to = near + NEAR + 1 < c->to ? near + NEAR + 1 : c->to;
	struct token *one;

	for (k = from; k < to && i->expiry[0] == '\0'; k++) {
		one = &t->p[k];
		if (one->type == TOKEN_DATE) {
			set_expiry(i, one->year, one->month, one->day, now);
			one->used = true;
		} else if (one->type == TOKEN_NUMBER && strcmp(one->text, "dte") == 0 &&
			   now != CLOCK_NONE) {
			int64_t days;
			char text[CLOCK_TEXT_MAX];

			if (num_int(one->number, strlen(one->number), 0, 2000, &days) == 0)
				(void)idea_day(i->expiry, text,
				    clock_date_text(text, clock_midnight(now) + days * CLOCK_DAY));
		} else
			(void)month_name(i, t, k, to, now, k + 1 >= near || k == near + 1);
	}
}

/* --- the contract */

static bool
is_right(const struct token *k, char right)
{
	return k->type == TOKEN_NUMBER && k->text[0] == right && k->text[1] == '\0';
}

/* The strike that stands before "calls", or before "strike calls": with '$', or too much for a count. */
static size_t
strike_before(const struct tokens *t, size_t at, size_t from)
{
	size_t k = at;

	if (k > from && strcmp(t->p[k - 1].text, "strike") == 0)
		k--;
	if (k > from && t->p[k - 1].type == TOKEN_NUMBER && !t->p[k - 1].used &&
	    t->p[k - 1].text[0] == '\0' && !t->p[k - 1].percent &&
	    (t->p[k - 1].dollar || k < at || !less(t->p[k - 1].number, "20")) &&
	    (k < from + 2 ||
		(!token_is(&t->p[k - 2], '/') && token_means(&t->p[k - 2], MEANS_ABOVE) == NULL &&
		    token_means(&t->p[k - 2], MEANS_BELOW) == NULL)))
		return k - 1;
	return at;
}

/* "@2.35", "for 2.35", "at $2.35" behind the contract, under 50. */
static void
find_premium(struct idea *i, struct tokens *t, const struct clause *c, size_t near)
{
	size_t k, to = near + NEAR + 1 < c->to ? near + NEAR + 1 : c->to;
	struct token *one;

	for (k = near + 1; k + 1 < to; k++) {
		one = &t->p[k + 1];
		if (one->type != TOKEN_NUMBER || one->text[0] != '\0' || one->percent ||
		    one->used ||
		    (!token_is(&t->p[k], '@') && strcmp(t->p[k].text, "at") != 0 &&
			strcmp(t->p[k].text, "for") != 0 && strcmp(t->p[k].text, "paid") != 0))
			continue;
		if (k + 2 < c->to && token_means(&t->p[k + 2], MEANS_UNIT) != NULL)
			continue;
		if (less(one->number, "50") &&
		    idea_price(i->premium, one->number, strlen(one->number)) == 0)
			one->used = true;
		return;
	}
}

/* "C180": its strike. */
static const char *
right_first(const struct token *k)
{
	size_t n = strlen(k->text);

	return k->type == TOKEN_WORD && k->symbol < 0 && n > 2 &&
		       (k->text[0] == 'c' || k->text[0] == 'p') &&
		       num_is_decimal(k->text + 1, n - 1)
		   ? k->text + 1
		   : NULL;
}

/* "200/210c": two strikes, of which an idea has room for none; neither is a price of anything else. */
static bool
is_spread(struct tokens *t, size_t at, size_t from)
{
	if (at < from + 2 || (!token_is(&t->p[at - 1], '/') && !token_is(&t->p[at - 1], '-')) ||
	    t->p[at - 1].blank || t->p[at].blank || t->p[at - 2].type != TOKEN_NUMBER ||
	    t->p[at - 2].percent || t->p[at - 2].used)
		return false;
	t->p[at - 2].used = t->p[at].used = true;
	return true;
}

/* The place of the contract, c->to when the clause has none. */
static size_t
find_contract(struct idea *i, struct tokens *t, const struct clause *c)
{
	const char *type;
	size_t k, strike, first = c->to;

	for (k = c->from; k < c->to; k++) {
		if (is_right(&t->p[k], 'c') || is_right(&t->p[k], 'p')) {
			i->option_type = is_right(&t->p[k], 'c') ? "call" : "put";
			if (!is_spread(t, k, c->from) &&
			    idea_price(i->strike, t->p[k].number, strlen(t->p[k].number)) == 0)
				t->p[k].used = true;
			return k;
		}
		if (right_first(&t->p[k]) != NULL) {
			i->option_type = t->p[k].text[0] == 'c' ? "call" : "put";
			(void)idea_price(
			    i->strike, right_first(&t->p[k]), strlen(t->p[k].text) - 1);
			return k;
		}
		type = token_means(&t->p[k], MEANS_OPTION);
		if (type == NULL)
			continue;
		type = idea_word(IDEA_OPTION_TYPE, type, strlen(type));
		strike = strike_before(t, k, c->from);
		/* "call" alone is a telephone's, "a put" is not */
		if (type != NULL && strike == k && t->p[k].span == 1 &&
		    t->p[k].text[strlen(t->p[k].text) - 1] != 's')
			continue;
		if (first == c->to || (i->option_type == NULL && type != NULL))
			first = k;
		if (i->option_type == NULL)
			i->option_type = type;
		if (strike < k && type != NULL) {
			i->option_type = type;
			if (idea_price(
				i->strike, t->p[strike].number, strlen(t->p[strike].number)) == 0)
				t->p[strike].used = true;
			return k;
		}
	}
	return first;
}

void
option_read(struct idea *i, struct tokens *t, const struct clause *c, int64_t now)
{
	size_t at;

	if (c->question || i->strike[0] != '\0')
		return;
	at = find_contract(i, t, c);
	if (at == c->to)
		return;
	i->instrument = "option";
	find_expiry(i, t, c, at, now);
	find_premium(i, t, c, at);
}
