/*
 * Phrases and what they mean to the rules, read from a table (share/nlp/rules.tsv): a meaning, a phrase of up to
 * five words in lower case and what it is, with tabs between; '#' begins a comment line.
 */
#ifndef PF_NLP_WORDS_H
#define PF_NLP_WORDS_H

#include <stddef.h>

struct err;
struct words;

#define WORDS_SPAN_MAX 5
#define WORDS_MEANINGS_MAX 4
#define WORDS_PHRASE_MAX 48 /* bytes, with its NUL */

/* clang-format off */
enum meaning {
	MEANS_DID,     /* a trade that was made: bought; value: the action */
	MEANS_DOING,   /* one that is made now, or will be: buying */
	MEANS_DO,      /* what to do: buy */
	MEANS_PLAN,    /* what comes is to come: will, looking to */
	MEANS_IF,      /* begins a condition */
	MEANS_NOT,     /* denies what comes */
	MEANS_UNREAL,  /* what comes is wished, or nearly happened: should have */
	MEANS_ASK,     /* a question without its mark */
	MEANS_OTHER,   /* somebody else acts */
	MEANS_BULL,    /* value: how much, 1 to 3 */
	MEANS_BEAR,
	MEANS_LEVEL,   /* value: the kind of level */
	MEANS_ABOVE,   /* a price that is to be crossed upwards */
	MEANS_BELOW,
	MEANS_TOWARD,  /* a price that is expected */
	MEANS_AT,
	MEANS_HOLDS,   /* a price that holds */
	MEANS_FILLER,  /* between a level's word and its price */
	MEANS_UNIT,    /* behind a number: it is no price */
	MEANS_FIGURE,  /* before a number: it is none either */
	MEANS_HORIZON, /* value: the time horizon */
	MEANS_OPTION,  /* value: call, put or any */
	MEANS_LABEL,   /* value: the label */
	MEANS_SYMBOL,  /* the phrase is a symbol; value: its instrument */
	MEANS_MONTH,   /* value: 1 to 12 */
	MEANS_PAST,    /* a time that is over: last week */
	MEANS_NOTHING, /* an idiom: its words do not mean what they mean alone */
	MEANINGS
};
/* clang-format on */

struct phrase {
	char text[WORDS_PHRASE_MAX];
	size_t n; /* meanings */
	struct {
		enum meaning what;
		const char *value; /* owned by the table; never NULL */
	} means[WORDS_MEANINGS_MAX];
};

/* As tsv_read(); ERR_CONFIG "FILE:LINE: ...": no such meaning, a value that is none of its; a phrase with one meaning
 * twice. */
int words_open(struct words **w, const char *path, struct err *e);
void words_close(struct words *w); /* also NULL */

/* The phrase with that text, or NULL. */
const struct phrase *words_find(const struct words *w, const char *text);

/* How many words the longest phrase has that begins with that word; 0: none does. */
size_t words_span(const struct words *w, const char *first);

/* The value of a meaning of the phrase; NULL: it has not that meaning, or is NULL. */
const char *phrase_means(const struct phrase *p, enum meaning what);

#endif
