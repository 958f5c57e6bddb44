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
static const struct route_part activities[] = {
	{ "activities", PART_ROWS, "select * from api.activities($1, $2, $3, $4, $5, $6, $7)" },
	{ NULL, PART_INLINE,
	  "select total, coalesce($6::date, ($1::timestamptz at time zone 'UTC')::date - 90) as \"startDate\","
	  " coalesce($7::date, ($1::timestamptz at time zone 'UTC')::date) as \"endDate\""
	  " from api.activities_total($1, $4, $5, $6, $7), (select $2::int, $3::int) unused" },
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

const struct route web_routes[] = {
	{ "GET",  "/",                      NULL, NULL, NULL, ROUTE_OPEN, answer_root },
	{ "GET",  "/health",                NULL, NULL, NULL, ROUTE_OPEN, answer_health },
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
	{ "POST", "/webhook/snaptrade",     NULL, NULL, NULL, ROUTE_OPEN | ROUTE_WRITES, answer_webhook },
	{ 0 }
};
/* clang-format on */
