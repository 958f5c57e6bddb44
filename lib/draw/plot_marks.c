/* Marks into slots, those of a kind in one slot together */
#include "draw/plot.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "draw/value.h"

#define LINES_MAX 6 /* of a mark's text */

static const char *const names[CHART_MARK_KINDS] = { "buy", "sell", "bullish idea", "bearish idea",
	"idea" };

struct placed {
	const struct chart_mark *mark;
	size_t series, slot;
};

bool
plot_find(const struct plot *p, int64_t at, size_t *slot)
{
	size_t lo = 0, hi = p->nslots, mid;

	if (p->nslots == 0 || at < p->slots[0].from)
		return false;
	if (at > p->slots[p->nslots - 1].to && at - CHART_AFTER > p->slots[p->nslots - 1].to)
		return false;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (p->slots[mid].from <= at)
			lo = mid;
		else
			hi = mid;
	}
	*slot = lo;
	return true;
}

static bool
place(const struct plot *p, const struct chart_mark *m, struct placed *to)
{
	size_t i;

	*to = (struct placed){ .mark = m };
	if (m->kind >= CHART_MARK_KINDS || m->symbol == NULL || !plot_find(p, m->at, &to->slot))
		return false;
	for (i = 0; i < p->nseries; i++)
		if (strcmp(p->series[i].symbol, m->symbol) == 0) {
			to->series = i;
			return p->series[i].cells[to->slot].there;
		}
	return false;
}

static bool
together(const struct placed *a, const struct placed *b)
{
	return a->slot == b->slot && a->series == b->series && a->mark->kind == b->mark->kind;
}

static int
by_place(const void *pa, const void *pb)
{
	const struct placed *a = pa, *b = pb;

	if (a->slot != b->slot)
		return a->slot < b->slot ? -1 : 1;
	if (a->series != b->series)
		return a->series < b->series ? -1 : 1;
	if (a->mark->kind != b->mark->kind)
		return a->mark->kind < b->mark->kind ? -1 : 1;
	if (a->mark->at != b->mark->at)
		return a->mark->at < b->mark->at ? -1 : 1;
	return a->mark < b->mark ? -1 : a->mark > b->mark;
}

static void
add_line(struct buf *text, const struct chart_mark *m)
{
	char day[CLOCK_TEXT_MAX];

	if (text->len > 0)
		buf_char(text, '\n');
	buf_add(text, day, clock_date_text(day, m->at));
	buf_char(text, ' ');
	plot_text(text, m->text != NULL ? m->text : names[m->kind], CHART_TEXT_MAX, false);
}

/* n placed ones as one mark. */
static void
put_together(struct plot *p, const struct placed *placed, size_t n)
{
	struct plot_mark *to = &p->marks[p->nmarks++];
	struct buf text = { 0 };
	size_t i;

	*to = (struct plot_mark){ placed->mark->kind, placed->series, placed->slot, n,
		placed[n - 1].mark->price, NULL };
	for (i = 0; i < n && i < LINES_MAX; i++)
		add_line(&text, placed[i].mark);
	if (n > LINES_MAX)
		buf_fmt(&text, "\nand %zu more", n - LINES_MAX);
	to->text = buf_take(&text);
	p->kinds[to->kind] += n;
}

void
plot_make_marks(struct plot *p)
{
	struct placed *placed = mem_new(p->c->nmarks + 1, sizeof *placed);
	size_t i, n = 0, from = 0;

	for (i = 0; i < p->c->nmarks; i++) {
		if (place(p, &p->c->marks[i], &placed[n]))
			n++;
		else
			p->outside++;
	}
	if (n > 1)
		qsort(placed, n, sizeof *placed, by_place);
	p->marks = mem_new(n + 1, sizeof *p->marks);
	for (i = 1; i <= n; i++)
		if (i == n || !together(&placed[i], &placed[from])) {
			put_together(p, placed + from, i - from);
			from = i;
		}
	free(placed);
}
