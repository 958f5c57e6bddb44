/* Bars into series and slots */
#include "draw/plot.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "draw/value.h"

#define HUNDRED INT64_C(100000000000) /* 100 in 1e-9 */

/* The bars that are drawn, by symbol and date, one a session. */
struct sorted {
	const struct bar **bars; /* owned array */
	size_t n;
	size_t start[CHART_SYMBOLS_MAX + 1]; /* of each symbol's bars */
};

static int
by_symbol(const void *pa, const void *pb)
{
	const struct bar *a = *(const struct bar *const *)pa, *b = *(const struct bar *const *)pb;
	const int names = strcmp(a->symbol, b->symbol);

	if (names != 0)
		return names;
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	return a < b ? -1 : a > b; /* both are in one array: the order they came in */
}

static bool
usable(const struct bar *b)
{
	return b->open != FIELD_NONE && b->high != FIELD_NONE && b->low != FIELD_NONE &&
	       b->close != FIELD_NONE;
}

static void
sort_bars(struct sorted *s, const struct chart *c)
{
	size_t i, n = 0;

	s->bars = mem_new(c->nbars + 1, sizeof *s->bars);
	for (i = 0; i < c->nbars; i++)
		if (usable(&c->bars[i]))
			s->bars[n++] = &c->bars[i];
	if (n > 1)
		qsort(s->bars, n, sizeof *s->bars, by_symbol);
	for (i = 0; i < n; i++) {
		if (s->n > 0 && s->bars[s->n - 1]->date == s->bars[i]->date &&
		    strcmp(s->bars[s->n - 1]->symbol, s->bars[i]->symbol) == 0)
			s->n--;
		s->bars[s->n++] = s->bars[i];
	}
}

/* Where each symbol's bars begin; returns how many symbols there are, drawn or not. */
static size_t
split_symbols(struct sorted *s, struct plot *p)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		if (i > 0 && strcmp(s->bars[i]->symbol, s->bars[i - 1]->symbol) == 0)
			continue;
		if (n < CHART_SYMBOLS_MAX) {
			s->start[n] = i;
			memcpy(p->series[n].symbol, s->bars[i]->symbol, BAR_SYMBOL_MAX);
			p->series[n].symbol[BAR_SYMBOL_MAX - 1] = '\0';
			p->nseries = n + 1;
		} else if (n == CHART_SYMBOLS_MAX) {
			s->start[n] = i;
		}
		n++;
	}
	if (n <= CHART_SYMBOLS_MAX)
		s->start[n] = s->n;
	return n;
}

size_t
chart_symbols(const struct chart *c)
{
	struct sorted s = { 0 };
	struct plot *p = mem_new(1, sizeof *p);
	size_t n;

	sort_bars(&s, c);
	n = split_symbols(&s, p);
	free(s.bars);
	free(p);
	return n;
}

bool
chart_logs(const struct chart *c, const struct bar **bad)
{
	size_t i;

	for (i = 0; i < c->nbars; i++)
		if (usable(&c->bars[i]) && (c->bars[i].low <= 0 || c->bars[i].high <= 0 ||
					       c->bars[i].open <= 0 || c->bars[i].close <= 0)) {
			if (bad != NULL)
				*bad = &c->bars[i];
			return false;
		}
	return true;
}

/*
 * Lines that are compared begin on one day: the first that all have begun by. Where one has ended before, there is
 * no such day, and each begins with its own first.
 */
static int64_t
common_start(const struct sorted *s, size_t nseries)
{
	int64_t start = INT64_MIN;
	size_t i;

	for (i = 0; i < nseries; i++)
		if (s->bars[s->start[i]]->date > start)
			start = s->bars[s->start[i]]->date;
	for (i = 0; i < nseries; i++)
		if (s->bars[s->start[i + 1] - 1]->date < start)
			return INT64_MIN;
	return start;
}

static int
by_day(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return a < b ? -1 : a > b;
}

static int64_t
floored(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* What the sessions of a slot have in common. */
static int64_t
group(const struct plot *p, int64_t date)
{
	const int64_t day = floored(date, CLOCK_DAY);
	int64_t year, month, mday;

	if (p->by == PLOT_SESSION)
		return date;
	if (p->by == PLOT_WEEK)
		return floored(day + 3, 7); /* Monday to Sunday: 1970 began on a Thursday */
	clock_civil(day, &year, &month, &mday);
	return p->by == PLOT_MONTH     ? year * 12 + month - 1
	       : p->by == PLOT_QUARTER ? year * 4 + (month - 1) / 3
				       : floored(year, p->years);
}

static size_t
count_groups(const struct plot *p, const int64_t *days, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		k += i == 0 || group(p, days[i]) != group(p, days[i - 1]);
	return k;
}

static void
make_slots(struct plot *p, const struct sorted *s, size_t most)
{
	static const int64_t years[] = { 1, 1, 1, 1, 1, 2, 5, 10, 20, 50, 100, 1000 };
	const size_t all = s->start[p->nseries];
	int64_t *days = mem_new(all + 1, sizeof *days);
	size_t i, n = 0, way;

	for (i = 0; i < all; i++)
		days[i] = s->bars[i]->date;
	if (p->nseries > 1)
		qsort(days, all, sizeof *days, by_day);
	for (i = 0; i < all; i++)
		if (n == 0 || days[n - 1] != days[i])
			days[n++] = days[i];
	for (way = 0; way < sizeof years / sizeof years[0]; way++) {
		p->by = way < PLOT_YEARS ? (enum plot_by)way : PLOT_YEARS;
		p->years = years[way];
		if (count_groups(p, days, n) <= most)
			break;
	}
	p->slots = mem_new(n + 1, sizeof *p->slots);
	for (i = 0; i < n; i++) {
		if (i == 0 || group(p, days[i]) != group(p, days[i - 1]))
			p->slots[p->nslots++].from = days[i];
		p->slots[p->nslots - 1].to = days[i];
	}
	free(days);
}

/* One more bar of what a slot puts together. */
static void
add_bar(struct plot_cell *cell, const struct bar *b)
{
	if (!cell->there) {
		cell->there = true;
		cell->open = b->open;
		cell->high = b->high;
		cell->low = b->low;
	}
	if (b->high > cell->high)
		cell->high = b->high;
	if (b->low < cell->low)
		cell->low = b->low;
	cell->close = b->close;
	if (__builtin_add_overflow(cell->volume, b->volume, &cell->volume))
		cell->volume = UINT64_MAX;
}

/* What is said of a series, from its bars. */
static void
sum_up(struct plot_series *s, const struct bar *const *bars, size_t n)
{
	size_t i;

	s->sessions = n;
	s->from = bars[0]->date;
	s->to = bars[n - 1]->date;
	s->first = bars[0]->close;
	s->last = bars[n - 1]->close;
	s->prev = n > 1 ? bars[n - 2]->close : FIELD_NONE;
	s->index = s->first > 0 ? value_ratio(s->last, HUNDRED, s->first) : FIELD_NONE;
	s->high = bars[0]->high;
	s->low = bars[0]->low;
	s->high_at = s->low_at = s->from;
	for (i = 1; i < n; i++) {
		if (bars[i]->high > s->high) {
			s->high = bars[i]->high;
			s->high_at = bars[i]->date;
		}
		if (bars[i]->low < s->low) {
			s->low = bars[i]->low;
			s->low_at = bars[i]->date;
		}
	}
}

static void
fill(struct plot *p, struct plot_series *s, const struct bar *const *bars, size_t n)
{
	struct plot_cell *cell;
	size_t i, slot = 0;

	s->cells = mem_new(p->nslots, sizeof *s->cells);
	for (i = 0; i < n; i++) {
		while (p->slots[slot].to < bars[i]->date)
			slot++;
		add_bar(&s->cells[slot], bars[i]);
	}
	for (i = 0; i < p->nslots; i++) {
		cell = &s->cells[i];
		cell->value = cell->close;
		if (!cell->there || !p->indexed)
			continue;
		if (s->first > 0)
			cell->value = value_ratio(cell->close, HUNDRED, s->first);
		else
			cell->there = false; /* nothing is so many percent of nothing */
	}
}

static void
reach(struct plot *p, int64_t v)
{
	if (v == FIELD_NONE)
		return;
	if (p->low > p->high)
		p->low = p->high = v;
	if (v < p->low)
		p->low = v;
	if (v > p->high)
		p->high = v;
}

static void
find_reach(struct plot *p)
{
	const struct plot_cell *cell;
	size_t i, k;

	p->low = 1;
	p->high = 0;
	for (k = 0; k < p->nseries; k++)
		for (i = 0; i < p->nslots; i++) {
			cell = &p->series[k].cells[i];
			if (!cell->there)
				continue;
			reach(p, cell->value);
			if (p->candles) {
				reach(p, cell->high);
				reach(p, cell->low);
				reach(p, cell->open);
			}
			if (cell->volume > p->most)
				p->most = cell->volume;
		}
	for (k = 0; k < p->naverages; k++)
		for (i = 0; i < p->nslots; i++)
			reach(p, p->averages[k][i]);
	if (p->low > p->high) /* nothing has a value */
		p->low = p->high = HUNDRED;
}

void
plot_make(struct plot *p, const struct chart *c, size_t slots)
{
	struct sorted s = { 0 };
	int64_t start;
	size_t i, k = 0, n;

	*p = (struct plot){ .c = c };
	sort_bars(&s, c);
	(void)split_symbols(&s, p); /* those beyond the limit are told of by chart_symbols() */
	p->indexed = p->nseries > 1;
	p->candles = !p->indexed && c->form == CHART_CANDLES;
	if (p->nseries > 0) {
		start = p->indexed ? common_start(&s, p->nseries) : INT64_MIN;
		for (i = 0; i < p->nseries; i++) {
			n = k;
			for (size_t at = s.start[i]; at < s.start[i + 1]; at++)
				if (s.bars[at]->date >= start)
					s.bars[k++] = s.bars[at];
			s.start[i] = n;
		}
		s.start[p->nseries] = k;
		make_slots(p, &s, slots > 0 ? slots : 1);
	}
	for (i = 0; i < p->nseries; i++) {
		n = s.start[i + 1] - s.start[i];
		sum_up(&p->series[i], s.bars + s.start[i], n);
		fill(p, &p->series[i], s.bars + s.start[i], n);
	}
	if (p->nseries == 1)
		plot_make_averages(p, s.bars, s.start[1]);
	find_reach(p);
	p->log = c->log && p->low > 0;
	p->volume = p->nseries == 1 && !c->no_volume && p->most > 0;
	plot_make_marks(p);
	free(s.bars);
}

void
plot_release(struct plot *p)
{
	size_t i;

	for (i = 0; i < p->nseries; i++)
		free(p->series[i].cells);
	for (i = 0; i < p->naverages; i++)
		free(p->averages[i]);
	for (i = 0; i < p->nmarks; i++)
		free(p->marks[i].text);
	free(p->marks);
	free(p->slots);
	*p = (struct plot){ 0 };
}
