/* Above a chart: what it is, the last close, and what the lines and marks mean */
#include "draw/layout.h"

#include <string.h>

#include "base/buf.h"
#include "draw/picture.h"
#include "draw/plot.h"
#include "draw/value.h"
#include "io/utf8.h"

#define TITLE 16.0
#define SMALL 11.0

/* Cut the text until it fits; it is at least one character long. */
static void
fit(struct buf *text, double room, double size, bool bold)
{
	struct buf cut = { 0 };
	size_t n = text->len;

	if (picture_width(text->p, size, bold) <= room)
		return;
	do {
		n = (size_t)utf8_cut(text->p, text->len, n - 1);
		buf_reset(&cut);
		buf_add(&cut, text->p, n);
		buf_str(&cut, "\xe2\x80\xa6");
	} while (n > 4 && picture_width(cut.p, size, bold) > room);
	buf_reset(text);
	buf_add(text, cut.p, cut.len);
	buf_release(&cut);
}

/* The last close and its change, behind the title; returns where that ends. */
static double
put_last(struct layout *l, double x, double y)
{
	const struct plot_series *s = &l->plot->series[0];
	struct buf text = { 0 };

	value_price(&text, s->last);
	picture_text(l->to, ROLE_TEXT, ANCHOR_START, x, y, 15, false, text.p);
	x += picture_width(text.p, 15, false) + 8;
	if (s->prev != FIELD_NONE) {
		buf_reset(&text);
		value_change(&text, s->last, s->prev);
		if (s->prev > 0) {
			buf_str(&text, " (");
			value_percent(&text, s->last, s->prev);
			buf_char(&text, ')');
		}
		if (x + picture_width(text.p, 12, false) < l->width - l->margin) {
			picture_text(l->to, ROLE_TEXT, ANCHOR_START, x, y, 12, false, text.p);
			x += picture_width(text.p, 12, false);
		}
	}
	buf_release(&text);
	return x;
}

/* An entry of the legend: a line, or what shape draws, and a word. x moves behind it, or to a new row. */
struct legend {
	struct layout *l;
	double x, y;
	bool any;
};

static void
diamond(struct picture *to, double x, double y, double r)
{
	picture_move(to, x, y - r);
	picture_line(to, x + r, y);
	picture_line(to, x, y + r);
	picture_line(to, x - r, y);
	picture_close(to);
}

static void
sample(struct picture *to, enum role role, double x, double y)
{
	picture_path(to, role, NULL);
	if (role == ROLE_BUY || role == ROLE_SELL) {
		const double d = role == ROLE_BUY ? 4 : -4;

		picture_move(to, x + 7, y - d);
		picture_line(to, x + 12, y + d);
		picture_line(to, x + 2, y + d);
		picture_close(to);
	} else if (role == ROLE_BULLISH || role == ROLE_BEARISH || role == ROLE_NEUTRAL) {
		diamond(to, x + 7, y, role == ROLE_NEUTRAL ? 2.5 : 4);
	} else {
		picture_move(to, x, y);
		picture_line(to, x + 14, y);
	}
}

static void
entry(struct legend *g, enum role role, const char *word)
{
	const double w = 18 + picture_width(word, SMALL, false);

	if (g->any && g->x + w > g->l->width - g->l->margin) {
		g->x = g->l->margin;
		g->y += 17;
	}
	sample(g->l->to, role, g->x, g->y - 4);
	picture_text(g->l->to, ROLE_MUTED, ANCHOR_START, g->x + 18, g->y, SMALL, false, word);
	g->x += w + 12;
	g->any = true;
}

static void
legend(struct legend *g)
{
	static const struct {
		enum role role;
		const char *word;
	} marks[CHART_MARK_KINDS] = {
		[CHART_BUY] = { ROLE_BUY, "bought" },
		[CHART_SELL] = { ROLE_SELL, "sold" },
		[CHART_BULLISH] = { ROLE_BULLISH, "bullish" },
		[CHART_BEARISH] = { ROLE_BEARISH, "bearish" },
		[CHART_NEUTRAL] = { ROLE_NEUTRAL, "other idea" },
	};
	const struct plot *p = g->l->plot;
	struct buf text = { 0 };
	size_t i;

	for (i = 0; i < p->naverages; i++) {
		buf_reset(&text);
		buf_fmt(&text, "%zu-day average", p->average[i]);
		entry(g, picture_role(ROLE_AVERAGE, i), text.p);
	}
	for (i = 0; i < CHART_MARK_KINDS; i++)
		if (p->kinds[i] > 0)
			entry(g, marks[i].role, marks[i].word);
	buf_release(&text);
}

/* From when to when, and what is peculiar. */
static void
about(const struct plot *p, struct buf *text)
{
	plot_range(p, text);
	if (p->by != PLOT_SESSION)
		buf_fmt(text, ", %s", plot_by_word(p));
	if (p->indexed)
		buf_str(text, ", first close = 100");
	if (p->log)
		buf_str(text, ", log");
}

void
layout_head(struct layout *l)
{
	struct legend g = { .l = l, .x = l->margin, .y = 44 };
	struct buf text = { 0 };
	double x = l->margin, w;

	plot_title(l->plot, &text);
	fit(&text, (l->width - 2 * l->margin) * (l->plot->nseries == 1 ? 0.45 : 0.9), TITLE, true);
	picture_text(l->to, ROLE_TEXT, ANCHOR_START, x, 24, TITLE, true, text.p);
	x += picture_width(text.p, TITLE, true) + 8;
	if (l->plot->nseries == 1)
		x = put_last(l, x, 24);
	buf_reset(&text);
	if (l->plot->nslots > 0)
		about(l->plot, &text);
	w = text.len > 0 ? picture_width(text.p, SMALL, false) : 0;
	if (w > 0 && x + 16 + w <= l->width - l->margin) {
		picture_text(
		    l->to, ROLE_MUTED, ANCHOR_END, l->width - l->margin, 24, SMALL, false, text.p);
	} else if (w > 0) {
		fit(&text, l->width - 2 * l->margin, SMALL, false);
		picture_text(
		    l->to, ROLE_MUTED, ANCHOR_START, l->margin, g.y - 1, SMALL, false, text.p);
		g.y += 17;
	}
	buf_release(&text);
	w = g.y;
	legend(&g);
	l->top = g.any ? g.y + 10 : w - 8;
}
