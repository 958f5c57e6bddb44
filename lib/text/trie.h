/*
 * A set of byte strings as one automaton, built once: a node is twelve bytes, its children lie side by
 * side, and what is behind the last fork of a key is kept as text. A step costs the same however many
 * keys there are.
 */
#ifndef PF_TEXT_TRIE_H
#define PF_TEXT_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct trie_key {
	const char *p; /* borrowed until trie_build() is done; at least a byte */
	size_t n;
};

struct trie_node; /* inside */

struct trie {
	struct trie_node *node; /* owned */
	unsigned char *label;   /* owned; of each node */
	char *tail;             /* owned */
	size_t nnodes;
};

/* Of n keys, sorted by memcmp, each once; the number of a key is its value. n is at most 2^31. */
void trie_build(struct trie *t, const struct trie_key *keys, size_t n);
void trie_release(struct trie *t);

/* A place in it; { 0 } is the start. */
struct trie_at {
	uint32_t node;
	uint32_t tail; /* how much of the node's text is behind us */
};

/* Go on by a byte; false where no key goes on so, and *at is then of no use. */
bool trie_step(const struct trie *t, struct trie_at *at, unsigned char c);

#define TRIE_NONE UINT32_MAX
uint32_t trie_value(
    const struct trie *t, const struct trie_at *at); /* of the key that ends here, or TRIE_NONE */

/* The value of a whole key, or TRIE_NONE. */
uint32_t trie_find(const struct trie *t, const char *p, size_t n);

#endif
