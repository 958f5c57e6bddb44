#include "text/vader_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/utf8.h"
#include "io/letter.h"
#include "text/vader_words.h"

/* What a byte is; those of one token are or-ed together. */
#define SPACE 1u
#define PUNCT 2u
#define UPPER 4u
#define LOWER 8u
#define APOS 16u /* ' */
#define MARK 32u /* ! or ? */
#define HIGH 64u /* a part of a code point beyond ASCII */

/* The same as a table's cells. */
#define S SPACE
#define P PUNCT
#define U UPPER
#define L LOWER
#define A (PUNCT | APOS)
#define M (PUNCT | MARK)
#define H HIGH

/* clang-format off */
static const uint8_t class_of[256] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, S, S, S, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, S, S, S, S,
	S, M, P, P, P, P, P, A, P, P, P, P, P, P, P, P,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, P, P, P, P, P, M,
	P, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	U, U, U, U, U, U, U, U, U, U, U, P, P, P, P, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, 0,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};
/* clang-format on */

static inline unsigned
class_at(const char *p)
{
	return class_of[(unsigned char)*p];
}

static inline unsigned char
small(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* How many bytes of ASCII come first. */
static size_t
ascii_run(const char *p, size_t n)
{
	uint64_t word;
	size_t i = 0;

	for (; n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, p + i, sizeof word);
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < n && (class_at(p + i) & HIGH) == 0)
		i++;
	return i;
}

static bool
is_apostrophe(uint32_t c)
{
	return c == 0x2018 || c == 0x2019 || c == 0x02bc;
}

bool
vader_text_replace(
    const struct vader_words *w, const char *text, size_t n, bool apostrophes, struct buf *out)
{
	size_t kept = 0, at = ascii_run(text, n), len;
	struct slice name;
	bool glued = false; /* what stands before is a name */
	uint32_t c;

	buf_reset(out);
	while (at < n) {
		c = letter_at(text + at, n - at, &len);
		name = vader_words_emoji(w, c);
		if (name.n > 0) {
			buf_add(out, text + kept, at - kept);
			if ((at > kept || glued) && (at == kept || text[at - 1] != ' '))
				buf_char(out, ' ');
			buf_add(out, name.p, name.n);
			kept = at + len;
			glued = true;
		} else if (apostrophes && is_apostrophe(c)) {
			buf_add(out, text + kept, at - kept);
			buf_char(out, '\'');
			kept = at + len;
			glued = true;
		}
		at += len;
		at += ascii_run(text + at, n - at);
	}
	if (kept == 0)
		return false;
	buf_add(out, text + kept, n - kept);
	return true;
}

/* Whether letters beyond ASCII make a token one in capitals. */
static bool
is_upper(const char *p, size_t n)
{
	bool upper = false;
	size_t len;
	uint32_t c;

	for (; n > 0; p += len, n -= len) {
		c = letter_at(p, n, &len);
		if (letter_is_lower(c))
			return false;
		upper = upper || letter_is_upper(c);
	}
	return upper;
}

/*
 * The small letters of a token with letters beyond ASCII; U+0130 becomes i and a dot. Its length, or more than
 * VADER_WORD_MAX for what is longer than any word.
 */
static size_t
lower(struct vader_key *key, const char *p, size_t n)
{
	char text[4];
	size_t len, to = 0;
	uint32_t c;

	for (; n > 0; p += len, n -= len) {
		size_t put = 1;

		c = letter_at(p, n, &len);
		if (len == 1)
			text[0] = (char)small((unsigned char)*p);
		else if (c == 0x130)
			memcpy(text, "i\xcc\x87", put = 3);
		else
			put = utf8_put(text, letter_small(c));
		if (put > VADER_WORD_MAX - to)
			return VADER_WORD_MAX + 1;
		memcpy((char *)key->part + to, text, put);
		to += put;
	}
	return to;
}

/* Eight bytes of ASCII in small letters: what is from A to Z gets the bit 0x20. */
static inline uint64_t
small8(uint64_t x)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t from = x + ones * (0x80 - 'A'), behind = x + ones * (0x80 - 'Z' - 1);

	return x | ((from & ~behind & (ones * 0x80)) >> 2);
}

static bool
has_nt(const char *p, size_t n)
{
	size_t i;

	for (i = 1; i + 1 < n; i++)
		if (p[i] == '\'' && (p[i - 1] | 0x20) == 'n' && (p[i + 1] | 0x20) == 't')
			return true;
	return false;
}

/* ASCII in small letters; room is how many bytes may be read from p on. */
static inline void
lower_ascii(struct vader_key *key, const char *p, size_t n, size_t room)
{
	static const unsigned char first[16] = { 255, 255, 255, 255, 255, 255, 255, 255 };
	uint64_t part, mask;
	size_t i;

	key->part[1] = 0;
	for (i = 0; i < n; i += 8) {
		if (room - i >= 8) {
			memcpy(&part, p + i, 8);
			if (n - i < 8) {
				memcpy(&mask, first + 8 - (n - i), 8);
				part &= mask;
			}
		} else {
			part = 0;
			memcpy(&part, p + i, n - i);
		}
		key->part[i / 8] = small8(part);
	}
}

static uint32_t
find(const struct vader_words *w, const char *p, size_t n, size_t room, unsigned class)
{
	struct vader_key key;

	if (class & HIGH) {
		key = (struct vader_key){ 0 };
		n = lower(&key, p, n);
	} else if (n <= VADER_WORD_MAX) {
		lower_ascii(&key, p, n, room);
	}
	return n > VADER_WORD_MAX ? 0 : vader_words_find(w, &key, n); /* 0: longer than any */
}

/* Code points, at most 3 are counted. */
static size_t
count(const char *p, size_t n)
{
	size_t i, points = 0;

	for (i = 0; i < n && points < 3; i++)
		points += ((unsigned char)p[i] & 0xc0) != 0x80;
	return points;
}

/* Take the token p[0 .. n), n > 0, whose bytes are of those classes; room bytes may be read. */
static inline void
take(struct vader_text *t, const struct vader_words *w, const char *p, size_t n, size_t room,
    unsigned class)
{
	struct vader_token *token;
	size_t from = 0, to = n;

	if (class & PUNCT) {
		while (from < to && (class_at(p + from) & PUNCT))
			from++;
		while (to > from && (class_at(p + to - 1) & PUNCT))
			to--;
		if (to - from <= 2 || ((class & HIGH) && count(p + from, to - from) <= 2)) {
			from = 0;
			to = n;
		}
	}
	if (t->n == t->cap) {
		t->cap = mem_more(t->cap, t->n + 1);
		t->token = mem_grow(t->token, t->cap, sizeof *t->token);
	}
	token = &t->token[t->n++];
	token->word = find(w, p + from, to - from, room - from, class);
	token->flags = w->word[token->word].flags;
	token->id = w->word[token->word].id;
	token->upper = class & HIGH ? is_upper(p, n) : (class & (UPPER | LOWER)) == UPPER;
	token->nt = (class & APOS) && has_nt(p + from, to - from);
}

/* How long the white space at p is, 0 if it is none. */
static size_t
space(const char *p, size_t n)
{
	size_t len;

	if ((class_at(p) & HIGH) == 0)
		return class_at(p) & SPACE;
	return letter_is_space(letter_at(p, n, &len)) ? len : 0;
}

void
vader_text_read(struct vader_text *t, const struct vader_words *w, const char *text, size_t n)
{
	size_t from, at = 0, blank, upper = 0, i;
	unsigned class;

	t->n = t->bangs = t->questions = 0;
	while (at < n) {
		class = 0;
		blank = 0;
		for (from = at; at < n; at++) {
			unsigned one = class_at(text + at);

			if (one & (SPACE | HIGH | MARK)) {
				blank = space(text + at, n - at);
				if (blank > 0)
					break;
				t->bangs += text[at] == '!';
				t->questions += text[at] == '?';
			}
			class |= one;
		}
		if (at > from)
			take(t, w, text + from, at - from, n - from, class);
		at += blank;
	}
	for (i = 0; i < t->n; i++)
		upper += t->token[i].upper;
	t->mixed = upper > 0 && upper < t->n;
}

void
vader_text_release(struct vader_text *t)
{
	free(t->token);
	*t = (struct vader_text){ 0 };
}

static bool
closes(uint32_t c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == 0x2019 ||
	       c == 0x201d;
}

size_t
vader_text_sentence(const char *text, size_t n)
{
	bool ended = false;
	size_t at, len;
	uint32_t c;

	for (at = 0; at < n; at += len) {
		c = letter_at(text + at, n - at, &len);
		if (c == '\n' || c == 0x2029 || (ended && letter_is_space(c)))
			return at + len;
		if (c == '.' || c == '!' || c == '?' || c == 0x2026)
			ended = true;
		else if (!closes(c))
			ended = false;
	}
	return n;
}
