/*
 * A set of byte strings as one automaton, built once: a double array (J. Aoe, An Efficient Digital Search
 * Algorithm by Using a Double-Array Structure, 1989), in which the child of a node by a byte is found by
 * one addition and recognised by whose child it is; what is behind the last fork of a key is kept as text.
 * A step costs the same however many keys and children there are.
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

struct trie_node {
	uint32_t
	    base; /* the child by byte c is the node base + c; with a tail, where that begins */
	uint32_t parent; /* whose child it is; TRIE_NONE: nobody's */
	uint32_t value;  /* of the key that ends here, or of the only one that goes on; TRIE_NONE */
	uint32_t tail;   /* how long its text is; then it has no children */
};

struct trie {
	struct trie_node
	    *node; /* owned; the first is the root, 256 behind the last one are nobody's */
	size_t nnodes;
	char *tail; /* owned */
};

#define TRIE_NONE UINT32_MAX

/* Of n keys, sorted by memcmp, each once; the number of a key is its value. All together are at most 2^31 bytes. */
void trie_build(struct trie *t, const struct trie_key *keys, size_t n);
void trie_release(struct trie *t);

/* A place in it; { 0 } is the start. */
struct trie_at {
	uint32_t node;
	uint32_t tail; /* how much of the node's text is behind us */
};

/* Go on by a byte; false where no key goes on so, and *at is then of no use. */
static inline bool
trie_step(const struct trie *t, struct trie_at *at, unsigned char c)
{
	const struct trie_node *node = &t->node[at->node];
	uint32_t next;

	if (node->tail > 0)
		return at->tail < node->tail &&
		       (unsigned char)t->tail[node->base + at->tail++] == c;
	next = node->base + c;
	if (t->node[next].parent != at->node)
		return false;
	at->node = next;
	return true;
}

/* The value of the key that ends here, or TRIE_NONE. */
static inline uint32_t
trie_value(const struct trie *t, const struct trie_at *at)
{
	const struct trie_node *node = &t->node[at->node];

	return at->tail == node->tail ? node->value : TRIE_NONE;
}

/* The value of a whole key, or TRIE_NONE. */
uint32_t trie_find(const struct trie *t, const char *p, size_t n);

#endif
