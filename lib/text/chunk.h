/*
 * A normalised text (text/plain.h) in parts that are each about one thing, for who reads part by part:
 * the existing system's rules. Under 2,500 characters it is one, "full". A longer one is cut at the first
 * kind of boundary that it has: blank lines, rules, numbered items, bullets, list signs, headings in
 * capitals ("section"); of a part over 3,000 each line that begins with a ticker and a dash or colon
 * begins a new one ("ticker_block"); one over 4,000 is cut at the end of a sentence
 * ("hard_split"); and those under 200 are joined with what follows ("consolidated").
 */
#ifndef PF_TEXT_CHUNK_H
#define PF_TEXT_CHUNK_H

#include <stddef.h>

struct chunk {
	const char *type; /* "full", "section", "ticker_block", "hard_split", "consolidated" */
	char *text;       /* owned; not empty, no blanks at its ends */
	size_t n;         /* bytes */
	size_t chars;     /* characters */
};

struct chunks {
	struct chunk *p; /* owned */
	size_t n, cap;
};

/* Add the parts of n bytes of UTF-8, in order; an empty text has none. */
void chunks_make(struct chunks *all, const char *s, size_t n);
void chunks_release(struct chunks *all);

#endif
