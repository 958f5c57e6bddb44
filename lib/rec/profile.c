/* The table of a symbol's profile */
#include "rec/profile.h"

#define NO_C 0, 0

/* clang-format off */
static const struct field profile_fields[] = {
	{ "ticker", "ticker", FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "the symbol; at most 10 characters" },
	{ "last_updated", "last_updated", FIELD_TIME, NO_C, FIELD_STAMP, NULL, "when something of it was last different" },
	{ "latest_close_price", "latest_close_price", FIELD_DECIMAL, NO_C, 0, "USD", "the newest close up to the day" },
	{ "previous_close_price", "previous_close_price", FIELD_DECIMAL, NO_C, 0, "USD", "of the bar before it" },
	{ "daily_change_pct", "daily_change_pct", FIELD_DECIMAL, NO_C, 0, "percent", "of the one against the other" },
	{ "return_1w_pct", "return_1w_pct", FIELD_DECIMAL, NO_C, 0, "percent", "against the close 5 bars before" },
	{ "return_1m_pct", "return_1m_pct", FIELD_DECIMAL, NO_C, 0, "percent", "21 bars" },
	{ "return_3m_pct", "return_3m_pct", FIELD_DECIMAL, NO_C, 0, "percent", "63 bars" },
	{ "return_1y_pct", "return_1y_pct", FIELD_DECIMAL, NO_C, 0, "percent", "252 bars; rarely fits into the year that is looked at" },
	{ "volatility_30d", "volatility_30d", FIELD_DECIMAL, NO_C, 0, "percent", "a year, of the last 30 changes from bar to bar" },
	{ "volatility_90d", "volatility_90d", FIELD_DECIMAL, NO_C, 0, "percent", "of the last 90" },
	{ "year_high", "year_high", FIELD_DECIMAL, NO_C, 0, "USD", "the highest of 365 days" },
	{ "year_low", "year_low", FIELD_DECIMAL, NO_C, 0, "USD", "the lowest" },
	{ "avg_volume_30d", "avg_volume_30d", FIELD_INT, NO_C, 0, "shares", "of the last 30 bars" },
	{ "current_position_qty", "current_position_qty", FIELD_DECIMAL, NO_C, 0, "shares", "that are held in all accounts, but simulated ones" },
	{ "current_position_value", "current_position_value", FIELD_DECIMAL, NO_C, 0, "USD", "what they are worth" },
	{ "avg_buy_price", "avg_buy_price", FIELD_DECIMAL, NO_C, 0, "USD", "the plain mean of what accounts paid on average" },
	{ "unrealized_pnl", "unrealized_pnl", FIELD_DECIMAL, NO_C, 0, "USD", "value less cost" },
	{ "unrealized_pnl_pct", "unrealized_pnl_pct", FIELD_DECIMAL, NO_C, 0, "percent", "of the cost" },
	{ "total_orders_count", "total_orders_count", FIELD_INT, NO_C, 0, "orders", "that were executed" },
	{ "buy_orders_count", "buy_orders_count", FIELD_INT, NO_C, 0, "orders", "of these, that bought" },
	{ "sell_orders_count", "sell_orders_count", FIELD_INT, NO_C, 0, "orders", "that sold" },
	{ "avg_order_size", "avg_order_size", FIELD_DECIMAL, NO_C, 0, "shares", "of these" },
	{ "first_trade_date", "first_trade_date", FIELD_DATE, NO_C, 0, NULL, "of the first of them (UTC)" },
	{ "last_trade_date", "last_trade_date", FIELD_DATE, NO_C, 0, NULL, "of the last" },
	{ "total_mention_count", "total_mention_count", FIELD_INT, NO_C, 0, "ideas", "about it" },
	{ "mention_count_30d", "mention_count_30d", FIELD_INT, NO_C, 0, "ideas", "of messages of the last 30 days" },
	{ "mention_count_7d", "mention_count_7d", FIELD_INT, NO_C, 0, "ideas", "of the last 7" },
	{ "avg_sentiment_score", "avg_sentiment_score", FIELD_DECIMAL, NO_C, 0, NULL, "bullish ideas less bearish ones, of all of them: -1 to 1" },
	{ "bullish_mention_pct", "bullish_mention_pct", FIELD_DECIMAL, NO_C, 0, "percent", "of the ideas that are bullish" },
	{ "bearish_mention_pct", "bearish_mention_pct", FIELD_DECIMAL, NO_C, 0, "percent", "bearish" },
	{ "neutral_mention_pct", "neutral_mention_pct", FIELD_DECIMAL, NO_C, 0, "percent", "neutral" },
	{ "first_mentioned_at", "first_mentioned_at", FIELD_TIME, NO_C, 0, NULL, "when the first of these messages was written" },
	{ "last_mentioned_at", "last_mentioned_at", FIELD_TIME, NO_C, 0, NULL, "the last" },
	{ "label_trade_execution_count", "label_trade_execution_count", FIELD_INT, NO_C, 0, "ideas", "that tell of a trade" },
	{ "label_trade_plan_count", "label_trade_plan_count", FIELD_INT, NO_C, 0, "ideas", "of a plan for one" },
	{ "label_technical_analysis_count", "label_technical_analysis_count", FIELD_INT, NO_C, 0, "ideas", "with the label TECHNICAL_ANALYSIS" },
	{ "label_options_count", "label_options_count", FIELD_INT, NO_C, 0, "ideas", "about options" },
	{ "label_catalyst_news_count", "label_catalyst_news_count", FIELD_INT, NO_C, 0, "ideas", "with the label CATALYST_NEWS" },
	{ 0 }
};
/* clang-format on */

const struct kind profile_kind = { "profile", "stock_profile_current", profile_fields,
	"what is known of a symbol, in one row" };
