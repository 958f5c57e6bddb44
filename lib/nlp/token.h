/* A text of words, figures, dates and signs, as the rules read it. */
#ifndef PF_NLP_TOKEN_H
#define PF_NLP_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "nlp/idea.h"
#include "nlp/words.h"

struct nlp_message;

enum token_type {
	TOKEN_WORD,   /* letters, with ' - & within; an emoji; a word with digits */
	TOKEN_NUMBER, /* a decimal, with what stands at its end */
	TOKEN_DATE,   /* 1/17, 1/17/25, 2025-01-17 */
	TOKEN_MARK,   /* any other character */
	TOKEN_BREAK,  /* the end of a line */
};

struct token {
	enum token_type type;
	size_t at, n; /* bytes of the text */
	int symbol;   /* the place among the message's candidates; -1: it is none */
	bool blank;   /* one is before it, or a line's end */
	bool used;    /* it has its meaning already, as a part of something */
	char text
	    [WORDS_PHRASE_MAX]; /* a word in lower case, cut; of a number what stands at its end, in lower case;
					a mark's character */
	char number[IDEA_NUMBER_MAX]; /* of a number, canonical, ".5k" as 500; "0" is one too */
	bool dollar, percent;         /* "$5", "5%" */
	int year, month, day;         /* of a date; year 0: not said */
	const struct phrase *phrase;  /* the longest that begins here; NULL: none */
	size_t span;                  /* its tokens; 1 without one */
};

struct tokens {
	const char *s;   /* borrowed: the text */
	struct token *p; /* owned */
	size_t n, cap;
};

/* Read n bytes of text; phrases are those of w, symbols the candidates of m. */
void tokens_make(
    struct tokens *t, const struct words *w, const struct nlp_message *m, const char *s, size_t n);
void tokens_release(struct tokens *t);

/* Whether the token is a mark of that one character. */
bool token_is(const struct token *t, char mark);

/* The value of a meaning of the phrase that begins with it, unless it is used; NULL: none. */
const char *token_means(const struct token *t, enum meaning what);

#endif
