/*
 * The values that are looked for, as one automaton (A. Aho, M. Corasick, "Efficient String Matching",
 * CACM 18(6), 1975) that says after each byte which of them ends there, the longest, and how long what
 * may still become one is. Our own, for libraries of this kind search texts that lie there whole;
 * here a text comes in pieces, decoded in several ways at once, and is wiped.
 */
#ifndef PF_SECRET_NEEDLES_H
#define PF_SECRET_NEEDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NEEDLES_MIN 6 /* bytes; what is shorter stands in any text by chance */
#define NEEDLES_NONE UINT32_MAX

/* A node: what of a value was seen. 0 is the root: nothing. */
struct needles_node {
	uint32_t child, sibling; /* the first and the next way to go on; 0: none */
	uint32_t fail;           /* where to go on when there is no way */
	uint32_t depth;          /* bytes seen */
	uint32_t keep;           /* of them, bytes that may still become a value */
	uint32_t hit;            /* the longest value that ends here, or NEEDLES_NONE */
	unsigned char byte;
};

struct needle {
	char *name; /* owned */
	size_t len;
};

struct needles {
	struct needles_node *nodes; /* owned */
	size_t n, cap;
	struct needle *values; /* owned */
	size_t nvalues, longest;
	uint32_t root[256]; /* its ways */
	bool first[3][64];  /* whether the first byte of a value begins with these 2, 4, 6 bits */
};

/* Add a value, n bytes, copied; what is shorter than NEEDLES_MIN is left out. Of a value that has two
 * names the first stays. */
void needles_add(struct needles *s, const char *name, const char *value, size_t n);

/* Call once, behind the last needles_add() and before needles_next(). */
void needles_build(struct needles *s);

/* The node behind another one and a byte. */
uint32_t needles_next(const struct needles *s, uint32_t at, unsigned char byte);

void needles_release(struct needles *s); /* wipes all */

#endif
