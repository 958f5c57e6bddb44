/*
 * The words of VADER and what each does: those of a lexicon with their values, and the fixed ones that raise,
 * lower and negate (C.J. Hutto, vaderSentiment.py); the names of emoji. Inside of text/vader.
 */
#ifndef PF_TEXT_VADER_WORDS_H
#define PF_TEXT_VADER_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct err;

#define VADER_WORD_MAX 63 /* bytes of a token that may be in a lexicon */

#define WORD_VALUED 1u  /* in the lexicon */
#define WORD_BOOSTER 2u /* raises or lowers what follows, by .boost */
#define WORD_NEGATES 4u

/* Words that rules name, 0 is any other. */
enum word_id {
	ID_NONE,
	ID_ASS,
	ID_AT,
	ID_BAD,
	ID_BEATING,
	ID_BOMB,
	ID_BROKEN,
	ID_BUS,
	ID_BUT,
	ID_DEATH,
	ID_DIE,
	ID_DOUBT,
	ID_ENOUGH,
	ID_FOR,
	ID_HEART,
	ID_JUST,
	ID_KIND,
	ID_KISS,
	ID_LEAST,
	ID_NEVER,
	ID_NO,
	ID_NOR,
	ID_OF,
	ID_OR,
	ID_RIGHT,
	ID_SHIT,
	ID_SO,
	ID_SORT,
	ID_STOP,
	ID_THE,
	ID_THIS,
	ID_TO,
	ID_VERY,
	ID_WITHOUT,
	ID_YEAH,
};

#define WORD_PARTS 2 /* of eight bytes that stand in the word itself */

struct word {
	double value;
	uint64_t head[WORD_PARTS]; /* zeros behind it */
	uint32_t at;               /* the rest of a longer one in .text */
	uint8_t len;
	uint8_t flags, id;
	int8_t boost; /* 1, -1: WORD_BOOSTER raises, lowers */
};

/* Small, so that what is looked for stays in the nearest memory. */
struct word_slot {
	uint32_t hash;
	uint32_t word; /* 0: empty */
};

struct emoji {
	uint32_t code, at;
	uint32_t len; /* 0: no emoji */
};

struct vader_words {
	struct word *word; /* owned; the one at 0 is any that nobody knows */
	size_t n, cap;
	struct word_slot *slot; /* owned */
	size_t slots;           /* a power of two */
	struct buf text;
	struct emoji *emoji; /* owned */
	struct buf names;
};

/* The fixed words; nothing of a file. */
void vader_words_init(struct vader_words *w);
void vader_words_release(struct vader_words *w);

/*
 * Read a lexicon: lines of a token in small letters, a tab, a value between -4 and 4, and what else there may
 * be behind another tab; a value "-" takes the token out. "# " begins a comment. The last line of a token
 * counts. strict: a token that can never match (capitals, blanks) is refused. 0, or -1 as tsv_read(), with
 * ERR_DATA.
 */
int vader_words_read(struct vader_words *w, const char *file, bool strict, struct err *e);

/* Read names of emoji: lines of one code point, a tab, its name. As vader_words_read(). */
int vader_words_read_emoji(struct vader_words *w, const char *file, struct err *e);

/* A token in small letters, eight bytes a part; zeros behind it, at least in WORD_PARTS. */
struct vader_key {
	uint64_t part[(VADER_WORD_MAX + 1) / 8];
};

/* Which of .word the key of 1 to VADER_WORD_MAX bytes is. */
uint32_t vader_words_find(const struct vader_words *w, const struct vader_key *key, size_t n);

/* The name of an emoji, or an empty slice. */
struct slice vader_words_emoji(const struct vader_words *w, uint32_t code);

#endif
