#include "text/vader_but.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FEW 512 /* scores that are searched one by one */
#define NIL UINT32_MAX

/*
 * The places of each value, the first of them at hand: a pairing heap a value, found by a hash of its bits.
 * A place is in one heap at a time, so the links are arrays beside the scores.
 */
struct heaps {
	uint32_t *child, *next; /* of a place */
	uint64_t *bits;         /* of a slot: its value; 0 is free, the score 0 is in none */
	uint32_t *root;         /* of a slot: its first place, or NIL */
	size_t slots, used;
};

static double
changed(double x, size_t j, size_t at)
{
	return j < at ? x * 0.5 : j > at ? x * 1.5 : x;
}

static void
one_by_one(double *score, size_t n, size_t at)
{
	size_t k, j;

	for (k = 0; k < n; k++) {
		if (score[k] == 0)
			continue; /* the first zero stays zero */
		for (j = 0; score[j] != score[k]; j++)
			;
		score[j] = changed(score[k], j, at);
	}
}

/* The slot of a value that is not 0: its own, or the free one for it. */
static size_t
slot_of(const struct heaps *h, uint64_t bits)
{
	size_t i = (size_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (h->slots - 1);

	while (h->bits[i] != 0 && h->bits[i] != bits)
		i = (i + 1) & (h->slots - 1);
	return i;
}

static void
widen(struct heaps *h)
{
	struct heaps old = *h;
	size_t i, to;

	h->slots = old.slots == 0 ? FEW : 2 * old.slots;
	h->bits = mem_new(h->slots, sizeof *h->bits);
	h->root = mem_new(h->slots, sizeof *h->root);
	for (i = 0; i < old.slots; i++) {
		if (old.bits[i] == 0)
			continue;
		to = slot_of(h, old.bits[i]);
		h->bits[to] = old.bits[i];
		h->root[to] = old.root[i];
	}
	free(old.bits);
	free(old.root);
}

/* Where the first place of a value stands. */
static uint32_t *
root_of(struct heaps *h, double x)
{
	uint64_t bits;
	size_t i;

	memcpy(&bits, &x, sizeof bits);
	if (h->slots < 2 * (h->used + 1))
		widen(h);
	i = slot_of(h, bits);
	if (h->bits[i] == 0) {
		h->bits[i] = bits;
		h->root[i] = NIL;
		h->used++;
	}
	return &h->root[i];
}

/* The first of two places becomes the root. */
static uint32_t
meld(struct heaps *h, uint32_t a, uint32_t b)
{
	uint32_t t;

	if (a == NIL || b == NIL)
		return a == NIL ? b : a;
	if (b < a) {
		t = a;
		a = b;
		b = t;
	}
	h->next[b] = h->child[a];
	h->child[a] = b;
	return a;
}

/* The heap without its root. */
static uint32_t
without(struct heaps *h, uint32_t root)
{
	uint32_t at = h->child[root], pairs = NIL, a, b, rest, all = NIL;

	while (at != NIL) {
		a = at;
		b = h->next[a];
		rest = b == NIL ? NIL : h->next[b];
		h->next[a] = NIL;
		if (b != NIL)
			h->next[b] = NIL;
		a = meld(h, a, b);
		h->next[a] = pairs;
		pairs = a;
		at = rest;
	}
	while (pairs != NIL) {
		rest = h->next[pairs];
		h->next[pairs] = NIL;
		all = meld(h, all, pairs);
		pairs = rest;
	}
	return all;
}

static void
put(struct heaps *h, uint32_t place, double x)
{
	uint32_t *root = root_of(h, x);

	h->child[place] = h->next[place] = NIL;
	*root = meld(h, *root, place);
}

static void
by_heaps(double *score, size_t n, size_t at)
{
	struct heaps h = { .child = mem_new(n, sizeof *h.child),
		.next = mem_new(n, sizeof *h.next) };
	uint32_t *root, j;
	size_t k;
	double x;

	for (k = n; k-- > 0;)
		if (score[k] != 0)
			put(&h, (uint32_t)k, score[k]);
	for (k = 0; k < n; k++) {
		x = score[k];
		if (x == 0)
			continue;
		root = root_of(&h, x);
		j = *root;
		if (j == at)
			continue; /* stays as it is */
		*root = without(&h, j);
		score[j] = changed(x, j, at);
		put(&h, j, score[j]);
	}
	free(h.child);
	free(h.next);
	free(h.bits);
	free(h.root);
}

void
vader_but(double *score, size_t n, size_t at)
{
	if (n <= FEW)
		one_by_one(score, n, at);
	else
		by_heaps(score, n, at);
}
