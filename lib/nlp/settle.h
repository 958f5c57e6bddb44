/*
 * What is done to the ideas of a message after an engine gave them, whichever it was: noise goes, symbols are
 * held against the message, short ideas are merged, places are counted anew.
 */
#ifndef PF_NLP_SETTLE_H
#define PF_NLP_SETTLE_H

#include <stddef.h>

struct buf;
struct ideas;
struct nlp_message;

/*
 * In this order: ideas that say themselves that they are noise, or have no text, go. Of the others, a symbol
 * that is a reserved word goes, and one that is neither a candidate of the message nor stands in its
 * content (one that stands there and that nobody knows stays); an idea that named symbols and has none left goes: it
 * is about something else than the message. Each with a word to *told (a text for people, "; " between;
 * may be NULL), noise apart. Of ideas that say the same the first one stays. Then an idea of under 20 characters joins the one before it, or else
 * that behind it, when both have the same primary symbol or none; not one that begins with '$' or
 * with an action word and names a known symbol. index counts from 0 over what is left; local stays.
 */
void nlp_settle(struct ideas *all, const struct nlp_message *m, struct buf *told);

#endif
