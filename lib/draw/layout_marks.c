/* Orders at their session, ideas in their lane */
#include <math.h>

#include "draw/layout.h"
#include "draw/picture.h"
#include "draw/plot.h"

#define SIDE 4.5 /* half of what a triangle is wide */

static void
order(struct layout *l, const struct plot_mark *m)
{
	const struct plot_cell *c = &l->plot->series[m->series].cells[m->slot];
	const bool buy = m->kind == CHART_BUY;
	const double x = layout_x(l, m->slot), way = buy ? 1 : -1;
	double y;

	if (l->plot->candles)
		y = layout_y(l, buy ? c->low : c->high);
	else
		y = layout_y(l, c->value);
	y += way * 4;
	picture_path(l->to, buy ? ROLE_BUY : ROLE_SELL, m->text);
	picture_move(l->to, x, y);
	picture_line(l->to, x + SIDE, y + way * 8);
	picture_line(l->to, x - SIDE, y + way * 8);
	picture_close(l->to);
	if (l->plot->indexed || m->price == FIELD_NONE || m->price < l->low || m->price > l->high)
		return;
	y = layout_y(l, m->price);
	picture_path(l->to, buy ? ROLE_BUY_AT : ROLE_SELL_AT, m->text);
	picture_move(l->to, x - SIDE, y);
	picture_line(l->to, x + SIDE, y);
}

static void
idea(struct layout *l, const struct plot_mark *m)
{
	static const enum role roles[CHART_MARK_KINDS] = { [CHART_BULLISH] = ROLE_BULLISH,
		[CHART_BEARISH] = ROLE_BEARISH,
		[CHART_NEUTRAL] = ROLE_NEUTRAL };
	const double r = m->kind == CHART_NEUTRAL ? 2.5 : 4, x = layout_x(l, m->slot);

	picture_path(l->to, roles[m->kind], m->text);
	picture_move(l->to, x, l->lane - r);
	picture_line(l->to, x + r, l->lane);
	picture_line(l->to, x, l->lane + r);
	picture_line(l->to, x - r, l->lane);
	picture_close(l->to);
}

void
layout_marks(struct layout *l)
{
	size_t i;

	for (i = 0; i < l->plot->nmarks; i++)
		if (l->plot->marks[i].kind == CHART_BUY || l->plot->marks[i].kind == CHART_SELL)
			order(l, &l->plot->marks[i]);
		else
			idea(l, &l->plot->marks[i]);
}
