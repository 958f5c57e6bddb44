/* Moving averages of closes, a value a slot: that of its last session */
#include "draw/plot.h"

#include "base/mem.h"

/*
 * The mean of n closes in 1e-9, toward zero; it is drawn, never printed. Quotients and rests are added apart, so that no sum of prices leaves
 * 64 bits however high they are.
 */
struct mean {
	int64_t whole, rest;
};

static int64_t
mean_of(const struct mean *m, int64_t n)
{
	return m->whole + m->rest / n;
}

static void
average(struct plot *p, size_t which, const struct bar *const *bars, size_t nbars)
{
	const int64_t n = (int64_t)p->average[which];
	int64_t *values = p->averages[which];
	struct mean m = { 0 };
	size_t i, slot = 0;

	for (i = 0; i < p->nslots; i++)
		values[i] = FIELD_NONE;
	for (i = 0; i < nbars; i++) {
		if (i >= (size_t)n) { /* first, so that there are never more than n */
			m.whole -= bars[i - (size_t)n]->close / n;
			m.rest -= bars[i - (size_t)n]->close % n;
		}
		m.whole += bars[i]->close / n;
		m.rest += bars[i]->close % n;
		while (p->slots[slot].to < bars[i]->date)
			slot++;
		if (i + 1 >= (size_t)n)
			values[slot] = mean_of(&m, n);
	}
}

void
plot_make_averages(struct plot *p, const struct bar *const *bars, size_t n)
{
	size_t i;

	for (i = 0; i < CHART_AVERAGES_MAX; i++) {
		if (p->c->averages[i] == 0 || p->c->averages[i] > CHART_AVERAGE_MAX)
			continue;
		p->average[p->naverages] = p->c->averages[i];
		p->averages[p->naverages] = mem_new(p->nslots, sizeof **p->averages);
		average(p, p->naverages++, bars, n);
	}
}
