/* Charts of pages: rows of the database as bars, and a picture for each width of screen */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "draw/chart.h"
#include "web/page.h"

int64_t
page_price(const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);
	int64_t v;

	return cell == NULL || num_fixed(cell, strlen(cell), NUM_PRICE_DIGITS, &v) ? FIELD_NONE : v;
}

int64_t
page_date(const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);
	int64_t at;

	return cell == NULL || clock_parse_date(cell, strlen(cell), &at) ? 0 : at;
}

struct bar *
page_bars(const struct pg_res *res, const char *symbol)
{
	struct bar *bars = mem_new(pg_rows(res) + 1, sizeof *bars), *b;
	const char *volume;
	size_t i;

	for (i = 0; i < pg_rows(res); i++) {
		b = &bars[i];
		*b = (struct bar){ .date = page_date(res, i, 0),
			.open = page_price(res, i, 1),
			.high = page_price(res, i, 2),
			.low = page_price(res, i, 3),
			.close = page_price(res, i, 4) };
		(void)snprintf(b->symbol, sizeof b->symbol, "%s", symbol);
		volume = pg_cols(res) > 5 ? pg_cell(res, i, 5) : NULL;
		if (volume == NULL || num_uint(volume, strlen(volume), INT64_MAX, &b->volume))
			b->volume = 0;
	}
	return bars;
}

void
page_chart(struct page *p, struct chart *c, const char *caption)
{
	c->inlined = true;
	page_html(p, "<figure>\n<div class=\"small\">");
	c->width = 358;
	c->height = 300;
	c->id = "small";
	chart_svg(c, p->out);
	page_html(p, "</div>\n<div class=\"large\">");
	c->width = 1136;
	c->height = c->form == CHART_LINE ? 260 : 440;
	c->id = "large";
	c->averages[0] = c->form == CHART_LINE ? 0 : 50;
	chart_svg(c, p->out);
	page_html(p, "</div>\n<figcaption>");
	page_text(p, caption);
	page_html(p, "</figcaption>\n</figure>\n");
}
