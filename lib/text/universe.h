/*
 * The symbols that there are, what they are called, and the words that stand for something else: added
 * one by one, then made into one automaton (text/trie.h), which text/link looks a message up in.
 */
#ifndef PF_TEXT_UNIVERSE_H
#define PF_TEXT_UNIVERSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct universe;

/* Lists that a word can be on (pf-link(1), FILES). */
enum universe_list {
	LIST_RESERVED, /* never a symbol, but a known one behind $ */
	LIST_STOP,     /* in capitals a word as often as a symbol: wants something that says so */
	LIST_STRICT, /* and a word that stands behind verbs of trading anyway: wants more than that */
	LIST_EVERYDAY,  /* as a company's name a word as often: wants a capital, or what says so */
	LIST_ADJECTIVE, /* a strict one that what symbols have may be behind: ALL shares */
	LIST_TRADING,   /* before a symbol: buy, sold, long */
	LIST_AFTER,     /* behind one: calls, puts, shares */
	LIST_COMPANY,   /* behind a company's name: reported, guidance */
	LIST_VERDICT,   /* behind one and "is", after some words: stock, overvalued */
	LIST_UNIT,      /* behind a number what is counted: 50 MA, 25 BP */
	LIST_BETWEEN,   /* may stand between a trading word and its symbol: some, more, 100 */
	LIST_EXCHANGE,  /* before a colon: NSE, NASDAQ */
	LIST_SUFFIX,    /* behind a point: NS, BO */
	LIST_CURRENCY,  /* USD: half of a pair */
	LIST_VARIABLE,  /* behind $ in a shell: PATH */
	LIST_SHELL,     /* says that the talk is of a shell: export */
	LIST_CHATTER, /* in capitals nothing, not even when trading words stand around: reserved for names */
	LIST_LEGAL,   /* at the end of a company's name: Inc, Corp */
	LIST_GENERIC, /* there too, and often not said: Group, Technologies */
	LIST_ENGLISH, /* of the language, or what people and places are called: in small letters no symbol */
	LISTS
};

extern const char *const universe_list_names[LISTS];

enum universe_kind {
	KIND_SYMBOL, /* as it is spelled: in capitals, or behind $ */
	KIND_TICKER, /* what it was called before, or is elsewhere: likewise */
	KIND_ALIAS,  /* what people call it: in any case, not behind $ */
	KIND_NAME,   /* likewise, made from its description */
};

struct universe_symbol {
	const char *symbol;      /* borrowed; as rec/symbol.h spells it */
	const char *description; /* borrowed, "Apple Inc."; NULL: not known */
	int64_t from, to; /* ns, when it was this one's; CLOCK_NONE: not known. to is excluded */
	bool coin;        /* of a market of coins */
};

struct universe_alias {
	const char *symbol,
	    *alias; /* borrowed; a symbol that is not there is added, but is second to those that are */
	enum universe_kind kind; /* KIND_TICKER or KIND_ALIAS */
	bool everyday;           /* a word as often: as LIST_EVERYDAY */
	int64_t from, to;        /* as above */
};

struct universe *universe_new(void);
void universe_free(struct universe *u);

/* ERR_DATA: the symbol or alias is none (empty, too long, not printable). Only before universe_finish(). */
int universe_add(struct universe *u, const struct universe_symbol *symbol, struct err *e);
int universe_alias(struct universe *u, const struct universe_alias *alias, struct err *e);

/* What the coin of that symbol is taken for. */
enum universe_route {
	ROUTE_COIN,  /* the coin, also where a share has its symbol */
	ROUTE_STOCK, /* the share that has its symbol, where there is one */
	ROUTE_DROP,  /* neither, unless something says so: as LIST_STRICT */
};
int universe_coin(struct universe *u, const char *symbol, enum universe_route route, struct err *e);

void universe_word(struct universe *u, const char *word, enum universe_list list);

/* A word of the language, in small letters, of which there are many: what is spelled so is on LIST_ENGLISH. */
void universe_english(struct universe *u, const char *word);

/* Words behind each other that name no symbol though one of them does: "apple pie". */
void universe_phrase(struct universe *u, const char *phrase);

/* Build it. What was added may go. */
void universe_finish(struct universe *u);

size_t universe_symbols(const struct universe *u);

#endif
