/* Candles, volume, lines, and what is told of them */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "draw/layout.h"
#include "draw/picture.h"
#include "draw/plot.h"
#include "draw/ticks.h"
#include "draw/value.h"

#define SPOT 3.0 /* pixels that can be pointed at */

/* Whole pixels of a candle: odd, so that its wick is in the middle; 2 where there is no room for more. */
static double
body_width(const struct layout *l)
{
	const int n = (int)(l->pitch * 0.72);

	if (l->pitch < 4)
		return l->pitch < 2 ? 1 : 2;
	return n > 13 ? 13 : n < 3 ? 3 : n % 2 == 0 ? n - 1 : n;
}

static double
middle(const struct layout *l, size_t slot)
{
	const double x = floor(layout_x(l, slot));

	return fmod(body_width(l), 2) == 0 ? x : x + 0.5;
}

static bool
fell(const struct plot_cell *c)
{
	return c->close < c->open;
}

void
layout_volume(struct layout *l)
{
	const struct plot_series *s = &l->plot->series[0];
	const bool fine = l->pitch < 1.5; /* beside each other, however many there are */
	const double w = fine ? l->pitch : body_width(l), room = l->axis - l->volume_top;
	const uint64_t round = ticks_below(l->plot->most);
	struct buf text = { 0 };
	double h, y;
	size_t i;
	int down;

	if (l->volume_top <= 0)
		return;
	for (down = 0; down < 2; down++) {
		picture_path(l->to, down ? ROLE_DOWN_VOLUME : ROLE_UP_VOLUME, NULL);
		for (i = 0; i < l->plot->nslots; i++) {
			if (!s->cells[i].there || s->cells[i].volume == 0 ||
			    fell(&s->cells[i]) != (down != 0))
				continue;
			h = fmax(room * ((double)s->cells[i].volume / (double)l->plot->most), 0.5);
			picture_rect(l->to, (fine ? layout_x(l, i) : middle(l, i)) - w / 2,
			    l->axis - h, w, h);
		}
	}
	y = floor(l->axis - room * ((double)round / (double)l->plot->most)) + 0.5;
	picture_path(l->to, ROLE_GRID, NULL);
	picture_move(l->to, l->left, y);
	picture_line(l->to, l->right, y);
	value_count(&text, round);
	picture_text(l->to, ROLE_MUTED, ANCHOR_START, l->right + 8, y + 4, 11, false, text.p);
	buf_release(&text);
}

/* The wicks of a candle, in two parts so that a hollow body stays empty. */
static void
wick(struct layout *l, const struct plot_cell *c, double x)
{
	const double high = layout_y(l, c->high), low = layout_y(l, c->low);
	double top = layout_y(l, c->open > c->close ? c->open : c->close);
	double bottom = layout_y(l, c->open > c->close ? c->close : c->open);

	if (top - high >= 0.1) {
		picture_move(l->to, x, high);
		picture_line(l->to, x, top);
	}
	if (low - bottom >= 0.1) {
		picture_move(l->to, x, bottom);
		picture_line(l->to, x, low);
	}
}

static void
body(struct layout *l, const struct plot_cell *c, double x, double w, bool hollow)
{
	double top = round(layout_y(l, c->open > c->close ? c->open : c->close));
	double bottom = round(layout_y(l, c->open > c->close ? c->close : c->open));

	if (bottom - top < 1)
		bottom = top + 1;
	if (hollow && bottom - top >= 2)
		picture_rect(l->to, x - w / 2 + 0.5, top + 0.5, w - 1, bottom - top - 1);
	else if (hollow) {
		picture_move(l->to, x - w / 2, top + 0.5);
		picture_line(l->to, x + w / 2, top + 0.5);
	} else
		picture_rect(l->to, x - w / 2, top, w, bottom - top);
}

void
layout_candles(struct layout *l)
{
	const struct plot_cell *cells = l->plot->series[0].cells;
	const double w = body_width(l);
	const bool hollow = w >= 5;
	size_t i;
	int down, part;

	for (down = 0; down < 2; down++)
		for (part = 0; part < 2; part++) {
			picture_path(l->to,
			    part == 0 ? (down ? ROLE_DOWN_WICK : ROLE_UP_WICK)
			    : down    ? ROLE_DOWN_BODY
			    : hollow  ? ROLE_UP_HOLLOW
				      : ROLE_UP_BODY,
			    NULL);
			for (i = 0; i < l->plot->nslots; i++) {
				if (!cells[i].there || fell(&cells[i]) != (down != 0))
					continue;
				if (part == 0)
					wick(l, &cells[i], middle(l, i));
				else
					body(l, &cells[i], middle(l, i), w, hollow && !down);
			}
		}
}

/* A line through a value a slot; it is broken where there is none. A point alone is a short line. */
static void
through(struct layout *l, enum role role, const int64_t *values, const struct plot_cell *cells)
{
	bool on = false, point = false;
	double x = 0, y = 0;
	size_t i;

	picture_path(l->to, role, NULL);
	for (i = 0; i < l->plot->nslots; i++) {
		if (cells != NULL ? !cells[i].there : values[i] == FIELD_NONE) {
			/* who was not traded in a session is where it was: only an average begins late */
			if (cells == NULL)
				on = false;
			continue;
		}
		x = layout_x(l, i);
		y = layout_y(l, cells != NULL ? cells[i].value : values[i]);
		point = !on;
		if (on)
			picture_line(l->to, x, y);
		else
			picture_move(l->to, x, y);
		on = true;
	}
	if (point)
		picture_line(l->to, x + 1.5, y);
}

/* What stands at the ends of lines, pushed apart: y of each series, in order of where it ends. */
struct end {
	double y;
	size_t series;
};

static int
by_height(const void *pa, const void *pb)
{
	const struct end *a = pa, *b = pb;

	if (a->y < b->y || a->y > b->y)
		return a->y < b->y ? -1 : 1;
	return a->series < b->series ? -1 : 1;
}

static void
push_apart(struct end *ends, size_t n, double top, double bottom)
{
	const double apart = fmin(14, (bottom - top) / (double)n);
	size_t i;

	for (i = 1; i < n; i++)
		ends[i].y = fmax(ends[i].y, ends[i - 1].y + apart);
	for (i = n; i > 0; i--) {
		ends[i - 1].y = fmin(ends[i - 1].y, bottom - (double)(n - i) * apart);
		if (i < n)
			ends[i - 1].y = fmin(ends[i - 1].y, ends[i].y - apart);
	}
}

static void
put_ends(struct layout *l)
{
	struct end ends[CHART_SYMBOLS_MAX];
	struct buf text = { 0 };
	const struct plot_cell *cells;
	size_t i, k, n = 0;

	for (i = 0; i < l->plot->nseries; i++) {
		cells = l->plot->series[i].cells;
		for (k = l->plot->nslots; k > 0 && !cells[k - 1].there; k--)
			;
		if (k > 0)
			ends[n++] = (struct end){ layout_y(l, cells[k - 1].value), i };
	}
	qsort(ends, n, sizeof ends[0], by_height);
	push_apart(ends, n, l->top + 6, l->bottom);
	for (i = 0; i < n; i++) {
		picture_path(l->to, picture_role(ROLE_LINE, ends[i].series), NULL);
		picture_move(l->to, l->right + 1, ends[i].y);
		picture_line(l->to, l->right + 6, ends[i].y);
		picture_text(l->to, ROLE_TEXT, ANCHOR_START, l->right + 9, ends[i].y + 4, 11, true,
		    layout_end(l, ends[i].series, &text));
	}
	buf_release(&text);
}

void
layout_lines(struct layout *l)
{
	const struct plot *p = l->plot;
	size_t i;

	if (!p->candles)
		for (i = 0; i < p->nseries; i++)
			through(l, p->indexed ? picture_role(ROLE_LINE, i) : ROLE_PRICE, NULL,
			    p->series[i].cells);
	for (i = 0; i < p->naverages; i++)
		through(l, picture_role(ROLE_AVERAGE, i), p->averages[i], NULL);
	if (p->indexed)
		put_ends(l);
}

void
layout_spots(struct layout *l)
{
	const size_t step = l->pitch >= SPOT ? 1 : (size_t)ceil(SPOT / l->pitch);
	struct buf text = { 0 };
	size_t i;

	for (i = 0; i < l->plot->nslots; i += step) {
		buf_reset(&text);
		plot_tell(l->plot, i, &text);
		picture_spot(l->to, l->left + (double)i * l->pitch, l->top,
		    fmin(l->pitch * (double)step, l->right - l->left - (double)i * l->pitch),
		    l->axis - l->top, text.p);
	}
	buf_release(&text);
}
