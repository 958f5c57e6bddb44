#include "nlp/batch_set.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define CAP_FIRST 64

/* FNV-1a: ids of messages are not chosen to meet. */
static size_t
slot_of(const struct batch_set *s, const char *word)
{
	uint64_t h = UINT64_C(14695981039346656037);
	const char *p;
	size_t at;

	for (p = word; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
	at = (size_t)(h & (s->cap - 1));
	while (s->slots[at] != NULL && strcmp(s->slots[at], word) != 0)
		at = (at + 1) & (s->cap - 1);
	return at;
}

static void
grow(struct batch_set *s)
{
	struct batch_set more = { .cap = s->cap == 0 ? CAP_FIRST : 2 * s->cap };
	size_t i;

	more.slots = mem_new(more.cap, sizeof *more.slots);
	for (i = 0; i < s->cap; i++)
		if (s->slots[i] != NULL)
			more.slots[slot_of(&more, s->slots[i])] = s->slots[i];
	more.n = s->n;
	free(s->slots);
	*s = more;
}

bool
batch_set_add(struct batch_set *s, const char *word)
{
	size_t at;

	if (2 * (s->n + 1) > s->cap)
		grow(s);
	at = slot_of(s, word);
	if (s->slots[at] != NULL)
		return false;
	s->slots[at] = mem_str(word);
	s->n++;
	return true;
}

void
batch_set_release(struct batch_set *s)
{
	size_t i;

	for (i = 0; i < s->cap; i++)
		free(s->slots[i]);
	free(s->slots);
	*s = (struct batch_set){ 0 };
}
