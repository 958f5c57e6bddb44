#include "nlp/idea.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/utf8.h"

/* clang-format off */
static const char *const instruments[] = { "equity", "option", "crypto", "index", "sector", "event_contract", NULL };
static const char *const directions[] = { "bullish", "bearish", "neutral", "mixed", NULL };
static const char *const actions[] = { "buy", "sell", "trim", "add", "watch", "hold", "short", "hedge", "none", NULL };
static const char *const horizons[] = { "scalp", "swing", "long_term", "unknown", NULL };
static const char *const option_types[] = { "call", "put", NULL };
static const char *const level_kinds[] = { "entry", "target", "support", "resistance", "stop", NULL };
static const char *const labels[] = { "TRADE_EXECUTION", "TRADE_PLAN", "TECHNICAL_ANALYSIS", "FUNDAMENTAL_THESIS",
	"CATALYST_NEWS", "EARNINGS", "INSTITUTIONAL_FLOW", "OPTIONS", "RISK_MANAGEMENT", "SENTIMENT_CONVICTION",
	"PORTFOLIO_UPDATE", "QUESTION_REQUEST", "RESOURCE_LINK", NULL };

static const char *const *const lists[] = {
	[IDEA_INSTRUMENT] = instruments, [IDEA_DIRECTION] = directions, [IDEA_ACTION] = actions,
	[IDEA_HORIZON] = horizons, [IDEA_OPTION_TYPE] = option_types, [IDEA_LEVEL] = level_kinds,
	[IDEA_LABEL] = labels,
};
/* clang-format on */

/* --- one, and many */

void
idea_release(struct idea *i)
{
	size_t k;

	free(i->text);
	free(i->summary);
	free(i->context);
	free(i->trigger);
	free(i->raw);
	for (k = 0; k < i->nlevels; k++)
		free(i->levels[k].qualifier);
	memset(i, 0, sizeof *i);
}

struct idea *
ideas_add(struct ideas *all, size_t chunk)
{
	struct idea *new;
	size_t k, local = 0;

	if (all->n == all->cap) {
		all->cap = mem_more(all->cap, all->n + 1);
		all->p = mem_grow(all->p, all->cap, sizeof *all->p);
	}
	for (k = 0; k < all->n; k++)
		if (all->p[k].chunk == chunk && all->p[k].local >= local)
			local = all->p[k].local + 1;
	new = &all->p[all->n];
	memset(new, 0, sizeof *new);
	new->chunk = chunk;
	new->local = local;
	new->index = all->n++;
	return new;
}

void
ideas_drop(struct ideas *all, size_t at)
{
	idea_release(&all->p[at]);
	all->n--;
	memmove(&all->p[at], &all->p[at + 1], (all->n - at) * sizeof *all->p);
}

void
ideas_release(struct ideas *all)
{
	size_t k;

	for (k = 0; k < all->n; k++)
		idea_release(&all->p[k]);
	free(all->p);
	memset(all, 0, sizeof *all);
}

/* --- words */

const char *
idea_word_at(enum idea_list list, size_t i)
{
	size_t k = 0;

	while (k < i && lists[list][k] != NULL)
		k++;
	return lists[list][k];
}

const char *
idea_word(enum idea_list list, const char *s, size_t n)
{
	const char *const *w;

	for (w = lists[list]; *w != NULL; w++)
		if (strlen(*w) == n && memcmp(*w, s, n) == 0)
			return *w;
	return NULL;
}

unsigned
idea_label(const char *s, size_t n)
{
	unsigned k;

	for (k = 0; labels[k] != NULL; k++)
		if (strlen(labels[k]) == n && memcmp(labels[k], s, n) == 0)
			return 1u << k;
	return 0;
}

/* --- texts */

void
idea_text(char **to, const char *s, size_t n, size_t most)
{
	struct buf out = { 0 };
	size_t len, chars = 0;
	bool blank = false;

	for (; n > 0 && chars < most; s += len, n -= len) {
		len = utf8_char(s, n);
		if (len == 0) {
			len = 1;
			continue;
		}
		if ((unsigned char)*s <= ' ' || *s == 0x7f) {
			blank = out.len > 0;
			continue;
		}
		if (blank && ++chars < most)
			buf_char(&out, ' ');
		blank = false;
		if (chars++ < most)
			buf_add(&out, s, len);
	}
	free(*to);
	*to = out.len > 0 ? buf_take(&out) : NULL;
	buf_release(&out);
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int
idea_symbol(char out[IDEA_SYMBOL_MAX], const char *s, size_t n)
{
	size_t k, joints = 0;

	out[0] = '\0';
	if (n > 0 && *s == '$') {
		s++;
		n--;
	}
	if (n == 0 || n >= IDEA_SYMBOL_MAX)
		return -1;
	for (k = 0; k < n; k++) {
		out[k] = s[k];
		if (s[k] >= 'a' && s[k] <= 'z')
			out[k] = (char)(s[k] - 'a' + 'A');
		if (s[k] == '.' || s[k] == '-' || s[k] == '/')
			joints++;
		else if (!is_capital(out[k]) && !is_digit(out[k]))
			break;
	}
	out[n] = '\0';
	if (k == n && joints <= 1 && is_capital(out[0]) &&
	    (is_capital(out[n - 1]) || is_digit(out[n - 1])))
		return 0;
	out[0] = '\0';
	return -1;
}

int
idea_add_symbol(struct idea *i, const char *s, size_t n)
{
	char symbol[IDEA_SYMBOL_MAX];
	size_t k;

	if (idea_symbol(symbol, s, n))
		return -1;
	if (i->primary[0] == '\0')
		memcpy(i->primary, symbol, sizeof symbol);
	for (k = 0; k < i->nsymbols; k++)
		if (strcmp(i->symbols[k], symbol) == 0)
			return 0;
	if (i->nsymbols < IDEA_SYMBOLS_MAX)
		memcpy(i->symbols[i->nsymbols++], symbol, sizeof symbol);
	return 0;
}

/* --- figures */

/* Commas stand between groups of three digits, or it is no number that we know. */
static size_t
without_commas(char *to, size_t cap, const char *s, size_t n)
{
	size_t k, len = 0, since = 0;
	bool grouped = false;

	for (k = 0; k < n && len < cap; k++) {
		if (s[k] == ',') {
			if ((grouped && since != 3) || since == 0 || since > 3)
				return 0;
			grouped = true;
			since = 0;
			continue;
		}
		if (s[k] == '.' && grouped && since != 3)
			return 0;
		if (s[k] == '.')
			grouped = false;
		to[len++] = s[k];
		since++;
	}
	return k == n && !(grouped && since != 3) ? len : 0;
}

int
idea_price(char out[IDEA_NUMBER_MAX], const char *s, size_t n)
{
	char digits[2 * IDEA_NUMBER_MAX];
	struct decimal d;
	size_t len;

	out[0] = '\0';
	if (n > 0 && *s == '$') {
		s++;
		n--;
	}
	len = without_commas(digits + 1, sizeof digits - 1, s, n);
	digits[0] = '0';
	s = digits + 1;
	if (len > 0 && *s == '.') { /* ".50" */
		s--;
		len++;
	}
	if (len == 0 || *s == '-' || decimal_read(&d, s, len) || decimal_is_zero(&d))
		return -1;
	len = num_canonical(out, IDEA_NUMBER_MAX - 1, s, len);
	out[len] = '\0';
	return len > 0 ? 0 : -1;
}

static int
compare(const char *a, const char *b)
{
	struct decimal x, y;

	(void)decimal_read(&x, a, strlen(a)); /* both are canonical */
	(void)decimal_read(&y, b, strlen(b));
	return decimal_cmp(&x, &y);
}

int
idea_add_level(struct idea *i, const char *kind, const char *value, const char *low,
    const char *high, const char *qualifier)
{
	const char *word = idea_word(IDEA_LEVEL, kind, strlen(kind));
	struct idea_level new = { .kind = word };
	size_t k;

	if (word == NULL)
		return -1;
	(void)idea_price(new.value, value, strlen(value)); /* what is none is left out */
	(void)idea_price(new.low, low, strlen(low));
	(void)idea_price(new.high, high, strlen(high));
	if (new.low[0] != '\0' && new.high[0] != '\0' && compare(new.low, new.high) > 0) {
		memcpy(new.value, new.low, sizeof new.value);
		memcpy(new.low, new.high, sizeof new.low);
		memcpy(new.high, new.value, sizeof new.high);
		new.value[0] = '\0';
	}
	if (new.value[0] == '\0' && new.low[0] == '\0' && new.high[0] == '\0')
		return -1;
	for (k = 0; k < i->nlevels; k++)
		if (i->levels[k].kind == word && strcmp(i->levels[k].value, new.value) == 0 &&
		    strcmp(i->levels[k].low, new.low) == 0 &&
		    strcmp(i->levels[k].high, new.high) == 0)
			return 0;
	if (i->nlevels == IDEA_LEVELS_MAX)
		return -1;
	idea_text(&new.qualifier, qualifier, strlen(qualifier), IDEA_SUMMARY_MAX);
	i->levels[i->nlevels++] = new;
	return 0;
}

int
idea_day(char out[11], const char *s, size_t n)
{
	out[0] = '\0';
	if (n != 10 || !clock_is_date(s, n))
		return -1;
	memcpy(out, s, n);
	out[n] = '\0';
	return 0;
}
