/* The pages of what is held, of ideas, of runs, and of how all is */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"
#include "db/pg.h"
#include "draw/chart.h"
#include "health/system.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define IDEAS 25 /* of a page */
#define IDEAS_PAGES 4000

/* clang-format off */
#define UNDER COLUMN_UNDER
#define WIDE COLUMN_WIDE
#define NARROW COLUMN_NARROW
#define VARIES COLUMN_VARIES
static const struct page_column sums[] = {
	{ "Total",          "totalValue",          CELL_MONEY,   0 },
	{ "",               "currency",            CELL_TEXT,    UNDER },
	{ "",               "without",             CELL_TEXT,    UNDER },
	{ "Today",          "dayChange",           CELL_CHANGE,  0 },
	{ "",               "dayChangePercent",    CELL_PERCENT, UNDER },
	{ "Gain",           "unrealizedPL",        CELL_CHANGE,  0 },
	{ "",               "unrealizedPLPercent", CELL_PERCENT, UNDER },
	{ "Cash",           "cashBalance",         CELL_MONEY,   0 },
	{ "Positions",      "positionsCount",      CELL_FIGURE,  0 },
	{ "Last sync",      "lastSync",            CELL_TIME,    0 },
	{ 0 }
};
static const struct page_column holdings[] = {
	{ "Symbol",   "symbol",             CELL_SYMBOL,  0 },
	{ "Name",     "companyName",        CELL_TEXT,    UNDER },
	{ "Account",  "account",            CELL_TEXT,    UNDER | NARROW | VARIES },
	{ "Account",  "account",            CELL_TEXT,    WIDE | VARIES },
	{ "Quantity", "quantity",           CELL_FIGURE,  WIDE },
	{ "Paid",     "averageBuyPrice",    CELL_MONEY,   WIDE },
	{ "Price",    "currentPrice",       CELL_MONEY,   WIDE },
	{ "Today",    "dayChangePercent",   CELL_PERCENT, WIDE },
	{ "Week",     "weekChangePct",      CELL_PERCENT, WIDE },
	{ "Value",    "equity",             CELL_MONEY,   0 },
	{ "Share",    "portfolioDiversity", CELL_SHARE,   UNDER | WIDE },
	{ "Today",    "dayChangePercent",   CELL_PERCENT, UNDER | NARROW },
	{ "Currency", "currency",           CELL_TEXT,    UNDER | NARROW | VARIES },
	{ "Gain",     "openPnl",            CELL_CHANGE,  0 },
	{ "%",        "openPnlPercent",     CELL_PERCENT, UNDER },
	{ "Currency", "currency",           CELL_TEXT,    WIDE | VARIES },
	{ 0 }
};
static const struct page_column movers[] = {
	{ "Symbol", "symbol",        CELL_SYMBOL,  0 },
	{ "Price",  "currentPrice",  CELL_MONEY,   0 },
	{ "Today",  "dayChangePct",  CELL_PERCENT, 0 },
	{ "Gain",   "openPnlPct",    CELL_PERCENT, 0 },
	{ 0 }
};
static const struct page_column accounts[] = {
	{ "Account",   "name",             CELL_TEXT,   0 },
	{ "Broker",    "institutionName",  CELL_TEXT,   UNDER | NARROW },
	{ "Broker",    "institutionName",  CELL_TEXT,   WIDE },
	{ "Status",    "connectionStatus", CELL_STATUS, 0 },
	{ "",          "errorMessage",     CELL_TEXT,   UNDER },
	{ "Last sync", "lastSync",         CELL_TIME,   0 },
	{ 0 }
};
static const struct page_column ideas[] = {
	{ "Symbol",     "primarySymbol",   CELL_SYMBOL, 0 },
	{ "Direction",  "direction",       CELL_STATUS, UNDER | NARROW },
	{ "Direction",  "direction",       CELL_STATUS, WIDE },
	{ "Idea",       "ideaText",        CELL_TEXT,   0 },
	{ "Written",    "sourceCreatedAt", CELL_TIME,   UNDER | NARROW },
	{ "Confidence", "confidence",      CELL_MONEY,  WIDE },
	{ "Author",     "author",          CELL_TEXT,   WIDE },
	{ "Channel",    "sourceChannel",   CELL_TEXT,   WIDE },
	{ "Written",    "sourceCreatedAt", CELL_TIME,   WIDE },
	{ 0 }
};
static const struct page_column steps[] = {
	{ "Step",        "step",       CELL_TEXT,    0 },
	{ "Status",      "status",     CELL_STATUS,  0 },
	{ "Time",        "seconds",    CELL_SECONDS, 0 },
	{ "Exit status", "exitStatus", CELL_FIGURE,  WIDE },
	{ "Attempt",     "attempt",    CELL_FIGURE,  WIDE },
	{ "Message",     "message",    CELL_TEXT,    COLUMN_SOME },
	{ 0 }
};
static const struct page_column parts[] = {
	{ "Component", "part",   CELL_TEXT,   0 },
	{ "Status",    "status", CELL_STATUS, 0 },
	{ "Reason",    "reason", CELL_TEXT,   0 },
	{ 0 }
};
static const struct page_column server[] = {
	{ "State",      "state",   CELL_STATUS, 0 },
	{ "PostgreSQL", "version", CELL_TEXT,   0 },
	{ "Size",       "size",    CELL_TEXT,   0 },
	{ "Up since",   "since",   CELL_TIME,   0 },
	{ 0 }
};
/* clang-format on */

/* A table of what a statement gives, below a heading. */
static int
section(struct page *p, const char *title, const struct page_column *columns, const char *sql,
    const char *without, struct err *e)
{
	struct pg_res *res = NULL;

	if (page_ask(p, &res, sql, 1, NULL, NULL, e))
		return -1;
	page_html(p, "<section>\n<h2>");
	page_text(p, title);
	page_html(p, "</h2>\n");
	page_table(p, title, columns, res, without);
	page_html(p, "</section>\n");
	pg_res_free(res);
	return 0;
}

/* What all was worth, a point a day; of one day there is nothing to see. */
static int
put_curve(struct page *p, struct err *e)
{
	struct pg_res *res = NULL;
	struct chart c = { .form = CHART_LINE, .no_volume = true, .title = "Value" };
	struct bar *bars;

	if (page_ask(p, &res,
		"select date, equity, equity, equity, equity from api.equity_curve($1, 365)", 1,
		NULL, NULL, e))
		return -1;
	if (pg_rows(res) > 1) {
		bars = page_bars(res, "value");
		c.bars = bars;
		c.nbars = pg_rows(res);
		page_chart(
		    p, &c, "What the positions were worth at the end of each day, without cash");
		free(bars);
	}
	pg_res_free(res);
	return 0;
}

/* What is held, and what of it moved: where nothing is, nothing can have. */
static int
put_held(struct page *p, bool any, struct err *e)
{
	if (section(p, "Holdings", holdings,
		"select p.*, coalesce(nullif(c.name, ''), p.\"accountId\") as account"
		" from api.portfolio_positions($1) p"
		" left join api.connections($1) c on c.\"accountId\" = p.\"accountId\""
		" order by p.equity desc nulls last, p.symbol, p.\"accountId\"",
		"Nothing is held, as far as is known here. "
		"<code>pf-snaptrade sync | pf-load --snapshot</code> reads the accounts at the broker; "
		"<code>pf-pipeline run nightly</code> does that and the rest of a night's work.",
		e))
		return -1;
	if (!any)
		return 0;
	page_html(p, "<div class=\"pair\">\n");
	if (section(p, "What went up", movers, "select * from api.movers($1, 5, false)",
		"Nothing that is held went up.", e) ||
	    section(p, "What went down", movers, "select * from api.movers($1, 5, true)",
		"Nothing that is held went down.", e))
		return -1;
	page_html(p, "</div>\n");
	return 0;
}

static int
fill_portfolio(struct page *p, struct err *e)
{
	struct pg_res *res = NULL;
	const char *count;
	bool any;

	if (page_ask(p, &res,
		"select s.*, (select 'without what is held in ' || string_agg(distinct p.currency, ', ')"
		" from api.portfolio_positions($1) p where p.currency <> s.currency) as without"
		" from api.portfolio_summary($1) s",
		1, NULL, NULL, e))
		return -1;
	page_begin(p, "Portfolio", "/ui/");
	page_figures(p, "sums", sums, res);
	count = page_first(res, "positionsCount");
	any = count != NULL && strcmp(count, "0") != 0;
	pg_res_free(res);
	if (put_curve(p, e) || put_held(p, any, e))
		return -1;
	return section(p, "Accounts", accounts, "select * from api.connections($1)",
	    "No account is known. <code>pf-snaptrade check</code> tells whether the keys work.", e);
}

void
page_portfolio(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_portfolio);
}

/* The directions there are, as links; the one that is shown is said. */
static const char *
choose_direction(struct page *p)
{
	static const char *const words[] = { "", "bullish", "bearish", "neutral", "mixed" };
	const char *asked = web_request_param(p->q, "direction"), *found = "";
	size_t i;

	for (i = 0; asked != NULL && i < sizeof words / sizeof words[0]; i++)
		if (strcmp(asked, words[i]) == 0)
			found = words[i];
	page_html(p, "<nav class=\"choice\" aria-label=\"Direction\"><ul>\n");
	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		page_html(p, "<li><a href=\"/ui/ideas?direction=");
		page_html(p, words[i]);
		page_html(p, found == words[i] ? "\" aria-current=\"true\">" : "\">");
		page_html(p, i == 0 ? "all" : words[i]);
		page_html(p, "</a></li>\n");
	}
	page_html(p, "</ul></nav>\n");
	return found;
}

static void
turn(struct page *p, int64_t page, const char *direction, const char *rel, const char *text)
{
	buf_fmt(p->out,
	    "<li><a rel=\"%s\" href=\"/ui/ideas?direction=%s&amp;page=%" PRId64 "\">%s</a></li>\n",
	    rel, direction, page, text);
}

static int
fill_ideas(struct page *p, struct err *e)
{
	const char *asked = web_request_param(p->q, "page"), *direction;
	struct pg_res *res = NULL, *more = NULL;
	char offset[NUM_TEXT_MAX];
	int64_t page = 1;
	int rc;

	if (asked != NULL && num_int(asked, strlen(asked), 1, IDEAS_PAGES, &page))
		page = 1;
	(void)snprintf(offset, sizeof offset, "%" PRId64, (page - 1) * IDEAS);
	page_begin(p, "Ideas", "/ui/ideas");
	direction = choose_direction(p);
	rc = page_ask(p, &res, "select * from api.ideas($1, 25, $2::int, $3, null)", 3, offset,
		 direction, e) ||
	     page_ask(p, &more, "select 1 from api.ideas($1, 1, $2::int + 25, $3, null)", 3, offset,
		 direction, e);
	if (rc == 0) {
		page_table(p, "Ideas, the newest first", ideas, res,
		    page > 1 || direction[0] != '\0'
			? "There are none."
			: "There are none yet. They come from messages: <code>pf-pipeline run nightly</code> reads the channels "
			  "and finds what is said in them. <code>pf-discord check</code> tells whether it may.");
		page_html(p, "<nav class=\"choice\" aria-label=\"Pages of ideas\"><ul>\n");
		if (page > 1)
			turn(p, page - 1, direction, "prev", "Newer");
		buf_fmt(p->out, "<li>Page %" PRId64 "</li>\n", page);
		if (pg_rows(more) > 0 && page < IDEAS_PAGES)
			turn(p, page + 1, direction, "next", "Older");
		page_html(p, "</ul></nav>\n");
	}
	pg_res_free(res);
	pg_res_free(more);
	return rc ? -1 : 0;
}

void
page_ideas(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_ideas);
}

static const char *
text_of(const struct pg_res *res, size_t row, size_t col)
{
	const char *cell = pg_cell(res, row, col);

	return cell != NULL ? cell : "?";
}

/* A run, to be opened; the newest is. */
static int
put_run(struct page *p, const struct pg_res *runs, size_t row, struct err *e)
{
	struct pg_res *res = NULL;
	struct buf caption = { 0 };

	if (page_ask(p, &res,
		"select s.* from json_to_recordset($2::json) as s(step text, status text,"
		" \"exitStatus\" text, attempt text, seconds numeric, message text)"
		" where $1::timestamptz is not null",
		2, pg_cell(runs, row, 4), NULL, e))
		return -1;
	page_html(p, row == 0 ? "<details open=\"open\"><summary>" : "<details><summary>");
	page_html(p, "<strong>");
	page_value(p, CELL_TEXT, pg_cell(runs, row, 0));
	page_html(p, "</strong> ");
	page_value(p, CELL_STATUS, pg_cell(runs, row, 1));
	page_html(p, " <span class=\"when\">");
	page_value(p, CELL_TIME, pg_cell(runs, row, 2));
	page_html(p, "</span> <span class=\"took\">");
	page_value(p, CELL_SECONDS, pg_cell(runs, row, 3));
	page_html(p, "</span></summary>\n");
	buf_fmt(&caption, "Steps of %s, %.16s (%zu)", text_of(runs, row, 0), text_of(runs, row, 2),
	    row + 1);
	page_table(p, caption.p, steps, res, "It has no steps.");
	page_html(p, "</details>\n");
	buf_release(&caption);
	pg_res_free(res);
	return 0;
}

static int
fill_runs(struct page *p, struct err *e)
{
	struct pg_res *res = NULL;
	size_t i;
	int rc = 0;

	if (page_ask(p, &res,
		"select pipeline, status, \"startedAt\", seconds, steps from api.runs($1, 30)", 1,
		NULL, NULL, e))
		return -1;
	page_begin(p, "Runs", "/ui/runs");
	if (pg_rows(res) == 0)
		page_nothing(p,
		    "No pipeline has run yet. <code>pf-pipeline run nightly</code> does a night's work; "
		    "share/systemd and share/cron have it done every night.");
	for (i = 0; rc == 0 && i < pg_rows(res); i++)
		rc = put_run(p, res, i, e);
	pg_res_free(res);
	return rc;
}

void
page_runs(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_runs);
}

static int
fill_health(struct page *p, struct err *e)
{
	struct err none = { 0 };
	struct buf json = { 0 };
	struct pg_res *res = NULL, *all = NULL, *db = NULL;
	struct system system;
	int rc;

	system_health(p->service->db, &none, service_now(p->service), &system, &json);
	rc =
	    page_ask(p, &res,
		"select replace(j.key, '_', ' ') as part, j.value->>'status' as status, j.value->>'reason' as reason"
		" from json_each($2::json) j where json_typeof(j.value) = 'object' and $1::timestamptz is not null",
		2, json.p, NULL, e) ||
	    page_ask(p, &all, "select $2::json->>'global_status' where $1::timestamptz is not null",
		2, json.p, NULL, e) ||
	    page_ask(p, &db,
		"select 'up' as state, split_part(current_setting('server_version'), ' ', 1) as version,"
		" pg_size_pretty(pg_database_size(current_database())) as size,"
		" pg_postmaster_start_time() as since where $1::timestamptz is not null",
		1, NULL, NULL, e);
	if (rc == 0) {
		page_begin(p, "Health", "/ui/health");
		page_html(p, "<p class=\"overall\">All in all: ");
		page_value(p, CELL_STATUS, pg_cell(all, 0, 0));
		page_html(p, "</p>\n<section>\n<h2>The trading system</h2>\n");
		page_table(p, "Components", parts, res, "There are none.");
		page_html(p, "</section>\n<section>\n<h2>The database</h2>\n");
		page_figures(p, "figures", server, db);
		page_html(p, "</section>\n");
	}
	buf_release(&json);
	pg_res_free(res);
	pg_res_free(all);
	pg_res_free(db);
	return rc ? -1 : 0;
}

void
page_health(struct service *s, const struct web_request *q, struct web_reply *r)
{
	page_show(s, q, r, fill_health);
}
