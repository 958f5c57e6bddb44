#include "text/trie.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* The keys below a node while it is built: keys[from..to), all of which agree in depth bytes. */
struct range {
	size_t from, to, depth;
};

struct building {
	struct trie *t;
	const struct trie_key *keys;
	struct range *range; /* owned; of each node */
	struct buf tails;
	size_t cap;
};

static void
add_node(struct building *b, unsigned char label, struct range range)
{
	struct trie *t = b->t;

	if (t->nnodes == b->cap) {
		b->cap = mem_more(b->cap, t->nnodes + 1);
		t->node = mem_grow(t->node, b->cap, sizeof *t->node);
		t->label = mem_grow(t->label, b->cap, 1);
		b->range = mem_grow(b->range, b->cap, sizeof *b->range);
	}
	t->node[t->nnodes] = (struct trie_node){ .value = TRIE_NONE };
	t->label[t->nnodes] = label;
	b->range[t->nnodes++] = range;
}

/* One key is left: what it goes on with is text. */
static bool
make_tail(struct building *b, size_t at)
{
	struct trie_node *node = &b->t->node[at];
	struct range r = b->range[at];
	const struct trie_key *key = &b->keys[r.from];

	if (r.to - r.from != 1 || key->n - r.depth > UINT16_MAX)
		return false;
	node->to = (uint32_t)b->tails.len;
	node->tail = (uint16_t)(key->n - r.depth);
	node->value = (uint32_t)r.from;
	buf_add(&b->tails, key->p + r.depth, node->tail);
	return true;
}

static void
make_children(struct building *b, size_t at)
{
	struct range r = b->range[at];
	size_t i, from, first = b->t->nnodes;
	unsigned char c;

	if (r.from < r.to && b->keys[r.from].n == r.depth)
		b->t->node[at].value = (uint32_t)r.from++;
	for (from = r.from; from < r.to; from = i) {
		c = (unsigned char)b->keys[from].p[r.depth];
		for (i = from + 1; i < r.to && (unsigned char)b->keys[i].p[r.depth] == c; i++)
			;
		add_node(b, c, (struct range){ from, i, r.depth + 1 });
	}
	b->t->node[at].to = (uint32_t)first;
	b->t->node[at].n = (uint16_t)(b->t->nnodes - first);
}

/* Nearly all that begins is over after two bytes: these are found without a search. */
static void
make_tables(struct trie *t)
{
	const struct trie_node *node;
	size_t i, k;

	t->nnext = t->node[0].n;
	t->next = mem_new(t->nnext + 1, sizeof *t->next);
	for (i = 1; i <= t->nnext; i++) {
		node = &t->node[i];
		t->root[t->label[i]] = (uint32_t)i;
		for (k = node->to; k < node->to + node->n; k++)
			t->next[i - 1][t->label[k]] = (uint32_t)k;
	}
}

/* Breadth first, so that the children of a node are side by side. */
void
trie_build(struct trie *t, const struct trie_key *keys, size_t n)
{
	struct building b = { .t = t, .keys = keys };
	size_t at;

	*t = (struct trie){ 0 };
	add_node(&b, 0, (struct range){ 0, n, 0 });
	for (at = 0; at < t->nnodes; at++)
		if (at == 0 || !make_tail(&b, at))
			make_children(&b, at);
	make_tables(t);
	t->tail = buf_take(&b.tails);
	free(b.range);
}

void
trie_release(struct trie *t)
{
	free(t->node);
	free(t->label);
	free(t->tail);
	free(t->next);
	*t = (struct trie){ 0 };
}

uint32_t
trie_find(const struct trie *t, const char *p, size_t n)
{
	struct trie_at at = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		if (!trie_step(t, &at, (unsigned char)p[i]))
			return TRIE_NONE;
	return trie_value(t, &at);
}
