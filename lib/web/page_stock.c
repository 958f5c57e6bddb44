/* The page of a stock: figures, a year of bars with what was bought and sold, ideas */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "draw/chart.h"
#include "web/page.h"
#include "web/request.h"
#include "web/service.h"

#define MARK_TEXT_MAX 96

/* clang-format off */
static const struct page_column figures[] = {
	{ "Close",           "latestClosePrice",     CELL_MONEY,   false },
	{ "Day",             "dailyChangePct",       CELL_PERCENT, false },
	{ "Week",            "return1wPct",          CELL_PERCENT, false },
	{ "Month",           "return1mPct",          CELL_PERCENT, false },
	{ "Quarter",         "return3mPct",          CELL_PERCENT, false },
	{ "Year",            "return1yPct",          CELL_PERCENT, false },
	{ "Year's high",     "yearHigh",             CELL_MONEY,   false },
	{ "Year's low",      "yearLow",              CELL_MONEY,   false },
	{ "Volatility, 30 days", "volatility30d",    CELL_SHARE,   false },
	{ "Volume, 30 days", "avgVolume30d",         CELL_FIGURE,  false },
	{ "Beta",            "beta",                 CELL_FIGURE,  false },
	{ "Held",            "currentPositionQty",   CELL_FIGURE,  false },
	{ "Value",           "currentPositionValue", CELL_MONEY,   false },
	{ "Paid",            "avgBuyPrice",          CELL_MONEY,   false },
	{ "Gain",            "unrealizedPnl",        CELL_CHANGE,  false },
	{ "Gain, %",         "unrealizedPnlPct",     CELL_PERCENT, false },
	{ "Ideas, 30 days",  "mentionCount30d",      CELL_FIGURE,  false },
	{ 0 }
};
static const struct page_column ideas[] = {
	{ "Written",    "sourceCreatedAt", CELL_TIME,   false },
	{ "Direction",  "direction",       CELL_STATUS, false },
	{ "Idea",       "ideaText",        CELL_TEXT,   false },
	{ "Entry",      "entryPrice",      CELL_MONEY,  true },
	{ "Target",     "targetPrice",     CELL_MONEY,  true },
	{ "Stop",       "stopLoss",        CELL_MONEY,  true },
	{ "Author",     "author",          CELL_TEXT,   true },
	{ 0 }
};
/* clang-format on */

/* A price of a cell; one that is null or too large is undefined. */
static int64_t
price_of(const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);
	int64_t v;

	return cell == NULL || num_fixed(cell, strlen(cell), NUM_PRICE_DIGITS, &v) ? FIELD_NONE : v;
}

static int64_t
date_of(const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);
	int64_t at;

	return cell == NULL || clock_parse_date(cell, strlen(cell), &at) ? 0 : at;
}

static struct bar *
take_bars(const struct pg_res *res, const char *symbol)
{
	struct bar *bars = mem_new(pg_rows(res) + 1, sizeof *bars), *b;
	const char *volume;
	size_t i;

	for (i = 0; i < pg_rows(res); i++) {
		b = &bars[i];
		*b = (struct bar){ .date = date_of(res, i, 0),
			.open = price_of(res, i, 1),
			.high = price_of(res, i, 2),
			.low = price_of(res, i, 3),
			.close = price_of(res, i, 4) };
		(void)snprintf(b->symbol, sizeof b->symbol, "%s", symbol);
		volume = pg_cell(res, i, 5);
		if (volume == NULL || num_uint(volume, strlen(volume), INT64_MAX, &b->volume))
			b->volume = 0;
	}
	return bars;
}

struct order_mark {
	char text[MARK_TEXT_MAX];
};

static struct chart_mark *
take_marks(const struct pg_res *res, const char *symbol, struct order_mark *texts)
{
	struct chart_mark *marks = mem_new(pg_rows(res) + 1, sizeof *marks);
	size_t i;

	for (i = 0; i < pg_rows(res); i++) {
		const char *action = pg_cell(res, i, 1);
		bool sold = action != NULL && strncmp(action, "SELL", 4) == 0;

		(void)snprintf(texts[i].text, sizeof texts[i].text, "%.20s %.30s at %.30s",
		    action != NULL ? action : "?", pg_cell(res, i, 3), pg_cell(res, i, 2));
		marks[i] = (struct chart_mark){ .kind = sold ? CHART_SELL : CHART_BUY,
			.symbol = symbol,
			.at = date_of(res, i, 0),
			.price = price_of(res, i, 2),
			.text = texts[i].text };
	}
	return marks;
}

/* Two pictures of which the style sheet shows the one that fits. */
static void
put_chart(
    struct page *p, const char *symbol, const struct pg_res *sessions, const struct pg_res *orders)
{
	struct bar *bars = take_bars(sessions, symbol);
	struct order_mark *texts = mem_new(pg_rows(orders) + 1, sizeof *texts);
	struct chart_mark *marks = take_marks(orders, symbol, texts);
	struct chart c = { .bars = bars,
		.nbars = pg_rows(sessions),
		.marks = marks,
		.nmarks = pg_rows(orders),
		.inlined = true };

	page_html(p, "<figure>\n<div class=\"small\">");
	c.width = 358;
	c.height = 300;
	c.id = "small";
	chart_svg(&c, p->out);
	page_html(p, "</div>\n<div class=\"large\">");
	c.width = 1136;
	c.height = 440;
	c.id = "large";
	c.averages[0] = 50;
	chart_svg(&c, p->out);
	page_html(p, "</div>\n<figcaption>A year of sessions, with the orders that were filled"
		     "</figcaption>\n</figure>\n");
	free(bars);
	free(marks);
	free(texts);
}

static int
fill_stock(struct page *p, struct err *e)
{
	const char *symbol = p->q->path + strlen("/ui/stock/"), *name;
	struct pg_res *stock = NULL, *bars = NULL, *orders = NULL, *said = NULL;
	int rc = -1;

	if (page_ask(p, &stock, "select * from api.stock($1, $2)", 2, symbol, NULL, e))
		goto out;
	name = page_first(stock, "ticker");
	if (name == NULL || strlen(name) >= BAR_SYMBOL_MAX) {
		page_refuse(p, 404, "Not known", "%s is not known.", symbol);
		rc = 0;
		goto out;
	}
	if (page_ask(p, &bars,
		"select b.* from api.stock_bars($1, $2, ($1::timestamptz at time zone 'UTC')::date - 365,"
		" ($1::timestamptz at time zone 'UTC')::date) b",
		2, name, NULL, e) ||
	    page_ask(p, &orders,
		"select o.* from api.stock_orders($1, $2, ($1::timestamptz at time zone 'UTC')::date - 365,"
		" ($1::timestamptz at time zone 'UTC')::date) o",
		2, name, NULL, e) ||
	    page_ask(p, &said, "select * from api.stock_ideas($1, $2, 20, null)", 2, name, NULL, e))
		goto out;
	page_begin(p, name, NULL);
	put_chart(p, name, bars, orders);
	page_html(p, "<section>\n<h2>Figures</h2>\n");
	page_figures(p, "figures", figures, stock);
	page_html(p, "</section>\n<section>\n<h2>Ideas</h2>\n");
	page_table(p, "Ideas, the newest first", ideas, said, "Nobody has said anything.");
	page_html(p, "</section>\n");
	rc = 0;
out:
	pg_res_free(stock);
	pg_res_free(bars);
	pg_res_free(orders);
	pg_res_free(said);
	return rc;
}

void
page_stock(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_stock);
}
