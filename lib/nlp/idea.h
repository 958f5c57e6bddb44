/*
 * An idea: what a part of a message says about a symbol, as any engine gives it. What goes into one is
 * checked here, by the words and lengths of the table discord_parsed_ideas and of the answer that
 * models are asked for: a word that is none of its list is refused, a text that is too long is cut.
 * Prices are decimals' text from the message to the record; none passes a double.
 */
#ifndef PF_NLP_IDEA_H
#define PF_NLP_IDEA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct emit;

#define IDEA_TEXT_MAX 500    /* characters */
#define IDEA_SUMMARY_MAX 200 /* characters, also of what else is said in words */
#define IDEA_SYMBOL_MAX 16   /* with its NUL */
#define IDEA_SYMBOLS_MAX 32
#define IDEA_LEVELS_MAX 24
#define IDEA_NUMBER_MAX 32 /* of a decimal's text, with its NUL */

/* What has a list of words. */
enum idea_list {
	IDEA_INSTRUMENT,  /* equity, option, crypto, index, sector, event_contract */
	IDEA_DIRECTION,   /* bullish, bearish, neutral, mixed */
	IDEA_ACTION,      /* buy, sell, trim, add, watch, hold, short, hedge, none */
	IDEA_HORIZON,     /* scalp, swing, long_term, unknown */
	IDEA_OPTION_TYPE, /* call, put */
	IDEA_LEVEL,       /* entry, target, support, resistance, stop */
	IDEA_LABEL, /* TRADE_EXECUTION and twelve more, in the order of their bits in labels */
};

struct idea_level {
	const char *kind; /* of IDEA_LEVEL */
	char value[IDEA_NUMBER_MAX], low[IDEA_NUMBER_MAX], high[IDEA_NUMBER_MAX]; /* "": none */
	char *qualifier; /* owned; NULL: none */
};

/* { 0 } is an empty one. Its texts are owned; NULL: none. Its words are of the lists, never freed. */
struct idea {
	size_t chunk, local,
	    index; /* the part of the message, the place in it, that in the message; from 0 */
	char *text, *summary, *context, *trigger;
	char primary[IDEA_SYMBOL_MAX]; /* "": none; else it is one of symbols too */
	char symbols[IDEA_SYMBOLS_MAX][IDEA_SYMBOL_MAX];
	size_t nsymbols;
	const char *instrument, *direction, *action, *horizon, *option_type; /* NULL: not said */
	struct idea_level levels[IDEA_LEVELS_MAX];
	size_t nlevels;
	char strike[IDEA_NUMBER_MAX], premium[IDEA_NUMBER_MAX]; /* "": none */
	char expiry[11];                                        /* YYYY-MM-DD; "": none */
	unsigned labels; /* a bit a label, 1u << its place in the list */
	bool noise;      /* there is nothing in it, says the model itself */
	int confidence;  /* in 1/1000, 0 to 1000 */
	char *raw;       /* the idea as the model gave it, JSON; NULL: none */
};

/* They grow; local and index are set by who adds (ideas_add) or settles (nlp/settle.h). */
struct ideas {
	struct idea *p; /* owned */
	size_t n, cap;
};

void idea_release(struct idea *i);

/* A new empty one at the end, of that chunk: its local place is behind those of the same chunk. Valid
 * until the next is added. */
struct idea *ideas_add(struct ideas *all, size_t chunk);
void ideas_drop(struct ideas *all, size_t at); /* take one out; no place changes */
void ideas_release(struct ideas *all);

/* The word of the list that n bytes are (exactly), for as long as the program runs; NULL: none. And
 * the word at a place; NULL behind the last. */
const char *idea_word(enum idea_list list, const char *s, size_t n);
const char *idea_word_at(enum idea_list list, size_t i);

/* The bit of a label in labels, 0 when it is none of the thirteen. */
unsigned idea_label(const char *s, size_t n);

/*
 * A text for *to, which is freed: n bytes without controls, blanks in a row as one, cut to so many
 * characters. One that is empty is NULL.
 */
void idea_text(char **to, const char *s, size_t n, size_t most);

/*
 * A symbol as it is stored, in capitals and without a '$' in front: letters first, then digits, and one
 * '.', '-' or '/' between. 0, or -1: these n bytes are none, out is "".
 */
int idea_symbol(char out[IDEA_SYMBOL_MAX], const char *s, size_t n);

/* One more, if it is not there yet and there is room; the first is the primary one while there is
 * none. -1: it is no symbol. */
int idea_add_symbol(struct idea *i, const char *s, size_t n);

/*
 * A price: a decimal above 0, canonical, of at most IDEA_NUMBER_MAX - 1 digits; also where it is
 * written as people and models do, "$1,250.50". 0, or -1: it is none, out is "".
 */
int idea_price(char out[IDEA_NUMBER_MAX], const char *s, size_t n);

/*
 * One more level; low and high together instead of value, in their order. Texts may be "". The same
 * once more is left out. -1: no such kind, no price at all, or no more room.
 */
int idea_add_level(struct idea *i, const char *kind, const char *value, const char *low,
    const char *high, const char *qualifier);

/* A day as YYYY-MM-DD that is in the calendar. 0, or -1 with out "". */
int idea_day(char out[11], const char *s, size_t n);

/* What stands beside an idea in its record, the same for all of a message. */
struct idea_of {
	const char *message_id, *author, *channel;
	int64_t written_at;         /* CLOCK_NONE: not known */
	const char *model, *prompt; /* prompt_version */
	int64_t parsed_at;
};

/* Its record, begun and not ended, all fields of the kind. */
void idea_emit(struct emit *em, const struct idea *i, const struct idea_of *of);

/* Its members in the form that a model answers with, into an object or element that is open. */
void idea_answer(struct emit *em, const struct idea *i);

#endif
