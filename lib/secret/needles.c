#include "secret/needles.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void
grow(struct needles *s)
{
	size_t cap = mem_more(s->cap, s->n + 1), bytes;

	if (cap > NEEDLES_NONE || __builtin_mul_overflow(cap, sizeof *s->nodes, &bytes))
		mem_out();
	s->nodes = mem_move(s->nodes, s->cap * sizeof *s->nodes, bytes);
	s->cap = cap;
}

static uint32_t
make(struct needles *s, uint32_t depth, unsigned char byte)
{
	if (s->n == s->cap)
		grow(s);
	s->nodes[s->n] = (struct needles_node){ .depth = depth, .hit = NEEDLES_NONE, .byte = byte };
	return (uint32_t)s->n++;
}

/* The way from a node by a byte; 0: none. */
static uint32_t
way(const struct needles *s, uint32_t at, unsigned char byte)
{
	uint32_t to;

	if (at == 0)
		return s->root[byte];
	for (to = s->nodes[at].child; to != 0 && s->nodes[to].byte != byte;)
		to = s->nodes[to].sibling;
	return to;
}

void
needles_add(struct needles *s, const char *name, const char *value, size_t n)
{
	unsigned char byte;
	uint32_t at = 0, to;
	size_t i;

	if (n < NEEDLES_MIN)
		return;
	if (s->n == 0)
		(void)make(s, 0, 0);
	for (i = 0; i < n; i++, at = to) {
		byte = (unsigned char)value[i];
		to = way(s, at, byte);
		if (to != 0)
			continue;
		to = make(s, (uint32_t)i + 1, byte);
		s->nodes[to].sibling = s->nodes[at].child;
		s->nodes[at].child = to;
		if (at == 0)
			s->root[byte] = to;
	}
	if (s->nodes[at].hit != NEEDLES_NONE)
		return;
	s->nodes[at].hit = (uint32_t)s->nvalues;
	s->values = mem_grow(s->values, s->nvalues + 1, sizeof *s->values);
	s->values[s->nvalues++] = (struct needle){ .name = mem_str(name), .len = n };
	if (n > s->longest)
		s->longest = n;
	byte = (unsigned char)value[0];
	for (i = 0; i < 3; i++)
		s->first[i][byte >> (6 - 2 * i)] = true;
}

/* A node whose parent's and whose fellows' fail are known. */
static void
finish(struct needles *s, uint32_t parent, uint32_t at)
{
	struct needles_node *node = &s->nodes[at];
	const struct needles_node *fail;

	node->fail = parent == 0 ? 0 : needles_next(s, s->nodes[parent].fail, node->byte);
	fail = &s->nodes[node->fail];
	if (node->hit == NEEDLES_NONE)
		node->hit = fail->hit;
	node->keep = node->child != 0 ? node->depth : fail->keep;
}

void
needles_build(struct needles *s)
{
	uint32_t *queue, at, to;
	size_t head = 0, tail = 0;

	if (s->n == 0)
		(void)make(s, 0, 0);
	queue = mem_new(s->n, sizeof *queue);
	queue[tail++] = 0;
	while (head < tail) {
		at = queue[head++];
		for (to = s->nodes[at].child; to != 0; to = s->nodes[to].sibling) {
			finish(s, at, to);
			queue[tail++] = to;
		}
	}
	free(queue);
}

uint32_t
needles_next(const struct needles *s, uint32_t at, unsigned char byte)
{
	uint32_t to;

	while ((to = way(s, at, byte)) == 0 && at != 0)
		at = s->nodes[at].fail;
	return to;
}

void
needles_release(struct needles *s)
{
	size_t i;

	for (i = 0; i < s->nvalues; i++)
		free(s->values[i].name);
	free(s->values);
	if (s->nodes != NULL)
		explicit_bzero(s->nodes, s->cap * sizeof *s->nodes);
	free(s->nodes);
	explicit_bzero(s, sizeof *s);
}
