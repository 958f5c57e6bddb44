/* What is too weak alone, and what it says together */
#include <string.h>

#include "base/mem.h"
#include "text/link_inside.h"

#define WEAK_MAX 256 /* of one text that are kept */
#define VOUCHED 70u

struct link_weak {
	struct mention m;
	const struct term *term;
	bool name, vouched;
};

void
link_doubt(struct linking *l, const struct mention *m, const struct term *t, bool name)
{
	struct links *links = l->links;

	if (links->nweak == WEAK_MAX) {
		link_refuse(l, m);
		return;
	}
	if (links->weak == NULL)
		links->weak = mem_new(WEAK_MAX, sizeof *links->weak);
	links->weak[links->nweak++] = (struct link_weak){ .m = *m, .term = t, .name = name };
}

/* A name and a symbol that are not the same word. */
static bool
vouches(const struct link_weak *a, const struct link_weak *b)
{
	return a->m.entry->symbol == b->m.entry->symbol && a->name != b->name && a->term != b->term;
}

/* Take it where it stands among the others. */
static void
insert(struct linking *l, const struct mention *m)
{
	struct links *links = l->links;
	struct link new;
	size_t was = links->n, k;

	if (!link_take(l, m) || links->n == was)
		return;
	new = links->v[was];
	for (k = was; k > 0 && links->v[k - 1].at > new.at; k--)
		links->v[k] = links->v[k - 1];
	links->v[k] = new;
}

void
link_vouch(struct linking *l)
{
	struct link_weak *weak = l->links->weak;
	size_t n = l->links->nweak, i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < i; k++)
			if (vouches(&weak[i], &weak[k]))
				weak[i].vouched = weak[k].vouched = true;
	for (i = 0; i < n; i++) {
		if (!weak[i].vouched) {
			link_refuse(l, &weak[i].m);
			continue;
		}
		weak[i].m.confidence = VOUCHED;
		weak[i].m.why = "the company's name and its symbol are both there";
		insert(l, &weak[i].m);
	}
}
