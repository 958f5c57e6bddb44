/* What a universe knows of a key: the word as it is folded, or several. For text/link, and its parts. */
#ifndef PF_TEXT_TERM_H
#define PF_TEXT_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/trie.h"
#include "text/universe.h"

#define ENTRY_EVERYDAY 1u /* wants a capital within a sentence, or something that says what it is */
#define ENTRY_ALONE 2u    /* a name of one word, which nobody vouches for: likewise */
#define ENTRY_BRIEF 4u    /* of a name without its last word */
#define ENTRY_LISTED 8u   /* its symbol was added as one, not only named by an alias */
#define ENTRY_COIN 16u    /* its symbol is a coin's */

#define DAY_NONE INT32_MIN

/* ns as a day; CLOCK_NONE as DAY_NONE. */
int32_t term_day(int64_t ns);

struct entry {
	uint32_t symbol;  /* universe_spelling() */
	int32_t from, to; /* days; DAY_NONE */
	uint8_t kind;     /* enum universe_kind */
	uint8_t flags;
};

struct term {
	uint32_t lists; /* a bit each: 1 << LIST_ */
	uint32_t first; /* of its entries */
	uint16_t n;     /* how many */
	bool phrase;    /* names nothing */
};

/* A byte as keys have it: a small letter, and '.' for all that joins the parts of a symbol. */
extern const unsigned char term_folded[256];

static inline unsigned char
term_fold(unsigned char c)
{
	return term_folded[c];
}

const struct trie *universe_trie(const struct universe *u);
const struct term *universe_term(const struct universe *u, uint32_t value);
const struct entry *universe_entry(const struct universe *u, uint32_t first);
const char *universe_spelling(const struct universe *u, uint32_t symbol);

/* The term of n bytes, or NULL. */
const struct term *universe_find(const struct universe *u, const char *p, size_t n);

static inline bool
term_on(const struct term *t, enum universe_list list)
{
	return t != NULL && (t->lists & (UINT32_C(1) << list)) != 0;
}

/* A word that is on one of these is in capitals a word as often as a symbol. */
#define LISTS_WORDS (1u << LIST_RESERVED | 1u << LIST_STOP | 1u << LIST_STRICT | 1u << LIST_CHATTER)

/*
 * The entry of a symbol (KIND_SYMBOL and KIND_TICKER) or of a name (the others) that holds on that day,
 * or NULL. A ticker within its time is before the symbol that is spelled so today; what is listed is before
 * what only aliases name; then the first that was added.
 */
const struct entry *term_symbol(const struct universe *u, const struct term *t, int32_t day);
const struct entry *term_name(const struct universe *u, const struct term *t, int32_t day);

#endif
