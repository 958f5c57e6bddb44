#include "text/trie.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define BYTES 256

/* A node that is not made yet, and its keys[from..to), all of which agree in depth bytes. */
struct range {
	size_t from, to, depth;
	uint32_t node;
};

/* The children of a node: their bytes, of which each is once, and where their keys begin. */
struct family {
	size_t n;
	unsigned char byte[BYTES];
	size_t from[BYTES + 1];
};

struct building {
	struct trie *t;
	const struct trie_key *keys;
	struct range
	    *queue; /* owned; breadth first: those with many children find room before the others */
	size_t nqueue, queue_cap;
	size_t node_cap;
	uint32_t
	    from[BYTES +
		 1]; /* for that many children, where to look for room: there was none before */
	struct buf tails;
};

static void
wait_for(struct building *b, const struct range *range)
{
	if (b->nqueue == b->queue_cap) {
		b->queue_cap = mem_more(b->queue_cap, b->nqueue + 1);
		b->queue = mem_grow(b->queue, b->queue_cap, sizeof *b->queue);
	}
	b->queue[b->nqueue++] = *range;
}

/* Have n nodes, and BYTES more, so that no step leads out. */
static void
have_nodes(struct building *b, size_t n)
{
	struct trie *t = b->t;
	size_t i, cap = b->node_cap;

	if (n + BYTES > cap) {
		b->node_cap = mem_more(cap, n + BYTES);
		t->node = mem_grow(t->node, b->node_cap, sizeof *t->node);
		for (i = cap; i < b->node_cap; i++)
			t->node[i] = (struct trie_node){ 0, TRIE_NONE, TRIE_NONE, 0 };
	}
	if (n > t->nnodes)
		t->nnodes = n;
}

/* One key is left: what it goes on with is text. */
static bool
make_tail(struct building *b, const struct range *r)
{
	struct trie_node *node = &b->t->node[r->node];
	const struct trie_key *key = &b->keys[r->from];

	if (r->to - r->from != 1 || key->n == r->depth || key->n - r->depth > UINT32_MAX)
		return false;
	node->base = (uint32_t)b->tails.len;
	node->tail = (uint32_t)(key->n - r->depth);
	node->value = (uint32_t)r->from;
	buf_add(&b->tails, key->p + r->depth, node->tail);
	return true;
}

/* By their next byte. */
static void
part(const struct building *b, const struct range *r, struct family *f)
{
	size_t i;

	f->n = 0;
	for (i = r->from; i < r->to; i++) {
		unsigned char c = (unsigned char)b->keys[i].p[r->depth];

		if (f->n == 0 || f->byte[f->n - 1] != c) {
			f->byte[f->n] = c;
			f->from[f->n++] = i;
		}
	}
	f->from[f->n] = r->to;
}

static bool
fits(const struct trie *t, const struct family *f, uint32_t base)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (t->node[base + f->byte[i]].parent != TRIE_NONE)
			return false;
	return true;
}

/* A base at which all children find a place that is nobody's; never 0, so that none becomes the root. */
static uint32_t
find_base(struct building *b, const struct family *f)
{
	uint32_t base = b->from[f->n];

	have_nodes(b, base + 1);
	while (!fits(b->t, f, base))
		if (++base >= b->t->nnodes)
			have_nodes(b, base + 1);
	have_nodes(b, base + f->byte[f->n - 1] + 1);
	return b->from[f->n] = base;
}

static void
make_children(struct building *b, struct range r)
{
	struct family f;
	uint32_t base;
	size_t i;

	if (r.from < r.to && b->keys[r.from].n == r.depth)
		b->t->node[r.node].value = (uint32_t)r.from++;
	part(b, &r, &f);
	if (f.n == 0)
		return;
	base = find_base(b, &f);
	b->t->node[r.node].base = base;
	for (i = 0; i < f.n; i++) {
		b->t->node[base + f.byte[i]].parent = r.node;
		wait_for(
		    b, &(struct range){ f.from[i], f.from[i + 1], r.depth + 1, base + f.byte[i] });
	}
}

void
trie_build(struct trie *t, const struct trie_key *keys, size_t n)
{
	struct building b = { .t = t, .keys = keys };
	size_t i;

	*t = (struct trie){ 0 };
	for (i = 0; i <= BYTES; i++)
		b.from[i] = 1;
	have_nodes(&b, 1);
	make_children(&b, (struct range){ 0, n, 0, 0 });
	for (i = 0; i < b.nqueue; i++)
		if (!make_tail(&b, &b.queue[i]))
			make_children(&b, b.queue[i]);
	t->node = mem_grow(t->node, t->nnodes + BYTES, sizeof *t->node);
	t->tail = buf_take(&b.tails);
	free(b.queue);
}

void
trie_release(struct trie *t)
{
	free(t->node);
	free(t->tail);
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
