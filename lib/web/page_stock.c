/* The page of a stock: figures, a year of bars with what was bought and sold, ideas */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "db/pg.h"
#include "draw/chart.h"
#include "io/utf8.h"
#include "web/page.h"
#include "web/request.h"
#include "web/service.h"

#define MARK_TEXT_MAX 96

/* clang-format off */
static const struct page_column figures[] = {
	{ "Close",           "latestClosePrice",     CELL_MONEY,   0 },
	{ "Day",             "dailyChangePct",       CELL_PERCENT, 0 },
	{ "Week",            "return1wPct",          CELL_PERCENT, 0 },
	{ "Month",           "return1mPct",          CELL_PERCENT, 0 },
	{ "Quarter",         "return3mPct",          CELL_PERCENT, 0 },
	{ "Year",            "return1yPct",          CELL_PERCENT, 0 },
	{ "Year's high",     "yearHigh",             CELL_MONEY,   0 },
	{ "Year's low",      "yearLow",              CELL_MONEY,   0 },
	{ "Volatility, 30 days", "volatility30d",    CELL_SHARE,   0 },
	{ "Volume, 30 days", "avgVolume30d",         CELL_FIGURE,  0 },
	{ "Beta",            "beta",                 CELL_FIGURE,  0 },
	{ "Ideas, 30 days",  "mentionCount30d",      CELL_FIGURE,  0 },
	{ 0 }
};
static const struct page_column held[] = {
	{ "Value",           "currentPositionValue", CELL_MONEY,   0 },
	{ "Gain",            "unrealizedPnl",        CELL_CHANGE,  0 },
	{ "",                "unrealizedPnlPct",     CELL_PERCENT, COLUMN_UNDER },
	{ "Quantity",        "currentPositionQty",   CELL_FIGURE,  0 },
	{ "Paid",            "avgBuyPrice",          CELL_MONEY,   0 },
	{ 0 }
};
static const struct page_column ideas[] = {
	{ "Written",    "sourceCreatedAt", CELL_TIME,   0 },
	{ "Direction",  "direction",       CELL_STATUS, COLUMN_UNDER | COLUMN_NARROW },
	{ "Direction",  "direction",       CELL_STATUS, COLUMN_WIDE },
	{ "Idea",       "ideaText",        CELL_TEXT,   0 },
	{ "Entry",      "entryPrice",      CELL_MONEY,  COLUMN_WIDE },
	{ "Target",     "targetPrice",     CELL_MONEY,  COLUMN_WIDE },
	{ "Stop",       "stopLoss",        CELL_MONEY,  COLUMN_WIDE },
	{ "Author",     "author",          CELL_TEXT,   COLUMN_WIDE },
	{ 0 }
};
/* clang-format on */

struct marks {
	struct chart_mark *mark;     /* owned */
	char (*text)[MARK_TEXT_MAX]; /* owned; theirs */
	size_t n;
};

static void
add_mark(struct marks *m, const struct chart_mark *mark)
{
	m->mark[m->n] = *mark;
	m->mark[m->n].text = m->text[m->n];
	m->n++;
}

static void
take_orders(struct marks *m, const struct pg_res *res, const char *symbol)
{
	size_t i;

	for (i = 0; i < pg_rows(res); i++) {
		const char *action = pg_cell(res, i, 1);
		bool sold = action != NULL && strncmp(action, "SELL", 4) == 0;

		(void)snprintf(m->text[m->n], MARK_TEXT_MAX, "%.20s %.30s at %.30s",
		    action != NULL ? action : "?", pg_cell(res, i, 3), pg_cell(res, i, 2));
		add_mark(m, &(struct chart_mark){ .kind = sold ? CHART_SELL : CHART_BUY,
				.symbol = symbol,
				.at = page_date(res, i, 0),
				.price = page_price(res, i, 2) });
	}
}

/* Rows of a time, a direction, a text. */
static void
take_ideas(struct marks *m, const struct pg_res *res, const char *symbol)
{
	const char *at, *direction, *text;
	int64_t when;
	size_t i;

	for (i = 0; i < pg_rows(res); i++) {
		at = pg_cell(res, i, 0);
		direction = pg_cell(res, i, 1);
		text = pg_cell(res, i, 2);
		if (at == NULL || clock_parse_time(at, strlen(at), &when))
			continue;
		if (direction == NULL)
			direction = "neutral";
		if (text == NULL)
			text = "";
		(void)snprintf(m->text[m->n], MARK_TEXT_MAX, "%.10s: %.*s", direction,
		    utf8_cut(text, strlen(text), MARK_TEXT_MAX - 16), text);
		add_mark(m, &(struct chart_mark){
				.kind = strcmp(direction, "bullish") == 0   ? CHART_BULLISH
					: strcmp(direction, "bearish") == 0 ? CHART_BEARISH
									    : CHART_NEUTRAL,
				.symbol = symbol,
				.at = when,
				.price = FIELD_NONE });
	}
}

static void
put_chart(struct page *p, const char *symbol, const struct pg_res *sessions,
    const struct pg_res *orders, const struct pg_res *said)
{
	struct bar *bars = page_bars(sessions, symbol);
	size_t room = pg_rows(orders) + pg_rows(said) + 1;
	struct marks m = { .mark = mem_new(room, sizeof *m.mark),
		.text = mem_new(room, sizeof *m.text) };
	struct chart c = { .bars = bars, .nbars = pg_rows(sessions) };

	take_orders(&m, orders, symbol);
	take_ideas(&m, said, symbol);
	c.marks = m.mark;
	c.nmarks = m.n;
	page_chart(p, &c, "A year of sessions, with the orders that were filled and the ideas");
	free(bars);
	free(m.mark);
	free(m.text);
}

/* What the symbol stands for. */
static int
put_name(struct page *p, const char *symbol, struct err *e)
{
	struct pg_res *res = NULL;
	const char *name;

	if (page_ask(p, &res,
		"select name from api.search($1, $2, 1) where symbol = $2 and name <> symbol", 2,
		symbol, NULL, e))
		return -1;
	name = page_first(res, "name");
	if (name != NULL) {
		page_html(p, "<p class=\"name\">");
		page_text(p, name);
		page_html(p, "</p>\n");
	}
	pg_res_free(res);
	return 0;
}

static int
fill_stock(struct page *p, struct err *e)
{
	const char *symbol = p->q->path + strlen("/ui/stock/"), *name;
	struct pg_res *stock = NULL, *bars = NULL, *orders = NULL, *said = NULL, *marked = NULL;
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
	    page_ask(p, &marked,
		"select i.\"sourceCreatedAt\", i.direction, i.\"ideaText\" from api.stock_ideas($1, $2, 200, null) i",
		2, name, NULL, e) ||
	    page_ask(p, &said, "select * from api.stock_ideas($1, $2, 20, null)", 2, name, NULL, e))
		goto out;
	page_begin(p, name, NULL);
	if (put_name(p, name, e))
		goto out;
	put_chart(p, name, bars, orders, marked);
	if (page_first(stock, "currentPositionQty") != NULL) {
		page_html(p, "<section>\n<h2>Held</h2>\n");
		page_figures(p, "figures", held, stock);
		page_html(p, "</section>\n");
	}
	page_html(p, "<section>\n<h2>Figures</h2>\n");
	page_figures(p, "figures", figures, stock);
	page_html(p, "</section>\n<section>\n<h2>Ideas</h2>\n");
	page_table(p, "Ideas, the newest first", ideas, said, "Nobody has said anything about it.");
	page_html(p, "</section>\n");
	rc = 0;
out:
	pg_res_free(stock);
	pg_res_free(bars);
	pg_res_free(orders);
	pg_res_free(said);
	pg_res_free(marked);
	return rc;
}

void
page_stock(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_stock);
}
