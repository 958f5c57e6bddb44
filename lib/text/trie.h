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

struct trie_node {
	uint32_t to;    /* the first child, or where the tail begins */
	uint32_t value; /* of the key that ends here, or of the only one that goes on */
	uint16_t n;     /* children; 0: a tail */
	uint16_t tail;  /* its length */
};

struct trie {
	struct trie_node *node; /* owned */
	unsigned char *label;   /* owned; of each node */
	char *tail;             /* owned */
	size_t nnodes;
	uint32_t root[256];    /* the child of the first node by its byte; 0: none */
	uint32_t (*next)[256]; /* owned; likewise of each of these, but for those with a tail */
	uint32_t nnext;
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
static inline bool
trie_step(const struct trie *t, struct trie_at *at, unsigned char c)
{
	const struct trie_node *node = &t->node[at->node];
	const unsigned char *labels;
	uint32_t i;

	if (at->node == 0)
		return (at->node = t->root[c]) != 0;
	if (at->tail < node->tail)
		return (unsigned char)t->tail[node->to + at->tail++] == c;
	if (at->node <= t->nnext)
		return (at->node = t->next[at->node - 1][c]) != 0;
	labels = t->label + node->to;
	for (i = 0; i < node->n; i++)
		if (labels[i] == c) {
			at->node = node->to + i;
			return true;
		}
	return false;
}

#define TRIE_NONE UINT32_MAX

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
