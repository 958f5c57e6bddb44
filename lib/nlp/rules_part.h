/* Inside the rules: a part of a text about one thing, and what is read out of it. */
#ifndef PF_NLP_RULES_PART_H
#define PF_NLP_RULES_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nlp/token.h"

struct idea;
struct nlp_message;

/* Tokens of one statement. */
struct clause {
	size_t from, to;
	bool question; /* it ends with a question mark, or asks in words */
	bool joined;   /* it goes on with the sentence of the one before it: "and", a comma */
	bool apart;    /* an empty line is before it */
	bool heading;  /* it ends with a colon at the end of its line */
	bool
	    opened; /* the part of the sentence before it buys, and this one has no verb of its own */
	size_t symbols; /* different ones in it */
};

/* What the clauses of an idea say. */
struct stance {
	const char *action; /* NULL: none */
	bool done, planned; /* it was made, or is made now; it is to come */
	bool past;          /* it was made, and the words say that this is over: "last week" */
	bool other;         /* somebody else trades */
	bool unreal;        /* a trade that was wished, or nearly made */
	bool question;
	int bull, bear;
	const char *horizon;   /* NULL */
	size_t if_from, if_to; /* the condition's tokens; none: from == to */
	unsigned labels;
};

/* The tokens as clauses: *all is owned by the caller, in order. Returns how many. */
size_t clauses_make(struct clause **all, const struct tokens *t);

/* Add what a clause says to *s, which is { 0 } before the first. */
void stance_read(struct stance *s, const struct tokens *t, const struct clause *c);

/* The option that a clause writes down, into i: its strike, type, expiry and price, and option as its instrument. Their
 * tokens are used then. day is the message's, in ns, for a year that is not said; CLOCK_NONE: it stays open. */
void option_read(struct idea *i, struct tokens *t, const struct clause *c, int64_t day);

/* The prices that a clause calls levels, into i. */
void levels_read(struct idea *i, const struct tokens *t, const struct clause *c);

/* Whether a number can be a price where it stands. */
bool number_is_price(const struct tokens *t, size_t at, size_t from, size_t to);

#endif
