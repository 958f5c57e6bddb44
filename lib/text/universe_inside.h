/* What a universe is made of, for the two halves of it: adding, and building. */
#ifndef PF_TEXT_UNIVERSE_INSIDE_H
#define PF_TEXT_UNIVERSE_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "rec/symbols.h"
#include "text/term.h"

#define FLAG_COIN_ELSE 64u /* of a symbol: a coin's, where nobody adds a share that is spelled so */

/* A key with what it stands for, before it is built: an entry, a list it is on, or nothing. */
struct given {
	size_t at, n;   /* the key, in keys */
	uint32_t order; /* as it was added */
	uint32_t lists;
	bool phrase, entry;
	uint64_t whole; /* of a name, a hash of the full one */
	struct entry is;
};

struct described {
	uint32_t symbol;
	char *text; /* owned */
};

struct universe {
	struct symbols symbols;
	unsigned char *flags; /* owned: ENTRY_ flags of each symbol */
	size_t nflags;
	struct trie trie;
	struct term *terms;    /* owned */
	struct entry *entries; /* owned */
	size_t nentries;
	/* until it is finished */
	struct buf keys;
	struct buf english;  /* words, each with a NUL behind it */
	struct given *given; /* owned */
	size_t ngiven, given_cap;
	struct described *described; /* owned */
	size_t ndescribed, described_cap;
};

void universe_give_name(
    struct universe *u, const struct buf *name, uint32_t symbol, unsigned flags, uint64_t whole);
void universe_forget(struct universe *u); /* what building does not leave */

#endif
