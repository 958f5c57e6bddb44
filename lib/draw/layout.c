/* Where everything stands: a plot into shapes */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "draw/layout.h"
#include "draw/picture.h"
#include "draw/plot.h"
#include "draw/ticks.h"
#include "draw/value.h"

#define WIDTH 960
#define HEIGHT 480
#define PITCH_CANDLE 3.3 /* pixels that a candle takes at least */
#define PITCH_LINE 0.25
#define LABEL 11.0 /* pixels of a label's font */
#define NARROW 560

static size_t
bounded(size_t v, size_t otherwise)
{
	if (v == 0)
		return otherwise;
	return v < CHART_SIZE_MIN ? CHART_SIZE_MIN : v > CHART_SIZE_MAX ? CHART_SIZE_MAX : v;
}

size_t
picture_wide(const struct chart *c)
{
	return bounded(c->width, WIDTH);
}

size_t
picture_high(const struct chart *c)
{
	return bounded(c->height, HEIGHT);
}

size_t
picture_slots(const struct chart *c, size_t width)
{
	const bool candles = c->form == CHART_CANDLES && chart_symbols(c) <= 1;
	const double room = (double)width > 80 ? (double)width - 80 : 1;

	return (size_t)(room / (candles ? PITCH_CANDLE : PITCH_LINE));
}

/* A part of the picture's height; its edges are values. */
double
layout_y(const struct layout *l, int64_t v)
{
	const double low = (double)l->low, high = (double)l->high;
	double part;

	if (l->plot->log)
		part = log((double)v / low) / log(high / low);
	else
		part = ((double)v - low) / (high - low);
	return l->bottom - part * (l->bottom - l->top);
}

double
layout_x(const struct layout *l, size_t slot)
{
	return l->left + ((double)slot + 0.5) * l->pitch;
}

static int64_t
nearest(double v)
{
	return v >= (double)VALUE_MAX    ? VALUE_MAX
	       : v <= -(double)VALUE_MAX ? -VALUE_MAX
					 : (int64_t)llround(v);
}

/* The values at the edges: so that the highest and the lowest are that many pixels within. */
static void
set_edges(struct layout *l, double above, double below)
{
	const struct plot *p = l->plot;
	const double inner = fmax(l->bottom - l->top - above - below, 1);
	double low = (double)p->low, high = (double)p->high, each;

	if (p->low == p->high) { /* one price: in the middle */
		each = fmax(fabs(low) / 50, 1);
		low -= p->low > 0 ? fmin(each, low / 2) : each;
		high += each;
	}
	if (p->log) {
		each = log(high / low) / inner;
		l->low = nearest(low * exp(-each * below));
		l->high = nearest(high * exp(each * above));
		if (l->low < 1)
			l->low = 1;
	} else {
		each = (high - low) / inner;
		l->low = nearest(low - each * below);
		l->high = nearest(high + each * above);
	}
	if (l->high <= l->low) {
		l->low = l->high == VALUE_MAX ? VALUE_MAX - 100 : l->low;
		l->high = l->low + 100;
	}
}

static double
widest(const struct ticks *t)
{
	double most = 0, w;
	size_t i;

	for (i = 0; i < t->n; i++) {
		w = picture_width(t->at[i].text, LABEL, false);
		if (w > most)
			most = w;
	}
	return most;
}

static void
find_ticks(struct layout *l)
{
	size_t want = (size_t)((l->bottom - l->top) / 34);

	want = want < 2 ? 2 : want > 12 ? 12 : want;
	if (l->plot->log)
		ticks_log(&l->prices, l->low, l->high, want);
	else
		ticks_linear(&l->prices, l->low, l->high, want);
}

/* How wide the columns beside the lines are. */
static void
set_columns(struct layout *l)
{
	struct buf text = { 0 };
	double labels = widest(&l->prices), ends = 0, w;
	size_t i;

	if (l->plot->nseries == 1) {
		value_price(&text, l->plot->series[0].last);
		ends = picture_width(text.p, LABEL, true);
	}
	for (i = 0; l->plot->indexed && i < l->plot->nseries; i++) {
		w = picture_width(layout_end(l, i, &text), LABEL, true);
		if (w > ends)
			ends = w;
	}
	buf_release(&text);
	if (!l->plot->indexed && labels > ends)
		ends = labels;
	if (ends > l->width / 2.5)
		ends = l->width / 2.5;
	l->left = l->margin + (l->plot->indexed ? labels + 8 : 0);
	l->right = l->width - l->margin - ends - 8;
	l->pitch = (l->right - l->left) / (double)(l->plot->nslots > 0 ? l->plot->nslots : 1);
}

/* What stands at a line's end: its name and index, where that fits. */
const char *
layout_end(const struct layout *l, size_t series, struct buf *text)
{
	const struct plot_series *s = &l->plot->series[series];

	buf_reset(text);
	plot_text(text, s->symbol, l->narrow ? 6 : 16, false);
	if (s->index != FIELD_NONE && !l->narrow) {
		buf_char(text, ' ');
		value_places(text, s->index, 1);
	}
	return text->p;
}

static void
set_rows(struct layout *l)
{
	const double foot = 24, gap = 8;
	double room = l->height - l->top - foot, volume;

	l->axis = l->height - foot;
	l->bottom = l->axis;
	if (l->plot->volume && room >= 130) {
		volume = floor(room * 0.18);
		l->volume_top = l->axis - volume;
		l->bottom = l->volume_top - gap;
	}
	if (l->ideas) {
		l->lane = l->top + 8;
		l->top += 16;
	}
}

static void
grid(struct layout *l)
{
	const double top = l->ideas ? l->top - 16 : l->top;
	double y;
	size_t i;

	picture_path(l->to, ROLE_GRID, NULL);
	for (i = 0; i < l->prices.n; i++) {
		y = floor(layout_y(l, l->prices.at[i].value)) + 0.5;
		picture_move(l->to, l->left, y);
		picture_line(l->to, l->right, y);
	}
	for (i = 0; i < l->sessions.n; i++) {
		picture_move(l->to, floor(layout_x(l, (size_t)l->sessions.at[i].value)) + 0.5, top);
		picture_line(
		    l->to, floor(layout_x(l, (size_t)l->sessions.at[i].value)) + 0.5, l->axis);
	}
	picture_move(l->to, l->left, floor(l->axis) + 0.5);
	picture_line(l->to, l->right, floor(l->axis) + 0.5);
}

/* Labels of prices, but where the last close stands already; of sessions, but where one would leave the picture. */
static void
labels(struct layout *l, double last)
{
	const struct tick *t;
	double x, y, half;
	size_t i;

	for (i = 0; i < l->prices.n; i++) {
		t = &l->prices.at[i];
		y = layout_y(l, t->value);
		if (!l->plot->indexed && fabs(y - last) < 15)
			continue;
		if (y < l->top - 2 || y > l->bottom + 1)
			continue;
		picture_text(l->to, ROLE_MUTED, l->plot->indexed ? ANCHOR_END : ANCHOR_START,
		    l->plot->indexed ? l->left - 8 : l->right + 8, y + 4, LABEL, false, t->text);
	}
	for (i = 0; i < l->sessions.n; i++) {
		t = &l->sessions.at[i];
		half = picture_width(t->text, LABEL, t->strong) / 2;
		x = fmin(fmax(layout_x(l, (size_t)t->value), half + 2), l->width - half - 2);
		picture_text(l->to, t->strong ? ROLE_TEXT : ROLE_MUTED, ANCHOR_MIDDLE, x,
		    l->axis + 16, LABEL, t->strong, t->text);
	}
}

static void
last_close(struct layout *l, double y)
{
	struct buf text = { 0 };

	picture_path(l->to, ROLE_LAST, NULL);
	picture_move(l->to, l->left, floor(y) + 0.5);
	picture_line(l->to, l->right, floor(y) + 0.5);
	value_price(&text, l->plot->series[0].last);
	picture_text(l->to, ROLE_TEXT, ANCHOR_START, l->right + 8, y + 4, LABEL, true, text.p);
	buf_release(&text);
}

static bool
has_ideas(const struct plot *p)
{
	return p->kinds[CHART_BULLISH] + p->kinds[CHART_BEARISH] + p->kinds[CHART_NEUTRAL] > 0;
}

static void
nothing(struct layout *l)
{
	picture_text(l->to, ROLE_MUTED, ANCHOR_MIDDLE, l->width / 2, l->height / 2, 13, false,
	    "There are no bars to draw.");
}

void
picture_make(struct picture *to, const struct plot *p, size_t width, size_t height)
{
	struct layout l = { .plot = p,
		.to = to,
		.width = (double)width,
		.height = (double)height,
		.narrow = width < NARROW,
		.ideas = has_ideas(p) };
	double last = -100;

	*to = (struct picture){ .width = (int32_t)width, .height = (int32_t)height };
	plot_title(p, &to->title);
	plot_describe(p, &to->about);
	l.margin = l.narrow ? 8 : 12;
	layout_head(&l);
	if (p->nslots == 0) {
		nothing(&l);
		return;
	}
	set_rows(&l);
	set_edges(&l, p->kinds[CHART_SELL] > 0 ? 18 : 8, p->kinds[CHART_BUY] > 0 ? 18 : 8);
	find_ticks(&l);
	set_columns(&l);
	ticks_sessions(&l.sessions, p, l.right - l.left, 48);
	grid(&l);
	layout_volume(&l);
	if (p->candles)
		layout_candles(&l);
	layout_lines(&l);
	if (!p->indexed) {
		last = fmin(fmax(layout_y(&l, p->series[0].last), l.top), l.bottom);
		last_close(&l, last);
	}
	layout_spots(&l);
	layout_marks(&l);
	labels(&l, last);
}
