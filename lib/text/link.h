/*
 * The symbols that a text is about, by the rules of pf-link(1). Nothing is allocated for a word or a symbol:
 * a struct links grows to the longest text it has seen and is used again.
 */
#ifndef PF_TEXT_LINK_H
#define PF_TEXT_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct universe;

/* How a symbol was known. */
enum link_how {
	LINK_CASHTAG,  /* $AAPL */
	LINK_EXCHANGE, /* NSE:INFY, INFY.NS */
	LINK_BARE,     /* AAPL */
	LINK_NAME,     /* by its description: Apple */
	LINK_ALIAS,    /* by a list of names */
	LINK_WORD,     /* a word that could be anything, but for what stands around it: F calls */
	LINK_CRYPTO,   /* a coin, by whatever */
	LINK_HOWS
};

extern const char *const link_how_names[LINK_HOWS]; /* "cashtag" */

#define LINKS_MAX 256 /* of one text; there are no more */

struct link {
	const char *
	    symbol; /* as the universe spells it; borrowed from it, or from the links until they are used
			       again */
	enum link_how how;   /* of its surest mention */
	unsigned confidence; /* of that, in hundredths */
	size_t at, len;      /* its first mention, bytes of the text as it was given */
	size_t tag_at,
	    tag_len;    /* the first that has a $ before it, which belongs to it; tag_len 0: none */
	unsigned count; /* mentions */
	bool known;     /* it is in the universe */
};

/* What became of what could be a symbol, for people. */
struct link_candidate {
	const char *symbol; /* NULL: none is meant */
	size_t at, len;
	enum link_how how;
	unsigned confidence;
	bool taken;
	const char *why; /* "known, in capitals" */
};

struct link_options {
	int64_t time;    /* ns, when the text was written; CLOCK_NONE: not known */
	unsigned least;  /* what is less sure, in hundredths, is left out */
	bool known_only; /* what is not in the universe is */
	void (*tell)(
	    void *arg, const struct link_candidate *candidate); /* NULL: nobody wants to know */
	void *arg;
};

#define LINK_LEAST 50u /* what pf-link takes when it is not told */

struct link_word; /* inside */
struct link_weak;

struct links {
	struct link *v; /* owned; by their first mention */
	size_t n;
	/* inside */
	struct buf text, spelled;
	struct link_word *word; /* owned */
	size_t nwords, words_cap;
	struct link_weak *weak; /* owned */
	size_t nweak;
};

void links_release(struct links *links); /* { 0 } is empty */

/* Find them; the universe is finished. NULL for the options: no time, LINK_LEAST. */
void link_text(const struct universe *u, const char *text, size_t n,
    const struct link_options *options, struct links *links);

#endif
