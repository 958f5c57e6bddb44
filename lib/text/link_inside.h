/* The parts of text/link: a text as words, and what judges them. */
#ifndef PF_TEXT_LINK_INSIDE_H
#define PF_TEXT_LINK_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/link.h"
#include "text/term.h"

#define MATCHES_MAX 4

#define WORD_UPPER 1u   /* has letters, and capitals alone */
#define WORD_TITLE 2u   /* a capital, and then small letters */
#define WORD_NUMBER 4u  /* begins with a digit */
#define WORD_STRIKE 8u  /* 150C, 12.5p */
#define WORD_CASH 16u   /* $ is before it */
#define WORD_GLUED 32u  /* joined to the word before by "-", "&" or "'" */
#define WORD_TAKEN 64u  /* part of what was taken for a symbol */
#define WORD_FIRST 128u /* a sentence begins here */

struct link_match {
	size_t end; /* behind it */
	const struct term *term;
};

/* A run of letters, digits and "_" in the prepared text. */
struct link_word {
	size_t at, end;
	size_t upper, lower; /* letters of ASCII */
	unsigned flags;
	unsigned nmatches;
	struct link_match
	    match[MATCHES_MAX];  /* terms that begin here and end at a word's end, longest last */
	const struct term *term; /* of the word alone, or NULL */
};

struct linking {
	const struct universe *u;
	const struct link_options *options;
	struct links *links;
	const char *
	    p; /* the prepared text: blanks for what was stripped, NUL for bytes that do not count */
	size_t n;
	int32_t day;
	bool lines;    /* there is more than one */
	bool shouting; /* most letters are capitals, those of symbols not counted */
};

enum { LINK_NO_WORD, LINK_UPPER, LINK_LOWER, LINK_DIGIT, LINK_OTHER, LINK_CLASSES };
extern const unsigned char link_class[256];

/* A byte that letters and digits of one word are made of; also parts of letters beyond ASCII. */
static inline bool
link_is_word(char c)
{
	return link_class[(unsigned char)c] != LINK_NO_WORD;
}

/* Whether the bytes [at, end) have letters, and capitals alone. */
bool link_is_upper(const struct linking *l, size_t at, size_t end);

/* The first byte from i on that counts, or NUL at the end; the last one before i likewise. */
char link_next(const struct linking *l, size_t i);
char link_previous(const struct linking *l, size_t i);

/* Strip the text, decode its entities, part it into words and look each up. */
void link_prepare(struct linking *l, const char *text, size_t n);

/* The word that begins at or behind a place, counted from word i on. */
size_t link_word_at(const struct linking *l, size_t i, size_t at);

/* What stands around the words [i, to): how much that says of a symbol there. */
enum link_context {
	CONTEXT_NONE,
	CONTEXT_LISTED,  /* beside a symbol: "AAPL, F" */
	CONTEXT_TRADING, /* a trading word is before it */
	CONTEXT_AMONG,   /* between symbols, or joined to one: "ON and MU" */
	CONTEXT_SURE,    /* calls, shares or the like behind it, or "shares of" before */
	CONTEXT_OPTION,  /* an option's strike behind it */
};
enum link_context link_context(const struct linking *l, size_t i, size_t to);

/* Of that, what symbols beside it say: none, CONTEXT_LISTED, CONTEXT_AMONG. */
enum link_context link_listed(const struct linking *l, size_t i, size_t to);

/*
 * What is behind it that companies do, or that happens to them: CONTEXT_LISTED for "beat", CONTEXT_AMONG for "down
 * 3%" and "reports tonight", CONTEXT_OPTION for "is down 3%".
 */
enum link_context link_does(const struct linking *l, size_t to);

/* Whether calls, shares or the like are right behind it. */
bool link_traded(const struct linking *l, size_t to);

/* Whether it is said what sort of a paper it is: "is a good stock", "looks cheap". */
bool link_judged(const struct linking *l, size_t to);

/* Whether a price is behind it: "at 38", "@ 12.5". */
bool link_priced(const struct linking *l, size_t to);

/* Whether it is that word, which is in small letters. */
static inline bool
link_is(const struct linking *l, const struct link_word *w, const char *word)
{
	size_t i, n = w->end - w->at;

	if (n != strlen(word))
		return false;
	for (i = 0; i < n; i++)
		if ((char)term_fold((unsigned char)l->p[w->at + i]) != word[i])
			return false;
	return true;
}

/* Whether it is a symbol, of three letters or more, that is no word: one that small letters may be of. */
bool link_small(const struct linking *l, const struct link_word *w, const struct link_match *match);

/* Whether the bytes [from, to) are of these, and such as do not count. */
bool link_only(const struct linking *l, size_t from, size_t to, const char *bytes);

/* Take a mention or not, by the options; known: the entry that it is of, or NULL and how it is spelled. */
struct mention {
	const struct entry *entry;
	const char *spelled; /* without an entry: n bytes, written in any case */
	size_t n;
	size_t at, end;
	enum link_how how;
	unsigned confidence;
	bool tagged;
	const char *why;
};
bool link_take(struct linking *l, const struct mention *m);
void link_refuse(
    struct linking *l, const struct mention *m); /* say so, if somebody wants to know */

/*
 * A mention that is not taken by itself; name: it is one, else a symbol in capitals. A name and a symbol of the same
 * company in one text vouch for each other: "Gartner (IT)". link_vouch() takes such or refuses them.
 */
void link_doubt(struct linking *l, const struct mention *m, const struct term *t, bool name);
void link_vouch(struct linking *l);

/* Judge what begins with word i: the number of the word behind it where it is taken, else i. */
size_t link_cashtag(struct linking *l, size_t i);
size_t link_exchange(struct linking *l, size_t i);
size_t link_pair(struct linking *l, size_t i); /* of a word in capitals */
size_t link_symbol(struct linking *l, size_t i, const struct link_match *match);
size_t link_name(struct linking *l, size_t i, const struct link_match *match);
size_t link_contract(struct linking *l, size_t i); /* SPY450C, SPY240119C00450000 */

#endif
