/* A chart in a terminal's cells: candles in characters, lines in braille */
#include "draw/chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "draw/plot.h"
#include "draw/ticks.h"
#include "draw/value.h"
#include "io/utf8.h"

#define COLS 80
#define ROWS 24
#define LINE_SLOTS 16 /* of a column: a line may go up and down in it */

/* What is in a cell: a character, else dots of braille. */
struct cell {
	uint32_t c;
	unsigned char dots;
};

struct screen {
	const struct plot *p;
	size_t cols, rows;  /* of the prices */
	size_t volume;      /* rows under them */
	struct cell *cells; /* owned: rows + volume rows of cols */
	int64_t low, high;  /* at the lower edge of the last row and the upper one of the first */
	struct ticks prices, sessions;
	size_t label; /* columns of labels at the right */
	size_t step;  /* columns of a slot; 0: lines, two slots a column */
};

static size_t
bounded(size_t v, size_t otherwise, size_t min, size_t max)
{
	return v == 0 ? otherwise : v < min ? min : v > max ? max : v;
}

static struct cell *
at(struct screen *s, size_t row, size_t col)
{
	return &s->cells[row * s->cols + col];
}

/* How far down a value is, in parts of a row: 0 is the upper edge. */
static double
down(const struct screen *s, int64_t v)
{
	const double low = (double)s->low, high = (double)s->high;
	const double part =
	    s->p->log ? log((double)v / low) / log(high / low) : ((double)v - low) / (high - low);

	return fmin(fmax((1 - part) * (double)s->rows, 0), (double)s->rows - 0.001);
}

static size_t
column(const struct screen *s, size_t slot)
{
	return s->step > 0 ? slot * s->step : slot * s->cols / s->p->nslots;
}

/* Halves of a cell: 0 nothing, 1 wick, 2 body; upper times 3 plus lower. A rising body is a thick line, a falling one
 * a block: no colour is needed. */
static const uint32_t rising[9] = { ' ', 0x2577, 0x257b, 0x2575, 0x2502, 0x257d, 0x2579, 0x257f,
	0x2503 };
static const uint32_t falling[9] = { ' ', 0x2577, 0x2584, 0x2575, 0x2502, 0x2584, 0x2580, 0x2580,
	0x2588 };

static void
put_candle(struct screen *s, size_t slot)
{
	const struct plot_cell *c = &s->p->series[0].cells[slot];
	const bool fell = c->close < c->open;
	const size_t top = (size_t)(down(s, fell ? c->open : c->close) * 2);
	const size_t bottom = (size_t)(down(s, fell ? c->close : c->open) * 2);
	const size_t high = (size_t)(down(s, c->high) * 2), low = (size_t)(down(s, c->low) * 2);
	size_t half, row;
	unsigned two[2];

	if (!c->there)
		return;
	for (row = high / 2; row <= low / 2; row++) {
		for (half = 0; half < 2; half++) {
			const size_t y = row * 2 + half;

			two[half] = y < high || y > low ? 0 : y >= top && y <= bottom ? 2 : 1;
		}
		at(s, row, column(s, slot))->c = (fell ? falling : rising)[two[0] * 3 + two[1]];
	}
}

/* A dot of braille: 2 across and 4 down in a cell. */
static void
dot(struct screen *s, size_t x, size_t y)
{
	static const unsigned char bits[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };

	if (x < s->cols * 2 && y < s->rows * 4)
		at(s, y / 4, x / 2)->dots |= bits[y % 4][x % 2];
}

/* From dot to dot, as many as the longer way has. */
static void
connect(struct screen *s, long x0, long y0, long x, long y)
{
	const long dx = x - x0, dy = y - y0;
	const long n = labs(dx) > labs(dy) ? labs(dx) : labs(dy);
	long i;

	for (i = 0; i <= n; i++)
		dot(s, (size_t)(x0 + (n > 0 ? lround((double)(dx * i) / (double)n) : 0)),
		    (size_t)(y0 + (n > 0 ? lround((double)(dy * i) / (double)n) : 0)));
}

static void
put_line(struct screen *s, const struct plot_series *line)
{
	long x, y, x0 = -1, y0 = 0;
	size_t slot;

	for (slot = 0; slot < s->p->nslots; slot++) {
		if (!line->cells[slot].there)
			continue;
		x = (long)(slot * s->cols * 2 / s->p->nslots);
		y = (long)(down(s, line->cells[slot].value) * 4);
		connect(s, x0 < 0 ? x : x0, x0 < 0 ? y : y0, x, y);
		x0 = x;
		y0 = y;
	}
}

static void
put_average(struct screen *s, const int64_t *values)
{
	struct cell *c;
	size_t slot;

	for (slot = 0; slot < s->p->nslots; slot++) {
		if (values[slot] == FIELD_NONE)
			continue;
		c = at(s, (size_t)down(s, values[slot]), column(s, slot));
		if (c->c == 0 && c->dots == 0)
			c->c = 0xb7;
	}
}

/* The most of the slots that share a column. */
static void
put_volume(struct screen *s)
{
	uint64_t *most = mem_new(s->cols, sizeof *most);
	const struct plot_cell *c = s->p->series[0].cells;
	size_t slot, col, row, eighths, here;

	for (slot = 0; slot < s->p->nslots; slot++)
		if (c[slot].there && c[slot].volume > most[column(s, slot)])
			most[column(s, slot)] = c[slot].volume;
	for (col = 0; col < s->cols; col++) {
		eighths =
		    (size_t)ceil((double)most[col] / (double)s->p->most * (double)s->volume * 8);
		for (row = s->volume; row > 0 && eighths > 0; row--) {
			here = eighths > 8 ? 8 : eighths;
			at(s, s->rows + row - 1, col)->c = 0x2580 + (uint32_t)here;
			eighths -= here;
		}
	}
	free(most);
}

/* A mark stands in the nearest free cell below or above its session; ideas in the first row. */
static void
put_marks(struct screen *s)
{
	static const uint32_t chars[CHART_MARK_KINDS] = { 0x25b2, 0x25bc, 0x25c6, 0x25c7, 0x2022 };
	const struct plot_mark *m;
	const struct plot_cell *c;
	size_t i, row;

	for (i = 0; i < s->p->nmarks; i++) {
		m = &s->p->marks[i];
		c = &s->p->series[m->series].cells[m->slot];
		row = 0;
		if (m->kind == CHART_BUY) {
			row = (size_t)down(s, s->p->candles ? c->low : c->value) + 1;
			row = row >= s->rows ? s->rows - 1 : row;
		} else if (m->kind == CHART_SELL) {
			row = (size_t)down(s, s->p->candles ? c->high : c->value);
			row = row > 0 ? row - 1 : 0;
		}
		at(s, row, column(s, m->slot))->c = chars[m->kind];
	}
}

static void
put_char(struct buf *out, uint32_t c)
{
	char bytes[4];

	buf_add(out, bytes, utf8_put(bytes, c));
}

static void
trim(struct buf *out)
{
	while (out->len > 0 && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
}

static void
put_row(struct screen *s, size_t row, struct buf *out)
{
	const struct cell *c;
	size_t col;

	for (col = 0; col < s->cols; col++) {
		c = at(s, row, col);
		put_char(out, c->c != 0 ? c->c : c->dots != 0 ? 0x2800u + c->dots : ' ');
	}
}

static void
put_rows(struct screen *s, struct buf *out)
{
	size_t row, i;

	for (row = 0; row < s->rows + s->volume; row++) {
		put_row(s, row, out);
		for (i = 0; row < s->rows && i < s->prices.n; i++)
			if ((size_t)down(s, s->prices.at[i].value) == row) {
				buf_fmt(out, " \xe2\x94\xa4%*s", (int)s->label - 2,
				    s->prices.at[i].text);
				break;
			}
		trim(out);
		buf_char(out, '\n');
	}
}

static void
put_sessions(struct screen *s, struct buf *out)
{
	size_t i, col = 0, to;

	for (i = 0; i < s->sessions.n; i++) {
		to = column(s, (size_t)s->sessions.at[i].value);
		if (to < col || to + strlen(s->sessions.at[i].text) > s->cols + s->label)
			continue;
		for (; col < to; col++)
			buf_char(out, ' ');
		buf_str(out, s->sessions.at[i].text);
		col += strlen(s->sessions.at[i].text);
		buf_char(out, ' ');
		col++;
	}
	trim(out);
	buf_char(out, '\n');
}

/* The first line: what it is, the last close and its change; and what lines end at, where there are several. */
static void
put_head(const struct plot *p, size_t cols, struct buf *out)
{
	struct buf line = { 0 };
	const struct plot_series *s = p->series;
	size_t i;

	if (!p->indexed || p->c->title != NULL)
		plot_title(p, &line);
	if (p->nseries == 1) {
		buf_str(&line, "  ");
		value_price(&line, s->last);
		if (s->prev != FIELD_NONE) {
			buf_str(&line, "  ");
			value_change(&line, s->last, s->prev);
			buf_char(&line, ' ');
			value_percent(&line, s->last, s->prev);
		}
	}
	for (i = 0; p->indexed && i < p->nseries; i++) {
		buf_str(&line, line.len == 0 ? "" : "  ");
		plot_text(&line, p->series[i].symbol, BAR_SYMBOL_MAX, false);
		buf_char(&line, ' ');
		if (p->series[i].index != FIELD_NONE)
			value_places(&line, p->series[i].index, 1);
	}
	buf_str(&line, "  ");
	plot_range(p, &line);
	if (p->by != PLOT_SESSION)
		buf_fmt(&line, ", %s", plot_by_word(p));
	plot_text(
	    out, line.p, line.len > cols ? cols - 1 : cols, false); /* a cell has a byte at least */
	buf_char(out, '\n');
	buf_release(&line);
}

static void
set_edges(struct screen *s)
{
	const int64_t each = value_less(s->p->high, s->p->low) / 20;

	s->low = value_less(s->p->low, each);
	s->high = value_plus(s->p->high, each);
	if (s->p->log)
		s->low = s->p->low;
	if (s->high <= s->low) { /* one price */
		s->low =
		    s->low > 0 && s->low / 50 > 0 ? s->low - s->low / 50 : value_less(s->low, 1);
		s->high = value_plus(s->p->high, s->p->high > 0 ? s->p->high / 50 + 1 : 1);
	}
}

static void
draw(struct screen *s)
{
	size_t i;

	if (s->p->candles)
		for (i = 0; i < s->p->nslots; i++)
			put_candle(s, i);
	else
		for (i = 0; i < s->p->nseries; i++)
			put_line(s, &s->p->series[i]);
	for (i = 0; i < s->p->naverages; i++)
		put_average(s, s->p->averages[i]);
	if (s->volume > 0)
		put_volume(s);
	put_marks(s);
}

/* Which prices have labels; the columns that those take. */
static void
label(struct screen *s)
{
	const size_t want = s->rows / 4 < 2 ? 2 : s->rows / 4;
	size_t i, n;

	set_edges(s);
	if (s->p->log)
		ticks_log(&s->prices, s->low, s->high, want);
	else
		ticks_linear(&s->prices, s->low, s->high, want);
	s->label = 0;
	for (i = 0; i < s->prices.n; i++) {
		n = strlen(s->prices.at[i].text) + 2;
		s->label = n > s->label ? n : s->label;
	}
}

static void
show(struct screen *s, struct buf *out)
{
	ticks_sessions(&s->sessions, s->p,
	    s->step > 0 ? (double)(s->p->nslots * s->step) : (double)s->cols, 8);
	s->cells = mem_new(s->cols * (s->rows + s->volume), sizeof *s->cells);
	draw(s);
	put_rows(s, out);
	put_sessions(s, out);
	free(s->cells);
}

/* How many slots so many columns have room for. */
static size_t
slots(const struct chart *c, size_t cols)
{
	return c->form == CHART_CANDLES && chart_symbols(c) <= 1 ? cols : cols * LINE_SLOTS;
}

static void
share_rows(struct screen *s, size_t rows)
{
	s->volume = s->p->volume && rows >= 12 ? rows / 8 : 0;
	s->rows = rows - 2 - s->volume;
	label(s);
}

void
chart_term(const struct chart *c, struct buf *out)
{
	const size_t cols = bounded(c->width, COLS, CHART_COLS_MIN, CHART_COLS_MAX);
	const size_t rows = bounded(c->height, ROWS, CHART_ROWS_MIN, CHART_ROWS_MAX);
	struct plot plot;
	struct screen s = { .p = &plot };

	/* what labels take is known when there is a plot, and what is left for it then */
	plot_make(&plot, c, slots(c, cols));
	share_rows(&s, rows);
	s.cols = cols > s.label + 8 ? cols - s.label : 8;
	plot_release(&plot);
	plot_make(&plot, c, slots(c, s.cols));
	if (plot.nslots == 0) {
		buf_str(out, "There are no bars to draw.\n");
		plot_release(&plot);
		return;
	}
	share_rows(&s, rows);
	s.step = !plot.candles ? 0 : plot.nslots * 2 <= s.cols ? 2 : 1;
	if (s.step > 0)
		s.cols = plot.nslots * s.step;
	put_head(&plot, cols, out);
	show(&s, out);
	plot_release(&plot);
}
