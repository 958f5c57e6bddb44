#include "text/chunk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/letter.h"
#include "text/rune.h"

/* All in characters. */
#define FULL_BELOW 2500
#define TICKERS_OVER 3000
#define HARD_OVER 4000
#define SMALL_BELOW 200

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && letter_is_space((unsigned char)**s)) {
		++*s;
		--*n;
	}
	while (*n > 0 && letter_is_space((unsigned char)(*s)[*n - 1]))
		--*n;
}

static void
add(struct chunks *all, const char *type, const char *s, size_t n)
{
	trim(&s, &n);
	if (n == 0)
		return;
	if (all->n == all->cap) {
		all->cap = mem_more(all->cap, all->n + 1);
		all->p = mem_grow(all->p, all->cap, sizeof *all->p);
	}
	all->p[all->n++] = (struct chunk){ type, mem_copy(s, n), n, rune_count(s, n) };
}

void
chunks_release(struct chunks *all)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		free(all->p[i].text);
	free(all->p);
	memset(all, 0, sizeof *all);
}

/* --- boundaries: at a line end, how many bytes are between two parts, the line end first; 0: it is none. What
 * is an item's own sign stays with it: then that is the line end alone. */

typedef size_t boundary_fn(const char *s, size_t n);

static size_t
blank_line(const char *s, size_t n)
{
	size_t i = 1, end = 0;

	for (; i < n && letter_is_space((unsigned char)s[i]); i++)
		if (s[i] == '\n')
			end = i + 1;
	return end;
}

/* "---" and the like, alone on its line. */
static size_t
rule_line(const char *s, size_t n)
{
	size_t i = 1, len, signs = 0;
	uint32_t c;

	for (; i < n; i += len, signs++) {
		c = letter_at(s + i, n - i, &len);
		if (c != '-' && c != '*' && c != '=' && c != 0x2500 && c != 0x2550)
			break;
	}
	return signs >= 3 && (i == n || s[i] == '\n') ? i : 0;
}

static size_t
numbered(const char *s, size_t n)
{
	size_t i = 1;

	while (i < n && rune_is_digit((unsigned char)s[i]))
		i++;
	return i > 1 && i + 1 < n && (s[i] == '.' || s[i] == ')') &&
		       letter_is_space((unsigned char)s[i + 1])
		   ? 1
		   : 0;
}

static size_t
bullet(const char *s, size_t n)
{
	size_t len;
	uint32_t c = n > 1 ? letter_at(s + 1, n - 1, &len) : 0;

	return c == 0x2022 || c == 0x25cf || c == 0x25e6 || c == 0x25aa || c == 0x25b8 ||
		       c == 0x25ba || c == 0x2023 || c == 0x2043 || c == 0xb7
		   ? 1
		   : 0;
}

static size_t
list_sign(const char *s, size_t n)
{
	return n > 2 && (s[1] == '-' || s[1] == '*' || s[1] == '+') && s[2] == ' ' ? 1 : 0;
}

static size_t
heading(const char *s, size_t n)
{
	size_t i = 1, letters = 0;

	for (; i < n && s[i] != ':' && s[i] != '\n'; i++) {
		if (s[i] >= 'A' && s[i] <= 'Z')
			letters++;
		else if (letters == 0 || (s[i] != ' ' && s[i] != '&' && s[i] != '/' &&
					     s[i] != '-' && !rune_is_digit((unsigned char)s[i])))
			return 0;
	}
	return letters >= 2 && i < n && s[i] == ':' ? 1 : 0;
}

/* --- tickers */

static size_t
ticker(const char *s, size_t n)
{
	size_t i = 1;

	if (n < 2 || s[0] != '$')
		return 0;
	while (i < n && i < 7 && ((s[i] >= 'A' && s[i] <= 'Z') || (s[i] >= 'a' && s[i] <= 'z')))
		i++;
	return i > 1 && (i == n || !rune_is_alnum((unsigned char)s[i])) ? i : 0;
}

/* At a line end: "$AAPL - ", "AAPL:" begin the next line. */
static size_t
ticker_line(const char *s, size_t n)
{
	size_t i = 1, len, letters = 0;
	uint32_t c;

	if (i < n && s[i] == '$')
		i++;
	for (; i < n && s[i] >= 'A' && s[i] <= 'Z'; i++)
		letters++;
	while (i < n && s[i] == ' ')
		i++;
	if (letters == 0 || letters > 6 || i == n)
		return 0;
	c = letter_at(s + i, n - i, &len);
	return c == '-' || c == ':' || c == 0x2013 || c == 0x2014 ? 1 : 0;
}

static bool
has_tickers(const char *s, size_t n)
{
	const char *first = NULL;
	size_t i, len, first_len = 0;

	for (i = 0; i < n; i++) {
		len = ticker(s + i, n - i);
		if (len == 0)
			continue;
		if (first != NULL && (len != first_len || memcmp(first, s + i, len) != 0))
			return true;
		first = s + i;
		first_len = len;
	}
	return false;
}

/* --- the stages, each for a part that the one before left */

/* After the end of a sentence in the second half of the first 4,000 characters, or at a blank, or there. */
static size_t
cut_at(const char *s, size_t n)
{
	static const char *const ends[] = { ". ", "! ", "? ", "\n", " ", NULL };
	size_t most = rune_bytes(s, n, HARD_OVER), half = rune_bytes(s, n, HARD_OVER / 2), i, len,
	       k;

	for (k = 0; ends[k] != NULL; k++) {
		len = strlen(ends[k]);
		for (i = most - len; i > half; i--)
			if (memcmp(s + i, ends[k], len) == 0)
				return i + len;
	}
	return most;
}

static void
split_hard(struct chunks *all, const char *type, const char *s, size_t n)
{
	size_t cut;

	trim(&s, &n);
	if (rune_count(s, n) <= HARD_OVER) {
		add(all, type, s, n);
		return;
	}
	while (rune_count(s, n) > HARD_OVER) {
		cut = cut_at(s, n);
		add(all, "hard_split", s, cut);
		s += cut;
		n -= cut;
	}
	add(all, "hard_split", s, n);
}

typedef void part_fn(struct chunks *all, const char *type, const char *s, size_t n);

/* Hand on what is between the boundaries; false when there are fewer than so many. */
static bool
split_at(struct chunks *all, const char *s, size_t n, boundary_fn *boundary, size_t least,
    const char *type, part_fn *part)
{
	size_t i, gap, from = 0, found = 0;

	for (i = 0; i<n; i += gap> 0 ? gap : 1) {
		gap = s[i] == '\n' ? boundary(s + i, n - i) : 0;
		found += gap > 0;
	}
	if (found < least)
		return false;
	for (i = 0; i < n;) {
		gap = s[i] == '\n' ? boundary(s + i, n - i) : 0;
		if (gap > 0) {
			part(all, type, s + from, i - from);
			from = i + gap;
		}
		i += gap > 0 ? gap : 1;
	}
	part(all, type, s + from, n - from);
	return true;
}

/* The lines that begin with a ticker: the first of them may be that of the part. */
static void
split_tickers(struct chunks *all, const char *type, const char *s, size_t n)
{
	struct buf line = { 0 };

	trim(&s, &n);
	buf_char(&line, '\n');
	buf_add(&line, s, n);
	if (rune_count(s, n) <= TICKERS_OVER || !has_tickers(s, n) ||
	    !split_at(all, line.p, line.len, ticker_line, 2, "ticker_block", split_hard))
		split_hard(all, type, s, n);
	buf_release(&line);
}

/* What is under 200 characters takes what follows until it is not. */
static void
consolidate(struct chunks *all, struct chunks *parts)
{
	struct buf text = { 0 };
	size_t i = 0, chars;

	while (i < parts->n) {
		if (parts->p[i].chars >= SMALL_BELOW) {
			add(all, parts->p[i].type, parts->p[i].text, parts->p[i].n);
			i++;
			continue;
		}
		buf_reset(&text);
		buf_add(&text, parts->p[i].text, parts->p[i].n);
		chars = parts->p[i++].chars;
		while (i < parts->n && chars < SMALL_BELOW &&
		       chars + 2 + parts->p[i].chars <= HARD_OVER) {
			buf_str(&text, "\n\n");
			buf_add(&text, parts->p[i].text, parts->p[i].n);
			chars += 2 + parts->p[i++].chars;
		}
		add(all, "consolidated", text.p, text.len);
	}
	buf_release(&text);
}

void
chunks_make(struct chunks *all, const char *s, size_t n)
{
	static boundary_fn *const boundaries[] = { blank_line, rule_line, numbered, bullet,
		list_sign, heading };
	struct chunks parts = { 0 };
	size_t i;

	if (rune_count(s, n) < FULL_BELOW) {
		add(all, "full", s, n);
		return;
	}
	for (i = 0; i < sizeof boundaries / sizeof *boundaries; i++)
		if (split_at(&parts, s, n, boundaries[i], 1, "section", split_tickers))
			break;
	if (i == sizeof boundaries / sizeof *boundaries)
		split_tickers(&parts, "section", s, n);
	consolidate(all, &parts);
	chunks_release(&parts);
}
