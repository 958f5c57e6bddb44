#include "nlp/token.h"

#include <string.h>
#include <strings.h>

#include <stdlib.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/letter.h"
#include "nlp/engine.h"
#include "text/rune.h"

void
tokens_release(struct tokens *t)
{
	free(t->p);
	memset(t, 0, sizeof *t);
}

bool
token_is(const struct token *t, char mark)
{
	return t->type == TOKEN_MARK && t->text[0] == mark && t->text[1] == '\0';
}

const char *
token_means(const struct token *t, enum meaning what)
{
	return t->used ? NULL : phrase_means(t->phrase, what);
}

/* --- one token at s, n > 0: how many bytes it has */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void
put_lower(char *to, size_t cap, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && i + 1 < cap; i++)
		to[i] = lower(s[i]);
	to[i] = '\0';
}

static bool
ends_word(const char *s, size_t n, size_t at)
{
	size_t len;

	return at >= n || !rune_is_alnum(letter_at(s + at, n - at, &len));
}

/* The candidate that is written here: by its text, or by its symbol in capitals. */
static size_t
take_symbol(struct token *t, const struct nlp_message *m, const char *s, size_t n)
{
	const struct nlp_candidate *c;
	size_t k, len, best = 0, dollar = s[0] == '$';

	for (k = 0; k < m->ncandidates; k++) {
		c = &m->candidates[k];
		len = c->text != NULL ? strlen(c->text) : 0;
		if (len > best && len <= n && strncasecmp(s, c->text, len) == 0 &&
		    ends_word(s, n, len)) {
			best = len;
			t->symbol = (int)k;
		}
		len = strlen(c->symbol);
		if (len + dollar <= best || len + dollar > n || !ends_word(s, n, len + dollar))
			continue;
		if (dollar ? strncasecmp(s + 1, c->symbol, len) == 0
			   : len > 1 && strncmp(s, c->symbol, len) == 0) {
			best = len + dollar;
			t->symbol = (int)k;
		}
	}
	if (best > 0)
		put_lower(t->text, sizeof t->text, s + dollar, best - dollar);
	return best;
}

/* So many digits, at most most of them; *v their number. */
static size_t
some_digits(const char *s, size_t n, size_t most, int *v)
{
	size_t i = 0;

	for (*v = 0; i < n && i < most && is_digit(s[i]); i++)
		*v = *v * 10 + (s[i] - '0');
	return i < n && is_digit(s[i]) ? 0 : i;
}

static size_t
take_date(struct token *t, const char *s, size_t n)
{
	size_t i, len;
	int a, b, c = 0;
	char sep;

	i = some_digits(s, n, 4, &a);
	if (i == 0 || i == 3 || i + 1 >= n || (s[i] != '/' && s[i] != '-') ||
	    (i == 4) != (s[i] == '-'))
		return 0;
	sep = s[i++];
	len = some_digits(s + i, n - i, 2, &b);
	i += len;
	if (len == 0)
		return 0;
	if (i + 1 < n && s[i] == sep && is_digit(s[i + 1])) {
		len = some_digits(s + i + 1, n - i - 1, 4, &c);
		i += len + 1;
		if (len == 0 || len == 3)
			return 0;
	} else if (sep == '-')
		return 0;
	t->year = sep == '-' ? a : c > 0 && c < 100 ? 2000 + c : c;
	t->month = sep == '-' ? b : a;
	t->day = sep == '-' ? c : b;
	if (t->month < 1 || t->month > 12 || t->day < 1 || t->day > 31 || !ends_word(s, n, i) ||
	    (i < n && s[i] == '%'))
		return 0;
	t->type = TOKEN_DATE;
	return i;
}

/* Times ten to the power of three, where 'k' says so. */
static void
thousands(char number[IDEA_NUMBER_MAX])
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal d;
	size_t n;

	if (decimal_read(&d, number, strlen(number)) || decimal_shift(&d, 3))
		return;
	n = decimal_text(text, &d);
	if (n < IDEA_NUMBER_MAX)
		memcpy(number, text, n + 1);
}

static size_t
take_number(struct token *t, const char *s, size_t n)
{
	size_t i = s[0] == '$', from = i, end, len;

	while (i < n && (is_digit(s[i]) || (i + 1 < n && is_digit(s[i + 1]) &&
					       (s[i] == '.' || (s[i] == ',' && i > from)))))
		i++;
	if (i == from)
		return 0;
	if (idea_price(t->number, s + from, i - from)) {
		if (s[from] != '0') { /* "1,2": a list, of which this is the first */
			for (i = from; i < n && is_digit(s[i]); i++)
				;
			if (i == from || idea_price(t->number, s + from, i - from))
				return 0;
		} else
			memcpy(t->number, "0", 2);
	}
	t->type = TOKEN_NUMBER;
	t->dollar = from == 1;
	for (end = i; end < n && rune_is_word(letter_at(s + end, n - end, &len)); end += len)
		;
	put_lower(t->text, sizeof t->text, s + i, end - i);
	if (strcmp(t->text, "k") == 0) {
		thousands(t->number);
		t->text[0] = '\0';
	} else if (strcmp(t->text, "ish") == 0)
		t->text[0] = '\0';
	if (end < n && s[end] == '%') {
		t->percent = true;
		end++;
	}
	return end;
}

static size_t
take_word(struct token *t, const char *s, size_t n)
{
	size_t i = 0, len, more;
	uint32_t c;

	while (i < n) {
		c = letter_at(s + i, n - i, &len);
		if (rune_is_word(c)) {
			i += len;
			continue;
		}
		if (i == 0 || (c != '\'' && c != 0x2019 && c != '-' && c != '&') || i + len >= n ||
		    !rune_is_alnum(letter_at(s + i + len, n - i - len, &more)) ||
		    is_digit(s[i + len]))
			break;
		i += len;
	}
	put_lower(t->text, sizeof t->text, s, i);
	return i;
}

static void
take(struct token *t, const struct nlp_message *m, const char *s, size_t n)
{
	uint32_t c = letter_at(s, n, &t->n);
	size_t len = take_symbol(t, m, s, n);

	t->type = TOKEN_WORD;
	if (len == 0 && is_digit(s[0]))
		len = take_date(t, s, n);
	if (len == 0 && (is_digit(s[0]) || s[0] == '$' || s[0] == '.'))
		len = take_number(t, s, n);
	if (len == 0 && rune_is_word(c))
		len = take_word(t, s, n);
	if (len > 0) {
		t->n = len;
		return;
	}
	if (c == '\n')
		t->type = TOKEN_BREAK;
	else if (!rune_is_emoji(c))
		t->type = TOKEN_MARK;
	put_lower(t->text, sizeof t->text, s, t->n);
	if (c == 0x2013 || c == 0x2014 || c == 0x2212)
		memcpy(t->text, "-", 2);
}

/* --- all */

/* A typographic apostrophe is one; words_find() knows the other. */
static void
plain_quotes(char *s)
{
	char *at;

	while ((at = strstr(s, "\xe2\x80\x99")) != NULL) {
		*at = '\'';
		memmove(at + 1, at + 3, strlen(at + 3) + 1);
	}
}

/* The longest phrase from i on: words with nothing between them. */
static void
find_phrase(struct tokens *t, const struct words *w, size_t i)
{
	struct token *first = &t->p[i];
	size_t most =
	    first->type == TOKEN_WORD || first->type == TOKEN_MARK ? words_span(w, first->text) : 0;
	const struct phrase *p;
	char text[WORDS_PHRASE_MAX];
	size_t k, len = 0, add;

	for (k = 0; k < most && i + k < t->n; k++) {
		if (k > 0 && (t->p[i + k].type != TOKEN_WORD || !t->p[i + k].blank))
			break;
		add = strlen(t->p[i + k].text);
		if (len + add + 2 > sizeof text)
			break;
		if (k > 0)
			text[len++] = ' ';
		memcpy(text + len, t->p[i + k].text, add + 1);
		len += add;
		p = words_find(w, text);
		if (p == NULL || (first->symbol >= 0 && k == 0))
			continue;
		first->phrase = p;
		first->span = k + 1;
	}
}

void
tokens_make(
    struct tokens *t, const struct words *w, const struct nlp_message *m, const char *s, size_t n)
{
	struct token *new;
	size_t i = 0, len;
	bool blank = true;

	memset(t, 0, sizeof *t);
	t->s = s;
	while (i < n) {
		if (s[i] != '\n' && letter_is_space(letter_at(s + i, n - i, &len))) {
			i += len;
			blank = true;
			continue;
		}
		if (t->n == t->cap) {
			t->cap = mem_more(t->cap, t->n + 1);
			t->p = mem_grow(t->p, t->cap, sizeof *t->p);
		}
		new = &t->p[t->n++];
		memset(new, 0, sizeof *new);
		new->at = i;
		new->symbol = -1;
		new->span = 1;
		new->blank = blank;
		take(new, m, s + i, n - i);
		plain_quotes(new->text);
		i += new->n;
		blank = new->type == TOKEN_BREAK;
	}
	for (i = 0; i < t->n; i += t->p[i].span)
		find_phrase(t, w, i);
}
