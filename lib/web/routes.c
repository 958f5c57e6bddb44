#include "web/route.h"

#include "web/service.h"

#define ALWAYS INT64_C(2147483647)

#define TICKER                                                                                     \
	{                                                                                          \
		"ticker", FROM_PATH, VALUE_OF_TICKER, NULL, 0, 0, NULL, VALUE_NEEDED               \
	}
#define PERIODS "1W|2W|1M|3M|6M|1Y|2Y|YTD|MAX"

/* clang-format off */
static const struct route_part portfolio[] = {
	{ "summary",     PART_ROW,   "select * from api.portfolio_summary($1)" },
	{ "positions",   PART_ROWS,  "select * from api.portfolio_positions($1)" },
	{ "lastUpdated", PART_AGAIN, "summary.lastSync" },
	{ 0 }
};

static const struct route_value order_values[] = {
	{ "limit",  FROM_QUERY, VALUE_OF_INT,  "50", 1, 200,    NULL, 0 },
	{ "offset", FROM_QUERY, VALUE_OF_INT,  "0",  0, ALWAYS, NULL, 0 },
	{ "status", FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100,    NULL, 0 },
	{ "ticker", FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100,    NULL, 0 },
	{ 0 }
};
static const struct route_part orders[] = {
	{ "orders", PART_ROWS, "select * from api.orders($1, $2, $3, $4, $5)" },
	{ NULL, PART_INLINE,
	  "select total, total > $3::bigint + $2::bigint as \"hasMore\" from api.orders_total($1, $4, $5)" },
	{ 0 }
};

static const struct route_value notify_values[] = {
	{ "id", FROM_PATH, VALUE_OF_TEXT, NULL, 1, 200, NULL, VALUE_NEEDED },
	{ 0 }
};
static const struct route_part notify[] = {
	{ NULL, PART_INLINE, "select * from api.order_notify($1, $2)" },
	{ 0 }
};

static const struct route_value activity_values[] = {
	{ "limit",        FROM_QUERY, VALUE_OF_INT,  "50", 1, 500,    NULL, 0 },
	{ "offset",       FROM_QUERY, VALUE_OF_INT,  "0",  0, ALWAYS, NULL, 0 },
	{ "activityType", FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100,    NULL, 0 },
	{ "symbol",       FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100,    NULL, 0 },
	{ "startDate",    FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0,      NULL, 0 },
	{ "endDate",      FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0,      NULL, 0 },
	{ 0 }
};
#define DAYS \
	"coalesce($6::date, ($1::timestamptz at time zone 'UTC')::date - 90) as \"startDate\"," \
	" coalesce($7::date, ($1::timestamptz at time zone 'UTC')::date) as \"endDate\""
static const struct route_part activities[] = {
	{ "activities", PART_ROWS, "select * from api.activities($1, $2, $3, $4, $5, $6, $7)" },
	{ NULL, PART_INLINE,
	  "select total, " DAYS " from api.activities_total($1, $4, $5, $6, $7), (select $2::int, $3::int) unused" },
	{ 0 }
};

/* The same of one symbol, which stands first here and not there. */
static const struct route_value stock_activity_values[] = {
	TICKER,
	{ "limit",        FROM_QUERY, VALUE_OF_INT,  "50", 1, 500,    NULL, 0 },
	{ "offset",       FROM_QUERY, VALUE_OF_INT,  "0",  0, ALWAYS, NULL, 0 },
	{ "activityType", FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100,    NULL, 0 },
	{ "startDate",    FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0,      NULL, 0 },
	{ "endDate",      FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0,      NULL, 0 },
	{ 0 }
};
static const struct route_part stock_activities[] = {
	{ "ticker", PART_GIVEN, "ticker" },
	{ "activities", PART_ROWS, "select * from api.activities($1, $3, $4, $5, $2, $6, $7)" },
	{ NULL, PART_INLINE,
	  "select total, " DAYS " from api.activities_total($1, $5, $2, $6, $7), (select $3::int, $4::int) unused" },
	{ 0 }
};

static const struct route_value stock_values[] = { TICKER, { 0 } };
static const struct route_part stock[] = {
	{ NULL, PART_FOUND, "select * from api.stock($1, $2)" },
	{ 0 }
};

static const struct route_value ohlcv_values[] = {
	TICKER,
	{ "period", FROM_QUERY, VALUE_OF_WORD, "1M", 0, 0, PERIODS, 0 },
	{ "start",  FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0, NULL,    0 },
	{ "end",    FROM_QUERY, VALUE_OF_DATE, NULL, 0, 0, NULL,    0 },
	{ 0 }
};
#define SPAN " from (select d.first, d.last from api.span($1, $3, $4, $5) d) d"
static const struct route_part ohlcv[] = {
	{ "ticker", PART_GIVEN,  "ticker" },
	{ "period", PART_GIVEN,  "period" },
	{ "data",   PART_ROWS,   "select b.*" SPAN ", api.stock_bars($1, $2, d.first, d.last) b" },
	{ "orders", PART_ROWS,   "select o.*" SPAN ", api.stock_orders($1, $2, d.first, d.last) o" },
	{ "symbol", PART_GIVEN,  "ticker" },
	{ "bars",   PART_AGAIN,  "data" },
	{ "meta",   PART_SOURCE, "data" },
	{ 0 }
};

static const struct route_value stock_idea_values[] = {
	TICKER,
	{ "limit",     FROM_QUERY, VALUE_OF_INT,  "50", 1, 100, NULL, 0 },
	{ "direction", FROM_QUERY, VALUE_OF_TEXT, NULL, 0, 100, NULL, 0 },
	{ 0 }
};
static const struct route_part stock_ideas[] = {
	{ "ticker", PART_GIVEN, "ticker" },
	{ "ideas", PART_ROWS, "select * from api.stock_ideas($1, $2, $3, $4)" },
	{ NULL, PART_INLINE, "select total from api.stock_ideas_total($1, $2, $4), (select $3::int) unused" },
	{ 0 }
};

static const struct route_value search_values[] = {
	{ "q",     FROM_QUERY, VALUE_OF_TEXT, NULL, 1, 200, NULL, VALUE_NEEDED },
	{ "limit", FROM_QUERY, VALUE_OF_INT,  "10", 1, 50,  NULL, 0 },
	{ 0 }
};
static const struct route_part search[] = {
	{ "results", PART_ROWS, "select * from api.search($1, $2, $3)" },
	{ "query", PART_GIVEN, "q" },
	{ "total", PART_LENGTH, "results" },
	{ 0 }
};

static const struct route_value watchlist_values[] = {
	{ "tickers", FROM_QUERY, VALUE_OF_TEXT, "", 0, 4000, NULL, 0 },
	{ 0 }
};
static const struct route_part watchlist[] = {
	{ "items", PART_ROWS, "select * from api.watchlist($1, string_to_array($2, ','))" },
	{ 0 }
};

static const struct route_value validate_values[] = {
	{ "ticker", FROM_BODY, VALUE_OF_TEXT, NULL, 0, 100, NULL, VALUE_NEEDED },
	{ 0 }
};
static const struct route_part validate[] = {
	{ NULL, PART_INLINE, "select * from api.watchlist_validate($1, $2)" },
	{ 0 }
};

static const struct route_value mover_values[] = {
	{ "limit", FROM_QUERY, VALUE_OF_INT, "10", 1, 50, NULL, 0 },
	{ 0 }
};
static const struct route_part movers[] = {
	{ "topGainers", PART_ROWS, "select * from api.movers($1, $2, false)" },
	{ "topLosers",  PART_ROWS, "select * from api.movers($1, $2, true)" },
	{ NULL, PART_INLINE, "select * from api.movers_source($1)" },
	{ 0 }
};

static const struct route_value sparkline_values[] = {
	{ "period", FROM_QUERY, VALUE_OF_WORD, "1M", 0, 0, "1W|1M|3M", 0 },
	{ 0 }
};
static const struct route_part sparklines[] = {
	{ "sparklines", PART_ROWS, "select s.* from api.span($1, $2, null, null) d, api.sparklines($1, d.first) s" },
	{ "period", PART_GIVEN, "period" },
	{ 0 }
};

static const struct route_value series_values[] = {
	{ "period", FROM_QUERY, VALUE_OF_WORD, "1M", 0, 0, "1W|1M|3M|YTD|1Y|ALL", 0 },
	{ 0 }
};
static const struct route_part series[] = {
	{ "period", PART_GIVEN, "period" },
	{ NULL, PART_INLINE,
	  "select max(s.date) as \"asOf\", coalesce((array_agg(s.\"returnPct\" order by s.date desc))[1], 0) as \"periodReturnPct\","
	  " coalesce(json_agg(s order by s.date), '[]') as points from api.span($1, $2, null, null) d, api.return_series($1, d.first) s" },
	{ 0 }
};

static const struct route_value curve_values[] = {
	{ "days", FROM_QUERY, VALUE_OF_INT, "90", 7, 730, NULL, 0 },
	{ 0 }
};
static const struct route_part curve[] = {
	{ "points", PART_ROWS, "select * from api.equity_curve($1, $2)" },
	{ NULL, PART_INLINE, "select 'all' as bucket, $2::int as days from (select $1::text) unused" },
	{ 0 }
};

static const struct route_value trade_values[] = {
	TICKER,
	{ "limit", FROM_QUERY, VALUE_OF_INT, "100", 1, 500, NULL, 0 },
	{ 0 }
};
static const struct route_part trades[] = {
	{ "ticker", PART_GIVEN,  "ticker" },
	{ "trades", PART_ROWS,   "select * from api.stock_trades($1, $2, $3)" },
	{ "total",  PART_LENGTH, "trades" },
	{ 0 }
};

static const struct route_value recent_values[] = {
	{ "limit", FROM_QUERY, VALUE_OF_INT, "50", 1, 500, NULL, 0 },
	{ 0 }
};
static const struct route_part recent[] = {
	{ "trades", PART_ROWS,   "select * from api.trades_recent($1, $2)" },
	{ "total",  PART_LENGTH, "trades" },
	{ 0 }
};

static const struct route_value context_values[] = {
	{ "message", FROM_PATH,  VALUE_OF_TEXT, NULL, 1, 100, NULL, VALUE_NEEDED },
	{ "window",  FROM_QUERY, VALUE_OF_INT,  "5",  1, 20,  NULL, 0 },
	{ 0 }
};
static const struct route_part context[] = {
	{ NULL, PART_FOUND, "select m.*, $3::int as \"window\" from api.message($1, $2) m" },
	{ "messages", PART_ROWS, "select * from api.message_context($1, $2, $3)" },
	{ 0 }
};

static const struct route_value chat_values[] = {
	TICKER,
	{ "message", FROM_BODY, VALUE_OF_TEXT, NULL, 0, 4000, NULL, 0 },
	{ "context", FROM_BODY, VALUE_OF_TEXT, NULL, 0, 8000, NULL, 0 },
	{ 0 }
};

#define ASKED_TICKER { "ticker", FROM_QUERY, VALUE_OF_TICKER, NULL, 0, 0, NULL, VALUE_NEEDED }
static const struct route_value summary_values[] = {
	ASKED_TICKER,
	{ "window", FROM_QUERY, VALUE_OF_WORD, "30d", 0, 0, "7d|30d|90d|1y", 0 },
	{ 0 }
};
static const struct route_part summary[] = {
	{ NULL, PART_INLINE, "select * from api.sentiment_summary($1, $2, $3)" },
	{ 0 }
};

static const struct route_value said_values[] = {
	ASKED_TICKER,
	{ "limit",  FROM_QUERY, VALUE_OF_INT, "20", 1, 100,    NULL, 0 },
	{ "cursor", FROM_QUERY, VALUE_OF_INT, "0",  0, ALWAYS, NULL, 0 },
	{ 0 }
};
static const struct route_part said[] = {
	{ "messages", PART_ROWS, "select * from api.sentiment_messages($1, $2, $3, $4)" },
	{ NULL, PART_INLINE,
	  "select total, case when total > $3::bigint + $4::bigint then $3::bigint + $4::bigint end as \"nextCursor\""
	  " from api.sentiment_messages_total($1, $2)" },
	{ 0 }
};

static const struct route_value feed_values[] = {
	{ "limit",        FROM_QUERY, VALUE_OF_INT,  "40",     1, 200, NULL, 0 },
	{ "days",         FROM_QUERY, VALUE_OF_INT,  "30",     1, 365, NULL, 0 },
	{ "channel_type", FROM_QUERY, VALUE_OF_TEXT, NULL,     0, 100, NULL, 0 },
	{ "source",       FROM_QUERY, VALUE_OF_WORD, "parsed", 0, 0,   "parsed|raw", 0 },
	{ 0 }
};
static const struct route_part feed[] = {
	{ "items", PART_ROWS,   "select * from api.sentiment_feed($1, $2, $3, $4, lower($5))" },
	{ "total", PART_LENGTH, "items" },
	{ 0 }
};

static const struct route_part feed_status[] = {
	{ NULL, PART_INLINE, "select * from api.sentiment_status($1)" },
	{ 0 }
};

static const struct route_value reparse_values[] = {
	{ "ticker", FROM_QUERY, VALUE_OF_TICKER, NULL,  0, 0,    NULL, 0 },
	{ "days",   FROM_QUERY, VALUE_OF_INT,    "30",  1, 365,  NULL, 0 },
	{ "status", FROM_QUERY, VALUE_OF_WORD,   "all", 0, 0,    "all|ok|noise|error|skipped", 0 },
	{ "limit",  FROM_QUERY, VALUE_OF_INT,    "100", 1, 1000, NULL, 0 },
	{ 0 }
};
static const struct route_part reparse[] = {
	{ NULL, PART_INLINE, "select * from api.sentiment_reparse($1, $2, $3, $4, $5)" },
	{ 0 }
};

static const struct route_part connections[] = {
	{ "connections", PART_ROWS, "select * from api.connections($1)" },
	{ 0 }
};

const struct route web_routes[] = {
	{ "GET",  "/",                      NULL, NULL, NULL, ROUTE_OPEN, answer_root },
	{ "GET",  "/health",                NULL, NULL, NULL, ROUTE_OPEN, answer_health },
	{ "GET",  "/api/health",            NULL, NULL, NULL, ROUTE_OPEN, answer_alive },
	{ "GET",  "/api/health/system",     NULL, NULL, NULL, ROUTE_OPEN, answer_system },
	{ "GET",  "/portfolio",             NULL, portfolio, NULL, 0, NULL },
	{ "POST", "/portfolio/sync",        NULL, NULL, NULL, ROUTE_WRITES, answer_sync },
	{ "GET",  "/orders",                order_values, orders, NULL, 0, NULL },
	{ "POST", "/orders/{id}/notify",    notify_values, notify, NULL, ROUTE_WRITES, NULL },
	{ "GET",  "/activities",            activity_values, activities, NULL, 0, NULL },
	{ "GET",  "/stocks/{ticker}",       stock_values, stock, NULL, 0, NULL },
	{ "GET",  "/stocks/{ticker}/ohlcv", ohlcv_values, ohlcv, "public, max-age=300, stale-while-revalidate=60", 0, NULL },
	{ "GET",  "/stocks/{ticker}/ideas", stock_idea_values, stock_ideas, NULL, 0, NULL },
	{ "GET",  "/search",                search_values, search, NULL, 0, NULL },
	{ "GET",  "/watchlist",             watchlist_values, watchlist, NULL, 0, NULL },
	{ "POST", "/watchlist/validate",    validate_values, validate, NULL, 0, NULL },
	{ "GET",  "/portfolio/movers",        mover_values, movers, NULL, 0, NULL },
	{ "GET",  "/portfolio/sparklines",    sparkline_values, sparklines, NULL, 0, NULL },
	{ "GET",  "/portfolio/return-series", series_values, series, NULL, 0, NULL },
	{ "GET",  "/portfolio/equity-curve",  curve_values, curve, NULL, 0, NULL },
	{ "GET",  "/stocks/{ticker}/trades",  trade_values, trades, NULL, 0, NULL },
	{ "GET",  "/stocks/{ticker}/activities", stock_activity_values, stock_activities, NULL, 0, NULL },
	{ "POST", "/stocks/{ticker}/chat",    chat_values, NULL, NULL, 0, answer_chat },
	{ "GET",  "/trades/recent",           recent_values, recent, NULL, 0, NULL },
	{ "GET",  "/ideas/{message}/context", context_values, context, NULL, 0, NULL },
	{ "GET",  "/sentiment/summary",       summary_values, summary, NULL, 0, NULL },
	{ "GET",  "/sentiment/messages",      said_values, said, NULL, 0, NULL },
	{ "GET",  "/sentiment/feed",          feed_values, feed, NULL, 0, NULL },
	{ "GET",  "/sentiment/status",        NULL, feed_status, NULL, 0, NULL },
	{ "POST", "/sentiment/reparse",       reparse_values, reparse, NULL, ROUTE_WRITES, NULL },
	{ "GET",  "/connections",             NULL, connections, NULL, 0, NULL },
	{ "POST", "/webhook/snaptrade",     NULL, NULL, NULL, ROUTE_OPEN | ROUTE_WRITES, answer_webhook },
	/* pages ask for a login themselves */
	{ "GET",  "/ui",                    NULL, NULL, NULL, ROUTE_OPEN, answer_home },
	{ "GET",  "/ui/",                   NULL, NULL, NULL, ROUTE_OPEN, page_portfolio },
	{ "GET",  "/ui/stock/{ticker}",     NULL, NULL, NULL, ROUTE_OPEN, page_stock },
	{ "GET",  "/ui/ideas",              NULL, NULL, NULL, ROUTE_OPEN, page_ideas },
	{ "GET",  "/ui/runs",               NULL, NULL, NULL, ROUTE_OPEN, page_runs },
	{ "GET",  "/ui/health",             NULL, NULL, NULL, ROUTE_OPEN, page_health },
	{ "GET",  "/ui/login",              NULL, NULL, NULL, ROUTE_OPEN, answer_login },
	{ "POST", "/ui/login",              NULL, NULL, NULL, ROUTE_OPEN, answer_login_try },
	{ "POST", "/ui/logout",             NULL, NULL, NULL, ROUTE_OPEN, answer_logout },
	{ "GET",  "/ui/style.css",          NULL, NULL, NULL, ROUTE_OPEN, answer_style },
	{ 0 }
};
/* clang-format on */
