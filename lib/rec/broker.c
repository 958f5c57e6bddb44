/* The table of each kind that a broker fills */
#include "rec/broker.h"

#define NO_C 0, 0
#define KEY (FIELD_KEY | FIELD_NEEDED)

/* clang-format off */
static const struct field account_fields[] = {
	{ "id",                         "id",                         FIELD_TEXT,    NO_C, KEY, NULL, "the account, as the vendor knows it; another one when its connection is made anew" },
	{ "brokerage_authorization",    "brokerage_authorization",    FIELD_TEXT,    NO_C, 0, NULL, "the connection that it is read through" },
	{ "brokerage_authorization_id", "brokerage_authorization_id", FIELD_TEXT,    NO_C, 0, NULL, "the same, where connections are looked up" },
	{ "portfolio_group",            "portfolio_group",            FIELD_TEXT,    NO_C, 0, NULL, "as the vendor groups accounts; deprecated there" },
	{ "name",                       "name",                       FIELD_TEXT,    NO_C, 0, NULL, "what its owner or the broker calls it" },
	{ "number",                     "number",                     FIELD_TEXT,    NO_C, 0, NULL, "as the broker writes it; may be masked" },
	{ "institution_name",           "institution_name",           FIELD_TEXT,    NO_C, 0, NULL, "the broker" },
	{ "institution_account_id",     "institution_account_id",     FIELD_TEXT,    NO_C, 0, NULL, "as the broker knows it, where it says so; stays when the connection is made anew" },
	{ "account_status",             "account_status",             FIELD_TEXT,    NO_C, 0, NULL, "open, closed, archived or unavailable" },
	{ "account_category",           "account_category",           FIELD_TEXT,    NO_C, 0, NULL, "INVESTMENT, DEPOSIT or LOC; null: not known" },
	{ "raw_type",                   "raw_type",                   FIELD_TEXT,    NO_C, 0, NULL, "the broker's own word for what it is: Margin" },
	{ "is_paper",                   "is_paper",                   FIELD_BOOL,    NO_C, 0, NULL, "simulated: in no real sum" },
	{ "total_equity",               "total_equity",               FIELD_DECIMAL, NO_C, 0, "currency", "all of it, positions and cash, as the broker adds it up" },
	{ "currency",                   "currency",                   FIELD_TEXT,    NO_C, 0, NULL, "of total_equity: USD" },
	{ "last_successful_sync",       "last_successful_sync",       FIELD_TIME,    NO_C, 0, NULL, "when the vendor last read its holdings from the broker" },
	{ "holdings_unavailable",       "holdings_unavailable",       FIELD_BOOL,    NO_C, 0, NULL, "the broker hides what it holds: no position does not mean none" },
	{ "first_transaction_date",     "first_transaction_date",     FIELD_DATE,    NO_C, 0, NULL, "the day of its first activity" },
	{ "transactions_complete_to",   "transactions_complete_to",   FIELD_DATE,    NO_C, 0, NULL, "the last day whose activities are all there" },
	{ "scope",                      "scope",                      FIELD_TEXT,    NO_C, 0, NULL, "in whose list of accounts it is; made of the user's id, which it does not show" },
	{ "sync_timestamp",             "sync_timestamp",             FIELD_TIME,    NO_C, 0, NULL, "when we read it from the vendor" },
	{ "connection_status",          "connection_status",          FIELD_TEXT,    NO_C, 0, NULL, "connected, disconnected, error or deleted" },
	{ "connection_disabled_at",     "connection_disabled_at",     FIELD_TIME,    NO_C, 0, NULL, "since when what comes is stale" },
	{ "connection_error_message",   "connection_error_message",   FIELD_TEXT,    NO_C, 0, NULL, "why" },
	{ "bucket",                     "bucket",                     FIELD_TEXT,    NO_C, 0, NULL, "what its owner uses it for: long_term, swing, day, retirement or other; no broker says that" },
	{ 0 }
};
static const struct field balance_fields[] = {
	{ "account_id",     "account_id",     FIELD_TEXT,    NO_C, KEY, NULL, "whose" },
	{ "currency_code",  "currency_code",  FIELD_TEXT,    NO_C, KEY, NULL, "ISO 4217: USD" },
	{ "snapshot_date",  "snapshot_date",  FIELD_DATE,    NO_C, KEY, NULL, "the UTC day that it was read on: a row a day" },
	{ "currency_name",  "currency_name",  FIELD_TEXT,    NO_C, 0, NULL, "US Dollar" },
	{ "currency_id",    "currency_id",    FIELD_TEXT,    NO_C, 0, NULL, "as the vendor knows it" },
	{ "cash",           "cash",           FIELD_DECIMAL, NO_C, 0, "currency_code", "negative: owed to the broker; money-market funds are in it" },
	{ "buying_power",   "buying_power",   FIELD_DECIMAL, NO_C, 0, "currency_code", "what may be bought for, on credit too: no cash" },
	{ "sync_timestamp", "sync_timestamp", FIELD_TIME,    NO_C, 0, NULL, "when we read it from the vendor" },
	{ 0 }
};
static const struct field position_fields[] = {
	{ "account_id",         "account_id",         FIELD_TEXT,    NO_C, KEY, NULL, "who holds it" },
	{ "symbol",             "symbol",             FIELD_TEXT,    NO_C, KEY, NULL, "the ticker; an option's in the 21 characters of the OCC" },
	{ "symbol_id",          "symbol_id",          FIELD_TEXT,    NO_C, 0, NULL, "as the vendor knows it" },
	{ "symbol_description", "symbol_description", FIELD_TEXT,    NO_C, 0, NULL, "its name" },
	{ "raw_symbol",         "raw_symbol",         FIELD_TEXT,    NO_C, 0, NULL, "as the exchange spells it, without a market's suffix" },
	{ "asset_type",         "asset_type",         FIELD_TEXT,    NO_C, 0, NULL, "what it is: stock, etf, mutualfund, cef, adr, crypto, cfd, future, option, other" },
	{ "underlying",         "underlying",         FIELD_TEXT,    NO_C, 0, NULL, "the ticker that an option is on" },
	{ "option_expiry",      "option_expiry",      FIELD_DATE,    NO_C, 0, NULL, "the option's last day" },
	{ "option_strike",      "option_strike",      FIELD_DECIMAL, NO_C, 0, "currency", "the option's price of exercise" },
	{ "option_right",       "option_right",       FIELD_TEXT,    NO_C, 0, NULL, "CALL or PUT" },
	{ "quantity",           "quantity",           FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "negative: sold short; 0: held no more" },
	{ "multiplier",         "multiplier",         FIELD_DECIMAL, NO_C, 0, NULL, "shares of one: 100 of most options, 1 of a share" },
	{ "price",              "price",              FIELD_DECIMAL, NO_C, 0, "currency", "of one; of an option's share" },
	{ "price_asof",         "price_asof",         FIELD_TIME,    NO_C, 0, NULL, "when the vendor had it from the broker: as old is the price at least" },
	{ "equity",             "equity",             FIELD_DECIMAL, NO_C, 0, "currency", "what all of it is worth at that price" },
	{ "average_buy_price",  "average_buy_price",  FIELD_DECIMAL, NO_C, 0, "currency", "paid for one, on average; for an option's share" },
	{ "open_pnl",           "open_pnl",           FIELD_DECIMAL, NO_C, 0, "currency", "profit not taken yet" },
	{ "currency",           "currency",           FIELD_TEXT,    NO_C, 0, NULL, "of all these: USD" },
	{ "cash_equivalent",    "cash_equivalent",    FIELD_BOOL,    NO_C, 0, NULL, "a fund whose value is inside the account's cash already" },
	{ "prev_price",         "prev_price",         FIELD_DECIMAL, NO_C, 0, "currency", "the one before current_price" },
	{ "current_price",      "current_price",      FIELD_DECIMAL, NO_C, 0, "currency", "by a quote and not by the broker" },
	{ "price_updated_at",   "price_updated_at",   FIELD_TIME,    NO_C, 0, NULL, "when that quote was" },
	{ "exchange_code",      "exchange_code",      FIELD_TEXT,    NO_C, 0, NULL, "NASDAQ" },
	{ "exchange_name",      "exchange_name",      FIELD_TEXT,    NO_C, 0, NULL, "its name" },
	{ "mic_code",           "mic_code",           FIELD_TEXT,    NO_C, 0, NULL, "its ISO 10383 code: XNAS" },
	{ "figi_code",          "figi_code",          FIELD_TEXT,    NO_C, 0, NULL, "the instrument's FIGI" },
	{ "logo_url",           "logo_url",           FIELD_TEXT,    NO_C, 0, NULL, "a picture" },
	{ "tax_lots",           "tax_lots",           FIELD_JSON,    NO_C, 0, NULL, "as the vendor lists them" },
	{ "raw",                "raw",                FIELD_JSON,    NO_C, 0, NULL, "the vendor's own text of an instrument of a kind that is not known here" },
	{ "closed_at",          "closed_at",          FIELD_TIME,    NO_C, 0, NULL, "when it was found to be held no more; null while it is" },
	{ "sync_timestamp",     "sync_timestamp",     FIELD_TIME,    NO_C, 0, NULL, "when we read it from the vendor" },
	{ 0 }
};
static const struct field order_fields[] = {
	{ "account_id",                "account_id",                FIELD_TEXT,    NO_C, KEY, NULL, "who placed it" },
	{ "brokerage_order_id",        "brokerage_order_id",        FIELD_TEXT,    NO_C, KEY, NULL, "the broker's number; legs of one order share it" },
	{ "symbol",                    "symbol",                    FIELD_TEXT,    NO_C, KEY, NULL, "the ticker; an option's in the 21 characters of the OCC" },
	{ "action",                    "action",                    FIELD_TEXT,    NO_C, KEY, NULL, "BUY, SELL, BUY_OPEN, SELL_CLOSE, BUY_TO_COVER or SELL_SHORT" },
	{ "raw_action",                "raw_action",                FIELD_TEXT,    NO_C, 0, NULL, "the broker's word for it: BUY_CLOSE" },
	{ "status",                    "status",                    FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "PENDING, EXECUTED, CANCELED, REJECTED, EXPIRED, FILLED or PARTIAL" },
	{ "raw_status",                "raw_status",                FIELD_TEXT,    NO_C, 0, NULL, "the vendor's word for it: PARTIAL_CANCELED" },
	{ "total_quantity",            "total_quantity",            FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "asked for" },
	{ "open_quantity",             "open_quantity",             FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "still waiting" },
	{ "canceled_quantity",         "canceled_quantity",         FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "taken back" },
	{ "filled_quantity",           "filled_quantity",           FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "traded" },
	{ "execution_price",           "execution_price",           FIELD_DECIMAL, NO_C, 0, "currency", "got for one, on average; for an option's share; null until something is filled" },
	{ "limit_price",               "limit_price",               FIELD_DECIMAL, NO_C, 0, "currency", "not worse than this" },
	{ "stop_price",                "stop_price",                FIELD_DECIMAL, NO_C, 0, "currency", "not before this" },
	{ "trailing_stop",             "trailing_stop",             FIELD_JSON,    NO_C, 0, NULL, "amount and type, DOLLAR or PERCENT" },
	{ "currency",                  "currency",                  FIELD_TEXT,    NO_C, 0, NULL, "of these prices: USD" },
	{ "order_type",                "order_type",                FIELD_TEXT,    NO_C, 0, NULL, "Market, Limit, Stop, StopLimit or the broker's own word" },
	{ "time_in_force",             "time_in_force",             FIELD_TEXT,    NO_C, 0, NULL, "Day, GTC, FOK, IOC, GTD or the broker's own word" },
	{ "time_placed",               "time_placed",               FIELD_TIME,    NO_C, 0, NULL, "when it was placed" },
	{ "time_updated",              "time_updated",              FIELD_TIME,    NO_C, 0, NULL, "when the broker last changed it" },
	{ "time_executed",             "time_executed",             FIELD_TIME,    NO_C, 0, NULL, "when it was filled" },
	{ "expiry_date",               "expiry_date",               FIELD_DATE,    NO_C, 0, NULL, "the day it is given up" },
	{ "underlying",                "underlying",                FIELD_TEXT,    NO_C, 0, NULL, "the ticker that an option is on" },
	{ "option_ticker",             "option_ticker",             FIELD_TEXT,    NO_C, 0, NULL, "an option's 21 characters of the OCC" },
	{ "option_expiry",             "option_expiry",             FIELD_DATE,    NO_C, 0, NULL, "the option's last day" },
	{ "option_strike",             "option_strike",             FIELD_DECIMAL, NO_C, 0, "currency", "the option's price of exercise" },
	{ "option_right",              "option_right",              FIELD_TEXT,    NO_C, 0, NULL, "CALL or PUT" },
	{ "child_brokerage_order_ids", "child_brokerage_order_ids", FIELD_JSON,    NO_C, 0, NULL, "orders that hang on it: take_profit_order_id, stop_loss_order_id" },
	{ "brokerage_group_order_id",  "brokerage_group_order_id",  FIELD_TEXT,    NO_C, 0, NULL, "what the orders of a group share" },
	{ "order_role",                "order_role",                FIELD_TEXT,    NO_C, 0, NULL, "in its group: TRIGGER, CONDITIONAL or PEER" },
	{ "sync_timestamp",            "sync_timestamp",            FIELD_TIME,    NO_C, FIELD_STAMP, NULL, "when we read it from the vendor, the last time that it was different" },
	{ 0 }
};
static const struct field activity_fields[] = {
	{ "id",                    "id",                    FIELD_TEXT,    NO_C, KEY, NULL, "as the vendor knows it; another one when it reads a history anew" },
	{ "account_id",            "account_id",            FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "where it happened" },
	{ "activity_type",         "activity_type",         FIELD_TEXT,    NO_C, 0, NULL, "BUY, SELL, DIVIDEND, FEE, TRANSFER, or another word of the vendor or broker" },
	{ "option_type",           "option_type",           FIELD_TEXT,    NO_C, 0, NULL, "of a trade in options: BUY_TO_OPEN, BUY_TO_CLOSE, SELL_TO_OPEN, SELL_TO_CLOSE" },
	{ "trade_date",            "trade_date",            FIELD_TIME,    NO_C, 0, NULL, "when; often midnight of the day" },
	{ "settlement_date",       "settlement_date",       FIELD_TIME,    NO_C, 0, NULL, "when it was paid" },
	{ "symbol",                "symbol",                FIELD_TEXT,    NO_C, 0, NULL, "the ticker, an option's in the 21 characters of the OCC; null where no instrument moved" },
	{ "description",           "description",           FIELD_TEXT,    NO_C, 0, NULL, "the broker's text" },
	{ "units",                 "units",                 FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "that came; negative: that went" },
	{ "price",                 "price",                 FIELD_DECIMAL, NO_C, 0, "currency", "of one; of an option's share" },
	{ "amount",                "amount",                FIELD_DECIMAL, NO_C, 0, "currency", "of cash that came; negative: that went" },
	{ "fee",                   "fee",                   FIELD_DECIMAL, NO_C, 0, "currency", "paid for it" },
	{ "currency",              "currency",              FIELD_TEXT,    NO_C, 0, NULL, "of these: USD; null where they are in a coin" },
	{ "fx_rate",               "fx_rate",               FIELD_DECIMAL, NO_C, 0, NULL, "by which the broker changed money for it" },
	{ "external_reference_id", "external_reference_id", FIELD_TEXT,    NO_C, 0, NULL, "what rows of one event, such as a trade and its fee, share" },
	{ "institution",           "institution",           FIELD_TEXT,    NO_C, 0, NULL, "the broker" },
	{ "sync_timestamp",        "sync_timestamp",        FIELD_TIME,    NO_C, FIELD_STAMP, NULL, "when we read it from the vendor, the last time that it was different" },
	{ 0 }
};
static const struct field snapshot_fields[] = {
	{ "account_id",            "account_id",            FIELD_TEXT,    NO_C, KEY, NULL, "who holds it" },
	{ "symbol",                "symbol",                FIELD_TEXT,    NO_C, KEY, NULL, "what" },
	{ "snapshot_date",         "snapshot_date",         FIELD_DATE,    NO_C, KEY, NULL, "the UTC day at whose end it is held: a row a day" },
	{ "quantity",              "quantity",              FIELD_DECIMAL, NO_C, 0, "shares, contracts or coins", "as in position" },
	{ "average_buy_price",     "average_buy_price",     FIELD_DECIMAL, NO_C, 0, "currency", "as in position" },
	{ "current_price",         "current_price",         FIELD_DECIMAL, NO_C, 0, "currency", "of one, by the broker" },
	{ "equity",                "equity",                FIELD_DECIMAL, NO_C, 0, "currency", "what all of it is worth at that price" },
	{ "currency",              "currency",              FIELD_TEXT,    NO_C, 0, NULL, "of all these: USD" },
	{ "total_portfolio_value", "total_portfolio_value", FIELD_DECIMAL, NO_C, 0, "currency", "of all positions of that currency and the cash in it" },
	{ 0 }
};
static const struct field webhook_fields[] = {
	{ "id",                      "id",                      FIELD_TEXT, NO_C, KEY, NULL, "of the delivery, by which one that comes twice is known" },
	{ "event_type",              "event_type",              FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "ACCOUNT_HOLDINGS_UPDATED, TRADE_DETECTION, CONNECTION_BROKEN or another word of the vendor" },
	{ "event_at",                "event_at",                FIELD_TIME, NO_C, FIELD_NEEDED, NULL, "when it happened, as the vendor signed it" },
	{ "received_at",             "received_at",             FIELD_TIME, NO_C, FIELD_NEEDED, NULL, "when it came" },
	{ "account_id",              "account_id",              FIELD_TEXT, NO_C, 0, NULL, "whose, where it is about one account" },
	{ "brokerage_authorization", "brokerage_authorization", FIELD_TEXT, NO_C, 0, NULL, "the connection, where it is about one" },
	{ "payload",                 "payload",                 FIELD_JSON, NO_C, 0, NULL, "all that was signed, without the deprecated webhookSecret" },
	{ "source",                  "source",                  FIELD_TEXT, NO_C, 0, NULL, "snaptrade" },
	{ 0 }
};
static const struct field webhook_status_fields[] = {
	{ "id",       "id",       FIELD_TEXT, NO_C, KEY, NULL, "of the delivery" },
	{ "status",   "status",   FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "pending, done, ignored (nothing follows from it) or failed (given up)" },
	{ "attempts", "attempts", FIELD_INT,  NO_C, 0, NULL, "how often it was worked on" },
	{ "done_at",  "done_at",  FIELD_TIME, NO_C, 0, NULL, "when it was done with" },
	{ "message",  "message",  FIELD_TEXT, NO_C, 0, NULL, "why it is not done, or what was" },
	{ 0 }
};
/* clang-format on */

const struct kind account_kind = { "account", "accounts", account_fields,
	"an account at a broker" };
const struct kind activity_kind = { "activity", "activities", activity_fields,
	"something that moved cash or instruments of an account" };
const struct kind balance_kind = { "balance", "account_balances", balance_fields,
	"an account's cash in a currency, on a day" };
const struct kind order_kind = { "order", "orders", order_fields,
	"an order, or a leg of one, as it stands" };
const struct kind position_kind = { "position", "positions", position_fields,
	"what an account holds of a symbol" };
const struct kind position_snapshot_kind = { "position_snapshot", "position_snapshots",
	snapshot_fields, "what an account held of a symbol at the end of a day" };
const struct kind webhook_kind = { "webhook", "webhook_inbox", webhook_fields,
	"a delivery whose signature was checked", .once = true };
const struct kind webhook_status_kind = { "webhook_status", "webhook_inbox", webhook_status_fields,
	"what became of a delivery" };
