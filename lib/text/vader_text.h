/* A text as VADER sees it: emoji by their names, tokens with their words. Inside of text/vader. */
#ifndef PF_TEXT_VADER_TEXT_H
#define PF_TEXT_VADER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct vader_words;

struct vader_token {
	uint32_t word;     /* vader_words_find() */
	uint8_t flags, id; /* the word's */
	bool upper;        /* has a capital and no small letter */
	bool nt;           /* has n't in it */
};

struct vader_text {
	struct vader_token *token; /* owned */
	size_t n, cap;
	size_t bangs, questions; /* ! and ?, wherever they stand */
	bool mixed;              /* some tokens are in capitals, others are not */
};

/*
 * The text with names in place of emoji: a blank goes before a name where there is none (U+0020), none behind
 * it. apostrophes: U+2018, U+2019 and U+02BC become '. false where nothing is to be replaced; *out is for the
 * result.
 */
bool vader_text_replace(
    const struct vader_words *w, const char *text, size_t n, bool apostrophes, struct buf *out);

/* Read the tokens of n bytes; what was in *t is gone. */
void vader_text_read(struct vader_text *t, const struct vader_words *w, const char *text, size_t n);
void vader_text_release(struct vader_text *t);

/* How long the first sentence of n > 0 bytes is, with the blanks behind it. */
size_t vader_text_sentence(const char *text, size_t n);

#endif
