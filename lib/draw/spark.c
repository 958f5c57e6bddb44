/* A line a symbol, as high as eight blocks */
#include "draw/chart.h"

#include <string.h>

#include "base/buf.h"
#include "draw/plot.h"
#include "draw/value.h"
#include "io/utf8.h"

#define COLS 40

/* Which of eight heights v has between low and high. */
static uint32_t
height(int64_t v, int64_t low, int64_t high)
{
	if (high == low)
		return 3;
	return (uint32_t)(((double)v - (double)low) / ((double)high - (double)low) * 7 + 0.5);
}

/* The last close of each column's sessions. */
static size_t
closes(const struct plot *p, const struct plot_series *s, size_t cols, int64_t *values)
{
	const size_t n = p->nslots < cols ? p->nslots : cols;
	size_t i;

	for (i = 0; i < n; i++)
		values[i] = FIELD_NONE;
	for (i = 0; i < p->nslots; i++)
		if (s->cells[i].there)
			values[i * n / p->nslots] = s->cells[i].close;
	return n;
}

static void
blocks(const int64_t *values, size_t n, struct buf *out)
{
	int64_t low = FIELD_NONE, high = -FIELD_NONE;
	char bytes[4];
	size_t i;

	for (i = 0; i < n; i++)
		if (values[i] != FIELD_NONE) {
			low = values[i] < low ? values[i] : low;
			high = values[i] > high ? values[i] : high;
		}
	for (i = 0; i < n; i++)
		if (values[i] != FIELD_NONE)
			buf_add(out, bytes, utf8_put(bytes, 0x2581 + height(values[i], low, high)));
		else
			buf_char(out, ' ');
}

void
chart_spark(const struct chart *c, struct buf *out)
{
	size_t cols = c->width == 0 ? COLS : c->width, widest = 0, i, n;
	int64_t values[CHART_COLS_MAX];
	struct plot p;

	cols = cols > CHART_COLS_MAX ? CHART_COLS_MAX : cols;
	plot_make(&p, c, SIZE_MAX);
	for (i = 0; i < p.nseries; i++) {
		n = strlen(p.series[i].symbol);
		widest = n > widest ? n : widest;
	}
	for (i = 0; i < p.nseries; i++) {
		plot_text(out, p.series[i].symbol, BAR_SYMBOL_MAX, false);
		for (n = strlen(p.series[i].symbol); n < widest + 1; n++)
			buf_char(out, ' ');
		blocks(values, closes(&p, &p.series[i], cols, values), out);
		buf_char(out, ' ');
		value_price(out, p.series[i].last);
		if (p.series[i].first > 0 && p.series[i].prev != FIELD_NONE) {
			buf_char(out, ' ');
			value_percent(out, p.series[i].last, p.series[i].first);
		}
		buf_char(out, '\n');
	}
	plot_release(&p);
}
